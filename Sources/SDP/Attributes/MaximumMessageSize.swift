/// `a=max-message-size:262144` (RFC 8841 section 6): the largest message that the
/// sender of this line takes. 64 KiB if the line is absent.
public struct MaximumMessageSize: Hashable, Sendable {
    /// In bytes; 0 is any size.
    public let bytes: UInt64

    public init(bytes: UInt64) { self.bytes = bytes }
}

extension MaximumMessageSize: ReadableAttribute, WritableAttribute {
    public static var name: AttributeName { .maximumMessageSize }

    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        bytes = try reader.decimal(upTo: .max)
        try reader.finish()
    }

    public func write(to writer: inout DescriptionWriter) { writer.append(bytes) }
}

extension MaximumMessageSize: DigestedValue, DigestedFields {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(bytes)
    }
}
