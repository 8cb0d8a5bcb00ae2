import SDP
import Testing

@Suite struct SetupAndDirectionTests {
    @Test(
        "GR-41: the four roles",
        arguments: [
            ("active", .active), ("passive", .passive), ("actpass", .actpass),
            ("holdconn", .holdconn),
        ] as [(String, SetupRole)])
    func readsRole(text: String, role: SetupRole) throws {
        let found = try read(text) { (value: borrowing SetupRole) in copy value }
        #expect(found == role)
        #expect(try written(role) == text)
    }

    @Test(
        "GR-41, A41: words that are no role",
        arguments: [
            ("", .missingField, 0), ("Active", .unknownKeyword, 0), ("act", .unknownKeyword, 0),
            ("actpassive", .unknownKeyword, 0), ("active passive", .trailingBytes, 6),
            (" active", .malformedValue, 0),
        ] as [(String, SDPError.Code, Int)])
    func refusesRole(text: String, code: SDPError.Code, offset: Int) {
        #expect(failure(of: SetupRole.self, reading: text) == SDPError(code, offset: offset))
    }

    @Test("A41, V21: a=setup as a flag")
    func refusesFlag() throws {
        #expect(try valueFailure(sdp("a=setup"))?.code == .missingValue)
    }

    @Test("PV-07: the role here comes before the session's")
    func inheritsRole() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "a=setup:actpass", "m=audio 9 RTP/AVP 0", "m=audio 9 RTP/AVP 0", "a=setup:active"))
        let view = description.view
        let inherited = try view.media[0].setup
        let own = try view.media[1].setup
        #expect(inherited == .actpass)
        #expect(own == .active)
    }

    @Test("GR-51, PV-10: here, else of the session, else sendrecv")
    func inheritsDirection() throws {
        let lines = ["m=audio 9 RTP/AVP 0", "m=audio 9 RTP/AVP 0", "a=recvonly"]
        let bare = try SessionDescription(parsing: sdp(lines))
        #expect(bare.media.map(\.direction) == [.sendReceive, .receiveOnly])
        let session = try SessionDescription(parsing: sdp(["a=inactive"] + lines))
        #expect(session.media.map(\.direction) == [.inactive, .receiveOnly])
    }

    @Test("A66: of two directions the first counts")
    func firstOfTwo() throws {
        let description = try SessionDescription(
            parsing: sdp("m=audio 9 RTP/AVP 0", "a=sendonly", "a=recvonly"))
        #expect(description.media[0].direction == .sendOnly)
    }

    @Test("GR-51: names, reversal and intersection", arguments: MediaDirection.allCases)
    func directionAlgebra(direction: MediaDirection) {
        #expect(MediaDirection(direction.attributeName) == direction)
        #expect(MediaDirection(sends: direction.sends, receives: direction.receives) == direction)
        #expect(direction.reversed.sends == direction.receives)
        #expect(direction.reversed.reversed == direction)
        for other in MediaDirection.allCases {
            let both = direction.intersection(other)
            #expect(both.sends == (direction.sends && other.sends))
            #expect(both.receives == (direction.receives && other.receives))
        }
    }

    @Test("GR-51: names that are no direction", arguments: [AttributeName.mid, .other, .setup])
    func noDirection(name: AttributeName) {
        #expect(MediaDirection(name) == nil)
    }

    @Test("The names of the four directions are those of RFC 8866")
    func names() {
        #expect(
            MediaDirection.allCases.map { String($0.attributeName) }
                == ["inactive", "sendonly", "recvonly", "sendrecv"])
    }
}
