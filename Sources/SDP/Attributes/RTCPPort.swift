/// `a=rtcp:9 IN IP4 0.0.0.0` (RFC 3605 section 2.1): where RTCP goes if not to the
/// port above the one of RTP.
public struct RTCPPort<Text: ~Escapable>: ~Escapable {
    /// 0 to 65535.
    public let port: UInt16
    /// Network type, address type and address, if written.
    public let connection: Text?

    @_lifetime(copy connection)
    public init(port: UInt16, connection: Text?) {
        self.port = port
        self.connection = connection
    }
}

extension RTCPPort: Escapable where Text: Escapable {}
extension RTCPPort: Sendable where Text: Sendable & ~Escapable {}
extension RTCPPort: Equatable where Text: Equatable {}

extension RTCPPort where Text: ~Escapable {
    public static var name: AttributeName { .rtcp }
}

extension RTCPPort: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        port = UInt16(try reader.decimal(upTo: 65_535))
        if reader.skip(UInt8(ascii: " ")) {
            _ = try ConnectionData(reader)
            connection = reader.remainder()
        } else {
            connection = nil
        }
        try reader.finish()
    }
}

extension RTCPPort: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(port))
        digest.combine(connection)
    }
}

extension RTCPPort: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        writer.append(UInt64(port))
        if let connection {
            writer.append(byte: UInt8(ascii: " "))
            connection.append(to: &writer)
        }
    }
}

extension RTCPPort<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing RTCPPort<ByteView>) {
        self.init(
            port: other.port,
            connection: ByteString(copying: other.connection))
    }
}
