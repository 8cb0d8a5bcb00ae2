import JSEP
import SDP
import Testing

@Suite("Transceivers, senders and encodings")
struct TransceiverTests {
    private func kind(_ body: () throws -> Void) -> JSEPError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? JSEPError)?.kind
        }
    }

    private func encodings(_ rids: [String?]) -> [Encoding] {
        rids.map { Encoding(rid: $0.map { ByteString($0) }) }
    }

    @Test("No section is offered without a format")
    func noCodec() throws {
        let capabilities = try CapabilitySet(
            audio: CapabilitySet.standard().codecs(.audio), video: [], extensions: [])
        let session = JSEPSession.seeded { $0.capabilities = capabilities }
        try session.addTransceiver(.audio)
        let offer = try session.createOffer()
        let video = try session.addTransceiver(.video)
        let before = session.snapshot
        #expect(throws: JSEPError.self) { try session.createOffer() }
        #expect(throws: JSEPError.self) { try session.setLocalDescription(.offer) }
        #expect(session.snapshot == before)
        try session.stop(video)
        #expect(try session.createOffer() === offer)
    }

    @Test("SD-80 SD-82: what addTransceiver refuses")
    func refusedEncodings() throws {
        let session = JSEPSession.seeded()
        var small = Encoding()
        small.scaleResolutionDownBy = 0.5
        var still = Encoding()
        still.maximumFramerate = 0
        var unknown = Encoding()
        unknown.codec = CodecName("H266", clockRate: 90_000)
        var helper = Encoding()
        helper.codec = CodecName("rtx", clockRate: 90_000)
        let cases: [([Encoding], JSEPError.Kind)] = [
            (encodings(["a", nil]), .type), (encodings([nil, "b"]), .type),
            (encodings(["a", "a"]), .type), (encodings(["", "b"]), .type),
            (encodings(["a b", "c"]), .type), (encodings(["a:b"]), .type),
            (encodings([String(repeating: "a", count: 256)]), .type), ([small], .range),
            ([still], .range), ([unknown], .operation), ([helper], .operation),
        ]
        let before = session.snapshot
        for (given, expected) in cases {
            let error = #expect(throws: JSEPError.self) {
                try session.addTransceiver(.video, TransceiverInit(encodings: given))
            }
            #expect(error?.kind == expected)
        }
        for stream in ["", "-", "a b", "a\n", String(repeating: "s", count: 65)] {
            #expect(
                kind { try session.addTransceiver(.audio, streams: [ByteString(stream)]) } == .type)
        }
        #expect(session.snapshot == before)
        // For audio, what is about pictures is dropped before.
        try session.addTransceiver(.audio, TransceiverInit(encodings: [small]))
        #expect(session.transceivers[0].encodings[0].scaleResolutionDownBy == nil)
    }

    @Test("SD-80 SD-81 IO-42 IC-15: encodings are trimmed, named and scaled")
    func encodingDefaults() throws {
        let session = JSEPSession.seeded { $0.maximumEncodings = 3 }
        try session.addTransceiver(
            .video, TransceiverInit(encodings: encodings(["a", "b", "c", "d", "e"])))
        try session.addTransceiver(.video, TransceiverInit(encodings: encodings(["a"])))
        var scaled = encodings(["a", "b"])
        scaled[1].scaleResolutionDownBy = 8
        try session.addTransceiver(.video, TransceiverInit(encodings: scaled))
        try session.addTransceiver(.video)
        let all = session.transceivers.map(\.encodings)
        #expect(all.map { $0.map(\.rid) } == [["a", "b", "c"], [nil], ["a", "b"], [nil]])
        #expect(all[0].map(\.scaleResolutionDownBy) == [4, 2, 1])
        try session.addTransceiver(.video, TransceiverInit(encodings: encodings([nil, nil])))
        #expect(session.transceivers[4].encodings.map(\.rid) == ["0", "1"])
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.values("a=rid:", 4) == ["0 send", "1 send"])
        #expect(offer.values("a=simulcast:", 4) == ["send 0;1"])
        #expect(all[2].map(\.scaleResolutionDownBy) == [1, 8])
    }

    @Test("CO-34 IO-41 IO-42 IO-43 SO-23: rids and simulcast in offers")
    func simulcastOffer() throws {
        let pair = SessionPair { $0.receivesSimulcast = true }
        try pair.a.addTransceiver(
            .video, TransceiverInit(encodings: encodings(["hi", "mid", "lo"])))
        try pair.a.addTransceiver(.video, TransceiverInit(encodings: encodings(["x"])))
        try pair.a.addTransceiver(
            .video, TransceiverInit(direction: .receiveOnly, encodings: encodings(["h", "l"])))
        let (offer, answer) = try pair.a.negotiate(with: pair.b)
        #expect(offer.values("a=rid:", 0) == ["hi send", "mid send", "lo send"])
        #expect(offer.values("a=simulcast:", 0) == ["send hi;mid;lo"])
        for position in 1...2 {
            #expect(offer.values("a=rid:", position).isEmpty)
            #expect(offer.values("a=simulcast:", position).isEmpty)
        }
        #expect(answer.values("a=simulcast:", 0) == ["recv hi;mid;lo"])
        #expect(answer.values("a=rid:", 0) == ["hi recv", "mid recv", "lo recv"])
        #expect(pair.a.transceivers[0].encodings.map(\.rid) == ["hi", "mid", "lo"])
        // SO-23: they stay, whatever the direction.
        try pair.a.setDirection(.receiveOnly, of: pair.a.transceivers[0].id)
        let next = DescriptionText(try pair.a.createOffer())
        #expect(next.values("a=simulcast:", 0) == ["send hi;mid;lo"])
        #expect(next.values("a=msid:", 0) == ["-"])
    }

    @Test(
        "SD-43: layers that an answer leaves out are gone",
        arguments: [
            (["hi", "lo"], ["hi", "lo"]), (["lo"], ["lo"]), ([], ["hi"]),
        ])
    func narrowed(answered: [String], left: [String]) throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(
            .video, TransceiverInit(encodings: encodings(["hi", "mid", "lo"])))
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer().answer(offer)
        if !answered.isEmpty {
            answer.media[0] += answered.map { "a=rid:\($0) recv" }
            answer.media[0].append("a=simulcast:recv " + answered.joined(separator: ";"))
        }
        try session.setRemoteAnswer(answer.text)
        #expect(session.transceivers[0].encodings.map { $0.rid?.description } == left)
        let next = DescriptionText(try session.createOffer())
        #expect(next.values("a=simulcast:", 0).isEmpty == (left.count < 2))
    }

    @Test("SD-44: a peer asks for simulcast, and a rollback takes it back")
    func proposedSimulcast() throws {
        let session = JSEPSession.seeded { $0.maximumEncodings = 2 }
        let id = try session.addTrack("t", .video)
        let offer = AnswerTests.offer(
            [
                AnswerTests.video.map { $0 == "a=sendonly" ? "a=recvonly" : $0 }
                    + AnswerTests.audio.filter { $0.hasPrefix("a=ice") || $0.hasPrefix("a=finger") }
                    + [
                        "a=setup:actpass", "a=rid:1 recv", "a=rid:2 recv", "a=rid:3 recv",
                        "a=simulcast:recv 1,2;1;2;3",
                    ]
            ])
        try session.setRemote(.offer, offer.text)
        #expect(session.transceiver(id)?.encodings.map(\.rid) == ["1", "2"])
        #expect(session.transceiver(id)?.encodings.map(\.scaleResolutionDownBy) == [2, 1])
        let answer = DescriptionText(try session.createAnswer())
        #expect(answer.values("a=rid:", 0) == ["1 send", "2 send"])
        #expect(answer.values("a=simulcast:", 0) == ["send 1;2"])
        try session.setDirection(.inactive, of: id)
        #expect(
            DescriptionText(try session.createAnswer()).values("a=simulcast:", 0) == ["send 1;2"])
        try session.setDirection(.sendReceive, of: id)
        try session.rollBack()
        #expect(session.transceiver(id)?.encodings.map(\.rid) == [nil])
        // Also from one that the offer made, and that a track keeps.
        let other = JSEPSession.seeded()
        try other.setRemote(.offer, offer.text)
        let kept = try other.addTrack("u", .video)
        #expect(other.transceiver(kept)?.encodings.map(\.rid) == ["1", "2", "3"])
        try other.rollBack()
        #expect(other.transceivers.map(\.encodings) == [[Encoding()]])
        try session.setRemote(.offer, offer.text)
        try session.setLocalDescription()
        // PV-58
        let renamed = offer.text.replacing("a=rid:1 recv", with: "a=rid:9 recv")
            .replacing("recv 1,2;1;2;3", with: "recv 9;2")
        let error = #expect(throws: JSEPError.self) { try session.setRemote(.offer, renamed) }
        #expect(error?.kind == .invalidAccess)
    }

    @Test("SD-83: addTrack takes a sender that is free and was never used")
    func addTrack() throws {
        let session = JSEPSession.seeded()
        let free = try session.addTransceiver(.audio, direction: .receiveOnly)
        let idle = try session.addTransceiver(.video, direction: .inactive)
        #expect(try session.addTrack("a", .audio, streams: ["s", "s"]) == free)
        #expect(session.transceiver(free)?.direction == .sendReceive)
        #expect(session.transceiver(free)?.streams == ["s"])
        #expect(try session.addTrack("v", .video) == idle)
        #expect(session.transceiver(idle)?.direction == .sendOnly)
        #expect(kind { _ = try session.addTrack("a", .audio) } == .invalidAccess)
        let made = try session.addTrack("b", .audio)
        #expect(session.transceiver(made)?.direction == .sendReceive)

        // One that has sent is not taken again.
        try session.negotiate()
        #expect(try session.removeTrack(of: free))
        #expect(try session.addTrack("c", .audio) != free)
    }

    @Test("SD-84 SD-90: tracks are removed and replaced")
    func removeTrack() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTrack("a", .audio)
        #expect(try session.removeTrack(of: id))
        #expect(session.transceiver(id)?.direction == .receiveOnly)
        #expect(session.transceiver(id)?.track == nil)
        #expect(try session.removeTrack(of: id) == false)
        #expect(try session.removeTrack(of: TransceiverID(rawValue: 99)) == false)
        let offer = try session.createOffer()
        #expect(kind { try session.replaceTrack(of: id, with: "v", .video) } == .type)
        try session.replaceTrack(of: id, with: "b", .audio)
        #expect(session.transceiver(id)?.track == "b")
        #expect(try session.createOffer() === offer)
        try session.stop(id)
        #expect(kind { try session.replaceTrack(of: id, with: nil) } == .invalidState)
        #expect(try session.removeTrack(of: id) == false)
    }

    @Test("SD-85 SD-86 CO-32 SO-13 SO-14: stopping, then stopped by the answer")
    func stop() throws {
        let pair = SessionPair()
        let first = try pair.a.addTransceiver(.audio)
        let second = try pair.a.addTransceiver(.video)
        let never = try pair.a.addTransceiver(.audio)
        try pair.a.stop(never)
        #expect(DescriptionText(try pair.a.createOffer()).media.count == 2)
        try pair.a.negotiate(with: pair.b)
        #expect(pair.a.transceivers.map(\.id) == [first, second])

        #expect(try pair.a.stop(second))
        #expect(try pair.a.stop(second) == false)
        let stopping = try #require(pair.a.transceiver(second))
        #expect(stopping.isStopping && !stopping.isStopped && stopping.direction == .inactive)
        #expect(kind { try pair.a.setDirection(.sendOnly, of: second) } == .invalidState)
        let offer = DescriptionText(try pair.a.createOffer())
        #expect(offer.media[1][0].hasPrefix("m=video 0 "))
        #expect(offer.bundle == ["0"])
        #expect(offer.values("a=msid:", 1).isEmpty)
        try pair.a.negotiate(with: pair.b)
        #expect(pair.a.transceivers.map(\.id) == [first])
        #expect(pair.b.transceivers.count == 1)
    }

    @Test("SD-68: a transceiver that is stopping does not reject in an answer")
    func stoppingAnswerer() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.negotiate(with: pair.b)
        let id = pair.b.transceivers[0].id
        try pair.b.stop(id)
        let (_, answer) = try pair.a.negotiate(with: pair.b)
        #expect(answer.directions == ["inactive"])
        #expect(pair.b.transceiver(id)?.isStopped == false)
        #expect(pair.b.updateNegotiationNeeded())
        try pair.b.negotiate(with: pair.a)
        #expect(pair.b.transceivers.isEmpty && pair.a.transceivers.isEmpty)
    }

    @Test("SO-12 SO-15 SO-21: rejected places are used again, with new mids")
    func recycling() throws {
        let pair = SessionPair()
        for kind in [MediaKind.audio, .video, .audio] { try pair.a.addTransceiver(kind) }
        try pair.a.negotiate(with: pair.b)
        try pair.a.stop(pair.a.transceivers[0].id)
        try pair.a.stop(pair.a.transceivers[1].id)
        try pair.a.negotiate(with: pair.b)
        let rejected = DescriptionText(try pair.a.createOffer())
        #expect(rejected.media.map { $0[0].split(separator: " ")[1] } == ["0", "0", "9"])

        try pair.a.addTransceiver(.video)
        let (offer, answer) = try pair.a.negotiate(with: pair.b)
        #expect(offer.media[0][0].hasPrefix("m=video 9"))
        #expect(offer.media[1][0].hasPrefix("m=video 0"))
        #expect(offer.media.indices.map { offer.values("a=mid:", $0) } == [["3"], ["1"], ["2"]])
        #expect(offer.bundle == ["2", "3"])
        // SO-59: the one that is left carries the transport.
        #expect(offer.media.indices.map { offer.hasTransport($0) } == [false, false, true])
        #expect(answer.bundle == ["2", "3"])
        // The other side uses a free place as well.
        try pair.b.addTransceiver(.audio)
        try pair.b.addTransceiver(.audio)
        let (reverse, _) = try pair.b.negotiate(with: pair.a)
        #expect(
            reverse.media.map { $0[0].prefix(7) } == ["m=video", "m=audio", "m=audio", "m=audio"])
        #expect(Set(reverse.bundle ?? []).count == 4)
        #expect(pair.a.transceivers.map { $0.mid?.description } == ["2", "3", "4", "5"])
    }

    @Test("SO-59 SO-24: another section takes the bundle's transport over with its credentials")
    func movedTag() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.addTransceiver(.video)
        let (first, _) = try pair.a.negotiate(with: pair.b)
        try pair.a.stop(pair.a.transceivers[0].id)
        let (second, _) = try pair.a.negotiate(with: pair.b)
        #expect(second.values("a=ice-", 1) == first.values("a=ice-", 0))
        #expect(second.values("a=fingerprint:", 1) == first.values("a=fingerprint:", 0))
        #expect(second.bundle == ["1"])
        #expect(pair.a.transports.count == 1)
    }

    @Test("SO-18 SO-57: an offer that replaces one with a recycled section bundles it too")
    func recyclingTwice() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.addTransceiver(.audio)
        try pair.a.negotiate(with: pair.b)
        try pair.a.stop(pair.a.transceivers[1].id)
        try pair.a.negotiate(with: pair.b)
        try pair.a.addTransceiver(.video)
        try pair.a.setLocalDescription()
        let first = DescriptionText(try pair.a.createOffer())
        try pair.a.addTransceiver(.video)
        let second = DescriptionText(try pair.a.createOffer())
        #expect(second.bundle == ["0", "2", "3"])
        #expect(second.media[1] == first.media[1])
        #expect(second.media.indices.map { second.hasTransport($0) } == [true, false, false])
    }

    @Test("SO-59 SD-46: a peer may begin a new transport where another section speaks now")
    func movedTagAnswer() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        try session.negotiate()
        try session.stop(session.transceivers[0].id)
        try session.negotiate(AnsweringPeer(rejects: [0], ufrag: "other"))
        #expect(session.transports.map { $0.remote?.usernameFragment } == ["other1"])
        try session.negotiate(AnsweringPeer(rejects: [0], ufrag: "other"))
    }

    @Test("SO-62 IO-12: streams of several tracks are LS groups")
    func lipSync() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio, streams: ["s", "t"])
        try session.addTransceiver(.video, streams: ["s"])
        try session.addTransceiver(.video, direction: .receiveOnly, streams: ["t"])
        let offer = DescriptionText(try session.createOffer())
        #expect(DescriptionText.values("a=group:LS ", offer.session) == ["0 1"])
        try session.setLocalDescription()
        var answer = AnsweringPeer().answer(try #require(session.lastCreatedOffer))
        answer.session.append("a=group:LS 1 2")
        try session.setRemoteAnswer(answer.text)
        let next = DescriptionText(try session.createOffer())
        #expect(DescriptionText.values("a=group:LS ", next.session) == ["0 1", "1 2"])
    }

    @Test("SO-22: a=msid stays when nothing is sent any more, and follows setStreams")
    func msid() throws {
        let pair = SessionPair()
        let id = try pair.a.addTransceiver(.audio, streams: ["s"])
        try pair.a.negotiate(with: pair.b)
        try pair.a.setDirection(.inactive, of: id)
        #expect(DescriptionText(try pair.a.createOffer()).values("a=msid:", 0) == ["s"])
        try pair.a.setStreams(["t"], of: id)
        #expect(DescriptionText(try pair.a.createOffer()).values("a=msid:", 0) == ["t"])
    }

    @Test("SO-50: formats in the order of the last answer, then the others")
    func formatOrder() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.video)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer().answer(offer)
        answer.media[0][0] = "m=video 9 UDP/TLS/RTP/SAVPF 98 96 97"
        answer.media[0].append("a=fmtp:97 apt=96")
        try session.setRemoteAnswer(answer.text)
        let next = DescriptionText(try session.createOffer()).media[0][0]
        #expect(next == "m=video 9 UDP/TLS/RTP/SAVPF 98 99 96 97 102 103 104 105 45 46")
        #expect(
            session.negotiatedCodecs(of: session.transceivers[0].id).map(\.payloadType) == [
                98, 96, 97,
            ])
    }

    @Test("SD-87 SD-88: codec preferences as W3C WebRTC has them")
    func preferences() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(.video)
        let names = session.configuration.capabilities.codecNames(.video)
        #expect(names.last?.name == "rtx")
        try session.setCodecPreferences(names: names, of: id)
        let all = DescriptionText(try session.createOffer()).media[0][0]
        #expect(all.contains(" 97 "))
        let formats: [([CodecName], String?)] = [
            ([CodecName("vp8", clockRate: 90_000)], "96"),
            ([CodecName("VP8", clockRate: 90_000), CodecName("RTX", clockRate: 90_000)], "96 97"),
            ([CodecName("VP9", clockRate: 90_000)], "98"),
            (
                [
                    CodecName(
                        "H264", clockRate: 90_000,
                        parameters:
                            "profile-level-id=42E01F; packetization-mode=1;level-asymmetry-allowed=1"
                    )
                ], "102"
            ),
            ([CodecName("VP8", clockRate: 8_000)], nil),
            ([CodecName("VP8", clockRate: 90_000, channels: 2)], nil),
            ([CodecName("VP9", clockRate: 90_000, parameters: "profile-id=2")], nil),
            ([CodecName("rtx", clockRate: 90_000)], nil),
        ]
        for (preferred, expected) in formats {
            guard let expected else {
                #expect(
                    kind { try session.setCodecPreferences(names: preferred, of: id) }
                        == .invalidModification)
                continue
            }
            try session.setCodecPreferences(names: preferred, of: id)
            #expect(
                DescriptionText(try session.createOffer()).media[0][0]
                    == "m=video 9 UDP/TLS/RTP/SAVPF \(expected)")
        }
        let audio = try session.addTransceiver(.audio)
        #expect(
            kind {
                try session.setCodecPreferences(
                    names: [CodecName("CN", clockRate: 8_000)], of: audio)
            }
                == .invalidModification)
    }

    @Test("SD-80: encodings are changed, but not their number or names")
    func setEncodings() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(
            .video, TransceiverInit(encodings: encodings(["a", "b"])))
        var changed = try #require(session.transceiver(id)).encodings
        changed[0].isActive = false
        changed[1].maximumBitrate = 1_000
        try session.setEncodings(changed, of: id)
        #expect(session.transceiver(id)?.encodings == changed)
        #expect(
            kind { try session.setEncodings([changed[0]], of: id) } == .invalidModification)
        #expect(
            kind { try session.setEncodings(changed.reversed(), of: id) } == .invalidModification)
        changed[0].scaleResolutionDownBy = 0.1
        #expect(kind { try session.setEncodings(changed, of: id) } == .range)
    }
}
