/// `i=A seminar` (RFC 8866 section 5.4): text about the session or the section.
public struct SessionInformation<Text: ~Escapable>: ~Escapable {
    /// Any text.
    public let text: Text

    @_lifetime(copy text)
    public init(text: Text) {
        self.text = text
    }
}

extension SessionInformation: Escapable where Text: Escapable {}
extension SessionInformation: Sendable where Text: Sendable & ~Escapable {}
extension SessionInformation: Equatable where Text: Equatable {}

extension SessionInformation where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "i") }
}

extension SessionInformation: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        text = reader.remainder()
        if text.isEmpty { throw reader.failure(.missingField) }
    }
}

extension SessionInformation: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(text)
    }
}

extension SessionInformation: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        text.append(to: &writer)
    }
}

extension SessionInformation<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing SessionInformation<ByteView>) {
        self.init(text: ByteString(other.text))
    }
}
