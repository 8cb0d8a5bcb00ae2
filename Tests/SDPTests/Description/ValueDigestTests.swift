import SDP
import Testing

@Suite struct ValueDigestTests {
    private func digest(_ line: String) throws -> ValueDigest {
        let description = try SessionDescription(parsing: sdp("m=audio 9 RTP/AVP 0", line))
        var digest = ValueDigest()
        try description.view.media[0].line(1).read(into: &digest)
        return digest
    }

    /// Pairs of lines that differ in one field.
    static let differences = [
        ("a=rtpmap:96 a/1/2", "a=rtpmap:97 a/1/2"), ("a=rtpmap:96 a/1/2", "a=rtpmap:96 aa/1/2"),
        ("a=rtpmap:96 a/1/2", "a=rtpmap:96 a/2/2"), ("a=rtpmap:96 a/1/2", "a=rtpmap:96 a/1"),
        ("a=fmtp:96 a=1;b=2", "a=fmtp:96 a=1;b=22"), ("a=fmtp:96 a=1;b=2", "a=fmtp:96 aa=1;b=2"),
        ("a=fmtp:96 a=1;b=2", "a=fmtp:6 a=1;b=2"), ("a=rtcp-fb:96 a b", "a=rtcp-fb:* a b"),
        ("a=rtcp-fb:96 a b", "a=rtcp-fb:96 aa b"), ("a=rtcp-fb:96 a b", "a=rtcp-fb:96 a"),
        ("a=extmap:1 u", "a=extmap:2 u"), ("a=extmap:1 u", "a=extmap:1/inactive u"),
        ("a=extmap:1 u x", "a=extmap:1 u"), ("a=ssrc:1 a:b", "a=ssrc:2 a:b"),
        ("a=ssrc:1 a:b", "a=ssrc:1 a:bb"), ("a=ssrc:1 a:b", "a=ssrc:1 aa:b"),
        ("a=ssrc-group:FID 1", "a=ssrc-group:FID 10"), ("a=mid:0", "a=mid:10"),
        ("a=setup:active", "a=setup:passive"), ("a=ice-ufrag:abcd", "a=ice-ufrag:abcde"),
        ("a=fingerprint:sha-1 AA", "a=fingerprint:sha-1 AA:BB"), ("a=msid:a b", "a=msid:a"),
        (
            "a=candidate:1 1 udp 1 h 1 typ host raddr h rport 1",
            "a=candidate:1 1 udp 1 h 1 typ host raddr h rport 2"
        ),
        ("a=candidate:1 1 udp 1 h 1 typ host", "a=candidate:1 2 udp 1 h 1 typ host"),
        ("a=candidate:1 1 udp 1 h 1 typ host", "a=candidate:1 1 udp 2 h 1 typ host"),
        ("a=candidate:1 1 udp 1 h 1 typ host", "a=candidate:1 1 udp 1 h 2 typ host"),
        ("a=candidate:1 1 udp 1 h 1 typ host", "a=candidate:1 1 udp 1 h 1 typ host a b"),
        ("a=rtcp:9", "a=rtcp:9 IN IP4 h"), ("a=rid:a send", "a=rid:a recv"),
        ("a=rid:a send pt=1", "a=rid:a send pt=1,2"), ("a=rid:a send a=1", "a=rid:a send a=12"),
        ("a=simulcast:send a", "a=simulcast:recv a"), ("a=group:A b", "a=group:A b c"),
        ("a=sctp-port:1", "a=sctp-port:2"), ("a=max-message-size:0", "a=max-message-size:1"),
        ("a=sctpmap:1 a 1", "a=sctpmap:1 a 2"), ("a=ptime:1", "a=ptime:2"),
        ("a=maxptime:10", "a=maxptime:1.0"), ("a=framerate:1", "a=framerate:2"),
        ("a=connection:new", "a=connection:existing"), ("a=orient:portrait", "a=orient:seascape"),
        ("a=imageattr:96 send *", "a=imageattr:97 send *"), ("a=quality:0", "a=quality:1"),
        ("a=imageattr:* send *", "a=imageattr:* recv *"), ("a=ice-pacing:1", "a=ice-pacing:2"),
        ("a=source-filter:incl IN IP4 a b", "a=source-filter:excl IN IP4 a b"),
        ("a=sendrecv", "a=sendonly"), ("a=x:1", "a=x:12"), ("c=IN IP4 h", "c=IN IP4 hh"),
        ("c=IN IP4 h/1", "c=IN IP4 h/2"), ("b=AS:1", "b=AS:2"), ("b=AS:1", "b=TIAS:1"),
        ("i=a", "i=ab"), ("k=a:b", "k=a"),
    ]

    @Test("GR-20, GR-59: every field changes the digest", arguments: differences)
    func fieldsGoIn(first: String, second: String) throws {
        #expect(try digest(first) != digest(second))
        #expect(try digest(first) == digest(first))
    }

    @Test("PV-01: a value that fails when checked fails when read, and alike")
    func sameErrors() throws {
        for line in [
            "a=rtpmap:x", "a=rtpmap", "a=rtcp-mux:", "b=x", "c=x", "a=rid:x", "a=imageattr:x",
        ] {
            let text = sdp("m=audio 9 RTP/AVP 0", line)
            let checked = try #require(try valueFailure(text))
            let description = try SessionDescription(parsing: text)
            var digest = ValueDigest()
            var found: SDPError?
            do throws(SDPError) {
                try description.view.media[0].line(1).read(into: &digest)
            } catch {
                found = error
            }
            #expect(found == checked)
        }
    }

    @Test("A41: attributes whose value is missing or empty")
    func missingValues() throws {
        // These stand alone, are kept for others, or have values of no bytes.
        let optional: Set<AttributeName> = [
            .bundleOnly, .endOfCandidates, .extensionMapAllowMixed, .iceLite, .iceMismatch,
            .inactive, .receiveOnly, .rtcpMux, .rtcpMuxOnly, .rtcpReducedSize, .sendOnly,
            .sendReceive, .crypto, .keyManagement, .zrtpHash, .dtlsID, .dtlsMessage, .googleFlag,
        ]
        for name in AttributeName.all {
            let alone = try valueFailure(sdp("m=audio 9 RTP/AVP 0", "a=\(String(name))"))
            #expect(alone?.code == (optional.contains(name) ? nil : .missingValue), "\(name.text)")
            let empty = try valueFailure(sdp("m=audio 9 RTP/AVP 0", "a=\(String(name)):"))
            if !optional.contains(name), name != .rtcpExtendedReports {
                #expect(empty?.code == .missingField, "\(name.text)")
            }
        }
    }

    @Test("PV-20, PV-21, PV-22, GR-58: every value of every fixture is read")
    func fixtures() throws {
        var read: [String: Int] = [:]
        var failed: [String: Int] = [:]
        for fixture in Fixtures.all {
            var index = LineIndex()
            let view = try index.read(fixture.bytes.span)
            for position in 0..<view.lineCount {
                let line = view.line(position)
                var name = String(UnicodeScalar(line.type))
                if line.type == UInt8(ascii: "a") { name = String(line.attributeName) }
                var digest = ValueDigest()
                do throws(SDPError) {
                    try line.read(into: &digest)
                    read[name, default: 0] += 1
                } catch {
                    failed[name, default: 0] += 1
                }
            }
        }
        // No producer of the fixtures breaks a grammar.
        #expect(failed == [:])
        let atLeast = [
            "rtcp-fb": 20_000, "rtpmap": 11_000, "fmtp": 7_000, "extmap": 5_600, "ssrc": 1_700,
            "mid": 1_400, "setup": 1_400, "ice-ufrag": 1_400, "ice-pwd": 1_400,
            "fingerprint": 1_000,
            "ice-options": 790, "msid": 750, "candidate": 700, "rtcp": 540, "group": 440,
            "msid-semantic": 430, "ssrc-group": 400, "rtcp-xr": 250, "sctp-port": 170,
            "max-message-size": 160, "rid": 40, "tool": 20, "simulcast": 17, "label": 10,
            "framerate": 7, "crypto": 6, "ptime": 5, "content": 5, "type": 2, "c": 1_400, "t": 450,
            "b": 10, "i": 2, "o": 460, "s": 460, "m": 1_400,
        ]
        for (name, count) in atLeast {
            #expect(read[name, default: 0] >= count, "\(name): \(read[name, default: 0])")
        }
    }
}
