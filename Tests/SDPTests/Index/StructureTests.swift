import SDP
import Testing

@Suite struct StructureTests {
    @Test("A17, CO-30: a description without media sections")
    func noSections() throws {
        let description = try SessionDescription(parsing: sdp())
        let view = description.view
        #expect(description.media.isEmpty)
        #expect(view.media.count == 0)
        #expect(view.sectionCount == 1)
        let session = view.session
        let facts = [session.number, session.lineCount]
        #expect(facts == [0, 4])
        let isMedia = session.isMedia
        #expect(!isMedia)
    }

    @Test("A18: a section before v=0 has no description to belong to")
    func mediaFirst() {
        #expect(parseFailure("m=audio 9 RTP/AVP 0\r\n") == SDPError(.missingVersion, offset: 0))
    }

    @Test("A19: a= before t=, which no reader here depends on")
    func attributeBeforeTiming() {
        #expect(parseFailure("v=0\r\na=x\r\no=- 1 1 IN IP4 h\r\ns=-\r\nt=0 0\r\n") == nil)
    }

    @Test("A20, PV-04: a second v=, o= or s=", arguments: ["v=0", "o=- 1 1 IN IP4 h", "s=x"])
    func duplicates(line: String) {
        let text = sdp()
        #expect(parseFailure(text + line) == SDPError(.duplicateLine, offset: text.utf8.count))
    }

    @Test("A23: several b=, and other lines that may repeat, at both levels")
    func repeatedLines() {
        let lines = [
            "b=AS:1", "b=TIAS:2", "b=X-y:z", "c=IN IP4 h", "c=IN IP4 h", "i=x", "k=prompt",
        ]
        let session = ["t=1 1", "e=a", "e=b", "p=1", "p=2", "u=x", "r=1", "z=1"]
        #expect(parseFailure(sdp(session + lines + ["m=audio 9 RTP/AVP 0"] + lines)) == nil)
    }

    @Test(
        "PV-03, A20: lines of the session level inside a section",
        arguments: ["v=0", "o=x", "s=x", "t=0 0", "u=x", "e=x", "p=x", "r=x", "z=x"])
    func misplaced(line: String) {
        let text = sdp("m=audio 9 RTP/AVP 0", "m=audio 9 RTP/AVP 0")
        let expected = SDPError(.misplacedLine, offset: text.utf8.count, section: 2)
        #expect(parseFailure(text + line + "\r\n") == expected)
    }

    @Test(
        "A36, A37, A58, PV-05: a value against its grammar is kept, and found when asked",
        arguments: [
            "u=http://h/%", "u=%0", "b=AS:99999999999999999999999", "b=", "b=x", "k=",
            "r=-1 99999999999999999999d", "z=2882844526 -99999999999999999999h",
            "a=ssrc:4294967296 cname:x",
        ])
    func oddValues(line: String) throws {
        let text = sdp(line)
        #expect(try valueFailure(text) != nil)
        #expect(try SessionDescription(parsing: text).serialized() == text)
    }

    @Test("A59, V25: texts that look like something else are texts")
    func textsOfAnyKind() throws {
        let text = sdp("i=(o=IN IP4 h)", "e=%n%s", "p=%x", "m=x 9 y z", "i=a=b")
        #expect(try valueFailure(text) == nil)
        #expect(try SessionDescription(parsing: text).serialized() == text)
    }

    @Test("A24, PV-52: sections of port 0 are sections")
    func rejectedSections() throws {
        let description = try SessionDescription(
            parsing: sdp("m=audio 0 RTP/AVP 0", "m=video 0 RTP/AVP 31"))
        #expect(description.media.count == 2)
        let ports = try description.media.map { try $0.view.mediaLine.port }
        #expect(ports == [0, 0])
    }

    @Test("A25, PV-02: unknown letters fail the description, wherever they are")
    func unknownLetters() {
        let text = sdp("m=audio 9 RTP/AVP 0")
        #expect(
            parseFailure(text + "x=1\r\n")
                == SDPError(.unknownLineType, offset: text.utf8.count, section: 1))
    }

    @Test("PV-21: sections own their lines, in order")
    func sectionsOwnLines() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "a=mid:s", "", "m=audio 9 RTP/AVP 0", "a=mid:a", "m=x 9 y z", "", "a=mid:b"))
        let view = description.view
        let counts = (0..<view.sectionCount).map { view.section($0).lineCount }
        #expect(counts == [6, 2, 3])
        var types: [[UInt8]] = []
        for number in 0..<view.sectionCount {
            var letters: [UInt8] = []
            view.section(number).forEachLine { letters.append($0.type) }
            types.append(letters)
        }
        #expect(
            types == [Array("vosta".utf8) + [0], Array("ma".utf8), Array("m".utf8) + [0, 0x61]])
        #expect(description.media.map(\.mid) == ["a", "b"])
        var visited: [Int] = []
        func visit(_ section: SectionView) { visited.append(section.number) }
        view.media.forEach(visit)
        #expect(visited == [1, 2])
    }

    @Test("PV-21: lines by type, by name and by type of attribute")
    func lookups() throws {
        let description = try SessionDescription(
            parsing: sdp("m=audio 9 RTP/AVP 0", "a=x-y:1", "a=mid:0", "a=x-y:2", "a=ssrc:1 a:b"))
        let section = description.view.media[0]
        var mid: String?
        section.forEach(.mid) { mid = String($0.value) }
        let noBandwidth = section.firstLine(ofType: UInt8(ascii: "b")) == nil
        let media = section.firstLine(ofType: UInt8(ascii: "m"))?.offset
        let noRID = section.first(.rid) == nil
        var sources = 0
        section.forEach(.ssrc) { _ in sources += 1 }
        #expect(mid == "0")
        #expect(noBandwidth && noRID)
        #expect(media == sdp().utf8.count)
        #expect(sources == 1)
    }

    @Test("PV-21, GR-58: attributes by the bytes of their name, one after the other")
    func lookupByName() throws {
        let description = try SessionDescription(
            parsing: sdp("m=audio 9 RTP/AVP 0", "a=x-y:1", "a=mid:0", "a=x-y", "a=x-yz:2"))
        let section = description.view.media[0]
        func positions(_ name: String) -> [Int] {
            let bytes = Array(name.utf8)
            var found: [Int] = []
            while let next = section.firstLine(
                named: ByteView(bytes.span), from: (found.last ?? -1) + 1)
            {
                found.append(next)
            }
            return found
        }
        #expect(positions("x-y") == [1, 3])
        #expect(positions("x-yz") == [4])
        #expect(positions("mid") == [2])
        #expect(positions("x-") == [])
        #expect(positions("rid") == [])
        #expect(positions("") == [])
    }

    @Test("A68: ten thousand look-ups of a mid that is not there")
    func absentLookups() throws {
        let description = try SessionDescription(parsing: sdp("m=audio 9 RTP/AVP 0", "a=x"))
        let section = description.view.media[0]
        var found = 0
        for _ in 0..<10_000 where section.has(.mid) { found += 1 }
        #expect(found == 0)
    }

    @Test("A21: the m= line of the session level is missing")
    func sessionHasNoMediaLine() throws {
        let description = try SessionDescription(parsing: sdp())
        var found: SDPError?
        do throws(SDPError) { _ = try description.view.session.mediaLine } catch { found = error }
        #expect(found == SDPError(.missingLine, offset: 0))
    }

    @Test("A60, A61: duplicate mids and unknown mids in a group are seen as written")
    func duplicateMids() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "a=group:BUNDLE 0 9", "m=audio 9 RTP/AVP 0", "a=mid:0", "m=audio 9 RTP/AVP 0",
                "a=mid:0"))
        #expect(description.media.map(\.mid) == ["0", "0"])
    }

    @Test("A17: a malformed mid is no mid, and an error where it is asked for")
    func malformedMid() throws {
        let description = try SessionDescription(parsing: sdp("m=audio 9 RTP/AVP 0", "a=mid:a:b"))
        #expect(description.media[0].mid == nil)
        var found: SDPError?
        do throws(SDPError) { _ = try description.view.media[0].mid } catch { found = error }
        #expect(found?.code == .malformedValue)
    }
}
