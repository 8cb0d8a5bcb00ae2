/// `a=tool:baresip 1.0.0` (RFC 8866 section 6.3): what made the description.
public struct Tool<Text: ~Escapable>: ~Escapable {
    /// Any text.
    public let text: Text

    @_lifetime(copy text)
    public init(text: Text) {
        self.text = text
    }
}

extension Tool: Escapable where Text: Escapable {}
extension Tool: Sendable where Text: Sendable & ~Escapable {}
extension Tool: Equatable where Text: Equatable {}

extension Tool where Text: ~Escapable {
    public static var name: AttributeName { .tool }
}

extension Tool: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        text = reader.remainder()
        if text.isEmpty { throw reader.failure(.missingField) }
    }
}

extension Tool: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(text)
    }
}

extension Tool: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        text.append(to: &writer)
    }
}

extension Tool<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Tool<ByteView>) {
        self.init(text: ByteString(other.text))
    }
}
