/// `a=quality:10` (RFC 8866 section 6.14): still images against frame rate.
public struct Quality: Hashable, Sendable {
    /// 0 is the worst still image quality, 10 the best; other numbers are allowed
    /// and have no meaning.
    public let value: UInt32

    public init(value: UInt32) {
        self.value = value
    }
}

extension Quality: ReadableAttribute, WritableAttribute, DigestedValue {
    public static var name: AttributeName { .quality }

    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        self.value = UInt32(try reader.number(upTo: UInt64(UInt32.max)))
        try reader.finish()
    }

    public func write(to writer: inout DescriptionWriter) {
        writer.append(UInt64(value))
    }

    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(value))
    }
}
