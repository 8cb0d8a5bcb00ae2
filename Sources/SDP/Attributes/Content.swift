/// `a=content:slides,main` (RFC 4796 section 5): what the media shows.
public struct Content<Text: ~Escapable>: ~Escapable {
    /// `slides`, `speaker`, `sl`, `main`, `alt` or later ones, with a comma between
    /// any two.
    public let kinds: Text

    @_lifetime(copy kinds)
    public init(kinds: Text) {
        self.kinds = kinds
    }
}

extension Content: Escapable where Text: Escapable {}
extension Content: Sendable where Text: Sendable & ~Escapable {}
extension Content: Equatable where Text: Equatable {}

extension Content where Text: ~Escapable {
    public static var name: AttributeName { .content }
}

extension Content: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        kinds = try reader.list(of: .token, separatedBy: UInt8(ascii: ","))
        if !reader.isAtEnd { throw reader.failure(.malformedValue) }
    }
}

extension Content: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(kinds)
    }
}

extension Content: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        kinds.append(to: &writer)
    }
}

extension Content<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Content<ByteView>) {
        self.init(kinds: ByteString(other.kinds))
    }
}

extension Content where Text == ByteView {
    /// Calls `body` with each kind in order.
    public func forEachKind<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        try kinds.forEachPart(separatedBy: UInt8(ascii: ","), body)
    }
}
