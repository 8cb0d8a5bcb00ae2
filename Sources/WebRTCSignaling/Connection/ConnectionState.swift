import ICECredentials
import JSEP
import SDP
import SignalingOperations

/// What a peer connection guards with its lock: the connection itself, and what is
/// still to be told to the outside.
final class ConnectionState {
    typealias Completion = @Sendable (Result<OperationValue, JSEPError>) -> Void

    /// What is to be done once the lock is released, in this order.
    enum Delivery: Sendable {
        case event(PeerConnectionEvent)
        case completion(Completion, Result<OperationValue, JSEPError>)
        /// Not to be called, but to be released without the lock.
        case forgotten(Completion)
        /// No event follows.
        case end
    }

    /// What the connection asks of its surroundings.
    enum Request: Sendable {
        case certificate
        case inspection(InspectionID, MediaDemand)
        case gathering(DescriptionEffects.GatheringTransport, CandidateGeneration)
    }

    private struct Pending {
        let complete: Completion
        /// Whether a call of the callback form made it, which hears nothing if the
        /// connection is closed first.
        let isLegacy: Bool
    }

    let core: ConnectionCore
    let tasks = TaskQueue()
    var configuration: Configuration
    /// Configured or provided.
    var certificates: [Certificate]
    /// Gets the certificate that nobody configured.
    var provisioning: Task<Result<[Certificate], JSEPError>, Never>?
    var gathering: [Task<Void, Never>] = []
    var handlers = EventHandlers()
    var subscribers: [UInt64: AsyncStream<PeerConnectionEvent>.Continuation] = [:]
    var subscriberCount: UInt64 = 0
    /// Whether a task is delivering.
    var isDelivering = false
    var deliveries: [Delivery] = []
    private var pending: [OperationID: Pending] = [:]
    private var operationCount: UInt64 = 0

    init(_ configuration: Configuration, random: sending RandomSource) {
        self.configuration = configuration
        certificates = configuration.certificates
        let fingerprints = configuration.fingerprints(of: certificates)
        core = ConnectionCore(
            session: JSEPSession(
                configuration.session(fingerprints: fingerprints), random: random),
            tasks: tasks)
        core.inspectsResources = configuration.resourceCheck != nil
    }

    var hasWork: Bool { !deliveries.isEmpty || !tasks.isEmpty }

    func newOperation(isLegacy: Bool, _ complete: @escaping Completion) -> OperationID {
        operationCount += 1
        let id = OperationID(rawValue: operationCount)
        pending[id] = Pending(complete: complete, isLegacy: isLegacy)
        return id
    }

    /// Turns the effects of the connection into deliveries, and returns what it asks
    /// for.
    func collect(of connection: PeerConnection) -> [Request] {
        var requests: [Request] = []
        for effect in core.takeEffects() {
            switch effect {
            case .settled(let id, let result):
                if let operation = pending.removeValue(forKey: id) {
                    deliveries.append(.completion(operation.complete, result))
                }
            case .needsCertificate: requests.append(.certificate)
            case .needsInspection(let id): requests.append(.inspection(id, demand))
            case .gather(let transport):
                requests.append(.gathering(transport, generation(transport)))
            default:
                if let event = event(effect, connection) { deliveries.append(.event(event)) }
            }
        }
        return requests
    }

    private func event(
        _ effect: ConnectionEffect, _ connection: PeerConnection
    ) -> PeerConnectionEvent? {
        func transceiver(_ id: TransceiverID) -> RTPTransceiver {
            RTPTransceiver(connection: connection, id: id)
        }
        switch effect {
        case .fired(.negotiationNeeded): return .negotiationNeeded
        case .fired(.signalingStateChange):
            return .signalingStateChange(core.session.signalingState)
        case .fired(.iceGatheringStateChange):
            return .iceGatheringStateChange(ICEGatheringState(core.iceGatheringState))
        case .candidate(let candidate):
            return .iceCandidate(
                candidate.map {
                    ICECandidateInit(
                        candidate: $0.candidate.description, sdpMid: $0.mid.description,
                        sdpMLineIndex: UInt16(clamping: $0.index),
                        usernameFragment: $0.usernameFragment.description)
                })
        case .track(let id, let streams):
            return .track(transceiver(id), streams: streams.map { $0.description })
        case .streamAdded(let stream, let id):
            return .addTrack(transceiver(id), stream: stream.description)
        case .streamRemoved(let stream, let id):
            return .removeTrack(transceiver(id), stream: stream.description)
        case .muted(let id): return .mute(transceiver(id))
        case .ended(let id): return .ended(transceiver(id))
        case .channelFailed(let id):
            return .channelError(RTCDataChannel(connection: connection, id: id))
        case .channelClosed(let id):
            return .channelClose(RTCDataChannel(connection: connection, id: id))
        case .gatheringStateChanged, .settled, .needsCertificate, .needsInspection, .gather:
            return nil
        }
    }

    private var demand: MediaDemand {
        let live = core.session.transceivers.filter { !$0.isStopping && !$0.isStopped }
        let audio = live.count { $0.kind == .audio }
        return MediaDemand(audio: audio, video: live.count - audio)
    }

    private func generation(
        _ transport: DescriptionEffects.GatheringTransport
    ) -> CandidateGeneration {
        let local = core.session.transports.first { $0.id == transport.transport }?.local
        return CandidateGeneration(
            mid: transport.mid.description, index: transport.index,
            usernameFragment: transport.usernameFragment.description,
            password: local?.password.description ?? "", servers: configuration.iceServers,
            transportPolicy: configuration.iceTransportPolicy)
    }

    func close() {
        core.close()
        provisioning?.cancel()
        for task in gathering { task.cancel() }
        let closed = JSEPError(.invalidState, "the connection was closed")
        for id in pending.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let operation = pending[id] else { continue }
            deliveries.append(
                operation.isLegacy
                    ? .forgotten(operation.complete)
                    : .completion(operation.complete, .failure(closed)))
        }
        pending = [:]
        tasks.enqueue { self.deliveries.append(.end) }
    }
}

extension ICEGatheringState {
    init(_ state: GatheringState) {
        self =
            switch state {
            case .new: .new
            case .gathering: .gathering
            case .complete: .complete
            }
    }
}
