import SDP
import Testing

@Suite struct CandidateTests {
    @Test("GR-25: every field")
    func readsFields() throws {
        let text =
            "842163049 1 udp 1677729535 203.0.113.7 61665 typ srflx raddr 10.0.0.2 rport 5000 generation 0 network-cost 999"
        let candidate = try read(text, Candidate.init(copying:))
        #expect(candidate.foundation == "842163049")
        #expect(candidate.component == 1)
        #expect(candidate.transport == "udp")
        #expect(candidate.priority == 1_677_729_535)
        #expect(candidate.address == "203.0.113.7")
        #expect(candidate.port == 61_665)
        #expect(candidate.type == "srflx")
        #expect(candidate.relatedAddress == "10.0.0.2")
        #expect(candidate.relatedPort == 5_000)
        #expect(candidate.extensions == "generation 0 network-cost 999")
        #expect(try written(candidate) == text)
    }

    @Test(
        "GR-25, A51: written as it was read",
        arguments: [
            "0 1 UDP 2122252543 fe80::1 9 typ host", "0 1 UDP 1 fe80::1%eth0 9 typ host",
            "1 1 udp 1 4fd8ae76-0f2c-4b0a.local 61665 typ host",
            "1 1 tcp 1518280447 10.0.0.2 9 typ host tcptype active generation 0 network-id 1",
            "1 1 udp 1 192.0.2.1 1 typ relay raddr :: rport 0 ufrag abcd",
            "1 1 udp 1 192.0.2.1 1 typ prflx raddr 10.0.0.1", "1 1 udp 1 h 1 typ host rport 9",
            "1 1 udp 1 h 1 typ newtype tcptype so raddr 1.1.1.1 rport 1",
            "a+/9 256 x 4294967295 h 65535 typ host", "1 1 udp 0 h 0 typ host",
        ])
    func roundTrips(text: String) throws {
        let candidate = try read(text, Candidate.init(copying:))
        #expect(try written(candidate) == text)
    }

    @Test("A51: related address and port only directly behind the type")
    func relatedAddressPlace() throws {
        let late = try read("1 1 u 1 h 1 typ host a b raddr h2 rport 2", Candidate.init(copying:))
        #expect(late.relatedAddress == nil)
        #expect(late.extensions == "a b raddr h2 rport 2")
        let portOnly = try read("1 1 u 1 h 1 typ host rport 2", Candidate.init(copying:))
        #expect(portOnly.relatedAddress == nil)
        #expect(portOnly.relatedPort == 2)
    }

    @Test(
        "A43, V12, V13: a foundation of 32 characters is the longest", arguments: [33, 300, 65_536])
    func foundationLength(size: Int) throws {
        let long = String(repeating: "f", count: size)
        let found = failure(
            of: Candidate<ByteView>.self, reading: "\(long) 1 udp 1 h 1 typ host")
        #expect(found == SDPError(.lengthOutOfRange, offset: 0))
        let longest = String(repeating: "f", count: 32)
        let candidate = try read("\(longest) 1 udp 1 h 1 typ host", Candidate.init(copying:))
        #expect(candidate.foundation.count == 32)
    }

    @Test("A51: a thousand extensions")
    func manyExtensions() throws {
        let extensions = (0..<1_000).map { "name\($0) \($0)" }.joined(separator: " ")
        let candidate = try read("1 1 u 1 h 1 typ host \(extensions)", Candidate.init(copying:))
        #expect(candidate.extensions?.description == extensions)
    }

    @Test(
        "A39, GR-25: component, priority and ports out of range",
        arguments: [
            ("1 0 u 1 h 1 typ host", .numberOutOfRange, 2),
            ("1 257 u 1 h 1 typ host", .numberOutOfRange, 2),
            ("1 65536 u 1 h 1 typ host", .numberOutOfRange, 2),
            ("1 -1 u 1 h 1 typ host", .malformedNumber, 2),
            ("1 1 u 4294967296 h 1 typ host", .numberOutOfRange, 6),
            ("1 1 u -1 h 1 typ host", .malformedNumber, 6),
            ("1 1 u 1 h 65536 typ host", .numberOutOfRange, 10),
            ("1 1 u 1 h +1 typ host", .malformedNumber, 10),
            ("1 1 u 1 h 1 typ host raddr h rport 65536", .numberOutOfRange, 35),
            ("1 1 u 1 h 1 typ host raddr h rport x", .malformedNumber, 35),
        ] as [(String, SDPError.Code, Int)])
    func refusesNumbers(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Candidate<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test(
        "GR-25, A51: fields that are missing or wrong",
        arguments: [
            ("", .missingField, 0), (" 1 u 1 h 1 typ host", .malformedValue, 0),
            ("f-1 1 u 1 h 1 typ host", .malformedValue, 1), ("1", .missingField, 1),
            ("1 1", .missingField, 3), ("1 1 u", .missingField, 5), ("1 1 u 1", .missingField, 7),
            ("1 1 u 1 h", .missingField, 9), ("1 1 u 1 h 1", .missingField, 11),
            ("1 1 u 1 h 1 typ", .malformedValue, 12), ("1 1 u 1 h 1 typ ", .malformedValue, 12),
            ("1 1 u 1 h 1 type host", .malformedValue, 12),
            ("1 1 u 1 h 1 TYP host", .malformedValue, 12),
            ("1 1 u 1 h 1 typ  host", .malformedValue, 16),
            ("1 1 u 1  1 typ host", .malformedValue, 8),
            ("1 1 u 1 h 1 typ host raddr  rport 1", .malformedValue, 27),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Candidate<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-25: an error of a candidate lies where the candidate lies")
    func placesError() throws {
        let text = sdp("m=audio 9 RTP/AVP 0", "a=candidate:1 0 udp 1 h 1 typ host")
        let found = try #require(try valueFailure(text))
        #expect(found.section == 1)
        let location = found.location(in: Array(text.utf8).span)
        #expect(location.line == 6)
        #expect(location.column == 15)
    }
}
