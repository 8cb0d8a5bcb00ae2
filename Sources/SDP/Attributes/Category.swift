/// `a=cat:sport.chess` (RFC 8866 section 6.1): the category of a session, from the
/// general to the particular.
public struct Category<Text: ~Escapable>: ~Escapable {
    /// Words with a dot between any two.
    public let category: Text

    @_lifetime(copy category)
    public init(category: Text) {
        self.category = category
    }
}

extension Category: Escapable where Text: Escapable {}
extension Category: Sendable where Text: Sendable & ~Escapable {}
extension Category: Equatable where Text: Equatable {}

extension Category where Text: ~Escapable {
    public static var name: AttributeName { .category }
}

extension Category: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        category = try reader.field()
        try reader.finish()
    }
}

extension Category: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(category)
    }
}

extension Category: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        category.append(to: &writer)
    }
}

extension Category<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Category<ByteView>) {
        self.init(category: ByteString(other.category))
    }
}
