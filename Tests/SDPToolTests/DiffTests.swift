import Foundation
import Testing

@Suite("sdp diff")
struct DiffTests {
    private func files(_ texts: String...) throws -> [String] {
        try texts.map { text in
            let url = FileManager.default.temporaryDirectory.appendingPathComponent(
                "sdp-diff-\(UUID().uuidString)")
            try Data(text.utf8).write(to: url)
            return url.path
        }
    }

    private static let old =
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
        + "m=audio 9 RTP/AVP 0\r\na=mid:a\r\na=sendrecv\r\nm=video 9 RTP/AVP 96\r\na=mid:v\r\n"
    private static let new =
        "v=0\no=- 1 2 IN IP4 0.0.0.0\ns=-\nt=0 0\n"
        + "m=audio 9 RTP/AVP 0\na=sendrecv\na=mid:a\na=x\u{1B}[31m\nm=text 9 RTP/AVP 98\na=mid:t\n"

    @Test("Differences are printed for a person, escaped, and the exit status is 1")
    func differences() throws {
        let paths = try files(Self.old, Self.new)
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        let result = try sdp("diff", paths[0], paths[1])
        #expect(result.status == 1)
        #expect(result.errors.isEmpty)
        #expect(
            result.output == """
                session level
                  - o=- 1 1 IN IP4 0.0.0.0
                  + o=- 1 2 IN IP4 0.0.0.0

                media 0, mid a
                  + a=x\\u{1B}[31m

                media 1, mid t: added

                media 1, mid v: removed

                """)
        let json = try sdp("diff", "--json", paths[0], paths[1])
        #expect(json.status == 1)
        let value = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        let sections = try #require((value as? [String: Any])?["sections"] as? [[String: Any]])
        #expect(sections.count == 4)
        let lines = try #require(sections[0]["lines"] as? [[String: String]])
        #expect(lines == [["old": "o=- 1 1 IN IP4 0.0.0.0", "new": "o=- 1 2 IN IP4 0.0.0.0"]])
    }

    @Test("The exit status is 0 without a difference, and 2 for what is no description")
    func statuses() throws {
        let paths = try files(Self.old, Self.old.replacing("\r\n", with: "\n"), "x")
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        let same = try sdp("diff", paths[0], paths[1])
        #expect(same.status == 0)
        #expect(same.output.isEmpty)
        for broken in [[paths[0], paths[2]], [paths[2], paths[0]], ["/nowhere", paths[0]]] {
            let result = try sdp("diff", broken[0], broken[1])
            #expect(result.status == 2)
            #expect(!result.errors.isEmpty)
            #expect(result.output.isEmpty)
        }
    }
}
