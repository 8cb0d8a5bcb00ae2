import SDP
import Testing

@Suite struct GroupAndMidTests {
    @Test("GR-37: semantics and mids")
    func readsGroup() throws {
        let group = try read("BUNDLE 0 audio video-2", Group.init(copying:))
        #expect(group.semantics == "BUNDLE")
        #expect(group.mids == "0 audio video-2")
        #expect(try written(group) == "BUNDLE 0 audio video-2")
    }

    @Test("GR-37, A61: a group of no mids is legal and is written without a blank")
    func readsEmptyGroup() throws {
        let group = try read("BUNDLE", Group.init(copying:))
        #expect(group.mids.isEmpty)
        #expect(try written(group) == "BUNDLE")
        let blank = try read("BUNDLE ", Group.init(copying:))
        #expect(blank == group)
    }

    @Test("A61: mids one by one, duplicates included")
    func walksMids() {
        let bytes = Array("BUNDLE 0 0 a ".utf8)
        var mids: [ByteString] = []
        if let group = try? Group(reading: ByteView(bytes.span)) {
            group.forEachMid { mids.append(ByteString($0)) }
        }
        #expect(mids == ["0", "0", "a"])
    }

    @Test(
        "GR-37, A61: mids that are no tokens, or too many blanks",
        arguments: [
            ("BUNDLE  0", .malformedValue, 7), ("BUNDLE 0  1", .malformedValue, 9),
            ("BUNDLE 0,1", .malformedValue, 8), ("BUNDLE a b:c", .malformedValue, 10),
            ("", .missingField, 0), ("BUN/DLE a", .malformedValue, 3),
        ] as [(String, SDPError.Code, Int)])
    func refusesGroups(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Group<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A61: a walk over mids stops at the error of its body")
    func walkStops() {
        let bytes = Array("BUNDLE 0 1 2".utf8)
        var seen = 0
        let stop = SDPError(.unknownKeyword, offset: 42)
        var found: SDPError?
        do throws(SDPError) {
            try Group(reading: ByteView(bytes.span)).forEachMid { _ throws(SDPError) in
                seen += 1
                if seen == 2 { throw stop }
            }
        } catch {
            found = error
        }
        #expect(seen == 2)
        #expect(found == stop)
    }

    @Test(
        "GR-37: groups without semantics",
        arguments: [
            ("", .missingField, 0), (" 0 1", .malformedValue, 0), ("BUN:DLE 0", .malformedValue, 3),
        ] as [(String, SDPError.Code, Int)])
    func refusesGroup(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Group<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-38: a mid is a token", arguments: ["0", "audio", "a-b_c.d", "{x}", "!#$%&'*+^`|~"])
    func readsMid(text: String) throws {
        let mid = try read(text, Mid.init(copying:))
        #expect(mid.id.description == text)
        #expect(try written(mid) == text)
    }

    @Test(
        "GR-38: mids that are no token",
        arguments: [
            ("", .missingField, 0), (" 0", .malformedValue, 0), ("a:b", .malformedValue, 1),
            ("a b", .trailingBytes, 1), ("a/b", .malformedValue, 1), ("é", .malformedValue, 0),
            ("a\u{1B}", .malformedValue, 1), ("\"a\"", .malformedValue, 0),
        ] as [(String, SDPError.Code, Int)])
    func refusesMid(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Mid<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A41, V10: a=mid and a=group as flags have no value to read")
    func refusesFlags() throws {
        let mid = try #require(try valueFailure(sdp("m=audio 9 RTP/AVP 0", "a=mid")))
        #expect(mid.code == .missingValue)
        #expect(mid.section == 1)
        #expect(try valueFailure(sdp("a=group"))?.code == .missingValue)
    }
}
