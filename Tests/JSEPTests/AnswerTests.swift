import JSEP
import SDP
import Testing

@Suite("Answers: RFC 9429 section 5.3")
struct AnswerTests {
    /// A browser's offer, with its own numbers.
    static let audio = [
        "m=audio 9 UDP/TLS/RTP/SAVPF 100 0 13 101", "c=IN IP4 0.0.0.0", "a=ice-ufrag:abcd",
        "a=ice-pwd:0123456789012345678901",
        "a=fingerprint:sha-256 \(AnsweringPeer.fingerprint)", "a=setup:actpass", "a=mid:x",
        "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=extmap:3/sendonly urn:ietf:params:rtp-hdrext:ssrc-audio-level", "a=extmap:5 urn:other",
        "a=sendrecv", "a=msid:s t", "a=rtcp-mux", "a=rtpmap:100 opus/48000/2",
        "a=rtcp-fb:100 nack", "a=rtcp-fb:100 transport-cc", "a=rtpmap:101 speex/16000",
    ]

    static let video = [
        "m=video 9 UDP/TLS/RTP/SAVPF 111 35 97 98", "c=IN IP4 0.0.0.0", "a=mid:y",
        "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid", "a=sendonly", "a=msid:- t",
        "a=rtcp-mux", "a=rtcp-rsize", "a=rtpmap:111 H264/90000",
        "a=fmtp:111 packetization-mode=1;profile-level-id=42c01f",
        "a=rtpmap:35 VP8/90000", "a=rtcp-fb:* nack pli", "a=rtpmap:97 rtx/90000",
        "a=fmtp:97 apt=35", "a=rtpmap:98 rtx/90000", "a=fmtp:98 apt=111",
    ]

    static let data = [
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:z",
        "a=sctp-port:6000", "a=max-message-size:1000",
    ]

    /// All sections bundled, or those that are named, or none.
    static func offer(_ media: [[String]], bundle: String? = "all") -> DescriptionText {
        var text = DescriptionText("")
        text.session = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0"]
        let mids = media.flatMap { DescriptionText.values("a=mid:", $0) }.joined(separator: " ")
        if let bundle = bundle == "all" ? mids : bundle {
            text.session.append("a=group:BUNDLE \(bundle)")
        }
        text.media = media
        return text
    }

    private func answer(
        _ offer: DescriptionText, _ session: JSEPSession = .seeded(),
        _ options: AnswerOptions = AnswerOptions()
    ) throws -> DescriptionText {
        try session.setRemote(.offer, offer.text)
        return DescriptionText(try session.createAnswer(options))
    }

    @Test("SD-61 SD-67 SD-69 SO-66: places, mids and payload types are the offer's")
    func numbers() throws {
        let answer = try answer(Self.offer([Self.audio, Self.video, Self.data]))
        #expect(
            answer.media.map { $0[0] } == [
                "m=audio 9 UDP/TLS/RTP/SAVPF 100 0 13",
                "m=video 9 UDP/TLS/RTP/SAVPF 111 98 35 97",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            ])
        #expect(answer.media.indices.map { answer.values("a=mid:", $0) } == [["x"], ["y"], ["z"]])
        #expect(answer.values("a=fmtp:97", 1) == [" apt=35"])
        #expect(answer.values("a=fmtp:98", 1) == [" apt=111"])
        #expect(answer.values("a=sctp-port:", 2) == ["5000"])
    }

    @Test("SD-65: only what was offered is answered: extensions, feedback, rsize, ice-options")
    func intersections() throws {
        var offer = Self.offer([Self.audio, Self.video])
        let plain = try answer(offer)
        #expect(
            plain.values("a=extmap:", 0) == [
                "9 urn:ietf:params:rtp-hdrext:sdes:mid",
                "3/recvonly urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            ])
        #expect(plain.values("a=rtcp-fb:", 0) == ["100 transport-cc"])
        #expect(plain.values("a=rtcp-fb:", 1) == ["111 nack pli", "35 nack pli"])
        #expect(!plain.text.contains("a=ice-options"))
        #expect(!plain.text.contains("a=extmap-allow-mixed"))
        #expect(!plain.text.contains("a=bundle-only"))
        #expect(!plain.text.contains("a=rtcp-mux-only"))
        #expect(!plain.media[0].contains("a=rtcp-rsize"))
        offer.session += ["a=ice-options:trickle", "a=extmap-allow-mixed"]
        let mixed = try answer(offer)
        #expect(mixed.session.contains("a=ice-options:trickle"))
        #expect(mixed.session.contains("a=extmap-allow-mixed"))
    }

    @Test(
        "SD-63: the direction is the offer's, reversed, and the transceiver's",
        arguments: MediaDirection.allCases, MediaDirection.allCases)
    func directions(offered: MediaDirection, wanted: MediaDirection) throws {
        let session = JSEPSession.seeded()
        var section = Self.audio
        let names = ["inactive", "sendonly", "recvonly", "sendrecv"]
        section[section.firstIndex(of: "a=sendrecv") ?? 0] = "a=\(names[Int(offered.rawValue)])"
        try session.setRemote(.offer, Self.offer([section], bundle: nil).text)
        try session.setDirection(wanted, of: session.transceivers[0].id)
        let answer = DescriptionText(try session.createAnswer())
        let both = offered.reversed.intersection(wanted)
        #expect(answer.directions == [names[Int(both.rawValue)]])
        try session.setLocalDescription()
        #expect(session.transceivers[0].currentDirection == both)
        #expect(session.transceivers[0].direction == wanted)
    }

    @Test(
        "SD-64 PV-43: setup is active, or the opposite of the offer's",
        arguments: [
            ("actpass", "active"), ("active", "passive"), ("passive", "active"),
        ])
    func setup(offered: String, answered: String) throws {
        var section = Self.audio
        section[section.firstIndex(of: "a=setup:actpass") ?? 0] = "a=setup:\(offered)"
        let answer = try answer(Self.offer([section], bundle: nil))
        #expect(answer.values("a=setup:", 0) == [answered])
    }

    @Test("SD-66 SD-25 IC-05: the bundle of the offer, with one transport")
    func bundle() throws {
        let answer = try answer(Self.offer([Self.audio, Self.video, Self.data]))
        #expect(answer.bundle == ["x", "y", "z"])
        #expect(answer.hasTransport(0))
        #expect(!answer.values("a=ice-ufrag:", 0).isEmpty)
        #expect(answer.values("a=ice-ufrag:", 1).isEmpty)
        #expect(answer.values("a=ice-ufrag:", 2).isEmpty)
    }

    @Test("SD-62: without a common codec, or with one for others only, a section is rejected")
    func noCommonCodec() throws {
        for formats in ["101", "13", "101 13"] {
            var section = Self.audio
            section[0] = "m=audio 9 UDP/TLS/RTP/SAVPF \(formats)"
            let answer = try answer(Self.offer([section, Self.audio2], bundle: nil))
            #expect(answer.media[0][0] == "m=audio 0 UDP/TLS/RTP/SAVPF \(formats)")
            #expect(answer.media[1][0].hasPrefix("m=audio 9"))
        }
    }

    private static var audio2: [String] {
        audio.map { $0 == "a=mid:x" ? "a=mid:x2" : $0 }
    }

    @Test("SD-62: what the rejected tag would have carried is rejected too")
    func rejectedTag() throws {
        var section = Self.audio
        section[0] = "m=audio 9 UDP/TLS/RTP/SAVPF 101"
        let answer = try answer(Self.offer([section, Self.video]))
        #expect(answer.media.allSatisfy { $0[0].split(separator: " ")[1] == "0" })
        #expect(answer.bundle == nil)
    }

    @Test("SD-39 A34: unknown media and profiles are rejected, nothing fails")
    func unknownMedia() throws {
        let session = JSEPSession.seeded()
        let answer = try answer(
            Self.offer(
                [
                    ["m=text 9 UDP/TLS/RTP/SAVPF 100", "c=IN IP4 0.0.0.0", "a=mid:t"], Self.audio,
                    ["m=audio 9 RAW/X a b", "c=IN IP4 0.0.0.0", "a=mid:q"],
                    ["m=application 9 TCP/BFCP *", "c=IN IP4 0.0.0.0", "a=mid:r"],
                ], bundle: nil), session)
        #expect(
            answer.media.map { $0[0] } == [
                "m=text 0 UDP/TLS/RTP/SAVPF 100", "m=audio 9 UDP/TLS/RTP/SAVPF 100 0 13",
                "m=audio 0 RAW/X a b", "m=application 0 TCP/BFCP *",
            ])
        #expect(session.transceivers.count == 1)
        try session.setLocalDescription()
        // SO-12: their places are used by new transceivers.
        try session.addTransceiver(.video)
        try session.addTransceiver(.audio)
        let next = DescriptionText(try session.createOffer())
        #expect(next.media.count == 4)
        #expect(next.media.map { $0[0].prefix(7) } == ["m=video", "m=audio", "m=audio", "m=appli"])
        #expect(next.media[3][0] == "m=application 0 TCP/BFCP *")
        #expect(next.values("a=mid:", 0) != ["t"])
    }

    @Test("PV-25 SO-30: older profiles are answered as offered, and offered as they should be")
    func profiles() throws {
        for profile in ["RTP/SAVPF", "RTP/AVP", "TCP/DTLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP"] {
            let session = JSEPSession.seeded()
            var section = Self.audio
            section[0] = "m=audio 9 \(profile) 100"
            let answer = try answer(Self.offer([section], bundle: nil), session)
            #expect(answer.media[0][0] == "m=audio 9 \(profile) 100")
            try session.setLocalDescription()
            let next = DescriptionText(try session.createOffer())
            #expect(next.media[0][0].hasPrefix("m=audio 9 UDP/TLS/RTP/SAVPF 100 "))
        }
    }

    @Test("PV-24: data of before RFC 8841 is answered in its way")
    func oldData() throws {
        let section =
            [
                "m=application 9 DTLS/SCTP 5000", "c=IN IP4 0.0.0.0", "a=setup:actpass", "a=mid:d",
                "a=sctpmap:5000 webrtc-datachannel 256",
            ]
            + Self.audio.filter { $0.hasPrefix("a=ice") || $0.hasPrefix("a=finger") }
        let session = JSEPSession.seeded()
        let answer = try answer(Self.offer([section], bundle: nil), session)
        #expect(answer.media[0][0] == "m=application 9 DTLS/SCTP 5000")
        #expect(answer.values("a=sctpmap:", 0) == ["5000 webrtc-datachannel 1024"])
        try session.setLocalDescription()
        #expect(
            DescriptionText(try session.createOffer()).media[0][0]
                == "m=application 9 UDP/DTLS/SCTP webrtc-datachannel")
    }

    @Test("SO-67 SD-69: a section without mid is answered without, and has one of ours")
    func noMid() throws {
        let session = JSEPSession.seeded()
        let section = Self.audio.filter { !$0.hasPrefix("a=mid") }
        let answer = try answer(Self.offer([section, section], bundle: nil), session)
        #expect(answer.values("a=mid:", 0).isEmpty)
        try session.setLocalDescription()
        #expect(session.transceivers.map(\.mid) == ["0", "1"])
        let next = DescriptionText(try session.createOffer())
        #expect(next.values("a=mid:", 1) == ["1"])
        // PV-59: and the peer goes on without.
        _ = try session.setRemote(.offer, Self.offer([section, section], bundle: nil).text)
        #expect(session.transceivers.map(\.mid) == ["0", "1"])
    }

    @Test("SD-67 IO-24: preferred codecs come first and alone in an answer")
    func preferences() throws {
        let session = JSEPSession.seeded()
        try session.setRemote(.offer, Self.offer([Self.audio, Self.video]).text)
        let video = session.transceivers[1].id
        try session.setCodecPreferences(
            names: [CodecName("vp8", clockRate: 90_000)], of: video)
        let answer = DescriptionText(try session.createAnswer())
        #expect(answer.media[1][0] == "m=video 9 UDP/TLS/RTP/SAVPF 35")
        try session.setCodecPreferences(
            names: [
                CodecName("VP8", clockRate: 90_000), CodecName("rtx", clockRate: 90_000),
            ], of: video)
        #expect(
            DescriptionText(try session.createAnswer()).media[1][0]
                == "m=video 9 UDP/TLS/RTP/SAVPF 35 97")
    }

    @Test("OP-11: an answer without voice activity detection has no comfort noise")
    func voiceActivity() throws {
        let answer = try answer(
            Self.offer([Self.audio], bundle: nil), .seeded(),
            AnswerOptions(voiceActivityDetection: false))
        #expect(answer.media[0][0] == "m=audio 9 UDP/TLS/RTP/SAVPF 100 0")
        #expect(answer.values("a=fmtp:", 0)[0].hasSuffix(";usedtx=0"))
    }

    @Test("SO-05: an answer's version grows with what it says, its o= line stays")
    func version() throws {
        let session = JSEPSession.seeded()
        try session.setRemote(.offer, Self.offer([Self.audio], bundle: nil).text)
        let first = try session.createAnswer()
        #expect(try session.createAnswer() === first)
        try session.setDirection(.inactive, of: session.transceivers[0].id)
        let second = try session.createAnswer()
        #expect(second.version == first.version + 1)
        try session.setLocalDescription(second)
        let offer = try session.createOffer()
        #expect(offer.version == second.version + 1)
        #expect(DescriptionText(offer).versionLine[1] == DescriptionText(first).versionLine[1])
    }

    @Test("SO-28 SO-29 SO-66: our next offer keeps the peer's numbers and adds our codecs")
    func nextOffer() throws {
        let session = JSEPSession.seeded()
        _ = try answer(Self.offer([Self.audio, Self.video]), session)
        try session.setLocalDescription()
        try session.addTransceiver(.video)
        let next = DescriptionText(try session.createOffer())
        let maps = next.values("a=rtpmap:", 1)
        #expect(
            maps.prefix(4) == ["111 H264/90000", "98 rtx/90000", "35 VP8/90000", "97 rtx/90000"])
        #expect(maps.contains { $0.hasSuffix("AV1/90000") })
        #expect(Set(maps.map { $0.split(separator: " ")[0] }).count == maps.count)
        #expect(next.values("a=extmap:", 1).contains("9 urn:ietf:params:rtp-hdrext:sdes:mid"))
        // IO-28: a number has one meaning in all sections of the bundle.
        var meanings: [Substring: Substring] = [:]
        for position in next.media.indices {
            for map in next.values("a=rtpmap:", position) {
                let fields = map.split(separator: " ")
                #expect(
                    meanings.updateValue(fields[1], forKey: fields[0]) ?? fields[1] == fields[1])
            }
        }
        var ids: [Substring: Substring] = [:]
        for position in next.media.indices {
            for map in next.values("a=extmap:", position) {
                let fields = map.split(separator: " ")
                #expect(ids.updateValue(fields[1], forKey: fields[0]) ?? fields[1] == fields[1])
                #expect(fields[0] != "5")
            }
        }
    }

    @Test("SD-70 SO-24: credentials are new where the offer restarts ICE, and only there")
    func restart() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        let first = try pair.a.negotiate(with: pair.b)
        let second = try pair.a.negotiate(with: pair.b)
        #expect(second.answer.values("a=ice-", 0) == first.answer.values("a=ice-", 0))
        let third = try pair.a.negotiate(with: pair.b, OfferOptions(iceRestart: true))
        #expect(third.answer.values("a=ice-ufrag", 0) != first.answer.values("a=ice-ufrag", 0))
        #expect(third.answer.values("a=ice-pwd", 0) != first.answer.values("a=ice-pwd", 0))
        #expect(third.answer.values("a=tls-id", 0) == first.answer.values("a=tls-id", 0))
    }

    @Test("SD-62: max-bundle rejects what is beside the bundle")
    func maxBundle() throws {
        let answer = try answer(
            Self.offer([Self.audio, Self.audio2], bundle: "x"), .seeded(.maxBundle))
        #expect(answer.media.map { $0[0].split(separator: " ")[1] } == ["9", "0"])
    }

    @Test("SO-59 SD-46: a new section that speaks for the bundle has the bundle's transport")
    func newSpeaker() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        let first = try pair.a.negotiate(with: pair.b)
        // Offered, and not answered before the section before it is stopped.
        try pair.a.addTransceiver(.video)
        try pair.a.setLocalDescription()
        try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        try pair.a.stop(pair.a.transceivers[0].id)
        let before = pair.b.transports.map(\.id)
        let second = try pair.a.negotiate(with: pair.b)
        #expect(second.offer.bundle == ["1"])
        #expect(second.offer.values("a=ice-", 1) == first.offer.values("a=ice-", 0))
        #expect(second.answer.values("a=ice-", 1) == first.answer.values("a=ice-", 0))
        #expect(second.answer.values("a=setup:", 1) == first.answer.values("a=setup:", 0))
        #expect(pair.b.transports.map(\.id) == before)
        #expect(pair.a.transports.count == 1)
    }
}
