/// `e=j.doe@example.com (Jane Doe)` (RFC 8866 section 5.6): who is responsible.
public struct EmailAddress<Text: ~Escapable>: ~Escapable {
    /// An address with a name, in one of several forms.
    public let text: Text

    @_lifetime(copy text)
    public init(text: Text) {
        self.text = text
    }
}

extension EmailAddress: Escapable where Text: Escapable {}
extension EmailAddress: Sendable where Text: Sendable & ~Escapable {}
extension EmailAddress: Equatable where Text: Equatable {}

extension EmailAddress where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "e") }
}

extension EmailAddress: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        text = reader.remainder()
        if text.isEmpty { throw reader.failure(.missingField) }
    }
}

extension EmailAddress: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(text)
    }
}

extension EmailAddress: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        text.append(to: &writer)
    }
}

extension EmailAddress<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing EmailAddress<ByteView>) {
        self.init(text: ByteString(other.text))
    }
}
