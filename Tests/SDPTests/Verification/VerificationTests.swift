import SDP
import Testing

/// Every violation of `rules` in `text`.
func violations(
    of rules: VerificationRules, in bytes: [UInt8], limits: Limits = .unlimited
) throws(SDPError) -> [SDPError] {
    var index = LineIndex(limits: limits)
    var verifier = Verifier(rules: rules)
    var found: [SDPError] = []
    let view = try index.read(bytes.span)
    verifier.forEachViolation(in: view) { found.append($0) }
    return found
}

/// Parts of descriptions that verify.
enum Parts {
    static let transport =
        "a=ice-ufrag:abcd\na=ice-pwd:abcdefghijklmnopqrstuv\na=setup:actpass\n"
        + "a=fingerprint:sha-1 \(hash(20))\n"

    static func hash(_ size: Int) -> String {
        [String](repeating: "AB", count: size).joined(separator: ":")
    }

    static func head(_ lines: String = "") -> String {
        "v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\n" + lines
    }

    static func audio(
        _ formats: String = "0", port: Int = 9, c: String = "IN IP4 0.0.0.0", _ lines: String = ""
    ) -> String {
        "m=audio \(port) UDP/TLS/RTP/SAVPF \(formats)\nc=\(c)\na=rtcp-mux\n" + lines
    }

    static let data =
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\nc=IN IP4 0.0.0.0\n"
}

@Suite struct VerificationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: SDPError.Code
        let text: String
        /// The lines of the violations, from 1.
        let lines: [Int]

        init(_ name: String, _ code: SDPError.Code, _ lines: [Int], _ parts: String...) {
            testDescription = name
            self.code = code
            self.lines = lines
            text = parts.joined()
        }
    }

    private typealias P = Parts

    static let bundleCases: [Case] = [
        Case(
            "A60: two of three mids", .duplicateMid, [12, 16], P.head(),
            P.audio("0", "a=mid:a\n"), P.audio("0", "a=mid:a\n"), P.audio("0", "a=mid:a\n"),
            P.audio("0", "a=mid:A\n")),
        Case(
            "A61: an unknown mid", .unknownBundledMid, [5, 5], P.head("a=group:BUNDLE a x b y\n"),
            P.audio("0", "a=mid:a\n"), P.audio("0", "a=mid:b\n")),
        Case(
            "A61: a mid twice in a group, and in two", .bundledTwice, [5, 6],
            P.head("a=group:BUNDLE a a\na=group:BUNDLE b a\n"),
            P.audio("0", "a=mid:a\n"), P.audio("0", "a=mid:b\n")),
        Case(
            "A61: an empty group, and one of lip sync", .unknownBundledMid, [],
            P.head("a=group:BUNDLE\na=group:LS x x\n"), P.audio()),
        Case(
            "IP6 among IP4, and what is not the Internet", .bundledAddressMismatch, [10, 14],
            P.head("a=group:BUNDLE a b c\n"), P.audio("0", "a=mid:a\n"),
            P.audio(c: "IN IP6 ::", "a=mid:b\n"), P.audio(c: "ATM NSAP 47", "a=mid:c\n")),
        Case(
            "the session's address", .bundledAddressMismatch, [11],
            "v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nc=IN IP4 0.0.0.0\nt=0 0\na=group:BUNDLE a b\n",
            "m=audio 9 RTP/AVP 0\na=mid:a\n", "m=audio 9 RTP/AVP 0\na=bundle-only\n",
            P.audio(c: "IN IP6 ::", "a=mid:b\n")),
    ]

    static let transportCases: [Case] = [
        Case("nothing", .missingICECredentials, [5], P.head(), P.audio()),
        Case(
            "A49: one of two", .missingICECredentials, [5, 9],
            P.head(), P.audio("0", "a=ice-ufrag:abcd\n"),
            P.audio("0", "a=ice-pwd:abcdefghijklmnopqrstuv\n")),
        Case(
            "A49: one here and one at the session level", .missingICECredentials, [],
            P.head("a=ice-ufrag:abcd\n"), P.audio("0", "a=ice-pwd:abcdefghijklmnopqrstuv\n")),
        Case(
            "A50: a pair is not put together across a bundle", .missingICECredentials, [14],
            P.head("a=group:BUNDLE a b c\n"), P.audio("0", "a=mid:a\n" + P.transport),
            "m=audio 9 RTP/AVP 0\na=mid:b\na=ice-ufrag:efgh\n", P.audio("0", "a=mid:c\n")),
        Case(
            "bundled: the tagged section's", .missingSetup, [], P.head("a=group:BUNDLE b a\n"),
            P.audio("0", port: 0, "a=mid:a\na=bundle-only\n"),
            P.audio("0", "a=mid:b\n" + P.transport)),
        Case(
            "the tagged section has none itself", .missingFingerprint, [6, 10],
            P.head("a=group:BUNDLE a b\n"), P.audio("0", "a=mid:a\n"),
            P.audio("0", "a=mid:b\n" + P.transport.replacing("a=fingerprint", with: "a=x")),
            P.audio("0", "a=mid:c\n" + P.transport)),
        Case(
            "PV-45: a=crypto is no fingerprint", .missingFingerprint, [5], P.head(),
            P.audio("0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\n")),
        Case(
            "PV-51, PV-52: rejected sections need nothing, bundle-only ones outside neither",
            .missingFingerprint, [], P.head(), P.audio(port: 0), P.audio(port: 0, "a=bundle-only\n")
        ),
        Case(
            "SD-39: nor do unknown profiles", .missingFingerprint, [], P.head(),
            "m=audio 9 X/Y 0\nc=IN IP4 0.0.0.0\n"),
        Case(
            "at the session level", .missingFingerprint, [], P.head(P.transport), P.audio()),
        Case(
            "A48: a hash of another size", .unusableFingerprint, [5, 8, 9], P.head(),
            P.audio(
                "0",
                "a=fingerprint:sha-256 \(P.hash(20))\na=fingerprint:SHA-1 \(P.hash(32))\n")),
        Case(
            "A48: unknown hashes beside a known one", .unusableFingerprint, [], P.head(),
            P.audio("0", "a=fingerprint:sha-3 AB\na=fingerprint:Sha-512 \(P.hash(64))\n")),
        Case(
            "A48: only hashes that nobody uses", .unusableFingerprint, [5], P.head(),
            P.audio("0", "a=fingerprint:md5 \(P.hash(16))\n")),
        Case("no role", .missingSetup, [5], P.head(), P.audio()),
        Case(
            "holdconn", .unusableSetup, [5, 9], P.head("a=setup:holdconn\n"),
            P.audio("0", "a=setup:holdconn\n")),
        Case(
            "an answer that leaves it open", .undecidedSetup, [8], P.head(),
            P.audio("0", "a=setup:actpass\n"), P.audio("0", "a=setup:active\n")),
        Case(
            "without multiplexing", .missingRTCPMux, [6, 9], P.head("a=group:BUNDLE a b\n"),
            P.audio("0", "a=mid:a\n").replacing("a=rtcp-mux\n", with: ""),
            "m=audio 9 RTP/AVP 0\na=mid:c\n"),
        Case(
            "multiplexed by its bundle", .missingRTCPMux, [], P.head("a=group:BUNDLE a b\n"),
            P.audio("0", "a=mid:a\n"), "m=audio 9 RTP/AVP 0\na=mid:b\n"),
        Case(
            "only is not without", .missingRTCPMuxBesideOnly, [5], P.head(),
            P.audio("0", "a=rtcp-mux-only\n").replacing("a=rtcp-mux\n", with: ""),
            P.audio("0", "a=rtcp-mux-only\n")),
        Case(
            "PV-24: SCTP without its port", .missingSCTPPort, [5], P.head(), P.data,
            P.data + "a=sctp-port:5000\n", "m=application 9 DTLS/SCTP 5000\n"),
        Case(
            "A51: raddr missing", .missingRelatedAddress, [9, 10], P.head(),
            P.audio(
                "0",
                "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\n"
                    + "a=candidate:1 1 udp 1 192.0.2.1 9 typ srflx\n"
                    + "a=candidate:1 1 udp 1 192.0.2.1 9 typ relay raddr 0.0.0.0\n"
                    + "a=candidate:1 1 udp 1 192.0.2.1 9 typ prflx raddr :: rport 0\n")),
    ]

    static let mediaCases: [Case] = [
        Case(
            "A54: rids that are not declared", .undeclaredRID, [11, 11], P.head(),
            P.audio(
                "0", "a=rid:a send\na=rid:b send\na=rid:c recv\na=simulcast:send a,x;~b;y recv c\n")
        ),
        Case(
            "A54: the other direction", .ridDirectionMismatch, [10, 10], P.head(),
            P.audio("0", "a=rid:a send\na=rid:b recv\na=simulcast:send ~b recv a\n")),
        Case(
            "A55: twice", .duplicateRID, [9], P.head(),
            P.audio("0", "a=rid:a send\na=rid:a recv\na=rid:A send\n"),
            P.audio("0", "a=rid:a send\n")),
        Case(
            "A31: 64 and 95 where RTCP is multiplexed", .payloadTypeOfRTCP, [5, 5], P.head(),
            P.audio("63 64 95 96"), P.audio("64").replacing("a=rtcp-mux\n", with: "")),
        Case(
            "A31: 128 and no number", .payloadTypeOutOfRange, [5, 5, 5, 5], P.head(),
            P.audio("127 128 x 4294967296 99999999999999999999")),
        Case(
            "A63: two codecs in a bundle", .payloadTypeConflict, [14],
            P.head("a=group:BUNDLE a b c\n"), P.audio("96", "a=mid:a\na=rtpmap:96 opus/48000/2\n"),
            P.audio("96", "a=rtpmap:96 VP8/90000\na=mid:b\n"),
            P.audio("96", "a=mid:c\na=rtpmap:96 OPUS/48000/2\n")),
        Case(
            "A63: other parameters, in another order, and none", .payloadTypeConflict, [26, 32],
            P.head("a=group:BUNDLE a b c d e\n"),
            P.audio("96", "a=mid:a\na=rtpmap:96 a/1\na=fmtp:96 x=1;y=2\n"),
            P.audio("96", "a=mid:b\na=fmtp:96 y=2; x=1;\na=rtpmap:96 a/1/1\n"),
            P.audio("96", "a=mid:c\n"), P.audio("96", "a=mid:d\na=rtpmap:96 a/1\n"),
            P.audio("96", "a=mid:e\na=fmtp:96 x=1;y=3\na=rtpmap:96 a/1\n")),
        Case(
            "A63: two codecs outside of a bundle", .payloadTypeConflict, [], P.head(),
            P.audio("96", "a=rtpmap:96 a/1\n"), P.audio("96", "a=rtpmap:96 b/1\n")),
        Case(
            "A63: two codecs in a section", .payloadTypeConflict, [9], P.head(),
            P.audio("96", "a=rtpmap:96 a/1\na=rtpmap:96 a/2\na=rtpmap:96 A/1\n")),
        Case(
            "PV-59: a dynamic type without a meaning; static ones need none", .missingRTPMap,
            [5, 5], P.head(), P.audio("0 8 13 34 1 96 97", "a=rtpmap:97 x/1\n")),
        Case(
            "A45: attributes of formats that are not there", .unlistedPayloadType, [8, 9, 10],
            P.head(),
            P.audio(
                "0",
                "a=rtpmap:96 x/1\na=fmtp:97 x\na=rtcp-fb:98 nack\na=rtcp-fb:* nack\na=fmtp:0 x\n"
                    + "a=fmtp:x y\n")),
        Case(
            "A46: apt to itself, in a loop, to what is missing, and no apt",
            .unknownRetransmittedType, [5, 13, 14, 15], P.head(),
            P.audio(
                "96 97 98 99 100 101",
                "a=rtpmap:96 x/1\na=rtpmap:97 rtx/1\na=rtpmap:98 RTX/1\na=rtpmap:99 rtx/1\n"
                    + "a=rtpmap:100 rtx/1\na=fmtp:97 apt=97\na=fmtp:98 apt=99\na=fmtp:99 apt=102\n"
                    + "a=rtpmap:101 rtx/1\na=fmtp:101 apt=96\n")),
        Case(
            "A40: identifiers 0, 15, 256, 4095, 4352", .extensionIDOutOfRange,
            [8, 9, 10, 11, 12], P.head(),
            P.audio(
                "0",
                [0, 15, 256, 4_095, 4_352, 1, 14, 16, 255, 4_096, 4_351]
                    .map { "a=extmap:\($0) x:\($0)\n" }.joined())),
        Case(
            "A62: an identifier twice in a section", .duplicateExtensionID, [6, 11, 12],
            P.head("a=extmap:1 a:b\na=extmap:1 a:b\n"),
            P.audio("0", "a=extmap:4096 c:d\na=extmap:4096 c:d\na=extmap:4096 e:f\n")),
        Case(
            "A62: one identifier, two extensions in a bundle", .extensionConflict, [14],
            P.head("a=group:BUNDLE a b c\n"), P.audio("0", "a=mid:a\na=extmap:1 a:b\n"),
            P.audio("0", "a=extmap:1 a:c\na=mid:b\n"),
            P.audio("0", "a=mid:c\na=extmap:1/sendonly a:b x\n")),
        Case(
            "A62: one extension, two identifiers is no conflict", .extensionConflict, [],
            P.head("a=group:BUNDLE a b\n"), P.audio("0", "a=mid:a\na=extmap:1 a:b\n"),
            P.audio("0", "a=mid:b\na=extmap:2 a:b\n")),
        Case(
            "A62: an identifier inherited from the session level", .extensionConflict, [5],
            P.head("a=extmap:1 a:b\na=group:BUNDLE a b\n"),
            P.audio("0", "a=mid:a\na=extmap:1 a:c\n"), P.audio("0", "a=mid:b\n"),
            P.audio("0", "a=extmap:1 a:d\n")),
        Case(
            "A56: sources that are not declared", .undeclaredSource, [10], P.head(),
            P.audio(
                "0",
                "a=ssrc:1 cname:x\na=ssrc:4294967295 cname:x\na=ssrc-group:FID 1 2\n"
                    + "a=ssrc-group:FID 4294967295 1\n")),
    ]

    @Test(
        "PV-50, PV-40, PV-43..PV-46, PV-54..PV-57, PV-24, PV-27, IO-28, IO-32, IO-38, IO-39, IC-12: a rule and what breaks it",
        arguments: bundleCases + transportCases + mediaCases)
    func finds(_ test: Case) throws {
        let bytes = Array(test.text.utf8)
        let found = try violations(of: VerificationRules(test.code), in: bytes)
        #expect(found.map { $0.location(in: bytes.span).line }.sorted() == test.lines)
        #expect(found.allSatisfy { $0.code == test.code })
        let others = try violations(
            of: .all.subtracting(VerificationRules(test.code)), in: bytes)
        #expect(others.allSatisfy { $0.code != test.code })
        #expect(try violations(of: .all, in: bytes).count == found.count + others.count)
        var index = LineIndex()
        var verifier = Verifier(rules: VerificationRules(test.code))
        let view = try index.read(bytes.span)
        var thrown: SDPError?
        do throws(SDPError) { try verifier.verify(view) } catch { thrown = error }
        #expect(thrown == found.first)
    }

    @Test(
        "PV-40, PV-43..PV-46, PV-50, PV-54..PV-57: every rule has a case that breaks it, and a reason"
    )
    func everyRuleIsTested() {
        let cases =
            VerificationTests.bundleCases + VerificationTests.transportCases
            + VerificationTests.mediaCases
        var tested: VerificationRules = []
        for test in cases where !test.lines.isEmpty {
            tested.formUnion(VerificationRules(test.code))
            #expect(test.code.reason.utf8CodeUnitCount > 15)
        }
        #expect(tested == .all)
        #expect(VerificationRules(.empty).isEmpty)
        #expect(VerificationRules(SDPError.Code(rawValue: 91)).isEmpty)
    }

    @Test("PV-53, PV-59, PV-60: what browsers and servers sent verifies", arguments: Fixtures.all)
    func recorded(_ fixture: Fixture) throws {
        let isAnswer = fixture.name.contains("-answer")
        let isWebRTC = ["chromium", "firefox", "aiortc", "libdatachannel", "rfc9429", "janus1.1-e"]
            .contains { fixture.name.hasPrefix($0) }
        let rules: VerificationRules =
            isWebRTC ? (isAnswer ? .webRTCAnswer : .webRTCOffer) : .sip
        #expect(try violations(of: rules, in: fixture.bytes) == [])
    }

    @Test("PV-59: payload types with a static meaning are those of the codec table")
    func staticPayloadTypes() throws {
        let types = (0...127).map(String.init).joined(separator: " ")
        let bytes = Array((Parts.head() + Parts.audio(types)).utf8)
        let known = (0...127).filter { Codec.wellKnown(payloadType: UInt8($0)) != nil }.count
        let found = try violations(of: VerificationRules(.missingRTPMap), in: bytes)
        #expect(found.count == 128 - known)
    }

    @Test("PV-40, PV-43..PV-46, PV-50, PV-54..PV-57: what is malformed is passed over")
    func malformed() throws {
        let text =
            Parts.head("a=group\na=group:\na=extmap:x\na=setup:x\n")
            + "m=\nm=audio\nm=audio x RTP/AVP 0\nm=audio 9 RTP/AVP 96\na=mid:\na=mid\na=rtpmap:\n"
            + "a=rtpmap:96\na=fmtp:96\na=rid:\na=simulcast:\na=ssrc:x\na=ssrc-group:\n"
            + "a=extmap:1\na=fingerprint:x\na=candidate:x\nc=\n"
        let found = try violations(of: .all, in: Array(text.utf8))
        let codes: Set<SDPError.Code> = [
            .missingICECredentials, .missingFingerprint, .missingSetup, .missingRTCPMux,
            .missingRTPMap,
        ]
        #expect(Set(found.map(\.code)) == codes)
    }

    @Test("A70: a verifier is as good for the second description as for the first")
    func reused() throws {
        var verifier = Verifier(rules: .all)
        var index = LineIndex()
        for test in VerificationTests.bundleCases + VerificationTests.mediaCases {
            let bytes = Array(test.text.utf8)
            var found: [SDPError] = []
            verifier.forEachViolation(in: try index.read(bytes.span)) { found.append($0) }
            #expect(found == (try violations(of: .all, in: bytes)))
        }
    }
}
