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
