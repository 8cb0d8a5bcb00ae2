import SDP

extension SessionState {
    /// Applies the offer that was created last (RFC 9429 section 5.9).
    mutating func setLocalDescription(_ offer: Offer) throws(JSEPError) {
        if signalingState == .closed { throw JSEPError(.invalidState, "the session is closed") }
        guard offer === lastCreatedOffer else {
            throw JSEPError(.invalidModification, "the offer is not the one created last")
        }
        guard signalingState == .stable || signalingState == .haveLocalOffer else {
            throw JSEPError(.invalidState, "an offer cannot be applied in this state")
        }
        pendingLocalDescription = offer
        signalingState = .haveLocalOffer
        restartedCredentials = [:]
        for section in offer.plan.sections {
            if case .own(let applied) = section.transport { credentials[section.owner] = applied }
            guard case .transceiver(let id) = section.owner,
                let position = position(of: id)
            else { continue }
            transceivers[position].mid = section.mid
        }
    }

    /// Applies the peer's answer to the pending offer (RFC 9429 section 5.11).
    mutating func setRemoteAnswer(_ answer: RemoteDescription) throws(JSEPError) {
        guard signalingState == .haveLocalOffer, let offer = pendingLocalDescription else {
            throw JSEPError(.invalidState, "there is no offer to answer")
        }
        try answer.check(answers: offer.plan)
        currentLocalDescription = offer
        currentRemoteDescription = answer
        pendingLocalDescription = nil
        lastCreatedOffer = nil
        signalingState = .stable
        bundle = answer.bundleGroups.first.flatMap { BundleGroup($0) }
        for (section, remote) in zip(offer.plan.sections, answer.sections) {
            guard case .transceiver(let id) = section.owner,
                let position = position(of: id)
            else { continue }
            if remote.isRejected {
                transceivers[position].isStopped = true
                transceivers[position].direction = .inactive
                transceivers[position].currentDirection = nil
            } else {
                transceivers[position].currentDirection = remote.direction.reversed
            }
        }
    }

    /// The peer's transport for the section of that mid: its own, or that of
    /// the section that speaks for its bundle.
    func remoteTransport(mid: ByteString) -> RemoteTransport? {
        guard let local = currentLocalDescription, let remote = currentRemoteDescription else {
            return nil
        }
        let speaker = if let bundle, bundle.contains(mid) { bundle.tag } else { mid }
        guard let position = local.plan.sections.firstIndex(where: { $0.mid == speaker }),
            !remote.sections[position].isRejected
        else { return nil }
        return remote.sections[position].transport
    }
}
