import SDP
import Testing

@Suite("Owned descriptions")
struct SessionDescriptionTests {
    private static let text = sdp(
        "a=group:BUNDLE a b", "m=audio 9 RTP/AVP 0", "a=mid:a", "a=sendonly", "a=candidate:1",
        "a=candidate:2", "m=video 9 RTP/AVP 96", "c=IN IP4 192.0.2.1", "a=mid:b")

    @Test("A description is a collection of its lines, its sections and their lines")
    func collections() throws {
        for fixture in Fixtures.all {
            let description = try SessionDescription(
                parsing: fixture.bytes.span, limits: .unlimited)
            let lines = String(decoding: fixture.bytes, as: UTF8.self)
                .split(whereSeparator: \.isNewline).map(String.init)
            #expect(description.filter { $0.type != 0 }.map { $0.bytes.description } == lines)
            let joined =
                [description.sessionLines.map(\.self)]
                + description.media.map { $0.lines.map(\.self) }
            #expect(joined.joined().map(\.number) == Array(0..<description.count))
        }
    }

    @Test("Lines and sections are found by name, type and mid")
    func lookUps() throws {
        let description = try SessionDescription(parsing: Self.text)
        let audio = try #require(description[mid: "a"])
        #expect(audio.position == 0)
        #expect(description[mid: "b"]?.position == 1 && description[mid: "c"] == nil)
        #expect(description.media[mid: "b"]?.mid == "b")
        #expect(audio.lines[.sendOnly]?.name == "sendonly")
        #expect(audio.lines[.sendOnly]?.value == "")
        #expect(audio.lines[.receiveOnly] == nil)
        #expect(audio.lines[all: .candidate].map(\.value) == ["1", "2"])
        #expect(audio.lines[type: UInt8(ascii: "c")] == nil)
        #expect(description.media[1].lines[type: UInt8(ascii: "c")]?.value == "IN IP4 192.0.2.1")
        #expect(description.sessionLines[.group]?.value == "BUNDLE a b")
        #expect(description.sessionLines.first?.bytes == "v=0")
        #expect(description.media.last?.lines.first?.type == UInt8(ascii: "m"))
    }

    @Test("Descriptions are equal if their bytes are, and so are lines")
    func equality() throws {
        let a = try SessionDescription(parsing: Self.text)
        let b = try SessionDescription(parsing: Self.text)
        let c = try SessionDescription(parsing: Self.text.replacing("\r\n", with: "\n"))
        #expect(a == b && a.hashValue == b.hashValue && a != c)
        #expect(a.media[0] == b.media[0] && a.media[0] != a.media[1] && a.media[0] != c.media[0])
        #expect(Set([a, b, c]).count == 2)
        #expect(a.sessionLines[0] == c.sessionLines[0])
        #expect(Set(a.map(\.self) + c.map(\.self)).count == Set(a.map(\.bytes)).count)
    }

    @Test("A kept mid, or a copied value, does not hold the description (V31, A73)")
    func keeping() throws {
        weak var storage: SessionDescription.Storage?
        var kept: (mid: ByteString?, value: ByteString?, long: ByteString?)
        do {
            var lines = ["m=audio 9 RTP/AVP 0", "a=mid:audio-1", "a=msid:s t"]
            lines += (0..<1_900).map { "a=x-\($0):\(String(repeating: "x", count: 240))" }
            var bytes = Array(sdp(lines).utf8)
            #expect(bytes.count > 470_000)
            let description = try SessionDescription(parsing: bytes.span)
            // What it was parsed from may change: its bytes are its own.
            for position in bytes.indices { bytes[position] = 0 }
            storage = description.storage
            kept.mid = description.media[0].mid
            kept.value = description.media[0].lines[.msid]?.value
            kept.long = description.last?.bytes
            #expect(storage != nil)
        }
        #expect(storage == nil)
        #expect(kept.mid == "audio-1")
        #expect(kept.value == "s t")
        #expect(kept.long?.count == 240 + 9)
    }

    @Test("Many tasks look into one description at the same time")
    func sharing() async throws {
        let fixture = try Fixtures.named("chromium156-video-50-offer.sdp")
        let description = try SessionDescription(parsing: fixture.bytes.span)
        let found = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<50).filter {
                        description[mid: ByteString(decimal: UInt64($0))]?.position == $0
                    }.count
                }
            }
            return await group.reduce(0, +)
        }
        #expect(found == 400)
    }

    @Test("A description is written into memory, and as the content of a JSON string (A71)")
    func writing() throws {
        let description = try SessionDescription(parsing: Self.text)
        var memory = [UInt8](repeating: 0, count: description.size)
        let size = try description.write(into: memory.mutableSpan)
        #expect(size == memory.count && memory == Array(Self.text.utf8))
        var small = [UInt8](repeating: 0, count: description.size - 1)
        let error = #expect(throws: SDPError.self) {
            try description.write(into: small.mutableSpan)
        }
        #expect(error == SDPError(.insufficientSpace, offset: description.size))
        var content = [UInt8](repeating: 0, count: try description.jsonSize())
        try description.writeJSON(into: content.mutableSpan)
        #expect(try SessionDescription(parsingJSONContent: content.span) == description)
        var limits = Limits.sfu
        limits.bytes = 10
        let tooMuch = #expect(throws: SDPError.self) {
            try SessionDescription(parsingJSONContent: content.span, limits: limits)
        }
        #expect(tooMuch?.code == .tooManyBytes)
    }
}
