/// `a=sctpmap:5000 webrtc-datachannel 1024` (draft-ietf-mmusic-sctp-sdp, before RFC
/// 8841): what the SCTP port of an old `DTLS/SCTP 5000` section carries.
public struct SCTPMap<Text: ~Escapable>: ~Escapable {
    /// 0 to 65535.
    public let port: UInt16
    /// `webrtc-datachannel`.
    public let protocolName: Text
    /// The number of streams, if written.
    public let streams: UInt16?

    @_lifetime(copy protocolName)
    public init(port: UInt16, protocolName: Text, streams: UInt16?) {
        self.port = port
        self.protocolName = protocolName
        self.streams = streams
    }
}

extension SCTPMap: Escapable where Text: Escapable {}
extension SCTPMap: Sendable where Text: Sendable & ~Escapable {}
extension SCTPMap: Equatable where Text: Equatable {}

extension SCTPMap where Text: ~Escapable {
    public static var name: AttributeName { .sctpMap }
}

extension SCTPMap: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        port = UInt16(try reader.number(upTo: 65_535))
        try reader.separator()
        protocolName = try reader.field(of: .token)
        if reader.skip(0x20) {
            streams = UInt16(try reader.number(upTo: 65_535))
        } else {
            streams = nil
        }
        try reader.finish()
    }
}

extension SCTPMap: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(port))
        digest.combine(protocolName)
        digest.combine(streams.map(UInt64.init))
    }
}

extension SCTPMap: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        writer.append(UInt64(port))
        writer.append(byte: UInt8(ascii: " "))
        protocolName.append(to: &writer)
        if let streams {
            writer.append(byte: UInt8(ascii: " "))
            writer.append(UInt64(streams))
        }
    }
}

extension SCTPMap<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing SCTPMap<ByteView>) {
        self.init(
            port: other.port, protocolName: ByteString(other.protocolName), streams: other.streams)
    }
}
