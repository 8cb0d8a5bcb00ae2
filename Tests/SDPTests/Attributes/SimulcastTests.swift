import SDP
import Testing

@Suite struct RIDTests {
    private func formats(_ text: String) throws -> [String] {
        try read(text) { (rid: borrowing RID<ByteView>) in
            var found: [String] = []
            rid.forEachFormat { found.append(String($0)) }
            return found
        }
    }

    private func restrictions(_ text: String) throws -> [String] {
        try read(text) { (rid: borrowing RID<ByteView>) in
            var found: [String] = []
            rid.forEachRestriction { restriction in
                var part = String(restriction.name)
                if let value = restriction.value { part += "=" + String(value) }
                found.append(part)
            }
            return found
        }
    }

    @Test(
        "GR-33: formats and restrictions",
        arguments: [
            ("hi send", [], []), ("1 recv", [], []), ("a-b_c send pt=96", ["96"], []),
            ("q send pt=96,97,webrtc", ["96", "97", "webrtc"], []),
            ("q send pt=96;max-width=1280;max-fps=30", ["96"], ["max-width=1280", "max-fps=30"]),
            ("q recv max-br=64000", [], ["max-br=64000"]),
            (
                "q recv max-width;max-bpp=0.5;depend=a,b;x-new=a b:c=d;y", [],
                ["max-width", "max-bpp=0.5", "depend=a,b", "x-new=a b:c=d", "y"]
            ),
        ])
    func reads(text: String, formats: [String], restrictions: [String]) throws {
        #expect(try self.formats(text) == formats)
        #expect(try self.restrictions(text) == restrictions)
        #expect(try survivesRoundTrip(text, RID.init(copying:)))
    }

    @Test("GR-33: direction and single limits")
    func fields() throws {
        let rid = try read("hi recv pt=1;max-fs=18446744073709551615", RID.init(copying:))
        #expect(rid.id == "hi")
        #expect(rid.direction == .receive)
        #expect(rid.formats == "1")
        let limits = try read("hi send max-width=1280;max-fps;max-bpp=0.5") {
            (rid: borrowing RID<ByteView>) in
            [
                rid.limit("max-width"), rid.limit("max-fps"), rid.limit("max-bpp"),
                rid.limit("max-br"),
            ]
        }
        #expect(limits == [1_280, nil, nil, nil])
    }

    @Test(
        "GR-33, A55: values that are no rid",
        arguments: [
            ("", .missingField, 0), ("hi", .missingField, 2), ("hi ", .missingField, 2),
            ("h.i send", .malformedValue, 1), (" hi send", .malformedValue, 0),
            ("hi sendrecv", .unknownKeyword, 3), ("hi SEND", .unknownKeyword, 3),
            ("hi  send", .malformedValue, 3), ("hi send  x", .malformedValue, 8),
            ("hi send pt=", .missingField, 11), ("hi send pt=96,", .missingField, 14),
            ("hi send pt=,96", .malformedValue, 11), ("hi send pt=96 x", .malformedValue, 13),
            ("hi send pt=96;", .missingField, 14), ("hi send ;x", .malformedValue, 8),
            ("hi send a;;b", .malformedValue, 10), ("hi send a;", .missingField, 10),
            ("hi send max-width=", .missingField, 18),
            ("hi send max-width=x", .malformedNumber, 18),
            ("hi send max-width=1.5", .malformedValue, 19),
            ("hi send max-br=18446744073709551616", .numberOutOfRange, 15),
            ("hi send max-bpp=1.", .malformedNumber, 18), ("hi send depend", .missingValue, 8),
            ("hi send depend=a,", .missingField, 17), ("hi send depend=a.b", .malformedValue, 16),
            ("hi send a_b=1", .malformedValue, 9),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: RID<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A55: an id of 300 bytes")
    func longID() throws {
        let id = String(repeating: "r", count: 300)
        #expect(try read("\(id) send", RID.init(copying:)).id.count == 300)
    }
}

@Suite struct SimulcastTests {
    /// Streams with a bar between any two, alternatives with a blank, paused
    /// ones in parentheses.
    private func streams(_ text: String, _ direction: StreamDirection) throws -> String {
        try read(text) { (simulcast: borrowing Simulcast<ByteView>) in
            var streams: [String] = []
            simulcast.forEachStream(direction) { stream in
                var alternatives: [String] = []
                stream.forEachAlternative { rid, isPaused in
                    alternatives.append(isPaused ? "(\(String(rid)))" : String(rid))
                }
                streams.append(alternatives.joined(separator: " "))
            }
            return streams.joined(separator: "|")
        }
    }

    @Test(
        "GR-34, A54: streams, alternatives, paused ones, both directions",
        arguments: [
            ("send q;h;f", "q|h|f", ""), ("recv 1", "", "1"), ("send q;~h;~f", "q|(h)|(f)", ""),
            ("send 1,~4;2;3 recv 5,6;~7", "1 (4)|2|3", "5 6|(7)"),
            ("recv a;b send c", "c", "a|b"), ("send ~a,~b-c_d", "(a) (b-c_d)", ""),
        ])
    func reads(text: String, send: String, receive: String) throws {
        #expect(try streams(text, .send) == send)
        #expect(try streams(text, .receive) == receive)
        #expect(try survivesRoundTrip(text, Simulcast.init(copying:)))
    }

    @Test(
        "GR-34, A54: what is no list of streams, and the syntax of old drafts",
        arguments: [
            ("", .missingField, 0), ("send", .missingField, 4), ("send ", .missingField, 4),
            ("sendrecv a", .unknownKeyword, 0), (" send a", .malformedValue, 0),
            ("send rid=q;h", .malformedValue, 8), ("send paused=q", .malformedValue, 11),
            (" rid=q", .malformedValue, 0), ("rid=q", .unknownKeyword, 0),
            ("send a;", .missingField, 7), ("send ;a", .malformedValue, 5),
            ("send a;;b", .malformedValue, 7), ("send a,,b", .malformedValue, 7),
            ("send a,", .missingField, 7), ("send ~", .missingField, 6),
            ("send ~~a", .malformedValue, 6), ("send a~", .malformedValue, 6),
            ("send a send b", .malformedValue, 7), ("send a recv", .missingField, 11),
            ("send a  recv b", .malformedValue, 7), ("send a recv b c", .trailingBytes, 13),
            ("send a recv b send c", .trailingBytes, 13), ("send a.b", .malformedValue, 6),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Simulcast<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A54: a thousand streams")
    func manyStreams() throws {
        let rids = (0..<1_000).map { "r\($0)" }
        let found = try streams("send " + rids.joined(separator: ";"), .send)
        #expect(found == rids.joined(separator: "|"))
    }
}
