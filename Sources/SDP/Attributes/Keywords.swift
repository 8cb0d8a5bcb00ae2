/// `a=keywds:chess, open` (RFC 8866 section 6.2): keywords to find a session by.
public struct Keywords<Text: ~Escapable>: ~Escapable {
    /// Any text.
    public let text: Text

    @_lifetime(copy text)
    public init(text: Text) {
        self.text = text
    }
}

extension Keywords: Escapable where Text: Escapable {}
extension Keywords: Sendable where Text: Sendable & ~Escapable {}
extension Keywords: Equatable where Text: Equatable {}

extension Keywords where Text: ~Escapable {
    public static var name: AttributeName { .keywords }
}

extension Keywords: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        text = reader.remainder()
        if text.isEmpty { throw reader.failure(.missingField) }
    }
}

extension Keywords: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(text)
    }
}

extension Keywords: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        text.append(to: &writer)
    }
}

extension Keywords<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Keywords<ByteView>) {
        self.init(text: ByteString(other.text))
    }
}
