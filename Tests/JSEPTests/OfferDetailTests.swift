import JSEP
import SDP
import Testing

@Suite("Details of offers")
struct OfferDetailTests {
    @Test(
        "CO-27 CO-35 SO-17 IO-21: an offer can be applied, and its places are then those of transceivers"
    )
    func places() throws {
        let pair = SessionPair()
        for kind in [MediaKind.video, .audio, .video] { try pair.a.addTransceiver(kind) }
        let offer = try pair.a.createOffer()
        try pair.a.addTransceiver(.audio)
        #expect(pair.a.lastCreatedOffer === offer)
        try pair.a.setLocalDescription(offer)
        #expect(pair.a.transceivers.map(\.mid) == ["0", "1", "2", nil])
        let again = DescriptionText(try pair.a.createOffer())
        #expect(
            again.media.map { $0[0].prefix(7) } == ["m=video", "m=audio", "m=video", "m=audio"])
    }

    @Test("CO-33: preferences are for both directions; an empty list is none")
    func filteredCodecs() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(.audio, direction: .sendOnly)
        let all = DescriptionText(try session.createOffer()).media[0]
        try session.setCodecPreferences(names: [CodecName("PCMA", clockRate: 8_000)], of: id)
        for direction in MediaDirection.allCases {
            try session.setDirection(direction, of: id)
            #expect(
                DescriptionText(try session.createOffer()).media[0][0]
                    == "m=audio 9 UDP/TLS/RTP/SAVPF 8")
        }
        try session.setCodecPreferences(names: [], of: id)
        try session.setDirection(.sendOnly, of: id)
        #expect(DescriptionText(try session.createOffer()).media[0] == all)
    }

    @Test("IO-34 IO-36 IO-62: error correction is offered if it is there; nothing else is added")
    func errorCorrection() throws {
        let set = try CapabilitySet(
            audio: [],
            video: [
                CodecCapability("VP8", clockRate: 90_000, retransmits: true),
                CodecCapability("red", clockRate: 90_000),
                CodecCapability("ulpfec", clockRate: 90_000),
                CodecCapability(
                    "flexfec-03", clockRate: 90_000, parameters: "repair-window=10000000"),
            ], extensions: [])
        let session = JSEPSession.seeded { $0.capabilities = set }
        try session.addTransceiver(.video)
        let offer = DescriptionText(try session.createOffer())
        #expect(
            offer.values("a=rtpmap:", 0).map { $0.split(separator: " ")[1] } == [
                "VP8/90000", "rtx/90000", "red/90000", "ulpfec/90000", "flexfec-03/90000",
            ])
        #expect(offer.values("a=fmtp:", 0).contains { $0.hasSuffix("repair-window=10000000") })
        #expect(!offer.text.contains("a=imageattr"))
    }

    @Test("IO-44 SO-06: in each section m=, c= and then attributes; s= and t= never change")
    func order() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        _ = try pair.a.createDataChannel("c")
        for _ in 0..<3 {
            let (offer, answer) = try pair.a.negotiate(with: pair.b)
            for text in [offer, answer] {
                #expect(text.session[2] == "s=-" && text.session[3] == "t=0 0")
                for lines in text.media {
                    #expect(lines[1].hasPrefix("c="))
                    #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("a=") })
                }
            }
            try pair.a.addTransceiver(.video)
        }
    }

    @Test("SO-10: before anything is negotiated the order is that of an initial offer")
    func initialOrder() throws {
        let session = JSEPSession.seeded()
        _ = try session.createDataChannel("c")
        #expect(DescriptionText(try session.createOffer()).media.count == 1)
        try session.addTransceiver(.audio)
        try session.setLocalDescription()
        try session.rollBack()
        try session.addTransceiver(.video)
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.media.map { $0[0].prefix(7) } == ["m=audio", "m=video", "m=appli"])
    }

    @Test("SO-51 SO-52 PV-47: codecs and feedback are offered again after an answer without")
    func offeredAgain() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.video)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer().answer(offer)
        answer.media[0][0] = "m=video 9 UDP/TLS/RTP/SAVPF 96"
        answer.media[0].removeAll { $0.hasPrefix("a=rtpmap") && !$0.contains("VP8") }
        try session.setRemoteAnswer(answer.text)
        let next = DescriptionText(try session.createOffer())
        #expect(next.values("a=rtpmap:", 0) == DescriptionText(offer).values("a=rtpmap:", 0))
        #expect(next.values("a=rtcp-fb:", 0) == DescriptionText(offer).values("a=rtcp-fb:", 0))
        #expect(next.values("a=extmap:", 0) == DescriptionText(offer).values("a=extmap:", 0))
        #expect(next.media[0].contains("a=rtcp-mux"))
    }

    @Test("SO-65 IO-56: a section that is added without a bundle has credentials of its own")
    func addedUnbundled() throws {
        let session = JSEPSession.seeded(.maxCompat)
        try session.addTransceiver(.audio)
        try session.negotiate(AnsweringPeer(bundles: false))
        try session.addTransceiver(.audio)
        let offer = DescriptionText(try session.createOffer())
        let fragments = offer.media.indices.flatMap { offer.values("a=ice-ufrag:", $0) }
        #expect(Set(fragments).count == 2)
    }

    @Test("OP-04 OP-13 OP-15 OP-16: restarts, asked for again and again")
    func restarts() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        let (first, _) = try pair.a.negotiate(with: pair.b)
        let plain = DescriptionText(try pair.a.createOffer(OfferOptions(iceRestart: false)))
        #expect(plain.values("a=ice-", 0) == first.values("a=ice-", 0))
        let once = try pair.a.createOffer(OfferOptions(iceRestart: true))
        try pair.a.setLocalDescription(once)
        let twice = try pair.a.createOffer(OfferOptions(iceRestart: true))
        #expect(
            DescriptionText(twice).values("a=ice-", 0) != DescriptionText(once).values("a=ice-", 0))
        // The one created last is the one that may be applied, and replaces the other.
        #expect(throws: JSEPError.self) { try pair.a.setLocalDescription(once) }
        try pair.a.setLocalDescription(twice)
        #expect(pair.a.pendingLocalDescription?.bytes == twice.bytes)
        try pair.b.setRemote(.offer, twice.text)
        try pair.b.setLocalDescription()
        try pair.a.setRemote(.answer, pair.b.currentLocalDescription?.text ?? "")
        #expect(pair.a.transports.count == 1)
        #expect(
            pair.a.transports[0].local?.usernameFragment.description
                == DescriptionText(twice).values("a=ice-ufrag:", 0)[0])
    }

    @Test("SD-34: a section that the peer uses again leaves its old transceiver")
    func reusedByPeer() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.addTransceiver(.audio)
        try pair.a.negotiate(with: pair.b)
        let old = pair.b.transceivers[1].id
        try pair.a.stop(pair.a.transceivers[1].id)
        try pair.a.negotiate(with: pair.b)
        try pair.a.addTransceiver(.video)
        try pair.a.negotiate(with: pair.b)
        #expect(pair.b.transceiver(old) == nil)
        #expect(pair.b.transceivers.map(\.kind) == [.audio, .video])
        #expect(pair.b.transceivers[1].mid == "2")
    }

    @Test("SD-45: feedback that was not offered is refused; other formats and extensions are not")
    func answeredFeedback() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.video)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        let good = AnsweringPeer().answer(offer)
        var bad = good
        bad.media[0].append("a=rtcp-fb:96 nack rpsi")
        let badText = bad.text
        let error = #expect(throws: JSEPError.self) { try session.setRemoteAnswer(badText) }
        #expect(error?.kind == .invalidAccess)
        var more = good
        more.media[0][0] += " 50"
        more.media[0] += ["a=rtpmap:50 X/90000", "a=rtcp-fb:50 x y", "a=extmap:200 urn:x"]
        try session.setRemoteAnswer(more.text)
    }

    @Test("SD-13: the text of a rollback is ignored, on either side")
    func rollbackText() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.setLocalDescription()
        try session.setLocal(.rollback, "nonsense")
        try session.setLocalDescription()
        try session.setRemote(.rollback, "nonsense")
        #expect(session.signalingState == .stable)
    }

    @Test("PV-60 PV-07: a peer with ICE-lite, and what the session level says for all")
    func liteAndInherited() throws {
        let session = JSEPSession.seeded()
        var offer = AnswerTests.offer([AnswerTests.audio])
        let isTransport = { (line: String) in
            ["a=ice-", "a=fingerprint", "a=setup"].contains { line.hasPrefix($0) }
        }
        offer.session += ["a=ice-lite"] + offer.media[0].filter(isTransport)
        offer.media[0].removeAll(where: isTransport)
        try session.setRemote(.offer, offer.text)
        try session.setLocalDescription()
        #expect(session.remoteTransport(mid: "x")?.iceUsernameFragment == "abcd")
    }

    @Test("IC-13: with relayed candidates only, nothing of the host is told")
    func relayPolicy() throws {
        let session = JSEPSession.seeded { $0.iceTransportPolicy = .relay }
        try session.addTransceiver(.audio)
        let fragment = try session.setLocalDescription().gathering[0].usernameFragment
        for type in ["host", "srflx", "relay"] as [ByteString] {
            let candidate = Candidate<ByteString>(
                foundation: "1", component: 1, transport: "udp", priority: 1,
                address: "192.0.2.1", port: 1, type: type, relatedAddress: "10.0.0.1",
                relatedPort: 5, extensions: nil)
            #expect(
                try session.addLocalCandidate(candidate, usernameFragment: fragment)
                    == (type == "relay"))
        }
        let text = DescriptionText(try #require(session.pendingLocalDescription).text)
        #expect(
            text.values("a=candidate:", 0)
                == ["1 1 udp 1 192.0.2.1 1 typ relay raddr 0.0.0.0 rport 0"])
    }

    @Test("CK-01 CK-02 CK-03 CK-04 CK-05 CK-06: what an offer depends on", arguments: 0..<8)
    func dependencies(change: Int) throws {
        let pair = SessionPair()
        let id = try pair.a.addTransceiver(.audio)
        try pair.a.addTransceiver(.video)
        try pair.a.negotiate(with: pair.b)
        let before = try pair.a.createOffer()
        #expect(try pair.a.createOffer() === before)
        var options = OfferOptions()
        switch change {
        case 0: try pair.a.addTransceiver(.audio)
        case 1: try pair.a.setDirection(.inactive, of: id)
        case 2: try pair.a.setCodecPreferences(names: [CodecName("PCMU", clockRate: 8_000)], of: id)
        case 3: try pair.a.setStreams(["s"], of: id)
        case 4: try pair.a.stop(id)
        case 5:
            let fragment = try #require(pair.a.transports.first?.local?.usernameFragment)
            try pair.a.endLocalCandidates(usernameFragment: fragment)
        case 6: options.iceRestart = true
        default: options.voiceActivityDetection = true
        }
        let after = try pair.a.createOffer(options)
        #expect(after.version == before.version + 1)
        #expect(DescriptionText(after).media != DescriptionText(before).media)
        #expect(try pair.a.createOffer(options) === after)
    }
}
