import SDP
import Testing

@Suite("The difference of two descriptions")
struct DescriptionDifferenceTests {
    private func difference(_ old: String, _ new: String) throws -> DescriptionDifference {
        try SessionDescription(parsing: new).difference(from: SessionDescription(parsing: old))
    }

    @Test("A description is no different from itself, with attributes in any order")
    func itself() throws {
        var random = SplitMix64(seed: 3)
        for fixture in Fixtures.all {
            let description = try SessionDescription(
                parsing: fixture.bytes.span, limits: .unlimited)
            #expect(description.difference(from: description).isEmpty)
            guard fixture.bytes.count < 20_000 else { continue }
            // Attributes are moved about within their sections.
            var editable = try EditableDescription(description)
            for _ in 0..<20 {
                let section = random.below(editable.sectionCount)
                let count = try editable.lineCount(ofSection: section)
                let line = random.below(count)
                let target = random.below(count)
                let isAttribute =
                    try editable.line(line, ofSection: section).type == UInt8(ascii: "a")
                if isAttribute, target > 0 {
                    try editable.move(line: line, ofSection: section, to: target)
                }
            }
            let moved = try editable.finished()
            #expect(moved.difference(from: description).isEmpty, "\(fixture.name)")
        }
    }

    @Test("Line endings and blank lines are no difference (A7, A13)")
    func framing() throws {
        let old = sdp("a=x", "m=audio 9 RTP/AVP 0", "a=mid:0")
        let new = old.replacing("\r\n", with: "\n").replacing("m=", with: "\r\nm=")
        #expect(try difference(old, new).isEmpty)
    }

    @Test("Sections with the mid of one before them belong to those at the same place (A60)")
    func repeatedMids() throws {
        let section = ["m=audio 9 RTP/AVP 0", "a=mid:0"]
        let old = sdp(section + section + ["a=x"] + section)
        #expect(try difference(old, old).isEmpty)
        let found = try difference(old, sdp(section + section + ["a=y"] + section)).sections
        #expect(found.map(\.old) == [2] && found.map(\.new) == [2])
        #expect(found.first?.lines.map(\.old) == ["a=x", nil])
        #expect(found.first?.lines.map(\.new) == [nil, "a=y"])
    }

    @Test("Removed, added and changed lines are told apart, what they are about paired")
    func lines() throws {
        let old = sdp(
            "m=video 9 RTP/AVP 96 97", "a=mid:0", "a=sendrecv", "a=rtpmap:96 VP8/90000",
            "a=rtpmap:97 H264/90000", "a=ssrc:1 cname:a", "a=ssrc:1 msid:x", "a=gone", "a=twice",
            "a=twice")
        let new = sdp(
            "m=video 9 RTP/AVP 97 96", "a=mid:0", "a=ssrc:1 cname:b", "a=ssrc:1 msid:x",
            "a=rtpmap:97 AV1/90000",
            "a=rtpmap:96 VP8/90000", "a=sendonly", "a=new", "a=twice")
        let sections = try difference(old, new).sections
        #expect(sections.count == 1)
        #expect(sections[0].old == 1 && sections[0].new == 1 && sections[0].mid == "0")
        struct Line: Equatable {
            var old: String?
            var new: String?
        }
        let (before, after) = (
            try SessionDescription(parsing: old), try SessionDescription(parsing: new)
        )
        for line in sections[0].lines {
            #expect(line.oldNumber.map { before.media[0].lines[$0].bytes } == line.old)
            #expect(line.newNumber.map { after.media[0].lines[$0].bytes } == line.new)
        }
        #expect(
            sections[0].lines.map { Line(old: $0.old?.description, new: $0.new?.description) } == [
                Line(old: "m=video 9 RTP/AVP 96 97", new: "m=video 9 RTP/AVP 97 96"),
                Line(old: "a=sendrecv", new: nil),
                Line(old: "a=rtpmap:97 H264/90000", new: "a=rtpmap:97 AV1/90000"),
                Line(old: "a=ssrc:1 cname:a", new: "a=ssrc:1 cname:b"),
                Line(old: "a=gone", new: nil), Line(old: "a=twice", new: nil),
                Line(old: nil, new: "a=sendonly"), Line(old: nil, new: "a=new"),
            ])
    }

    @Test("Media sections are matched by mid, else by place")
    func sections() throws {
        let a = ["m=audio 9 RTP/AVP 0", "a=mid:a"]
        let b = ["m=video 9 RTP/AVP 96", "a=mid:b"]
        let c = ["m=text 9 RTP/AVP 98"]
        func changes(_ old: [[String]], _ new: [[String]]) throws -> [[Int?]] {
            try difference(sdp(old.flatMap { $0 }), sdp(new.flatMap { $0 })).sections.map {
                [$0.old, $0.new]
            }
        }
        #expect(try changes([a, b], [b, a]) == [[2, 1], [1, 2]])
        #expect(try changes([a, b], [a]) == [[2, nil]])
        #expect(try changes([a], [a, b]) == [[nil, 2]])
        #expect(try changes([a, b], [b]) == [[2, 1], [1, nil]])
        #expect(try changes([a, c], [b, c]) == [[nil, 1], [1, nil]])
        #expect(try changes([c, a], [c, a]) == [])
        #expect(try changes([c], [a]) == [[1, 1]])
        #expect(try changes([a, a], [a, a]) == [])
        #expect(try changes([c, c, c], [c]) == [[2, nil], [3, nil]])
    }

    @Test("The order of lines that are no attributes is compared")
    func order() throws {
        let old = "v=0\ns=-\nt=0 0\nr=1 1 0\nt=5 5\nr=2 2 0\n"
        let new = "v=0\ns=-\nt=0 0\nr=2 2 0\nt=5 5\nr=1 1 0\n"
        let sections = try difference(old, new).sections
        #expect(sections.count == 1)
        #expect(sections[0].isReordered && sections[0].lines.isEmpty)
    }

    @Test("What an edit changes is what is reported, whatever the edits")
    func edits() throws {
        var random = SplitMix64(seed: 11)
        for fixture in Fixtures.all where fixture.bytes.count < 20_000 {
            let description = try SessionDescription(
                parsing: fixture.bytes.span, limits: .unlimited)
            var editable = try EditableDescription(description)
            var expected = 0
            for step in 0..<5 {
                let section = random.below(editable.sectionCount)
                let text = Array("a=unheard-of-\(step):x".utf8)
                try editable.append(ByteView(text.span), toSection: section)
                expected += 1
                let count = try editable.lineCount(ofSection: section)
                let line = 1 + random.below(count - 1)
                let isRemovable =
                    try editable.line(line, ofSection: section).attributeName == .rtcpFeedback
                if isRemovable {
                    try editable.remove(line: line, ofSection: section)
                    expected += 1
                }
            }
            let difference = try editable.finished().difference(from: description)
            let lines = difference.sections.flatMap(\.lines)
            #expect(lines.count == expected)
            #expect(difference.sections.allSatisfy { $0.old == $0.new })
            // Seen from the other side it is the reverse.
            let reverse = try description.difference(from: editable.finished()).sections.flatMap(
                \.lines)
            #expect(Set(reverse.map { [$0.new, $0.old] }) == Set(lines.map { [$0.old, $0.new] }))
        }
    }

    @Test("Eight times the lines take about eight times as long, all different and long (A67)")
    func cost() throws {
        func description(_ count: Int, _ seed: Int) throws -> SessionDescription {
            let common = String(repeating: "x", count: 1_000)
            let lines = (0..<count).map { "a=\(common)\(($0 &* 7_919 &+ seed) % count):\(seed)" }
            return try SessionDescription(
                parsing: sdp(["m=audio 9 RTP/AVP 0"] + lines), limits: .unlimited)
        }
        let clock = ContinuousClock()
        func measure(_ pair: [SessionDescription]) -> Duration {
            clock.measure { #expect(pair[0].difference(from: pair[1]).sections.count == 1) }
        }
        let few = [try description(500, 1), try description(500, 2)]
        let many = [try description(4_000, 1), try description(4_000, 2)]
        var least = (measure(few), measure(many))
        for _ in 0..<4 { least = (min(least.0, measure(few)), min(least.1, measure(many))) }
        // A quadratic one would take 64 times as long; machines are noisy.
        #expect(least.1 < least.0 * 24 + .milliseconds(20))
    }
}
