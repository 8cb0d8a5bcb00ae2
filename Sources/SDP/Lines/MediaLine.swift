/// `m=audio 9 UDP/TLS/RTP/SAVPF 111 0` (RFC 8866 section 5.14): what a media
/// section transports, and how.
public struct MediaLine<Text: ~Escapable>: ~Escapable {
    /// `audio`, `video`, `application`, ...
    public let media: Text
    /// 0 rejects a section or bundles it with another.
    public let port: UInt16
    /// The number of ports of hierarchical encodings, if written.
    public let portCount: UInt32?
    /// Such as `UDP/TLS/RTP/SAVPF`.
    public let transportProtocol: Text
    /// The formats with a blank between any two; for RTP payload types.
    public let formats: Text

    @_lifetime(copy media, copy transportProtocol, copy formats)
    public init(
        media: Text, port: UInt16, portCount: UInt32?, transportProtocol: Text, formats: Text
    ) {
        self.media = media
        self.port = port
        self.portCount = portCount
        self.transportProtocol = transportProtocol
        self.formats = formats
    }
}

extension MediaLine: Escapable where Text: Escapable {}
extension MediaLine: Sendable where Text: Sendable & ~Escapable {}
extension MediaLine: Equatable where Text: Equatable {}

extension MediaLine where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "m") }
}

extension MediaLine: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        media = try reader.token()
        try reader.separator()
        port = UInt16(try reader.decimal(upTo: 65_535))
        if reader.skip(UInt8(ascii: "/")) {
            portCount = UInt32(try reader.number(in: 1...UInt64(UInt32.max)))
        } else {
            portCount = nil
        }
        try reader.separator()
        transportProtocol = try reader.word()
        try reader.separator()
        formats = reader.remainder()
        if formats.isEmpty { throw reader.failure(.missingField) }
    }
}

extension MediaLine: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(media)
        digest.combine(UInt64(port))
        digest.combine(portCount.map(UInt64.init))
        digest.combine(transportProtocol)
        digest.combine(formats)
    }
}

extension MediaLine: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        media.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(UInt64(port))
        if let portCount {
            writer.append(byte: UInt8(ascii: "/"))
            writer.append(UInt64(portCount))
        }
        writer.append(byte: UInt8(ascii: " "))
        transportProtocol.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        formats.append(to: &writer)
    }
}

extension MediaLine<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing MediaLine<ByteView>) {
        self.init(
            media: ByteString(other.media),
            port: other.port,
            portCount: other.portCount,
            transportProtocol: ByteString(other.transportProtocol),
            formats: ByteString(other.formats))
    }
}

extension MediaLine where Text == ByteView {
    /// Calls `body` with each format in order.
    public func forEachFormat<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        try formats.forEachWord(body)
    }

    /// Whether the section carries RTP, whatever the profile.
    public var isRTP: Bool {
        var reader = FieldReader(field: transportProtocol)
        while !reader.isAtEnd {
            if reader.bytes(until: UInt8(ascii: "/")).equalsIgnoringCase("RTP") { return true }
            _ = reader.skip(UInt8(ascii: "/"))
        }
        return false
    }
}
