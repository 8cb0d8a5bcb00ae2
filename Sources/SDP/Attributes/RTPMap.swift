/// `a=rtpmap:111 opus/48000/2` (RFC 8866 section 6.6): which codec a payload
/// type stands for.
public struct RTPMap<Text: ~Escapable>: ~Escapable {
    /// 0 to 127.
    public let payloadType: UInt8
    /// Compared without case.
    public let encodingName: Text
    /// In hertz; not 0.
    public let clockRate: UInt32
    /// Audio channels as written; nil if not written, which means one.
    public let channels: UInt32?

    @_lifetime(copy encodingName)
    public init(payloadType: UInt8, encodingName: Text, clockRate: UInt32, channels: UInt32?) {
        self.payloadType = payloadType
        self.encodingName = encodingName
        self.clockRate = clockRate
        self.channels = channels
    }
}

extension RTPMap: Escapable where Text: Escapable {}
extension RTPMap: Sendable where Text: Sendable & ~Escapable {}
extension RTPMap: Equatable where Text: Equatable {}

extension RTPMap where Text: ~Escapable {
    public static var name: AttributeName { .rtpMap }
}

extension RTPMap: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        var number: UInt8 = 0
        if let token = reader.token(behind: &number, endingBefore: UInt8(ascii: "/")) {
            payloadType = number
            encodingName = token
        } else {
            payloadType = try reader.payloadType()
            try reader.separator()
            encodingName = try reader.token(endingBefore: UInt8(ascii: "/"))
        }
        guard reader.skip(UInt8(ascii: "/")) else { throw reader.failure(.missingField) }
        clockRate = try reader.positive()
        if reader.skip(UInt8(ascii: "/")) {
            channels = try reader.positive()
        } else {
            channels = nil
        }
        try reader.finish()
    }
}

extension RTPMap: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(payloadType))
        digest.combine(encodingName)
        digest.combine(UInt64(clockRate))
        digest.combine(channels.map(UInt64.init))
    }

    @inline(__always)
    static func read(_ fields: FieldReader, into digest: inout ValueDigest) throws(SDPError) {
        var reader = fields
        var number: UInt8 = 0
        guard let name = reader.token(behind: &number, endingBefore: UInt8(ascii: "/")),
            reader.skip(UInt8(ascii: "/"))
        else { return try readWhole(fields, into: &digest) }
        let clockRate = reader.decimalAhead()
        var channels: UInt64?
        if reader.skip(UInt8(ascii: "/")) { channels = reader.decimalAhead() }
        guard clockRate > 0, channels != 0, reader.isAtEnd else {
            return try readWhole(fields, into: &digest)
        }
        digest.combine(UInt64(number))
        digest.combine(name)
        digest.combine(clockRate)
        digest.combine(channels)
    }
}

extension RTPMap: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        writer.append(UInt64(payloadType))
        writer.append(byte: UInt8(ascii: " "))
        encodingName.append(to: &writer)
        writer.append(byte: UInt8(ascii: "/"))
        writer.append(UInt64(clockRate))
        if let channels {
            writer.append(byte: UInt8(ascii: "/"))
            writer.append(UInt64(channels))
        }
    }
}

extension RTPMap<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing RTPMap<ByteView>) {
        self.init(
            payloadType: other.payloadType,
            encodingName: ByteString(other.encodingName),
            clockRate: other.clockRate,
            channels: other.channels)
    }
}
