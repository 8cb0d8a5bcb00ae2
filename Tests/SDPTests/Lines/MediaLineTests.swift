import SDP
import Testing

@Suite struct MediaLineTests {
    @Test("GR-11: media, port, protocol and formats")
    func readsFields() throws {
        let line = try read("audio 49170/2 UDP/TLS/RTP/SAVPF 111 0 8", MediaLine.init(copying:))
        #expect(line.media == "audio")
        #expect(line.port == 49_170)
        #expect(line.portCount == 2)
        #expect(line.transportProtocol == "UDP/TLS/RTP/SAVPF")
        #expect(line.formats == "111 0 8")
        #expect(try written(line) == "audio 49170/2 UDP/TLS/RTP/SAVPF 111 0 8")
    }

    @Test("PV-24: formats of data channels, new and old")
    func readsDataFormats() throws {
        let new = try read(
            "application 9 UDP/DTLS/SCTP webrtc-datachannel", MediaLine.init(copying:))
        let old = try read("application 9 DTLS/SCTP 5000", MediaLine.init(copying:))
        #expect(new.formats == "webrtc-datachannel")
        #expect(old.formats == "5000")
        #expect(new.portCount == nil)
    }

    @Test(
        "A29, A30: ports and counts at their bounds",
        arguments: [
            ("0", 0, nil), ("9", 9, nil), ("65535", 65_535, nil), ("0009", 9, nil),
            ("1/1", 1, 1), ("1/4294967295", 1, 4_294_967_295),
        ] as [(String, UInt16, UInt32?)])
    func readsPorts(text: String, port: UInt16, count: UInt32?) throws {
        let line = try read("video \(text) RTP/AVP 96", MediaLine.init(copying:))
        #expect(line.port == port)
        #expect(line.portCount == count)
    }

    @Test(
        "A29, A30, V5: ports that are no ports",
        arguments: [
            ("65536", .numberOutOfRange, 6), ("70000", .numberOutOfRange, 6),
            ("4294967296", .numberOutOfRange, 6), ("18446744073709551616", .numberOutOfRange, 6),
            ("99999999999999999999999", .numberOutOfRange, 6), ("-1", .malformedNumber, 6),
            ("+9", .malformedNumber, 6), ("x9", .malformedNumber, 6), ("٣", .malformedNumber, 6),
            ("0x50", .malformedValue, 7), ("9x", .malformedValue, 7), ("9.0", .malformedValue, 7),
            ("1/0", .numberOutOfRange, 8), ("1/4294967296", .numberOutOfRange, 8),
            ("1/", .malformedNumber, 8), ("1/x", .malformedNumber, 8),
            ("1/2/3", .malformedValue, 9),
        ] as [(String, SDPError.Code, Int)])
    func refusesPorts(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: MediaLine<ByteView>.self, reading: "video \(text) RTP/AVP 96")
        #expect(found == SDPError(code, offset: offset))
    }

    @Test(
        "GR-11, GR-16: fields that are missing or apart by two blanks",
        arguments: [
            ("", .missingField, 0), ("audio", .missingField, 5), ("audio 9", .missingField, 7),
            ("audio 9 RTP/AVP", .missingField, 15), ("audio 9 RTP/AVP ", .missingField, 15),
            ("audio 9 RTP/AVP  \t", .missingField, 15),
            ("au<junk>34718 RTP/AVP 0", .malformedValue, 2),
            ("audio  9 RTP/AVP 0", .malformedNumber, 6), (" audio 9 RTP/AVP 0", .malformedValue, 0),
            ("audio 9  RTP/AVP 0", .malformedValue, 8),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: MediaLine<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A43, V16: a media type and a protocol of 8 KiB")
    func readsLongFields() throws {
        let long = String(repeating: "x", count: 8_192)
        let line = try read("\(long) 9 \(long) 0", MediaLine.init(copying:))
        #expect(line.media.count == 8_192)
        #expect(line.transportProtocol.count == 8_192)
    }

    @Test("GR-11: formats one by one, blanks between them skipped")
    func walksFormats() {
        let bytes = Array("audio 9 RTP/AVP 111  0 webrtc-datachannel ".utf8)
        var formats: [ByteString] = []
        if let line = try? MediaLine(reading: ByteView(bytes.span)) {
            line.forEachFormat { formats.append(ByteString($0)) }
        }
        #expect(formats == ["111", "0", "webrtc-datachannel"])
    }

    @Test(
        "PV-25: which protocols carry RTP",
        arguments: [
            ("RTP/AVP", true), ("RTP/SAVPF", true), ("UDP/TLS/RTP/SAVPF", true),
            ("TCP/DTLS/RTP/SAVP", true), ("rtp/avp", true), ("RTP", true), ("//RTP", true),
            ("UDP/DTLS/SCTP", false), ("DTLS/SCTP", false), ("udp", false), ("XRTP/AVP", false),
            ("RTPX/AVP", false), ("///", false), ("RTP\t", false), ("UDP/RTP\t/x", false),
        ])
    func knowsRTP(transport: String, expected: Bool) throws {
        let isRTP = try read("x 9 \(transport) 0") { (line: borrowing MediaLine<ByteView>) in
            line.isRTP
        }
        #expect(isRTP == expected)
    }
}
