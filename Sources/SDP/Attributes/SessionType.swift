/// `a=type:broadcast` (RFC 8866 section 6.9): what kind of conference this is.
public struct SessionType<Text: ~Escapable>: ~Escapable {
    /// `broadcast`, `meeting`, `moderated`, `test`, `H332` or a later one.
    public let kind: Text

    @_lifetime(copy kind)
    public init(kind: Text) {
        self.kind = kind
    }
}

extension SessionType: Escapable where Text: Escapable {}
extension SessionType: Sendable where Text: Sendable & ~Escapable {}
extension SessionType: Equatable where Text: Equatable {}

extension SessionType where Text: ~Escapable {
    public static var name: AttributeName { .type }
}

extension SessionType: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        kind = reader.remainder()
        if kind.isEmpty { throw reader.failure(.missingField) }
    }
}

extension SessionType: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(kind)
    }
}

extension SessionType: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        kind.append(to: &writer)
    }
}

extension SessionType<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing SessionType<ByteView>) {
        self.init(kind: ByteString(other.kind))
    }
}
