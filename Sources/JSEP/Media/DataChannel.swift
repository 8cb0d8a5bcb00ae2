import SDP

/// Names a data channel of one session. Never reused.
public struct DataChannelID: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Where a data channel is in its life (W3C WebRTC, RTCDataChannelState).
public enum DataChannelState: UInt8, Hashable, Sendable {
    case connecting = 0
    case open = 1
    case closing = 2
    case closed = 3
}

/// How a data channel is made (W3C WebRTC, RTCDataChannelInit).
public struct DataChannelInit: Hashable, Sendable {
    public var isOrdered = true
    /// In milliseconds.
    public var maximumPacketLifeTime: UInt16?
    public var maximumRetransmits: UInt16?
    public var subprotocol = ByteString()
    /// Whether the program tells the peer of the channel itself; `streamID` is then
    /// needed, and is ignored otherwise.
    public var isNegotiated = false
    /// 0 to 65,534.
    public var streamID: UInt16?

    public init() {}
}

/// A data channel, as far as signalling knows it.
public struct DataChannel: Identifiable, Sendable {
    public let id: DataChannelID
    public let label: ByteString
    public let options: DataChannelInit
    /// The SCTP stream; nil until the DTLS role is known.
    public internal(set) var streamID: UInt16?
    public internal(set) var state = DataChannelState.connecting
}
