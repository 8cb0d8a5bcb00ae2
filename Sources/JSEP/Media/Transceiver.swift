import SDP

/// Names a transceiver of one session. Never reused.
public struct TransceiverID: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// What a session knows of a transceiver at one moment (RFC 9429 section 3.4).
public struct Transceiver: Identifiable, Sendable {
    public let id: TransceiverID
    public let kind: MediaKind
    /// The name of its media section once a description with it is applied.
    public internal(set) var mid: ByteString?
    /// What the program wants; `inactive` once it is stopping.
    public internal(set) var direction: MediaDirection
    /// What was negotiated last; nil before the first answer, and once stopped.
    public internal(set) var currentDirection: MediaDirection?
    /// Whether the program has asked for its end.
    public internal(set) var isStopping = false
    /// Whether it has ended, its media section being rejected; it is then never
    /// used again.
    public internal(set) var isStopped = false
    /// The MediaStreams that the sent track belongs to.
    public internal(set) var streams: [ByteString]
    /// The id of the track that is sent.
    public internal(set) var track: ByteString?
    public internal(set) var encodings: [Encoding]
    /// The MediaStreams of the peer that the received track belongs to.
    public internal(set) var remoteStreams: [ByteString] = []
    /// The id of the received track in the peer's a=msid, if it says one: JSEP ignores it,
    /// and a browser's track has another.
    public internal(set) var remoteTrack: ByteString?
    /// The transport that its media uses or will use, once a description is applied.
    public internal(set) var transport: TransportID?

    /// The position of its media section, from 0, while it has a mid.
    var index: Int?
    /// The direction as of the last description that was applied (W3C WebRTC,
    /// [[FiredDirection]]).
    var firedDirection: MediaDirection?
    /// Whether a remote offer made it.
    var isFromRemoteOffer = false
    /// Whether addTrack ever gave it a track, so that a remote offer may take it, and a
    /// rollback keeps it.
    var hadTrack = false
    /// Whether its sender was ever used to send.
    var hasSent = false
    /// The codecs that may be used, if not all of the capability set.
    var preferences: CodecPreferences?
    /// What the last answer agreed on.
    var negotiated: NegotiatedMedia?

    init(id: TransceiverID, kind: MediaKind, _ initial: TransceiverInit) {
        self.id = id
        self.kind = kind
        direction = initial.direction
        streams = initial.streams
        track = initial.track
        encodings = initial.encodings
    }
}
