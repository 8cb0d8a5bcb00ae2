/// `a=lang:de-CH` (RFC 8866 section 6.12): a language of the media.
public struct Language<Text: ~Escapable>: ~Escapable {
    /// A language tag (RFC 5646): subtags of 1 to 8 letters or digits, the first of
    /// letters alone, with a hyphen between any two.
    public let tag: Text

    @_lifetime(copy tag)
    public init(tag: Text) {
        self.tag = tag
    }
}

extension Language: Escapable where Text: Escapable {}
extension Language: Sendable where Text: Sendable & ~Escapable {}
extension Language: Equatable where Text: Equatable {}

extension Language where Text: ~Escapable {
    public static var name: AttributeName { .language }
}

extension Language: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        self.tag = try reader.languageTag()
        try reader.finish()
    }
}

extension Language: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(tag)
    }
}

extension Language: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        tag.append(to: &writer)
    }
}

extension Language<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Language<ByteView>) {
        self.init(tag: ByteString(other.tag))
    }
}

extension FieldReader {
    /// Reads a language tag, by the shape that all have.
    @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func languageTag() throws(SDPError) -> ByteView {
        let start = offset
        let tag = try field(of: .alphanumericHyphen)
        var size = 0
        var isFirst = true
        for position in 0..<tag.count {
            let byte = tag[position]
            let isHyphen = byte == UInt8(ascii: "-")
            if isHyphen ? size == 0 : size == 8 || isFirst && ByteSet.digits.contains(byte) {
                throw SDPError(.malformedValue, offset: start + position)
            }
            size = isHyphen ? 0 : size + 1
            isFirst = isFirst && !isHyphen
        }
        if size == 0 { throw failure(.malformedValue) }
        return tag
    }
}
