import JSEP
import SDP
import SignalingOperations

/// A transceiver of a connection, with its sender and receiver (W3C WebRTC,
/// RTCRtpTransceiver). A value that names it; two that name the same are equal.
public struct RTPTransceiver: Sendable {
    public let connection: PeerConnection
    public let id: TransceiverID

    private var value: Transceiver? {
        connection.read { core in
            core.session.transceiver(id) ?? core.removedTransceivers.first { $0.id == id }
        }
    }

    public var kind: MediaKind { value?.kind ?? .audio }

    /// The name of its media section once a description with it is applied.
    public var mid: String? { value?.mid?.description }

    /// What was negotiated last; nil before the first answer.
    public var currentDirection: MediaDirection? { value?.currentDirection }

    /// What the program wants.
    public var direction: MediaDirection { value?.direction ?? .inactive }

    /// Whether `stop` was called, or its media section was rejected.
    public var isStopping: Bool { value.map { $0.isStopping || $0.isStopped } ?? true }

    /// Whether its media section was rejected, or the connection is closed.
    public var isStopped: Bool { value?.isStopped ?? true }

    /// Changes what the program wants. Throws `invalidState` if it is stopping.
    public func setDirection(_ direction: MediaDirection) throws(JSEPError) {
        try connection.access { (state) throws(JSEPError) in
            try state.core.setDirection(direction, of: id)
        }
    }

    /// Ends the sent and the received track; the next offer rejects the section. Throws
    /// `invalidState` on a closed connection.
    public func stop() throws(JSEPError) {
        try connection.access { (state) throws(JSEPError) in try state.core.stop(id) }
    }

    /// Offers these codecs alone, in this order; none offers all again. Throws
    /// `invalidModification` for a codec that is not among the capabilities.
    public func setCodecPreferences(_ codecs: [CodecCapability]) throws(JSEPError) {
        try connection.access { (state) throws(JSEPError) in
            try state.core.session.setCodecPreferences(codecs, of: id)
        }
    }

    /// As the other form, with codecs as the W3C specification has them: `rtx` is one of
    /// them.
    public func setCodecPreferences(_ codecs: [CodecName]) throws(JSEPError) {
        try connection.access { (state) throws(JSEPError) in
            try state.core.setCodecPreferences(codecs, of: id)
        }
    }

    // MARK: Sender

    /// The track that is sent.
    public var track: String? { value?.track?.description }

    /// The streams that the sent track belongs to.
    public var streams: [String] { (value?.streams ?? []).map { $0.description } }

    /// Sends another track, or none, without negotiation. An operation of the
    /// connection. Throws `type` for a track of another kind, and `invalidState` if the
    /// transceiver is stopping.
    public func replaceTrack(_ track: String?, _ kind: MediaKind? = nil) async throws(JSEPError) {
        try await connection.perform { core, operation in
            core.replaceTrack(of: id, with: track.map { ByteString($0) }, kind, as: operation)
        }
    }

    /// Sets the streams that the sent track belongs to. Throws `type` for an id that is
    /// not 1 to 64 token characters, and `invalidState` on a closed connection.
    public func setStreams(_ streams: [String]) throws(JSEPError) {
        let ids = streams.map { ByteString($0) }
        try connection.access { (state) throws(JSEPError) in
            try state.core.setStreams(ids, of: id)
        }
    }

    /// The encodings of the sent track.
    public var sendEncodings: [Encoding] { value?.encodings ?? [] }

    /// Changes the encodings. Throws `invalidModification` if their number, order or rids
    /// differ, `range` as `addTransceiver`, and `invalidState` if the transceiver is
    /// stopping.
    public func setSendEncodings(_ encodings: [Encoding]) throws(JSEPError) {
        try connection.access { (state) throws(JSEPError) in
            try state.core.session.setEncodings(encodings, of: id)
        }
    }
}

extension RTPTransceiver: Equatable {
    public static func == (a: RTPTransceiver, b: RTPTransceiver) -> Bool {
        a.connection === b.connection && a.id == b.id
    }
}

/// A data channel as far as signalling knows it (W3C WebRTC, RTCDataChannel).
public struct RTCDataChannel: Sendable {
    public let connection: PeerConnection
    public let id: DataChannelID

    private var value: DataChannel? {
        connection.read { core in core.session.dataChannels.first { $0.id == id } }
    }

    public var label: String { value?.label.description ?? "" }

    /// The SCTP stream; nil until the DTLS role is known.
    public var streamID: UInt16? { value?.streamID }

    public var readyState: DataChannelState { value?.state ?? .closed }

    /// Begins to close the channel.
    public func close() { connection.access { $0.core.closeDataChannel(id) } }
}

extension RTCDataChannel: Equatable {
    public static func == (a: RTCDataChannel, b: RTCDataChannel) -> Bool {
        a.connection === b.connection && a.id == b.id
    }
}
