import SDP

// What every description of the peer must hold to: RFC 9429 section 5.8.3.

extension RemoteDescription {
    /// Checks what can be seen without the session. `mids` are those of the sections,
    /// of which `live` are not rejected. Throws `invalidAccess`. O(bytes).
    func checkGroups(_ mids: [ByteString?]) throws(JSEPError) {
        var indices: [ByteString: Int] = [:]
        for (index, mid) in mids.enumerated() {
            guard let mid else { continue }
            if indices.updateValue(index, forKey: mid) != nil {
                throw JSEPError(
                    .invalidAccess, "two sections have the same mid", section: index + 1)
            }
        }
        var bundled: Set<ByteString> = []
        for group in bundleGroups {
            var payloadTypes = [CodecKey?](repeating: nil, count: 128)
            var ids: [UInt16: ByteString] = [:]
            for mid in group {
                guard let index = indices[mid] else {
                    throw JSEPError(.invalidAccess, "a group has a mid that no section has")
                }
                guard bundled.insert(mid).inserted else {
                    throw JSEPError(.invalidAccess, "a section is bundled twice")
                }
                let section = sections[index]
                if section.isRejected { continue }
                for codec in section.codecs {
                    if let known = payloadTypes[Int(codec.payloadType)], known != codec.identity {
                        throw JSEPError(
                            .invalidAccess, "a payload type has two meanings in a bundle",
                            section: index + 1)
                    }
                    payloadTypes[Int(codec.payloadType)] = codec.identity
                }
                for entry in section.extensions {
                    if let known = ids[entry.id], known != entry.uri {
                        throw JSEPError(
                            .invalidAccess, "a header extension's id has two meanings in a bundle",
                            section: index + 1)
                    }
                    ids[entry.id] = entry.uri
                }
            }
        }
    }
}

extension RemoteDescription.Section {
    var isMedia: Bool {
        if case .media = content { true } else { false }
    }

    /// Checks what a live section says of its media or data. Throws `invalidAccess`.
    func checkContent(number: Int) throws(JSEPError) {
        switch content {
        case .other: return
        case .data:
            if sctpPort == nil && line.transportProtocol != "DTLS/SCTP" {
                throw JSEPError(
                    .invalidAccess, "a data section lacks a=sctp-port", section: number)
            }
        case .media:
            // 64 to 95 would be taken for RTCP on the same port (RFC 5761 section 4).
            if codecs.contains(where: { 64...95 ~= $0.payloadType }) || hasReservedPayloadType {
                throw JSEPError(
                    .invalidAccess, "a payload type is reserved for RTCP", section: number)
            }
            // RFC 8858 section 3: the one says that the other is all there is.
            if multiplexesRTCPOnly && !multiplexesRTCP {
                throw JSEPError(
                    .invalidAccess, "a=rtcp-mux-only is there without a=rtcp-mux", section: number)
            }
            if hasUnknownRetransmission {
                throw JSEPError(
                    .invalidAccess, "a retransmission is of no format of the section",
                    section: number)
            }
            if hasRepeatedExtension {
                throw JSEPError(
                    .invalidAccess, "a header extension's id is given twice", section: number)
            }
            if hasUndefinedRID {
                throw JSEPError(
                    .invalidAccess, "a=simulcast has a rid without a=rid", section: number)
            }
        }
    }

    /// Checks the transport attributes of a section that has a transport of its own.
    /// Throws `invalidAccess`.
    func checkTransport(isOffer: Bool, number: Int) throws(JSEPError) {
        if iceUsernameFragment == nil || icePassword == nil {
            throw JSEPError(
                .invalidAccess, "a section lacks a=ice-ufrag or a=ice-pwd", section: number)
        }
        if fingerprints.isEmpty {
            throw JSEPError(.invalidAccess, "a section lacks a=fingerprint", section: number)
        }
        guard fingerprints.contains(where: { $0.hashSize != nil }),
            fingerprints.allSatisfy({ $0.hashSize == nil || $0.hashSize == $0.byteCount })
        else {
            throw JSEPError(
                .invalidAccess, "no fingerprint is of a known hash and its size", section: number)
        }
        let isSetup =
            setup == .active || setup == .passive || (isOffer && setup == .actpass)
        if !isSetup {
            throw JSEPError(
                .invalidAccess, "a section lacks a=setup or has one that does not fit",
                section: number)
        }
        if let tlsID, !(20...255 ~= tlsID.count) || !tlsID.allSatisfy({ ByteSet.tlsID($0) }) {
            throw JSEPError(.invalidAccess, "an a=tls-id is malformed", section: number)
        }
        if isMedia && !multiplexesRTCP {
            throw JSEPError(.invalidAccess, "a section lacks a=rtcp-mux", section: number)
        }
    }

    /// Whether the certificates or the DTLS association are others than before.
    func changesAssociation(of transport: Transport) -> Bool {
        if let tlsID, let before = transport.remoteTLSID, tlsID != before { return true }
        if fingerprints == transport.remoteFingerprints { return false }
        return !fingerprints.allSatisfy { fingerprint in
            transport.remoteFingerprints.contains {
                $0.hashFunction.equalsIgnoringCase(fingerprint.hashFunction)
                    && $0.value.equalsIgnoringCase(fingerprint.value)
            }
        }
    }
}

extension ByteSet {
    /// `tls-id` of RFC 8842 section 5.3.
    fileprivate static func tlsID(_ byte: UInt8) -> Bool {
        ice.contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

extension Fingerprint<ByteString> {
    fileprivate var byteCount: Int { (value.count + 1) / 3 }

    /// The bytes that the hash has; nil for a hash that is not known.
    fileprivate var hashSize: Int? {
        let sizes: [(ByteString, Int)] = [
            ("sha-256", 32), ("sha-1", 20), ("sha-224", 28), ("sha-384", 48), ("sha-512", 64),
        ]
        return sizes.first(where: { $0.0.equalsIgnoringCase(hashFunction) })?.1
    }
}

extension SessionState {
    /// Whether the offer may be applied. Throws `invalidAccess`. O(its size).
    func checkOffer(_ description: RemoteDescription) throws(JSEPError) {
        let sections = description.sections
        let before = pendingRemote ?? currentRemote
        let isPending = pendingRemote != nil
        if sections.count < max(before?.mids.count ?? 0, currentLocal?.plan.sections.count ?? 0) {
            throw JSEPError(.invalidAccess, "a section is missing that was there before")
        }
        try description.checkGroups(sections.map { $0.mid })
        let tags = Set(description.bundleGroups.compactMap { $0.first })
        let bundled = Set(description.bundleGroups.joined())
        for (index, section) in sections.enumerated() {
            let number = index + 1
            if let before, index < before.mids.count {
                try checkKept(
                    section, before, index, isReusable: isReusable(index, isPending: isPending))
            }
            if section.isRejected || section.content == .other { continue }
            try section.checkContent(number: number)
            if let mid = section.mid, bundled.contains(mid), !tags.contains(mid),
                section.isBundleOnly || section.iceUsernameFragment == nil
            {
                continue
            }
            try section.checkTransport(isOffer: true, number: number)
            if index < (currentRemote?.mids.count ?? 0) {
                try checkAssociation(section, currentRemote?.owners[index], number: number)
            }
        }
        try checkLimits(description)
    }

    /// Whether the section at that position was rejected, or would have been by an
    /// answer to the pending offer (SD-38).
    private func isReusable(_ index: Int, isPending: Bool) -> Bool {
        if isPending, let pendingRemote {
            return pendingRemote.description.sections[index].isRejected
                || pendingRemote.owners[index] == .none(index)
        }
        let isRejectedHere = currentLocal.map { !$0.plan.sections[index].isLive } ?? false
        return isRejectedHere || currentRemote?.description.sections[index].isRejected ?? false
    }

    /// PV-49: a section that is not recycled keeps its mid, its media and the meaning
    /// of its payload types.
    private func checkKept(
        _ section: RemoteDescription.Section, _ before: RemoteApplied, _ index: Int,
        isReusable: Bool
    ) throws(JSEPError) {
        if isReusable { return }
        let number = index + 1
        if let mid = section.mid, mid != before.mids[index] {
            throw JSEPError(
                .invalidAccess, "a section has another mid than before", section: number)
        }
        if section.content != before.description.sections[index].content {
            throw JSEPError(
                .invalidAccess, "a section is of another kind than before", section: number)
        }
        guard case .transceiver(let id) = before.owners[index], let position = position(of: id),
            !section.isRejected
        else { return }
        let transceiver = transceivers[position]
        if let agreed = transceiver.negotiated?.formats {
            for codec in section.codecs {
                let use = agreed.codecs.first { $0.payloadType == codec.payloadType }
                if let use, codec.meaning != .codec(use.codec) {
                    throw JSEPError(
                        .invalidAccess, "a payload type changes its meaning", section: number)
                }
            }
        }
        try transceiver.checkRIDs(section, number: number)
    }

    /// SD-47, PV-43: without an ICE restart the DTLS association goes on.
    private func checkAssociation(
        _ section: RemoteDescription.Section, _ owner: SectionPlan.Owner?, number: Int
    ) throws(JSEPError) {
        guard let owner, let id = appliedTransport(of: owner), let transport = transports[id],
            let remote = transport.remote, remote == section.iceParameters
        else { return }
        if section.changesAssociation(of: transport) {
            throw JSEPError(
                .invalidAccess, "the certificate changes without an ICE restart", section: number)
        }
        if let setup = transport.setup, section.setup == setup {
            throw JSEPError(
                .invalidAccess, "the DTLS role changes without an ICE restart", section: number)
        }
    }

    private func checkLimits(_ description: RemoteDescription) throws(JSEPError) {
        // One mid of each section is kept for the life of the session.
        if usedMids.count + description.sections.count > SessionState.maximumMids {
            throw JSEPError(.operation, "limit exceeded: mids of a session")
        }
    }

    /// How many mids a session may use up.
    static let maximumMids = 65_536

    // MARK: Answers

    /// Whether the answer fits our offer (RFC 9429 section 5.11). Throws
    /// `invalidAccess`. O(its size).
    func checkAnswer(
        _ answer: RemoteDescription, to plan: DescriptionPlan
    ) throws(JSEPError) {
        guard answer.sections.count == plan.sections.count else {
            throw JSEPError(.invalidAccess, "the answer has not as many m= lines as the offer")
        }
        for (index, section) in answer.sections.enumerated() {
            try section.check(answers: plan.sections[index], number: index + 1)
            if case .transceiver(let id) = plan.sections[index].owner, !section.isRejected,
                let position = position(of: id)
            {
                try transceivers[position].checkRIDs(section, number: index + 1)
            }
        }
        try answer.checkGroups(plan.sections.map { $0.mid })
        try answer.checkBundle(of: plan)
        // RFC 9143 section 7.1.3: the first section of a group speaks for all.
        let bundled = Set(answer.bundleGroups.joined())
        let tags = Set(answer.bundleGroups.compactMap { $0.first })
        for (index, section) in answer.sections.enumerated() where !section.isRejected {
            let offered = plan.sections[index]
            if bundled.contains(offered.mid) && !tags.contains(offered.mid) { continue }
            // Also where a later answer rejects the section that speaks for a bundle
            // (SD-41, RFC 9143 section 7.3.3).
            guard let own = offered.ownTransport else {
                throw JSEPError(
                    .invalidAccess, "the answer wants a transport that was not offered",
                    section: index + 1)
            }
            try section.checkTransport(isOffer: false, number: index + 1)
            try checkRestart(
                section, own, offered.owner, mid: offered.mid, number: index + 1)
        }
    }

    /// SD-46, SD-47: the answer restarts ICE if and only if the offer does.
    private func checkRestart(
        _ section: RemoteDescription.Section, _ own: TransportPlan, _ owner: SectionPlan.Owner,
        mid: ByteString, number: Int
    ) throws(JSEPError) {
        guard let id = appliedTransport(of: owner), let before = lastStable?.transports[id],
            let remote = before.remote
        else { return }
        // A peer may have ended the transport with the section that spoke for it, as
        // Chromium does.
        if let place = bundles.place(mid), bundles.groups[place][0] != mid { return }
        let restarts = before.credentials != own.credentials
        if (section.iceParameters != remote) != restarts {
            throw JSEPError(
                .invalidAccess, "the answer's ICE credentials do not fit the offer's",
                section: number)
        }
        if restarts { return }
        if section.changesAssociation(of: before) {
            throw JSEPError(
                .invalidAccess, "the certificate changes without an ICE restart", section: number)
        }
        if let setup = before.setup, section.setup == setup {
            throw JSEPError(
                .invalidAccess, "the DTLS role changes without an ICE restart", section: number)
        }
    }
}

extension RemoteDescription {
    fileprivate func checkBundle(of plan: DescriptionPlan) throws(JSEPError) {
        if bundleGroups.count > max(plan.bundleGroups.count, 1) {
            throw JSEPError(.invalidAccess, "the answer has more groups than were offered")
        }
        let offered = Set(plan.bundleGroups.joined())
        let bundled = Set(bundleGroups.joined())
        if !bundled.isSubset(of: offered) {
            throw JSEPError(
                .invalidAccess, "the answer bundles a section that the offer did not")
        }
        for (index, section) in sections.enumerated()
        where section.isRejected && bundled.contains(plan.sections[index].mid) {
            throw JSEPError(
                .invalidAccess, "the answer bundles a section that it rejects",
                section: index + 1)
        }
    }
}

extension RemoteDescription.Section {
    fileprivate func check(answers offered: SectionPlan, number: Int) throws(JSEPError) {
        let media: ByteString
        // Which of the two it is may have changed with the candidates.
        let transportProtocols: [ByteString]
        switch offered.content {
        case .media(let plan):
            media = ByteString(stringLiteral: plan.kind.text)
            transportProtocols = ["UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF"]
        case .data:
            media = "application"
            transportProtocols = ["UDP/DTLS/SCTP", "TCP/DTLS/SCTP"]
        case .rejected(let line):
            media = line.media
            transportProtocols = [line.transportProtocol]
        }
        guard line.media == media else {
            throw JSEPError(
                .invalidAccess, "the answer changes the media type of a section", section: number)
        }
        if isRejected { return }
        guard offered.isLive else {
            throw JSEPError(
                .invalidAccess, "the answer accepts a section that the offer rejects",
                section: number)
        }
        guard transportProtocols.contains(line.transportProtocol) else {
            throw JSEPError(
                .invalidAccess, "the answer changes the protocol of a section", section: number)
        }
        if let mid, mid != offered.mid {
            throw JSEPError(
                .invalidAccess, "the answer changes the mid of a section", section: number)
        }
        try checkContent(number: number)
        guard case .media(let plan) = offered.content else { return }
        guard codecs.contains(where: { plan.body.formats.offers(payloadType: $0.payloadType) })
        else {
            throw JSEPError(
                .invalidAccess, "the answer has no codec that was offered", section: number)
        }
        let isOtherFeedback = codecs.contains {
            $0.hasOtherFeedback && plan.body.formats.offers(payloadType: $0.payloadType)
        }
        if isOtherFeedback {
            throw JSEPError(
                .invalidAccess, "the answer has feedback that was not offered", section: number)
        }
        // A lone a=rid that was not offered says nothing (RFC 8851 section 6.4).
        let rids = Set(plan.receivedStreams.joined().map { $0.rid })
        if !rids.isEmpty && sentStreams.joined().count > 1
            && !sentStreams.joined().allSatisfy({ rids.contains($0.rid) })
        {
            throw JSEPError(
                .invalidAccess, "the answer sends a rid that was not offered", section: number)
        }
        if direction.intersection(plan.direction.reversed) != direction {
            throw JSEPError(
                .invalidAccess, "the answer's direction does not fit the offer's",
                section: number)
        }
    }
}

extension Transceiver {
    /// PV-58: the peer may not bring in rids where encodings have some.
    fileprivate func checkRIDs(
        _ section: RemoteDescription.Section, number: Int
    ) throws(JSEPError) {
        if section.receivedSimulcast.isEmpty { return }
        let known = Set(encodings.compactMap { $0.rid })
        if known.isEmpty || known.isSuperset(of: section.receivedSimulcast) { return }
        throw JSEPError(.invalidAccess, "rids cannot be negotiated again", section: number)
    }
}
