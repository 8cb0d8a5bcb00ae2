/// `a=label:1` (RFC 4574 section 4): a name of the media stream for other protocols.
public struct Label<Text: ~Escapable>: ~Escapable {
    /// A token.
    public let value: Text

    @_lifetime(copy value)
    public init(value: Text) {
        self.value = value
    }
}

extension Label: Escapable where Text: Escapable {}
extension Label: Sendable where Text: Sendable & ~Escapable {}
extension Label: Equatable where Text: Equatable {}

extension Label where Text: ~Escapable {
    public static var name: AttributeName { .label }
}

extension Label: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        self.value = try reader.field(of: .token)
        try reader.finish()
    }
}

extension Label: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(value)
    }
}

extension Label: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        value.append(to: &writer)
    }
}

extension Label<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Label<ByteView>) {
        self.init(value: ByteString(other.value))
    }
}
