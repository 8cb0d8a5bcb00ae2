import SDP
import Testing

@Suite struct IndexReuseTests {
    @Test("GR-15: one index reads many descriptions, each as a new one would")
    func reuse() throws {
        var index = LineIndex()
        for fixture in Fixtures.all.prefix(200) {
            var fresh = LineIndex()
            let expected = try fresh.read(fixture.bytes.span)
            let found = try index.read(fixture.bytes.span)
            #expect(found.lineCount == expected.lineCount)
            #expect(found.sectionCount == expected.sectionCount)
            let last = found.line(found.lineCount - 1)
            let wanted = expected.line(found.lineCount - 1)
            let facts = [last.offset, last.section, Int(last.type)]
            let wantedFacts = [wanted.offset, wanted.section, Int(wanted.type)]
            #expect(facts == wantedFacts)
        }
    }

    @Test("GR-05: an index that failed is empty and reads the next description")
    func emptyAfterError() throws {
        var index = LineIndex()
        let good = Array(sdp("m=audio 9 RTP/AVP 0").utf8)
        let bad = Array((sdp("m=audio 9 RTP/AVP 0") + "x=1\r\n").utf8)
        let before = try index.read(good.span).lineCount
        #expect(throws: SDPError.self) { try IndexReuseTests.fail(&index, bad) }
        let counts = index.withView(of: bad.span) { [$0.lineCount, $0.media.count] }
        #expect(counts == [0, 0])
        let after = try index.read(good.span).lineCount
        #expect(before == 5)
        #expect(after == 5)
    }

    private static func fail(_ index: inout LineIndex, _ bytes: [UInt8]) throws {
        _ = try index.read(bytes.span)
    }

    @Test("GR-15: two indexes give two views at once")
    func twoAtOnce() throws {
        var first = LineIndex()
        var second = LineIndex(limits: .browser)
        let one = Array(sdp("m=audio 9 RTP/AVP 0", "a=mid:one").utf8)
        let two = Array(sdp("m=audio 9 RTP/AVP 0", "m=audio 9 RTP/AVP 0", "a=mid:two").utf8)
        let left = try first.read(one.span)
        let right = try second.read(two.span)
        let leftMid = ByteString(copying: try left.media[0].mid)
        let rightMid = ByteString(copying: try right.media[1].mid)
        #expect(leftMid == "one")
        #expect(rightMid == "two")
        #expect(left.media.count + right.media.count == 3)
    }

    @Test("GR-15: a shorter description leaves nothing of a longer one behind")
    func shrinks() throws {
        var index = LineIndex()
        let long = try Fixtures.named("chromium156-video-50-offer.sdp")
        let short = Array("v=0".utf8)
        let before = try index.read(long.bytes.span).media.count
        let view = try index.read(short.span)
        #expect(before == 50)
        #expect(view.lineCount == 1)
        #expect(view.media.count == 0)
        let bytes = [UInt8](copying: view.bytes)
        #expect(bytes == short)
    }
}
