import ICECredentials
import SDP

// What applying a local description does: RFC 9429 section 5.9 and W3C WebRTC, "set
// a session description".

extension SessionState {
    var implicitLocalType: DescriptionType {
        switch signalingState {
        case .stable, .haveLocalOffer, .haveRemoteProvisionalAnswer: .offer
        case .haveRemoteOffer, .haveLocalProvisionalAnswer, .closed: .answer
        }
    }

    var hasLocalDescription: Bool { pendingLocal != nil || currentLocal != nil }

    /// Throws `invalidState` unless a local description of that type may be applied
    /// now (RFC 9429 section 5.5).
    func checkLocal(_ type: DescriptionType) throws(JSEPError) {
        let isAllowed =
            switch signalingState {
            case .stable, .haveLocalOffer: type == .offer
            case .haveRemoteOffer, .haveLocalProvisionalAnswer:
                type == .answer || type == .provisionalAnswer
            case .haveRemoteProvisionalAnswer, .closed: false
            }
        if !isAllowed {
            throw JSEPError(.invalidState, "a local description of this type does not fit now")
        }
    }

    mutating func setLocal(
        _ created: CreatedDescription, as type: DescriptionType
    ) throws(JSEPError) -> DescriptionEffects {
        var effects = DescriptionEffects()
        revision += 1
        let applied = LocalDescription(type: type, created: created, revision: revision)
        if type == .offer {
            keepStableState()
            pendingLocal = applied
            enter(.haveLocalOffer, &effects)
            try applyTransports(of: created.plan, &effects)
            associate(created.plan)
            return effects
        }
        guard let offer = pendingRemote else {
            throw JSEPError(.invalidState, "there is no remote offer to answer")
        }
        if type == .answer {
            currentLocal = applied
            currentRemote = offer
            enter(.stable, &effects)
        } else {
            pendingLocal = applied
            enter(.haveLocalProvisionalAnswer, &effects)
        }
        try applyTransports(of: created.plan, &effects)
        associate(created.plan)
        for (index, section) in created.plan.sections.enumerated() {
            guard case .transceiver(let id) = section.owner, let position = position(of: id)
            else { continue }
            if case .media(let media) = section.content, section.isLive {
                negotiateLocally(media, at: position, &effects)
            } else {
                end(position, &effects)
            }
            transceivers[position].index = index
        }
        settle(
            groups: created.plan.bundleGroups, mids: offer.mids, offer.description.sections,
            offer.owners)
        closeRejectedData(!created.plan.sections.contains { $0.owner == .data && $0.isLive })
        if type == .answer {
            lipSyncGroups = offer.description.lipSyncGroups
            finishExchange(&effects)
        }
        return effects
    }

    /// What a live section of our answer means for its transceiver.
    private mutating func negotiateLocally(
        _ media: MediaPlan, at position: Int, _ effects: inout DescriptionEffects
    ) {
        let fired = transceivers[position].firedDirection
        if !media.direction.receives && fired?.receives == true {
            setRemoteStreams([], nil, at: position, &effects)
            effects.mutedTracks.append(transceivers[position].id)
        }
        narrowEncodings(to: media.sentRIDs, at: position)
        transceivers[position].firedDirection = media.direction
        transceivers[position].currentDirection = media.direction
        if media.direction.sends { transceivers[position].hasSent = true }
        transceivers[position].negotiated = NegotiatedMedia(
            formats: media.body.formats, reducesRTCPSize: media.reducesRTCPSize)
    }

    /// SD-43: encodings that were not negotiated are gone.
    mutating func narrowEncodings(to rids: [ByteString], at position: Int) {
        if transceivers[position].encodings.count < 2 { return }
        let wanted = Set(rids)
        let kept = transceivers[position].encodings.filter {
            $0.rid.map { wanted.contains($0) } ?? false
        }
        transceivers[position].encodings =
            kept.isEmpty ? [transceivers[position].encodings[0]] : kept
    }

    /// Remembers what a rollback restores.
    mutating func keepStableState() {
        if lastStable != nil { return }
        lastStable = StableState(
            transceivers: transceivers, transports: transports, data: data, sctp: sctp,
            canTrickle: canTrickle, formats: formats)
    }

    mutating func enter(_ state: SignalingState, _ effects: inout DescriptionEffects) {
        if signalingState == state { return }
        signalingState = state
        effects.signalingStates.append(state)
    }

    /// Gives each section of the description its mid and place.
    private mutating func associate(_ plan: DescriptionPlan) {
        for (index, section) in plan.sections.enumerated() {
            proposals[section.owner] = nil
            usedMids.insert(section.mid)
            switch section.owner {
            case .transceiver(let id):
                guard let position = position(of: id) else { continue }
                transceivers[position].mid = section.mid
                transceivers[position].index = index
            case .data:
                if data == nil { data = DataSection(mid: section.mid, index: index) }
                data?.mid = section.mid
                data?.index = index
            case .none: break
            }
        }
    }

    /// Makes or renews the transports that the description's sections have, and
    /// says which of them gather.
    private mutating func applyTransports(
        of plan: DescriptionPlan, _ effects: inout DescriptionEffects
    ) throws(JSEPError) {
        var speakers: [ByteString: TransportID] = [:]
        for (index, section) in plan.sections.enumerated() {
            guard let own = section.ownTransport else { continue }
            let id = transport(of: section.owner, with: own.credentials)
            if restarts[id] == own.credentials {
                restarts[id] = nil
                needsICERestart = false
            }
            speakers[section.mid] = id
            transports.update(id) { transport in
                transport.credentials = own.credentials
                transport.local = ICEParameters(
                    usernameFragment: own.usernameFragment,
                    password: ByteString(own.credentials.password))
                if transport.role == .unknown {
                    transport.role = plan.isOffer ? .controlling : .controlled
                }
                if !plan.isOffer { transport.setup = own.setup }
            }
            setTransport(id, of: section.owner)
            if candidates.begin(own.usernameFragment) {
                effects.gathering.append(
                    DescriptionEffects.GatheringTransport(
                        transport: id, mid: section.mid, index: index,
                        usernameFragment: own.usernameFragment))
            }
        }
        for group in plan.bundleGroups {
            guard let tag = group.first, let speaker = speakers[tag] else { continue }
            for mid in group where speakers[mid] == nil { speakers[mid] = speaker }
        }
        for section in plan.sections where section.isLive && section.ownTransport == nil {
            if let id = speakers[section.mid] { setTransport(id, of: section.owner) }
        }
        if sctp == nil, let id = data?.transport,
            plan.sections.contains(where: { $0.owner == .data && $0.isLive })
        {
            sctp = SCTPTransport(transport: id, maximumMessageSize: 65_536)
        }
    }

    /// The transport with these credentials that the owner has, or a new one.
    private mutating func transport(
        of owner: SectionPlan.Owner, with credentials: ICECredentialPair
    ) -> TransportID {
        if let id = appliedTransport(of: owner), let transport = transports[id],
            transport.credentials == nil || transport.credentials == credentials
                || restarts[id] == credentials
        {
            return id
        }
        return transports.add()
    }

    mutating func setTransport(_ id: TransportID, of owner: SectionPlan.Owner) {
        switch owner {
        case .transceiver(let transceiver):
            if let position = position(of: transceiver) { transceivers[position].transport = id }
        case .data:
            if data == nil { data = DataSection(mid: ByteString(), index: 0) }
            data?.transport = id
        case .none: break
        }
    }

    // MARK: The end of an exchange

    /// What both kinds of answer settle about transports: the sections of a group
    /// use the first one's.
    mutating func settle(
        groups: [[ByteString]], mids: [ByteString], _ remote: [RemoteDescription.Section],
        _ owners: [SectionPlan.Owner]
    ) {
        bundles = Bundles(groups)
        var indices: [ByteString: Int] = [:]
        for (index, mid) in mids.enumerated() { indices[mid] = index }
        for group in bundles.groups {
            guard let tag = indices[group[0]], let id = appliedTransport(of: owners[tag])
            else { continue }
            for mid in group.dropFirst() {
                if let index = indices[mid] { setTransport(id, of: owners[index]) }
            }
        }
        for (index, mid) in mids.enumerated() where !remote[index].isRejected {
            if let place = bundles.place(mid), bundles.groups[place][0] != mid { continue }
            guard let id = appliedTransport(of: owners[index]) else { continue }
            let section = remote[index]
            transports.update(id) { transport in
                transport.remote = section.iceParameters ?? transport.remote
                transport.remoteFingerprints = section.fingerprints
                transport.remoteTLSID = section.tlsID
                if section.setup == .active { transport.setup = .passive }
                if section.setup == .passive { transport.setup = .active }
            }
        }
        if let id = data?.transport, sctp != nil {
            let size = data.flatMap { data in
                data.index < remote.count ? remote[data.index].maximumMessageSize : nil
            }
            sctp = SCTPTransport(
                transport: id, maximumMessageSize: size == 0 ? nil : size ?? 65_536)
        }
    }

    /// Ends the association of a data section that an answer rejected.
    mutating func closeRejectedData(_ isRejected: Bool) {
        if !isRejected { return }
        sctp = nil
        data?.transport = nil
    }

    /// What every answer does in the end.
    mutating func finishExchange(_ effects: inout DescriptionEffects) {
        pendingLocal = nil
        pendingRemote = nil
        lastCreatedOffer = nil
        lastCreatedAnswer = nil
        lastStable = nil
        removeRejectedTransceivers(&effects)
        assignStreams(&effects)
        keepUsedTransports()
        proposals = proposals.filter { isWanted($0.key) }
        let current = currentLocal?.plan.sections.compactMap { $0.ownTransport?.credentials } ?? []
        // OP-06
        if !current.contains(where: { credentialsToReplace.contains($0) }) {
            credentialsToReplace = []
        }
        isNegotiationNeeded = false
        effects.isStable = true
    }

    /// SD-37: stopped transceivers leave once their section is rejected. Those that
    /// were stopping without ever having a section are not needed any more.
    private mutating func removeRejectedTransceivers(_ effects: inout DescriptionEffects) {
        for position in transceivers.indices
        where transceivers[position].isStopping && transceivers[position].mid == nil {
            end(position, &effects)
        }
        var kept: [Transceiver] = []
        kept.reserveCapacity(transceivers.count)
        for transceiver in transceivers {
            guard transceiver.isStopped else {
                kept.append(transceiver)
                continue
            }
            var gone = transceiver
            gone.mid = nil
            effects.removedTransceivers.append(gone)
        }
        transceivers = kept
    }

    /// Stops the transceiver for good (W3C WebRTC, "stop the RTCRtpTransceiver").
    mutating func end(_ position: Int, _ effects: inout DescriptionEffects) {
        if transceivers[position].isStopped { return }
        if !transceivers[position].isStopping {
            transceivers[position].isStopping = true
            effects.endedTracks.append(transceivers[position].id)
        }
        transceivers[position].isStopped = true
        transceivers[position].direction = .inactive
        transceivers[position].currentDirection = nil
    }

    /// Forgets transports and candidates that nothing uses.
    mutating func keepUsedTransports() {
        var used = Set(transceivers.compactMap { $0.transport })
        if let id = data?.transport { used.insert(id) }
        if let lastStable {
            used.formUnion(lastStable.transports.all.map { $0.id })
        }
        transports.keep(used)
        var fragments: Set<ByteString> = []
        for description in [pendingLocal, currentLocal] {
            for section in description?.plan.sections ?? [] {
                if let own = section.ownTransport { fragments.insert(own.usernameFragment) }
            }
        }
        candidates.keep(fragments)
        for id in restarts.keys where !used.contains(id) { restarts[id] = nil }
    }

    /// Changes the streams of the received track (W3C WebRTC, "set the associated
    /// remote streams").
    mutating func setRemoteStreams(
        _ streams: [ByteString], _ track: ByteString?, at position: Int,
        _ effects: inout DescriptionEffects
    ) {
        transceivers[position].remoteTrack = track
        let before = transceivers[position].remoteStreams
        if before == streams { return }
        let id = transceivers[position].id
        let kept = Set(streams)
        for stream in before where !kept.contains(stream) {
            effects.streamRemovals.append(
                DescriptionEffects.StreamChange(stream: stream, transceiver: id))
        }
        let old = Set(before)
        for stream in streams where !old.contains(stream) {
            effects.streamAdditions.append(
                DescriptionEffects.StreamChange(stream: stream, transceiver: id))
        }
        transceivers[position].remoteStreams = streams
    }
}
