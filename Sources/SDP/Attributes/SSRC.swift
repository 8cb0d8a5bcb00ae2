/// `a=ssrc:2774516081 cname:4TOk42mSjXCkVIa6` (RFC 5576 section 4.1): an attribute of
/// one RTP source.
public struct SSRC<Text: ~Escapable>: ~Escapable {
    /// The synchronisation source.
    public let id: UInt32
    /// `cname`, `msid`, ...
    public let attribute: Text
    /// What follows the colon, if there is one.
    public let value: Text?

    @_lifetime(copy attribute, copy value)
    public init(id: UInt32, attribute: Text, value: Text?) {
        self.id = id
        self.attribute = attribute
        self.value = value
    }
}

extension SSRC: Escapable where Text: Escapable {}
extension SSRC: Sendable where Text: Sendable & ~Escapable {}
extension SSRC: Equatable where Text: Equatable {}

extension SSRC where Text: ~Escapable {
    public static var name: AttributeName { .ssrc }
}

extension SSRC: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        id = UInt32(try reader.number(upTo: UInt64(UInt32.max)))
        try reader.separator()
        attribute = try reader.field(of: .token, endingBefore: UInt8(ascii: ":"))
        if reader.skip(UInt8(ascii: ":")) {
            self.value = reader.remainder()
        } else {
            self.value = nil
            try reader.finish()
        }
    }
}

extension SSRC: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(id))
        digest.combine(attribute)
        digest.combine(value)
    }
}

extension SSRC: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        writer.append(UInt64(id))
        writer.append(byte: UInt8(ascii: " "))
        attribute.append(to: &writer)
        if let value {
            writer.append(byte: UInt8(ascii: ":"))
            value.append(to: &writer)
        }
    }
}

extension SSRC<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing SSRC<ByteView>) {
        self.init(
            id: other.id, attribute: ByteString(other.attribute),
            value: ByteString(copying: other.value))
    }
}
