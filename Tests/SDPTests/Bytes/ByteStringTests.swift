import SDP
import Testing

@Suite struct ByteStringTests {
    static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) }
    }

    @Test("GR-04: bytes come back, in place or on the heap", arguments: 0...40)
    func keepsBytes(count: Int) {
        let bytes = ByteStringTests.bytes(count)
        let string = ByteString(bytes)
        #expect(string.count == count)
        #expect(string.isEmpty == (count == 0))
        #expect(Array(string) == bytes)
        #expect(Array(string.reversed()) == bytes.reversed())
        #expect(string.startIndex == 0)
        #expect(string.endIndex == count)
        for position in 0..<count { #expect(string[position] == bytes[position]) }
    }

    @Test("GR-04: equal however they were made", arguments: [0, 1, 7, 8, 9, 14, 15, 16, 17, 300])
    func equality(count: Int) {
        let bytes = ByteStringTests.bytes(count)
        let strings = [
            ByteString(bytes), ByteString(bytes.span), ByteString(ByteView(bytes.span)),
            ByteString(Array([0] + bytes).span.extracting(1...)),
        ]
        for string in strings {
            #expect(string == strings[0])
            #expect(string.hashValue == strings[0].hashValue)
            let equalsView = string == ByteView(bytes.span)
            #expect(equalsView)
        }
        #expect(Set(strings).count == 1)
    }

    @Test(
        "GR-04: one byte more, less or different is another string",
        arguments: [1, 8, 14, 15, 16, 17])
    func inequality(count: Int) {
        let bytes = ByteStringTests.bytes(count)
        let string = ByteString(bytes)
        for position in 0..<count {
            var other = bytes
            other[position] ^= 0x80
            #expect(ByteString(other) != string)
            let equalsView = string == ByteView(other.span)
            #expect(!equalsView)
        }
        #expect(ByteString(bytes + [0]) != string)
        #expect(ByteString(Array(bytes.dropLast())) != string)
        #expect(Set([string, ByteString(bytes + [0]), ByteString(bytes + [0, 0])]).count == 3)
    }

    @Test("Zero bytes count: strings of zeros differ by their number")
    func zeros() {
        let strings = (0...20).map { ByteString([UInt8](repeating: 0, count: $0)) }
        #expect(Set(strings).count == 21)
        #expect(strings.sorted() == strings)
    }

    @Test("GR-04: compared byte by byte, a prefix first")
    func ordering() {
        let sorted: [ByteString] = [
            "", "A", "B", "a", "aa", "aaaaaaaa", "aaaaaaaaaaaaaaaa", "ab", "b", "\u{E9}",
        ]
        var random = SplitMix64(seed: 1)
        #expect(sorted.shuffled(using: &random).sorted() == sorted)
        for (position, string) in sorted.enumerated() {
            for other in sorted[..<position] { #expect(other < string && !(string < other)) }
            #expect(!(string < string))
        }
    }

    @Test("GR-14: equal without case, ASCII letters only")
    func ignoringCase() {
        let opus: ByteString = "opus"
        let other: ByteString = "OpUs"
        #expect(opus.equalsIgnoringCase(other))
        #expect(opus != other)
        #expect(!opus.equalsIgnoringCase("opu"))
        #expect(!opus.equalsIgnoringCase("opux"))
        let long: ByteString = "telephone-event-of-some-length"
        #expect(long.equalsIgnoringCase("TELEPHONE-event-OF-SOME-LENGTH"))
        for (a, b) in [("@", "`"), ("[", "{"), ("\u{C9}", "\u{E9}"), ("-", "\r")] {
            #expect(!ByteString(a).equalsIgnoringCase(ByteString(b)))
        }
    }

    @Test("Literals: none, one character, one above the inline capacity, not ASCII")
    func literals() {
        let empty: ByteString = ""
        let one: ByteString = "x"
        let accent: ByteString = "é"
        let inline: ByteString = "0123456789abcde"
        let heap: ByteString = "0123456789abcdef"
        #expect(Array(empty) == [])
        #expect(Array(one) == [0x78])
        #expect(Array(accent) == [0xC3, 0xA9])
        #expect(inline.count == ByteString.inlineCapacity)
        #expect(inline.description == "0123456789abcde")
        #expect(heap.description == "0123456789abcdef")
        #expect(ByteString("é"[...]) == accent)
        #expect(ByteString() == empty)
    }

    @Test("Bytes that are no UTF-8 are replaced in the description only")
    func description() {
        #expect(ByteString([0x61, 0xFF, 0x62]).description == "a\u{FFFD}b")
        #expect(Array(ByteString([0x61, 0xFF, 0x62])) == [0x61, 0xFF, 0x62])
    }

    @Test(
        "Numbers in decimal",
        arguments: [0, 9, 10, 255, 1_000_000_007, .max] as [UInt64])
    func decimal(number: UInt64) {
        #expect(ByteString(decimal: number).description == String(number))
    }

    @Test(
        "A76: CR, LF and NUL break a line, at every place",
        arguments: [1, 8, 9, 15, 16, 17, 33, 70])
    func breaksLine(count: Int) {
        let clean = (1...255).map(UInt8.init).filter { $0 != 0x0A && $0 != 0x0D }
        #expect(!ByteString(clean).breaksLine)
        for position in 0..<count {
            for byte: UInt8 in [0x0A, 0x0D, 0x00] {
                var bytes = [UInt8](repeating: 0x61, count: count)
                #expect(!ByteString(bytes).breaksLine)
                bytes[position] = byte
                #expect(ByteString(bytes).breaksLine)
                let view = ByteView(bytes.span).breaksLine
                #expect(view)
            }
        }
    }

    @Test("A copy of a view that may be missing")
    func optionalCopy() {
        let bytes = Array("abc".utf8)
        #expect(ByteString(copying: ByteView(bytes.span)) == "abc")
        #expect(ByteString(copying: nil) == nil)
    }
}
