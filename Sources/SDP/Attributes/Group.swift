/// `a=group:BUNDLE 0 1 2` (RFC 5888 section 5): media sections that belong
/// together.
public struct Group<Text: ~Escapable>: ~Escapable {
    /// `BUNDLE`, `LS`, ...
    public let semantics: Text
    /// The mids, which are tokens, with a blank between any two; may be empty.
    public let mids: Text

    @_lifetime(copy semantics, copy mids)
    public init(semantics: Text, mids: Text) {
        self.semantics = semantics
        self.mids = mids
    }
}

extension Group: Escapable where Text: Escapable {}
extension Group: Sendable where Text: Sendable & ~Escapable {}
extension Group: Equatable where Text: Equatable {}

extension Group where Text: ~Escapable {
    public static var name: AttributeName { .group }
}

extension Group: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        semantics = try reader.token()
        if reader.isAtEnd {
            mids = reader.remainder()
        } else {
            try reader.separator()
            mids = try reader.tokens()
        }
    }
}

extension Group: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(semantics)
        digest.combine(mids)
    }
}

extension Group: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        semantics.append(to: &writer)
        if mids.isEmpty { return }
        writer.append(byte: UInt8(ascii: " "))
        mids.append(to: &writer)
    }
}

extension Group<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Group<ByteView>) {
        self.init(
            semantics: ByteString(other.semantics),
            mids: ByteString(other.mids))
    }
}

extension Group where Text == ByteView {
    /// Calls `body` with each mid in order.
    public func forEachMid<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        try mids.forEachWord(body)
    }
}
