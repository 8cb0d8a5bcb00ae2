import ICECredentials
import SDP

extension SessionState {
    /// Makes the next offer, or returns the last one if it would say the same.
    mutating func createOffer(
        _ options: OfferOptions, configuration: SessionConfiguration, random: RandomSource
    ) throws(JSEPError) -> Offer {
        switch signalingState {
        case .stable, .haveLocalOffer: break
        case .closed: throw JSEPError(.invalidState, "the session is closed")
        default: throw JSEPError(.invalidState, "an offer cannot be created in this state")
        }
        if configuration.fingerprints.isEmpty {
            throw JSEPError(.notReadable, "there is no certificate")
        }
        guard configuration.fingerprints.allSatisfy({ $0.isWellFormed }) else {
            throw JSEPError(.type, "a fingerprint is malformed")
        }
        let owners = sectionOwners()
        let transports = planTransports(of: owners, policy: configuration.bundlePolicy)
        // OP-02: at first there is nothing to restart.
        let restarts = options.iceRestart && appliedOffer != nil
        try drawSecrets(
            for: zip(owners, transports).filter { $0.1 == .own }.map { $0.0 },
            sizes: configuration.credentialSizes, restarts: restarts, random: random)
        guard let identity else { throw JSEPError(.operation, "no session id was drawn") }

        var plan = OfferPlan(
            sessionID: identity.sessionID, version: 1, tlsID: identity.tlsID,
            configuration: configuration, bundledMids: [], sections: [])
        for (position, owner) in owners.enumerated() {
            var section = planSection(
                of: owner, transports[position], restarts: restarts,
                capabilities: configuration.capabilities)
            // Sections keep their place, so the answer's are at the same ones.
            if transports[position] == .own, let answer = currentRemoteDescription,
                position < answer.sections.count
            {
                section.answeredRTCP = SectionPlan.AnsweredRTCP(
                    isReducedSize: answer.sections[position].reducesRTCPSize)
            }
            plan.sections.append(section)
        }
        plan.bundledMids = bundledMids(of: plan.sections)
        return try makeOffer(plan)
    }

    /// SO-02: the version grows exactly when the offer says something else.
    private mutating func makeOffer(_ plan: OfferPlan) throws(JSEPError) -> Offer {
        var plan = plan
        if let previousOffer {
            if plan.saysTheSame(as: previousOffer.plan) {
                lastCreatedOffer = previousOffer
                return previousOffer
            }
            plan.version = previousOffer.version + 1
        }
        let offer: Offer
        do throws(SDPError) {
            offer = try Offer(plan)
        } catch {
            throw JSEPError(.operation, error.code.reason)
        }
        previousOffer = offer
        lastCreatedOffer = offer
        return offer
    }

    /// What the sections belong to, in order: those of the applied offer keep
    /// their place, transceivers follow in the order they were added, and the
    /// data section comes last.
    private func sectionOwners() -> [SectionPlan.Owner] {
        var owners = appliedOffer?.plan.sections.map({ $0.owner }) ?? []
        let placed = Set(owners)
        for transceiver in transceivers where !transceiver.isStopped {
            let owner = SectionPlan.Owner.transceiver(transceiver.id)
            if !placed.contains(owner) { owners.append(owner) }
        }
        if wantsData && !placed.contains(.data) { owners.append(.data) }
        return owners
    }

    private enum PlannedTransport {
        case own, bundleOnly, bundled, none
    }

    private func planTransports(
        of owners: [SectionPlan.Owner], policy: BundlePolicy
    ) -> [PlannedTransport] {
        let negotiated = negotiatedOwners
        var media: Set<MediaKind?> = []
        var hasLive = false
        return owners.map { owner in
            if isRejected(owner) { return .none }
            let isFirstOfMedia = media.insert(kind(of: owner)).inserted
            let isFirst = !hasLive
            hasLive = true
            if currentRemoteDescription != nil {
                // Once bundling is negotiated, new sections are bundled too, and
                // those the answerer left out keep their transport (SO-57, SO-60).
                guard let bundle else { return .own }
                guard let mid = mids[owner], negotiated.contains(owner) else { return .bundled }
                return bundle.contains(mid) && bundle.tag != mid ? .bundled : .own
            }
            switch policy {
            case .maxCompat: return .own
            case .balanced: return isFirstOfMedia ? .own : .bundleOnly
            case .maxBundle: return isFirst ? .own : .bundleOnly
            }
        }
    }

    /// What had a section in the offer that was answered last.
    private var negotiatedOwners: Set<SectionPlan.Owner> {
        Set(currentLocalDescription?.plan.sections.map({ $0.owner }) ?? [])
    }

    /// The BUNDLE group: all live sections at first, then those of the last
    /// answer's group in its order and the new ones (SO-58, SO-60).
    private func bundledMids(of sections: [SectionPlan]) -> [ByteString] {
        let live = sections.filter({ $0.isLive })
        guard currentRemoteDescription != nil else { return live.map({ $0.mid }) }
        let negotiated = negotiatedOwners
        let liveMids = Set(live.map({ $0.mid }))
        let kept = bundle?.mids.filter({ liveMids.contains($0) }) ?? []
        return kept + live.filter({ !negotiated.contains($0.owner) }).map({ $0.mid })
    }

    private func isRejected(_ owner: SectionPlan.Owner) -> Bool {
        switch owner {
        case .transceiver(let id):
            return position(of: id).map { transceivers[$0].isStopped } ?? true
        case .data:
            let sections = currentLocalDescription?.plan.sections
            guard let position = sections?.firstIndex(where: { $0.owner == .data }) else {
                return false
            }
            return currentRemoteDescription?.sections[position].isRejected ?? false
        }
    }

    private func kind(of owner: SectionPlan.Owner) -> MediaKind? {
        guard case .transceiver(let id) = owner else { return nil }
        return position(of: id).map { transceivers[$0].kind }
    }

    /// Draws all random bytes that are missing in one request.
    private mutating func drawSecrets(
        for owners: [SectionPlan.Owner], sizes: ICECredentialSizes, restarts: Bool,
        random: RandomSource
    ) throws(JSEPError) {
        let missing = owners.filter { restarts || credentials[$0] == nil }
        let identityBytes = identity == nil ? 8 + TLSID.drawnBytes : 0
        let count = missing.count * sizes.pair + identityBytes
        if count == 0 { return }
        do throws(RandomSourceError) {
            var draw = try RandomDraw(count, from: random)
            if identity == nil {
                identity = Identity(
                    sessionID: draw.sessionID(), tlsID: ByteString(TLSID.make(&draw)))
            }
            for owner in missing {
                let pair = ICECredentialPair(&draw, sizes: sizes)
                if restarts {
                    restartedCredentials[owner] = pair
                } else {
                    credentials[owner] = pair
                }
            }
        } catch {
            throw JSEPError(.notReadable, "the kernel gave no random bytes")
        }
    }

    private mutating func planSection(
        of owner: SectionPlan.Owner, _ planned: PlannedTransport, restarts: Bool,
        capabilities: CapabilitySet
    ) -> SectionPlan {
        let pair = restarts ? restartedCredentials[owner] : credentials[owner]
        let transport: SectionPlan.Transport =
            switch planned {
            case .own: pair.map { .own($0) } ?? .none
            case .bundleOnly: .bundleOnly
            case .bundled: .bundled
            case .none: .none
            }
        let content: SectionPlan.Content =
            switch owner {
            case .data: .data
            case .transceiver(let id): content(of: id, capabilities)
            }
        return SectionPlan(
            owner: owner, mid: takeMid(for: owner), transport: transport, content: content)
    }

    private func content(
        of id: TransceiverID, _ capabilities: CapabilitySet
    ) -> SectionPlan.Content {
        guard let position = position(of: id) else { return .data }
        let transceiver = transceivers[position]
        return .media(
            kind: transceiver.kind,
            direction: transceiver.isStopped ? .inactive : transceiver.direction,
            streams: transceiver.streams,
            body: transceiver.preferred ?? capabilities.body(transceiver.kind))
    }

    private mutating func takeMid(for owner: SectionPlan.Owner) -> ByteString {
        if let mid = mids[owner] { return mid }
        let mid = ByteString(decimal: midCount)
        midCount += 1
        mids[owner] = mid
        return mid
    }
}
