/// `a=ssrc-group:FID 2774516081 1885204102` (RFC 5576 section 4.2): RTP sources that
/// belong together.
public struct SSRCGroup<Text: ~Escapable>: ~Escapable {
    /// `FID`, `FEC-FR`, `SIM`, ...
    public let semantics: Text
    /// The synchronisation sources in decimal with a blank between any two; may be
    /// empty.
    public let ssrcs: Text

    @_lifetime(copy semantics, copy ssrcs)
    public init(semantics: Text, ssrcs: Text) {
        self.semantics = semantics
        self.ssrcs = ssrcs
    }
}

extension SSRCGroup: Escapable where Text: Escapable {}
extension SSRCGroup: Sendable where Text: Sendable & ~Escapable {}
extension SSRCGroup: Equatable where Text: Equatable {}

extension SSRCGroup where Text: ~Escapable {
    public static var name: AttributeName { .ssrcGroup }
}

extension SSRCGroup: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        semantics = try reader.token()
        if reader.isAtEnd {
            ssrcs = reader.remainder()
            return
        }
        try reader.separator()
        var list = reader
        _ = try list.decimal(upTo: UInt64(UInt32.max))
        while !list.isAtEnd {
            try list.separator()
            _ = try list.decimal(upTo: UInt64(UInt32.max))
        }
        ssrcs = reader.remainder()
    }
}

extension SSRCGroup: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(semantics)
        digest.combine(ssrcs)
    }
}

extension SSRCGroup: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        semantics.append(to: &writer)
        if ssrcs.isEmpty { return }
        writer.append(byte: UInt8(ascii: " "))
        ssrcs.append(to: &writer)
    }
}

extension SSRCGroup<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing SSRCGroup<ByteView>) {
        self.init(semantics: ByteString(other.semantics), ssrcs: ByteString(other.ssrcs))
    }
}

extension SSRCGroup where Text == ByteView {
    /// Calls `body` with each synchronisation source in order.
    public func forEachSSRC<Failure: Error>(
        _ body: (UInt32) throws(Failure) -> Void
    ) throws(Failure) {
        try ssrcs.forEachWord { word throws(Failure) in
            if let id = word.decimal { try body(UInt32(truncatingIfNeeded: id)) }
        }
    }
}
