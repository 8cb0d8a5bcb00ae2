/// `a=sctp-port:5000` (RFC 8841 section 5): the SCTP port over DTLS.
public struct SCTPPort: Hashable, Sendable {
    /// 0 to 65535.
    public let port: UInt16

    public init(port: UInt16) { self.port = port }
}

extension SCTPPort: ReadableAttribute, WritableAttribute {
    public static var name: AttributeName { .sctpPort }

    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        port = UInt16(try reader.decimal(upTo: 65_535))
        try reader.finish()
    }

    public func write(to writer: inout DescriptionWriter) { writer.append(UInt64(port)) }
}

extension SCTPPort: DigestedValue, DigestedFields {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(port))
    }
}
