import SDP
import Testing

@Suite struct FieldReaderTests {
    @Test("GR-16: blanks at the end are not read", arguments: ["a", "a ", "a\t", "a \t ", " a  "])
    func trailingBlanks(text: String) {
        let bytes = Array(text.utf8)
        var reader = FieldReader(ByteView(bytes.span))
        let skipped = reader.skipBlanks()
        let rest = String(reader.remainder())
        #expect(skipped == (text.first == " "))
        #expect(rest == "a")
        let isAtEnd = reader.isAtEnd
        #expect(isAtEnd)
    }

    @Test("A1: nothing, and nothing but blanks", arguments: ["", " ", " \t \t"])
    func nothing(text: String) {
        let bytes = Array(text.utf8)
        var reader = FieldReader(ByteView(bytes.span))
        let facts = (reader.isAtEnd, reader.next, reader.offset)
        #expect(facts == (true, nil, 0))
        let skips = [reader.skip(0x20), reader.skip("x"), reader.skipBlanks()]
        let remainder = reader.remainder().count
        #expect(skips == [false, false, false])
        #expect(remainder == 0)
    }

    @Test("Literals are read whole or not at all")
    func literals() {
        let bytes = Array("typ host".utf8)
        var reader = FieldReader(ByteView(bytes.span))
        let wrong = [reader.skip("typ x"), reader.skip("typ host more"), reader.skip(0x68)]
        let before = reader.offset
        let right = [reader.skip("typ "), reader.skip(0x68), reader.skip("ost"), reader.skip("")]
        let isAtEnd = reader.isAtEnd
        #expect(wrong == [false, false, false])
        #expect(before == 0)
        #expect(right == [true, true, true, true])
        #expect(isAtEnd)
    }

    @Test(
        "GR-07, A33, A38: numbers at the edge of 64 bits",
        arguments: [
            ("0", 0), ("00000000000000000000000007", 7), ("18446744073709551615", .max),
            ("4294967295x", 4_294_967_295),
        ] as [(String, UInt64)])
    func numbers(text: String, expected: UInt64) throws {
        let bytes = Array(text.utf8)
        var reader = FieldReader(ByteView(bytes.span))
        let number = try reader.number()
        #expect(number == expected)
    }

    @Test(
        "GR-07, A33: numbers that are none, or too large",
        arguments: [
            ("", .missingField), ("x", .malformedNumber), ("-1", .malformedNumber),
            ("18446744073709551616", .numberOutOfRange),
            ("18446744073709551620", .numberOutOfRange),
            ("99999999999999999999999999999", .numberOutOfRange),
        ] as [(String, SDPError.Code)])
    func badNumbers(text: String, code: SDPError.Code) {
        let bytes = Array(text.utf8)
        var reader = FieldReader(ByteView(bytes.span))
        var found: SDPError?
        do throws(SDPError) { _ = try reader.number() } catch { found = error }
        #expect(found == SDPError(code, offset: 0))
    }

    @Test("A29: every bound is met exactly")
    func bounds() {
        for (text, expected) in [("1", true), ("256", true), ("0", false), ("257", false)] {
            let bytes = Array(text.utf8)
            var reader = FieldReader(ByteView(bytes.span))
            let number = try? reader.number(in: 1...256)
            #expect((number != nil) == expected)
        }
    }

    @Test("GR-16: fields end at one blank")
    func fields() throws {
        let bytes = Array("ab  c".utf8)
        var reader = FieldReader(ByteView(bytes.span))
        let first = String(try reader.field())
        try reader.separator()
        var found: SDPError?
        do throws(SDPError) { _ = try reader.field() } catch { found = error }
        #expect(first == "ab")
        #expect(found == SDPError(.malformedValue, offset: 3))
    }
}
