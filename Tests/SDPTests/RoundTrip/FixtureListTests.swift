import Foundation
import Testing

/// What the other tests take for granted of Tests/Fixtures.
@Suite struct FixtureListTests {
    @Test("The fixtures are there, of every producer")
    func fixturesArePresent() {
        #expect(Fixtures.all.count > 400)
        let producers = Set(Fixtures.all.map { $0.name.prefix { $0 != "-" && $0 != "/" } })
        let expected: Set<Substring> = [
            "aiortc1.16", "baresip1.0", "chromium156", "ffmpeg5.1", "firefox153", "gstrtsp1.22",
            "gstsdp1.22", "janus1.1", "libdatachannel0.24", "rfc9429",
        ]
        #expect(producers == expected)
    }

    @Test("Every description that a session names is there")
    func sessionsAreComplete() throws {
        let present = Set(Fixtures.all.map(\.name))
        let paths = try FileManager.default.contentsOfDirectory(atPath: Fixtures.directory.path)
        let sessions = paths.filter { $0.hasSuffix(".jsonl") }
        #expect(sessions.count >= 40)
        var named = 0
        for session in sessions {
            let data = try Data(contentsOf: Fixtures.directory.appending(path: session))
            for line in data.split(separator: 0x0A) {
                let operation = try JSONSerialization.jsonObject(with: line) as? [String: Any]
                guard let name = operation?["file"] as? String else { continue }
                named += 1
                #expect(present.contains(name), "\(session) names \(name)")
            }
        }
        #expect(named > 100)
    }

    @Test("Every description has its line ends as they were written")
    func lineEndsAreKept() {
        // All of these producers write CR LF; a bare LF means that a tool changed it.
        for fixture in Fixtures.all {
            let feeds = fixture.bytes.filter { $0 == 0x0A }.count
            let returns = fixture.bytes.filter { $0 == 0x0D }.count
            #expect(feeds == returns && feeds > 0, "\(fixture.name)")
            #expect(fixture.bytes.suffix(2).elementsEqual([0x0D, 0x0A]), "\(fixture.name)")
        }
    }
}
