/// `a=ice-ufrag:8hhY` (RFC 8839 section 5.4).
public struct ICEUsernameFragment<Text: ~Escapable>: ~Escapable {
    /// 4 to 256 letters, digits, `+` and `/`.
    public let value: Text

    @_lifetime(copy value)
    public init(value: Text) {
        self.value = value
    }
}

extension ICEUsernameFragment: Escapable where Text: Escapable {}
extension ICEUsernameFragment: Sendable where Text: Sendable & ~Escapable {}
extension ICEUsernameFragment: Equatable where Text: Equatable {}

extension ICEUsernameFragment where Text: ~Escapable {
    public static var name: AttributeName { .iceUsernameFragment }
}

extension ICEUsernameFragment: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        self.value = try reader.iceCharacters()
        try reader.finish()
        if self.value.count < 4 || self.value.count > 256 {
            throw SDPError(.lengthOutOfRange, offset: 0)
        }
    }
}

extension ICEUsernameFragment: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(value)
    }
}

extension ICEUsernameFragment: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        value.append(to: &writer)
    }
}

extension ICEUsernameFragment<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing ICEUsernameFragment<ByteView>) {
        self.init(
            value: ByteString(other.value))
    }
}
