import SDP

/// A codec that can be sent and received.
public struct CodecCapability: Sendable {
    /// The encoding name of a=rtpmap.
    public var name: ByteString
    /// In hertz.
    public var clockRate: UInt32
    /// Audio channels; nil is not written and means one.
    public var channels: UInt32?
    /// The parameters of a=fmtp, or nil for none. For `red` in audio the payload types are
    /// filled in.
    public var parameters: ByteString?
    /// The feedback that is offered; the payload type is filled in.
    public var feedback: [RTCPFeedback<ByteString>]
    /// The payload type to take if it is free.
    public var preferredPayloadType: UInt8?
    /// The payload type that it has in any case, 0 to 63 or 96 to 127; nil leaves it to
    /// the preference.
    public var payloadType: UInt8?
    /// That of its retransmission, if it `retransmits`.
    public var retransmissionPayloadType: UInt8?
    /// Whether retransmission (RFC 4588) is offered for the codec.
    public var retransmits: Bool
    /// The longest packet in milliseconds, or nil if there is no limit.
    public var maximumPacketTime: UInt16?

    public init(
        _ name: ByteString, clockRate: UInt32, channels: UInt32? = nil,
        parameters: ByteString? = nil, feedback: [RTCPFeedback<ByteString>] = [],
        preferredPayloadType: UInt8? = nil, retransmits: Bool = false,
        maximumPacketTime: UInt16? = nil
    ) {
        self.name = name
        self.clockRate = clockRate
        self.channels = channels
        self.parameters = parameters
        self.feedback = feedback
        self.preferredPayloadType = preferredPayloadType
        self.retransmits = retransmits
        self.maximumPacketTime = maximumPacketTime
    }
}

/// An RTP header extension that is offered.
public struct HeaderExtensionCapability: Sendable {
    public var uri: ByteString
    /// The kinds of media it is for.
    public var kinds: [MediaKind]
    /// The identifier that it has in any case, 1 to 14 or 16 to 255; nil for one that is
    /// free.
    public var id: UInt16?

    public init(_ uri: ByteString, for kinds: [MediaKind], id: UInt16? = nil) {
        self.uri = uri
        self.kinds = kinds
        self.id = id
    }
}
