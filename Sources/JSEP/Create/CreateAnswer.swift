import ICECredentials
import SDP

// How an answer is made: RFC 9429 sections 5.3.1 and 5.3.2.

extension SessionState {
    /// Makes the answer to the pending remote offer, or returns the last one if it
    /// would say the same.
    mutating func createAnswer(
        _ options: AnswerOptions, _ context: CreationContext
    ) throws(JSEPError) -> CreatedDescription {
        switch signalingState {
        case .haveRemoteOffer, .haveLocalProvisionalAnswer: break
        case .closed: throw JSEPError(.invalidState, "the session is closed")
        default: throw JSEPError(.invalidState, "an answer cannot be created in this state")
        }
        guard let offer = pendingRemote else {
            throw JSEPError(.invalidState, "there is no remote offer to answer")
        }
        var builder = try DescriptionBuilder(context)
        let layout = layOutAnswer(to: offer, options, context.configuration)
        let (accepted, groups, owners) = (layout.accepted, layout.groups, layout.owners)
        try obtainSecrets(for: owners, context)

        var plan = try builder.plan(isOffer: false, self)
        plan.allowsMixedExtensions = offer.description.allowsMixedExtensions
        let live = offer.description.sections.filter { !$0.isRejected }
        plan.supportsTrickle = live.contains { $0.supportsTrickle }
        plan.supportsICE2 = live.contains { $0.supportsICE2 }
        for (index, remote) in offer.description.sections.enumerated() {
            plan.sections.append(
                SectionPlan(
                    owner: offer.owners[index], mid: offer.mids[index],
                    writesMid: remote.mid != nil,
                    transport: answeredTransport(
                        index, offer, isAccepted: accepted[index] != nil, owners[index],
                        context.configuration.server.answeredRole),
                    content: try answeredContent(
                        index, offer, accepted[index], options, &builder)))
        }
        plan.bundleGroups = groups
        plan.markMultiplexedData()
        plan.spreadDefaultAddresses()
        let answer = try finish(plan)
        lastCreatedAnswer = answer
        lastAnswerOptions = options
        return answer
    }

    /// The sections that an answer accepts, and how they get their transports.
    struct AnswerLayout {
        let accepted: [Accepted?]
        let groups: [[ByteString]]
        let owners: [CredentialOwner?]
    }

    func layOutAnswer(
        to offer: RemoteApplied, _ options: AnswerOptions, _ configuration: SessionConfiguration
    ) -> AnswerLayout {
        var accepted = acceptedSections(of: offer, options, configuration)
        let groups = answeredGroups(offer, &accepted, configuration.bundlePolicy)
        let tags = Set(groups.compactMap { $0.first })
        let bundled = Set(groups.joined())
        var owners = [CredentialOwner?](repeating: nil, count: accepted.count)
        for (index, mid) in offer.mids.enumerated() where accepted[index] != nil {
            if tags.contains(mid) || !bundled.contains(mid) {
                owners[index] = credentialOwner(
                    offer.owners[index], offer.description.sections[index])
            }
        }
        return AnswerLayout(accepted: accepted, groups: groups, owners: owners)
    }

    /// What an accepted section is about.
    enum Accepted {
        case media(SectionFormats)
        case data
    }

    /// Which sections are accepted, as far as they are looked at alone: those of a
    /// live transceiver with a common codec, and the data section.
    private func acceptedSections(
        of offer: RemoteApplied, _ options: AnswerOptions, _ configuration: SessionConfiguration
    ) -> [Accepted?] {
        offer.description.sections.enumerated().map { (index, remote) -> Accepted? in
            if remote.isRejected { return nil }
            switch offer.owners[index] {
            case .none: return nil
            case .data: return .data
            case .transceiver(let id):
                guard let position = position(of: id), !transceivers[position].isStopped,
                    let formats = commonFormats(
                        remote, transceivers[position], options, configuration)
                else { return nil }
                return .media(formats)
            }
        }
    }

    /// The codecs and extensions that both have, under the numbers of the offer: in
    /// the preferred order, else in that of the policy. Nil without a codec that
    /// carries media.
    private func commonFormats(
        _ remote: RemoteDescription.Section, _ transceiver: Transceiver,
        _ options: AnswerOptions, _ configuration: SessionConfiguration
    ) -> SectionFormats? {
        let kind = transceiver.kind
        let capabilities = configuration.capabilities
        let policy = configuration.codecPolicy
        let known = capabilities.codecs(kind)
        let detectsVoice = kind == .audio ? options.voiceActivityDetection : nil
        var places = [Int?](repeating: nil, count: known.count)
        var uses: [CodecUse] = []
        for codec in remote.codecs {
            guard case .codec(let position) = codec.meaning, places[Int(position)] == nil,
                policy.accepts(known[Int(position)].name, codec.parameters)
            else { continue }
            if detectsVoice == false && known[Int(position)].isComfortNoise { continue }
            places[Int(position)] = uses.count
            uses.append(
                CodecUse(
                    codec: position, payloadType: codec.payloadType, feedback: codec.feedback))
        }
        let retransmits = transceiver.preferences?.retransmits ?? true
        for codec in remote.codecs where retransmits {
            guard case .retransmission(of: let position) = codec.meaning,
                let place = places[Int(position)], uses[place].retransmission == nil,
                uses[place].payloadType == codec.primary
            else { continue }
            uses[place].retransmission = codec.payloadType
        }
        if let preferences = transceiver.preferences {
            uses = preferences.codecs.compactMap { places[Int($0)].map { uses[$0] } }
        } else if policy.order == .own {
            uses.sort { $0.codec < $1.codec }
        }
        let roles = capabilities.roles(kind)
        uses = policy.select(uses, from: known, roles)
        let payloadTypes = uses.map { $0.payloadType }
        for codec in remote.codecs {
            guard case .codec(let position) = codec.meaning,
                roles[Int(position)] == .redundancy, codec.isRedundancy(beside: payloadTypes)
            else { continue }
            uses.removeAll { $0.payloadType == codec.payloadType }
        }
        uses = uses.consistent(known, roles)
        guard uses.contains(where: { known[Int($0.codec)].isMedia }) else { return nil }
        var common = SectionFormats(
            kind: kind, codecs: uses, extensions: [], voiceActivityDetection: detectsVoice)
        var seen: Set<UInt16> = []
        for entry in remote.extensions where 1...255 ~= entry.id {
            guard let position = entry.position, seen.insert(position).inserted,
                capabilities.extensions[Int(position)].kinds.contains(kind)
            else { continue }
            common.extensions.append(
                ExtensionUse(
                    position: position, id: entry.id, direction: entry.direction?.reversed))
        }
        return common
    }

    /// The BUNDLE groups of the answer: those of the offer without what is rejected
    /// (SD-66). A section without a transport of its own is rejected if the one that
    /// would speak for it is (SD-62).
    private func answeredGroups(
        _ offer: RemoteApplied, _ accepted: inout [Accepted?], _ policy: BundlePolicy
    ) -> [[ByteString]] {
        var indices: [ByteString: Int] = [:]
        for (index, mid) in offer.mids.enumerated() { indices[mid] = index }
        var groups: [[ByteString]] = []
        var bundled: Set<ByteString> = []
        for group in offer.description.bundleGroups {
            let places = group.compactMap { indices[$0] }
            let tag = places.first {
                accepted[$0] != nil && offer.description.sections[$0].transport != nil
                    && !offer.description.sections[$0].isBundleOnly
            }
            guard let tag else {
                for place in places { accepted[place] = nil }
                continue
            }
            let mids =
                [offer.mids[tag]]
                + places.filter({ $0 != tag && accepted[$0] != nil }).map { offer.mids[$0] }
            bundled.formUnion(mids)
            groups.append(mids)
        }
        // One transport for all is a policy that sections beside the bundle break.
        if policy == .maxBundle {
            let first = groups.first?.first ?? firstAccepted(offer, accepted)
            for (index, mid) in offer.mids.enumerated()
            where !bundled.contains(mid) && mid != first && accepted[index] != nil {
                accepted[index] = nil
            }
        }
        return groups
    }

    private func firstAccepted(_ offer: RemoteApplied, _ accepted: [Accepted?]) -> ByteString? {
        accepted.firstIndex(where: { $0 != nil }).map { offer.mids[$0] }
    }

    /// SD-70: new credentials where the offer restarts ICE.
    private func credentialOwner(
        _ owner: SectionPlan.Owner, _ remote: RemoteDescription.Section
    ) -> CredentialOwner {
        guard let id = appliedTransport(of: owner), let transport = transports[id],
            transport.credentials != nil
        else { return .proposal(owner) }
        let restarts = transport.remote != nil && transport.remote != remote.iceParameters
        return restarts ? .restart(id) : .kept(id)
    }

    private func answeredTransport(
        _ index: Int, _ offer: RemoteApplied, isAccepted: Bool, _ owner: CredentialOwner?,
        _ role: DTLSRole
    ) -> SectionPlan.Transport {
        if !isAccepted { return .none }
        guard let credentials = credentials(owner) else {
            return .bundled(DefaultAddress())
        }
        let remote = offer.description.sections[index]
        let kept = appliedTransport(of: offer.owners[index]).flatMap { transports[$0]?.setup }
        let setup: SetupRole =
            switch remote.setup {
            case .active: .passive
            case .passive: .active
            default: kept ?? role.setup
            }
        var plan = TransportPlan(credentials: credentials, setup: setup)
        complete(&plan)
        return .own(plan)
    }

    private func answeredContent(
        _ index: Int, _ offer: RemoteApplied, _ accepted: Accepted?, _ options: AnswerOptions,
        _ builder: inout DescriptionBuilder
    ) throws(JSEPError) -> SectionPlan.Content {
        let remote = offer.description.sections[index]
        switch accepted {
        case nil:
            return .rejected(
                MediaLine(
                    media: remote.line.media, port: 0, portCount: nil,
                    transportProtocol: remote.line.transportProtocol,
                    formats: remote.line.formats))
        case .data:
            return .data(
                DataPlan(
                    transportProtocol: remote.line.transportProtocol,
                    format: remote.line.formats, sctpPort: builder.configuration.sctpPort,
                    maximumMessageSize: builder.configuration.maximumMessageSize))
        case .media(let formats):
            guard case .transceiver(let id) = offer.owners[index],
                let position = position(of: id)
            else { throw JSEPError(.operation, "a section has no transceiver") }
            let transceiver = transceivers[position]
            let direction = remote.direction.reversed.intersection(transceiver.direction)
            var media = MediaPlan(
                kind: formats.kind, direction: direction,
                transportProtocol: remote.line.transportProtocol, body: try builder.body(formats))
            // Also where the peer does not want the track now: without the line the check
            // for negotiation would never be content.
            if transceiver.direction.sends {
                media.streams = transceiver.streams
                media.track = transceiver.pinned?.pins.track
            }
            if direction.sends {
                media.sources = sourcePlan(of: transceiver, builder.configuration)
            }
            media.bandwidth =
                transceiver.pinned?.pins.bandwidth ?? builder.configuration.server.bandwidth
            let wanted = Set(remote.receivedSimulcast)
            // W3C WebRTC asks for the rids whatever the direction is.
            media.sentRIDs = transceiver.simulcastRIDs.filter { wanted.contains($0) }
            if media.sentRIDs.count < 2 { media.sentRIDs = [] }
            // Also where nothing is received for a while, so that the peer keeps them.
            let hasReceived = transceiver.negotiated?.receivedStreams.isEmpty == false
            if direction.receives || hasReceived {
                media.receivedStreams = transceiver.answeredStreams(
                    remote.sentStreams, formats,
                    acceptsAll: builder.configuration.receivesSimulcast)
            }
            media.multiplexesRTCP = remote.multiplexesRTCP
            media.reducesRTCPSize = remote.reducesRTCPSize
            return .media(media)
        }
    }
}
