import JSEP
import SDP
import Testing

@Suite("Simulcast that a server receives: RFC 8853")
struct ReceivedSimulcastTests {
    private static let layers: [[ReceivedEncoding]] = [
        [ReceivedEncoding("h", restrictions: "max-width=1280;max-fps=30")],
        [ReceivedEncoding("m"), ReceivedEncoding("m2", isPaused: true)],
        [
            ReceivedEncoding(
                "l", isPaused: true, codecs: [CodecName("VP8", clockRate: 90_000)])
        ],
    ]

    /// A session that offers to receive these, and its offer.
    private func offering(
        _ streams: [[ReceivedEncoding]] = layers, seed: UInt64 = 1
    ) throws -> (session: JSEPSession, id: TransceiverID, offer: CreatedDescription) {
        let session = JSEPSession.seeded(seed: seed)
        var initial = TransceiverInit(direction: .receiveOnly)
        initial.receivedEncodings = streams
        let id = try session.addTransceiver(.video, initial)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        return (session, id, offer)
    }

    private func answer(_ offer: CreatedDescription, _ lines: [String]) -> String {
        var answer = AnsweringPeer().answer(offer)
        answer.media[0] += lines
        return answer.text
    }

    @Test("GR-33 GR-34 PV-44: what an offer says: order, alternatives, pauses, restrictions")
    func offered() throws {
        let (_, _, offer) = try offering()
        let text = DescriptionText(offer)
        #expect(
            text.values("a=rid:", 0) == [
                "h recv max-width=1280;max-fps=30", "m recv", "m2 recv", "l recv pt=96",
            ])
        #expect(text.values("a=simulcast:", 0) == ["recv h;m,~m2;~l"])
        #expect(text.media[0].contains("a=recvonly"))
    }

    @Test("GR-33: a lone encoding is a=rid without a=simulcast; a codec of none is left out")
    func lone() throws {
        let (_, _, offer) = try offering([[ReceivedEncoding("x")]])
        #expect(DescriptionText(offer).values("a=rid:", 0) == ["x recv"])
        #expect(!offer.text.contains("a=simulcast"))
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(.video)
        try session.setCodecPreferences(names: [CodecName("VP8", clockRate: 90_000)], of: id)
        try session.setReceivedEncodings(
            [
                [
                    ReceivedEncoding(
                        "v",
                        codecs: [
                            CodecName("VP9", clockRate: 90_000, parameters: "profile-id=0")
                        ])
                ], [ReceivedEncoding("w")],
            ], of: id)
        #expect(DescriptionText(try session.createOffer()).values("a=rid:", 0) == ["w recv"])
    }

    @Test("SD-43 PV-22: reading the answer: what is sent, paused, restricted, and left out")
    func answered() throws {
        let (session, id, offer) = try offering()
        #expect(session.negotiatedReceivedEncodings(of: id).isEmpty)
        try session.setRemoteAnswer(
            answer(
                offer,
                [
                    "a=rid:h send max-width=640", "a=rid:m2 send", "a=rid:l send pt=96",
                    "a=simulcast:send ~h;m2",
                ]))
        #expect(
            session.negotiatedReceivedEncodings(of: id) == [
                [ReceivedEncoding("h", isPaused: true, restrictions: "max-width=640")],
                [ReceivedEncoding("m2")],
            ])
        // What the answer left out is not offered again, unless it is asked for again.
        #expect(
            session.transceivers[0].receivedEncodings == [Self.layers[0], [Self.layers[1][1]]])
        var next = DescriptionText(try session.createOffer())
        #expect(next.values("a=simulcast:", 0) == ["recv h;~m2"])
        #expect(next.values("a=rid:", 0) == ["h recv max-width=1280;max-fps=30", "m2 recv"])
        try session.setReceivedEncodings(Self.layers, of: id)
        next = DescriptionText(try session.createOffer())
        #expect(next.values("a=simulcast:", 0) == ["recv h;m,~m2;~l"])
    }

    @Test("SD-43: alternatives and codecs of an answer are read")
    func alternatives() throws {
        let (session, id, offer) = try offering()
        try session.setRemoteAnswer(
            answer(
                offer,
                [
                    "a=rid:h send", "a=rid:m send", "a=rid:m2 send", "a=rid:l send pt=96",
                    "a=simulcast:send h;m,~m2;l",
                ]))
        let read = session.negotiatedReceivedEncodings(of: id)
        #expect(read.map { $0.map(\.rid) } == [["h"], ["m", "m2"], ["l"]])
        #expect(read.map { $0.map(\.isPaused) } == [[false], [false, true], [false]])
        #expect(read[2][0].codecs == [CodecName("VP8", clockRate: 90_000)])
    }

    @Test("RFC 8851: an answer without simulcast, and one with a lone rid")
    func withoutSimulcast() throws {
        let (plain, id, offer) = try offering()
        try plain.setRemoteAnswer(answer(offer, []))
        #expect(plain.negotiatedReceivedEncodings(of: id).isEmpty)
        #expect(plain.transceivers[0].receivedEncodings == Self.layers)
        let (lone, other, second) = try offering()
        try lone.setRemoteAnswer(answer(second, ["a=rid:h send"]))
        #expect(lone.negotiatedReceivedEncodings(of: other) == [[ReceivedEncoding("h")]])
        // A lone rid of another name says nothing (section 6.4).
        let (none, third, last) = try offering()
        try none.setRemoteAnswer(answer(last, ["a=rid:q send"]))
        #expect(none.negotiatedReceivedEncodings(of: third).isEmpty)
    }

    @Test(
        "PV-44 SD-20: what an answer may not say of them, and the session as before",
        arguments: [
            (
                ["a=rid:h send", "a=rid:q send", "a=simulcast:send h;q"],
                JSEPError.Kind.invalidAccess
            ),
            (["a=rid:h send", "a=simulcast:send h;m"], .invalidAccess),
            (["a=rid:h recv", "a=rid:m send", "a=simulcast:send h;m"], .invalidAccess),
            (["a=rid:h send", "a=simulcast:send ~"], .syntax),
            (["a=rid:h send", "a=simulcast:send h;;m"], .syntax),
            (["a=rid:h send", "a=simulcast:send h,"], .syntax),
            (["a=rid:h send max-width=x"], .syntax), (["a=rid:h send pt="], .syntax),
        ])
    func refusedAnswers(lines: [String], kind: JSEPError.Kind) throws {
        let (session, id, offer) = try offering()
        let before = session.snapshot
        let bad = answer(offer, lines)
        let error = #expect(throws: JSEPError.self) { try session.setRemoteAnswer(bad) }
        #expect(error?.kind == kind)
        #expect(session.snapshot == before)
        #expect(session.negotiatedReceivedEncodings(of: id).isEmpty)
        try session.setRemoteAnswer(answer(offer, []))
    }

    @Test("SD-80 SD-82 A76: what a program may not ask for")
    func refused() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(
            .video, TransceiverInit(encodings: [Encoding(rid: "a"), Encoding(rid: "b")]))
        let long = ByteString([UInt8](repeating: 0x61, count: 256))
        let cases: [([[ReceivedEncoding]], JSEPError.Kind)] = [
            ([[ReceivedEncoding("")]], .type), ([[ReceivedEncoding("x y")]], .type),
            ([[ReceivedEncoding("x\r\na=y")]], .type), ([[ReceivedEncoding("~x")]], .type),
            ([[ReceivedEncoding(long)]], .type), ([[]], .type),
            ([[ReceivedEncoding("x"), ReceivedEncoding("x")]], .type),
            ([[ReceivedEncoding("x")], [ReceivedEncoding("x")]], .type),
            ([[ReceivedEncoding("a")]], .type),
            ([[ReceivedEncoding("x", restrictions: "")]], .type),
            ([[ReceivedEncoding("x", restrictions: "max-width=")]], .type),
            ([[ReceivedEncoding("x", restrictions: "max-fps=1\r\na=y")]], .type),
            ([[ReceivedEncoding("x", restrictions: "pt=96")]], .type),
            ([[ReceivedEncoding("x", codecs: [CodecName("Z", clockRate: 1)])]], .operation),
            ([[ReceivedEncoding("x", codecs: [CodecName("rtx", clockRate: 90_000)])]], .operation),
            ((0..<17).map { [ReceivedEncoding(ByteString("r\($0)"))] }, .operation),
        ]
        let before = try session.createOffer()
        for (streams, kind) in cases {
            var error = #expect(throws: JSEPError.self) {
                try session.setReceivedEncodings(streams, of: id)
            }
            #expect(error?.kind == kind)
            var initial = TransceiverInit(
                encodings: [Encoding(rid: "a"), Encoding(rid: "b")])
            initial.receivedEncodings = streams
            error = #expect(throws: JSEPError.self) { try session.addTransceiver(.video, initial) }
            #expect(error?.kind == kind)
        }
        #expect(try session.createOffer() === before)
        try session.setReceivedEncodings(
            (0..<16).map { [ReceivedEncoding(ByteString("r\($0)"))] }, of: id)
        try session.stop(id)
        let error = #expect(throws: JSEPError.self) {
            try session.setReceivedEncodings([], of: id)
        }
        #expect(error?.kind == .invalidState)
    }

    @Test("SD-44 SO-23: two sessions: a server that receives, a client that sends")
    func negotiated() throws {
        let pair = SessionPair()
        var initial = TransceiverInit(direction: .receiveOnly)
        initial.receivedEncodings = ["h", "m", "l"].map { [ReceivedEncoding($0)] }
        let id = try pair.a.addTransceiver(.video, initial)
        try pair.b.addTrack("camera", .video, streams: ["s"])
        let (offer, answer) = try pair.a.negotiate(with: pair.b)
        #expect(offer.values("a=simulcast:", 0) == ["recv h;m;l"])
        #expect(answer.values("a=rid:", 0) == ["h send", "m send", "l send"])
        #expect(answer.values("a=simulcast:", 0) == ["send h;m;l"])
        #expect(pair.b.transceivers[0].encodings.map(\.rid) == ["h", "m", "l"])
        #expect(
            pair.a.negotiatedReceivedEncodings(of: id).map { $0.map(\.rid) }
                == [["h"], ["m"], ["l"]])
        // Also where nothing is received for a while.
        try pair.a.setDirection(.inactive, of: id)
        let later = try pair.a.negotiate(with: pair.b)
        #expect(later.offer.values("a=simulcast:", 0) == ["recv h;m;l"])
        // The client offers again; what it sends is answered by rid.
        try pair.a.setDirection(.receiveOnly, of: id)
        try pair.a.setReceivedEncodings(
            [[ReceivedEncoding("h")], [ReceivedEncoding("l", isPaused: true)]], of: id)
        let back = try pair.b.negotiate(with: pair.a)
        #expect(back.offer.values("a=simulcast:", 0) == ["send h;m;l"])
        #expect(back.answer.values("a=simulcast:", 0) == ["recv h;~l"])
        #expect(
            pair.a.negotiatedReceivedEncodings(of: id)
                == [[ReceivedEncoding("h")], [ReceivedEncoding("l", isPaused: true)]])
        #expect(pair.b.transceivers[0].encodings.map(\.rid) == ["h", "l"])
    }

    @Test("SD-65: an answer takes the first alternative, and keeps what the peer said of it")
    func answering() throws {
        let section =
            AnswerTests.video.map { $0 == "a=mid:y" ? "a=mid:x" : $0 } + [
                "a=rid:1 send pt=35;max-width=640", "a=rid:2 send pt=111,35", "a=rid:3 send",
                "a=rid:4 send pt=50", "a=simulcast:send 1,2;~3;4",
            ]
            + AnswerTests.audio.filter {
                $0.hasPrefix("a=ice") || $0.hasPrefix("a=finger") || $0.hasPrefix("a=setup")
            }
        let offer = AnswerTests.offer([section], bundle: nil).text
        let none = JSEPSession.seeded()
        try none.setRemote(.offer, offer)
        #expect(!(try none.createAnswer().text.contains("a=rid")))

        let all = JSEPSession.seeded { $0.receivesSimulcast = true }
        try all.setRemote(.offer, offer)
        var answer = DescriptionText(try all.createAnswer())
        #expect(
            answer.values("a=rid:", 0) == ["1 recv pt=35;max-width=640", "3 recv"])
        #expect(answer.values("a=simulcast:", 0) == ["recv 1;3"])
        // Only H.264 is answered: what could not be sent is left out.
        let id = all.transceivers[0].id
        try all.setCodecPreferences([CapabilitySet.standard().codecs(.video)[1]], of: id)
        answer = DescriptionText(try all.createAnswer())
        #expect(answer.values("a=rid:", 0) == ["2 recv pt=111", "3 recv"])
        // What the program asks for is all that is answered.
        try all.setReceivedEncodings([[ReceivedEncoding("3", isPaused: true)]], of: id)
        answer = DescriptionText(try all.createAnswer())
        #expect(answer.values("a=rid:", 0) == ["3 recv"])
        try all.setLocalDescription()
        #expect(
            all.negotiatedReceivedEncodings(of: id)
                == [[ReceivedEncoding("3", isPaused: true)]])
    }

    @Test("SO-23: rids of both directions are in one section, never the same twice")
    func bothDirections() throws {
        let pair = SessionPair { $0.receivesSimulcast = true }
        var initial = TransceiverInit(encodings: [Encoding(rid: "1"), Encoding(rid: "2")])
        initial.receivedEncodings = [[ReceivedEncoding("3")], [ReceivedEncoding("4")]]
        try pair.a.addTransceiver(.video, initial)
        try pair.b.addTrack("t", .video)
        let (offer, answer) = try pair.a.negotiate(with: pair.b)
        #expect(offer.values("a=simulcast:", 0) == ["send 1;2 recv 3;4"])
        #expect(answer.values("a=simulcast:", 0) == ["send 3;4 recv 1;2"])
        // The peer brings a rid for what we send that we wanted to receive.
        let session = JSEPSession.seeded()
        let id = try session.addTrack("t", .video)
        try session.setReceivedEncodings(
            [[ReceivedEncoding("3")], [ReceivedEncoding("5")]], of: id)
        try session.setRemote(.offer, offer.text.replacing("send 1;2 recv 3;4", with: "recv 3;4"))
        try session.setLocalDescription()
        let next = DescriptionText(try session.createOffer())
        #expect(next.values("a=rid:", 0) == ["3 send", "4 send", "5 recv"])
    }
}
