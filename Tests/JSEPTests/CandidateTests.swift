import JSEP
import SDP
import Testing

@Suite("Candidates, transports and data channels")
struct CandidateTests {
    private func candidate(
        _ address: ByteString, _ port: UInt16, type: ByteString = "host",
        transport: ByteString = "udp"
    ) -> Candidate<ByteString> {
        Candidate(
            foundation: "1", component: 1, transport: transport, priority: 2_130_706_431,
            address: address, port: port, type: type, relatedAddress: nil, relatedPort: nil,
            extensions: nil)
    }

    @Test("SD-17 SD-18: applying an offer names the transports that gather")
    func gathering() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        let effects = try session.setLocalDescription()
        #expect(effects.gathering.map(\.mid) == ["0", "2"])
        #expect(effects.gathering.map(\.index) == [0, 2])
        #expect(session.transports.map(\.role) == [.controlling, .controlling])
        #expect(session.transceivers[0].transport == session.transceivers[1].transport)
        #expect(session.transceivers[0].transport != session.transceivers[2].transport)
        #expect(try session.setLocalDescription().gathering.isEmpty)
    }

    @Test("SO-04 SO-40 SO-41 SO-44 SO-45 SO-46 SD-16: gathered candidates are in descriptions")
    func gathered() throws {
        let pair = SessionPair()
        let session = pair.a
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        let offer = try session.createOffer()
        let fragments = try session.setLocalDescription(offer).gathering.map(\.usernameFragment)
        let revision = try #require(session.pendingLocalDescription).revision
        #expect(
            try session.addLocalCandidate(
                candidate("192.0.2.7", 5_000), usernameFragment: fragments[0]))
        try session.endLocalCandidates(usernameFragment: fragments[0])
        #expect(
            try !session.addLocalCandidate(
                candidate("192.0.2.7", 5_000), usernameFragment: "none"))
        let applied = try #require(session.pendingLocalDescription)
        #expect(applied.revision > revision)
        let text = DescriptionText(applied.text)
        #expect(text.media[0][0].hasPrefix("m=audio 5000 "))
        #expect(text.media[0][1] == "c=IN IP4 192.0.2.7")
        #expect(text.values("a=rtcp:", 0) == ["5000 IN IP4 192.0.2.7"])
        #expect(
            text.values("a=candidate:", 0) == ["1 1 udp 2130706431 192.0.2.7 5000 typ host"])
        #expect(text.media[0].contains("a=end-of-candidates"))
        #expect(text.values("a=candidate:", 1).isEmpty)
        #expect(text.versionLine == DescriptionText(offer).versionLine)

        let again = DescriptionText(try session.createOffer())
        #expect(again.media == text.media)
        #expect(again.versionLine != text.versionLine)

        // Once bundled, all sections have the address of the one transport.
        try pair.b.setRemote(.offer, text.text)
        try pair.b.setLocalDescription()
        try session.setRemote(.answer, pair.b.currentLocalDescription?.text ?? "")
        let next = DescriptionText(try session.createOffer())
        #expect(next.media[1][0].hasPrefix("m=video 5000 "))
        #expect(next.media[1][1] == "c=IN IP4 192.0.2.7")
        #expect(next.values("a=candidate:", 1).isEmpty)
        #expect(!next.media[1].contains("a=end-of-candidates"))
        // A restart is a new generation.
        let restart = DescriptionText(try session.createOffer(OfferOptions(iceRestart: true)))
        #expect(restart.values("a=candidate:", 0).isEmpty)
        #expect(restart.media[0][1] == "c=IN IP4 0.0.0.0")
    }

    @Test("SO-40 SO-42 SO-43 IC-14: which candidate is the default")
    func defaultAddress() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        let fragment = try session.setLocalDescription().gathering[0].usernameFragment
        let line = { () -> [String] in
            Array(DescriptionText(session.pendingLocalDescription?.text ?? "").media[0].prefix(2))
        }
        let steps: [(Candidate<ByteString>, String, String)] = [
            (candidate("a-b.local", 1_000), "9 UDP", "IP4 0.0.0.0"),
            (candidate("192.0.2.1", 9, transport: "tcp"), "9 TCP", "IP4 192.0.2.1"),
            (candidate("2001:db8::1", 2_000), "2000 UDP", "IP6 2001:db8::1"),
            (candidate("192.0.2.2", 3_000), "3000 UDP", "IP4 192.0.2.2"),
            (candidate("192.0.2.3", 4_000, type: "relay"), "4000 UDP", "IP4 192.0.2.3"),
            (candidate("192.0.2.4", 5_000, type: "srflx"), "4000 UDP", "IP4 192.0.2.3"),
        ]
        for (candidate, port, address) in steps {
            try session.addLocalCandidate(candidate, usernameFragment: fragment)
            let profile = port.hasSuffix("TCP") ? "/DTLS/RTP/SAVPF" : "/TLS/RTP/SAVPF"
            #expect(line()[0].hasPrefix("m=audio \(port)\(profile)"))
            #expect(line()[1] == "c=IN \(address)")
        }
    }

    @Test("A76 A51: no candidate breaks a line or the limit")
    func refusedLocal() throws {
        let session = JSEPSession.seeded { $0.limits.candidates = 2 }
        try session.addTransceiver(.audio)
        let fragment = try session.setLocalDescription().gathering[0].usernameFragment
        for address in ["a b", "a\r\nb", "", "a\0"] as [ByteString] {
            let error = #expect(throws: JSEPError.self) {
                try session.addLocalCandidate(
                    candidate(address, 1), usernameFragment: fragment)
            }
            #expect(error?.kind == .type)
        }
        for _ in 0..<2 {
            try session.addLocalCandidate(candidate("192.0.2.1", 1), usernameFragment: fragment)
        }
        let error = #expect(throws: JSEPError.self) {
            try session.addLocalCandidate(candidate("192.0.2.1", 1), usernameFragment: fragment)
        }
        #expect(error?.kind == .operation)
    }

    // MARK: The peer's

    private static let line: ByteString = "candidate:1 1 udp 1 192.0.2.9 7000 typ host"

    @Test("SD-114: the peer's candidates, and those that are refused")
    func remote() throws {
        let pair = SessionPair { $0.limits.candidates = 3 }
        try pair.a.addTransceiver(.audio)
        try pair.a.addTransceiver(.video)
        let add = { (candidate: CandidateInit?) -> JSEPError.Kind? in
            let before = pair.a.snapshot
            do throws(JSEPError) {
                try pair.a.addRemoteCandidate(candidate)
                return nil
            } catch {
                #expect(pair.a.snapshot == before)
                return error.kind
            }
        }
        #expect(add(CandidateInit(Self.line)) == .type)
        #expect(add(CandidateInit(Self.line, mid: "0")) == .invalidState)
        #expect(add(nil) == .invalidState)
        try pair.a.negotiate(with: pair.b)
        let fragment = try #require(pair.a.transports.first?.remote?.usernameFragment)

        #expect(add(CandidateInit(Self.line, mid: "9")) == .operation)
        #expect(add(CandidateInit(Self.line, index: 2)) == .operation)
        #expect(add(CandidateInit(Self.line, mid: "0", usernameFragment: "x")) == .operation)
        #expect(add(CandidateInit("candidate:x", mid: "0")) == .operation)
        #expect(add(CandidateInit("candidate:1 1 udp 1 a\r\nb 1 typ host", mid: "0")) == .operation)

        let before = try #require(pair.a.currentRemoteDescription)
        #expect(add(CandidateInit(Self.line, mid: "0")) == nil)
        #expect(add(CandidateInit(Self.line, index: 1, usernameFragment: fragment)) == nil)
        // The mid counts if both are there.
        #expect(add(CandidateInit(Self.line, mid: "1", index: 7)) == nil)
        let after = try #require(pair.a.currentRemoteDescription)
        #expect(after.revision > before.revision)
        let text = DescriptionText(after.text)
        #expect(text.values("a=candidate:", 0).count == 1)
        #expect(text.values("a=candidate:", 1).count == 2)
        #expect(pair.a.remoteTransport(mid: "1")?.candidates.count == 1)
        #expect(add(CandidateInit("", mid: "0")) == nil)
        #expect(pair.a.remoteTransport(mid: "0")?.endOfCandidates == true)
        #expect(add(nil) == nil)
        let ended = DescriptionText(try #require(pair.a.currentRemoteDescription).text)
        #expect(ended.media[0].filter { $0 == "a=end-of-candidates" }.count == 1)

        for _ in 0..<2 { #expect(add(CandidateInit(Self.line, mid: "0")) == nil) }
        #expect(add(CandidateInit(Self.line, mid: "0")) == .operation)
        pair.a.close()
        #expect(add(CandidateInit(Self.line, mid: "0")) == .invalidState)
    }

    @Test("SD-114: candidates go to the generation they name")
    func generations() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.negotiate(with: pair.b)
        let old = try #require(pair.b.transports.first?.remote?.usernameFragment)
        try pair.a.setLocalDescription(try pair.a.createOffer(OfferOptions(iceRestart: true)))
        try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        let new = try #require(pair.a.transports.first?.local?.usernameFragment)
        #expect(old != new)
        try pair.b.addRemoteCandidate(
            CandidateInit(Self.line, mid: "0", usernameFragment: old))
        #expect(try #require(pair.b.currentRemoteDescription).text.contains("7000"))
        #expect(!(try #require(pair.b.pendingRemoteDescription).text.contains("7000")))
        try pair.b.addRemoteCandidate(
            CandidateInit(Self.line, mid: "0", usernameFragment: new))
        #expect(try #require(pair.b.pendingRemoteDescription).text.contains("7000"))
    }

    @Test("SD-114: a candidate for a stopped section does nothing")
    func stoppedSection() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.addTransceiver(.video)
        try pair.a.negotiate(with: pair.b)
        try pair.a.stop(pair.a.transceivers[1].id)
        try pair.a.negotiate(with: pair.b)
        let before = pair.a.snapshot
        try pair.a.addRemoteCandidate(CandidateInit(Self.line, mid: "1"))
        #expect(pair.a.snapshot == before)
    }

    @Test("SO-60 SO-25: an answer that unbundles keeps two transports")
    func unbundled() throws {
        let session = JSEPSession.seeded(.maxCompat)
        for _ in 0..<3 { try session.addTransceiver(.audio) }
        try session.negotiate(AnsweringPeer(unbundles: [1]))
        #expect(session.transports.count == 2)
        #expect(session.transceivers[0].transport == session.transceivers[2].transport)
        #expect(session.transceivers[0].transport != session.transceivers[1].transport)
        #expect(session.transports.map { $0.remote?.usernameFragment } == ["peer0", "peer1"])
    }

    // MARK: Data channels

    @Test("SD-91: what createDataChannel refuses")
    func refusedChannels() throws {
        let session = JSEPSession.seeded()
        let long = ByteString([UInt8](repeating: 0x61, count: 65_536))
        let make = { (label: ByteString, change: (inout DataChannelInit) -> Void) in
            var options = DataChannelInit()
            change(&options)
            do throws(JSEPError) {
                _ = try session.createDataChannel(label, options)
                return JSEPError.Kind?.none
            } catch {
                return error.kind
            }
        }
        #expect(make(long) { _ in } == .type)
        #expect(make("a") { $0.subprotocol = long } == .type)
        #expect(
            make("a") {
                $0.maximumPacketLifeTime = 1
                $0.maximumRetransmits = 1
            } == .type)
        #expect(make("a") { $0.isNegotiated = true } == .type)
        #expect(
            make("a") {
                $0.isNegotiated = true
                $0.streamID = 65_535
            } == .type)
        #expect(session.dataChannels.isEmpty)
        #expect(
            make("a") {
                $0.isNegotiated = true
                $0.streamID = 3
            } == nil)
        #expect(
            make("b") {
                $0.isNegotiated = true
                $0.streamID = 3
            } == .operation)
        // Without negotiated, the stream is not asked for.
        #expect(make("b") { $0.streamID = 65_535 } == nil)
        #expect(session.dataChannels.map(\.streamID) == [3, nil])
    }

    @Test("SD-19 SD-91 PV-24: the association, and streams by the DTLS role")
    func association() throws {
        let pair = SessionPair()
        _ = try pair.a.createDataChannel("a")
        _ = try pair.a.createDataChannel("b")
        var options = DataChannelInit()
        options.isNegotiated = true
        options.streamID = 1
        _ = try pair.a.createDataChannel("c", options)
        #expect(pair.a.sctp == nil)
        try pair.a.setLocalDescription()
        #expect(pair.a.sctp?.maximumMessageSize == 65_536)
        let offer = pair.a.pendingLocalDescription?.text ?? ""
        try pair.b.setRemote(
            .offer, offer.replacing("max-message-size:262144", with: "max-message-size:0"))
        #expect(pair.b.sctp != nil)
        try pair.b.setLocalDescription()
        try pair.a.setRemote(.answer, pair.b.currentLocalDescription?.text ?? "")
        #expect(pair.a.sctp?.maximumMessageSize == 262_144)
        #expect(pair.b.sctp != nil && pair.b.sctp?.maximumMessageSize == nil)
        #expect(pair.b.transports.count == 1)
        // The answerer is the DTLS client, so the offerer has odd streams.
        #expect(pair.a.dataChannels.map(\.streamID) == [3, 5, 1])
        _ = try pair.b.createDataChannel("d")
        #expect(pair.b.dataChannels.map(\.streamID) == [0])
        pair.a.setState(.open, of: pair.a.dataChannels[0].id)
        pair.a.closeDataChannel(pair.a.dataChannels[0].id)
        #expect(pair.a.dataChannels[0].state == .closing)
        pair.a.close()
        #expect(pair.a.dataChannels.allSatisfy { $0.state == .closed })
    }

    @Test("SO-16 IO-75: the data section keeps its place, and a rejected one is offered again")
    func dataSection() throws {
        let session = JSEPSession.seeded()
        _ = try session.createDataChannel("c")
        let first = try session.negotiate(AnsweringPeer(rejects: [0], bundles: false))
        #expect(first.media[0][0].hasPrefix("m=application 9"))
        #expect(session.sctp == nil)
        try session.addTransceiver(.audio)
        let second = DescriptionText(try session.createOffer())
        #expect(second.media.map { $0[0].prefix(9) } == ["m=audio 9", "m=applica"])
        #expect(second.values("a=mid:", 1) != ["0"])
    }

    @Test("SO-63 CO-31: media in a bundle that data speaks for")
    func dataTag() throws {
        let pair = SessionPair()
        _ = try pair.a.createDataChannel("c")
        try pair.a.negotiate(with: pair.b)
        try pair.a.addTransceiver(.audio)
        let offer = DescriptionText(try pair.a.createOffer())
        #expect(offer.bundle == ["0", "1"])
        #expect(offer.hasTransport(0) && !offer.hasTransport(1))
        #expect(offer.media[0].contains("a=rtcp-mux"))
        #expect(offer.media[0].contains("a=rtcp-rsize"))
    }
}
