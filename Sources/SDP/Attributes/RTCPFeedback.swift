/// `a=rtcp-fb:96 nack pli` (RFC 4585 section 4.2): feedback that may be sent for a
/// payload type.
public struct RTCPFeedback<Text: ~Escapable>: ~Escapable {
    /// 0 to 127; nil is `*`, all payload types of the section.
    public let payloadType: UInt8?
    /// `nack`, `ccm`, `transport-cc`, ...
    public let type: Text
    /// What follows the type, such as `pli` or `fir`.
    public let parameter: Text?

    @_lifetime(copy type, copy parameter)
    public init(payloadType: UInt8?, type: Text, parameter: Text?) {
        self.payloadType = payloadType
        self.type = type
        self.parameter = parameter
    }
}

extension RTCPFeedback: Escapable where Text: Escapable {}
extension RTCPFeedback: Sendable where Text: Sendable & ~Escapable {}
extension RTCPFeedback: Equatable where Text: Equatable {}

extension RTCPFeedback where Text: ~Escapable {
    public static var name: AttributeName { .rtcpFeedback }
}

extension RTCPFeedback: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        var number: UInt8 = 0
        if let token = reader.token(behind: &number) {
            payloadType = number
            type = token
        } else {
            payloadType = reader.skip(UInt8(ascii: "*")) ? nil : try reader.payloadType()
            try reader.separator()
            type = try reader.token()
        }
        if reader.skip(UInt8(ascii: " ")) {
            if reader.next == UInt8(ascii: " ") { throw reader.failure(.malformedValue) }
            parameter = reader.remainder()
        } else {
            parameter = nil
        }
        if type == "trr-int", parameter?.decimal == nil {
            let code: SDPError.Code = parameter == nil ? .missingField : .malformedNumber
            throw SDPError(code, offset: reader.offset)
        }
    }
}

extension RTCPFeedback: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(payloadType ?? 128))
        digest.combine(type)
        digest.combine(parameter)
    }

    @inline(__always)
    static func read(_ fields: FieldReader, into digest: inout ValueDigest) throws(SDPError) {
        var reader = fields
        var number: UInt8 = 0
        // But for `trr-int`, whose parameter has a grammar.
        guard let type = reader.token(behind: &number), type.count != 7,
            !reader.hasBlankBehindNext
        else { return try readWhole(fields, into: &digest) }
        digest.combine(UInt64(number))
        digest.combine(type)
        // A blank and a parameter, or nothing.
        digest.combine(UInt64(truncatingIfNeeded: max(reader.bytesLeft, 1) - 1))
    }
}

extension RTCPFeedback: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        if let payloadType {
            writer.append(UInt64(payloadType))
        } else {
            writer.append(byte: UInt8(ascii: "*"))
        }
        writer.append(byte: UInt8(ascii: " "))
        type.append(to: &writer)
        if let parameter {
            writer.append(byte: UInt8(ascii: " "))
            parameter.append(to: &writer)
        }
    }
}

extension RTCPFeedback<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing RTCPFeedback<ByteView>) {
        self.init(
            payloadType: other.payloadType,
            type: ByteString(other.type),
            parameter: ByteString(copying: other.parameter))
    }
}
