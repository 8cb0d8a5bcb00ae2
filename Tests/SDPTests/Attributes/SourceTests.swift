import SDP
import Testing

@Suite struct SourceTests {
    @Test(
        "GR-31, A38: a source, an attribute and perhaps a value",
        arguments: [
            ("2774516081 cname:4TOk42mSjXCkVIa6", 2_774_516_081, "cname", "4TOk42mSjXCkVIa6"),
            ("0 cname:x", 0, "cname", "x"), ("4294967295 x", .max, "x", nil),
            ("1 msid:{a} {b}", 1, "msid", "{a} {b}"), ("1 label:", 1, "label", ""),
            ("1 fmtp:96 a=b:c", 1, "fmtp", "96 a=b:c"),
            ("1 previous-ssrc:2", 1, "previous-ssrc", "2"),
        ] as [(String, UInt32, String, String?)])
    func readsSource(text: String, id: UInt32, attribute: String, value: String?) throws {
        let source = try read(text, SSRC.init(copying:))
        #expect(source.id == id)
        #expect(source.attribute.description == attribute)
        #expect(source.value?.description == value)
        #expect(try survivesRoundTrip(text, SSRC.init(copying:)))
    }

    @Test(
        "GR-31, A38: values that are no source",
        arguments: [
            ("", .missingField, 0), ("1", .missingField, 1), ("1 ", .missingField, 1),
            ("4294967296 cname:x", .numberOutOfRange, 0), ("-1 cname:x", .malformedNumber, 0),
            ("99999999999999999999 x", .numberOutOfRange, 0), ("x cname:x", .malformedNumber, 0),
            ("1 :x", .malformedValue, 2), ("1  cname:x", .malformedValue, 2),
            ("1 cna/me:x", .malformedValue, 5), ("1 cname x", .trailingBytes, 7),
            ("1cname:x", .malformedValue, 1),
        ] as [(String, SDPError.Code, Int)])
    func refusesSource(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: SSRC<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A43, V13: a cname of 8 KiB")
    func longName() throws {
        let name = String(repeating: "c", count: 8_192)
        #expect(try read("1 cname:\(name)", SSRC.init(copying:)).value?.count == 8_192)
    }

    private func sources(_ text: String) throws -> [UInt32] {
        try read(text) { (group: borrowing SSRCGroup<ByteView>) in
            var found: [UInt32] = []
            group.forEachSSRC { found.append($0) }
            return found
        }
    }

    @Test(
        "GR-32: semantics and sources",
        arguments: [
            ("FID 2774516081 1885204102", [2_774_516_081, 1_885_204_102]),
            ("SIM 0 4294967295 1", [0, .max, 1]), ("FEC-FR", []), ("x 1", [1]),
        ] as [(String, [UInt32])])
    func readsGroup(text: String, expected: [UInt32]) throws {
        #expect(try sources(text) == expected)
        #expect(try survivesRoundTrip(text, SSRCGroup.init(copying:)))
    }

    @Test(
        "GR-32, A38: groups of what is no source",
        arguments: [
            ("", .missingField, 0), ("FID  1", .malformedNumber, 4),
            ("FID 1  2", .malformedNumber, 6), ("FID 1,2", .malformedValue, 5),
            ("FID 4294967296", .numberOutOfRange, 4), ("FID x", .malformedNumber, 4),
            ("FID 1 -2", .malformedNumber, 6), ("F:D 1", .malformedValue, 1),
        ] as [(String, SDPError.Code, Int)])
    func refusesGroup(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: SSRCGroup<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A56: ten thousand sources in one group")
    func manySources() throws {
        let text = "FID " + (0..<10_000).map(String.init).joined(separator: " ")
        #expect(try sources(text) == (0..<10_000).map(UInt32.init))
    }
}
