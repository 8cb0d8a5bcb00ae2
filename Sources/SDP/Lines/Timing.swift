/// `t=3034423619 3042462419` (RFC 8866 section 5.9): when the session begins and ends.
///
/// The grammar wants 0 or ten digits and more; fewer are accepted.
public struct Timing: Hashable, Sendable {
    /// Seconds since 1900, as NTP counts; 0 is no bound.
    public let start: UInt64
    /// Seconds since 1900, as NTP counts; 0 is no bound.
    public let stop: UInt64

    public init(start: UInt64, stop: UInt64) {
        self.start = start
        self.stop = stop
    }
}

extension Timing: ReadableLine, WritableLine, DigestedValue, DigestedFields {
    public static var lineType: UInt8 { UInt8(ascii: "t") }

    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        start = try reader.number()
        try reader.separator()
        stop = try reader.number()
        try reader.finish()
    }

    public func write(to writer: inout DescriptionWriter) {
        writer.append(start)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(stop)
    }

    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(start)
        digest.combine(stop)
    }
}
