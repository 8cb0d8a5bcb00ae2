import SDP
import Testing

@Suite struct FramingTests {
    @Test("A1: no bytes, or only line ends", arguments: ["", "\n", "\r", "\r\n", "\r\n\n\r\r\r\n"])
    func empty(text: String) {
        #expect(parseFailure(text) == SDPError(.empty, offset: 0))
    }

    @Test("A2: a single byte of any value is no description")
    func singleBytes() {
        for byte in UInt8.min...UInt8.max {
            let code: SDPError.Code =
                switch byte {
                case 0x0A, 0x0D: .empty
                case 0x00: .nulByte
                default: .malformedLine
                }
            #expect(parseFailure([byte]) == SDPError(code, offset: 0))
        }
    }

    @Test(
        "A3, V7, V18: pieces of lines",
        arguments: [
            ("v", .malformedLine), ("=", .malformedLine), ("a", .malformedLine),
            ("m", .malformedLine),
            ("==", .missingVersion), ("v=", .missingVersion), ("a=", .missingVersion),
            ("m=", .missingVersion), ("v=1", .missingVersion), ("v=00", .missingVersion),
            ("v= 0", .missingVersion), ("v=0 ", .missingVersion), ("V=0", .missingVersion),
        ] as [(String, SDPError.Code)])
    func pieces(text: String, code: SDPError.Code) {
        #expect(parseFailure(text) == SDPError(code, offset: 0))
        #expect(parseFailure("\r\n" + text + "\r\n") == SDPError(code, offset: 2))
    }

    @Test(
        "A3, A42, V20: pieces of lines behind the first",
        arguments: [
            ("v", .malformedLine, 0), ("=", .malformedLine, 0), ("a", .malformedLine, 0),
            ("m", .malformedLine, 0), ("a=", .malformedAttributeName, 2),
            ("a=:", .malformedAttributeName, 2),
            ("a=:x", .malformedAttributeName, 2), ("==", .unknownLineType, 0),
            ("v =0", .malformedLine, 0),
            (" s=-", .malformedLine, 0), ("ss=-", .malformedLine, 0), ("text", .malformedLine, 0),
        ] as [(String, SDPError.Code, Int)])
    func laterPieces(text: String, code: SDPError.Code, offset: Int) {
        for ending in ["\n", "\r\n", "\r", ""] {
            let found = parseFailure("v=0\r\n" + text + ending)
            #expect(found == SDPError(code, offset: 5 + offset))
        }
    }

    @Test("A3: an m= line without a value is a section whose line cannot be read")
    func emptyMediaLine() throws {
        let found = try valueFailure("v=0\r\nm=\r\n")
        #expect(found == SDPError(.missingField, offset: 7, section: 1))
    }

    @Test("A4, A5, A6, A7, GR-03: CR LF, LF and CR end a line alike")
    func lineEndings() throws {
        let lines = ["v=0", "s=-", "m=audio 9 RTP/AVP 0", "a=mid:x"]
        for ending in ["\r\n", "\n", "\r"] {
            for last in [ending, ""] {
                let text = lines.joined(separator: ending) + last
                let description = try SessionDescription(parsing: text)
                #expect(description.view.lineCount == 4)
                #expect(description.media[0].mid == "x")
                #expect(description.serialized() == text)
            }
        }
        let mixed = try SessionDescription(
            parsing: "v=0\rs=-\n\rm=audio 9 RTP/AVP 0\r\r\na=mid:x\n")
        #expect(mixed.view.lineCount == 6)
        #expect(mixed.media[0].mid == "x")
    }

    @Test("A8: a CR inside a value ends the line there")
    func returnInsideValue() {
        #expect(parseFailure("v=0\r\ns=a\rb\r\n") == SDPError(.malformedLine, offset: 9))
        #expect(parseFailure("v=0\r\ns=a\ri=b\r\n") == nil)
    }

    @Test(
        "A9, V2: NUL in a name, a value, a type and between lines",
        arguments: [
            ("a=fm\0tp:101 0-16", 4), ("a=x:\0", 4), ("\0=x", 0), ("a\0x", 1), ("\0", 0),
            ("s=a\0", 3),
        ])
    func nul(text: String, offset: Int) {
        #expect(parseFailure("v=0\r\n\(text)\r\n") == SDPError(.nulByte, offset: 5 + offset))
        #expect(parseFailure("v=0\r\n\(text)") == SDPError(.nulByte, offset: 5 + offset))
    }

    @Test("A10: a byte order mark is no part of a description")
    func byteOrderMark() {
        #expect(parseFailure("\u{FEFF}v=0\r\n") == SDPError(.malformedLine, offset: 0))
    }

    @Test("A11, GR-04: bytes that are no UTF-8 are kept in values and refused as types")
    func invalidUTF8() throws {
        for byte in UInt8(0x80)...0xFF {
            let kept = Array("v=0\r\ns=".utf8) + [byte] + Array("\r\na=x:".utf8) + [0xC0, byte]
            #expect(try SessionDescription(parsing: kept.span).bytes == kept)
            let type = Array("v=0\r\n".utf8) + [byte] + Array("=x\r\n".utf8)
            #expect(parseFailure(type) == SDPError(.unknownLineType, offset: 5))
        }
    }

    @Test("A12, GR-16: blanks and tabs in values are kept", arguments: [" x", "x ", "\tx\t", "  "])
    func blanksInValues(text: String) throws {
        let description = try SessionDescription(parsing: "v=0\r\ns=\(text)\r\na=y:\(text)\r\n")
        let view = description.view
        let name = String(view.line(1).value)
        let value = String(view.line(2).value)
        #expect(name == text)
        #expect(value == text)
    }

    @Test("A13: ten thousand blank lines are passed over")
    func blankLines() throws {
        let blank = String(repeating: "\r\n", count: 10_000)
        let description = try SessionDescription(
            parsing: "v=0\r\n\(blank)m=audio 9 RTP/AVP 0\r\n\(blank)a=mid:x")
        let view = description.view
        #expect(view.lineCount == 20_003)
        #expect(description.media[0].mid == "x")
        let line = view.line(1)
        let facts = [Int(line.type), line.bytes.count, line.value.count, line.offset]
        #expect(facts == [0, 0, 0, 5])
        #expect(try valueFailure("v=0\r\n\(blank)") == nil)
    }

    @Test("A14, GR-02: upper-case and other letters are no types")
    func unknownTypes() {
        let known = Set("vosiuepcbtrzkam".utf8)
        for byte in UInt8(1)...127 where byte != 0x0A && byte != 0x0D {
            let bytes = Array("v=0\n".utf8) + [byte] + Array("=x".utf8)
            let expected: SDPError? =
                if byte == UInt8(ascii: "v") {
                    SDPError(.duplicateLine, offset: 4)
                } else if known.contains(byte) {
                    nil
                } else {
                    SDPError(.unknownLineType, offset: 4)
                }
            #expect(parseFailure(bytes) == expected)
        }
    }
}
