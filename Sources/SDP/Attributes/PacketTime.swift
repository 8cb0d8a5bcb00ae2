/// `a=ptime:20` (RFC 8866 section 6.4): how much audio a packet should hold.
public struct PacketTime: Hashable, Sendable {
    /// The length of media in a packet, in milliseconds.
    public let milliseconds: DecimalNumber

    public init(milliseconds: DecimalNumber) {
        self.milliseconds = milliseconds
    }
}

extension PacketTime: ReadableAttribute, WritableAttribute, DigestedValue {
    public static var name: AttributeName { .packetTime }

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
