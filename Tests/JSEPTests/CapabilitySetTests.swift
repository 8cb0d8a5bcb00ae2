import JSEP
import SDP
import Testing

@Suite("Capability sets")
struct CapabilitySetTests {
    private func payloadTypes(_ capabilities: CapabilitySet) throws -> [Int] {
        let session = JSEPSession.seeded { $0.capabilities = capabilities }
        try session.addTransceiver(.audio)
        let line = DescriptionText(try session.createOffer()).media[0][0]
        return line.split(separator: " ").dropFirst(3).compactMap { Int($0) }
    }

    @Test("IO-27: 96 to 127 first, then 35 to 63, and then no more")
    func dynamicPayloadTypes() throws {
        let codec = CodecCapability("x", clockRate: 8_000)
        let full = try CapabilitySet(
            audio: Array(repeating: codec, count: 61), video: [], extensions: [])
        #expect(try payloadTypes(full) == Array(96...127) + Array(35...63))
        let error = #expect(throws: JSEPError.self) {
            try CapabilitySet(audio: Array(repeating: codec, count: 62), video: [], extensions: [])
        }
        #expect(error?.kind == .range)
    }

    @Test("A preferred payload type is kept unless it is taken or not dynamic")
    func preferredPayloadTypes() throws {
        let wishes: [UInt8?] = [111, 111, 70, 50, nil]
        let set = try CapabilitySet(
            audio: wishes.map { CodecCapability("x", clockRate: 1, preferredPayloadType: $0) },
            video: [], extensions: [])
        #expect(try payloadTypes(set) == [111, 96, 97, 50, 98])
    }

    @Test("IO-24 SD-87: preferred codecs alone, in their order, each once; none is all again")
    func codecPreferences() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(.video)
        let all = try session.createOffer()
        let codecs = CapabilitySet.standard().codecs(.video)
        let vp9 = try #require(codecs.first { $0.name == "VP9" })
        var vp8 = try #require(codecs.first { $0.name == "VP8" })
        vp8.name = "vp8"
        try session.setCodecPreferences([vp9, vp8, vp9], of: id)
        let some = try session.createOffer()
        let text = DescriptionText(some)
        #expect(text.media[0][0] == "m=video 9 UDP/TLS/RTP/SAVPF 98 99 96 97")
        #expect(
            text.values("a=rtpmap:", 0)
                == ["98 VP9/90000", "99 rtx/90000", "96 VP8/90000", "97 rtx/90000"])
        #expect(text.values("a=fmtp:", 0).allSatisfy { !$0.hasPrefix("102") })
        #expect(!text.values("a=extmap:", 0).isEmpty)
        #expect(some.version == all.version + 1)
        try session.setCodecPreferences([vp9, vp8], of: id)
        #expect(try session.createOffer() === some)
        try session.setCodecPreferences([], of: id)
        let again = DescriptionText(try session.createOffer())
        #expect(again.media == DescriptionText(all).media)

        let unknown = CodecCapability("H266", clockRate: 90_000)
        let error = #expect(throws: JSEPError.self) {
            try session.setCodecPreferences([vp8, unknown], of: id)
        }
        #expect(error?.kind == .invalidModification)
        #expect(DescriptionText(try session.createOffer()).media == again.media)
    }

    @Test("IO-24: an answer with a codec that the preferences left out is refused")
    func answerOutsidePreferences() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(.audio)
        let opus = CapabilitySet.standard().codecs(.audio).prefix(1)
        try session.setCodecPreferences(Array(opus), of: id)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer().answer(offer)
        let good = answer.text
        answer.media[0][0] = "m=audio 9 UDP/TLS/RTP/SAVPF 8"
        let bad = answer.text
        #expect(throws: JSEPError.self) { try session.setRemoteAnswer(bad) }
        try session.setRemoteAnswer(good)
    }

    @Test("IO-28: two codecs with one static payload type are refused")
    func staticPayloadTypes() throws {
        let codec = CodecCapability("x", clockRate: 8_000, preferredPayloadType: 9)
        for (audio, video) in [([codec, codec], []), ([codec], [codec])] {
            let error = #expect(throws: JSEPError.self) {
                try CapabilitySet(audio: audio, video: video, extensions: [])
            }
            #expect(error?.kind == .range)
        }
    }

    @Test("IO-38: identifier 15 is left out")
    func extensionIdentifiers() throws {
        let extensions = (0..<16).map {
            HeaderExtensionCapability(ByteString("urn:x:\($0)"), for: [.audio])
        }
        let set = try CapabilitySet(
            audio: [CodecCapability("x", clockRate: 1)], video: [], extensions: extensions)
        let session = JSEPSession.seeded { $0.capabilities = set }
        try session.addTransceiver(.audio)
        let offer = DescriptionText(try session.createOffer())
        let ids = offer.values("a=extmap:", 0).compactMap { Int($0.split(separator: " ")[0]) }
        #expect(ids == Array(1...14) + [16, 17])
    }

    @Test(
        "A76: nothing malformed gets into a set",
        arguments: [
            CodecCapability("a b", clockRate: 1), CodecCapability("", clockRate: 1),
            CodecCapability("x", clockRate: 1, parameters: "a\r\nb"),
            CodecCapability("x", clockRate: 1, parameters: ""),
            CodecCapability(
                "x", clockRate: 1,
                feedback: [RTCPFeedback(payloadType: nil, type: "nack", parameter: "a\nb")]),
            CodecCapability(
                "x", clockRate: 1,
                feedback: [RTCPFeedback(payloadType: nil, type: "", parameter: nil)]),
        ])
    func malformedCodecs(codec: CodecCapability) {
        let error = #expect(throws: JSEPError.self) {
            try CapabilitySet(audio: [codec], video: [], extensions: [])
        }
        #expect(error?.kind == .type)
    }

    @Test(
        "A76: an extension's URI may hold no blank and no line end", arguments: ["", "a b", "a\n"])
    func malformedExtensions(uri: String) {
        let error = #expect(throws: JSEPError.self) {
            try CapabilitySet(
                audio: [], video: [],
                extensions: [HeaderExtensionCapability(ByteString(uri), for: [.audio])])
        }
        #expect(error?.kind == .type)
    }
}

@Suite("Capability sets of servers: fixed numbers, feedback by name, shared")
struct ServerCapabilityTests {
    private func codec(
        _ name: ByteString, _ payloadType: UInt8?, rtx: UInt8? = nil, preferred: UInt8? = nil
    ) -> CodecCapability {
        var codec = CodecCapability(
            name, clockRate: 90_000, preferredPayloadType: preferred, retransmits: rtx != nil)
        codec.payloadType = payloadType
        codec.retransmissionPayloadType = rtx
        return codec
    }

    private func offer(_ set: CapabilitySet) throws -> DescriptionText {
        let session = JSEPSession.seeded { $0.capabilities = set }
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        return DescriptionText(try session.createOffer())
    }

    @Test("IO-27 IO-33 IO-38: fixed payload types and identifiers; others go around them")
    func fixedNumbers() throws {
        let set = try CapabilitySet(
            audio: [codec("a", nil), codec("b", 96), codec("p", nil, preferred: 0)],
            video: [codec("c", 63, rtx: 127), codec("d", nil, rtx: 97)],
            extensions: [
                HeaderExtensionCapability("urn:a", for: [.audio, .video]),
                HeaderExtensionCapability("urn:b", for: [.audio], id: 1),
                HeaderExtensionCapability("urn:c", for: [.video], id: 255),
            ])
        let offer = try offer(set)
        #expect(offer.media[0][0] == "m=audio 9 UDP/TLS/RTP/SAVPF 98 96 0")
        #expect(offer.media[1][0] == "m=video 9 UDP/TLS/RTP/SAVPF 63 127 99 97")
        #expect(offer.values("a=extmap:", 0) == ["2 urn:a", "1 urn:b"])
        #expect(offer.values("a=extmap:", 1) == ["2 urn:a", "255 urn:c"])
    }

    @Test("IO-27 IO-38: numbers out of range and numbers for two are refused", arguments: 0..<10)
    func refused(_ number: Int) throws {
        var audio = [codec("a", 100)]
        var extensions: [HeaderExtensionCapability] = []
        var kind = JSEPError.Kind.invalidModification
        switch number {
        case 0: audio.append(codec("b", 100))
        case 1: audio.append(codec("b", 101, rtx: 100))
        case 2: audio.append(codec("b", 101, rtx: 101))
        case 3: audio = [codec("a", 0), codec("p", nil, preferred: 0)]
        case 4: (audio, kind) = ([codec("a", 64)], .range)
        case 5: (audio, kind) = ([codec("a", 100, rtx: 128)], .range)
        case 6:
            extensions = [
                HeaderExtensionCapability("urn:a", for: [.audio], id: 3),
                HeaderExtensionCapability("urn:b", for: [.audio], id: 3),
            ]
        case 7:
            extensions = [HeaderExtensionCapability](
                repeating: HeaderExtensionCapability("urn:a", for: [.audio]), count: 2)
        case 8:
            (extensions, kind) = (
                [HeaderExtensionCapability("urn:a", for: [.audio], id: 15)], .range
            )
        default:
            audio[0].retransmissionPayloadType = 101
            kind = .type
        }
        let error = #expect(throws: JSEPError.self) {
            try CapabilitySet(audio: audio, video: [], extensions: extensions)
        }
        #expect(error?.kind == kind)
    }

    @Test("IO-39 GR-22: feedback by name, with the header extensions it needs", arguments: 0..<32)
    func feedback(_ bits: UInt32) throws {
        let set = FeedbackSet(rawValue: bits)
        let names: [(FeedbackSet, String)] = [
            (.receiverEstimate, "goog-remb"), (.transportWide, "transport-cc"),
            (.fullIntraRequest, "ccm fir"), (.negativeAcknowledgement, "nack"),
            (.pictureLoss, "nack pli"),
        ]
        let offer = try offer(.standard(feedback: set))
        let expected = names.filter { set.contains($0.0) }.map { $0.1 }
        #expect(offer.values("a=rtcp-fb:96 ", 1) == expected)
        #expect(offer.values("a=rtcp-fb:111 ", 0) == expected.filter { $0 == "transport-cc" })
        for section in 0...1 {
            let lines = offer.values("a=extmap:", section)
            #expect(
                lines.contains { $0.contains("abs-send-time") } == set.contains(.receiverEstimate))
            #expect(
                lines.contains { $0.contains("transport-wide") } == set.contains(.transportWide))
        }
        // The numbers are those of the standard set, so that sessions agree.
        let standard = try self.offer(.standard())
        #expect(offer.media.map { $0[0] } == standard.media.map { $0[0] })
        #expect(Set(offer.values("a=extmap:", 1)).isSubset(of: standard.values("a=extmap:", 1)))
        if set == .all { #expect(offer.media[1] == standard.media[1]) }
    }

    @Test("One set serves many sessions: none is copied, and their pins do not meet")
    func shared() throws {
        let set = CapabilitySet.standard(feedback: [.transportWide, .pictureLoss])
        let sessions = (0..<20).map { seed in
            JSEPSession.seeded(seed: UInt64(seed)) { $0.capabilities = set }
        }
        let vp8 = CodecName("VP8", clockRate: 90_000)
        for (number, session) in sessions.enumerated() {
            #expect(session.configuration.capabilities === set)
            try session.pin(
                FormatPins(payloadTypes: [PayloadTypePin(vp8, UInt8(35 + number))]))
            try session.addTransceiver(.video)
        }
        for (number, session) in sessions.enumerated() {
            let offer = DescriptionText(try session.createOffer())
            #expect(offer.values("a=rtpmap:", 0).contains("\(35 + number) VP8/90000"))
        }
    }
}
