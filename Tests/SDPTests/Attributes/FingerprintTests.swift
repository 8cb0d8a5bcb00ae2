import SDP
import Testing

@Suite struct FingerprintTests {
    static let sha256 =
        "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF"

    @Test(
        "GR-40, A48: hash functions and digits as written, in either case",
        arguments: [
            ("sha-256", sha256), ("SHA-256", sha256), ("sha-1", "4a:ad:b9"), ("md5", "0f"),
            ("sha-512", "aB:Cd"), ("x", "00:FF"),
        ])
    func roundTrips(hash: String, value: String) throws {
        let fingerprint = try read("\(hash) \(value)", Fingerprint.init(copying:))
        #expect(fingerprint.hashFunction.description == hash)
        #expect(fingerprint.value.description == value)
        #expect(try written(fingerprint) == "\(hash) \(value)")
    }

    @Test(
        "GR-40, A48: values that are no pairs of hexadecimal digits",
        arguments: [
            ("", .missingField, 0), ("sha-256", .missingField, 7), ("sha-256 ", .missingField, 7),
            ("x A", .malformedValue, 3), ("x AB:", .malformedValue, 5),
            ("x AB:C", .malformedValue, 6),
            ("x ABC", .malformedValue, 4), ("x ABCD", .malformedValue, 4),
            ("x :AB", .malformedValue, 2),
            ("x A:B", .malformedValue, 3), ("x AB::CD", .malformedValue, 5),
            ("x AB-CD", .malformedValue, 4), ("x GG", .malformedValue, 2),
            ("x AG", .malformedValue, 3),
            ("x AB CD", .trailingBytes, 4), ("x  AB", .malformedValue, 2),
            (" x AB", .malformedValue, 0),
            ("sha/256 AB", .malformedValue, 3),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Fingerprint<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A41, A48, V10: a=fingerprint as a flag")
    func refusesFlag() throws {
        #expect(try valueFailure(sdp("a=fingerprint"))?.code == .missingValue)
    }

    @Test("PV-07, PV-21, A48: the first of several, here before the session's")
    func inherits() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "a=fingerprint:sha-1 00", "m=audio 9 RTP/AVP 0", "m=audio 9 RTP/AVP 0",
                "a=fingerprint:sha-256 01", "a=fingerprint:sha-512 02"))
        let view = description.view
        let inherited = ByteString(copying: try view.media[0].fingerprint?.hashFunction)
        let own = ByteString(copying: try view.media[1].fingerprint?.hashFunction)
        #expect(inherited == "sha-1")
        #expect(own == "sha-256")
        var values: [ByteString] = []
        try view.media[1].forEach(Fingerprint.self) { values.append(ByteString($0.value)) }
        #expect(values == ["01", "02"])
    }

    @Test(
        "GR-40: an owned fingerprint is well formed exactly if it can be read",
        arguments: [
            "sha-256 00", "SHA-1 aB:Cd", "x 0", "x 00:", "x :00", "x 0:0", "x 000", "x 00:0",
            "x 0g",
            "sha/1 00", "é 00", "x 00:11:22", "x 00::11",
        ])
    func wellFormed(text: String) throws {
        let fields = text.split(separator: " ")
        let owned = Fingerprint(
            hashFunction: ByteString(fields[0]), value: ByteString(fields[1]))
        let readable = failure(of: Fingerprint<ByteView>.self, reading: text) == nil
        #expect(owned.isWellFormed == readable)
    }

    @Test("GR-40: an owned fingerprint of empty fields is not well formed")
    func emptyFields() {
        #expect(!Fingerprint<ByteString>(hashFunction: "", value: "00").isWellFormed)
        #expect(!Fingerprint<ByteString>(hashFunction: "sha-1", value: "").isWellFormed)
        #expect(Fingerprint<ByteString>(hashFunction: "sha-1", value: "00").isWellFormed)
    }

    @Test("PV-07, PV-21: all fingerprints here, or all of the session level")
    func walksInherited() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "a=fingerprint:x 00", "a=fingerprint:x 01", "m=audio 9 RTP/AVP 0",
                "m=audio 9 RTP/AVP 0", "a=fingerprint:x 02"))
        let view = description.view
        var found: [[ByteString]] = []
        for position in 0..<view.media.count {
            var values: [ByteString] = []
            try view.media[position].forEachInherited(Fingerprint.self) {
                values.append(ByteString($0.value))
            }
            found.append(values)
        }
        #expect(found == [["00", "01"], ["02"]])
    }
}
