import JSEP
import SDP

/// The candidates of a transport.
struct Gathering {
    var state: GatheringState
    /// What is being gathered, or was gathered last.
    var generation: DescriptionEffects.GatheringTransport
    /// What a rollback of an ICE restart comes back to.
    var earlier: (state: GatheringState, generation: DescriptionEffects.GatheringTransport)?
}

// Candidates of this side: the owner gathers them, and says so here.

extension ConnectionCore {
    func beginGathering(_ transport: DescriptionEffects.GatheringTransport) {
        let earlier = gathering[transport.transport].map { ($0.state, $0.generation) }
        gathering[transport.transport] = Gathering(
            state: earlier?.0 ?? .new, generation: transport, earlier: earlier)
        emit(.gather(transport))
    }

    /// How far gathering is for a transport.
    package func gatheringState(of id: TransportID) -> GatheringState {
        gathering[id]?.state ?? .new
    }

    /// Gathering began for a generation. Call it in a task.
    package func gatheringStarted(_ generation: DescriptionEffects.GatheringTransport) {
        setState(.gathering, of: generation)
    }

    /// A candidate was found. Call it in a task. Returns false, and does nothing, if the
    /// generation is not that of a local description any more.
    @discardableResult
    package func gathered(
        _ candidate: Candidate<ByteString>, _ generation: DescriptionEffects.GatheringTransport
    ) throws(JSEPError) -> Bool {
        guard !isClosed, isCurrent(generation),
            try session.addLocalCandidate(
                candidate, usernameFragment: generation.usernameFragment),
            // As the description has it, which may say less of the host.
            let line = session.localCandidates(usernameFragment: generation.usernameFragment).last
        else { return false }
        changed()
        emit(
            .candidate(
                LocalCandidate(
                    candidate: ByteString([UInt8]("candidate:".utf8) + line), mid: generation.mid,
                    index: generation.index, usernameFragment: generation.usernameFragment)))
        return true
    }

    /// No more candidates follow for a generation. Call it in a task.
    package func gatheringEnded(_ generation: DescriptionEffects.GatheringTransport) {
        guard !isClosed, isCurrent(generation) else { return }
        _ = try? session.endLocalCandidates(usernameFragment: generation.usernameFragment)
        changed()
        setState(.complete, of: generation)
    }

    /// Tells that all candidates are known. Call it in a task.
    package func allGathered() {
        if !isClosed { emit(.candidate(nil)) }
    }

    private func isCurrent(_ generation: DescriptionEffects.GatheringTransport) -> Bool {
        gathering[generation.transport]?.generation.usernameFragment
            == generation.usernameFragment
    }

    private func setState(
        _ state: GatheringState, of generation: DescriptionEffects.GatheringTransport
    ) {
        guard !isClosed, isCurrent(generation),
            gathering[generation.transport]?.state != state
        else { return }
        gathering[generation.transport]?.state = state
        emit(.gatheringStateChanged(generation.transport))
        if deriveGatheringState() { emit(.fired(.iceGatheringStateChange)) }
    }

    /// Queues the update that the loss of transports may make necessary.
    func updateGatheringState() {
        var used: [TransportID: Gathering] = [:]
        for transport in session.transports {
            guard var kept = gathering[transport.id] else { continue }
            if let local = transport.local, let earlier = kept.earlier,
                local.usernameFragment == earlier.generation.usernameFragment
            {
                kept = Gathering(state: earlier.state, generation: earlier.generation)
            }
            used[transport.id] = kept
        }
        gathering = used
        if !gathering.isEmpty || iceGatheringState != .new {
            enqueue {
                if self.deriveGatheringState() { self.emit(.fired(.iceGatheringStateChange)) }
            }
        }
    }

    /// The state of the connection from those of its transports (W3C WebRTC,
    /// RTCIceGatheringState). Returns whether it changed.
    private func deriveGatheringState() -> Bool {
        let states = session.transports.map { gatheringState(of: $0.id) }
        let state: GatheringState =
            if states.contains(.gathering) {
                .gathering
            } else if !states.isEmpty && states.allSatisfy({ $0 == .complete }) {
                .complete
            } else {
                .new
            }
        defer { iceGatheringState = state }
        return state != iceGatheringState
    }
}
