/// `a=fingerprint:sha-256 4A:AD:...` (RFC 8122 section 5): a hash of the
/// certificate that DTLS will show.
public struct Fingerprint<Text: ~Escapable>: ~Escapable {
    /// `sha-256` and others, compared without case.
    public let hashFunction: Text
    /// Pairs of hexadecimal digits with colons between them, upper case when
    /// written by RFC 8122, lower case accepted.
    public let value: Text

    @_lifetime(copy hashFunction, copy value)
    public init(hashFunction: Text, value: Text) {
        self.hashFunction = hashFunction
        self.value = value
    }
}

extension Fingerprint: Escapable where Text: Escapable {}
extension Fingerprint: Sendable where Text: Sendable & ~Escapable {}
extension Fingerprint: Equatable where Text: Equatable {}

extension Fingerprint where Text: ~Escapable {
    public static var name: AttributeName { .fingerprint }
}

extension Fingerprint: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        hashFunction = try reader.token()
        try reader.separator()
        let start = reader
        let digits = reader.remainder()
        self.value = digits
        if !digits.isFingerprint { throw Fingerprint.failure(start) }
    }
}

extension Fingerprint where Text == ByteView {
    /// What is wrong with digits and colons that are not as they should be.
    @inline(never)
    private static func failure(_ digits: FieldReader) -> SDPError {
        var reader = digits
        let start = reader.offset
        do throws(SDPError) {
            let value = try reader.field(of: .fingerprint)
            try reader.finish()
            for position in 0..<value.count {
                let isColon = value[position] == UInt8(ascii: ":")
                if isColon != (position % 3 == 2) {
                    return SDPError(.malformedValue, offset: start + position)
                }
            }
            return SDPError(.malformedValue, offset: start + value.count)
        } catch {
            return error
        }
    }
}

extension Fingerprint: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(hashFunction)
        digest.combine(value)
    }
}

extension Fingerprint: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        hashFunction.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        value.append(to: &writer)
    }
}

extension Fingerprint<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Fingerprint<ByteView>) {
        self.init(
            hashFunction: ByteString(other.hashFunction),
            value: ByteString(other.value))
    }
}

extension Fingerprint<ByteString> {
    /// Whether the hash function is a token and the value pairs of hexadecimal
    /// digits with colons between them.
    public var isWellFormed: Bool {
        guard !hashFunction.isEmpty, hashFunction.allSatisfy({ ByteSet.token.contains($0) }),
            value.count % 3 == 2
        else { return false }
        return value.indices.allSatisfy { position in
            ByteSet.fingerprint.contains(value[position])
                && (value[position] == UInt8(ascii: ":")) == (position % 3 == 2)
        }
    }
}
