/// `c=IN IP4 0.0.0.0` (RFC 8866 section 5.7): where media is sent to.
public struct ConnectionData<Text: ~Escapable>: ~Escapable {
    /// `IN`.
    public let networkType: Text
    /// `IP4` or `IP6`.
    public let addressType: Text
    /// An address or a host name; a multicast address may end in `/ttl/count`.
    public let address: Text

    @_lifetime(copy networkType, copy addressType, copy address)
    public init(networkType: Text, addressType: Text, address: Text) {
        self.networkType = networkType
        self.addressType = addressType
        self.address = address
    }
}

extension ConnectionData: Escapable where Text: Escapable {}
extension ConnectionData: Sendable where Text: Sendable & ~Escapable {}
extension ConnectionData: Equatable where Text: Equatable {}

extension ConnectionData: ReadableValue where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        networkType = try reader.field(of: .token)
        try reader.separator()
        addressType = try reader.field(of: .token)
        try reader.separator()
        address = try reader.field()
        try reader.finish()
    }
}

extension ConnectionData: WritableValue where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        networkType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        addressType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        address.append(to: &writer)
    }
}

extension ConnectionData<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing ConnectionData<ByteView>) {
        self.init(
            networkType: ByteString(other.networkType),
            addressType: ByteString(other.addressType),
            address: ByteString(other.address))
    }
}
