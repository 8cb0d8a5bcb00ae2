import Foundation
import SDP
import Testing

@Suite struct CodecJoiningTests {
    private func codecs(_ lines: String...) throws -> [Codec] {
        try SessionDescription(parsing: sdp(lines)).media[0].codecs
    }

    private func failure(_ lines: String...) throws -> (error: SDPError, text: String)? {
        let text = sdp(lines)
        let section = try SessionDescription(parsing: text).media[0]
        do throws(SDPError) {
            _ = try section.codecs
            return nil
        } catch {
            return (error, text)
        }
    }

    @Test("GR-20, GR-21, GR-22: rtpmap, fmtp and feedback of one payload type")
    func joins() throws {
        let found = try codecs(
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96",
            "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli")
        #expect(found.map(\.payloadType) == [96, 97])
        #expect(found[0].name == "VP8")
        #expect(found[0].parameters == nil)
        #expect(found[0].feedback.map(\.parameter) == [nil, "pli"])
        #expect(found[1].parameters == "apt=96")
        #expect(found[1].feedback.isEmpty)
    }

    @Test("A45: fmtp and rtcp-fb before rtpmap, as Firefox writes them")
    func firefoxOrder() throws {
        let found = try codecs(
            "m=audio 9 RTP/SAVPF 109", "a=fmtp:109 stereo=1", "a=rtcp-fb:109 transport-cc",
            "a=rtpmap:109 opus/48000/2")
        #expect(
            found == [
                Codec(
                    payloadType: 109, name: "opus", clockRate: 48_000, channels: 2,
                    parameters: "stereo=1",
                    feedback: [.init(payloadType: 109, type: "transport-cc", parameter: nil)])
            ])
    }

    @Test("A47, GR-22: wildcard feedback is that of every codec, behind its own")
    func wildcard() throws {
        let found = try codecs(
            "m=video 9 RTP/SAVPF 96 97", "a=rtcp-fb:96 nack", "a=rtcp-fb:* ccm fir",
            "a=rtcp-fb:96 goog-remb", "a=rtpmap:96 VP8/90000", "a=rtpmap:97 VP9/90000")
        #expect(found[0].feedback.map(\.type) == ["nack", "goog-remb", "ccm"])
        #expect(found[1].feedback.map(\.type) == ["ccm"])
        #expect(found[1].feedback[0].payloadType == nil)
    }

    @Test("PV-59: static payload types need no rtpmap, and may have fmtp")
    func staticTypes() throws {
        let found = try codecs("m=audio 9 RTP/AVP 0 8 9 13 18", "a=fmtp:18 annexb=no")
        #expect(found.map(\.name) == ["PCMU", "PCMA", "G722", "CN", "G729"])
        #expect(found.map(\.clockRate) == [8_000, 8_000, 8_000, 8_000, 8_000])
        #expect(found[4].parameters == "annexb=no")
        let stereo = try codecs("m=audio 9 RTP/AVP 10 11 14 34")
        #expect(stereo.map(\.channels) == [2, 1, nil, nil])
    }

    @Test("RFC 3551 section 6: static payload types, and no other")
    func wellKnownTypes() {
        let known: Set<UInt8> = [
            0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 25, 26, 28, 31, 32, 33, 34,
        ]
        for payloadType in UInt8.min...UInt8.max {
            let codec = Codec.wellKnown(payloadType: payloadType)
            #expect((codec != nil) == known.contains(payloadType))
            if let codec { #expect(codec.payloadType == payloadType) }
        }
        #expect(Codec.wellKnown(payloadType: 17)?.clockRate == 22_050)
        #expect(Codec.wellKnown(payloadType: 26)?.name == "JPEG")
    }

    @Test("GR-20: an rtpmap for a static payload type comes before its meaning")
    func rtpmapOverridesStatic() throws {
        let found = try codecs("m=audio 9 RTP/AVP 0", "a=rtpmap:0 L16/16000/2")
        #expect(found[0].name == "L16")
        #expect(found[0].channels == 2)
    }

    @Test("A45: lines for payload types that are not on the m= line are ignored")
    func orphans() throws {
        let found = try codecs(
            "m=audio 9 RTP/AVP 111", "a=rtpmap:111 opus/48000/2", "a=rtpmap:96 VP8/90000",
            "a=rtcp-fb:96 nack", "a=fmtp:96 x=1", "a=fmtp:200 x=1", "a=fmtp:webrtc x=1")
        #expect(found.map(\.payloadType) == [111])
        #expect(found[0].parameters == nil)
        #expect(found[0].feedback.isEmpty)
    }

    @Test("PV-59: a dynamic payload type without rtpmap is left out")
    func dynamicWithoutMap() throws {
        let found = try codecs("m=audio 9 RTP/AVP 96 0 101", "a=fmtp:96 x=1")
        #expect(found.map(\.payloadType) == [0])
    }

    @Test("A32: repeated payload types are one codec, 128 of them are many")
    func repeatedTypes() throws {
        let found = try codecs("m=audio 9 RTP/AVP 8 0 8 8 0")
        #expect(found.map(\.payloadType) == [8, 0])
        let all = (0..<128).map(String.init).joined(separator: " ")
        let maps = (0..<128).map { "a=rtpmap:\($0) c\($0)/8000" }
        let description = try SessionDescription(parsing: sdp(["m=audio 9 RTP/AVP \(all)"] + maps))
        #expect(try description.media[0].codecs.map(\.payloadType) == Array(0..<128))
    }

    @Test("A45: the last of two lines of a kind counts")
    func duplicateLines() throws {
        let found = try codecs(
            "m=audio 9 RTP/AVP 96", "a=rtpmap:96 a/8000", "a=rtpmap:96 b/8000", "a=fmtp:96 x=1",
            "a=fmtp:96 x=2")
        #expect(found.map(\.name) == ["b"])
        #expect(found[0].parameters == "x=2")
    }

    @Test(
        "A31, V1, V9: formats that are no payload types, and where they are",
        arguments: [
            ("128", .numberOutOfRange, 0), ("255", .numberOutOfRange, 0),
            ("256", .numberOutOfRange, 0),
            ("4294967296", .numberOutOfRange, 0), ("x", .malformedNumber, 0),
            ("1x", .trailingBytes, 1),
            ("-1", .malformedNumber, 0),
        ] as [(String, SDPError.Code, Int)])
    func refusesFormats(format: String, code: SDPError.Code, offset: Int) throws {
        for line in ["m=audio 9 RTP/AVP \(format)", "m=audio 9 RTP/AVP 0  8 \(format) 9 "] {
            let found = try #require(try failure(line))
            let start = try #require(found.text.range(of: " \(format)")).upperBound
            let place = found.text.utf8.distance(from: found.text.startIndex, to: start)
            #expect(found.error.code == code)
            #expect(found.error.section == 1)
            #expect(found.error.offset == place - format.utf8.count + offset)
        }
    }

    @Test("PV-01: a malformed line of a listed or an unlisted payload type is an error")
    func malformedLines() throws {
        #expect(try failure("m=audio 9 RTP/AVP 0", "a=rtpmap:96")?.error.code == .missingField)
        #expect(try failure("m=audio 9 RTP/AVP 0", "a=fmtp:0")?.error.code == .missingField)
        #expect(try failure("m=audio 9 RTP/AVP 0", "a=rtcp-fb")?.error.code == .missingValue)
    }

    @Test("PV-24: sections without RTP have no codecs, whatever their lines")
    func otherSections() throws {
        let data = try codecs("m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=rtpmap:0")
        #expect(data.isEmpty)
        let description = try SessionDescription(parsing: sdp("m=audio 9 RTP/AVP 0"))
        let session = try description.view.session.codecs
        #expect(session.isEmpty)
    }

    @Test("GR-11: a tab is no part of a payload type")
    func tabInFormat() throws {
        let description = try SessionDescription(parsing: sdp("m=audio 9 RTP/AVP 0\t 8"))
        let error = #expect(throws: SDPError.self) { try description.media[0].codecs }
        #expect(error?.code == .trailingBytes)
        #expect(error?.section == 1)
    }
}
