import SDP
import Testing

@Suite struct ICEAttributeTests {
    private func candidates(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        let value = try RemoteCandidates(reading: ByteView(bytes.span))
        var found: [String] = []
        try value.forEachCandidate { candidate in
            found.append("\(candidate.component) \(String(candidate.address)) \(candidate.port)")
        }
        return found
    }

    @Test(
        "GR-26: component, address and port, again and again",
        arguments: [
            ["1 192.0.2.3 45664"], ["1 192.0.2.3 0", "2 192.0.2.3 65535"],
            ["256 fe80::1%eth0 9", "1 h.local 1", "2 x 2"],
        ])
    func readsRemoteCandidates(parts: [String]) throws {
        let text = parts.joined(separator: " ")
        #expect(try candidates(text) == parts)
        #expect(try survivesRoundTrip(text, RemoteCandidates.init(copying:)))
    }

    @Test(
        "GR-26: fields that are missing or out of range",
        arguments: [
            ("", .missingField, 0), ("1", .missingField, 1), ("1 h", .missingField, 3),
            ("0 h 1", .numberOutOfRange, 0), ("257 h 1", .numberOutOfRange, 0),
            ("1 h 65536", .numberOutOfRange, 4), ("1 h 1 2", .missingField, 7),
            ("1 h 1  2 h 2", .malformedNumber, 6), ("1  h 1", .malformedValue, 2),
            ("1 h 1x", .malformedValue, 5),
        ] as [(String, SDPError.Code, Int)])
    func refusesRemoteCandidates(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: RemoteCandidates<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-30: pacing of up to ten digits")
    func pacing() throws {
        for text in ["0", "50", "9999999999"] {
            let value = try read(text) { (value: borrowing ICEPacing) in copy value }
            #expect(try written(value) == text)
        }
        for (text, code) in [
            ("10000000000", .numberOutOfRange), ("", .missingField), ("x", .malformedNumber),
            ("1 2", .trailingBytes), ("-1", .malformedNumber),
        ] as [(String, SDPError.Code)] {
            #expect(failure(of: ICEPacing.self, reading: text)?.code == code)
        }
    }

    private let start = "1 1 tcp 1 h 9 typ host"

    @Test("GR-25, IC-12: extensions of a candidate by name and one by one")
    func extensions() throws {
        let text = start + " tcptype active generation 0 ufrag abcd network-cost 999"
        let found = try read(text) { (candidate: borrowing Candidate<ByteView>) in
            [
                ByteString(copying: candidate.extensionValue("tcptype")),
                ByteString(copying: candidate.extensionValue("ufrag")),
                ByteString(copying: candidate.extensionValue("active")),
                ByteString(copying: candidate.extensionValue("network-id")),
            ]
        }
        #expect(found == ["active", "abcd", nil, nil])
        let pairs = try read(text) { (candidate: borrowing Candidate<ByteView>) in
            var pairs: [String] = []
            candidate.forEachExtension { pairs.append("\(String($0))=\(String($1))") }
            return pairs
        }
        #expect(pairs == ["tcptype=active", "generation=0", "ufrag=abcd", "network-cost=999"])
    }

    @Test("A51: a last extension without a value, and no extension")
    func oddExtensions() throws {
        let alone = try read(start + " a 1 b") { (candidate: borrowing Candidate<ByteView>) in
            ByteString(copying: candidate.extensionValue("b"))
        }
        #expect(alone == "")
        let none = try read(start) { (candidate: borrowing Candidate<ByteView>) in
            ByteString(copying: candidate.extensionValue("b"))
        }
        #expect(none == nil)
    }
}
