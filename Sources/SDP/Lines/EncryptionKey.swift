/// `k=prompt` (RFC 8866 section 5.12): a key in the clear, which must not be used.
///
/// Recognised so that its use can be refused; nothing in this package uses it.
public struct EncryptionKey<Text: ~Escapable>: ~Escapable {
    /// `clear`, `base64`, `uri` or `prompt`.
    public let method: Text
    /// What follows the colon, if there is one.
    public let key: Text?

    @_lifetime(copy method, copy key)
    public init(method: Text, key: Text?) {
        self.method = method
        self.key = key
    }
}

extension EncryptionKey: Escapable where Text: Escapable {}
extension EncryptionKey: Sendable where Text: Sendable & ~Escapable {}
extension EncryptionKey: Equatable where Text: Equatable {}

extension EncryptionKey where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "k") }
}

extension EncryptionKey: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        method = try reader.field(of: .token, endingBefore: UInt8(ascii: ":"))
        if reader.skip(UInt8(ascii: ":")) {
            key = reader.remainder()
        } else {
            key = nil
            try reader.finish()
        }
    }
}

extension EncryptionKey: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(method)
        digest.combine(key)
    }
}

extension EncryptionKey: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        method.append(to: &writer)
        if let key {
            writer.append(byte: UInt8(ascii: ":"))
            key.append(to: &writer)
        }
    }
}

extension EncryptionKey<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing EncryptionKey<ByteView>) {
        self.init(method: ByteString(other.method), key: ByteString(copying: other.key))
    }
}
