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
    /// What the program wants.
    public internal(set) var direction: MediaDirection
    /// What was negotiated last; nil before the first answer.
    public internal(set) var currentDirection: MediaDirection?
    /// The MediaStreams that the sent track belongs to.
    public internal(set) var streams: [ByteString]
    /// Whether its media section was rejected; it is then never used again.
    public internal(set) var isStopped = false

    /// The codecs that are offered, if not all of the capability set.
    var preferred: CapabilityBody?

    init(
        id: TransceiverID, kind: MediaKind, direction: MediaDirection, streams: [ByteString]
    ) {
        self.id = id
        self.kind = kind
        self.direction = direction
        self.streams = streams
    }
}
