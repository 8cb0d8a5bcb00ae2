import SDP

/// One encoding of a sent track (W3C WebRTC, RTCRtpEncodingParameters).
public struct Encoding: Sendable, Equatable {
    /// The name in a=rid; nil for a lone encoding.
    public internal(set) var rid: ByteString?
    public var isActive = true
    /// In bits per second.
    public var maximumBitrate: UInt32?
    /// In frames per second. Video only.
    public var maximumFramerate: Double?
    /// 1 or more. Video only; nil stands for what the specification fills in.
    public var scaleResolutionDownBy: Double?
    /// The codec to send with, if not the first one negotiated.
    public var codec: CodecName?

    /// An encoding as addTransceiver takes it.
    public init(rid: ByteString? = nil) { self.rid = rid }
}

/// What tells a codec from others (W3C WebRTC, RTCRtpCodec).
public struct CodecName: Sendable, Equatable {
    public var name: ByteString
    /// In hertz.
    public var clockRate: UInt32
    /// Nil if not given.
    public var channels: UInt32?
    /// As a=fmtp has it; nil if not given.
    public var parameters: ByteString?

    public init(
        _ name: ByteString, clockRate: UInt32, channels: UInt32? = nil,
        parameters: ByteString? = nil
    ) {
        self.name = name
        self.clockRate = clockRate
        self.channels = channels
        self.parameters = parameters
    }
}

/// What a new transceiver begins with (W3C WebRTC, RTCRtpTransceiverInit).
public struct TransceiverInit: Sendable {
    public var direction: MediaDirection
    /// Ids of the MediaStreams of the sent track: 1 to 64 token characters each,
    /// other than `-`.
    public var streams: [ByteString]
    /// None stands for one without a rid.
    public var encodings: [Encoding]
    /// The id of the sent track; nil for none yet.
    public var track: ByteString?
    /// What is fixed of the media section.
    public var pins: TransceiverPins
    /// As `JSEPSession.setReceivedEncodings` takes them.
    public var receivedEncodings: [[ReceivedEncoding]] = []

    public init(
        direction: MediaDirection = .sendReceive, streams: [ByteString] = [],
        encodings: [Encoding] = [], track: ByteString? = nil,
        pins: TransceiverPins = TransceiverPins()
    ) {
        self.direction = direction
        self.streams = streams
        self.encodings = encodings
        self.track = track
        self.pins = pins
    }
}
