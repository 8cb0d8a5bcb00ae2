/// `o=- 4962303333179871722 1 IN IP4 0.0.0.0` (RFC 8866 section 5.2): who made
/// the session, and its version.
public struct Origin<Text: ~Escapable>: ~Escapable {
    /// `-` for none.
    public let username: Text
    /// Decimal digits, of any number.
    public let sessionID: Text
    /// Decimal digits, of any number.
    public let sessionVersion: Text
    /// `IN`.
    public let networkType: Text
    /// `IP4` or `IP6`.
    public let addressType: Text
    /// An IP address or a host name.
    public let address: Text

    @_lifetime(
        copy username, copy sessionID, copy sessionVersion, copy networkType, copy addressType,
        copy address)
    public init(
        username: Text, sessionID: Text, sessionVersion: Text, networkType: Text, addressType: Text,
        address: Text
    ) {
        self.username = username
        self.sessionID = sessionID
        self.sessionVersion = sessionVersion
        self.networkType = networkType
        self.addressType = addressType
        self.address = address
    }
}

extension Origin: Escapable where Text: Escapable {}
extension Origin: Sendable where Text: Sendable & ~Escapable {}
extension Origin: Equatable where Text: Equatable {}

extension Origin where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "o") }
}

extension Origin: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        username = try reader.word()
        try reader.separator()
        sessionID = try reader.field(of: .digits)
        try reader.separator()
        sessionVersion = try reader.field(of: .digits)
        try reader.separator()
        networkType = try reader.token()
        try reader.separator()
        addressType = try reader.token()
        try reader.separator()
        address = try reader.word()
        try reader.finish()
    }
}

extension Origin: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(username)
        digest.combine(sessionID)
        digest.combine(sessionVersion)
        digest.combine(networkType)
        digest.combine(addressType)
        digest.combine(address)
    }
}

extension Origin: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        username.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        sessionID.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        sessionVersion.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        networkType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        addressType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        address.append(to: &writer)
    }
}

extension Origin<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Origin<ByteView>) {
        self.init(
            username: ByteString(other.username),
            sessionID: ByteString(other.sessionID),
            sessionVersion: ByteString(other.sessionVersion),
            networkType: ByteString(other.networkType),
            addressType: ByteString(other.addressType),
            address: ByteString(other.address))
    }
}
