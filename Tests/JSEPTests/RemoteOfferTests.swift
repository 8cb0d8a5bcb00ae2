import JSEP
import SDP
import Testing

@Suite("Remote offers: transceivers, tracks and streams")
struct RemoteOfferTests {
    @Test("SD-33 SD-15 SO-68: a section takes an addTrack transceiver, or makes one that receives")
    func association() throws {
        let pair = SessionPair()
        try pair.b.addTransceiver(.audio, TransceiverInit(track: "z"))
        let track = try pair.b.addTrack("t", .audio, streams: ["b"])
        let other = try pair.b.addTrack("u", .audio)
        try pair.a.addTransceiver(.audio, direction: .sendOnly)
        try pair.a.addTransceiver(.audio, direction: .receiveOnly)
        try pair.a.addTransceiver(.audio)
        try pair.a.setLocalDescription()
        let effects = try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        #expect(effects.addedTransceivers.count == 1)
        let ids = pair.b.transceivers.map(\.id)
        #expect(ids.count == 4)
        #expect(ids[3] == effects.addedTransceivers[0])
        #expect(pair.b.transceivers.map(\.mid) == [nil, "1", "2", "0"])
        #expect(pair.b.transceiver(track)?.mid == "1")
        #expect(pair.b.transceiver(other)?.mid == "2")
        #expect(pair.b.transceivers[3].direction == .receiveOnly)
        // SD-36: the current direction waits for the answer.
        #expect(pair.b.transceivers.allSatisfy { $0.currentDirection == nil })
        try pair.b.setLocalDescription()
        #expect(pair.b.transceivers[0].mid == nil)
        #expect(DescriptionText(try pair.b.createOffer()).media.count == 4)
    }

    @Test("SD-02 SD-35 PV-23: tracks and streams come and go as values")
    func tracks() throws {
        let pair = SessionPair()
        let id = try pair.a.addTransceiver(.audio, streams: ["s", "t"])
        try pair.a.addTransceiver(.video, direction: .receiveOnly)
        let (offer, _) = try pair.a.negotiate(with: pair.b)
        #expect(pair.b.transceivers[0].remoteStreams == ["s", "t"])
        #expect(offer.values("a=msid:", 0) == ["s", "t"])

        let change = { (_ change: () throws -> Void) -> DescriptionEffects in
            try change()
            try pair.a.setLocalDescription()
            let effects = try pair.b.setRemote(
                .offer, pair.a.pendingLocalDescription?.text ?? "")
            try pair.b.setLocalDescription()
            try pair.a.setRemote(.answer, pair.b.currentLocalDescription?.text ?? "")
            return effects
        }
        let received = pair.b.transceivers[0].id
        // SD-89: another stream is another event for the same track.
        let moved = try change { try pair.a.setStreams(["t", "u"], of: id) }
        #expect(moved.streamRemovals.map(\.stream) == ["s"])
        #expect(moved.streamAdditions.map(\.stream) == ["u"])
        #expect(moved.trackEvents.map(\.transceiver) == [received])
        #expect(moved.trackEvents.map(\.streams) == [["t", "u"]])
        #expect(moved.mutedTracks.isEmpty)

        let ended = try change { try pair.a.setDirection(.receiveOnly, of: id) }
        #expect(ended.mutedTracks == [received])
        #expect(ended.streamRemovals.map(\.stream) == ["t", "u"])
        #expect(ended.trackEvents.isEmpty)

        let again = try change { try pair.a.setDirection(.sendReceive, of: id) }
        #expect(again.trackEvents.map(\.streams) == [["t", "u"]])
        let same = try change {}
        #expect(same.trackEvents.isEmpty && same.streamAdditions.isEmpty)
    }

    @Test("SD-36: our own answer may end what the peer sends")
    func endedByAnswer() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio, streams: ["s"])
        try pair.a.negotiate(with: pair.b)
        try pair.b.setDirection(.inactive, of: pair.b.transceivers[0].id)
        try pair.a.setLocalDescription()
        let offered = try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        #expect(offered.mutedTracks.isEmpty && offered.trackEvents.isEmpty)
        let answered = try pair.b.setLocalDescription()
        #expect(answered.mutedTracks == [pair.b.transceivers[0].id])
        #expect(answered.streamRemovals.map(\.stream) == ["s"])
    }

    @Test("PV-23 IO-40: no a=msid is one stream of all, a=msid:- is none")
    func defaultStream() throws {
        let session = JSEPSession.seeded()
        let bare = AnswerTests.audio.filter { !$0.hasPrefix("a=msid") }
        let effects = try session.setRemote(
            .offer,
            AnswerTests.offer([
                bare, bare.map { $0 == "a=mid:x" ? "a=mid:w" : $0 },
                AnswerTests.audio.map {
                    $0 == "a=mid:x" ? "a=mid:v" : $0.hasPrefix("a=msid") ? "a=msid:- t" : $0
                },
            ]).text)
        let streams = effects.trackEvents.map(\.streams)
        #expect(streams.count == 3)
        #expect(streams[0] == streams[1])
        #expect(streams[0].count == 1)
        #expect(streams[2] == [])
    }

    @Test("SD-40: whether the peer takes later candidates")
    func trickle() throws {
        let session = JSEPSession.seeded()
        #expect(session.canTrickleCandidates == nil)
        var offer = AnswerTests.offer([AnswerTests.audio], bundle: nil)
        try session.setRemote(.offer, offer.text)
        #expect(session.canTrickleCandidates == false)
        offer.session.append("a=ice-options:trickle")
        try session.setRemote(.offer, offer.text)
        #expect(session.canTrickleCandidates == true)
        try session.rollBack()
        #expect(session.canTrickleCandidates == nil)
    }

    // MARK: Rollback

    @Test("SD-50 SD-51 SD-53 SD-55 SD-56 SO-03: a local offer is taken back")
    func localRollback() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        _ = try pair.a.createDataChannel("c")
        let offer = try pair.a.createOffer()
        try pair.a.setLocalDescription(offer)
        #expect(pair.a.transceivers[0].mid == "0")
        #expect(pair.a.sctp != nil)
        let codecs = Array(CapabilitySet.standard().codecs(.audio).reversed())
        try pair.a.setDirection(.sendOnly, of: pair.a.transceivers[0].id)
        try pair.a.setCodecPreferences(codecs, of: pair.a.transceivers[0].id)
        let stopped = try pair.a.addTransceiver(.video)
        try pair.a.stop(stopped)
        let effects = try pair.a.rollBack()
        #expect(effects.signalingStates == [.stable])
        #expect(effects.isStable)
        #expect(pair.a.pendingLocalDescription == nil)
        #expect(pair.a.transceivers[0].mid == nil)
        #expect(pair.a.transceivers[0].transport == nil)
        #expect(pair.a.sctp == nil)
        #expect(pair.a.transports.isEmpty)
        #expect(pair.a.transceivers[0].direction == .sendOnly)
        #expect(pair.a.transceiver(stopped)?.isStopping == true)
        #expect(pair.a.updateNegotiationNeeded())
        let next = try pair.a.createOffer()
        #expect(next.version == offer.version + 1)
        let formats = { (offer: CreatedDescription) in
            DescriptionText(offer).media[0][0].split(separator: " ").dropFirst(3)
        }
        #expect(formats(next) != formats(offer))
    }

    @Test("SD-52: transceivers of a remote offer go with it, but for those with a track")
    func remoteRollback() throws {
        let pair = SessionPair()
        for _ in 0..<3 { try pair.a.addTransceiver(.audio, streams: ["s"]) }
        let own = try pair.b.addTransceiver(.video)
        try pair.a.setLocalDescription()
        let offer = pair.a.pendingLocalDescription?.text ?? ""
        let effects = try pair.b.setRemote(.offer, offer)
        let made = effects.addedTransceivers
        #expect(made.count == 3)
        // A track makes the second one ours.
        let taken = try pair.b.addTrack("t", .audio)
        #expect(taken == made[0])
        let back = try pair.b.setRemote(.rollback, "")
        #expect(pair.b.transceivers.map(\.id) == [own, made[0]])
        #expect(pair.b.transceivers.allSatisfy { $0.mid == nil })
        #expect(back.removedTransceivers.map(\.id) == [made[1], made[2]])
        #expect(back.removedTransceivers.allSatisfy { $0.isStopped })
        #expect(back.mutedTracks == made)
        #expect(back.streamRemovals.count == 3)
        #expect(pair.b.signalingState == .stable)
        #expect(pair.b.pendingRemoteDescription == nil)
        // The offer may come again, and takes what addTrack touched.
        try pair.b.setRemote(.offer, offer)
        #expect(pair.b.transceivers.count == 4)
    }

    @Test("SD-30 SD-105: a remote offer rolls ours back, all or nothing")
    func implicitRollback() throws {
        let pair = SessionPair()
        let ours = try pair.b.addTrack("t", .audio)
        try pair.a.addTransceiver(.audio)
        try pair.b.setLocalDescription()
        try pair.a.setLocalDescription()
        #expect(pair.b.rollsBackForRemoteOffer)
        let before = pair.b.snapshot
        let error = #expect(throws: JSEPError.self) {
            try pair.b.setRemote(
                .offer,
                "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
            )
        }
        #expect(error?.kind == .invalidAccess)
        #expect(pair.b.snapshot == before)
        let effects = try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        #expect(effects.signalingStates == [.stable, .haveRemoteOffer])
        #expect(!effects.isStable)
        #expect(pair.b.pendingLocalDescription == nil)
        #expect(pair.b.transceiver(ours)?.mid == "0")
        try pair.b.setLocalDescription()
        try pair.a.setRemote(.answer, pair.b.currentLocalDescription?.text ?? "")
        #expect(pair.a.transceivers[0].currentDirection == .sendReceive)
    }

    @Test("SD-20 SD-31: what an error reports, and that nothing changes")
    func errors() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        let before = session.snapshot
        let good = AnswerTests.offer([AnswerTests.audio], bundle: nil).text
        let syntax = #expect(throws: JSEPError.self) {
            try session.setRemote(.offer, good + "a=rtpmap:300 x/1\r\n")
        }
        #expect(syntax?.kind == .syntax)
        #expect(syntax?.line == good.split(separator: "\r\n").count + 1)
        let mux = #expect(throws: JSEPError.self) {
            try session.setRemote(.offer, good.replacing("a=rtcp-mux\r\n", with: ""))
        }
        #expect(mux?.kind == .invalidAccess)
        let state = #expect(throws: JSEPError.self) { try session.setRemote(.answer, "v=1") }
        #expect(state?.kind == .invalidState)
        #expect(session.snapshot == before)
    }

    /// Lines at the session level, and what becomes of an offer with them.
    static let sessionLevels: [(String, Int?)] = [
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|t=0 0", nil),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=|t=0 0", nil),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s= |t=1 2 ", nil),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|i=x|u=urn:x|e=a@b|p=+1 2|c=IN IP4 h|b=X:1|t=0 0", nil),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|t=0 0|r=7d 1h 0 25h|z=1 -1h", nil),
        ("v=1|o=- 1 1 IN IP4 0.0.0.0|s=-|t=0 0", 1),
        ("v=0|s=-|t=0 0", 4), ("v=0|o=- 1 1 IN IP4 0.0.0.0|t=0 0", 4),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-", 4), ("v=0|o=- 1 1 IN|s=-|t=0 0", 2),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|t=0 0|s=-", 4),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|i=x|i=y|t=0 0", 5),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|t=x", 4),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|t=-1 0", 4),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|c=IN|t=0 0", 4),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|b=x|t=0 0", 4),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|t=0 0|z=1 2", 5),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|t=0 0|r=x", 5),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|t=x|s=-", 3),
        ("v=0|o=- 1 1 IN IP4 0.0.0.0|s=-|t=0 0|x=1", 5),
    ]

    @Test(
        "PV-01 PV-02 PV-03 PV-04 PV-05 PV-08 SD-31: what the session level may be",
        arguments: sessionLevels.indices)
    func sessionLevel(place: Int) throws {
        let (lines, wrongLine) = Self.sessionLevels[place]
        let text =
            lines.replacing("|", with: "\r\n") + "\r\n"
            + AnswerTests.audio.map { $0 + "\r\n" }.joined()
        let session = JSEPSession.seeded()
        guard let wrongLine else {
            try session.setRemote(.offer, text)
            return
        }
        let before = session.snapshot
        let error = #expect(throws: JSEPError.self) { try session.setRemote(.offer, text) }
        #expect(error?.kind == .syntax)
        #expect(error?.line == wrongLine)
        #expect(session.snapshot == before)
    }

    /// What makes an offer unfit.
    static let unfit: [(String, String, String)] = [
        ("PV-40: no fragment", "a=ice-ufrag:abcd\r\n", ""),
        ("PV-40: no password", "a=ice-pwd:0123456789012345678901\r\n", ""),
        ("PV-40: no fingerprint", "a=fingerprint:sha-256 \(AnsweringPeer.fingerprint)\r\n", ""),
        (
            "PV-45: keys in the description", "a=fingerprint:sha-256 \(AnsweringPeer.fingerprint)",
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"
        ),
        ("PV-57: a fingerprint of another size", "sha-256 AB:", "sha-256 "),
        ("PV-57: no known hash", "a=fingerprint:sha-256", "a=fingerprint:md99"),
        ("PV-43: no setup", "a=setup:actpass\r\n", ""),
        ("PV-43: holdconn", "a=setup:actpass", "a=setup:holdconn"),
        ("PV-46: no rtcp-mux", "a=rtcp-mux\r\n", ""),
        ("PV-50: a mid twice", "a=mid:y", "a=mid:x"),
        (
            "PV-50: a mid in two groups", "a=group:BUNDLE x y\r\n",
            "a=group:BUNDLE x y\r\na=group:BUNDLE y\r\n"
        ),
        ("A61: an unknown mid in the group", "a=group:BUNDLE x y", "a=group:BUNDLE x y q"),
        ("PV-54: a payload type of RTCP", "SAVPF 100 0 13 101", "SAVPF 100 0 13 101 72"),
        (
            "PV-55: a payload type with two codecs", "a=rtpmap:111 H264/90000",
            "a=rtpmap:111 VP9/90000\r\na=rtpmap:100 H264/90000"
        ),
        ("PV-56: an id twice in a section", "a=extmap:5 urn:other", "a=extmap:9 urn:other"),
        ("PV-27: a retransmission of nothing", "a=fmtp:97 apt=35", "a=fmtp:97 apt=36"),
        ("PV-44: a rid without a=rid", "a=rtcp-rsize", "a=simulcast:send 1;2"),
        (
            "PV-44: a rid of the other direction", "a=rtcp-rsize",
            "a=rid:1 recv\r\na=rid:2 send\r\na=simulcast:send 1;2"
        ),
        ("PV-41: a fragment of three", "a=ice-ufrag:abcd", "a=ice-ufrag:abc"),
        (
            "PV-41: a long fragment", "a=ice-ufrag:",
            "a=ice-ufrag:" + String(repeating: "x", count: 256)
        ),
        ("PV-41: a short password", "a=ice-pwd:01234", "a=ice-pwd:1234"),
        ("PV-41: no ice-char", "a=ice-pwd:0", "a=ice-pwd:\u{FC}"),
        ("PV-42: a malformed tls-id", "a=setup:actpass", "a=setup:actpass\r\na=tls-id:abc"),
    ]

    @Test(
        "PV-27 PV-40 PV-41 PV-42 PV-43 PV-44 PV-45 PV-46 PV-50 PV-54 PV-55 PV-56 PV-57 SD-31: offers that may not be applied",
        arguments: unfit.indices)
    func refused(place: Int) throws {
        let (name, line, replacement) = Self.unfit[place]
        var offer = AnswerTests.offer([AnswerTests.audio, AnswerTests.video]).text
        if name.hasPrefix("PV-55") {
            offer = offer.replacing("SAVPF 111 35 97 98", with: "SAVPF 111 35 97 98 100")
        }
        let bad = offer.replacing(line, with: replacement)
        try #require(bad != offer)
        let session = JSEPSession.seeded()
        let before = session.snapshot
        let error = #expect(throws: JSEPError.self, Comment(rawValue: name)) {
            try session.setRemote(.offer, bad)
        }
        #expect(error?.kind == (name.hasPrefix("PV-42") ? error?.kind : .invalidAccess))
        #expect(session.snapshot == before)
        try session.setRemote(.offer, offer)
    }

    @Test("SD-47 PV-42 PV-49 PV-58: what a later offer may not change")
    func unfitLater() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.addTransceiver(.video)
        try pair.a.negotiate(with: pair.b)
        let good = try pair.a.createOffer().text
        let other = Array(repeating: "CD", count: 32).joined(separator: ":")
        let tlsID = DescriptionText(good).values("a=tls-id:", 0)[0]
        let changes: [(String, String)] = [
            (AnsweringPeer.fingerprint, other),
            ("a=tls-id:\(tlsID)", "a=tls-id:\(String(tlsID.reversed()))"),
            ("a=mid:1", "a=mid:5"), ("m=video", "m=audio"),
            ("a=rtpmap:96 VP8", "a=rtpmap:96 VP9"),
        ]
        for (line, replacement) in changes {
            var bad = good.replacing(line, with: replacement)
            if line == "a=mid:1" { bad = bad.replacing("BUNDLE 0 1", with: "BUNDLE 0 5") }
            try #require(bad != good)
            let before = pair.b.snapshot
            let error = #expect(throws: JSEPError.self, Comment(rawValue: line)) {
                try pair.b.setRemote(.offer, bad)
            }
            #expect(error?.kind == .invalidAccess)
            #expect(pair.b.snapshot == before)
        }
        let shorter = DescriptionText(good)
        var text = shorter
        text.media.removeLast()
        text.session = text.session.map { $0.replacing("BUNDLE 0 1", with: "BUNDLE 0") }
        let short = text.text
        #expect(throws: JSEPError.self) { try pair.b.setRemote(.offer, short) }
        // With a restart, another peer may take over.
        let restart = try pair.a.createOffer(OfferOptions(iceRestart: true)).text
        try pair.b.setRemote(.offer, restart.replacing(AnsweringPeer.fingerprint, with: other))
    }

    @Test("SD-46 SD-47: an answer restarts ICE if and only if the offer does")
    func restartedAnswer() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.negotiate()
        for (isRestart, ufrag) in [(false, "other"), (true, "peer")] {
            let offer = try session.createOffer(OfferOptions(iceRestart: isRestart))
            try session.setLocalDescription(offer)
            let bad = AnsweringPeer(ufrag: ufrag).answer(offer).text
            let error = #expect(throws: JSEPError.self) { try session.setRemoteAnswer(bad) }
            #expect(error?.kind == .invalidAccess)
            try session.rollBack()
        }
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        let other = Array(repeating: "CD", count: 32).joined(separator: ":")
        let bad = AnsweringPeer().answer(offer).text
            .replacing(AnsweringPeer.fingerprint, with: other)
        #expect(throws: JSEPError.self) { try session.setRemoteAnswer(bad) }
    }

    @Test("SD-38 A70: offers that reject what they brought cannot make a session grow")
    func boundedMemory() throws {
        let session = JSEPSession.seeded { $0.limits.mediaSections = 8 }
        let live = AnswerTests.offer([AnswerTests.audio], bundle: nil).text
        var refusals = 0
        for round in 0..<200 {
            let text = live.replacing("a=mid:x", with: "a=mid:\(round)")
            do {
                try session.setRemote(.offer, text)
                try session.setRemote(
                    .offer, text.replacing("m=audio 9", with: "m=audio 0"))
            } catch {
                refusals += 1
            }
        }
        #expect(session.transceivers.count <= 16)
        #expect(refusals > 0)
    }

    @Test(
        "PV-06: how much the peer wants to be sent: TIAS, else from AS, of its section alone",
        arguments: [
            ([], nil), (["b=TIAS:500000"], 500_000), (["b=AS:500"], 459_000),
            (["b=AS:500", "b=TIAS:64000"], 64_000), (["b=CT:500"], nil), (["b=X-Y:5"], nil),
            (["b=RS:0", "b=RR:0"], nil), (["b=AS:0"], 0), (["b=AS:16"], 0), (["b=AS:17"], 150),
            (["b=AS:18446744073709551615"], .max), (["b=TIAS:18446744073709551615"], .max),
        ] as [([String], UInt64?)])
    func bitrate(lines: [String], limit: UInt64?) throws {
        let session = JSEPSession.seeded()
        var section = AnswerTests.audio
        section.insert(contentsOf: lines, at: 2)
        var offer = AnswerTests.offer([section], bundle: nil)
        offer.session.insert("b=AS:1", at: 3)
        try session.setRemote(.offer, offer.text)
        let id = session.transceivers[0].id
        #expect(session.bitrateLimit(of: id) == limit)
        try session.setLocalDescription()
        #expect(session.bitrateLimit(of: id) == limit)
        try session.addTransceiver(.audio)
        #expect(session.bitrateLimit(of: session.transceivers[1].id) == nil)
    }

    @Test("IC-07 SO-66: ours skip every mid that the peer has or had")
    func foreignMids() throws {
        let session = JSEPSession.seeded()
        // Proposed, and then taken by the peer.
        try session.addTransceiver(.video)
        #expect(DescriptionText(try session.createOffer()).values("a=mid:", 0) == ["0"])
        let sections = (0..<5).map { number in
            AnswerTests.audio.map { $0 == "a=mid:x" ? "a=mid:\(number * 2)" : $0 }
        }
        try session.setRemote(.offer, AnswerTests.offer(sections, bundle: nil).text)
        try session.setLocalDescription()
        for _ in 0..<6 { try session.addTransceiver(.audio) }
        let offer = DescriptionText(try session.createOffer())
        let mids = offer.media.indices.flatMap { offer.values("a=mid:", $0) }
        #expect(mids.prefix(5) == ["0", "2", "4", "6", "8"])
        #expect(Set(mids).count == 12)
        #expect(mids.allSatisfy { $0.utf8.count <= 3 })
    }
}
