/// `z=2882844526 -1h 2898848070 0` (RFC 8866 section 5.11): when the clock of the r= line
/// before it changes, and by how much.
public struct TimeZoneAdjustments<Text: ~Escapable>: ~Escapable {
    /// Pairs of an NTP time and a typed time with a blank between any two fields.
    public let adjustments: Text

    @_lifetime(copy adjustments)
    public init(adjustments: Text) {
        self.adjustments = adjustments
    }
}

extension TimeZoneAdjustments: Escapable where Text: Escapable {}
extension TimeZoneAdjustments: Sendable where Text: Sendable & ~Escapable {}
extension TimeZoneAdjustments: Equatable where Text: Equatable {}

extension TimeZoneAdjustments where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "z") }
}

extension TimeZoneAdjustments: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        var list = reader
        repeat {
            _ = try list.number()
            try list.separator()
            _ = try TypedTime(next: &list)
            if list.isAtEnd { break }
            try list.separator()
        } while true
        adjustments = reader.remainder()
    }
}

extension TimeZoneAdjustments: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(adjustments)
    }
}

extension TimeZoneAdjustments: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        adjustments.append(to: &writer)
    }
}

extension TimeZoneAdjustments<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing TimeZoneAdjustments<ByteView>) {
        self.init(adjustments: ByteString(other.adjustments))
    }
}

extension TimeZoneAdjustments where Text == ByteView {
    /// Calls `body` with each adjustment in order: the time, in seconds since
    /// 1900, and the offset from then on. Throws what reading a line of other
    /// adjustments would throw.
    public func forEachAdjustment(
        _ body: (_ time: UInt64, _ offset: TypedTime) throws(SDPError) -> Void
    ) throws(SDPError) {
        var reader = FieldReader(field: adjustments)
        while !reader.isAtEnd {
            let time = try reader.number()
            try reader.separator()
            let offset = try TypedTime(next: &reader)
            _ = reader.skip(0x20)
            try body(time, offset)
        }
    }
}
