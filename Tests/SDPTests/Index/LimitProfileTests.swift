import SDP
import Testing

@Suite struct LimitProfileTests {
    @Test("GR-05: the defaults for a server")
    func sfu() {
        let limits = Limits.sfu
        #expect(limits.bytes == 4 * 1_024 * 1_024)
        #expect(limits.lineBytes == 16 * 1_024)
        #expect(limits.lines == 131_072)
        #expect(limits.mediaSections == 1_024)
        #expect(limits.attributes == 2_048)
        #expect(limits.sessionAttributes == 2_048)
        #expect(limits.formats == 128)
        #expect(limits.otherFormats == 64)
        #expect(limits.formatParameters == 64)
        #expect(limits.candidates == 256)
        #expect(limits.sources == 1_024)
        #expect(limits.rids == 16)
        #expect(limits.simulcastAlternatives == 32)
        #expect(limits.midBytes == 64)
        #expect(limits.groups == 64)
        #expect(limits.groupMids == 1_024)
    }

    @Test("GR-05: a client takes 64 KiB and 64 sections, else the same")
    func browser() {
        var limits = Limits.browser
        #expect(limits.bytes == 65_536)
        #expect(limits.mediaSections == 64)
        limits.bytes = Limits.sfu.bytes
        limits.mediaSections = Limits.sfu.mediaSections
        #expect(limits == Limits.sfu)
    }

    @Test("GR-05, V17: no setting goes beyond a ceiling or below nothing")
    func ceilings() {
        let ceilings: [(WritableKeyPath<Limits, Int>, Int)] = [
            (\.bytes, 16 << 20), (\.lineBytes, 1 << 20), (\.lines, 1 << 20),
            (\.mediaSections, 65_535), (\.attributes, 65_535), (\.sessionAttributes, 65_535),
            (\.formats, 256), (\.otherFormats, 256), (\.candidates, 4_096), (\.rids, 255),
            (\.simulcastAlternatives, 255), (\.midBytes, 255),
        ]
        for (path, ceiling) in ceilings {
            var limits = Limits.sfu
            limits[keyPath: path] = .max
            #expect(limits[keyPath: path] == ceiling)
            #expect(Limits.unlimited[keyPath: path] == ceiling)
            limits[keyPath: path] = ceiling
            #expect(limits[keyPath: path] == ceiling)
            limits[keyPath: path] = -1
            #expect(limits[keyPath: path] == 0)
            limits[keyPath: path] = 1
            #expect(limits[keyPath: path] == 1)
        }
    }

    @Test(
        "GR-05: every limit at its extremes ends in an answer", arguments: [0, 1, Int.max, Int.min])
    func extremes(value: Int) throws {
        var limits = Limits.sfu
        limits.formatParameters = value
        limits.sources = value
        limits.groups = value
        limits.groupMids = value
        let text = sdp("a=group:BUNDLE 0 1", "m=audio 9 RTP/AVP 0", "a=fmtp:0 a;b", "a=ssrc:1")
        let isLarge = value == .max
        #expect((parseFailure(text, limits: limits) == nil) == isLarge)
        #expect(Agreement(limits: limits).difference(about: Array(text.utf8)) == nil)
    }

    @Test("GR-05: the real offers of hundreds of sections fit the default")
    func realOffersFit() throws {
        let large = try Fixtures.named("chromium156-video-50-offer.sdp")
        #expect(parseFailure(large.bytes, limits: .sfu) == nil)
        #expect(
            parseFailure(large.bytes, limits: .browser) == SDPError(.tooManyBytes, offset: 65_536))
    }
}
