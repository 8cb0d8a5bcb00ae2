/// `a=fmtp:96 profile-id=0;max-fr=30` (RFC 8866 section 6.15): parameters of a
/// format, in whatever grammar the format has.
public struct FormatParameters<Text: ~Escapable>: ~Escapable {
    /// A format of the m= line: for RTP a payload type.
    public let format: Text
    /// All that follows, verbatim.
    public let parameters: Text

    @_lifetime(copy format, copy parameters)
    public init(format: Text, parameters: Text) {
        self.format = format
        self.parameters = parameters
    }
}

extension FormatParameters: Escapable where Text: Escapable {}
extension FormatParameters: Sendable where Text: Sendable & ~Escapable {}
extension FormatParameters: Equatable where Text: Equatable {}

extension FormatParameters where Text: ~Escapable {
    public static var name: AttributeName { .formatParameters }
}

extension FormatParameters: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        format = try reader.field(of: .token)
        try reader.separator()
        parameters = reader.remainder()
        if parameters.isEmpty { throw reader.failure(.missingField) }
    }
}

extension FormatParameters: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        format.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        parameters.append(to: &writer)
    }
}

extension FormatParameters<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing FormatParameters<ByteView>) {
        self.init(
            format: ByteString(other.format),
            parameters: ByteString(other.parameters))
    }
}

extension FormatParameters where Text == ByteView {
    /// The value of the parameter of that name, compared without case, in the
    /// usual grammar of `name=value` separated by semicolons and blanks. A
    /// value may hold `=`. Nil if the name is absent or stands alone, empty for
    /// `name=`.
    @_lifetime(copy self)
    public func parameter(_ name: StaticString) -> ByteView? {
        var reader = FieldReader(parameters)
        while !reader.isAtEnd {
            _ = reader.skipBlanks()
            var parameter = FieldReader(reader.bytes(until: UInt8(ascii: ";")))
            _ = reader.skip(UInt8(ascii: ";"))
            let key = FieldReader.trimmed(parameter.bytes(until: UInt8(ascii: "=")))
            if key.equalsIgnoringCase(name), parameter.skip(UInt8(ascii: "=")) {
                return parameter.remainder()
            }
        }
        return nil
    }
}
