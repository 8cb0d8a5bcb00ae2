import SDP
import Testing

@Suite("Trickle-ICE fragments (RFC 8840)")
struct FragmentTests {
    private static let fragment = [
        "a=ice-pwd:asd88fgpdd777uzjYhagZg", "a=ice-ufrag:8hhY", "m=audio 9 RTP/AVP 0", "a=mid:1",
        "a=candidate:1 1 UDP 2130706432 2001:db8:a0b:12f0::1 5000 typ host",
        "a=candidate:2 1 UDP 1694498815 192.0.2.3 5010 typ srflx raddr 10.0.1.1 rport 8998",
        "m=audio 9 RTP/AVP 0", "a=mid:2",
        "a=candidate:1 1 UDP 2130706432 2001:db8:a0b:12f0::1 6000 typ host", "a=end-of-candidates",
    ]
    private static let bytes = Array(fragment.map { $0 + "\r\n" }.joined().utf8)

    @Test("A fragment is read by the same index, its credentials inherited from its session level")
    func reading() throws {
        var index = LineIndex()
        let view = try index.read(Self.bytes.span, as: .fragment)
        #expect(view.sectionCount == 3)
        for number in 1...2 {
            let section = view.section(number)
            let ufrag = ByteString(copying: try section.iceUsernameFragment)
            #expect(ufrag == "8hhY")
            var ports: [UInt16] = []
            try section.forEach(Candidate.self) { candidate in ports.append(candidate.port) }
            #expect(ports == (number == 1 ? [5_000, 5_010] : [6_000]))
            let isLast = section.has(.endOfCandidates)
            #expect(isLast == (number == 2))
        }
        let mid = Array("2".utf8)
        let found = view.sectionNumber(mid: ByteView(mid.span))
        #expect(found == 2)
        let owned = try SessionDescription(parsing: Self.bytes.span, as: .fragment)
        #expect(owned.kind == .fragment && owned.media.map(\.mid) == ["1", "2"])
    }

    @Test("A fragment may begin with m=, and have no final line ending")
    func beginnings() throws {
        for text in ["m=audio 9 RTP/AVP 0\r\na=mid:1", "a=end-of-candidates", "a=ice-ufrag:abcd\n"]
        {
            let description = try SessionDescription(parsing: Array(text.utf8).span, as: .fragment)
            #expect(String(decoding: description.bytes, as: UTF8.self) == text)
            let whole = #expect(throws: SDPError.self) { try SessionDescription(parsing: text) }
            #expect(whole?.code == .missingVersion)
        }
    }

    @Test(
        "A description is no fragment, and lines of one are refused in it",
        arguments: [
            ("v=0\r\n", SDPError.Code.misplacedLine), ("a=x\r\nv=0\r\n", .misplacedLine),
            ("o=- 1 1 IN IP4 0.0.0.0\r\n", .misplacedLine), ("s=-\r\n", .misplacedLine),
            ("t=0 0\r\n", .misplacedLine), ("m=audio 9 RTP/AVP 0\r\ns=-\r\n", .misplacedLine),
            ("", .empty), ("x=1\r\n", .unknownLineType), ("\0", .nulByte),
        ])
    func refused(text: String, code: SDPError.Code) throws {
        let error = #expect(throws: SDPError.self) {
            try SessionDescription(parsing: Array(text.utf8).span, as: .fragment)
        }
        #expect(error?.code == code)
    }

    @Test("A fragment is edited, and read again as one")
    func editing() throws {
        let description = try SessionDescription(parsing: Self.bytes.span, as: .fragment)
        var editable = try EditableDescription(description)
        let line = Array("a=end-of-candidates".utf8)
        try editable.append(ByteView(line.span), toSection: 1)
        try editable.remove(line: 0, ofSection: 0)
        try editable.remove(line: 0, ofSection: 0)
        let finished = try editable.finished()
        #expect(finished.kind == .fragment)
        let section = finished.media[0]
        let isThere = section.view.has(.endOfCandidates)
        #expect(isThere)
        let version = Array("v=0".utf8)
        let error = #expect(throws: SDPError.self) {
            try editable.insert(ByteView(version.span), before: 0, ofSection: 0)
        }
        #expect(error?.code == .misplacedLine)
    }

    @Test("Every prefix of a fragment is read or is an error (A15)")
    func prefixes() {
        var index = LineIndex()
        for count in 0...Self.bytes.count {
            let prefix = Array(Self.bytes[..<count])
            do throws(SDPError) {
                let view = try index.read(prefix.span, as: .fragment)
                for number in 0..<view.sectionCount { try view.section(number).checkValues() }
            } catch {
                #expect(error.offset <= count)
            }
        }
    }

    @Test("IC: a candidate is read from the text that W3C passes around, with a= or without")
    func candidateStrings() throws {
        let value = "1 1 udp 2130706431 192.0.2.1 3478 typ host generation 0"
        for prefix in ["candidate:", "a=candidate:"] {
            let text = Array((prefix + value).utf8)
            let candidate = try Candidate(readingCandidateString: ByteView(text.span))
            let priority = candidate.priority
            #expect(priority == 2_130_706_431)
            var measure = DescriptionWriter()
            candidate.writeCandidateString(to: &measure)
            var written = [UInt8](repeating: 0, count: try measure.measured())
            var writer = DescriptionWriter(into: written.mutableSpan)
            candidate.writeCandidateString(to: &writer)
            _ = try writer.finish()
            #expect(String(decoding: written, as: UTF8.self) == "candidate:" + value)
        }
        func failure(_ text: String) -> SDPError? {
            let bytes = Array(text.utf8)
            do throws(SDPError) {
                _ = try Candidate(readingCandidateString: ByteView(bytes.span))
                return nil
            } catch {
                return error
            }
        }
        #expect(failure("")?.code == .unknownKeyword)
        #expect(failure("a=")?.code == .unknownKeyword)
        #expect(failure("a=a=candidate:" + value)?.code == .unknownKeyword)
        #expect(failure(value)?.code == .unknownKeyword)
        #expect(failure("candidate:" + value + "\r\n")?.code == .valueBreaksLine)
        #expect(failure("candidate:1 x") == SDPError(.malformedNumber, offset: 12))
        #expect(failure("a=candidate:1 x") == SDPError(.malformedNumber, offset: 14))
    }
}
