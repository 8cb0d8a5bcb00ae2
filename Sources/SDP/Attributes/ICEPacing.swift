/// `a=ice-pacing:50` (RFC 8839 section 5.8): the least time between two connectivity
/// checks that the sender of this line wants.
public struct ICEPacing: Hashable, Sendable {
    /// At most 9,999,999,999: ten digits.
    public let milliseconds: UInt64

    public init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }
}

extension ICEPacing: ReadableAttribute, WritableAttribute, DigestedValue {
    public static var name: AttributeName { .icePacing }

    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        milliseconds = try reader.number(upTo: 9_999_999_999)
        try reader.finish()
    }

    public func write(to writer: inout DescriptionWriter) {
        writer.append(milliseconds)
    }

    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(milliseconds)
    }
}
