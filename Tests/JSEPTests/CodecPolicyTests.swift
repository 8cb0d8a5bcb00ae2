import JSEP
import SDP
import Testing

@Suite("Which codecs answers take")
struct CodecPolicyTests {
    private static func video(_ name: ByteString, _ parameters: ByteString? = nil)
        -> CodecCapability
    {
        CodecCapability(
            name, clockRate: 90_000, parameters: parameters, retransmits: name != "ulpfec")
    }

    /// A server with redundancy and error correction.
    private static func capabilities() throws -> CapabilitySet {
        try CapabilitySet(
            audio: [
                CodecCapability("opus", clockRate: 48_000, channels: 2, preferredPayloadType: 111),
                CodecCapability("red", clockRate: 48_000, channels: 2, preferredPayloadType: 63),
                CodecCapability("PCMU", clockRate: 8_000, preferredPayloadType: 0),
                CodecCapability("CN", clockRate: 8_000, preferredPayloadType: 13),
                CodecCapability("telephone-event", clockRate: 48_000),
                CodecCapability("telephone-event", clockRate: 8_000),
            ],
            video: [
                video("H264", "packetization-mode=1;profile-level-id=42e01f"),
                video("H264", "packetization-mode=0;profile-level-id=42e01f"),
                video("H264", "packetization-mode=1;profile-level-id=640c1f"), video("VP8"),
                video("VP9", "profile-id=0"), video("red"), video("ulpfec"),
                CodecCapability("flexfec-03", clockRate: 90_000, parameters: "repair-window=1"),
            ], extensions: [])
    }

    private static let transport = AnswerTests.audio.filter {
        $0.hasPrefix("a=ice") || $0.hasPrefix("a=finger") || $0.hasPrefix("a=setup")
    }

    /// An offer of a browser's codecs, in its order.
    private static var offer: String {
        let audio = [
            "m=audio 9 UDP/TLS/RTP/SAVPF 96 63 0 13 110 126", "c=IN IP4 0.0.0.0", "a=mid:a",
            "a=rtcp-mux", "a=rtpmap:96 opus/48000/2", "a=rtpmap:63 red/48000/2",
            "a=fmtp:63 96/96", "a=rtpmap:110 telephone-event/48000",
            "a=rtpmap:126 telephone-event/8000",
        ]
        let video = [
            "m=video 9 UDP/TLS/RTP/SAVPF 35 36 37 38 39 40 41 42 43 44 45 46 47 48",
            "c=IN IP4 0.0.0.0", "a=mid:v", "a=rtcp-mux", "a=rtpmap:35 VP8/90000",
            "a=rtpmap:36 rtx/90000", "a=fmtp:36 apt=35", "a=rtpmap:37 H264/90000",
            "a=fmtp:37 packetization-mode=0;profile-level-id=42e034", "a=rtpmap:38 rtx/90000",
            "a=fmtp:38 apt=37", "a=rtpmap:39 H264/90000",
            "a=fmtp:39 packetization-mode=1;profile-level-id=42c01f", "a=rtpmap:40 rtx/90000",
            "a=fmtp:40 apt=39", "a=rtpmap:41 H264/90000",
            "a=fmtp:41 packetization-mode=1;profile-level-id=640c34", "a=rtpmap:42 VP9/90000",
            "a=rtpmap:43 rtx/90000", "a=fmtp:43 apt=42", "a=rtpmap:44 red/90000",
            "a=rtpmap:45 rtx/90000", "a=fmtp:45 apt=44", "a=rtpmap:46 ulpfec/90000",
            "a=rtpmap:47 flexfec-03/90000", "a=fmtp:47 repair-window=1",
            "a=rtpmap:48 rtx/90000", "a=fmtp:48 apt=41",
        ]
        return AnswerTests.offer([audio + transport, video + transport], bundle: nil).text
    }

    private func answer(
        _ change: @escaping (inout CodecPolicy) -> Void, offer: String = offer,
        prepare: (JSEPSession) throws -> Void = { _ in }
    ) throws -> (audio: String, video: String, text: DescriptionText) {
        let capabilities = try Self.capabilities()
        let session = JSEPSession.seeded {
            $0.capabilities = capabilities
            change(&$0.codecPolicy)
        }
        try session.setRemote(.offer, offer)
        try prepare(session)
        let text = DescriptionText(try session.createAnswer())
        let formats = text.media.map {
            $0[0].split(separator: " ").dropFirst(3).joined(separator: " ")
        }
        // What was answered can be applied, and what is negotiated is what was answered.
        try session.setLocalDescription()
        for (position, transceiver) in session.transceivers.enumerated()
        where text.media[position][0].split(separator: " ")[1] != "0" {
            #expect(
                session.negotiatedCodecs(of: transceiver.id).map { "\($0.payloadType)" }
                    .joined(separator: " ") == formats[position])
        }
        return (formats[0], formats[1], text)
    }

    @Test("SD-67: the peer's order by default; what goes with codecs goes with them")
    func peerOrder() throws {
        let plain = try answer { _ in }
        #expect(plain.audio == "96 63 0 13 110 126")
        #expect(plain.video == "35 36 37 38 39 40 41 48 42 43 44 45 46 47")
        // The payload types of redundancy are those of this section.
        #expect(plain.text.values("a=fmtp:63 ", 0) == ["96/96"])
    }

    @Test("SD-67: our own order")
    func ownOrder() throws {
        let own = try answer { $0.order = .own }
        #expect(own.audio == "96 63 0 13 110 126")
        #expect(own.video == "39 40 37 38 41 48 35 36 42 43 44 45 46 47")
    }

    @Test("SD-67: a single codec, with what goes with it", arguments: [1, 0, -5])
    func single(count: Int) throws {
        let peer = try answer { $0.maximumCodecs = count }
        #expect(peer.audio == "96 63 110")
        #expect(peer.video == "35 36 44 45 46 47")
        let own = try answer {
            $0.order = .own
            $0.maximumCodecs = count
        }
        #expect(own.video == "39 40 44 45 46 47")
        let preferred = try answer {
            $0.maximumCodecs = count
        } prepare: { session in
            try session.setCodecPreferences(
                names: [
                    CodecName("PCMU", clockRate: 8_000), CodecName("CN", clockRate: 8_000),
                    CodecName("opus", clockRate: 48_000, channels: 2),
                    CodecName("red", clockRate: 48_000, channels: 2),
                ], of: session.transceivers[0].id)
        }
        // Redundancy of opus is not for PCMU.
        #expect(preferred.audio == "0 13")
    }

    @Test("SD-67 GR-14: two codecs, and more than there are")
    func several() throws {
        #expect(try answer { $0.maximumCodecs = 2 }.video == "35 36 37 38 44 45 46 47")
        #expect(try answer { $0.maximumCodecs = 99 }.video == (try answer { _ in }.video))
    }

    @Test(
        "SD-88: filters by format parameters",
        arguments: [
            ("packetization-mode=1", "35 36 39 40 41 48 42 43 44 45 46 47"),
            ("PACKETIZATION-MODE=1;profile-level-id=42E01F", "35 36 39 40 42 43 44 45 46 47"),
            ("profile-level-id=640c1f", "35 36 41 48 42 43 44 45 46 47"),
            ("packetization-mode=2", "35 36 42 43 44 45 46 47"),
            ("unknown=1", "35 36 42 43 44 45 46 47"),
            ("", "35 36 37 38 39 40 41 48 42 43 44 45 46 47"),
        ])
    func filters(parameters: String, video: String) throws {
        let filtered = try answer {
            $0.filters = [CodecFilter("h264", parameters: ByteString(parameters))]
        }
        #expect(filtered.video == video)
        #expect(filtered.audio == "96 63 0 13 110 126")
    }

    @Test("SD-88: one of several filters is enough; a default counts as written")
    func severalFilters() throws {
        let either = try answer {
            $0.filters = [
                CodecFilter("H264", parameters: "profile-level-id=640c1f"),
                CodecFilter("H264", parameters: "packetization-mode=0"),
                CodecFilter("VP9", parameters: "profile-id=0"),
                CodecFilter("VP8", parameters: "x=1"),
            ]
            $0.maximumCodecs = 3
        }
        #expect(either.video == "37 38 41 48 42 43 44 45 46 47")
    }

    @Test("SD-88: the second of two forms of a codec may be the one that fits")
    func laterForm() throws {
        let offer = Self.offer.replacing(
            "a=fmtp:37 packetization-mode=0;", with: "a=fmtp:37 packetization-mode=1;x=1;"
        ).replacing("a=fmtp:39 packetization-mode=1;", with: "a=fmtp:39 packetization-mode=1;x=2;")
        let policy = { (policy: inout CodecPolicy) in
            policy.filters = [CodecFilter("H264", parameters: "x=2")]
        }
        #expect(try answer(policy, offer: offer).video == "35 36 39 40 42 43 44 45 46 47")
    }

    @Test("SD-62: a section of which nothing is left is rejected")
    func nothingLeft() throws {
        let none = try answer {
            $0.filters = ["opus", "pcmu"].map { CodecFilter($0, parameters: "x=1") }
        }
        #expect(none.text.media[0][0].hasPrefix("m=audio 0 "))
        #expect(none.text.media[1][0].hasPrefix("m=video 9 "))
    }

    @Test("IO-34 A46: redundancy of what is not answered, and parity without redundancy")
    func redundancy() throws {
        let other = try answer({ _ in }, offer: Self.offer.replacing("63 96/96", with: "63 96/9"))
        #expect(other.audio == "96 0 13 110 126")
        for junk in ["x", "/", "96/", "99999999999999999999/96"] {
            let bad = Self.offer.replacing("a=fmtp:63 96/96", with: "a=fmtp:63 \(junk)")
            #expect(try answer({ _ in }, offer: bad).audio.hasPrefix("96 "))
        }
        let parity = Self.offer.replacing("a=rtpmap:44 red", with: "a=rtpmap:44 x-red")
        #expect(
            try answer({ _ in }, offer: parity).video
                == "35 36 37 38 39 40 41 48 42 43 47")
    }

    @Test("IO-34 SO-28: an offer's redundancy names the payload type of its codec")
    func offeredRedundancy() throws {
        let capabilities = try Self.capabilities()
        let session = JSEPSession.seeded { $0.capabilities = capabilities }
        let audio = try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        var offer = DescriptionText(try session.createOffer())
        #expect(offer.values("a=fmtp:63 ", 0) == ["111/111"])
        // No a=fmtp for the one of video, which carries parity.
        let number = try #require(
            offer.values("a=rtpmap:", 1).first { $0.hasSuffix(" red/90000") }?.split(
                separator: " ")[0])
        #expect(offer.values("a=fmtp:\(number) ", 1).isEmpty)
        // Without its codec it is not offered.
        try session.setCodecPreferences(
            names: [
                CodecName("red", clockRate: 48_000, channels: 2),
                CodecName("PCMU", clockRate: 8_000),
            ], of: audio)
        offer = DescriptionText(try session.createOffer())
        #expect(offer.media[0][0] == "m=audio 9 UDP/TLS/RTP/SAVPF 0")
        // A peer that offered first has other numbers, which stay.
        let answerer = JSEPSession.seeded { $0.capabilities = capabilities }
        try answerer.setRemote(.offer, Self.offer)
        try answerer.setLocalDescription()
        offer = DescriptionText(try answerer.createOffer())
        #expect(offer.values("a=fmtp:63 ", 0) == ["96/96"])
    }

    @Test("IO-34: as many generations as the capability's parameters have")
    func generations() throws {
        let set = try CapabilitySet(
            audio: [
                CodecCapability("opus", clockRate: 48_000, channels: 2, preferredPayloadType: 100),
                CodecCapability("RED", clockRate: 48_000, channels: 2, parameters: "1/2/3"),
            ], video: [], extensions: [])
        let session = JSEPSession.seeded { $0.capabilities = set }
        try session.addTransceiver(.audio)
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.values("a=fmtp:", 0) == ["96 100/100/100"])
    }

    @Test("SD-67: two sessions with different orders, and a policy that is changed")
    func negotiated() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.video)
        var configuration = pair.b.configuration
        configuration.codecPolicy.maximumCodecs = 1
        configuration.codecPolicy.filters = [CodecFilter("VP8", parameters: "x=1")]
        try pair.b.setConfiguration(configuration)
        let first = try pair.a.negotiate(with: pair.b)
        #expect(
            first.answer.values("a=rtpmap:", 0).map { $0.split(separator: " ")[1] } == [
                "H264/90000", "rtx/90000",
            ])
        #expect(pair.a.negotiatedCodecs(of: pair.a.transceivers[0].id).count == 2)
        // What was not answered is offered again (SO-64), in the order of the answer.
        configuration.codecPolicy = CodecPolicy()
        try pair.b.setConfiguration(configuration)
        let second = try pair.a.negotiate(with: pair.b)
        #expect(second.answer.values("a=rtpmap:", 0).count == 10)
        #expect(second.offer.values("a=rtpmap:", 0)[0].hasSuffix("H264/90000"))
    }
}
