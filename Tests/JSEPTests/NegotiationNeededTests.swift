import JSEP
import SDP
import Testing

@Suite("When negotiation is needed")
struct NegotiationNeededTests {
    private func negotiated() throws -> SessionPair {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio, streams: ["s"])
        try pair.a.addTransceiver(.video, direction: .receiveOnly)
        try pair.a.negotiate(with: pair.b)
        return pair
    }

    @Test("SD-100 SD-101: nothing needs none; several changes are one event")
    func once() throws {
        let session = JSEPSession.seeded()
        #expect(!session.updateNegotiationNeeded())
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        #expect(session.updateNegotiationNeeded())
        #expect(session.isNegotiationNeeded)
        #expect(!session.updateNegotiationNeeded())
        // What takes the reason away takes the flag away.
        for transceiver in session.transceivers { try session.stop(transceiver.id) }
        #expect(!session.updateNegotiationNeeded())
    }

    @Test("SD-100 SD-103: never outside of stable; after an exchange it is looked at again")
    func states() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        #expect(pair.a.updateNegotiationNeeded())
        try pair.a.setLocalDescription()
        try pair.a.addTransceiver(.video)
        #expect(!pair.a.updateNegotiationNeeded())
        try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        try pair.b.addTransceiver(.audio)
        #expect(!pair.b.updateNegotiationNeeded())
        try pair.b.setLocalDescription()
        let effects = try pair.a.setRemote(.answer, pair.b.currentLocalDescription?.text ?? "")
        #expect(effects.isStable)
        #expect(!pair.a.isNegotiationNeeded)
        #expect(pair.a.updateNegotiationNeeded())
        #expect(pair.b.updateNegotiationNeeded())
        pair.a.close()
        #expect(!pair.a.updateNegotiationNeeded())
    }

    @Test("SD-102: what makes negotiation necessary", arguments: 0..<9)
    func reasons(reason: Int) throws {
        let pair = try negotiated()
        let session = pair.a
        let id = session.transceivers[0].id
        #expect(!session.updateNegotiationNeeded())
        switch reason {
        case 0: try session.setDirection(.receiveOnly, of: id)
        case 1: try session.setStreams(["t"], of: id)
        case 2: try session.stop(id)
        case 3: try session.addTransceiver(.audio)
        case 4: #expect(try session.createDataChannel("c").isFirst)
        case 5: #expect(session.restartICE())
        case 6: _ = try session.removeTrack(of: try session.addTrack("t", .audio))
        case 7: try session.addTrack("t", .video)
        default: try session.setDirection(.inactive, of: id)
        }
        #expect(session.updateNegotiationNeeded())
        if reason == 5 {
            _ = try session.negotiate(with: pair.b)
        } else {
            try session.negotiate(with: pair.b)
        }
        #expect(!session.updateNegotiationNeeded())
    }

    @Test("SD-104 SD-90: what does not")
    func noReasons() throws {
        let pair = try negotiated()
        let session = pair.a
        let id = session.transceivers[0].id
        try session.replaceTrack(of: id, with: "t", .audio)
        try session.setCodecPreferences(
            names: [CodecName("PCMU", clockRate: 8_000)], of: id)
        #expect(try session.setDirection(.sendReceive, of: id) == false)
        #expect(!session.updateNegotiationNeeded())
        _ = try session.createDataChannel("a")
        #expect(session.updateNegotiationNeeded())
        #expect(try session.createDataChannel("b").isFirst == false)
        #expect(!session.updateNegotiationNeeded())
    }

    @Test("SD-102: the answerer compares with what was offered to it")
    func answerer() throws {
        let pair = try negotiated()
        // It answered recvonly, for that is what its transceivers want.
        #expect(pair.b.transceivers.map(\.direction) == [.receiveOnly, .receiveOnly])
        #expect(pair.b.transceivers.map(\.currentDirection) == [.receiveOnly, .inactive])
        #expect(!pair.b.updateNegotiationNeeded())
        try pair.b.setDirection(.sendReceive, of: pair.b.transceivers[0].id)
        #expect(pair.b.updateNegotiationNeeded())
        try pair.b.negotiate(with: pair.a)
        #expect(pair.b.transceivers[0].currentDirection == .sendReceive)
        #expect(!pair.a.updateNegotiationNeeded() && !pair.b.updateNegotiationNeeded())
    }

    @Test("OP-05 OP-06 OP-07 OP-08: restartICE, and what ends its wish")
    func restart() throws {
        let fresh = JSEPSession.seeded()
        #expect(!fresh.restartICE())
        fresh.close()
        #expect(!fresh.restartICE())

        let pair = try negotiated()
        let before = DescriptionText(try #require(pair.a.currentLocalDescription).text)
        #expect(pair.a.restartICE())
        let offer = try pair.a.createOffer()
        #expect(DescriptionText(offer).values("a=ice-ufrag", 0) != before.values("a=ice-ufrag", 0))
        try pair.a.setLocalDescription(offer)
        // A further offer keeps what is new already.
        #expect(
            DescriptionText(try pair.a.createOffer()).values("a=ice-", 0)
                == DescriptionText(offer).values("a=ice-", 0))
        try pair.a.rollBack()
        #expect(pair.a.updateNegotiationNeeded())
        // An exchange that the peer begins does not restart, nor end the wish.
        try pair.b.negotiate(with: pair.a)
        #expect(pair.a.updateNegotiationNeeded())
        let (next, _) = try pair.a.negotiate(with: pair.b)
        #expect(next.values("a=ice-pwd", 0) != before.values("a=ice-pwd", 0))
        #expect(!pair.a.updateNegotiationNeeded())
    }

    @Test("OP-09 SD-112: servers and policies restart ICE; what is fixed cannot change")
    func configuration() throws {
        let pair = try negotiated()
        let session = pair.a
        let before = DescriptionText(try #require(session.currentLocalDescription).text)
        var configuration = session.configuration
        try session.setConfiguration(configuration)
        #expect(
            DescriptionText(try session.createOffer()).values("a=ice-", 0)
                == before.values("a=ice-", 0))
        configuration.iceTransportPolicy = .relay
        try session.setConfiguration(configuration)
        let (offer, _) = try session.negotiate(with: pair.b)
        #expect(offer.values("a=ice-ufrag", 0) != before.values("a=ice-ufrag", 0))
        #expect(
            DescriptionText(try session.createOffer()).values("a=ice-", 0)
                == offer.values("a=ice-", 0))
        try session.setConfiguration(configuration, changesServers: true)
        #expect(
            DescriptionText(try session.createOffer()).values("a=ice-", 0)
                != offer.values("a=ice-", 0))

        let changes: [(inout SessionConfiguration) -> Void] = [
            { $0.bundlePolicy = .maxBundle }, { $0.iceCandidatePoolSize = 3 },
            { $0.fingerprints = [] },
        ]
        for change in changes {
            var other = session.configuration
            change(&other)
            let error = #expect(throws: JSEPError.self) { try session.setConfiguration(other) }
            #expect(error?.kind == .invalidModification)
        }
        session.close()
        let closed = #expect(throws: JSEPError.self) {
            try session.setConfiguration(configuration)
        }
        #expect(closed?.kind == .invalidState)
    }

    // MARK: Legacy options

    @Test("LG-06 LG-07 LG-09 LG-10 LG-12 LG-13 LG-15: true makes one that receives, audio first")
    func offerToReceive() throws {
        let session = JSEPSession.seeded()
        try session.offerToReceive(audio: nil, video: nil)
        #expect(session.transceivers.isEmpty)
        for _ in 0..<2 {
            try session.offerToReceive(audio: true, video: true)
            #expect(session.transceivers.map(\.kind) == [.audio, .video])
            #expect(session.transceivers.map(\.direction) == [.receiveOnly, .receiveOnly])
        }
        try session.setDirection(.sendOnly, of: session.transceivers[0].id)
        try session.offerToReceive(audio: true, video: nil)
        #expect(session.transceivers.map(\.kind) == [.audio, .video, .audio])
    }

    @Test("LG-08 LG-13 LG-16: false ends receiving")
    func offerNotToReceive() throws {
        let session = JSEPSession.seeded()
        for direction in MediaDirection.allCases {
            try session.addTransceiver(.audio, direction: direction)
        }
        try session.addTransceiver(.video)
        try session.offerToReceive(audio: false, video: nil)
        #expect(
            session.transceivers.map(\.direction) == [
                .inactive, .sendOnly, .inactive, .sendOnly, .sendReceive,
            ])
        try session.offerToReceive(audio: false, video: false)
        #expect(session.transceivers.count == 5)
        #expect(DescriptionText(try session.createOffer()).media.count == 5)
    }

    @Test("LG-14: a closed session makes none")
    func offerToReceiveClosed() {
        let session = JSEPSession.seeded()
        session.close()
        let error = #expect(throws: JSEPError.self) {
            try session.offerToReceive(audio: true, video: nil)
        }
        #expect(error?.kind == .invalidState)
        #expect(session.transceivers.isEmpty)
    }

    // MARK: Voice activity

    @Test("LG-17 OP-10 OP-11 OP-12 OP-14: comfort noise and discontinuous transmission")
    func voiceActivity() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        let offer = { (detects: Bool?) in
            DescriptionText(
                try session.createOffer(OfferOptions(voiceActivityDetection: detects)))
        }
        let absent = try offer(nil)
        #expect(!absent.text.contains("a=rtpmap:13") && !absent.text.contains("usedtx"))
        let on = try offer(true)
        #expect(on.values("a=rtpmap:13", 0) == [" CN/8000"])
        #expect(on.media[0][0].contains(" 13 "))
        #expect(on.values("a=fmtp:111", 0)[0].hasSuffix(";usedtx=1"))
        #expect(on.media[1] == absent.media[1])
        let off = try offer(false)
        #expect(off.values("a=rtpmap:13", 0).isEmpty)
        #expect(off.values("a=fmtp:111", 0)[0].hasSuffix(";usedtx=0"))
        #expect(off.values("a=extmap:", 0) == absent.values("a=extmap:", 0))

        try session.setCodecPreferences(names: [CodecName("PCMU", clockRate: 8_000)], of: id)
        #expect(try offer(true).media[0][0] == "m=audio 9 UDP/TLS/RTP/SAVPF 0")
        try session.setCodecPreferences(
            names: [CodecName("PCMU", clockRate: 8_000), CodecName("CN", clockRate: 8_000)],
            of: id)
        #expect(try offer(nil).media[0][0] == "m=audio 9 UDP/TLS/RTP/SAVPF 0 13")
        #expect(try offer(false).media[0][0] == "m=audio 9 UDP/TLS/RTP/SAVPF 0")
    }
}
