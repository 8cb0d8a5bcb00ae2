import SDP
import Testing

/// What producers really send.
@Suite struct DeviceTests {
    @Test("PV-59, PV-60: all that was recorded reads leniently", arguments: Fixtures.all)
    func recorded(_ fixture: Fixture) throws {
        let found = try warnings(fixture.bytes)
        // One producer writes what it was given and its own beside it.
        let known: Set<SDPError.Code> =
            fixture.name.hasPrefix("libdatachannel0.24-simulcast-3rid")
            ? [.duplicateAttribute] : []
        #expect(Set(found.map(\.code)).isSubset(of: known))
        #expect(found.first == strictFailure(fixture.bytes))
    }

    @Test("PV-59: libdatachannel answers one a=simulcast with two")
    func repeatedSimulcast() throws {
        let fixture = try Fixtures.named(
            "libdatachannel0.24-simulcast-3rid-answer-gathered-to-chromium156.sdp")
        let found = try warnings(fixture.bytes)
        for warning in found { #expect(warning.code == .duplicateAttribute) }
    }

    @Test("PV-01: a camera with LF, a short o=, no t=, and blanks behind its values")
    func camera() throws {
        let text = """
            v=0
            o=- 1109162014219182 0 IN IP4
            s=Media Server
            m=video 0 RTP/AVP 96\u{20}
            a=control:trackID=0
            a=rtpmap:96 H264/90000
            a=fmtp:96 packetization-mode=1; profile-level-id=4D001E\u{20}
            a=recvonly\u{20}

            """
        #expect(
            try shownWarnings(text) == [
                "lineEnding@1:4", "missingField@2:30", "missingTime@4:1", "trailingBlank@4:21",
                "trailingBlank@8:11", "missingConnection@9:1",
            ])
    }

    @Test("PV-01: a gateway with a= before t= and nothing behind its last line")
    func gateway() throws {
        let text =
            "v=0\r\no=gw 1 1 IN IP4 192.0.2.7\r\ns=call\r\nc=IN IP4 192.0.2.7\r\na=sendrecv\r\n"
            + "t=0 0\r\nm=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n"
            + "a=fmtp:101 0-15\r\na=sendrecv"
        #expect(
            try shownWarnings(text) == ["lineOrder@6:1", "missingLineEnding@10:11"])
    }
}
