import JSEP
import SDP
import Testing

@Suite("Server options: ICE-lite, DTLS role, names, bandwidth")
struct ServerOptionTests {
    /// A lite server and a full client, or two of a kind.
    private func pair(_ isLite: Bool, _ peerIsLite: Bool) -> (a: JSEPSession, b: JSEPSession) {
        (
            .seeded(.maxBundle, seed: 1) { $0.server.isICELite = isLite },
            .seeded(.maxBundle, seed: 2) { $0.server.isICELite = peerIsLite }
        )
    }

    @Test(
        "IO-13 IO-08 PV-60: a=ice-lite once at the session level, only if asked, beside both options"
    )
    func attribute() throws {
        for isLite in [false, true] {
            let (server, client) = pair(isLite, false)
            try server.addTransceiver(.audio)
            try server.addTransceiver(.video)
            let (offer, answer) = try server.negotiate(with: client)
            #expect(offer.session.filter { $0 == "a=ice-lite" }.count == (isLite ? 1 : 0))
            #expect(!offer.media.joined().contains("a=ice-lite"))
            #expect(offer.session.contains("a=ice-options:trickle ice2"))
            #expect(offer.values("a=setup:", 0) == ["actpass"])
            #expect(!answer.text.contains("ice-lite"))
            let (again, reverse) = try client.negotiate(with: server)
            #expect(!again.text.contains("ice-lite"))
            #expect(reverse.session.contains("a=ice-lite") == isLite)
            #expect(client.remoteTransport(mid: "0")?.isICELite == isLite)
            #expect(server.remoteTransport(mid: "0")?.isICELite == false)
        }
    }

    @Test(
        "SD-18 PV-60: a full agent controls a lite one whoever offers; of equal ones who offers",
        arguments: [(false, false), (true, false), (false, true), (true, true)])
    func roles(offererIsLite: Bool, answererIsLite: Bool) throws {
        let (a, b) = pair(offererIsLite, answererIsLite)
        try a.addTransceiver(.audio)
        try a.negotiate(with: b)
        let offererControls = offererIsLite == answererIsLite || answererIsLite
        func check() {
            #expect(a.transports.map(\.role) == [offererControls ? .controlling : .controlled])
            #expect(b.transports.map(\.role) == [offererControls ? .controlled : .controlling])
        }
        check()
        // The role stays, whoever offers later, and over a restart.
        try b.addTransceiver(.video)
        try b.negotiate(with: a)
        check()
        try b.negotiate(with: a, OfferOptions(iceRestart: true))
        check()
    }

    @Test("SD-18: before an answer a lite agent takes its peer for a full one")
    func roleBeforeAnswer() throws {
        let (a, _) = pair(true, false)
        try a.addTransceiver(.audio)
        try a.setLocalDescription()
        #expect(a.transports.map(\.role) == [.controlled])
    }

    @Test("IC-12: a lite agent has host candidates only (RFC 8445 section 5.2)")
    func liteCandidates() throws {
        let session = JSEPSession.seeded { $0.server.isICELite = true }
        try session.addTransceiver(.audio)
        let fragment = try #require(try session.setLocalDescription().gathering.first)
            .usernameFragment
        func candidate(_ type: ByteString) -> Candidate<ByteString> {
            Candidate(
                foundation: "1", component: 1, transport: "udp", priority: 2_130_706_431,
                address: "192.0.2.1", port: 4_000, type: type, relatedAddress: nil,
                relatedPort: nil, extensions: nil)
        }
        let before = session.snapshot
        let error = #expect(throws: JSEPError.self) {
            try session.addLocalCandidate(candidate("srflx"), usernameFragment: fragment)
        }
        #expect(error?.kind == .type)
        #expect(session.snapshot == before)
        #expect(try session.addLocalCandidate(candidate("host"), usernameFragment: fragment))
        let text = try #require(session.pendingLocalDescription).text
        #expect(text.contains("m=audio 4000 "))
    }

    @Test("SD-64: answers take the DTLS role that is configured where the offer leaves it open")
    func answeredRole() throws {
        for role in [DTLSRole.client, .server] {
            for offered in ["actpass", "active", "passive"] {
                let session = JSEPSession.seeded { $0.server.answeredRole = role }
                var offer = AnswerTests.offer([AnswerTests.audio])
                offer.media[0] = offer.media[0].map {
                    $0 == "a=setup:actpass" ? "a=setup:\(offered)" : $0
                }
                try session.setRemote(.offer, offer.text)
                let answer = DescriptionText(try session.createAnswer())
                let expected =
                    switch offered {
                    case "active": "passive"
                    case "passive": "active"
                    default: role == .client ? "active" : "passive"
                    }
                #expect(answer.values("a=setup:", 0) == [expected])
            }
        }
    }

    @Test("SD-64: the DTLS role stays in later answers")
    func roleStays() throws {
        let server = JSEPSession.seeded(.maxBundle) { $0.server.answeredRole = .server }
        let client = JSEPSession.seeded(.maxBundle, seed: 2)
        try client.addTransceiver(.audio)
        for _ in 0..<3 {
            let answer = try client.negotiate(with: server).answer
            #expect(answer.values("a=setup:", 0) == ["passive"])
        }
    }

    @Test("IO-30 IC-07 SO-21: mids by text policy, never used again after a stop")
    func textMids() throws {
        let session = JSEPSession.seeded { $0.server.midPolicy = .text("sfu") }
        try session.addTransceiver(.audio)
        let video = try session.addTransceiver(.video)
        try session.addDataSection()
        let offer = try session.negotiate()
        #expect((0..<3).map { offer.values("a=mid:", $0) } == [["sfu0"], ["sfu1"], ["sfu2"]])
        #expect(offer.bundle == ["sfu0", "sfu1", "sfu2"])
        try session.stop(video)
        try session.negotiate(AnsweringPeer(rejects: [1]))
        try session.addTransceiver(.video)
        let again = try session.negotiate()
        #expect(again.values("a=mid:", 1) == ["sfu3"])
    }

    @Test("SO-67 SO-66: a section without mid gets one by the policy; the peer's are passed over")
    func remoteMids() throws {
        let session = JSEPSession.seeded { $0.server.midPolicy = .text("m") }
        var offer = AnswerTests.offer([AnswerTests.audio], bundle: nil)
        offer.media[0] = offer.media[0].map { $0 == "a=mid:x" ? "a=mid:m0" : $0 }
        try session.setRemote(.offer, offer.text)
        try session.setLocalDescription()
        try session.addTransceiver(.video)
        let ours = DescriptionText(try session.createOffer())
        #expect(ours.media.map { DescriptionText.values("a=mid:", $0) } == [["m0"], ["m1"]])
    }

    @Test(
        "A prefix, name or bandwidth that is malformed or out of range makes no offer",
        arguments: [0, 1, 2, 3, 4, 5, 6, 7, 8])
    func malformedOptions(_ number: Int) throws {
        var options = ServerOptions()
        var kind = JSEPError.Kind.type
        switch number {
        case 0: options.midPolicy = .text("")
        case 1: options.midPolicy = .text("a b")
        case 2: options.midPolicy = .text("12345678901")
        case 3: options.canonicalName = ""
        case 4: options.canonicalName = "a\r\na=x"
        case 5: options.canonicalName = ByteString([UInt8](repeating: 0x61, count: 256))
        case 6: (options.bandwidth.applicationSpecific, kind) = (0, .range)
        case 7: (options.bandwidth.transportIndependent, kind) = (1 << 31, .range)
        default: options.canonicalName = "a b"
        }
        let session = JSEPSession.seeded { $0.server = options }
        try session.addTransceiver(.audio)
        let before = session.snapshot
        let error = #expect(throws: JSEPError.self) { try session.createOffer() }
        #expect(error?.kind == kind)
        #expect(#expect(throws: JSEPError.self) { try options.check() }?.kind == kind)
        #expect(session.snapshot == before)
    }

    @Test("PV-06 GR-13 GR-01: b= of every media section behind c=, in offer and answer")
    func bandwidth() throws {
        let limits = BandwidthLimits(applicationSpecific: 1, transportIndependent: 2_147_483_647)
        let session = JSEPSession.seeded(.maxBundle) { $0.server.bandwidth = limits }
        let peer = JSEPSession.seeded(.maxBundle, seed: 2) {
            $0.server.bandwidth.applicationSpecific = 64
        }
        try session.addTransceiver(.audio)
        let video = try session.addTransceiver(
            .video, TransceiverInit(pins: TransceiverPins(bandwidth: BandwidthLimits())))
        try session.addDataSection()
        let (offer, answer) = try session.negotiate(with: peer)
        #expect(
            Array(offer.media[0][1...3]) == ["c=IN IP4 0.0.0.0", "b=AS:1", "b=TIAS:2147483647"])
        #expect(!offer.media[1].contains { $0.hasPrefix("b=") })
        #expect(!offer.media[2].contains { $0.hasPrefix("b=") })
        #expect(
            answer.media.map { DescriptionText.values("b=", $0) } == [["AS:64"], ["AS:64"], []])
        let parsed = try SessionDescription(parsing: offer.text)
        #expect(parsed.serialized() == offer.text)
        try session.stop(video)
        let rejected = try session.negotiate(with: peer).offer
        #expect(rejected.media[1][0].hasPrefix("m=video 0 "))
        #expect(DescriptionText.values("b=", rejected.media[0]) == ["AS:1", "TIAS:2147483647"])
    }

    @Test("SD-112: server options cannot be changed")
    func configurationChange() throws {
        let session = JSEPSession.seeded()
        var configuration = session.configuration
        configuration.server.isICELite = true
        let error = #expect(throws: JSEPError.self) {
            try session.setConfiguration(configuration)
        }
        #expect(error?.kind == .invalidModification)
        #expect(!session.configuration.server.isICELite)
    }
}
