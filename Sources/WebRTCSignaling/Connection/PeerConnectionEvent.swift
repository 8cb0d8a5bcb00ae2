import JSEP

/// What happens to a connection (W3C WebRTC, RTCPeerConnection).
public enum PeerConnectionEvent: Sendable {
    /// An offer should be made.
    case negotiationNeeded
    case signalingStateChange(SignalingState)
    case iceGatheringStateChange(ICEGatheringState)
    /// A candidate for the peer; nil when there are no more.
    case iceCandidate(ICECandidateInit?)
    /// A received track is new, and belongs to these streams.
    case track(RTPTransceiver, streams: [String])
    /// A received track was added to a stream.
    case addTrack(RTPTransceiver, stream: String)
    /// A received track was removed from a stream.
    case removeTrack(RTPTransceiver, stream: String)
    /// The peer sends a track no more.
    case mute(RTPTransceiver)
    /// A received track ended, since its transceiver was stopped.
    case ended(RTPTransceiver)
    /// A data channel failed: no SCTP stream was left.
    case channelError(RTCDataChannel)
    case channelClose(RTCDataChannel)
}

/// How far gathering is (W3C WebRTC, RTCIceGatheringState).
public enum ICEGatheringState: Hashable, Sendable {
    case new
    case gathering
    case complete
}

/// The handlers of a connection, as a web page sets them. They are called one after
/// another, in the order of the events, before the operation that caused them
/// returns; from any thread, and never while the connection is locked, so that they
/// may call it.
public struct EventHandlers: Sendable {
    public var negotiationNeeded: (@Sendable () -> Void)?
    public var signalingStateChange: (@Sendable (SignalingState) -> Void)?
    public var iceGatheringStateChange: (@Sendable (ICEGatheringState) -> Void)?
    public var iceCandidate: (@Sendable (ICECandidateInit?) -> Void)?
    public var track: (@Sendable (RTPTransceiver, _ streams: [String]) -> Void)?
    /// Called with every event, before the handler of its own.
    public var event: (@Sendable (PeerConnectionEvent) -> Void)?

    public init() {}

    func call(_ event: PeerConnectionEvent) {
        self.event?(event)
        switch event {
        case .negotiationNeeded: negotiationNeeded?()
        case .signalingStateChange(let state): signalingStateChange?(state)
        case .iceGatheringStateChange(let state): iceGatheringStateChange?(state)
        case .iceCandidate(let candidate): iceCandidate?(candidate)
        case .track(let transceiver, let streams): track?(transceiver, streams)
        default: break
        }
    }
}
