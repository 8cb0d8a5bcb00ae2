import SDP
import Testing

/// Each limit is met exactly without an error, and exceeded with one that names
/// it. Nothing is cut short.
@Suite struct LimitTests {
    /// A limit set to `value`, a text that meets it, and one that exceeds it.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: SDPError.Code
        var limits: Limits
        var met: String
        var exceeded: String
        /// The line of `exceeded` that is refused, from 0, and the column.
        var line: Int
        var column = 0
        var section = 1

        init(
            _ name: String, _ code: SDPError.Code, _ path: WritableKeyPath<Limits, Int>,
            _ value: Int,
            met: [String], exceeded: [String], line: Int, column: Int = 0, section: Int = 1
        ) {
            testDescription = name
            self.code = code
            limits = Limits.sfu
            limits[keyPath: path] = value
            self.met = sdp(met)
            self.exceeded = sdp(exceeded)
            self.line = line
            self.column = column
            self.section = section
        }
    }

    static let media = "m=audio 9 RTP/AVP 0"

    static let cases: [Case] = [
        Case("lines", .tooManyLines, \.lines, 5, met: [media], exceeded: [media, "a=x"], line: 5),
        Case(
            "blank lines", .tooManyLines, \.lines, 5, met: [media], exceeded: [media, ""], line: 5),
        Case(
            "line bytes", .lineTooLong, \.lineBytes, 22, met: [media, "a=" + text(20)],
            exceeded: [media, "a=" + text(21)], line: 5, column: 22),
        Case(
            "media sections", .tooManyMediaSections, \.mediaSections, 2, met: [media, media],
            exceeded: [media, media, media], line: 6, section: 2),
        Case(
            "no media sections", .tooManyMediaSections, \.mediaSections, 0, met: [],
            exceeded: [media], line: 4, section: 0),
        Case(
            "attributes", .tooManyAttributes, \.attributes, 2,
            met: ["a=x", "a=x", "a=x", media, "a=x", "a=x", media, "a=x", "a=x"],
            exceeded: [media, "a=x", "a=x", "a=x"], line: 7),
        Case(
            "session attributes", .tooManyAttributes, \.sessionAttributes, 1,
            met: ["a=x", media, "a=x", "a=x"], exceeded: ["a=x", "a=x"], line: 5, section: 0),
        Case(
            "formats", .tooManyFormats, \.formats, 2, met: ["m=audio 9 RTP/AVP 0 8"],
            exceeded: ["m=audio 9 RTP/AVP 0 8 9"], line: 4),
        Case(
            "formats of other protocols", .tooManyFormats, \.otherFormats, 2,
            met: ["m=audio 9 RTP/AVP 0 8 9", "m=message 9 TCP/MSRP a b "],
            exceeded: ["m=message 9 TCP/MSRP a b c"], line: 4),
        Case(
            "fmtp parameters", .tooManyFormatParameters, \.formatParameters, 2,
            met: [media, "a=fmtp:0 a=1;b=2"], exceeded: [media, "a=fmtp:0 a=1;b=2;c=3"], line: 5),
        Case(
            "candidates", .tooManyCandidates, \.candidates, 1,
            met: ["a=candidate:1", media, "a=candidate:1"],
            exceeded: [media, "a=candidate:1", "a=candidate:1"], line: 6),
        Case(
            "sources", .tooManySources, \.sources, 2, met: [media, "a=ssrc:1 x", "a=ssrc:1 y"],
            exceeded: [media, "a=ssrc:1 x", "a=ssrc:1 y", "a=ssrc:1 z"], line: 7),
        Case(
            "rids", .tooManyRIDs, \.rids, 1, met: [media, "a=rid:a send"],
            exceeded: [media, "a=rid:a send", "a=rid:b send"], line: 6),
        Case(
            "simulcast alternatives", .tooManySimulcastAlternatives, \.simulcastAlternatives, 3,
            met: [media, "a=simulcast:send a;b,c"], exceeded: [media, "a=simulcast:send a;b,c;d"],
            line: 5),
        Case(
            "mid bytes", .midTooLong, \.midBytes, 3, met: [media, "a=mid:abc"],
            exceeded: [media, "a=mid:abcd"], line: 5),
        Case(
            "groups", .tooManyGroups, \.groups, 1, met: ["a=group:BUNDLE 0"],
            exceeded: ["a=group:BUNDLE 0", "a=group:LS 0"], line: 5, section: 0),
        Case(
            "group mids", .groupTooLarge, \.groupMids, 2, met: ["a=group:BUNDLE 0 1"],
            exceeded: ["a=group:BUNDLE 0 1 2"], line: 4, section: 0),
    ]

    static func text(_ size: Int) -> String { String(repeating: "x", count: size) }

    @Test("GR-05, A16, A26, A32, A44, A55: a limit met and exceeded", arguments: cases)
    func limitIsExact(_ test: Case) {
        #expect(parseFailure(test.met, limits: test.limits) == nil)
        let lines = OracleParser.split(Array(test.exceeded.utf8))
        let expected = SDPError(
            test.code, offset: lines[test.line].offset + test.column, section: test.section)
        #expect(parseFailure(test.exceeded, limits: test.limits) == expected)
        #expect(parseFailure(test.exceeded) == nil)
    }

    @Test("GR-05: the bytes of a description, at the limit and one more")
    func totalBytes() {
        let text = sdp()
        var limits = Limits.sfu
        limits.bytes = text.utf8.count
        #expect(parseFailure(text, limits: limits) == nil)
        limits.bytes -= 1
        #expect(parseFailure(text, limits: limits) == SDPError(.tooManyBytes, offset: limits.bytes))
    }

    @Test("A16: line length one less, equal to and one more than the default")
    func defaultLineLength() {
        for (size, code) in [(16_383, nil), (16_384, nil), (16_385, SDPError.Code.lineTooLong)] {
            let text = sdp("a=" + LimitTests.text(size - 2))
            #expect(parseFailure(text)?.code == code)
        }
    }

    @Test("A26: 1,024 sections by default, not one more")
    func defaultSections() {
        let most = [String](repeating: LimitTests.media, count: 1_024)
        #expect(parseFailure(sdp(most)) == nil)
        let text = sdp(most + [LimitTests.media])
        let expected = SDPError(
            .tooManyMediaSections, offset: text.utf8.count - LimitTests.media.utf8.count - 2,
            section: 1_024)
        #expect(parseFailure(text) == expected)
    }

    @Test("A27: a hundred thousand minimal sections fail at the limit, and fit the ceiling never")
    func minimalSections() {
        let bytes = Array(("v=0\n" + String(repeating: "m=\n", count: 100_000)).utf8)
        #expect(parseFailure(bytes)?.code == .tooManyMediaSections)
        let expected = SDPError(.tooManyMediaSections, offset: 4 + 65_535 * 3, section: 65_535)
        #expect(parseFailure(bytes, limits: .unlimited) == expected)
    }

    @Test("A28, V17: 65,537 session attributes fail, also at the ceiling")
    func sessionAttributes() {
        let bytes = Array(("v=0\n" + String(repeating: "a=x\n", count: 65_537)).utf8)
        #expect(parseFailure(bytes) == SDPError(.tooManyAttributes, offset: 4 + 2_048 * 4))
        let expected = SDPError(.tooManyAttributes, offset: 4 + 65_535 * 4)
        #expect(parseFailure(bytes, limits: .unlimited) == expected)
    }

    @Test("V17: section numbers are exact up to the ceiling")
    func sectionNumbersDoNotWrap() throws {
        let bytes = Array(("v=0\n" + String(repeating: "m=\n", count: 65_535)).utf8)
        var index = LineIndex(limits: .unlimited)
        let view = try index.read(bytes.span)
        #expect(view.media.count == 65_535)
        let last = view.media[65_534]
        let facts = [last.number, last.lineCount, last.line(0).section, last.line(0).offset]
        #expect(facts == [65_535, 1, 65_535, 4 + 65_534 * 3])
    }
}
