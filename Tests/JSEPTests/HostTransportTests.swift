import ICECredentials
import JSEP
import SDP
import Testing

@Suite("Transports that the host has")
struct HostTransportTests {
    private static let otherFingerprint = Array(repeating: "CD", count: 32).joined(separator: ":")

    private static func candidate(
        _ port: UInt16, address: ByteString = "192.0.2.1", type: ByteString = "host"
    ) -> Candidate<ByteString> {
        Candidate(
            foundation: "1", component: 1, transport: "udp", priority: 2_130_706_431,
            address: address, port: port, type: type,
            relatedAddress: type == "host" ? nil : "10.0.0.1",
            relatedPort: type == "host" ? nil : 5, extensions: nil)
    }

    private static func transport(
        _ name: ByteString, change: (inout HostTransport) -> Void = { _ in }
    ) -> HostTransport {
        var transport = HostTransport(
            usernameFragment: name, password: password(name))
        change(&transport)
        return transport
    }

    private static func password(_ name: ByteString) -> ByteString {
        ByteString([UInt8](name) + [UInt8](repeating: UInt8(ascii: "p"), count: 22))
    }

    private func server(
        _ policy: BundlePolicy = .maxBundle, change: (inout SessionConfiguration) -> Void = { _ in }
    ) -> JSEPSession {
        .seeded(policy) {
            $0.server.hostsTransports = true
            change(&$0)
        }
    }

    private func expectRefused(
        _ kind: JSEPError.Kind, _ session: JSEPSession, section: Int = 0,
        _ body: () throws(JSEPError) -> Void, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let before = session.snapshot
        let missing = session.missingTransports()
        var thrown: JSEPError?
        do throws(JSEPError) { try body() } catch { thrown = error }
        #expect(thrown?.kind == kind, sourceLocation: sourceLocation)
        #expect(thrown?.section == section, sourceLocation: sourceLocation)
        #expect(session.snapshot == before, sourceLocation: sourceLocation)
        #expect(session.missingTransports() == missing, sourceLocation: sourceLocation)
    }

    @Test("IC-05 IO-55 IO-57 IO-61 SO-40 SO-44: what the host set is what the offer says")
    func written() throws {
        let session = server { $0.server.isICELite = true }
        let address = TransportAddress("198.51.100.7", port: 7_000)
        try session.addHostTransport(
            Self.transport("host") {
                $0.fingerprints = [
                    Fingerprint(hashFunction: "sha-256", value: ByteString(Self.otherFingerprint))
                ]
                $0.tlsID = "01234567890123456789"
                $0.candidates = [
                    Self.candidate(4_000), Self.candidate(4_001, address: "2001:db8::1"),
                ]
                $0.endOfCandidates = true
                $0.defaultAddress = address
            })
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        try session.addDataSection()
        #expect(session.missingTransports().isEmpty)
        let client = JSEPSession.seeded(.maxBundle, seed: 2)
        let created = try session.createOffer()
        let effects = try session.setLocalDescription(created)
        #expect(effects.gathering.isEmpty)
        let offer = DescriptionText(created)
        let section = offer.media[0]
        #expect(section[0].hasPrefix("m=audio 7000 UDP/TLS/RTP/SAVPF"))
        #expect(section[1] == "c=IN IP4 198.51.100.7")
        #expect(offer.values("a=ice-ufrag:", 0) == ["host"])
        #expect(offer.values("a=ice-pwd:", 0) == ["\(Self.password("host"))"])
        #expect(offer.values("a=fingerprint:", 0) == ["sha-256 \(Self.otherFingerprint)"])
        #expect(offer.values("a=tls-id:", 0) == ["01234567890123456789"])
        #expect(
            offer.values("a=candidate:", 0) == [
                "1 1 udp 2130706431 192.0.2.1 4000 typ host",
                "1 1 udp 2130706431 2001:db8::1 4001 typ host",
            ])
        #expect(section.contains("a=end-of-candidates"))
        // What bundled sections inherit is this transport's, not the configuration's.
        #expect(
            DescriptionText.values("a=fingerprint:", offer.session) == [
                "sha-256 \(Self.otherFingerprint)"
            ])
        #expect(!offer.text.contains(AnsweringPeer.fingerprint))
        let parsed = try SessionDescription(parsing: offer.text)
        #expect(parsed.serialized() == offer.text)

        try client.setRemote(.offer, offer.text)
        let answer = try client.createAnswer()
        try client.setLocalDescription(answer)
        try session.setRemote(.answer, answer.text)
        let seen = try #require(client.remoteTransport(mid: "1"))
        #expect(seen.iceUsernameFragment == "host")
        #expect(seen.isICELite)
        #expect(seen.candidates.count == 2)
        #expect(seen.endOfCandidates)
        #expect(session.transports.map { $0.local?.usernameFragment } == ["host"])
        // The next offer keeps it, and bundled sections have its address.
        let next = DescriptionText(try session.createOffer())
        #expect(next.values("a=ice-ufrag:", 0) == ["host"])
        #expect(next.media.map { $0[0].split(separator: " ")[1] } == ["7000", "7000", "7000"])
        #expect(next.media[1][1] == "c=IN IP4 198.51.100.7")
    }

    @Test("IC-03: the session draws no credentials: its random source gives the session id alone")
    func drawsNone() throws {
        let session = server(.maxCompat)
        for number in 0..<20 {
            try session.addTransceiver(.audio)
            try session.addHostTransport(Self.transport(ByteString("h\(number)xx")))
        }
        let offer = DescriptionText(try session.createOffer())
        #expect((0..<20).map { offer.values("a=ice-ufrag:", $0) } == (0..<20).map { ["h\($0)xx"] })
        #expect(!offer.text.contains("a=tls-id"))
        #expect(DescriptionText.values("a=fingerprint:", offer.media[19]).count == 1)
        // One without sections draws as many bytes.
        let empty = server(.maxCompat)
        #expect(DescriptionText(try empty.createOffer()).versionLine[1] == offer.versionLine[1])
    }

    @Test("IC-05 IO-50: transports go to the sections they are meant for, the others in order")
    func designated() throws {
        let session = server(.balanced)
        let audio = try session.addTransceiver(.audio)
        let video = try session.addTransceiver(.video)
        try session.addTransceiver(.video)
        try session.addDataSection()
        #expect(
            session.missingTransports() == [
                demand(0, "0", .transceiver(audio)), demand(1, "1", .transceiver(video)),
                demand(3, "3", .data),
            ])
        try session.addHostTransport(Self.transport("data") { $0.section = .data })
        try session.addHostTransport(Self.transport("video") { $0.section = .transceiver(video) })
        #expect(session.missingTransports() == [demand(0, "0", .transceiver(audio))])
        expectRefused(.operation, session, section: 1) { () throws(JSEPError) in
            _ = try session.createOffer()
        }
        try session.addHostTransport(Self.transport("rest"))
        let offer = DescriptionText(try session.createOffer())
        #expect(
            (0..<4).map { offer.values("a=ice-ufrag:", $0) } == [["rest"], ["video"], [], ["data"]])
        // The answer bundles all: the others are let go of.
        let peer = JSEPSession.seeded(.maxBundle, seed: 2)
        try session.negotiate(with: peer)
        #expect(session.transports.map { $0.local?.usernameFragment } == ["rest"])
        // Their names are free once no description has them.
        expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.addHostTransport(Self.transport("video"))
        }
        try session.negotiate(with: peer)
        try session.addHostTransport(Self.transport("video"))
    }

    private func demand(
        _ index: Int, _ mid: ByteString, _ section: HostedSection, restarts: ByteString? = nil
    ) -> ExpectedDemand {
        ExpectedDemand(index: index, mid: mid, section: section, restarts: restarts)
    }

    @Test("SD-60 SD-70: answers take the host's transports, and say which are missing")
    func answers() throws {
        let session = server()
        let offer = AnswerTests.offer([AnswerTests.audio, AnswerTests.video, AnswerTests.data])
        try session.setRemote(.offer, offer.text)
        let audio = session.transceivers[0].id
        #expect(session.missingTransports() == [demand(0, "x", .transceiver(audio))])
        expectRefused(.operation, session, section: 1) { () throws(JSEPError) in
            _ = try session.createAnswer()
        }
        try session.addHostTransport(Self.transport("host") { $0.candidates = [Self.candidate(1)] })
        try session.setLocalDescription()
        let answer = DescriptionText(try #require(session.currentLocalDescription).text)
        #expect((0..<3).map { answer.values("a=ice-ufrag:", $0) } == [["host"], [], []])
        #expect(answer.values("a=candidate:", 0).count == 1)

        // The peer restarts ICE: new credentials are needed.
        var restarted = offer
        restarted.media[0] = offer.media[0].map {
            $0 == "a=ice-ufrag:abcd" ? "a=ice-ufrag:efgh" : $0
        }
        try session.setRemote(.offer, restarted.text)
        #expect(
            session.missingTransports() == [
                demand(0, "x", .transceiver(audio), restarts: "host")
            ])
        expectRefused(.operation, session, section: 1) { () throws(JSEPError) in
            _ = try session.createAnswer()
        }
        try session.restartHostTransport("host", with: Self.transport("again"))
        try session.setLocalDescription()
        let second = DescriptionText(try #require(session.currentLocalDescription).text)
        #expect(second.values("a=ice-ufrag:", 0) == ["again"])
        #expect(second.values("a=candidate:", 0).isEmpty)
        #expect(session.transports.count == 1)
        #expect(!session.updateNegotiationNeeded())
    }

    @Test("OP-01 OP-05 IC-04: the host restarts ICE by the next offer, once")
    func restart() throws {
        let session = server()
        let peer = JSEPSession.seeded(.maxBundle, seed: 2)
        try session.addTransceiver(.audio)
        try session.addHostTransport(Self.transport("one1") { $0.candidates = [Self.candidate(1)] })
        try session.negotiate(with: peer)
        let id = session.transports[0].id
        #expect(!session.updateNegotiationNeeded())
        // Asked for without credentials.
        expectRefused(.operation, session, section: 1) { () throws(JSEPError) in
            _ = try session.createOffer(OfferOptions(iceRestart: true))
        }
        #expect(
            session.missingTransports(OfferOptions(iceRestart: true)).map(\.restarts) == ["one1"])
        try session.restartHostTransport("one1", with: Self.transport("two2"))
        #expect(session.updateNegotiationNeeded())
        // The last ones count; these are forgotten.
        try session.restartHostTransport("one1", with: Self.transport("three3"))
        try session.addHostTransport(Self.transport("two2"))
        try session.removeHostTransport("two2")
        #expect(session.transports[0].local?.usernameFragment == "one1")
        let (offer, _) = try session.negotiate(with: peer)
        #expect(offer.values("a=ice-ufrag:", 0) == ["three3"])
        #expect(offer.values("a=candidate:", 0).isEmpty)
        #expect(session.transports.map(\.id) == [id])
        #expect(!session.updateNegotiationNeeded())
        #expect(try session.addLocalCandidate(Self.candidate(2), usernameFragment: "one1") == false)
        #expect(try session.addLocalCandidate(Self.candidate(2), usernameFragment: "three3"))
        let later = DescriptionText(try session.createOffer())
        #expect(later.values("a=ice-ufrag:", 0) == ["three3"])
        #expect(later.values("a=candidate:", 0).count == 1)
    }

    @Test("SD-50 OP-06: a rollback gives transports and restarts back to the next offer")
    func rollback() throws {
        let session = server()
        let peer = JSEPSession.seeded(.maxBundle, seed: 2)
        try session.addTransceiver(.audio)
        try session.addHostTransport(Self.transport("one1"))
        for _ in 0..<2 {
            try session.setLocalDescription()
            expectRefused(.invalidState, session) { () throws(JSEPError) in
                try session.removeHostTransport("one1")
            }
            try session.rollBack()
        }
        #expect(try session.negotiate(with: peer).offer.values("a=ice-ufrag:", 0) == ["one1"])
        try session.restartHostTransport("one1", with: Self.transport("two2"))
        for _ in 0..<2 {
            try session.setLocalDescription()
            #expect(session.transports.map { $0.local?.usernameFragment } == ["two2"])
            try session.rollBack()
            #expect(session.transports.map { $0.local?.usernameFragment } == ["one1"])
        }
        #expect(try session.negotiate(with: peer).offer.values("a=ice-ufrag:", 0) == ["two2"])
        // Taken back before any offer: the restart does not happen.
        try session.restartHostTransport("two2", with: Self.transport("four4"))
        try session.removeHostTransport("four4")
        #expect(!session.updateNegotiationNeeded())
        #expect(
            DescriptionText(try session.createOffer()).values("a=ice-ufrag:", 0) == ["two2"])
    }

    @Test("SD-30: glare: the transport of the local offer serves the answer")
    func glare() throws {
        let session = server()
        try session.addTransceiver(.audio)
        try session.addHostTransport(Self.transport("one1"))
        try session.setLocalDescription()
        try session.setRemote(.offer, AnswerTests.offer([AnswerTests.audio]).text)
        #expect(session.missingTransports().isEmpty)
        try session.setLocalDescription()
        #expect(try #require(session.currentLocalDescription).text.contains("a=ice-ufrag:one1"))
    }

    @Test("SO-59: the transport stays when the section that spoke for the bundle is stopped")
    func tagStopped() throws {
        let session = server()
        let peer = JSEPSession.seeded(.maxBundle, seed: 2)
        let audio = try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        try session.addHostTransport(Self.transport("one1"))
        try session.negotiate(with: peer)
        try session.stop(audio)
        let (offer, _) = try session.negotiate(with: peer)
        #expect((0..<2).map { offer.values("a=ice-ufrag:", $0) } == [[], ["one1"]])
    }

    @Test("SO-04 SO-40: candidates, their end and the default address may come later")
    func later() throws {
        let session = server()
        try session.addTransceiver(.audio)
        try session.addHostTransport(Self.transport("one1"))
        #expect(try session.addLocalCandidate(Self.candidate(5), usernameFragment: "one1"))
        try session.setLocalDescription()
        #expect(try session.addLocalCandidate(Self.candidate(6), usernameFragment: "one1"))
        #expect(try session.endLocalCandidates(usernameFragment: "one1"))
        let revision = session.pendingLocalDescription?.revision ?? 0
        try session.setDefaultAddress(
            TransportAddress("2001:db8::7", port: 443, isTCP: true), usernameFragment: "one1")
        let applied = try #require(session.pendingLocalDescription)
        #expect(applied.revision > revision)
        let text = DescriptionText(applied.text)
        #expect(text.media[0][0].hasPrefix("m=audio 443 TCP/DTLS/RTP/SAVPF "))
        #expect(text.media[0][1] == "c=IN IP6 2001:db8::7")
        #expect(text.values("a=candidate:", 0).count == 2)
        #expect(text.media[0].contains("a=end-of-candidates"))
    }

    @Test(
        "A76 IC-01 IC-02 PV-57: what is malformed, unknown or there twice is refused",
        arguments: 0..<24)
    func refused(_ number: Int) throws {
        let session = server()
        try session.addTransceiver(.audio)
        try session.addHostTransport(Self.transport("used"))
        try session.negotiate(with: .seeded(.maxBundle, seed: 2))
        try session.addHostTransport(Self.transport("free"))
        let long = { (count: Int) in ByteString([UInt8](repeating: 0x61, count: count)) }
        var kind = JSEPError.Kind.type
        var new = Self.transport("next")
        switch number {
        case 0: new.usernameFragment = "abc"
        case 1: new.usernameFragment = long(257)
        case 2: new.usernameFragment = "ab-cd"
        case 3: new.password = long(21)
        case 4: new.password = long(257)
        case 5: new.password = "0123456789012345678\r\na=x"
        case 6: new.fingerprints = [Fingerprint(hashFunction: "sha-256", value: "4A:X")]
        case 7: new.fingerprints = [Fingerprint(hashFunction: "sha 256", value: "4A:AD")]
        case 8: new.tlsID = long(19)
        case 9: new.tlsID = long(256)
        case 10: new.tlsID = "0123456789012345678\n0"
        case 11: new.defaultAddress = TransportAddress("", port: 1)
        case 12: new.defaultAddress = TransportAddress("host.example", port: 1)
        case 13: new.defaultAddress = TransportAddress("1.2.3.4\r\na=x", port: 1)
        case 14: new.defaultAddress = TransportAddress("fe80::1%eth0", port: 1)
        case 15: new.candidates = [Self.candidate(1, address: "a b")]
        case 16: new.candidates = [Self.candidate(1, address: "1.2.3.4\r\na=x")]
        case 17:
            new.candidates = [Candidate<ByteString>](repeating: Self.candidate(1), count: 257)
            kind = .operation
        case 18: (new.usernameFragment, kind) = ("used", .invalidModification)
        case 19: (new.usernameFragment, kind) = ("free", .invalidModification)
        default: kind = .invalidState
        }
        if number < 20 {
            expectRefused(kind, session) { () throws(JSEPError) in
                try session.addHostTransport(new)
            }
            expectRefused(kind, session) { () throws(JSEPError) in
                try session.restartHostTransport("used", with: new)
            }
        }
        expectRefused(kind, session) { () throws(JSEPError) in
            switch number {
            case 20: try session.restartHostTransport("free", with: new)
            case 21: try session.removeHostTransport("used")
            case 22: try session.removeHostTransport("none")
            case 23:
                try session.setDefaultAddress(
                    TransportAddress("1.2.3.4", port: 1), usernameFragment: "none")
            default: try session.addHostTransport(new)
            }
        }
        #expect(!session.updateNegotiationNeeded())
    }

    @Test("IC-04: a restart with the password of before is refused")
    func samePassword() throws {
        let session = server()
        try session.addTransceiver(.audio)
        try session.addHostTransport(Self.transport("used"))
        try session.negotiate(with: .seeded(.maxBundle, seed: 2))
        expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.restartHostTransport(
                "used", with: Self.transport("next") { $0.password = Self.password("used") })
        }
    }

    @Test("IC-01 IC-02: credentials of 4 and 22, and of 256 characters")
    func credentialBoundaries() throws {
        for (fragment, password) in [(4, 22), (256, 256)] {
            let session = server()
            try session.addTransceiver(.audio)
            try session.addHostTransport(
                HostTransport(
                    usernameFragment: ByteString([UInt8](repeating: 0x2B, count: fragment)),
                    password: ByteString([UInt8](repeating: 0x2F, count: password))))
            try session.negotiate(with: .seeded(.maxBundle, seed: 2))
        }
    }

    @Test("CO-15: without any fingerprint a transport is refused; its own is enough")
    func fingerprints() throws {
        let session = server { $0.fingerprints = [] }
        try session.addTransceiver(.audio)
        expectRefused(.notReadable, session) { () throws(JSEPError) in
            try session.addHostTransport(Self.transport("one1"))
        }
        try session.addHostTransport(
            Self.transport("one1") {
                $0.fingerprints = [
                    Fingerprint(hashFunction: "sha-256", value: ByteString(Self.otherFingerprint))
                ]
            })
        try session.negotiate(with: .seeded(.maxBundle, seed: 2))
    }

    @Test("A session with transports of its own takes none of the host")
    func notHosted() throws {
        let session = JSEPSession.seeded()
        expectRefused(.invalidState, session) { () throws(JSEPError) in
            try session.addHostTransport(Self.transport("one1"))
        }
        #expect(session.missingTransports().isEmpty)
    }

    @Test("IC-13: under the relay policy what the host says of other candidates is left out")
    func relay() throws {
        let session = server { $0.iceTransportPolicy = .relay }
        try session.addTransceiver(.audio)
        try session.addHostTransport(
            Self.transport("one1") {
                $0.candidates = [Self.candidate(1), Self.candidate(2, type: "relay")]
            })
        let offer = DescriptionText(try session.createOffer())
        #expect(
            offer.values("a=candidate:", 0)
                == ["1 1 udp 2130706431 192.0.2.1 2 typ relay raddr 0.0.0.0 rport 0"])
    }

    @Test("Limits: as many transports as sections and restarts may need")
    func limits() throws {
        let session = server { $0.limits = .browser }
        let most = 2 * Limits.browser.mediaSections
        for number in 0..<most {
            try session.addHostTransport(Self.transport(ByteString("u\(number)xyz")))
        }
        expectRefused(.operation, session) { () throws(JSEPError) in
            try session.addHostTransport(Self.transport("more"))
        }
        try session.removeHostTransport("u3xyz")
        try session.addHostTransport(Self.transport("more"))
    }
}

/// A demand as a test writes it.
private struct ExpectedDemand {
    let index: Int
    let mid: ByteString
    let section: HostedSection
    let restarts: ByteString?
}

private func == (demands: [TransportDemand], expected: [ExpectedDemand]) -> Bool {
    demands.count == expected.count
        && zip(demands, expected).allSatisfy {
            $0.index == $1.index && $0.mid == $1.mid && $0.section == $1.section
                && $0.restarts == $1.restarts
        }
}
