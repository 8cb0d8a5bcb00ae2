import SDP
import Testing

/// One description, two readings: what a strict one throws, a lenient one warns of.
@Suite struct ToleranceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let warnings: [String]
        /// Without which the reading throws the first warning.
        let tolerance: Tolerances

        init(_ name: String, _ tolerance: Tolerances, _ text: String, _ warnings: [String]) {
            testDescription = name
            self.tolerance = tolerance
            self.text = text
            self.warnings = warnings
        }
    }

    static let head = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
    static let media = "m=audio 9 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n"

    static let cases: [Case] = [
        Case(
            "LF alone", .lineEndings, (head + media).replacing("\r\n", with: "\n"),
            ["lineEnding@1:4"]),
        Case(
            "CR alone", .lineEndings, (head + media).replacing("\r\n", with: "\r"),
            ["lineEnding@1:4"]),
        Case(
            "a mixture", .lineEndings, "v=0\r\no=- 1 1 IN IP4 0.0.0.0\ns=-\rt=0 0\n",
            ["lineEnding@2:23", "lineEnding@3:4"]),
        Case(
            "no final line ending", .lineEndings, head + "a=sendrecv",
            ["missingLineEnding@5:11"]),
        Case(
            "LF CR is a line ending and a blank line", [.lineEndings, .blankLines],
            "v=0\n\ro=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n",
            ["lineEnding@1:4", "blankLine@2:1", "lineEnding@2:1"]),
        Case(
            "blank lines, also the first and the last", .blankLines,
            "\r\n" + head + "\r\n\r\n" + media + "\r\n",
            ["blankLine@1:1", "blankLine@6:1", "blankLine@7:1", "blankLine@10:1"]),
        Case(
            "blanks behind values", .trailingBlanks,
            head + "a=ice-lite \r\n" + media + "a=mid:0\t \r\na=rtpmap:0 PCMU/8000 \r\n",
            ["trailingBlank@5:11", "trailingBlank@8:8", "trailingBlank@9:21"]),
        Case(
            "blanks that are part of a text", [],
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns= \r\ni=x \r\nt=0 0\r\na=tool:x \r\na=x-y:z \r\n"
                + media + "a=fmtp:0 x=1; \r\n", []),
        Case(
            "a= before t=", .lineOrder,
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=tool:x\r\nt=0 0\r\na=ice-lite\r\n",
            ["lineOrder@5:1"]),
        Case(
            "o= behind s=, c= behind b= and behind a=", .lineOrder,
            "v=0\r\ns=-\r\no=- 1 1 IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"
                + "b=AS:64\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\nb=AS:32\r\n",
            ["lineOrder@3:1", "lineOrder@7:1", "lineOrder@9:1"]),
        Case(
            "z= without r=, r= behind z=", .lineOrder,
            head + "z=2882844526 -1h\r\nt=0 0\r\nr=7d 1h 0\r\nz=2882844526 -1h\r\nr=7d 1h 0\r\n",
            ["lineOrder@5:1", "lineOrder@9:1"]),
        Case(
            "every optional line in its place", [],
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\ni=x\r\nu=http://example.com/\r\n"
                + "e=a@example.com\r\ne=b@example.com\r\np=+1 617 555-6011\r\n"
                + "c=IN IP4 192.0.2.1\r\nb=AS:1\r\nb=CT:2\r\n"
                + "t=2873397496 2873404696\r\nr=604800 3600 0 90000\r\nr=7d 1h 0 25h\r\n"
                + "z=2882844526 -1h 2898848070 0\r\nt=0 0\r\nk=prompt\r\na=recvonly\r\n"
                + "m=audio 9 RTP/AVP 0\r\ni=x\r\nc=IN IP4 0.0.0.0\r\nc=IN IP4 0.0.0.0\r\n"
                + "b=AS:1\r\nk=prompt\r\na=sendonly\r\n", []),
        Case(
            "no o=, s=, t=", .missingLines, "v=0\r\n" + media,
            ["missingOrigin@2:1", "missingSessionName@2:1", "missingTime@2:1"]),
        Case(
            "v=0 alone", .missingLines, "v=0\r\n",
            ["missingOrigin@2:1", "missingSessionName@2:1", "missingTime@2:1"]),
        Case(
            "c= in one of two sections", .missingLines,
            head + "m=audio 9 RTP/AVP 0\r\n" + media + "m=audio 9 RTP/AVP 0\r\n",
            ["missingConnection@6:1", "missingConnection@9:1"]),
        Case(
            "c= at the session level alone", [],
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
                + "m=audio 9 RTP/AVP 0\r\n", []),
        Case(
            "two i=, u=, c=, k= at the session level", .repetitions,
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\ni=x\r\ni=y\r\nu=http://a.example/\r\n"
                + "u=http://b.example/\r\nc=IN IP4 0.0.0.0\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
                + "k=prompt\r\nk=prompt\r\n",
            ["duplicateLine@5:1", "duplicateLine@7:1", "duplicateLine@9:1", "duplicateLine@12:1"]),
        Case(
            "attributes that occur once", .repetitions,
            head + "a=ice-lite\r\na=ice-lite\r\na=setup:active\r\n" + media
                + "a=setup:active\r\na=mid:0\r\na=mid:1\r\na=sendonly\r\na=recvonly\r\n",
            ["duplicateAttribute@6:1", "duplicateAttribute@12:1", "duplicateAttribute@14:1"]),
        Case(
            "attributes that occur often", [],
            head + media + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=msid:a b\r\n"
                + "a=msid:c d\r\na=x\r\na=x\r\n", []),
        Case(
            "a short o=", .malformedLines, "v=0\r\no=- 1 1\r\ns=-\r\nt=0 0\r\n",
            ["missingField@2:8"]),
        Case(
            "no session name, profiles and formats that are no tokens", .malformedLines,
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
                + "m=audio 9 RTP/AVP 0  8\r\nm=audio 9 RTP:AVP 0\r\nm=audio 9 RTP/AVP 0 (8)\r\n"
                + "m=audio 9 RTP//AVP 0\r\n",
            [
                "missingValue@3:3", "malformedValue@6:21", "malformedValue@7:14",
                "malformedValue@8:21", "malformedValue@9:15",
            ]),
        Case(
            "a format that is no token, the same in two sections, and then one that is",
            .malformedLines,
            head + "m=audio 9 RTP/AVP (\r\nc=IN IP4 0.0.0.0\r\nm=audio 9 RTP/AVP (\r\n"
                + "c=IN IP4 0.0.0.0\r\n" + media,
            ["malformedValue@5:19", "malformedValue@7:19"]),
        Case(
            "short times", .malformedLines,
            "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 9\r\nt=0123456789 0\r\n"
                + "t=1234567890 99999999999\r\n",
            ["numberOutOfRange@4:5", "numberOutOfRange@5:3"]),
        Case(
            "extensions of a candidate that are no pairs", .malformedAttributes,
            head + media + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host a b\r\n"
                + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host a\r\n"
                + "a=candidate:1 1 udp 1 192.0.2.1 9 typ srflx raddr\r\n",
            ["missingField@8:45", "missingField@9:50"]),
        Case(
            "attributes without a value and with one they have not", .malformedAttributes,
            head + media + "a=mid\r\na=rtcp-mux:1\r\na=fmtp:0\r\na=x:\r\na=b c:d\r\n",
            [
                "missingValue@7:6", "unexpectedValue@8:12", "missingField@9:9",
                "missingValue@10:5", "malformedAttributeName@11:4",
            ]),
        Case(
            "m= without a port", .malformedMediaLines,
            head + "c=IN IP4 0.0.0.0\r\n".replacing("c=", with: "a=x:") + media
                + "m=audio x RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n",
            ["malformedNumber@8:9"]),
    ]

    @Test(
        "PV-01, PV-03, PV-04, PV-08, PV-09, GR-01, GR-03, GR-09, GR-16, A4..A7, A12, A13, A19..A22: warnings",
        arguments: cases)
    func warns(_ test: Case) throws {
        let bytes = Array(test.text.utf8)
        let found = try warnings(bytes, tolerating: .all)
        #expect(found.map { $0.shown(in: bytes) } == test.warnings)
        #expect(found.map(\.offset) == found.map(\.offset).sorted())
    }

    @Test(
        "PV-01, PV-03, PV-04: a strict reading throws what a lenient one warns of first",
        arguments: cases)
    func strictThrows(_ test: Case) throws {
        let bytes = Array(test.text.utf8)
        let first = try warnings(bytes, tolerating: .all).first
        #expect(strictFailure(bytes) == first)
        do throws(SDPError) {
            let found = try warnings(bytes, tolerating: test.tolerance)
            #expect(found.count == test.warnings.count)
        } catch {
            Issue.record("not tolerated: \(error)")
        }
    }

    @Test("PV-01: what is not tolerated is thrown, whatever else is", arguments: cases)
    func othersThrow(_ test: Case) throws {
        let others = Tolerances.all.subtracting(test.tolerance)
        let bytes = Array(test.text.utf8)
        var failed = false
        do throws(SDPError) { _ = try warnings(bytes, tolerating: others) } catch { failed = true }
        #expect(failed == !test.warnings.isEmpty)
    }

    @Test("PV-01: lenient is not blind: an m= line must say what its section is")
    func lenientRefusesMediaLines() {
        let text = Array((ToleranceTests.head + "m=audio x RTP/AVP 0\r\n").utf8)
        #expect(throws: SDPError(.malformedNumber, offset: 49, section: 1)) {
            _ = try warnings(text)
        }
    }

    @Test("GR-04, GR-56, A11: s= and i= are UTF-8 unless a=charset says otherwise")
    func encodings() throws {
        let latin = Array("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=caf".utf8) + [0xE9]
        let rest = Array("\r\nt=0 0\r\n".utf8)
        #expect(
            try warnings(latin + rest).map { $0.shown(in: latin + rest) } == ["invalidText@3:3"])
        #expect(strictFailure(latin + rest)?.code == .invalidText)
        let declared = latin + rest + Array("a=charset:ISO-8859-1\r\n".utf8)
        #expect(strictFailure(declared) == nil)
        let utf8 = Array("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=é€😀".utf8) + rest
        #expect(strictFailure(utf8) == nil)
        // A section's own charset is for the section.
        let media = Array("m=audio 9 RTP/AVP 0\r\ni=".utf8) + [0xE9, 0x0D, 0x0A]
        let tail = Array("c=IN IP4 0.0.0.0\r\na=charset:ISO-8859-1\r\n".utf8)
        let head = Array(ToleranceTests.head.utf8)
        #expect(strictFailure(head + media + tail) == nil)
        #expect(strictFailure(head + media + tail.dropLast(22) + tail.prefix(0))?.code != nil)
    }

    @Test(
        "A11: overlong forms, surrogates and what is no UTF-8 at all",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xC3], [0xE2, 0x82], [0x80], [0xF0, 0x80, 0x80, 0x80], [0xE2, 0x28, 0xA1],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let text =
            Array("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=".utf8) + bytes + Array("\r\nt=0 0\r\n".utf8)
        #expect(strictFailure(text) == SDPError(.invalidText, offset: 31))
    }

    @Test("GR-05: one invalid text a line does not make the charset looked up a line")
    func manyInvalidTexts() throws {
        var text = Array("v=0\n".utf8)
        for _ in 0..<20_000 { text += [0x69, 0x3D, 0xFF, 0x0A] }
        let found = try warnings(text)
        #expect(found.count(where: { $0.code == .invalidText }) == 20_000)
    }

    @Test("A3, A25, PV-02: what the line index refuses, both readings refuse")
    func structure() throws {
        for text in ["", "v", "v=1\r\n", "v=0\r\nx=1\r\n", "v=0\r\nm=\r\nt=0 0\r\n"] {
            let bytes = Array(text.utf8)
            let failure = try #require(parseFailure(bytes))
            #expect(strictFailure(bytes) == failure)
            #expect(throws: failure) { _ = try warnings(bytes) }
        }
    }

    @Test("PV-01: an index that refused holds nothing, and is good for the next text")
    func failedIndexIsEmpty() throws {
        var index = LineIndex()
        let bad = Array("v=0\n".utf8)
        #expect(throws: SDPError.self) { _ = try index.read(bad.span, tolerating: []) }
        let good = Array(ToleranceTests.head.utf8)
        let view = try index.read(good.span, tolerating: [])
        let count = view.lineCount
        #expect(count == 4)
    }

    @Test("PV-01: one options value makes an owned description")
    func owned() throws {
        let text = Array("v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\n".utf8)
        #expect(throws: SDPError(.lineEnding, offset: 3)) {
            _ = try SessionDescription(parsing: text.span, options: .strict)
        }
        var found: [SDPError] = []
        let description = try SessionDescription(parsing: text.span, options: .lenient) {
            found.append($0)
        }
        #expect(found == [SDPError(.lineEnding, offset: 3)])
        #expect(description.bytes == text)
    }
}

/// What a strict reading throws, or nil.
func strictFailure(_ bytes: [UInt8]) -> SDPError? {
    var index = LineIndex(limits: .unlimited)
    do throws(SDPError) {
        _ = try index.read(bytes.span, tolerating: [])
        return nil
    } catch {
        return error
    }
}
