import SDP
import Testing

@Suite struct ByteViewTests {
    @Test("The first of a byte, at every place of views of many sizes")
    func firstIndex() {
        for count in 0...70 {
            var bytes = [UInt8](repeating: 0x61, count: count)
            let none = ByteView(bytes.span).firstIndex(of: 0x3A)
            #expect(none == nil)
            for position in 0..<count {
                bytes[position] = 0x3A
                let found = ByteView(bytes.span).firstIndex(of: 0x3A)
                let number = ByteView(bytes.span).count(of: 0x3A)
                #expect(found == position)
                #expect(number == 1)
                bytes[position] = 0x61
            }
        }
    }

    @Test("A search stays within its view")
    func searchStaysInside() {
        let bytes = [UInt8](repeating: 0x3A, count: 64)
        for start in 0..<40 {
            let view = ByteView(bytes.span).extracting(start..<start)
            let found = view.firstIndex(of: 0x3A)
            let breaks = view.breaksLine
            #expect(found == nil)
            #expect(!breaks)
        }
        let lines = [UInt8](repeating: 0x61, count: 20) + [0x0A]
        let breaks = ByteView(lines.span).extracting(0..<20).breaksLine
        #expect(!breaks)
    }

    @Test("Views are equal by their bytes")
    func equality() {
        let bytes = Array("abcabc".utf8)
        let empty: [UInt8] = []
        let view = ByteView(bytes.span)
        let same = view.extracting(0..<3) == view.extracting(3..<6)
        let other = view.extracting(0..<3) == view.extracting(1..<4)
        let shorter = view.extracting(0..<3) == view.extracting(0..<2)
        let none = ByteView(empty.span) == view.extracting(4..<4)
        let literal = view.extracting(0..<3) == "abc"
        let wrong = view.extracting(0..<3) == "abcd"
        let noLiteral = ByteView(empty.span) == ""
        #expect(same && none && literal && noLiteral)
        #expect(!other && !shorter && !wrong)
    }

    @Test("GR-14: a literal without case")
    func ignoringCase() {
        let bytes = Array("SHA-256".utf8)
        let view = ByteView(bytes.span)
        let same = view.equalsIgnoringCase("sha-256")
        let other = view.equalsIgnoringCase("sha-257")
        let shorter = view.equalsIgnoringCase("sha-25")
        #expect(same && !other && !shorter)
    }

    @Test("A span of the view has its bytes")
    func span() {
        let bytes = Array("0123456789".utf8)
        let view = ByteView(bytes.span).extracting(2..<5)
        let copy = view.span.indices.map { view.span[$0] }
        let empty = view.extracting(3..<3).isEmpty
        #expect(copy == Array("234".utf8))
        #expect(empty)
    }

    @Test("A59: everything but visible ASCII is escaped, up to the end of the line")
    func escaped() {
        for byte in UInt8.min...UInt8.max {
            let bytes = [0x61, byte, 0x62]
            let text = ByteView(bytes.span).escaped
            let digits = String(byte, radix: 16)
            let expected =
                switch byte {
                case 0x0A, 0x0D: "a"
                case 0x22: "a\\\"b"
                case 0x5C: "a\\\\b"
                case 0x20...0x7E: "a" + String(UnicodeScalar(byte)) + "b"
                default: "a\\x" + (digits.count == 1 ? "0" : "") + digits + "b"
                }
            #expect(text == expected)
        }
    }

    @Test("A1, A71: spans without memory")
    func noMemory() throws {
        let view = ByteView(Span<UInt8>())
        let facts = (view.isEmpty, view.breaksLine, view.firstIndex(of: 0), view == "")
        #expect(facts == (true, false, nil, true))
        #expect(ByteString(Span<UInt8>()).isEmpty)
        var index = LineIndex()
        var code: SDPError.Code?
        do throws(SDPError) { _ = try index.read(Span<UInt8>()) } catch { code = error.code }
        #expect(code == .empty)
        var writer = DescriptionWriter(into: MutableSpan<UInt8>())
        writer.append("four" as ByteString)
        do throws(SDPError) { _ = try writer.finish() } catch { code = error.code }
        #expect(code == .insufficientSpace)
    }

    @Test("The bytes in memory are the view's")
    func unsafeBytes() {
        let bytes = Array("0123456789".utf8)
        let copy = unsafe ByteView(bytes.span).extracting(2..<5).withUnsafeBytes { base, count in
            (0..<count).map { unsafe base[$0] }
        }
        #expect(copy == Array("234".utf8))
    }
}
