/// `a=maxptime:120` (RFC 8866 section 6.5): how much audio a packet may hold.
public struct MaximumPacketTime: Hashable, Sendable {
    /// The greatest length of media in a packet, in milliseconds.
    public let milliseconds: DecimalNumber

    public init(milliseconds: DecimalNumber) {
        self.milliseconds = milliseconds
    }
}

extension MaximumPacketTime: ReadableAttribute, WritableAttribute, DigestedValue {
    public static var name: AttributeName { .maximumPacketTime }

    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        milliseconds = try DecimalNumber(nonZero: &reader)
    }

    public func write(to writer: inout DescriptionWriter) {
        milliseconds.write(to: &writer)
    }

    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        milliseconds.combine(into: &digest)
    }
}
