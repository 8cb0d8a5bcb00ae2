import ICECredentials
import SDP

/// One side of an offer/answer exchange (RFC 9429): synchronous and
/// deterministic but for its random source, without clock, thread or I/O.
///
/// One owner at a time: a session is not to be used from two threads at once.
/// After any error a session is as it was before the call.
public final class JSEPSession {
    public private(set) var configuration: SessionConfiguration
    private let random: RandomSource
    private var index: LineIndex
    private var state = SessionState()
    private var transceiverCount: UInt32 = 0

    /// A session in the state `stable`, without transceivers.
    public init(
        _ configuration: SessionConfiguration, random: RandomSource = RandomSource.kernel()
    ) {
        self.configuration = configuration
        self.random = random
        index = LineIndex(limits: configuration.limits)
    }

    public var signalingState: SignalingState { state.signalingState }

    /// The transceivers in the order they were added.
    public var transceivers: [Transceiver] { state.transceivers }

    /// The transceiver of that name.
    public func transceiver(_ id: TransceiverID) -> Transceiver? {
        state.position(of: id).map { state.transceivers[$0] }
    }

    /// The local offer that no answer has been applied to yet.
    public var pendingLocalDescription: Offer? { state.pendingLocalDescription }

    /// The local offer that was answered last.
    public var currentLocalDescription: Offer? { state.currentLocalDescription }

    /// What createOffer returned last; nil once it was answered.
    public var lastCreatedOffer: Offer? { state.lastCreatedOffer }

    /// The peer's side of the transport that the section of this mid uses, once
    /// an answer is applied.
    public func remoteTransport(mid: ByteString) -> RemoteTransport? {
        state.remoteTransport(mid: mid)
    }

    /// Sets the fingerprints of the certificates, for a session that was made
    /// before they were known. Throws `invalidModification` once there are
    /// some, and `type` for one that is malformed.
    public func setFingerprints(_ fingerprints: [Fingerprint<ByteString>]) throws(JSEPError) {
        guard configuration.fingerprints.isEmpty else {
            throw JSEPError(.invalidModification, "the certificates cannot be changed")
        }
        guard fingerprints.allSatisfy({ $0.isWellFormed }) else {
            throw JSEPError(.type, "a fingerprint is malformed")
        }
        configuration.fingerprints = fingerprints
    }

    /// Adds a transceiver for a new media section of the next offer. A stream
    /// id is 1 to 64 token characters (RFC 8830 section 2), else `type` is
    /// thrown; `operation` if there would be more sections than the limits
    /// allow.
    @discardableResult
    public func addTransceiver(
        _ kind: MediaKind, direction: MediaDirection = .sendReceive, streams: [ByteString] = []
    ) throws(JSEPError) -> TransceiverID {
        try checkOpen()
        for stream in streams {
            guard 1...64 ~= stream.count, stream.allSatisfy({ ByteSet.token.contains($0) }) else {
                throw JSEPError(.type, "a stream id must be 1 to 64 token characters")
            }
        }
        // One section is left for data.
        if state.transceivers.count + 1 >= configuration.limits.mediaSections {
            throw JSEPError(.operation, "limit exceeded: media sections")
        }
        let id = TransceiverID(rawValue: transceiverCount)
        transceiverCount += 1
        state.transceivers.append(
            Transceiver(id: id, kind: kind, direction: direction, streams: streams))
        return id
    }

    /// Changes what the program wants of a transceiver. Throws `invalidState`
    /// if it is stopped or not of this session.
    public func setDirection(
        _ direction: MediaDirection, of id: TransceiverID
    ) throws(JSEPError) {
        try checkOpen()
        guard let position = state.position(of: id),
            !state.transceivers[position].isStopped
        else { throw JSEPError(.invalidState, "the transceiver is stopped") }
        state.transceivers[position].direction = direction
    }

    /// Offers these codecs alone for a transceiver, in this order; none offers all
    /// of the capability set again (W3C WebRTC, setCodecPreferences). Throws
    /// `invalidModification` for a codec that is not in the capability set, and
    /// `invalidState` if the transceiver is stopped or not of this session.
    public func setCodecPreferences(
        _ codecs: [CodecCapability], of id: TransceiverID
    ) throws(JSEPError) {
        try checkOpen()
        guard let position = state.position(of: id), !state.transceivers[position].isStopped else {
            throw JSEPError(.invalidState, "the transceiver is stopped")
        }
        let kind = state.transceivers[position].kind
        state.transceivers[position].preferred =
            codecs.isEmpty ? nil : try configuration.capabilities.body(kind, preferring: codecs)
    }

    /// Asks for the one data section, however often it is called.
    public func addDataSection() throws(JSEPError) {
        try checkOpen()
        state.wantsData = true
    }

    /// Makes an offer (RFC 9429 sections 4.1.8 and 5.2). Allowed in `stable`
    /// and `haveLocalOffer`, else `invalidState` is thrown; `notReadable` if
    /// there is no certificate or no random bytes. If nothing changed since the
    /// last call, returns the same offer. O(bytes of the offer); allocates.
    public func createOffer(_ options: OfferOptions = OfferOptions()) throws(JSEPError) -> Offer {
        var next = state
        let offer = try next.createOffer(options, configuration: configuration, random: random)
        state = next
        return offer
    }

    /// Applies the offer that createOffer returned last; another one throws
    /// `invalidModification`. O(transceivers).
    public func setLocalDescription(_ offer: Offer) throws(JSEPError) {
        var next = state
        try next.setLocalDescription(offer)
        state = next
    }

    /// Applies the peer's answer. Throws `invalidState` without a pending
    /// offer, `syntax` with the place of the first violation of the grammar,
    /// and `invalidAccess` for an answer that does not fit the offer. O(bytes).
    public func setRemoteAnswer(_ answer: Span<UInt8>) throws(JSEPError) {
        try checkOpen()
        guard state.signalingState == .haveLocalOffer else {
            throw JSEPError(.invalidState, "there is no offer to answer")
        }
        let description: RemoteDescription
        do throws(SDPError) {
            description = try RemoteDescription(
                reading: answer,
                expecting: state.pendingLocalDescription?.plan.sections.count ?? 0, index: &index)
        } catch {
            throw JSEPError(error)
        }
        var next = state
        try next.setRemoteAnswer(description)
        state = next
    }

    /// Ends the session; every later change throws `invalidState`.
    public func close() { state.signalingState = .closed }

    private func checkOpen() throws(JSEPError) {
        if state.signalingState == .closed {
            throw JSEPError(.invalidState, "the session is closed")
        }
    }
}
