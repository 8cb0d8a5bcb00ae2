import SDP
import Testing

@Suite struct ErrorLocationTests {
    private func place(_ offset: Int, in text: String) -> [Int] {
        let location = SDPError(.malformedLine, offset: offset).location(in: Array(text.utf8).span)
        return [location.line, location.column]
    }

    @Test("PV-01: line and column from 1, with every line ending")
    func countsFromOne() {
        for ending in ["\n", "\r", "\r\n"] {
            let text = ["v=0", "", "s=x", "last"].joined(separator: ending)
            let size = ending.utf8.count
            #expect(place(0, in: text) == [1, 1])
            #expect(place(2, in: text) == [1, 3])
            #expect(place(3, in: text) == [1, 4])
            #expect(place(3 + size, in: text) == [2, 1])
            #expect(place(3 + 2 * size, in: text) == [3, 1])
            #expect(place(5 + 2 * size, in: text) == [3, 3])
            #expect(place(6 + 3 * size, in: text) == [4, 1])
            #expect(place(9 + 3 * size, in: text) == [4, 4])
            #expect(place(10 + 3 * size, in: text) == [4, 5])
        }
    }

    @Test("PV-01: the bytes of CR LF belong to the line they end")
    func insideLineEnding() {
        #expect(place(3, in: "v=0\r\ns=x\r\n") == [1, 4])
        #expect(place(4, in: "v=0\r\ns=x\r\n") == [1, 5])
        #expect(place(5, in: "v=0\r\ns=x\r\n") == [2, 1])
    }

    @Test("A7: mixed line endings")
    func mixed() {
        let text = "a\rb\nc\r\nd\n\re\r\r\nf"
        let lines: [(Character, Int)] = [
            ("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 6), ("f", 8),
        ]
        for (letter, line) in lines {
            let offset = Array(text.utf8).firstIndex(of: letter.asciiValue ?? 0) ?? -1
            #expect(place(offset, in: text) == [line, 1])
        }
    }

    @Test("PV-01: an offset at the end of the bytes")
    func atTheEnd() {
        #expect(place(0, in: "") == [1, 1])
        #expect(place(3, in: "v=0") == [1, 4])
        #expect(place(4, in: "v=0\n") == [2, 1])
        #expect(place(5, in: "v=0\r\n") == [2, 1])
        #expect(place(5, in: "v=0\n\n") == [3, 1])
    }

    @Test(
        "PV-01: the line of every offset is that of the oracle",
        arguments: Fixtures.small.prefix(12))
    func agreesWithOracle(_ fixture: Fixture) {
        let lines = OracleParser.split(fixture.bytes)
        var wrong: [Int] = []
        for (number, line) in lines.enumerated() {
            for offset in [line.offset, line.offset + line.content.count] {
                let location = SDPError(.empty, offset: offset).location(in: fixture.bytes.span)
                if location.line != number + 1 || location.column != offset - line.offset + 1 {
                    wrong.append(offset)
                }
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test("A59: a message quotes nothing that a terminal or a format would act on")
    func escapes() {
        let bytes = Array("v=0\nx=%n%s\u{1B}[31m\t\"\\\u{7F}é\0".utf8)
        let text = SDPError(.unknownLineType, offset: 4).description(in: bytes.span)
        let quoted = #"x=%n%s\x1b[31m\x09\"\\\x7f\xc3\xa9\x00"#
        #expect(text == "line 2, column 1: no line has this type letter, near \"\(quoted)\"")
        #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test("A59: a message is short, however long the line", arguments: [UInt8(0x00), 0x41, 0xFF])
    func bounded(byte: UInt8) {
        let bytes = Array("v=0\nx=".utf8) + [UInt8](repeating: byte, count: 100_000)
        let text = SDPError(.unknownLineType, offset: 6).description(in: bytes.span)
        let excerpt = SDPError(.unknownLineType, offset: 6).excerpt(in: bytes.span)
        #expect(excerpt.count == 64)
        #expect(text.hasSuffix("near \"\(excerpt)\""))
    }

    @Test("A59: an escape is whole or not there, wherever the 64 bytes end", arguments: 58...66)
    func wholeEscapes(plain: Int) {
        let text = String(repeating: "x", count: plain)
        let bytes = Array((text + "\u{1B}\"tail").utf8)
        let excerpt = "\(SDPError(.empty, offset: 0).excerpt(in: bytes.span))"
        let whole = text + #"\x1b\"tail"#
        #expect(excerpt.utf8.count <= 64)
        #expect(whole.hasPrefix(excerpt))
        #expect(excerpt.hasSuffix("x") || excerpt.hasSuffix(#"\x1b"#) || excerpt.contains(#"\""#))
    }

    @Test("An error without a place has no excerpt")
    func noPlace() {
        let bytes = Array("v=0".utf8)
        #expect(SDPError(.insufficientSpace, offset: 0).excerpt(in: bytes.span).isEmpty)
    }

    @Test("A59: a message ends with the line, and quotes nothing at its end")
    func endsWithLine() {
        let bytes = Array("v=0\r\nx=1\r\ns=secret".utf8)
        let first = SDPError(.unknownLineType, offset: 5).description(in: bytes.span)
        #expect(first.hasSuffix("near \"x=1\""))
        for offset in [bytes.count, bytes.count + 100, -5] {
            let text = SDPError(.missingField, offset: offset).description(in: bytes.span)
            #expect(!text.contains("secret"))
        }
    }

    @Test("Every code has a sentence of its own")
    func reasons() {
        let codes = (UInt16(1)...100).map(SDPError.Code.init(rawValue:))
        let reasons = codes.map { "\($0.reason)" }.filter { $0 != "unknown error" }
        #expect(Set(reasons).count == reasons.count)
        #expect(reasons.count >= 35)
        #expect("\(SDPError.Code(rawValue: 0).reason)" == "unknown error")
    }
}
