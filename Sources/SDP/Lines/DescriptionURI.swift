/// `u=https://www.example.com/seminar` (RFC 8866 section 5.5): where to read more.
public struct DescriptionURI<Text: ~Escapable>: ~Escapable {
    /// A URI (RFC 3986); its bytes and percent-encoding are checked, its parts are
    /// not.
    public let uri: Text

    @_lifetime(copy uri)
    public init(uri: Text) {
        self.uri = uri
    }
}

extension DescriptionURI: Escapable where Text: Escapable {}
extension DescriptionURI: Sendable where Text: Sendable & ~Escapable {}
extension DescriptionURI: Equatable where Text: Equatable {}

extension DescriptionURI where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "u") }
}

extension DescriptionURI: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        uri = try reader.field(of: .uri)
        try reader.finish()
        for position in 0..<uri.count where uri[position] == UInt8(ascii: "%") {
            guard position + 2 < uri.count, uri[position + 1].isHexDigit,
                uri[position + 2].isHexDigit
            else { throw SDPError(.malformedValue, offset: position) }
        }
    }
}

extension DescriptionURI: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(uri)
    }
}

extension DescriptionURI: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        uri.append(to: &writer)
    }
}

extension DescriptionURI<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing DescriptionURI<ByteView>) {
        self.init(uri: ByteString(other.uri))
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool { self != 0x3A && ByteSet.fingerprint.contains(self) }
}
