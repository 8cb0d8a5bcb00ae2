/// The user name fragment and the password of one ICE transport (RFC 8839
/// section 5.4).
public struct ICECredentialPair: Hashable, Sendable {
    /// 8 characters when made here: 48 random bits.
    public let usernameFragment: [UInt8]
    /// 24 characters when made here: 144 random bits.
    public let password: [UInt8]

    /// Random bytes that one pair takes.
    public static var drawnBytes: Int { 32 }

    public init(usernameFragment: [UInt8], password: [UInt8]) {
        self.usernameFragment = usernameFragment
        self.password = password
    }

    /// An unpredictable pair. Uses `drawnBytes` of the draw.
    public init(_ draw: inout RandomDraw) {
        usernameFragment = draw.iceCharacters(8)
        password = draw.iceCharacters(24)
    }
}

/// The identifier of a DTLS association (RFC 8842 section 5.2).
public enum TLSID {
    /// Random bytes that one identifier takes.
    public static var drawnBytes: Int { 24 }

    /// 24 characters of `A-Za-z0-9+/`: 144 random bits.
    public static func make(_ draw: inout RandomDraw) -> [UInt8] {
        draw.iceCharacters(drawnBytes)
    }
}
