/// `a=sdplang:de` (RFC 8866 section 6.11): the language of the texts of the
/// description.
public struct DescriptionLanguage<Text: ~Escapable>: ~Escapable {
    /// A language tag (RFC 5646).
    public let tag: Text

    @_lifetime(copy tag)
    public init(tag: Text) {
        self.tag = tag
    }
}

extension DescriptionLanguage: Escapable where Text: Escapable {}
extension DescriptionLanguage: Sendable where Text: Sendable & ~Escapable {}
extension DescriptionLanguage: Equatable where Text: Equatable {}

extension DescriptionLanguage where Text: ~Escapable {
    public static var name: AttributeName { .sdpLanguage }
}

extension DescriptionLanguage: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        self.tag = try reader.languageTag()
        try reader.finish()
    }
}

extension DescriptionLanguage: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(tag)
    }
}

extension DescriptionLanguage: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        tag.append(to: &writer)
    }
}

extension DescriptionLanguage<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing DescriptionLanguage<ByteView>) {
        self.init(tag: ByteString(other.tag))
    }
}
