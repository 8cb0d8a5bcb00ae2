import ICECredentials
import SDP

// How an offer is made: RFC 9429 sections 5.2.1 and 5.2.2.

extension SessionState {
    /// Makes the next offer, or returns the last one if it would say the same.
    mutating func createOffer(
        _ options: OfferOptions, _ context: CreationContext
    ) throws(JSEPError) -> CreatedDescription {
        switch signalingState {
        case .stable, .haveLocalOffer: break
        case .closed: throw JSEPError(.invalidState, "the session is closed")
        default: throw JSEPError(.invalidState, "an offer cannot be created in this state")
        }
        var builder = try DescriptionBuilder(context)
        let layout = layOutOffer(options, context.configuration)
        let (slots, mids, roles, owners) = (
            layout.slots, layout.mids, layout.roles, layout.owners
        )
        if slots.count > context.configuration.limits.mediaSections {
            throw JSEPError(.operation, "limit exceeded: media sections")
        }
        try obtainSecrets(for: owners, context)

        var plan = try builder.plan(isOffer: true, self)
        plan.sections.reserveCapacity(slots.count)
        for (index, slot) in slots.enumerated() {
            let isNew = !isNegotiated(index, slot)
            plan.sections.append(
                SectionPlan(
                    owner: slot.owner, mid: mids[index],
                    transport: transport(roles[index], owners[index], slot, isNew: isNew),
                    content: try content(
                        of: slot, at: index, isNew: isNew, options, &builder)))
        }
        plan.bundleGroups = bundleGroups(of: plan.sections, slots, roles)
        plan.lipSyncGroups = lipSyncGroups(of: plan.sections)
        plan.markMultiplexedData()
        plan.spreadDefaultAddresses()
        let offer = try finish(plan, context.cache)
        lastCreatedOffer = offer
        lastOfferOptions = options
        return offer
    }

    /// The sections of an offer, and how they get their transports.
    struct OfferLayout {
        let slots: [Slot]
        let mids: [ByteString]
        let roles: [TransportRole]
        let owners: [CredentialOwner?]
    }

    mutating func layOutOffer(
        _ options: OfferOptions, _ configuration: SessionConfiguration
    ) -> OfferLayout {
        let slots = offeredSlots()
        let mids = takeMids(for: slots)
        let roles = planTransports(slots, mids, configuration.bundlePolicy)
        let owners = credentialOwners(slots, roles, restarts: options.iceRestart)
        return OfferLayout(slots: slots, mids: mids, roles: roles, owners: owners)
    }

    /// The options with which the last created offer comes out again if it still says
    /// what is so (SD-11). One that was applied has restarted ICE already.
    var implicitOfferOptions: OfferOptions {
        guard let lastCreatedOffer else { return OfferOptions() }
        var options = lastOfferOptions
        if pendingLocal?.created === lastCreatedOffer { options.iceRestart = false }
        return options
    }

    /// A position of the offer and what it belongs to.
    struct Slot {
        var owner: SectionPlan.Owner
        var isLive: Bool
        /// Whether a section of an earlier description is carried on.
        var isKept: Bool
    }

    /// How a section of an offer gets its transport.
    enum TransportRole {
        case own, bundleOnly, bundled, none
    }

    /// What the sections belong to, in order: those applied before keep their place,
    /// new ones take the place of rejected ones and then follow (SO-11, SO-12).
    private func offeredSlots() -> [Slot] {
        let sections = (pendingLocal ?? currentLocal)?.plan.sections ?? []
        var slots: [Slot] = []
        slots.reserveCapacity(max(sections.count, transceivers.count + 1))
        var free: [Int] = []
        for index in sections.indices {
            let owner = sections[index].owner
            let isRejected = isRejectedNow(index, owner)
            if isRejected { free.append(index) }
            slots.append(
                Slot(owner: owner, isLive: !isRejected && isWanted(owner), isKept: true))
        }
        let isPlaced = { (owner: SectionPlan.Owner, index: Int?) -> Bool in
            guard let index, index < sections.count else { return false }
            return sections[index].owner == owner && !isRejectedNow(index, owner)
        }
        var new: [SectionPlan.Owner] = []
        for position in transceivers.indices
        where !transceivers[position].isStopping && !transceivers[position].isStopped {
            let owner = SectionPlan.Owner.transceiver(transceivers[position].id)
            if !isPlaced(owner, transceivers[position].index) { new.append(owner) }
        }
        if wantsData && !isPlaced(.data, data?.index) { new.append(.data) }
        for (place, owner) in new.enumerated() {
            let slot = Slot(owner: owner, isLive: true, isKept: false)
            if place < free.count { slots[free[place]] = slot } else { slots.append(slot) }
        }
        return slots
    }

    /// Whether the section at that position was rejected by the last answer and is
    /// not used again since.
    private func isRejectedNow(_ index: Int, _ owner: SectionPlan.Owner) -> Bool {
        guard let currentLocal, index < currentLocal.plan.sections.count else { return false }
        let section = currentLocal.plan.sections[index]
        guard section.owner == owner else { return false }
        return !section.isLive || currentRemote?.description.sections[index].isRejected ?? false
    }

    /// Whether a section of this owner is live, as far as the program goes.
    func isWanted(_ owner: SectionPlan.Owner) -> Bool {
        switch owner {
        case .transceiver(let id):
            guard let position = position(of: id) else { return false }
            return !transceivers[position].isStopping && !transceivers[position].isStopped
        case .data: return true
        case .none: return false
        }
    }

    private mutating func takeMids(for slots: [Slot]) -> [ByteString] {
        let sections = (pendingLocal ?? currentLocal)?.plan.sections ?? []
        var mids: [ByteString] = []
        mids.reserveCapacity(slots.count)
        for (index, slot) in slots.enumerated() {
            mids.append(slot.isKept ? sections[index].mid : takeMid(for: slot.owner))
        }
        return mids
    }

    /// Whether bundling is settled, by an exchange that agreed on anything.
    var isBundlingSettled: Bool { currentRemote != nil }

    private func planTransports(
        _ slots: [Slot], _ mids: [ByteString], _ policy: BundlePolicy
    ) -> [TransportRole] {
        // Audio, video and data.
        var hasMedia = [false, false, false]
        var hasLive = false
        // The first of each group that is left speaks for it (SO-59).
        let tags = bundleTags(slots, mids)
        let joinsBundle = !tags.isEmpty
        return slots.enumerated().map { (index, slot) -> TransportRole in
            if !slot.isLive { return .none }
            if isBundlingSettled {
                if isNegotiated(index, slot) {
                    if bundles.place(mids[index]) == nil { return .own }
                    return tags.contains(mids[index]) ? .own : .bundled
                }
                if joinsBundle { return .bundled }
                if bundles.groups.isEmpty { return .own }
            }
            let media = kind(of: slot.owner).map { Int($0.rawValue) } ?? 2
            let isFirstOfMedia = !hasMedia[media]
            hasMedia[media] = true
            let isFirst = !hasLive
            hasLive = true
            switch policy {
            case .maxCompat: return .own
            case .balanced: return isFirstOfMedia ? .own : .bundleOnly
            case .maxBundle: return isFirst ? .own : .bundleOnly
            }
        }
    }

    /// Whether the last exchange had the section, and not only an offer since.
    func isNegotiated(_ index: Int, _ slot: Slot) -> Bool {
        guard slot.isKept, let sections = currentLocal?.plan.sections, index < sections.count
        else { return false }
        return sections[index].owner == slot.owner && sections[index].isLive
    }

    /// The first live mid of each group of the last answer.
    private func bundleTags(_ slots: [Slot], _ mids: [ByteString]) -> Set<ByteString> {
        if bundles.groups.isEmpty { return [] }
        var live: Set<ByteString> = []
        for (index, slot) in slots.enumerated() where slot.isLive && isNegotiated(index, slot) {
            live.insert(mids[index])
        }
        return Set(bundles.groups.compactMap { $0.first { live.contains($0) } })
    }

    private func kind(of owner: SectionPlan.Owner) -> MediaKind? {
        guard case .transceiver(let id) = owner else { return nil }
        return position(of: id).map { transceivers[$0].kind }
    }

    /// Whose credentials the sections with a transport of their own have.
    private func credentialOwners(
        _ slots: [Slot], _ roles: [TransportRole], restarts isAsked: Bool
    ) -> [CredentialOwner?] {
        var used: Set<TransportID> = []
        return slots.enumerated().map { (index, slot) -> CredentialOwner? in
            guard case .own = roles[index] else { return nil }
            guard let id = appliedTransport(of: slot.owner), used.insert(id).inserted,
                let transport = transports[id], let credentials = transport.credentials
            else { return .proposal(slot.owner) }
            // OP-03: it restarts when the offer is applied.
            let restarts =
                isAsked || needsICERestart || credentialsToReplace.contains(credentials)
            return restarts ? .restart(id) : .kept(id)
        }
    }

    func needsDraw(_ owner: CredentialOwner?) -> Bool {
        switch owner {
        case .proposal(let section): proposals[section]?.credentials == nil
        case .restart(let transport): restarts[transport] == nil
        case .kept, nil: false
        }
    }

    func credentials(_ owner: CredentialOwner?) -> ICECredentialPair? {
        switch owner {
        case .proposal(let section): proposals[section]?.credentials
        case .restart(let transport): restarts[transport]
        case .kept(let transport): transports[transport]?.credentials
        case nil: nil
        }
    }

    private func transport(
        _ role: TransportRole, _ owner: CredentialOwner?, _ slot: Slot, isNew: Bool
    ) -> SectionPlan.Transport {
        switch role {
        case .none: return .none
        case .bundleOnly: return .bundleOnly
        case .bundled: return .bundled(DefaultAddress())
        case .own:
            guard let credentials = credentials(owner) else { return .none }
            var plan = TransportPlan(credentials: credentials, setup: .actpass)
            plan.writesRTCPAddress = isNew && slot.owner != .data
            complete(&plan)
            return .own(plan)
        }
    }

    func content(
        of slot: Slot, at index: Int, isNew: Bool, _ options: OfferOptions,
        _ builder: inout DescriptionBuilder
    ) throws(JSEPError) -> SectionPlan.Content {
        guard case .transceiver(let id) = slot.owner, slot.isLive, let position = position(of: id)
        else {
            if slot.owner == .data && slot.isLive {
                return .data(
                    DataPlan(
                        sctpPort: builder.configuration.sctpPort,
                        maximumMessageSize: builder.configuration.maximumMessageSize))
            }
            return rejectedContent(at: index)
        }
        let transceiver = transceivers[position]
        let before = currentLocal?.media(at: isNew ? nil : transceiver.index)
        var media = MediaPlan(
            kind: transceiver.kind, direction: transceiver.direction,
            body: try offeredBody(transceiver, options, &builder))
        // SO-22, SO-23: what was said of streams and encodings stays, whatever
        // becomes of the direction.
        if transceiver.direction.sends || before?.streams != nil {
            media.streams = transceiver.streams
            media.track = transceiver.pinned?.pins.track
        }
        if transceiver.direction.sends {
            media.sources = sourcePlan(of: transceiver, builder.configuration)
        }
        media.bandwidth =
            transceiver.pinned?.pins.bandwidth ?? builder.configuration.server.bandwidth
        if transceiver.direction.sends || before?.sentRIDs.isEmpty == false {
            media.sentRIDs = transceiver.simulcastRIDs
        }
        if transceiver.direction.receives || before?.receivedStreams.isEmpty == false {
            media.receivedStreams = transceiver.offeredStreams(
                media.body.formats, builder.capabilities.codecs(transceiver.kind))
        }
        media.isRTCPMuxOnly = isNew
        media.reducesRTCPSize = isNew || (transceiver.negotiated?.reducesRTCPSize ?? true)
        return .media(media)
    }

    /// What the section at that position said before it was rejected (SO-14, SO-15).
    private func rejectedContent(at index: Int) -> SectionPlan.Content {
        guard let sections = (pendingLocal ?? currentLocal)?.plan.sections, index < sections.count
        else {
            return .rejected(
                MediaLine(
                    media: "application", port: 0, portCount: nil,
                    transportProtocol: "UDP/DTLS/SCTP", formats: "webrtc-datachannel"))
        }
        return sections[index].content.rejected
    }

    /// The bytes for the codecs and extensions of a section. Most sections say what the
    /// one before them says.
    private func offeredBody(
        _ transceiver: Transceiver, _ options: OfferOptions, _ builder: inout DescriptionBuilder
    ) throws(JSEPError) -> CapabilityBody {
        let request = DescriptionBuilder.OfferedFormats(
            agreed: transceiver.negotiated?.formats.codecs ?? [],
            preferences: transceiver.preferences,
            pinnedCodecs: transceiver.pinned?.codecs ?? [],
            pinnedExtensions: transceiver.pinned?.extensions ?? [])
        if let body = builder.body(for: request, transceiver.kind) { return body }
        let formats = offeredFormats(transceiver, options, builder.capabilities)
        // The capabilities may have no codec of the kind, or the peer all payload types.
        if formats.codecs.isEmpty {
            throw JSEPError(.operation, "there is no codec that a section could offer")
        }
        let body = try builder.body(formats)
        builder.remember(body, for: request, transceiver.kind)
        return body
    }

    /// The codecs and extensions of a section: those of the last answer in its order,
    /// then all others (SO-50); or the preferred ones.
    private func offeredFormats(
        _ transceiver: Transceiver, _ options: OfferOptions, _ capabilities: CapabilitySet
    ) -> SectionFormats {
        let kind = transceiver.kind
        let known = capabilities.codecs(kind)
        let all = offeredCodecs(transceiver)
        let detectsVoice = kind == .audio ? options.voiceActivityDetection : nil
        let agreed = transceiver.negotiated?.formats.codecs ?? []
        let preferences = transceiver.preferences
        var uses: [CodecUse] = []
        var taken = [Bool](repeating: false, count: 128)
        var listed = [Bool](repeating: false, count: known.count)

        func add(_ candidate: CodecUse) {
            let position = Int(candidate.codec)
            guard candidate.payloadType < 128, !taken[Int(candidate.payloadType)],
                !listed[position]
            else { return }
            if known[position].isComfortNoise {
                if detectsVoice == false || (detectsVoice == nil && preferences == nil) { return }
            }
            var use = candidate
            use.feedback = .max
            if preferences?.retransmits == false {
                use.retransmission = nil
            } else if let retransmission = use.retransmission ?? all[position].retransmission {
                let isFree = retransmission < 128 && !taken[Int(retransmission)]
                use.retransmission = isFree ? retransmission : nil
            }
            listed[position] = true
            taken[Int(use.payloadType)] = true
            if let retransmission = use.retransmission { taken[Int(retransmission)] = true }
            uses.append(use)
        }

        if let preferences {
            var places: [UInt16: CodecUse] = [:]
            for use in agreed { places[use.codec] = use }
            for codec in preferences.codecs { add(places[codec] ?? all[Int(codec)]) }
        } else {
            for use in agreed { add(use) }
            for use in all { add(use) }
        }
        var offered = SectionFormats(
            kind: kind, codecs: uses.consistent(known, capabilities.roles(kind)), extensions: [],
            voiceActivityDetection: detectsVoice)
        for (position, capability) in capabilities.extensions.enumerated()
        where capability.kinds.contains(kind) {
            let own = transceiver.pinned?.extensions.first { $0.position == position }
            let isOwn = own.map { formats.means($0) } ?? false
            let id = isOwn ? own?.id ?? ExtensionUse.noID : formats.extensionIDs[position]
            if id == ExtensionUse.noID { continue }
            offered.extensions.append(ExtensionUse(position: UInt16(position), id: id))
        }
        return offered
    }

    /// The codecs of the transceiver's kind with the session's numbers, or with its own
    /// ones.
    private func offeredCodecs(_ transceiver: Transceiver) -> [CodecUse] {
        let kind = transceiver.kind
        guard let own = transceiver.pinned?.codecs, !own.isEmpty else {
            return formats.codecs(kind)
        }
        var codecs = formats.codecs(kind)
        for use in own {
            if formats.means(use, kind) { codecs[Int(use.codec)].payloadType = use.payloadType }
            if formats.meansRetransmission(use, kind) {
                codecs[Int(use.codec)].retransmission = use.retransmission
            }
        }
        return codecs
    }

    /// The BUNDLE groups: all live sections at first, then those of the last
    /// answer's groups in their order, the first with the new sections (SO-58,
    /// SO-60).
    private func bundleGroups(
        of sections: [SectionPlan], _ slots: [Slot], _ roles: [TransportRole]
    ) -> [[ByteString]] {
        let live = sections.filter({ $0.isLive })
        guard isBundlingSettled else { return live.isEmpty ? [] : [live.map { $0.mid }] }
        var kept: Set<ByteString> = []
        var new: [ByteString] = []
        for (index, section) in sections.enumerated() where section.isLive {
            if isNegotiated(index, slots[index]) {
                kept.insert(section.mid)
            } else {
                new.append(section.mid)
            }
        }
        var groups = bundles.groups.map { $0.filter { kept.contains($0) } }.filter { !$0.isEmpty }
        if new.isEmpty { return groups }
        if groups.isEmpty { return [new] }
        groups[0] += new
        return groups
    }

    /// The LS groups: a stream that two or more transceivers send (RFC 9429
    /// section 5.2.1), and those of the last answer that go on (SO-62).
    func lipSyncGroups(of sections: [SectionPlan]) -> [[ByteString]] {
        var senders: [(stream: ByteString, mids: [ByteString])] = []
        var places: [ByteString: Int] = [:]
        // Sections that follow each other mostly send one stream.
        var place = 0
        var live: Set<ByteString> = []
        for section in sections where section.isLive {
            if !lipSyncGroups.isEmpty { live.insert(section.mid) }
            guard case .media(let media) = section.content, let streams = media.streams
            else { continue }
            for stream in streams {
                if place >= senders.count || senders[place].stream != stream {
                    place = places[stream] ?? senders.count
                    if place == senders.count {
                        places[stream] = place
                        senders.append((stream, []))
                    }
                }
                senders[place].mids.append(section.mid)
            }
        }
        var groups: [[ByteString]] = []
        var seen: Set<[ByteString]> = []
        senders.sort { $0.stream < $1.stream }
        for (_, group) in senders where group.count > 1 && seen.insert(group).inserted {
            groups.append(group)
        }
        for group in lipSyncGroups {
            let kept = group.filter { live.contains($0) }
            if kept.count > 1 && seen.insert(kept).inserted { groups.append(kept) }
        }
        return groups
    }
}

extension SectionPlan.Content {
    /// The same for a section that is rejected.
    var rejected: SectionPlan.Content {
        switch self {
        case .media(var media):
            media.direction = .inactive
            media.streams = nil
            media.transportProtocol = nil
            media.sentRIDs = []
            media.receivedStreams = []
            media.bandwidth = BandwidthLimits()
            media.track = nil
            media.sources = nil
            return .media(media)
        case .data, .rejected: return self
        }
    }
}

extension DescriptionPlan {
    /// A data section whose transport carries media says so (RFC 9143 section
    /// 7.1.3).
    mutating func markMultiplexedData() {
        guard let index = sections.firstIndex(where: { $0.owner == .data && $0.isLive }),
            case .data(var data) = sections[index].content
        else { return }
        let mid = sections[index].mid
        data.multiplexesRTCP =
            sections[index].ownTransport != nil
            && bundleGroups.contains { $0.first == mid && $0.count > 1 } && !hasBundleOnly
        sections[index].content = .data(data)
    }

    /// Whether a section waits for the answer to share a transport.
    var hasBundleOnly: Bool { sections.contains { $0.transport == .bundleOnly } }
}

extension LocalDescription {
    /// What the live section at that position says, if it carries RTP.
    func media(at index: Int?) -> MediaPlan? {
        guard let index, index < plan.sections.count, plan.sections[index].isLive,
            case .media(let media) = plan.sections[index].content
        else { return nil }
        return media
    }
}

extension Transceiver {
    /// The rids that are written: none for a lone encoding.
    var simulcastRIDs: [ByteString] {
        encodings.count > 1 ? encodings.compactMap { $0.rid } : []
    }
}
