/// A set of ASCII bytes, as the grammars name them.
public struct ByteSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// Whether the byte belongs to the set; no byte above 127 does.
    public func contains(_ byte: UInt8) -> Bool {
        let word = byte < 64 ? low : high
        return byte < 128 && word >> UInt64(byte & 63) & 1 == 1
    }

    /// Decimal digits.
    public static let digits = ByteSet(low: 0x03FF_0000_0000_0000, high: 0)

    /// `token-char` of RFC 8866 section 9.
    public static let token = ByteSet(low: 0x03FF_6CFA_0000_0000, high: 0x7FFF_FFFF_C7FF_FFFE)

    /// `ice-char` of RFC 8839 section 5.1: letters, digits, `+` and `/`.
    public static let ice = ByteSet(low: 0x03FF_8800_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)

    /// Letters, digits, `-` and `_`: `rid-id` of RFC 8851 section 10.
    public static let rid = ByteSet(low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)

    /// Hexadecimal digits and the colon, in which fingerprints are written.
    public static let fingerprint = ByteSet(low: 0x07FF_0000_0000_0000, high: 0x0000_007E_0000_007E)

    /// Letters, digits and `-`: names of restrictions of RFC 8851 section 10,
    /// subtags of languages.
    public static let alphanumericHyphen = ByteSet(
        low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)

    /// Letters, digits, `+`, `/` and the padding `=`.
    public static let base64 = ByteSet(low: 0x23FF_8800_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)

    /// `tls-id-char` of RFC 8842 section 5.3.
    public static let tlsID = ByteSet(low: 0x03FF_A800_0000_0000, high: 0x07FF_FFFE_87FF_FFFE)

    /// `mime-charset-chars` of RFC 2978 section 2.3.
    public static let characterSet = ByteSet(
        low: 0x03FF_28FA_0000_0000, high: 0x6FFF_FFFF_C7FF_FFFE)

    /// The bytes of a URI (RFC 3986 section 2).
    public static let uri = ByteSet(low: 0xAFFF_FFFA_0000_0000, high: 0x47FF_FFFE_AFFF_FFFF)
}
