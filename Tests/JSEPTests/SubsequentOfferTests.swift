import JSEP
import SDP
import Testing

@Suite("Subsequent offers: RFC 9429 section 5.2.2, as far as the offerer goes")
struct SubsequentOfferTests {
    private func negotiated(
        _ policy: BundlePolicy = .balanced, _ peer: AnsweringPeer = AnsweringPeer()
    ) throws -> (session: JSEPSession, first: DescriptionText) {
        let session = JSEPSession.seeded(policy)
        try session.addTransceiver(.audio)
        try session.addDataSection()
        try session.addTransceiver(.video)
        let first = try session.negotiate(peer)
        return (session, first)
    }

    @Test("SO-11 SO-16 SO-20: sections keep their place and mid; new ones follow")
    func order() throws {
        let (session, first) = try negotiated()
        try session.addTransceiver(.audio)
        let second = DescriptionText(try session.createOffer())
        #expect(second.media.count == 4)
        for position in 0..<3 {
            let kind = first.media[position][0].split(separator: " ")[0]
            #expect(second.media[position][0].hasPrefix(kind))
            #expect(second.values("a=mid:", position) == first.values("a=mid:", position))
        }
        #expect(second.values("a=mid:", 3) == ["3"])
        #expect(second.bundle == ["0", "1", "2", "3"])
    }

    @Test(
        "SO-25 SO-57: once bundled, only the leader has a transport, and none is bundle-only",
        arguments: BundlePolicy.allCases)
    func bundledTransports(policy: BundlePolicy) throws {
        let (session, _) = try negotiated(policy)
        try session.addTransceiver(.video)
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.media.indices.map { offer.hasTransport($0) } == [true, false, false, false])
        #expect(!offer.text.contains("a=bundle-only"))
        for lines in offer.media { #expect(lines[0].split(separator: " ")[1] == "9") }
    }

    @Test("SO-24 SO-26 SO-27: credentials, fingerprint and tls-id stay, setup is actpass")
    func keptTransport() throws {
        let (session, first) = try negotiated()
        let second = DescriptionText(try session.createOffer())
        for prefix in ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=tls-id:"] {
            #expect(first.values(prefix, 0) == second.values(prefix, 0))
        }
        #expect(second.values("a=setup:", 0) == ["actpass"])
    }

    @Test("SO-53 SO-54 SO-55 SO-56: RTCP as in the last answer", arguments: [true, false])
    func rtcp(isReducedSize: Bool) throws {
        let (session, first) = try negotiated(
            .balanced, AnsweringPeer(reducesRTCPSize: isReducedSize))
        #expect(first.media[0].contains("a=rtcp-mux-only"))
        try session.addTransceiver(.audio)
        let second = DescriptionText(try session.createOffer())
        #expect(second.values("a=rtcp:", 0).isEmpty)
        #expect(second.media[0].contains("a=rtcp-mux"))
        #expect(!second.media[0].contains("a=rtcp-mux-only"))
        #expect(second.media[0].contains("a=rtcp-rsize") == isReducedSize)
    }

    @Test("OP-01 IC-04: an ICE restart changes fragment and password")
    func iceRestart() throws {
        let (session, first) = try negotiated()
        let second = DescriptionText(try session.createOffer(OfferOptions(iceRestart: true)))
        #expect(first.values("a=ice-ufrag:", 0) != second.values("a=ice-ufrag:", 0))
        #expect(first.values("a=ice-pwd:", 0) != second.values("a=ice-pwd:", 0))
        #expect(first.values("a=tls-id:", 0) == second.values("a=tls-id:", 0))
    }

    @Test("SO-24 OP-03: a restart that was not applied leaves the credentials")
    func unappliedRestart() throws {
        let (session, first) = try negotiated()
        let restart = DescriptionText(try session.createOffer(OfferOptions(iceRestart: true)))
        let plain = DescriptionText(try session.createOffer())
        #expect(plain.values("a=ice-", 0) == first.values("a=ice-", 0))
        #expect(plain.values("a=ice-", 0) != restart.values("a=ice-", 0))
        let applied = try session.createOffer(OfferOptions(iceRestart: true))
        try session.setLocalDescription(applied)
        try session.setRemoteAnswer(AnsweringPeer(ufrag: "next").answer(applied).text)
        let next = DescriptionText(try session.createOffer())
        #expect(next.values("a=ice-", 0) == DescriptionText(applied).values("a=ice-", 0))
    }

    @Test("OP-02: an ICE restart in the first offer has no visible effect")
    func iceRestartAtFirst() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        let first = try session.createOffer()
        #expect(try session.createOffer(OfferOptions(iceRestart: true)) === first)
    }

    @Test("SO-14 SO-15 SO-58: a rejected section stays with port 0, outside the group")
    func rejectedSection() throws {
        let (session, _) = try negotiated(.balanced, AnsweringPeer(rejects: [1]))
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.media.count == 3)
        #expect(offer.media[1][0].split(separator: " ")[1] == "0")
        #expect(offer.values("a=mid:", 1) == ["1"])
        #expect(!offer.hasTransport(1))
        #expect(offer.values("a=msid:", 1).isEmpty)
        #expect(!offer.media[1].contains("a=bundle-only"))
        #expect(offer.bundle == ["0", "2"])
    }

    @Test("SO-60: a section that the answerer took out of the bundle stays out")
    func unbundledSection() throws {
        let (session, _) = try negotiated(.maxCompat, AnsweringPeer(unbundles: [1]))
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.media.indices.map { offer.hasTransport($0) } == [true, true, false])
        #expect(offer.bundle == ["0", "2"])
        #expect(session.remoteTransport(mid: "1")?.iceUsernameFragment == "peer1")
        #expect(session.remoteTransport(mid: "2")?.iceUsernameFragment == "peer0")
    }

    @Test("SO-61: with a peer that does not bundle, every section keeps its transport")
    func noBundle() throws {
        let (session, _) = try negotiated(.maxCompat, AnsweringPeer(bundles: false))
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.media.indices.allSatisfy { offer.hasTransport($0) })
        #expect(offer.bundle == nil)
    }

    @Test("SO-18: in have-local-offer a further offer keeps mids and places")
    func furtherOffer() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.video)
        let first = try session.createOffer()
        try session.setLocalDescription(first)
        try session.addTransceiver(.audio)
        let second = try session.createOffer()
        #expect(session.signalingState == .haveLocalOffer)
        #expect(second.version == first.version + 1)
        let text = DescriptionText(second)
        #expect(text.values("a=mid:", 0) == DescriptionText(first).values("a=mid:", 0))
        #expect(text.media[1][0].hasPrefix("m=audio"))
        try session.setLocalDescription(second)
        try session.setRemoteAnswer(AnsweringPeer().answer(second).text)
        #expect(session.signalingState == .stable)
    }

    @Test("SO-64: nothing changed, and the new offer still has all capabilities")
    func superset() throws {
        let (session, first) = try negotiated()
        let second = DescriptionText(try session.createOffer())
        #expect(first.values("a=rtpmap:", 0) == second.values("a=rtpmap:", 0))
        #expect(first.values("a=rtpmap:", 2) == second.values("a=rtpmap:", 2))
    }

    @Test("Five hundred sections are offered, answered and offered again")
    func manySections() throws {
        let session = JSEPSession.seeded(.maxBundle)
        for position in 0..<500 {
            try session.addTransceiver(position % 2 == 0 ? .audio : .video, direction: .sendOnly)
        }
        try session.negotiate()
        #expect(session.transceivers.allSatisfy { $0.currentDirection == .sendOnly })
        #expect(DescriptionText(try session.createOffer()).media.count == 500)
    }
}
