/// `a=ice-pwd:asd88fgpdd777uzjYhagZg` (RFC 8839 section 5.4).
public struct ICEPassword<Text: ~Escapable>: ~Escapable {
    /// 22 to 256 letters, digits, `+` and `/`.
    public let value: Text

    @_lifetime(copy value)
    public init(value: Text) {
        self.value = value
    }
}

extension ICEPassword: Escapable where Text: Escapable {}
extension ICEPassword: Sendable where Text: Sendable & ~Escapable {}
extension ICEPassword: Equatable where Text: Equatable {}

extension ICEPassword where Text: ~Escapable {
    public static var name: AttributeName { .icePassword }
}

extension ICEPassword: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        self.value = try reader.iceCharacters()
        try reader.finish()
        if self.value.count < 22 || self.value.count > 256 {
            throw SDPError(.lengthOutOfRange, offset: 0)
        }
    }
}

extension ICEPassword: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(value)
    }
}

extension ICEPassword: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        value.append(to: &writer)
    }
}

extension ICEPassword<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing ICEPassword<ByteView>) {
        self.init(
            value: ByteString(other.value))
    }
}
