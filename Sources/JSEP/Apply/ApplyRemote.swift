import SDP

// What applying a remote description does: RFC 9429 section 5.10 and W3C WebRTC, "set
// a session description".

extension SessionState {
    /// Throws `invalidState` unless a remote description of that type may be applied
    /// now (RFC 9429 section 5.6).
    func checkRemote(_ type: DescriptionType) throws(JSEPError) {
        let isAllowed =
            switch signalingState {
            case .stable, .haveRemoteOffer: type == .offer
            // An offer rolls ours back.
            case .haveLocalOffer: true
            case .haveRemoteProvisionalAnswer: type == .answer || type == .provisionalAnswer
            case .haveLocalProvisionalAnswer, .closed: false
            }
        if !isAllowed {
            throw JSEPError(.invalidState, "a remote description of this type does not fit now")
        }
    }

    mutating func setRemote(
        _ description: RemoteDescription, as type: DescriptionType,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) -> DescriptionEffects {
        var effects = DescriptionEffects()
        if type == .offer {
            if signalingState == .haveLocalOffer { effects = try rollBack() }
            try setRemoteOffer(description, configuration, &effects)
        } else {
            try setRemoteAnswer(description, as: type, &effects)
        }
        return effects
    }

    // MARK: Offers

    private mutating func setRemoteOffer(
        _ description: RemoteDescription, _ configuration: SessionConfiguration,
        _ effects: inout DescriptionEffects
    ) throws(JSEPError) {
        try checkOffer(description)
        // Offers that reject what earlier ones brought leave transceivers behind until
        // an answer.
        if transceivers.count + description.sections.count > 2 * configuration.limits.mediaSections
        {
            throw JSEPError(.operation, "limit exceeded: media sections")
        }
        keepStableState()
        let mids = takeMids(for: description)
        let owners = associate(description, mids, &effects)
        continueTransports(description, mids, owners)
        formats.adopt(description)
        for (index, section) in description.sections.enumerated() {
            guard case .transceiver(let id) = owners[index], let position = position(of: id)
            else { continue }
            if !section.isRejected {
                takeSimulcast(section, at: position, configuration)
            }
            processTrack(section, at: position, &effects)
            if section.isRejected { end(position, &effects) }
        }
        revision += 1
        pendingRemote = RemoteApplied(
            type: .offer, description: description, owners: owners, mids: mids,
            revision: revision)
        // An answer to an earlier offer has other sections.
        lastCreatedAnswer = nil
        canTrickle = description.canTrickle
        if owners.contains(.data), sctp == nil, let data,
            !description.sections[data.index].isRejected
        {
            let id = data.transport ?? transports.add()
            self.data?.transport = id
            sctp = SCTPTransport(transport: id, maximumMessageSize: 65_536)
        }
        effects.isStable = false
        enter(.haveRemoteOffer, &effects)
    }

    /// The mids of the offer; new ones for sections without (SO-67). Ours that were
    /// only proposed give way (SO-66).
    private mutating func takeMids(for description: RemoteDescription) -> [ByteString] {
        yieldPinnedMids(to: description)
        for section in description.sections {
            if let mid = section.mid { usedMids.insert(mid) }
        }
        for (owner, proposal) in proposals {
            if let mid = proposal.mid, usedMids.contains(mid) { proposals[owner]?.mid = nil }
        }
        let before = currentRemote?.mids ?? []
        return description.sections.enumerated().map { (index, section) -> ByteString in
            if let mid = section.mid { return mid }
            if index < before.count, currentRemote?.description.sections[index].mid == nil {
                return before[index]
            }
            let mid = nextMid()
            usedMids.insert(mid)
            return mid
        }
    }

    /// Finds or makes what each section belongs to (SD-33, SD-34).
    private mutating func associate(
        _ description: RemoteDescription, _ mids: [ByteString],
        _ effects: inout DescriptionEffects
    ) -> [SectionPlan.Owner] {
        var byMid: [ByteString: TransceiverID] = [:]
        var atIndex: [Int: TransceiverID] = [:]
        var waiting: [MediaKind: [TransceiverID]] = [:]
        for transceiver in transceivers {
            if let mid = transceiver.mid { byMid[mid] = transceiver.id }
            if let index = transceiver.index { atIndex[index] = transceiver.id }
            if transceiver.mid == nil && transceiver.hadTrack && !transceiver.isStopping
                && !transceiver.isStopped
            {
                waiting[transceiver.kind, default: []].append(transceiver.id)
            }
        }
        // The first comes out last.
        for kind in MediaKind.allCases { waiting[kind]?.reverse() }
        var hasData = false
        var owners: [SectionPlan.Owner] = []
        for (index, section) in description.sections.enumerated() {
            if let old = atIndex[index], byMid[mids[index]] != old { disassociate(old) }
            switch section.content {
            case .other: owners.append(.none(index))
            case .data:
                let isKnown = data?.index == index
                if hasData || (section.isRejected && !isKnown) {
                    owners.append(.none(index))
                    continue
                }
                hasData = true
                let transport = isKnown ? data?.transport : nil
                data = DataSection(mid: mids[index], index: index, transport: transport)
                owners.append(.data)
            case .media(let kind):
                if let id = byMid[mids[index]], let position = position(of: id),
                    transceivers[position].kind == kind
                {
                    transceivers[position].index = index
                    owners.append(.transceiver(id))
                    continue
                }
                if section.isRejected {
                    owners.append(.none(index))
                    continue
                }
                var found: TransceiverID?
                if section.direction.sends && section.direction.receives
                    || section.direction == .receiveOnly
                {
                    found = waiting[kind]?.popLast()
                }
                let id: TransceiverID
                if let found {
                    id = found
                } else {
                    id = insertTransceiver(kind, TransceiverInit(direction: .receiveOnly))
                    if let position = position(of: id) {
                        transceivers[position].isFromRemoteOffer = true
                    }
                    effects.addedTransceivers.append(id)
                }
                if let position = position(of: id) {
                    transceivers[position].mid = mids[index]
                    transceivers[position].index = index
                }
                owners.append(.transceiver(id))
            }
        }
        return owners
    }

    /// A section that is new and speaks for a bundle goes on with the bundle's transport if
    /// it has its credentials (RFC 9143 section 7.5): that is how a peer offers whose section
    /// before it was stopped. O(sections).
    private mutating func continueTransports(
        _ description: RemoteDescription, _ mids: [ByteString], _ owners: [SectionPlan.Owner]
    ) {
        if currentRemote == nil { return }
        let live = description.sections.indices.filter { !description.sections[$0].isRejected }
        for group in description.bundleGroups {
            guard let tag = group.first, let index = live.first(where: { mids[$0] == tag }),
                // Nor has it one that an earlier offer of this exchange gave it.
                appliedTransport(of: owners[index]).flatMap({ transports[$0]?.remote }) == nil,
                let parameters = description.sections[index].iceParameters,
                let known = transports.all.first(where: { $0.remote == parameters }),
                !live.contains(where: {
                    $0 != index && description.sections[$0].iceParameters == parameters
                })
            else { continue }
            setTransport(known.id, of: owners[index])
        }
    }

    private mutating func disassociate(_ id: TransceiverID) {
        guard let position = position(of: id) else { return }
        transceivers[position].mid = nil
        transceivers[position].index = nil
    }

    /// SD-44: a peer that asks for simulcast gets the encodings it proposes.
    private mutating func takeSimulcast(
        _ section: RemoteDescription.Section, at position: Int,
        _ configuration: SessionConfiguration
    ) {
        guard transceivers[position].encodings.count == 1,
            transceivers[position].encodings[0].rid == nil
        else { return }
        var seen: Set<ByteString> = []
        let rids = section.receivedSimulcast.filter { seen.insert($0).inserted }
            .prefix(configuration.maximumEncodings)
        if rids.isEmpty { return }
        transceivers[position].encodings = rids.enumerated().map { (place, rid) -> Encoding in
            var encoding = Encoding(rid: rid)
            encoding.scaleResolutionDownBy = scale(rids.count - place - 1)
            return encoding
        }
    }

    /// What the section says of the received track (W3C WebRTC, "process remote
    /// tracks").
    private mutating func processTrack(
        _ section: RemoteDescription.Section, at position: Int,
        _ effects: inout DescriptionEffects
    ) {
        let direction = section.isRejected ? .inactive : section.direction.reversed
        // PV-23: without a=msid the track is in one stream of all such tracks.
        let streams = direction.receives ? section.streams ?? ["default"] : []
        let track = direction.receives ? section.track : nil
        processTrack(direction, streams, track, at: position, &effects)
    }

    private mutating func processTrack(
        _ direction: MediaDirection, _ streams: [ByteString], _ track: ByteString?,
        at position: Int, _ effects: inout DescriptionEffects
    ) {
        let additions = effects.streamAdditions.count
        setRemoteStreams(streams, track, at: position, &effects)
        let fired = transceivers[position].firedDirection?.receives ?? false
        let id = transceivers[position].id
        if direction.receives && (!fired || effects.streamAdditions.count > additions) {
            effects.trackEvents.append(
                DescriptionEffects.TrackEvent(transceiver: id, streams: streams))
        }
        if !direction.receives && fired { effects.mutedTracks.append(id) }
        transceivers[position].firedDirection = direction
    }

    // MARK: Answers

    private mutating func setRemoteAnswer(
        _ description: RemoteDescription, as type: DescriptionType,
        _ effects: inout DescriptionEffects
    ) throws(JSEPError) {
        guard let offer = pendingLocal else {
            throw JSEPError(.invalidState, "there is no offer to answer")
        }
        try checkAnswer(description, to: offer.plan)
        let owners = offer.plan.sections.map { $0.owner }
        let mids = offer.plan.sections.map { $0.mid }
        revision += 1
        let applied = RemoteApplied(
            type: type, description: description, owners: owners, mids: mids, revision: revision)
        if type == .answer {
            currentLocal = offer
            currentRemote = applied
            enter(.stable, &effects)
        } else {
            pendingRemote = applied
            enter(.haveRemoteProvisionalAnswer, &effects)
        }
        canTrickle = description.canTrickle
        for (index, section) in description.sections.enumerated() {
            guard case .transceiver(let id) = owners[index], let position = position(of: id)
            else { continue }
            if case .media(let offered) = offer.plan.sections[index].content,
                offer.plan.sections[index].isLive, !section.isRejected
            {
                negotiateRemotely(section, offered, at: position)
            }
            processTrack(section, at: position, &effects)
            if section.isRejected { end(position, &effects) }
        }
        settle(
            groups: description.bundleGroups, mids: mids, description, owners, offers: true)
        closeRejectedData(
            !zip(owners, description.sections).contains { $0 == .data && !$1.isRejected })
        if type == .answer {
            lipSyncGroups = description.lipSyncGroups
            finishExchange(&effects)
        }
    }

    /// What a live section of the peer's answer means for its transceiver.
    private mutating func negotiateRemotely(
        _ section: RemoteDescription.Section, _ offered: MediaPlan, at position: Int
    ) {
        let direction = section.direction.reversed
        transceivers[position].currentDirection = direction
        if direction.sends { transceivers[position].hasSent = true }
        narrowEncodings(to: section.receivedSimulcast, at: position)
        var formats = offered.body.formats
        var places = [Int?](repeating: nil, count: 128)
        for (place, use) in formats.codecs.enumerated() { places[Int(use.payloadType)] = place }
        let listed = Set(section.codecs.map { $0.payloadType })
        formats.codecs = section.codecs.compactMap { codec -> CodecUse? in
            guard let place = places[Int(codec.payloadType)] else { return nil }
            places[Int(codec.payloadType)] = nil
            var use = formats.codecs[place]
            use.retransmission = use.retransmission.flatMap { listed.contains($0) ? $0 : nil }
            use.feedback = codec.feedback
            return use
        }
        let ids = Set(section.extensions.map { $0.id })
        formats.extensions = formats.extensions.filter { ids.contains($0.id) }
        let received = offered.receivedStreams.kept(by: section.sentStreams)
        transceivers[position].narrowReceived(to: received)
        transceivers[position].negotiated = NegotiatedMedia(
            formats: formats, reducesRTCPSize: section.reducesRTCPSize,
            receivedStreams: received)
    }

    // MARK: Rollback

    /// Takes back the offer that is pending (RFC 9429 section 5.7).
    mutating func rollBack() throws(JSEPError) -> DescriptionEffects {
        guard signalingState == .haveLocalOffer || signalingState == .haveRemoteOffer,
            let stable = lastStable
        else {
            throw JSEPError(.invalidState, "there is no offer to roll back")
        }
        var effects = DescriptionEffects()
        let isRemote = signalingState == .haveRemoteOffer
        var kept: [Transceiver] = []
        for position in transceivers.indices {
            guard let before = stable.transceivers.position(of: transceivers[position].id)
            else {
                if restoreNew(position, isRemote, &effects) { kept.append(transceivers[position]) }
                continue
            }
            restore(position, to: stable.transceivers[before], isRemote, &effects)
            kept.append(transceivers[position])
        }
        transceivers = kept
        transports = stable.transports.merging(countOf: transports)
        data = stable.data
        sctp = stable.sctp
        canTrickle = stable.canTrickle
        if isRemote { formats = stable.formats }
        pendingLocal = nil
        pendingRemote = nil
        lastStable = nil
        revision += 1
        restoreHosted()
        keepUsedTransports()
        enter(.stable, &effects)
        isNegotiationNeeded = false
        effects.isStable = true
        return effects
    }

    /// What a transceiver that was there before gets back: all that the offer gave
    /// it, but not what the program did meanwhile (SD-56).
    private mutating func restore(
        _ position: Int, to before: Transceiver, _ isRemote: Bool,
        _ effects: inout DescriptionEffects
    ) {
        transceivers[position].mid = before.mid
        transceivers[position].index = before.index
        transceivers[position].transport = before.transport
        if before.encodings.count == 1, before.encodings[0].rid == nil,
            transceivers[position].encodings.contains(where: { $0.rid != nil })
        {
            transceivers[position].encodings = before.encodings
        }
        if isRemote {
            processTrack(
                before.currentDirection ?? .inactive, before.remoteStreams, before.remoteTrack,
                at: position, &effects)
            transceivers[position].firedDirection = before.firedDirection
        }
    }

    /// What becomes of a transceiver that came since: one that the peer's offer made
    /// goes, unless it was given a track (SD-52). Whether it is kept.
    private mutating func restoreNew(
        _ position: Int, _ isRemote: Bool, _ effects: inout DescriptionEffects
    ) -> Bool {
        let isFromOffer = transceivers[position].isFromRemoteOffer
        // Only what the peer proposed can have given it rids.
        if isRemote, transceivers[position].mid != nil,
            transceivers[position].encodings.contains(where: { $0.rid != nil })
        {
            transceivers[position].encodings = [Encoding()]
        }
        transceivers[position].mid = nil
        transceivers[position].index = nil
        transceivers[position].transport = nil
        if isRemote {
            processTrack(.inactive, [], nil, at: position, &effects)
            transceivers[position].firedDirection = nil
        }
        if !isFromOffer || transceivers[position].hadTrack { return true }
        forgetSources(of: transceivers[position])
        end(position, &effects)
        effects.removedTransceivers.append(transceivers[position])
        return false
    }
}

extension Transports {
    /// These, with ids going on where those of the other left off.
    fileprivate func merging(countOf other: Transports) -> Transports {
        var merged = self
        merged.count = other.count
        return merged
    }
}

/// 2 to the power of `exponent`.
func scale(_ exponent: Int) -> Double { Double(UInt64(1) << UInt64(min(max(exponent, 0), 62))) }
