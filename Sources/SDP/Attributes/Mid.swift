/// `a=mid:0` (RFC 5888 section 4): the name of a media section.
public struct Mid<Text: ~Escapable>: ~Escapable {
    /// A token, unique in the description.
    public let id: Text

    @_lifetime(copy id)
    public init(id: Text) {
        self.id = id
    }
}

extension Mid: Escapable where Text: Escapable {}
extension Mid: Sendable where Text: Sendable & ~Escapable {}
extension Mid: Equatable where Text: Equatable {}

extension Mid where Text: ~Escapable {
    public static var name: AttributeName { .mid }
}

extension Mid: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        id = try reader.token()
        try reader.finish()
    }
}

extension Mid: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(id)
    }
}

extension Mid: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        id.append(to: &writer)
    }
}

extension Mid<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Mid<ByteView>) {
        self.init(
            id: ByteString(other.id))
    }
}
