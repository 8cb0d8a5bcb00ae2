import SDP

// When a new exchange is needed: W3C WebRTC, "check if negotiation is needed".

extension SessionState {
    mutating func updateNegotiationNeeded() -> Bool {
        guard signalingState == .stable else { return false }
        guard isNegotiationNeededNow else {
            isNegotiationNeeded = false
            return false
        }
        if isNegotiationNeeded { return false }
        isNegotiationNeeded = true
        return true
    }

    private var isNegotiationNeededNow: Bool {
        if !credentialsToReplace.isEmpty { return true }
        if wantsData && data == nil { return true }
        return transceivers.contains { needsNegotiation($0) }
    }

    private func needsNegotiation(_ transceiver: Transceiver) -> Bool {
        if transceiver.isStopped { return false }
        guard !transceiver.isStopping, transceiver.mid != nil, let index = transceiver.index,
            let local = currentLocal?.media(at: index),
            let remote = currentRemote?.description.sections[index]
        else { return true }
        if transceiver.direction.sends && local.streams != transceiver.streams {
            guard let written = local.streams, Set(written) == Set(transceiver.streams) else {
                return true
            }
        }
        if currentLocal?.plan.isOffer == true {
            return transceiver.direction != local.direction
                && transceiver.direction != remote.direction.reversed
        }
        return local.direction != transceiver.direction.intersection(remote.direction.reversed)
    }

    mutating func restartICE() -> Bool {
        guard signalingState != .closed else { return false }
        for description in [pendingLocal, currentLocal] {
            for section in description?.plan.sections ?? [] {
                if let own = section.ownTransport { credentialsToReplace.insert(own.credentials) }
            }
        }
        return hasLocalDescription
    }
}
