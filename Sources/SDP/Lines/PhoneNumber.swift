/// `p=+1 617 555-6011` (RFC 8866 section 5.6): who is responsible.
public struct PhoneNumber<Text: ~Escapable>: ~Escapable {
    /// A number, perhaps with a name.
    public let text: Text

    @_lifetime(copy text)
    public init(text: Text) {
        self.text = text
    }
}

extension PhoneNumber: Escapable where Text: Escapable {}
extension PhoneNumber: Sendable where Text: Sendable & ~Escapable {}
extension PhoneNumber: Equatable where Text: Equatable {}

extension PhoneNumber where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "p") }
}

extension PhoneNumber: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        text = reader.remainder()
        if text.isEmpty { throw reader.failure(.missingField) }
    }
}

extension PhoneNumber: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(text)
    }
}

extension PhoneNumber: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        text.append(to: &writer)
    }
}

extension PhoneNumber<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing PhoneNumber<ByteView>) {
        self.init(text: ByteString(other.text))
    }
}
