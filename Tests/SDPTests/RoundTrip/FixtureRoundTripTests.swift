import SDP
import Testing

/// Nothing of a description is lost or changed by reading it.
@Suite struct FixtureRoundTripTests {
    @Test("GR-15: the view has the bytes it was read from", arguments: Fixtures.all)
    func viewKeepsBytes(_ fixture: Fixture) throws {
        var index = LineIndex()
        let view = try index.read(fixture.bytes.span)
        #expect([UInt8](copying: view.bytes) == fixture.bytes)
    }

    @Test("GR-15: an owned description writes the text it was parsed from", arguments: Fixtures.all)
    func ownedKeepsText(_ fixture: Fixture) throws {
        let text = String(decoding: fixture.bytes, as: UTF8.self)
        let description = try SessionDescription(parsing: text)
        #expect(description.bytes == fixture.bytes)
        #expect(description.serialized() == text)
        #expect(try SessionDescription(parsing: description.serialized()).bytes == fixture.bytes)
    }

    @Test("GR-03, GR-15: lines and their endings cover every byte", arguments: Fixtures.all)
    func linesCoverBytes(_ fixture: Fixture) throws {
        var index = LineIndex()
        let view = try index.read(fixture.bytes.span)
        var covered = 0
        var endings = 0
        for position in 0..<view.lineCount {
            let line = view.line(position)
            #expect(line.offset == covered)
            covered += line.bytes.count
            // All producers here end all lines with CR LF.
            if fixture.bytes[covered...].starts(with: [0x0D, 0x0A]) { endings += 1 }
            covered += 2
        }
        #expect(covered == fixture.bytes.count)
        #expect(endings == view.lineCount)
    }

    @Test("GR-04: bytes that are no UTF-8 come back unchanged")
    func keepsBytesThatAreNoText() throws {
        let bytes = Array("v=0\r\ns=".utf8) + [0xC0, 0x80, 0xFF, 0xFE, 0xED, 0xA0, 0x80, 0x0A]
        let description = try SessionDescription(parsing: bytes.span)
        #expect(description.bytes == bytes)
    }

    @Test("A70: a thousand cycles of parsing and writing change nothing")
    func manyCycles() throws {
        let fixture = try Fixtures.named("chromium156-data-only-offer.sdp")
        var bytes = fixture.bytes
        for _ in 0..<1_000 { bytes = try SessionDescription(parsing: bytes.span).bytes }
        #expect(bytes == fixture.bytes)
    }

    @Test("A73: an owned description does not see its source change")
    func ownsItsBytes() throws {
        var bytes = Array("v=0\r\ns=first\r\nm=audio 9 RTP/AVP 0\r\na=mid:x\r\n".utf8)
        let original = bytes
        let description = try SessionDescription(parsing: bytes.span)
        for position in bytes.indices { bytes[position] = 0xFF }
        #expect(description.bytes == original)
        #expect(description.media.count == 1)
        #expect(description.media[0].mid == "x")
    }

    @Test("PV-01: a view's description is as long as it is needed")
    func sectionKeepsDescription() throws {
        // The section is all that is left of the description.
        let section = try SessionDescription(parsing: sdp("m=audio 9 RTP/AVP 0", "a=mid:7"))
            .media[0]
        #expect(section.mid == "7")
        #expect(section.position == 0)
        #expect(try section.codecs.map(\.name) == ["PCMU"])
    }
}
