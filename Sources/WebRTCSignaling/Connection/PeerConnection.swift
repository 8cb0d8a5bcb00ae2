import ICECredentials
import JSEP
import SDP
import SignalingOperations
import Synchronization

/// The offer/answer exchange as in a browser (W3C WebRTC, RTCPeerConnection):
/// signalling only, no transport. Usable from any thread or task.
///
/// Operations (createOffer, createAnswer, setLocalDescription,
/// setRemoteDescription, addIceCandidate, replaceTrack) run one after another. Their
/// order is that of the calls: an asynchronous method takes its place in the chain on
/// its caller, before it suspends for the first time. Handlers and operations complete
/// in the order of the specification, from a task of the connection's own.
///
/// Cancelling the task that waits for an operation does not withdraw it, as it has its
/// place among the others: it runs, and the call returns what comes of it. Closing
/// the connection ends all that are under way, which then throw `invalidState`.
public final class PeerConnection: Sendable {
    private let state: Mutex<ConnectionState>

    /// A connection in the state `stable`. Begins to get a certificate if none is
    /// configured. Throws `invalidAccess` for a certificate that has expired and for
    /// a TURN server without credentials, `syntax`, without a place, for the malformed
    /// URL of a server, and `type` or `range` for malformed server options.
    public init(_ configuration: Configuration = Configuration()) throws(JSEPError) {
        if configuration.certificates.contains(where: { $0.isExpired() }) {
            throw JSEPError(.invalidAccess, "a certificate has expired")
        }
        try configuration.checkServers()
        try configuration.server.check()
        state = Mutex(ConnectionState(configuration, random: configuration.randomSource()))
        if configuration.certificates.isEmpty {
            state.withLock { _ = self.provisioning($0) }
        }
    }

    deinit {
        let (provisioning, gathering) = state.withLock { ($0.provisioning, $0.gathering) }
        provisioning?.cancel()
        for task in gathering { task.cancel() }
    }

    // MARK: Configuration

    /// What the connection was made with, or what it was changed to.
    public var configuration: Configuration { state.withLock { $0.configuration } }

    /// Changes ICE servers, transport policy and, before a local description is applied,
    /// the pool size; a change of servers or policy makes the next offer restart ICE.
    /// No certificates leave those that there are. Throws `invalidModification` for any
    /// other change, `invalidState` on a closed connection, and as `init` for servers
    /// (W3C WebRTC, setConfiguration).
    public func setConfiguration(_ configuration: Configuration) throws(JSEPError) {
        try access { (state) throws(JSEPError) in
            if state.core.isClosed {
                throw JSEPError(.invalidState, "the connection is closed")
            }
            let old = state.configuration
            let certificates = configuration.certificates.map(\.derBytes)
            guard certificates.isEmpty || certificates == old.certificates.map(\.derBytes)
            else { throw JSEPError(.invalidModification, "the certificates cannot be changed") }
            guard configuration.fingerprintHashes == old.fingerprintHashes else {
                throw JSEPError(.invalidModification, "this cannot be changed")
            }
            try configuration.checkServers()
            let session = state.core.session
            try session.setConfiguration(
                configuration.session(fingerprints: session.configuration.fingerprints),
                changesServers: configuration.iceServers != old.iceServers)
            var new = configuration
            new.certificates = old.certificates
            state.configuration = new
            state.core.inspectsResources = new.resourceCheck != nil
        }
    }

    /// The certificates that DTLS must show: those configured, or the one that
    /// was provided. Throws `notReadable` if there is none; the next call asks the
    /// provider again.
    public var certificates: [Certificate] {
        get async throws(JSEPError) {
            let (known, task) = state.withLock { state in
                (state.certificates, state.certificates.isEmpty ? provisioning(state) : nil)
            }
            guard let task else { return known }
            return try await task.value.get()
        }
    }

    // MARK: States and descriptions

    public var signalingState: SignalingState { session { $0.signalingState } }

    public var iceGatheringState: ICEGatheringState {
        state.withLock { ICEGatheringState($0.core.iceGatheringState) }
    }

    /// Whether the peer takes candidates that come after its description; nil before
    /// there is one.
    public var canTrickleIceCandidates: Bool? { session { $0.canTrickleCandidates } }

    /// The pending local description, or else the current one, with the candidates that
    /// were gathered.
    public var localDescription: SessionDescriptionInit? {
        session {
            ($0.pendingLocalDescription ?? $0.currentLocalDescription).map(
                SessionDescriptionInit.init)
        }
    }

    /// The pending remote description, or else the current one.
    public var remoteDescription: SessionDescriptionInit? {
        session {
            ($0.pendingRemoteDescription ?? $0.currentRemoteDescription).map(
                SessionDescriptionInit.init)
        }
    }

    /// The local description that was not answered yet.
    public var pendingLocalDescription: SessionDescriptionInit? {
        session { $0.pendingLocalDescription.map(SessionDescriptionInit.init) }
    }

    /// The local description that was answered last.
    public var currentLocalDescription: SessionDescriptionInit? {
        session { $0.currentLocalDescription.map(SessionDescriptionInit.init) }
    }

    /// The remote description that was not answered yet.
    public var pendingRemoteDescription: SessionDescriptionInit? {
        session { $0.pendingRemoteDescription.map(SessionDescriptionInit.init) }
    }

    /// The remote description that was answered last.
    public var currentRemoteDescription: SessionDescriptionInit? {
        session { $0.currentRemoteDescription.map(SessionDescriptionInit.init) }
    }

    /// The peer's side of the transport that the section of this mid uses, once
    /// an answer is applied.
    public func remoteTransport(mid: ByteString) -> RemoteTransport? {
        session { $0.remoteTransport(mid: mid) }
    }

    // MARK: Operations

    /// Makes an offer. Throws `invalidState` unless the state is `stable` or
    /// `haveLocalOffer` when its turn comes, `notReadable` if there is no certificate,
    /// and `operation` if the resource check says no or a limit is reached. The legacy
    /// members `offerToReceive...` change transceivers at once: `false` lets none of the
    /// kind receive, `true` makes sure that one does.
    public func createOffer(
        _ options: OfferOptions = OfferOptions(), offerToReceiveAudio: Bool? = nil,
        offerToReceiveVideo: Bool? = nil
    ) async throws(JSEPError) -> SessionDescriptionInit {
        try await description { core, id in
            core.createOffer(
                options, receivesAudio: offerToReceiveAudio, receivesVideo: offerToReceiveVideo,
                as: id)
        }
    }

    /// Makes an answer. Throws `invalidState` unless there is a remote offer when its turn
    /// comes, otherwise as `createOffer`.
    public func createAnswer(
        _ options: AnswerOptions = AnswerOptions()
    ) async throws(JSEPError) -> SessionDescriptionInit {
        try await description { core, id in core.createAnswer(options, as: id) }
    }

    /// Applies the description of the state's type that was created last; makes one first
    /// if there is none or it is out of date.
    public func setLocalDescription() async throws(JSEPError) {
        try await perform { core, id in core.setLocalDescription(nil, [], as: id) }
    }

    /// Applies an offer or answer, which must be the one created last, or rolls back. An
    /// empty text stands for the one created last. Throws `invalidModification` for
    /// another one, and `invalidState` where the type does not fit the state.
    public func setLocalDescription(
        _ description: SessionDescriptionInit
    ) async throws(JSEPError) {
        let text = Array(description.sdp.utf8)
        try await perform { core, id in
            core.setLocalDescription(description.type.type, text, as: id)
        }
    }

    /// Applies the peer's description, or rolls back. An offer first takes back a local one
    /// that is pending, as a step of its own, which stands even if the offer is then
    /// refused. Throws what `JSEPSession.setRemoteDescription` throws.
    public func setRemoteDescription(
        _ description: SessionDescriptionInit
    ) async throws(JSEPError) {
        let text = Array(description.sdp.utf8)
        try await perform { core, id in
            core.setRemoteDescription(description.type.type, text, as: id)
        }
    }

    /// Adds a candidate of the peer to its description; one without text ends the
    /// candidates. Throws `type` for a candidate with neither mid nor index,
    /// `invalidState` without a remote description, and `operation` if it does not fit
    /// the description.
    public func addIceCandidate(
        _ candidate: ICECandidateInit = ICECandidateInit()
    ) async throws(JSEPError) {
        try await perform { core, id in core.addRemoteCandidate(candidate.remote, as: id) }
    }

    // MARK: Legacy forms of the operations

    /// The deprecated form of createOffer: takes its place in the chain at the call, and
    /// calls exactly one of the closures once, or none if the connection is closed
    /// before.
    public func createOffer(
        _ options: OfferOptions = OfferOptions(), offerToReceiveAudio: Bool? = nil,
        offerToReceiveVideo: Bool? = nil,
        success: @escaping @Sendable (SessionDescriptionInit) -> Void,
        failure: @escaping @Sendable (JSEPError) -> Void
    ) {
        legacy(success, failure) { core, id in
            core.createOffer(
                options, receivesAudio: offerToReceiveAudio, receivesVideo: offerToReceiveVideo,
                as: id)
        }
    }

    /// The deprecated form of createAnswer, which takes no options.
    public func createAnswer(
        success: @escaping @Sendable (SessionDescriptionInit) -> Void,
        failure: @escaping @Sendable (JSEPError) -> Void
    ) {
        legacy(success, failure) { core, id in core.createAnswer(AnswerOptions(), as: id) }
    }

    /// The deprecated form of setLocalDescription.
    public func setLocalDescription(
        _ description: SessionDescriptionInit, success: @escaping @Sendable () -> Void,
        failure: @escaping @Sendable (JSEPError) -> Void
    ) {
        let text = Array(description.sdp.utf8)
        legacy(success, failure) { core, id in
            core.setLocalDescription(description.type.type, text, as: id)
        }
    }

    /// The deprecated form of setRemoteDescription.
    public func setRemoteDescription(
        _ description: SessionDescriptionInit, success: @escaping @Sendable () -> Void,
        failure: @escaping @Sendable (JSEPError) -> Void
    ) {
        let text = Array(description.sdp.utf8)
        legacy(success, failure) { core, id in
            core.setRemoteDescription(description.type.type, text, as: id)
        }
    }

    /// The deprecated form of addIceCandidate.
    public func addIceCandidate(
        _ candidate: ICECandidateInit, success: @escaping @Sendable () -> Void,
        failure: @escaping @Sendable (JSEPError) -> Void
    ) {
        legacy(success, failure) { core, id in
            core.addRemoteCandidate(candidate.remote, as: id)
        }
    }

    // MARK: Media and data

    /// The transceivers in the order they were added.
    public var transceivers: [RTPTransceiver] {
        session { $0.transceivers.map(\.id) }.map { RTPTransceiver(connection: self, id: $0) }
    }

    /// Adds a transceiver, for a new media section of the next offer. Throws
    /// `invalidState` on a closed connection and what `JSEPSession.addTransceiver`
    /// throws.
    @discardableResult
    public func addTransceiver(
        _ kind: MediaKind, direction: MediaDirection = .sendReceive, streams: [String] = [],
        sendEncodings: [Encoding] = [], track: String? = nil,
        pins: TransceiverPins = TransceiverPins()
    ) throws(JSEPError) -> RTPTransceiver {
        let initial = TransceiverInit(
            direction: direction, streams: streams.map { ByteString($0) },
            encodings: sendEncodings, track: track.map { ByteString($0) }, pins: pins)
        let id = try access { (state) throws(JSEPError) in
            try state.core.addTransceiver(kind, initial)
        }
        return RTPTransceiver(connection: self, id: id)
    }

    /// Sends a track, on a transceiver that is free or on a new one. Throws
    /// `invalidAccess` if it is sent already, and `invalidState` on a closed connection.
    @discardableResult
    public func addTrack(
        _ track: String, _ kind: MediaKind, streams: [String] = []
    ) throws(JSEPError) -> RTPTransceiver {
        let ids = streams.map { ByteString($0) }
        let id = try access { (state) throws(JSEPError) in
            try state.core.addTrack(ByteString(track), kind, streams: ids)
        }
        return RTPTransceiver(connection: self, id: id)
    }

    /// Sends the track of a transceiver no more. Throws `invalidAccess` if it is of
    /// another connection, and `invalidState` on a closed one.
    public func removeTrack(of transceiver: RTPTransceiver) throws(JSEPError) {
        try access { (state) throws(JSEPError) in
            try state.core.removeTrack(
                of: transceiver.id, isOwn: transceiver.connection === self)
        }
    }

    /// Creates a data channel; the first one asks for the data section. Throws what
    /// `JSEPSession.createDataChannel` throws.
    @discardableResult
    public func createDataChannel(
        _ label: String, _ options: DataChannelInit = DataChannelInit()
    ) throws(JSEPError) -> RTCDataChannel {
        let id = try access { (state) throws(JSEPError) in
            try state.core.createDataChannel(ByteString(label), options)
        }
        return RTCDataChannel(connection: self, id: id)
    }

    /// Makes the next offer restart ICE. Does nothing on a closed connection.
    public func restartIce() { access { $0.core.restartICE() } }

    /// Writes the assertion as a=identity in every later offer and answer, or none.
    /// Throws `type` if it is empty or breaks its line.
    public func setIdentityAssertion(_ assertion: String?) throws(JSEPError) {
        try access { (state) throws(JSEPError) in
            try state.core.session.setIdentityAssertion(assertion.map { ByteString($0) })
        }
    }

    /// Ends the exchange. Operations that are under way throw `invalidState`; closures of
    /// the legacy forms are not called any more.
    public func close() {
        access { state in
            if !state.core.isClosed { state.close() }
        }
    }

    // MARK: Events

    /// The handlers of events. Each replaces the one before, as on a web page.
    public var handlers: EventHandlers {
        get { state.withLock { $0.handlers } }
        set { setHandler(\.self, newValue) }
    }

    /// What was there goes away after the lock was released: it may hold something whose
    /// end calls the connection.
    private func setHandler<Handler: Sendable>(
        _ path: WritableKeyPath<EventHandlers, Handler> & Sendable, _ handler: Handler
    ) {
        var handler = handler
        state.withLock { swap(&$0.handlers[keyPath: path], &handler) }
    }

    /// Called when an offer should be made.
    public var onNegotiationNeeded: (@Sendable () -> Void)? {
        get { handlers.negotiationNeeded }
        set { setHandler(\.negotiationNeeded, newValue) }
    }

    /// Called with each local candidate, and with nil when there are no more.
    public var onIceCandidate: (@Sendable (ICECandidateInit?) -> Void)? {
        get { handlers.iceCandidate }
        set { setHandler(\.iceCandidate, newValue) }
    }

    /// Called when a received track is new.
    public var onTrack: (@Sendable (RTPTransceiver, _ streams: [String]) -> Void)? {
        get { handlers.track }
        set { setHandler(\.track, newValue) }
    }

    /// Called when the signalling state changed.
    public var onSignalingStateChange: (@Sendable (SignalingState) -> Void)? {
        get { handlers.signalingStateChange }
        set { setHandler(\.signalingStateChange, newValue) }
    }

    /// All events from now on, in their order; ends after the connection was closed. Each
    /// call gives a sequence of its own, which keeps what is not read yet.
    public var events: AsyncStream<PeerConnectionEvent> {
        AsyncStream { continuation in
            let number: UInt64? = state.withLock { state in
                if state.core.isClosed { return nil }
                state.subscriberCount += 1
                state.subscribers[state.subscriberCount] = continuation
                return state.subscriberCount
            }
            guard let number else { return continuation.finish() }
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { $0.subscribers[number] = nil }
            }
        }
    }

    // MARK: Inside

    private func session<Value: Sendable>(_ read: @Sendable (JSEPSession) -> Value) -> Value {
        state.withLock { read($0.core.session) }
    }

    func read<Value: Sendable>(_ read: @Sendable (ConnectionCore) -> Value) -> Value {
        state.withLock { read($0.core) }
    }

    /// Runs `body` on the connection, then sees to what it asks for, and has what it tells
    /// delivered.
    func access<Value: Sendable, Failure: Error>(
        _ body: @Sendable (ConnectionState) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try state.withLock { (state) throws(Failure) in
            defer { self.settle(state) }
            return try body(state)
        }
    }

    private func settle(_ state: ConnectionState) {
        serve(state)
        if state.hasWork && !state.isDelivering {
            state.isDelivering = true
            Task { self.deliver() }
        }
    }

    /// Begins what the connection asks for.
    private func serve(_ state: ConnectionState) {
        for request in state.collect(of: self) {
            switch request {
            case .certificate: _ = provisioning(state)
            case .inspection(let id, let demand):
                guard let check = state.configuration.resourceCheck else { continue }
                Task { [weak self] in
                    let allows = await check(demand)
                    self?.access { $0.core.inspected(id, allows: allows) }
                }
            case .gathering(let transport, let generation):
                guard let gather = state.configuration.gatherer.gather else { continue }
                state.gathering.removeAll { $0.isCancelled }
                state.gathering.append(
                    Task { [weak self] in
                        self?.enqueue { $0.gatheringStarted(transport) }
                        await gather(generation) { [weak self] candidate in
                            self?.enqueue { _ = try? $0.gathered(candidate, transport) }
                        }
                        self?.enqueue { core in
                            let before = core.iceGatheringState
                            core.gatheringEnded(transport)
                            if before != .complete, core.iceGatheringState == .complete {
                                core.allGathered()
                            }
                        }
                    })
            }
        }
    }

    private func enqueue(_ task: @escaping @Sendable (ConnectionCore) -> Void) {
        access { state in
            let core = state.core
            state.tasks.enqueue { task(core) }
        }
    }

    /// The task that gets a certificate, begun if there is none.
    private func provisioning(
        _ state: ConnectionState
    ) -> Task<Result<[Certificate], JSEPError>, Never> {
        if let task = state.provisioning { return task }
        let provider = state.configuration.certificateProvider
        let task = Task { [weak self] () -> Result<[Certificate], JSEPError> in
            let result: Result<[Certificate], JSEPError>
            do throws(JSEPError) {
                result = .success([try await provider.certificate()])
            } catch {
                result = .failure(error)
            }
            self?.access { state in
                state.provisioning = nil
                switch result {
                case .success(let certificates):
                    state.certificates = certificates
                    state.core.provide(
                        fingerprints: state.configuration.fingerprints(of: certificates))
                case .failure(let error): state.core.certificateFailed(error)
                }
            }
            return result
        }
        state.provisioning = task
        return task
    }

    /// Runs the queued tasks one by one, and after each what it tells.
    private func deliver() {
        while true {
            let (deliveries, handlers, subscribers) = state.withLock { state in
                while state.deliveries.isEmpty, state.tasks.runNext() { self.serve(state) }
                if state.deliveries.isEmpty { state.isDelivering = false }
                defer { state.deliveries = [] }
                return (state.deliveries, state.handlers, Array(state.subscribers.values))
            }
            if deliveries.isEmpty { return }
            for delivery in deliveries {
                switch delivery {
                case .event(let event):
                    handlers.call(event)
                    for subscriber in subscribers { subscriber.yield(event) }
                case .completion(let complete, let result): complete(result)
                case .forgotten: break
                case .end:
                    for subscriber in subscribers { subscriber.finish() }
                }
            }
        }
    }

    // MARK: Operations

    typealias Start = @Sendable (ConnectionCore, OperationID) -> Void

    @discardableResult
    func perform(_ start: Start) async throws(JSEPError) -> OperationValue {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<OperationValue, JSEPError>, Never>) in
            access { state in
                start(
                    state.core,
                    state.newOperation(isLegacy: false) { continuation.resume(returning: $0) })
            }
        }
        return try result.get()
    }

    private func description(
        _ start: Start
    ) async throws(JSEPError) -> SessionDescriptionInit {
        guard case .description(let created) = try await perform(start) else {
            throw JSEPError(.operation, "nothing was created")
        }
        return SessionDescriptionInit(created)
    }

    private func legacy(
        _ success: @escaping @Sendable (SessionDescriptionInit) -> Void,
        _ failure: @escaping @Sendable (JSEPError) -> Void, _ start: Start
    ) {
        access { state in
            start(
                state.core,
                state.newOperation(isLegacy: true) { result in
                    switch result {
                    case .success(.description(let created)):
                        success(SessionDescriptionInit(created))
                    case .success(.nothing): break
                    case .failure(let error): failure(error)
                    }
                })
        }
    }

    private func legacy(
        _ success: @escaping @Sendable () -> Void,
        _ failure: @escaping @Sendable (JSEPError) -> Void, _ start: Start
    ) {
        access { state in
            start(
                state.core,
                state.newOperation(isLegacy: true) { result in
                    switch result {
                    case .success: success()
                    case .failure(let error): failure(error)
                    }
                })
        }
    }
}
