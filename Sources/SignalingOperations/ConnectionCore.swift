import ICECredentials
import JSEP
import SDP

/// A connection without threads, clock or I/O: the order in which the W3C
/// specification lets things happen, over a session that knows what happens.
///
/// Calls run the synchronous part of a method; what the specification queues as
/// a task is added to the queue, which the owner runs; what it does elsewhere (promises,
/// events, certificates, candidates) is told by `takeEffects()`. One owner at a time.
package final class ConnectionCore {
    package let session: JSEPSession
    let tasks: TaskQueue
    var chain = OperationsChain()
    private var effects: [ConnectionEffect] = []
    /// Whether an operation is being begun further up the stack.
    private var isAdvancing = false

    /// Whether `needsInspection` is to be answered before a description is created.
    package var inspectsResources = false
    /// Grows with every change that a description could tell of.
    package private(set) var revision: UInt64 = 0
    private var waitsForCertificate: [(Result<Void, JSEPError>) -> Void] = []
    private var inspections: [InspectionID: (Bool) -> Void] = [:]
    private var inspectionCount: UInt64 = 0

    /// Transceivers that left the session, as they were in the end.
    package internal(set) var removedTransceivers: [Transceiver] = []
    /// The options of the offer and the answer that were created last.
    var lastOfferOptions = OfferOptions()
    var lastAnswerOptions = AnswerOptions()
    var gathering: [TransportID: Gathering] = [:]
    package internal(set) var iceGatheringState = GatheringState.new
    var returnedParameters: [TransceiverID: SendParameters] = [:]
    var parametersCount: UInt64 = 0
    /// Calls of setParameters that have not settled.
    var pendingParameters = 0

    package init(session: JSEPSession, tasks: TaskQueue) {
        self.session = session
        self.tasks = tasks
    }

    package var isClosed: Bool { session.signalingState == .closed }

    /// The effects since the last call, in their order.
    package func takeEffects() -> [ConnectionEffect] {
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    func emit(_ effect: ConnectionEffect) { effects.append(effect) }

    /// Ends the connection: no operation begins or settles any more, no event is
    /// fired but for received tracks that end.
    package func close() {
        if isClosed { return }
        let live = session.transceivers.filter { !$0.isStopping && !$0.isStopped }
        session.close()
        changed()
        chain.removeAll()
        waitsForCertificate = []
        inspections = [:]
        for transceiver in live { queueEnd(of: transceiver.id) }
    }

    /// Counts a change that a description could tell of.
    func changed() { revision &+= 1 }

    /// Queues a task that is left out on a closed connection.
    func enqueue(_ task: @escaping () -> Void) {
        tasks.enqueue { if !self.isClosed { task() } }
    }

    func queueEnd(of id: TransceiverID) {
        tasks.enqueue { self.emit(.ended(id)) }
    }

    // MARK: The operations chain

    /// Chains an operation. `body` begins it, and sees to it that `finish` is called
    /// once.
    func perform(_ id: OperationID, _ body: @escaping () -> Void) {
        if isClosed {
            return fail(id, JSEPError(.invalidState, "the connection is closed"))
        }
        if chain.append(body) { advance(body) }
    }

    func fail(_ id: OperationID, _ error: JSEPError) { emit(.settled(id, .failure(error))) }

    /// Ends the operation that is under way, and begins the next one.
    func finish(_ id: OperationID, _ result: Result<OperationValue, JSEPError>) {
        if isClosed { return }
        emit(.settled(id, result))
        let next = chain.finishFirst()
        if let next {
            advance(next)
        } else if chain.updatesNegotiationNeededWhenEmpty {
            chain.updatesNegotiationNeededWhenEmpty = false
            updateNegotiationNeeded()
        }
    }

    /// Operations that fail as soon as they begin would nest as deep as the chain is
    /// long.
    private func advance(_ operation: @escaping () -> Void) {
        waiting = operation
        if isAdvancing { return }
        isAdvancing = true
        defer { isAdvancing = false }
        while let next = waiting {
            waiting = nil
            next()
        }
    }

    private var waiting: (() -> Void)?

    /// W3C WebRTC, "update the negotiation-needed flag".
    package func updateNegotiationNeeded() {
        if isClosed { return }
        guard chain.isEmpty else {
            chain.updatesNegotiationNeededWhenEmpty = true
            return
        }
        enqueue {
            guard self.chain.isEmpty else {
                self.chain.updatesNegotiationNeededWhenEmpty = true
                return
            }
            if self.session.updateNegotiationNeeded() { self.emit(.fired(.negotiationNeeded)) }
        }
    }

    // MARK: Steps in parallel

    /// Waits for a certificate and for the system's resources, then queues `create` as
    /// a task; begins anew if the connection changed since it was inspected.
    func inParallel(_ id: OperationID, _ create: @escaping () -> Void) {
        guard session.configuration.fingerprints.isEmpty else { return inspect(id, create) }
        waitsForCertificate.append { result in
            switch result {
            case .success: self.inspect(id, create)
            case .failure(let error): self.enqueue { self.finish(id, .failure(error)) }
            }
        }
        if waitsForCertificate.count == 1 { emit(.needsCertificate) }
    }

    private func inspect(_ id: OperationID, _ create: @escaping () -> Void) {
        guard inspectsResources else { return enqueue(create) }
        inspectionCount += 1
        let inspection = InspectionID(rawValue: inspectionCount)
        let inspected = revision
        inspections[inspection] = { allows in
            self.enqueue {
                if !allows {
                    self.finish(
                        id,
                        .failure(
                            JSEPError(.operation, "the system has no resources for the media")))
                } else if self.revision != inspected {
                    self.inspect(id, create)
                } else {
                    create()
                }
            }
        }
        emit(.needsInspection(inspection))
    }

    /// Answers `needsInspection`. An unknown one is ignored.
    package func inspected(_ id: InspectionID, allows: Bool) {
        inspections.removeValue(forKey: id)?(allows)
    }

    /// Answers `needsCertificate`. Ignored once there are fingerprints.
    package func provide(fingerprints: [Fingerprint<ByteString>]) {
        guard !isClosed, session.configuration.fingerprints.isEmpty else { return }
        let result: Result<Void, JSEPError>
        do throws(JSEPError) {
            if fingerprints.isEmpty {
                throw JSEPError(.notReadable, "there is no certificate")
            }
            result = .success(try session.setFingerprints(fingerprints))
        } catch {
            result = .failure(error)
        }
        resumeWaiting(result)
    }

    /// Answers `needsCertificate`: what waits for one fails. The next operation asks
    /// again.
    package func certificateFailed(_ error: JSEPError) { resumeWaiting(.failure(error)) }

    private func resumeWaiting(_ result: Result<Void, JSEPError>) {
        let waiting = waitsForCertificate
        waitsForCertificate = []
        for resume in waiting { resume(result) }
    }
}
