import ICECredentials
import SDP

/// One side of an offer/answer exchange (RFC 9429): synchronous and
/// deterministic but for its random source, without clock, thread or I/O.
///
/// One owner at a time: a session is not to be used from two threads at once.
/// After any error a session is as it was before the call. On a closed session
/// every change throws `invalidState`, unless its text says otherwise.
///
/// Methods that may make negotiation necessary say whether the caller has to run
/// the algorithm for it ("update the negotiation-needed flag"): when no
/// operation is under way, call `updateNegotiationNeeded()` and fire the event
/// if it returns true.
public final class JSEPSession {
    public internal(set) var configuration: SessionConfiguration {
        didSet { changes = .everything }
    }
    /// Called whenever an offer or answer is made: whether the system can serve it.
    /// If not, `operation` is thrown.
    public var hasResources: (() -> Bool)?
    let random: RandomSource
    private let cache: CacheAccess?
    var index: LineIndex
    var state: SessionState {
        didSet { changes = .everything }
    }
    /// What may differ from the last offer that was made.
    private(set) var changes = OfferChanges.everything

    /// A session in the state `stable`, without transceivers. With a cache, its
    /// descriptions share what they have in common with those of other sessions; what
    /// they say is the same.
    public init(
        _ configuration: SessionConfiguration, random: RandomSource = RandomSource.kernel(),
        cache: OfferCache? = nil
    ) {
        self.configuration = configuration
        self.random = random
        self.cache = cache.map { CacheAccess($0) }
        index = LineIndex(limits: configuration.limits)
        state = SessionState(configuration)
    }

    /// Where the exchange stands.
    public var signalingState: SignalingState { state.signalingState }

    /// Ends the session; has no effect on a closed one.
    public func close() { state.close() }

    // MARK: Creating descriptions

    /// Makes an offer (RFC 9429 sections 4.1.8 and 5.2) and keeps it as the last
    /// one created. Allowed in `stable` and `haveLocalOffer`, else `invalidState`
    /// is thrown; `notReadable` if there is no certificate or no random bytes;
    /// `operation` without resources, beyond a limit, and where a section would have no codec. If nothing changed since
    /// the last call, returns the same offer. Does not process
    /// `offerToReceiveAudio` and `offerToReceiveVideo`, for which there is
    /// `offerToReceive(audio:video:)`. O(bytes of the offer); allocates.
    public func createOffer(
        _ options: OfferOptions = OfferOptions()
    ) throws(JSEPError) -> CreatedDescription {
        let offer = try makeOffer(options)
        changes = .nothing
        return offer
    }

    private func makeOffer(_ options: OfferOptions) throws(JSEPError) -> CreatedDescription {
        let changes = changes
        if changes.isNothing, options == state.lastOfferOptions, let last = state.lastCreatedOffer,
            last === state.previous
        {
            try context.checkResources()
            return last
        }
        return try change { (state) throws(JSEPError) in
            if !changes.isEverything,
                let offer = try state.updateOffer(of: changes.transceivers, options, context)
            {
                return offer
            }
            return try state.createOffer(options, context)
        }
    }

    /// Makes an answer to the remote offer (RFC 9429 sections 4.1.9 and 5.3) and
    /// keeps it as the last one created. Allowed in `haveRemoteOffer` and
    /// `haveLocalProvisionalAnswer`, else `invalidState` is thrown; otherwise as
    /// `createOffer`.
    public func createAnswer(
        _ options: AnswerOptions = AnswerOptions()
    ) throws(JSEPError) -> CreatedDescription {
        try change { (state) throws(JSEPError) in
            try state.createAnswer(options, context)
        }
    }

    /// What createOffer made last; nil once an answer is applied.
    public var lastCreatedOffer: CreatedDescription? { state.lastCreatedOffer }

    /// What createAnswer made last; nil once an answer is applied.
    public var lastCreatedAnswer: CreatedDescription? { state.lastCreatedAnswer }

    /// The legacy options of createOffer, which change transceivers as soon as it is
    /// called (W3C WebRTC, "Legacy configuration extensions"): `false` lets no
    /// transceiver of the kind receive, `true` makes sure that one does. Never asks
    /// for negotiation. Audio comes first. Throws `operation` beyond the limit of
    /// sections. O(transceivers).
    public func offerToReceive(audio: Bool?, video: Bool?) throws(JSEPError) {
        try checkOpen()
        try change { (state) throws(JSEPError) in
            try state.offerToReceive(.audio, audio, configuration)
            try state.offerToReceive(.video, video, configuration)
        }
    }

    // MARK: Applying descriptions

    /// The kind of description that `setLocalDescription` without one applies: an
    /// offer in `stable`, `haveLocalOffer` and `haveRemoteProvisionalAnswer`,
    /// else an answer.
    public var implicitLocalType: DescriptionType { state.implicitLocalType }

    /// Applies what was created last, or makes it first if it is not there or does
    /// not say what would be said now. Throws what `createOffer`, `createAnswer` and
    /// the other form throw.
    @discardableResult
    public func setLocalDescription(
        _ type: DescriptionType? = nil
    ) throws(JSEPError) -> DescriptionEffects {
        let type = type ?? state.implicitLocalType
        return try change { (state) throws(JSEPError) in
            switch type {
            case .rollback: return try state.rollBack()
            case .offer:
                try state.checkLocal(.offer)
                let offer = try state.createOffer(state.implicitOfferOptions, context)
                return try state.setLocal(offer, as: .offer)
            case .answer, .provisionalAnswer:
                try state.checkLocal(type)
                let options = state.lastCreatedAnswer == nil ? nil : state.lastAnswerOptions
                let answer = try state.createAnswer(options ?? AnswerOptions(), context)
                return try state.setLocal(answer, as: type)
            }
        }
    }

    /// Applies a text, which must be that of the last created offer or answer, else
    /// `invalidModification` is thrown; `invalidState` where the type does not fit
    /// the state (RFC 9429 section 5.5). An empty text is as none; that of a
    /// rollback is ignored. O(transceivers + bytes).
    @discardableResult
    public func setLocalDescription(
        _ type: DescriptionType, _ text: Span<UInt8>
    ) throws(JSEPError) -> DescriptionEffects {
        if type == .rollback || text.isEmpty { return try setLocalDescription(type) }
        try checkOpen()
        let last = type == .offer ? state.lastCreatedOffer : state.lastCreatedAnswer
        guard let last, last.hasText(text) else {
            throw JSEPError(
                .invalidModification, "the description is not the one created last")
        }
        return try setLocalDescription(last, as: type)
    }

    /// Applies the offer or answer that was created last, as its own type or an
    /// answer as a provisional one; another one throws `invalidModification`.
    /// O(transceivers).
    @discardableResult
    public func setLocalDescription(
        _ created: CreatedDescription, as type: DescriptionType? = nil
    ) throws(JSEPError) -> DescriptionEffects {
        let type = type ?? created.type
        try checkOpen()
        guard created === (type == .offer ? state.lastCreatedOffer : state.lastCreatedAnswer)
        else {
            throw JSEPError(
                .invalidModification, "the description is not the one created last")
        }
        return try change { (state) throws(JSEPError) in
            try state.checkLocal(type)
            return try state.setLocal(created, as: type)
        }
    }

    /// Whether a remote offer has to roll back the local one first. This session
    /// does so itself; a caller that shows the two steps apart applies a rollback
    /// before.
    public var rollsBackForRemoteOffer: Bool { state.signalingState == .haveLocalOffer }

    /// Applies a description of the peer (RFC 9429 sections 5.6, 5.8 and 5.10). The
    /// text of a rollback is ignored. Throws `invalidState` where the type does not
    /// fit the state, `syntax` with place and line of the first violation of the
    /// grammar, `invalidAccess` for a content that may not be applied
    /// (malformed ICE credentials among it), and `operation` for limits. O(bytes + transceivers); allocates.
    @discardableResult
    public func setRemoteDescription(
        _ type: DescriptionType, _ text: Span<UInt8>
    ) throws(JSEPError) -> DescriptionEffects {
        try checkOpen()
        if type == .rollback {
            return try change { (state) throws(JSEPError) in try state.rollBack() }
        }
        try state.checkRemote(type)
        let description = try read(text)
        return try change { (state) throws(JSEPError) in
            try state.setRemote(description, as: type, configuration)
        }
    }

    /// The local description that no answer has been applied to yet.
    public var pendingLocalDescription: AppliedDescription? { state.pendingLocal?.applied(state) }

    /// The local description of the last answer.
    public var currentLocalDescription: AppliedDescription? { state.currentLocal?.applied(state) }

    /// The remote description that no answer has been applied to yet.
    public var pendingRemoteDescription: AppliedDescription? { state.pendingRemote?.applied }

    /// The remote description of the last answer.
    public var currentRemoteDescription: AppliedDescription? { state.currentRemote?.applied }

    /// Whether the peer takes candidates that come after its description; nil before
    /// there is one (RFC 9429 section 4.1.17).
    public var canTrickleCandidates: Bool? { state.canTrickle }

    // MARK: Negotiation needed

    /// Whether negotiation is needed, as far as `updateNegotiationNeeded()` has
    /// found out.
    public var isNegotiationNeeded: Bool { state.isNegotiationNeeded }

    /// Sets or clears the negotiation-needed flag (W3C WebRTC, "update the
    /// negotiation-needed flag", the part that is run as a task and with an empty
    /// operations chain). Returns whether the event has to be fired. Nothing happens
    /// unless the session is stable. O(transceivers).
    public func updateNegotiationNeeded() -> Bool {
        let known = changes
        defer { changes = known }
        return state.updateNegotiationNeeded()
    }

    // MARK: ICE

    /// Makes the next offer restart ICE. Returns whether the negotiation-needed
    /// update has to be run: not before a local description, nor on a closed
    /// session, where nothing happens.
    public func restartICE() -> Bool { state.restartICE() }

    /// Replaces the configuration (W3C WebRTC, setConfiguration). Throws
    /// `invalidModification` for a change of certificates, bundle policy, mux
    /// policy, capabilities or limits, and of the pool size once a local description
    /// is applied. `changesServers` tells of ICE servers that are not those of
    /// before: then, as after a change of the transport policy, the next offer
    /// restarts ICE if candidates have been gathered.
    public func setConfiguration(
        _ configuration: SessionConfiguration, changesServers: Bool = false
    ) throws(JSEPError) {
        try checkOpen()
        try self.configuration.checkChange(
            to: configuration, isGathering: state.hasLocalDescription)
        if changesServers
            || configuration.iceTransportPolicy != self.configuration.iceTransportPolicy
        {
            state.needsICERestart = state.hasLocalDescription
        }
        self.configuration = configuration
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

    /// Writes the assertion as a=identity in every later offer and answer, or nothing
    /// if it is nil (RFC 8827 section 5). Throws `type` if it is not the base64 that
    /// a=identity has.
    public func setIdentityAssertion(_ assertion: ByteString?) throws(JSEPError) {
        try checkOpen()
        if let assertion, !assertion.isIdentityAssertion {
            throw JSEPError(.type, "an identity assertion is malformed")
        }
        state.identityAssertion = assertion
    }

    // MARK: Inside

    /// What a description of the peer says. Throws `syntax`, or `invalidAccess` for
    /// malformed ICE credentials.
    func read(_ text: Span<UInt8>) throws(JSEPError) -> RemoteDescription {
        do throws(SDPError) {
            return try RemoteDescription(
                reading: text, configuration.capabilities, index: &index)
        } catch {
            if error.isOfICECredentials(in: text) {
                throw JSEPError(
                    .invalidAccess, "an a=ice-ufrag or a=ice-pwd is malformed",
                    section: error.section)
            }
            throw JSEPError(error, in: text)
        }
    }

    /// Runs `body` on a copy of the state, which becomes the state if nothing is
    /// thrown.
    func change<Result>(
        _ body: (inout SessionState) throws(JSEPError) -> Result
    ) throws(JSEPError) -> Result {
        var next = state
        let result = try body(&next)
        state = next
        return result
    }

    /// Runs `body`, which changes nothing of the next offer but what it says of this
    /// transceiver.
    func change<Result>(
        _ id: TransceiverID, _ body: (inout SessionState) throws(JSEPError) -> Result
    ) throws(JSEPError) -> Result {
        var known = changes
        let result = try body(&state)
        known.add(id)
        changes = known
        return result
    }

    /// As `change(_:_:)` for the transceiver that `body` returns.
    func changeOne(
        _ body: (inout SessionState) throws(JSEPError) -> TransceiverID
    ) throws(JSEPError) -> TransceiverID {
        var known = changes
        let id = try body(&state)
        known.add(id)
        changes = known
        return id
    }

    func checkOpen() throws(JSEPError) {
        if state.signalingState == .closed {
            throw JSEPError(.invalidState, "the session is closed")
        }
    }

    var context: CreationContext {
        CreationContext(
            configuration: configuration, random: random, hasResources: hasResources,
            cache: cache)
    }
}

extension ByteString {
    /// Whether it is base64 with its padding: `a=identity` without extensions.
    fileprivate var isIdentityAssertion: Bool {
        let bytes = [UInt8](self)
        do throws(SDPError) {
            let identity = try Identity(reading: ByteView(bytes.span))
            return identity.assertion.count == bytes.count
        } catch {
            return false
        }
    }
}

/// What a description is made with, besides the state.
struct CreationContext {
    let configuration: SessionConfiguration
    let random: RandomSource
    let hasResources: (() -> Bool)?
    let cache: CacheAccess?

    /// Throws `operation` if the system cannot serve the media.
    func checkResources() throws(JSEPError) {
        if let hasResources, !hasResources() {
            throw JSEPError(.operation, "the system has no resources for the media")
        }
    }
}
