import SDP
import Testing

@Suite struct ExtensionMapTests {
    @Test(
        "GR-23, A40: identifiers, directions and attributes",
        arguments: [
            ("1 urn:a", 1, nil, "urn:a", nil), ("0 urn:a", 0, nil, "urn:a", nil),
            ("15 urn:a", 15, nil, "urn:a", nil), ("255 urn:a", 255, nil, "urn:a", nil),
            ("256 urn:a", 256, nil, "urn:a", nil), ("4096 urn:a", 4_096, nil, "urn:a", nil),
            ("65535 urn:a", 65_535, nil, "urn:a", nil),
            ("4/recvonly urn:a", 4, .receiveOnly, "urn:a", nil),
            ("4/sendonly urn:a", 4, .sendOnly, "urn:a", nil),
            ("4/sendrecv urn:a", 4, .sendReceive, "urn:a", nil),
            ("4/inactive urn:a", 4, .inactive, "urn:a", nil),
            (
                "2 http://example.com/082005/ext.htm#xmeta short 1", 2, nil,
                "http://example.com/082005/ext.htm#xmeta", "short 1"
            ),
        ] as [(String, UInt16, MediaDirection?, String, String?)])
    func roundTrips(
        text: String, id: UInt16, direction: MediaDirection?, uri: String, attributes: String?
    ) throws {
        let map = try read(text, ExtensionMap.init(copying:))
        #expect(map.id == id)
        #expect(map.direction == direction)
        #expect(map.uri.description == uri)
        #expect(map.attributes?.description == attributes)
        #expect(try written(map) == text)
    }

    @Test(
        "GR-23, A40: junk where an identifier, a direction or a URI belongs",
        arguments: [
            ("", .missingField, 0), ("1", .missingField, 1), ("1 ", .missingField, 1),
            ("65536 urn:a", .numberOutOfRange, 0), ("-1 urn:a", .malformedNumber, 0),
            ("1x urn:a", .malformedValue, 1), ("1/ urn:a", .malformedValue, 2),
            ("1/", .missingField, 2), ("1/junk urn:a", .unknownKeyword, 2),
            ("1/sendrecvx urn:a", .unknownKeyword, 2), ("1/SENDRECV urn:a", .unknownKeyword, 2),
            ("1/mid urn:a", .unknownKeyword, 2), ("1/sendonly/x urn:a", .unknownKeyword, 2),
            ("1/sendonly", .missingField, 10), ("1  urn:a", .malformedValue, 2),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: ExtensionMap<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }
}
