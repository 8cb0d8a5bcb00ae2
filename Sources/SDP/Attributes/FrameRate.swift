/// `a=framerate:29.97` (RFC 8866 section 6.13): the most frames of video a second.
public struct FrameRate: Hashable, Sendable {
    /// Frames a second.
    public let framesPerSecond: DecimalNumber

    public init(framesPerSecond: DecimalNumber) {
        self.framesPerSecond = framesPerSecond
    }
}

extension FrameRate: ReadableAttribute, WritableAttribute, DigestedValue {
    public static var name: AttributeName { .framerate }

    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        framesPerSecond = try DecimalNumber(nonZero: &reader)
    }

    public func write(to writer: inout DescriptionWriter) {
        framesPerSecond.write(to: &writer)
    }

    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        framesPerSecond.combine(into: &digest)
    }
}
