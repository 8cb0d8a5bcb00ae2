/// `a=msid-semantic: WMS *` (draft-ietf-mmusic-msid, before RFC 8830): what the
/// stream ids of a=msid mean.
///
/// The blank before the value, which most producers write, is accepted and
/// written.
public struct MSIDSemantic<Text: ~Escapable>: ~Escapable {
    /// `WMS`.
    public let semantic: Text
    /// The stream ids with a blank between any two, or `*` for all.
    public let ids: Text?

    @_lifetime(copy semantic, copy ids)
    public init(semantic: Text, ids: Text?) {
        self.semantic = semantic
        self.ids = ids
    }
}

extension MSIDSemantic: Escapable where Text: Escapable {}
extension MSIDSemantic: Sendable where Text: Sendable & ~Escapable {}
extension MSIDSemantic: Equatable where Text: Equatable {}

extension MSIDSemantic where Text: ~Escapable {
    public static var name: AttributeName { .msidSemantic }
}

extension MSIDSemantic: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        _ = reader.skip(0x20)
        semantic = try reader.token()
        if reader.isAtEnd {
            ids = nil
        } else {
            try reader.separator()
            ids = try reader.tokens()
        }
    }
}

extension MSIDSemantic: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(semantic)
        digest.combine(ids)
    }
}

extension MSIDSemantic: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        writer.append(byte: UInt8(ascii: " "))
        semantic.append(to: &writer)
        if let ids {
            writer.append(byte: UInt8(ascii: " "))
            ids.append(to: &writer)
        }
    }
}

extension MSIDSemantic<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing MSIDSemantic<ByteView>) {
        self.init(semantic: ByteString(other.semantic), ids: ByteString(copying: other.ids))
    }
}

extension MSIDSemantic where Text == ByteView {
    /// Calls `body` with each stream id, or with `*`, in order.
    public func forEachID<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        try ids?.forEachWord(body)
    }
}
