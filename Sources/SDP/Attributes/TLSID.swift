/// `a=tls-id:abc3de65cddef001be82` (RFC 8842 section 5.3): the name of a DTLS
/// association; a new one asks for a new association.
public struct TLSID<Text: ~Escapable>: ~Escapable {
    /// 20 to 255 letters, digits, `+`, `/`, `-` and `_`.
    public let value: Text

    @_lifetime(copy value)
    public init(value: Text) {
        self.value = value
    }
}

extension TLSID: Escapable where Text: Escapable {}
extension TLSID: Sendable where Text: Sendable & ~Escapable {}
extension TLSID: Equatable where Text: Equatable {}

extension TLSID where Text: ~Escapable {
    public static var name: AttributeName { .tlsID }
}

extension TLSID: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        self.value = try reader.field(of: .tlsID)
        try reader.finish()
        if self.value.count < 20 || self.value.count > 255 {
            throw SDPError(.lengthOutOfRange, offset: 0)
        }
    }
}

extension TLSID: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(value)
    }
}

extension TLSID: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        value.append(to: &writer)
    }
}

extension TLSID<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing TLSID<ByteView>) {
        self.init(value: ByteString(other.value))
    }
}
