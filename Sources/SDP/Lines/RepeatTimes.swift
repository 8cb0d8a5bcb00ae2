/// `r=7d 1h 0 25h` (RFC 8866 section 5.10): when the times of the t= line before it
/// come again.
public struct RepeatTimes<Text: ~Escapable>: ~Escapable {
    /// From one repetition to the next; positive.
    public let interval: TypedTime
    /// How long each lasts; not negative.
    public let duration: TypedTime
    /// Typed times from the start of t=, with a blank between any two.
    public let offsets: Text

    @_lifetime(copy offsets)
    public init(interval: TypedTime, duration: TypedTime, offsets: Text) {
        self.interval = interval
        self.duration = duration
        self.offsets = offsets
    }
}

extension RepeatTimes: Escapable where Text: Escapable {}
extension RepeatTimes: Sendable where Text: Sendable & ~Escapable {}
extension RepeatTimes: Equatable where Text: Equatable {}

extension RepeatTimes where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "r") }
}

extension RepeatTimes: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        interval = try TypedTime(next: &reader)
        if interval.count < 1 { throw SDPError(.numberOutOfRange, offset: 0) }
        try reader.separator()
        let place = reader.offset
        duration = try TypedTime(next: &reader)
        if duration.count < 0 { throw SDPError(.numberOutOfRange, offset: place) }
        try reader.separator()
        var list = reader
        _ = try TypedTime(next: &list)
        while !list.isAtEnd {
            try list.separator()
            _ = try TypedTime(next: &list)
        }
        offsets = reader.remainder()
    }
}

extension RepeatTimes: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        interval.combine(into: &digest)
        duration.combine(into: &digest)
        digest.combine(offsets)
    }
}

extension RepeatTimes: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        interval.write(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        duration.write(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        offsets.append(to: &writer)
    }
}

extension RepeatTimes<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing RepeatTimes<ByteView>) {
        self.init(
            interval: other.interval, duration: other.duration, offsets: ByteString(other.offsets))
    }
}

extension RepeatTimes where Text == ByteView {
    /// Calls `body` with each offset in order. Throws what reading a line of
    /// other offsets would throw.
    public func forEachOffset(
        _ body: (TypedTime) throws(SDPError) -> Void
    ) throws(SDPError) {
        var reader = FieldReader(field: offsets)
        while !reader.isAtEnd {
            let time = try TypedTime(next: &reader)
            _ = reader.skip(0x20)
            try body(time)
        }
    }
}
