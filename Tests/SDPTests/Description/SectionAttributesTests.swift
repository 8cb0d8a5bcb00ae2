import SDP
import Testing

@Suite struct SectionAttributesTests {
    private static let text = sdp(
        "b=CT:9", "c=IN IP4 1.1.1.1", "a=group:BUNDLE 0 1", "a=group:LS 0", "a=ice-options:ice2",
        "a=fingerprint:sha-1 AA:BB", "a=fingerprint:sha-256 CC", "a=tls-id:aaaaaaaaaaaaaaaaaaaa",
        "a=setup:actpass", "a=sendonly", "m=video 9 UDP/TLS/RTP/SAVPF 96", "b=AS:1", "b=TIAS:2",
        "a=mid:0", "a=extmap:1 urn:a", "a=extmap:2/sendonly urn:b x", "a=ssrc:1 cname:a",
        "a=ssrc:2 cname:a", "a=ssrc-group:FID 1 2", "a=rid:h send", "a=rid:l send pt=96",
        "a=simulcast:send h;~l", "a=candidate:1 1 udp 1 h 1 typ host", "a=msid:s t",
        "a=rtpmap:96 VP8/90000", "a=rtcp-fb:* nack", "a=fmtp:96 x=1; y=2",
        "m=application 9 DTLS/SCTP 5000", "a=mid:1", "a=sctpmap:5000 webrtc-datachannel 1024",
        "a=ice-options:trickle", "a=sendrecv:x", "a=bundle-only:x", "a=ssrc:x")

    @Test("PV-20, PV-21, PV-22: typed sequences of a section, owned")
    func ownedSequences() throws {
        let description = try SessionDescription(parsing: Self.text)
        #expect(try description.groups.map(\.semantics) == ["BUNDLE", "LS"])
        #expect(try description.groups[0].mids.parts(separatedBy: 0x20) == ["0", "1"])
        #expect(try description.origin.sessionID == "1")
        let video = description.media[0]
        #expect(try video.mediaLine.port == 9)
        #expect(try video.extensionMaps.map(\.id) == [1, 2])
        #expect(try video.extensionMaps[1].direction == .sendOnly)
        #expect(try video.ssrcs.map(\.id) == [1, 2])
        #expect(try video.ssrcGroups.map(\.ssrcs) == ["1 2"])
        #expect(try video.rids.map(\.id) == ["h", "l"])
        #expect(try video.simulcast?.send == "h;~l")
        #expect(try video.candidates.map(\.address) == ["h"])
        #expect(try video.msids.map(\.streamID) == ["s"])
        #expect(try video.bandwidths.map(\.value) == [1, 2])
        #expect(try video.codecs.map { $0.parameter("y") } == ["2"])
        #expect(try description.media[1].candidates.isEmpty)
        #expect(try description.media[1].simulcast == nil)
        #expect(throws: SDPError.self) { try description.media[1].ssrcs }
    }

    @Test("PV-07, PV-10: what a section inherits, by one call")
    func inheritance() throws {
        let description = try SessionDescription(parsing: Self.text)
        let (video, data) = (description.media[0], description.media[1])
        #expect(try video.fingerprints.map(\.hashFunction) == ["sha-1", "sha-256"])
        #expect(try video.setup == .actpass)
        #expect(try video.connection?.address == "1.1.1.1")
        #expect(try video.iceUsernameFragment == nil)
        #expect(try video.icePassword == nil)
        let options = [
            ByteString(copying: try video.view.iceOptions?.tags),
            ByteString(copying: try data.view.iceOptions?.tags),
        ]
        #expect(options == ["ice2", "trickle"])
        #expect(ByteString(copying: try video.view.tlsID) == "aaaaaaaaaaaaaaaaaaaa")
        let bandwidth = try video.view.inherited(Bandwidth.self)?.value
        #expect(bandwidth == 1)
        let conference = try data.view.inherited(Bandwidth.self)?.value
        #expect(conference == 9)
    }

    @Test("GR-51, GR-39: a flag with a value is no flag")
    func flagsWithValues() throws {
        let description = try SessionDescription(parsing: Self.text)
        #expect(description.media[1].direction == .sendOnly)
        let isBundleOnly = description.view.media[1].isBundleOnly
        #expect(!isBundleOnly)
    }

    @Test("PV-22, PV-24: typed sequences of a section, borrowed")
    func borrowedSequences() throws {
        let description = try SessionDescription(parsing: Self.text)
        let view = description.view
        var ids: [UInt32] = []
        try view.media[0].forEach(SSRC.self) { ids.append($0.id) }
        #expect(ids == [1, 2])
        var names: [ByteString] = []
        try view.media[0].forEach(RID.self) { names.append(ByteString($0.id)) }
        try view.media[0].forEach(RTPMap.self) { names.append(ByteString($0.encodingName)) }
        try view.media[0].forEach(FormatParameters.self) { names.append(ByteString($0.format)) }
        try view.media[0].forEach(RTCPFeedback.self) { names.append(ByteString($0.type)) }
        try view.media[0].forEach(MediaStreamID.self) { names.append(ByteString($0.streamID)) }
        try view.session.forEach(Group.self) { names.append(ByteString($0.semantics)) }
        #expect(names == ["h", "l", "VP8", "96", "nack", "s", "BUNDLE", "LS"])
        let counts = [
            view.media[0].count(of: .extensionMap), view.media[0].count(of: .candidate),
            view.media[0].count(of: .ssrcGroup), view.media[0].count(of: .fingerprint),
            view.media[1].count(of: .ssrc), view.session.count(of: .fingerprint),
        ]
        #expect(counts == [2, 1, 1, 0, 1, 2])
        let first = try view.session.first(Fingerprint.self)?.value.count
        #expect(first == 5)
        let ports = [try view.media[0].sctpPort, try view.media[1].sctpPort]
        #expect(ports == [nil, 5_000])
        var bandwidths: [UInt64] = []
        try view.media[0].forEach(Bandwidth.self) { bandwidths.append($0.value) }
        #expect(bandwidths == [1, 2])
    }

    @Test("GR-20, GR-21, GR-22: codecs as views say what copies say", arguments: Fixtures.all)
    func codecViews(_ fixture: Fixture) throws {
        var index = LineIndex()
        let view = try index.read(fixture.bytes.span)
        for position in 0..<view.media.count {
            let section = view.media[position]
            let copies = try section.codecs
            var place = 0
            try section.forEachCodec { codec throws(SDPError) in
                let copy = copies[place]
                var feedback: [RTCPFeedback<ByteString>] = []
                try codec.forEachFeedback { feedback.append(RTCPFeedback(copying: $0)) }
                let isSame =
                    copy.payloadType == codec.payloadType && copy.name == codec.name
                    && copy.clockRate == codec.clockRate && copy.channels == codec.channels
                    && copy.parameters == ByteString(copying: codec.parameters?.parameters)
                    && feedback.count == copy.feedback.count
                    && feedback.allSatisfy { copy.feedback.contains($0) }
                #expect(isSame)
                place += 1
            }
            #expect(place == copies.count)
        }
    }

    @Test("A47: feedback for every payload type is kept once")
    func sharedFeedback() throws {
        let formats = (0..<128).map(String.init)
        let lines =
            (0..<1_900).map { "a=rtcp-fb:* x\($0)" } + formats.map { "a=rtcp-fb:\($0) nack" }
        let text = sdp(["m=video 9 RTP/AVP " + formats.joined(separator: " ")] + lines)
        let codecs = try SessionDescription(parsing: text).media[0].codecs
        #expect(codecs.count == 24)
        #expect(codecs.allSatisfy { $0.feedback.count == 1_901 && $0.feedback[0].type == "nack" })
        #expect(codecs[0].feedback[1_900].type == "x1899")
    }
}
