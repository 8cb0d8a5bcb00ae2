/// `a=charset:ISO-8859-1` (RFC 8866 section 6.10): how the texts of s= and i= lines are
/// encoded; UTF-8 if the line is absent.
public struct CharacterSet<Text: ~Escapable>: ~Escapable {
    /// A registered name; compared without case.
    public let charsetName: Text

    @_lifetime(copy charsetName)
    public init(charsetName: Text) {
        self.charsetName = charsetName
    }
}

extension CharacterSet: Escapable where Text: Escapable {}
extension CharacterSet: Sendable where Text: Sendable & ~Escapable {}
extension CharacterSet: Equatable where Text: Equatable {}

extension CharacterSet where Text: ~Escapable {
    public static var name: AttributeName { .characterSet }
}

extension CharacterSet: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        charsetName = try reader.field(of: .characterSet)
        try reader.finish()
    }
}

extension CharacterSet: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(charsetName)
    }
}

extension CharacterSet: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        charsetName.append(to: &writer)
    }
}

extension CharacterSet<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing CharacterSet<ByteView>) {
        self.init(charsetName: ByteString(other.charsetName))
    }
}
