import SDP

// Whether a description answers an offer: RFC 9429 sections 5.8.3 and 5.11.

extension RemoteDescription {
    /// Throws `invalidAccess` unless this answers the offer of `plan`.
    func check(answers plan: OfferPlan) throws(JSEPError) {
        guard sectionCount == plan.sections.count, sections.count == sectionCount else {
            throw JSEPError(.invalidAccess, "the answer has not as many m= lines as the offer")
        }
        for position in sections.indices {
            try sections[position].check(
                answers: plan.sections[position], number: position + 1)
        }
        try checkBundleGroups(of: plan)
        // RFC 9143 section 7.1.3: the first section of a group speaks for all.
        let bundled = Set(bundleGroups.joined())
        let tags = Set(bundleGroups.compactMap({ $0.first }))
        for position in sections.indices where !sections[position].isRejected {
            let offered = plan.sections[position]
            if bundled.contains(offered.mid) && !tags.contains(offered.mid) { continue }
            // Also where a later answer rejects the section that speaks for a bundle
            // (SD-41, RFC 9143 section 7.3.3).
            guard case .own = offered.transport else {
                throw JSEPError(
                    .invalidAccess, "the answer wants a transport that was not offered",
                    section: position + 1)
            }
            try sections[position].checkTransport(number: position + 1)
        }
    }

    private func checkBundleGroups(of plan: OfferPlan) throws(JSEPError) {
        var seen: Set<ByteString> = []
        if bundleGroups.count > 1 {
            throw JSEPError(.invalidAccess, "the answer has more groups than were offered")
        }
        let offered = Set(plan.bundledMids)
        for mid in bundleGroups.joined() {
            guard offered.contains(mid) else {
                throw JSEPError(
                    .invalidAccess, "the answer bundles a section that the offer did not")
            }
            guard seen.insert(mid).inserted else {
                throw JSEPError(.invalidAccess, "the answer bundles a section twice")
            }
        }
        for position in sections.indices
        where seen.contains(plan.sections[position].mid) && sections[position].isRejected {
            throw JSEPError(
                .invalidAccess, "the answer bundles a section that it rejects",
                section: position + 1)
        }
    }
}

extension RemoteDescription.Section {
    fileprivate func check(answers offered: SectionPlan, number: Int) throws(JSEPError) {
        let expected: (media: ByteString, transportProtocol: ByteString)
        switch offered.content {
        case .media(let kind, _, _, _):
            expected = (ByteString(stringLiteral: kind.text), "UDP/TLS/RTP/SAVPF")
        case .data:
            expected = ("application", "UDP/DTLS/SCTP")
        }
        guard media == expected.media else {
            throw JSEPError(
                .invalidAccess, "the answer changes the media type of a section", section: number)
        }
        if isRejected { return }
        guard offered.isLive else {
            throw JSEPError(
                .invalidAccess, "the answer accepts a section that the offer rejects",
                section: number)
        }
        guard transportProtocol == expected.transportProtocol else {
            throw JSEPError(
                .invalidAccess, "the answer changes the protocol of a section", section: number)
        }
        if let mid, mid != offered.mid {
            throw JSEPError(
                .invalidAccess, "the answer changes the mid of a section", section: number)
        }
        switch offered.content {
        case .media(_, let offeredDirection, _, let body):
            // 64 to 95 would be taken for RTCP on the same port (RFC 5761 section 4).
            if payloadTypes.contains(where: { 64...95 ~= $0 }) {
                throw JSEPError(
                    .invalidAccess, "a payload type is reserved for RTCP", section: number)
            }
            guard payloadTypes.contains(where: { body.offers(payloadType: $0) }) else {
                throw JSEPError(
                    .invalidAccess, "the answer has no codec that was offered", section: number)
            }
            if direction.intersection(offeredDirection.reversed) != direction {
                throw JSEPError(
                    .invalidAccess, "the answer's direction does not fit the offer's",
                    section: number)
            }
        case .data:
            if !hasSCTPPort {
                throw JSEPError(
                    .invalidAccess, "a data section lacks a=sctp-port", section: number)
            }
        }
    }

    fileprivate func checkTransport(number: Int) throws(JSEPError) {
        if iceUsernameFragment == nil || icePassword == nil {
            throw JSEPError(
                .invalidAccess, "a section lacks a=ice-ufrag or a=ice-pwd", section: number)
        }
        if fingerprints.isEmpty {
            throw JSEPError(.invalidAccess, "a section lacks a=fingerprint", section: number)
        }
        guard setup == .active || setup == .passive else {
            throw JSEPError(
                .invalidAccess, "an answer's a=setup must be active or passive", section: number)
        }
        if isRTP && !multiplexesRTCP {
            throw JSEPError(.invalidAccess, "a section lacks a=rtcp-mux", section: number)
        }
    }
}
