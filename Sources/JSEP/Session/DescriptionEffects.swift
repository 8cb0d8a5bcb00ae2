import SDP

/// What applying a description changed beyond the session's own state, in the
/// order of the W3C specification ("set a session description"). A caller that
/// has events fires them in the order of the members.
public struct DescriptionEffects: Sendable {
    /// The states that the session went through, the last one being its state now;
    /// none if it did not change. Two if a remote offer rolled a local one back.
    public internal(set) var signalingStates: [SignalingState] = []
    /// Whether the session is stable now: its negotiation-needed flag was
    /// cleared, and `updateNegotiationNeeded()` has to be called when the
    /// operation has ended.
    public internal(set) var isStable = false
    /// Transceivers that a remote offer made.
    public internal(set) var addedTransceivers: [TransceiverID] = []
    /// Transceivers that left the session, as they were in the end.
    public internal(set) var removedTransceivers: [Transceiver] = []
    /// Transceivers whose received track ended, since they were stopped.
    public internal(set) var endedTracks: [TransceiverID] = []
    /// Data channels that are closed now, for there was no stream left for them.
    public internal(set) var failedChannels: [DataChannelID] = []
    /// Transceivers whose received track is muted now.
    public internal(set) var mutedTracks: [TransceiverID] = []
    /// Streams that lost a received track.
    public internal(set) var streamRemovals: [StreamChange] = []
    /// Streams that gained a received track.
    public internal(set) var streamAdditions: [StreamChange] = []
    /// Received tracks that are new: `track` events.
    public internal(set) var trackEvents: [TrackEvent] = []
    /// Transports of a local description that have new credentials, and so have
    /// candidates to be gathered.
    public internal(set) var gathering: [GatheringTransport] = []

    /// A received track and one of its streams.
    public struct StreamChange: Hashable, Sendable {
        public let stream: ByteString
        public let transceiver: TransceiverID
    }

    /// A received track that became available.
    public struct TrackEvent: Hashable, Sendable {
        public let transceiver: TransceiverID
        public let streams: [ByteString]
    }

    /// A transport that gathers candidates.
    public struct GatheringTransport: Hashable, Sendable {
        public let transport: TransportID
        /// The section that the transport is written in.
        public let mid: ByteString
        /// The position of that section, from 0.
        public let index: Int
        /// The name of this generation of candidates.
        public let usernameFragment: ByteString
    }
}
