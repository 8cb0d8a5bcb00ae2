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
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        format = try FormatParameters.format(&reader)
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
    /// The value of the first parameter of that name, compared without case, in
    /// the usual grammar of `name=value` separated by semicolons and blanks. A
    /// value may hold `=`. Nil if the name is absent or stands alone, empty for
    /// `name=`. O(bytes), does not allocate.
    @_lifetime(copy self)
    public func parameter(_ name: StaticString) -> ByteView? {
        var reader = FieldReader(parameters)
        while let parameter = FormatParameter(next: &reader) {
            if let value = parameter.value, parameter.name.equalsIgnoringCase(name) {
                return value
            }
        }
        return nil
    }

    /// Calls `body` with each parameter in order; `;;` is none. O(bytes), does
    /// not allocate.
    public func forEachParameter<Failure: Error>(
        _ body: (FormatParameter) throws(Failure) -> Void
    ) throws(Failure) {
        var reader = FieldReader(parameters)
        while let parameter = FormatParameter(next: &reader) { try body(parameter) }
    }

    /// Calls `body` with each payload type of redundant audio, `111/111` (RFC
    /// 2198 section 5), in order. Throws `malformedNumber`, `numberOutOfRange`
    /// and others if the parameters are not such a list.
    public func forEachRedundantPayloadType(
        _ body: (UInt8) throws(SDPError) -> Void
    ) throws(SDPError) {
        var reader = FieldReader(parameters)
        repeat {
            try body(UInt8(try reader.number(upTo: 127)))
        } while reader.skip(UInt8(ascii: "/"))
        try reader.finish()
    }

    /// Calls `body` with each range of telephone events, `0-15,66` (RFC 4733
    /// section 2.4.1), in order. Throws `malformedNumber`, `numberOutOfRange`
    /// and others if the parameters are not such a list.
    public func forEachTelephoneEvent(
        _ body: (ClosedRange<UInt8>) throws(SDPError) -> Void
    ) throws(SDPError) {
        var reader = FieldReader(parameters)
        repeat {
            let first = try reader.number(upTo: 255)
            var last = first
            if reader.skip(UInt8(ascii: "-")) { last = try reader.number(in: first...255) }
            try body(UInt8(first)...UInt8(last))
        } while reader.skip(UInt8(ascii: ","))
        try reader.finish()
    }
}

/// `profile-id=0`: one parameter of an a=fmtp line.
public struct FormatParameter: ~Escapable {
    /// Compared without case. What stands without `=`, such as `0-15`, is a name.
    public let name: ByteView
    /// What follows `=` without blanks around it; nil without `=`.
    public let value: ByteView?

    /// The next parameter, or nil if none is left.
    @inline(__always) @_lifetime(copy reader)
    init?(next reader: inout FieldReader) {
        _ = reader.skip(UInt8(ascii: ";"))
        // A name begins with none of these, most often with a letter.
        if let next = reader.next, next <= UInt8(ascii: ";") {
            while reader.skipBlanks() || reader.skip(UInt8(ascii: ";")) {}
        }
        if reader.isAtEnd { return nil }
        var nameBytes = 0
        let parameter = reader.parameter(nameBytes: &nameBytes)
        name = FieldReader.trimmed(parameter.extracting(0..<nameBytes))
        if nameBytes < parameter.count {
            var value = FieldReader(parameter.extracting(nameBytes + 1..<parameter.count))
            _ = value.skipBlanks()
            self.value = value.remainder()
        } else {
            value = nil
        }
    }
}

extension FormatParameters: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(format)
        var reader = FieldReader(parameters)
        while let parameter = FormatParameter(next: &reader) { parameter.combine(into: &digest) }
    }

    @inline(never)
    static func read(_ fields: FieldReader, into digest: inout ValueDigest) throws(SDPError) {
        var reader = fields
        digest.combine(try format(&reader))
        if reader.isAtEnd { throw reader.failure(.missingField) }
        while let parameter = FormatParameter(next: &reader) { parameter.combine(into: &digest) }
    }

    /// Reads the format and the blank behind it.
    @inline(__always) @_lifetime(copy reader) @_lifetime(reader: copy reader)
    private static func format(_ reader: inout FieldReader) throws(SDPError) -> ByteView {
        let format = try reader.format()
        try reader.separator()
        return format
    }
}

extension FormatParameter {
    @inline(__always)
    fileprivate func combine(into digest: inout ValueDigest) {
        digest.combine(name)
        digest.combine(value)
    }
}
