/// `a=ice-options:trickle ice2` (RFC 8839 section 5.6): extensions of ICE that an
/// agent supports.
public struct ICEOptions<Text: ~Escapable>: ~Escapable {
    /// The tags, of letters, digits, `+` and `/`, with a blank between any two.
    public let tags: Text

    @_lifetime(copy tags)
    public init(tags: Text) {
        self.tags = tags
    }
}

extension ICEOptions: Escapable where Text: Escapable {}
extension ICEOptions: Sendable where Text: Sendable & ~Escapable {}
extension ICEOptions: Equatable where Text: Equatable {}

extension ICEOptions where Text: ~Escapable {
    public static var name: AttributeName { .iceOptions }
}

extension ICEOptions: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        var list = reader
        _ = try list.iceCharacters()
        while !list.isAtEnd {
            try list.separator()
            _ = try list.iceCharacters()
        }
        tags = reader.remainder()
    }
}

extension ICEOptions: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(tags)
    }
}

extension ICEOptions: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        tags.append(to: &writer)
    }
}

extension ICEOptions<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing ICEOptions<ByteView>) {
        self.init(
            tags: ByteString(other.tags))
    }
}

extension ICEOptions where Text == ByteView {
    /// Whether the tag is among them.
    public func contains(_ tag: StaticString) -> Bool {
        var found = false
        tags.forEachWord { found = found || $0 == tag }
        return found
    }
}
