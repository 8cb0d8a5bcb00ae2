import SDP
import Testing

@Suite struct FlagTests {
    static let flags = [
        "sendrecv", "sendonly", "recvonly", "inactive", "rtcp-mux", "rtcp-rsize", "rtcp-mux-only",
        "bundle-only", "end-of-candidates", "ice-lite", "extmap-allow-mixed",
    ]

    @Test("GR-24, GR-27, GR-30, GR-39, GR-50, GR-51: flags have no value", arguments: flags)
    func flagHasNoValue(name: String) throws {
        #expect(try valueFailure(sdp("m=audio 9 RTP/AVP 0", "a=\(name)")) == nil)
        for value in ["", "1", " "] {
            let text = sdp("m=audio 9 RTP/AVP 0", "a=\(name):\(value)")
            let found = try #require(try valueFailure(text))
            #expect(found.code == .unexpectedValue)
            #expect(found.section == 1)
            #expect(found.offset == text.utf8.count - 2 - value.utf8.count)
        }
    }

    @Test("GR-16: blanks behind a flag are no part of its name", arguments: [" ", "\t", "  \t "])
    func blanksBehindFlag(blanks: String) throws {
        let text = sdp("m=audio 9 RTP/AVP 0", "a=recvonly\(blanks)", "a=rtcp-mux\(blanks)")
        let description = try SessionDescription(parsing: text)
        #expect(description.media[0].direction == .receiveOnly)
        #expect(description.serialized() == text)
        #expect(try valueFailure(text) == nil)
        let view = description.view
        let hasMux = view.media[0].has(.rtcpMux)
        #expect(hasMux)
    }

    @Test("PV-52: bundle-only and others are seen as present")
    func presence() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "m=audio 0 RTP/AVP 0", "a=bundle-only", "a=rtcp-mux", "m=video 9 RTP/AVP 31"))
        let view = description.view
        let first = view.media[0].isBundleOnly
        let second = view.media[1].isBundleOnly
        let hasMux = view.media[0].has(.rtcpMux)
        let hasNone = view.media[1].has(.rtcpMux)
        #expect(first && !second && hasMux && !hasNone)
    }

    @Test(
        "PV-02, GR-58, A42: unknown attributes are kept and ignored",
        arguments: [
            "x", "x:", "x:y", "x-google-flag:conference", "e", ":x", "::", "x::y", "x:%n%s%x",
        ])
    func unknownAttributes(text: String) throws {
        // A name is all that an attribute needs.
        if text.hasPrefix(":") {
            #expect(parseFailure(sdp("a=\(text)"))?.code == .malformedAttributeName)
        } else {
            #expect(try valueFailure(sdp("a=\(text)")) == nil)
            #expect(
                try SessionDescription(parsing: sdp("a=\(text)")).serialized() == sdp("a=\(text)"))
        }
    }

    @Test("A42: a colon without a value is a value of no bytes")
    func emptyValue() throws {
        let description = try SessionDescription(parsing: sdp("a=x:", "a=y"))
        let session = description.view.session
        let withColon = session.line(4)
        let without = session.line(5)
        let flags = [withColon.hasValue, without.hasValue]
        let sizes = [withColon.value.count, without.value.count]
        #expect(flags == [true, false])
        #expect(sizes == [0, 0])
    }

    @Test("PV-45, GR-57: a=crypto is no grammar error, and is seen")
    func cryptoIsSeen() throws {
        let fixture = try Fixtures.named("baresip1.0-srtp-mand-offer.sdp")
        let description = try SessionDescription(parsing: fixture.bytes.span)
        let hasCrypto = description.view.media[0].has(.crypto)
        #expect(hasCrypto)
    }
}
