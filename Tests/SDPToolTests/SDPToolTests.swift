import Foundation
import SDP
import Testing

/// Runs the program as a user would.
func sdp(
    _ arguments: String..., input: [UInt8] = []
) throws -> (status: Int32, output: String, errors: String) {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let process = Process()
    process.executableURL = tests.appendingPathComponent("sdp")
    process.arguments = arguments
    let files = try (0..<3).map { _ in try temporaryFile() }
    try Data(input).write(to: files[0])
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return (process.terminationStatus, texts[1], texts[2])
}

private func temporaryFile() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
        "sdp-\(UUID().uuidString)")
    try Data().write(to: url)
    return url
}

@Suite("The command line")
struct SDPToolTests {
    @Test("sdp offer prints audio, video and data; sdp inspect reads it")
    func offerAndInspect() throws {
        let offer = try sdp("offer")
        #expect(offer.status == 0)
        #expect(offer.errors.isEmpty)
        let description = try SessionDescription(parsing: offer.output)
        #expect(description.media.count == 3)
        let inspected = try sdp("inspect", "-", input: Array(offer.output.utf8))
        #expect(inspected.status == 0)
        #expect(inspected.output.contains("media 0: audio, mid 0, sendrecv, port 9"))
        #expect(inspected.output.contains("codec       111 opus/48000/2"))
        #expect(inspected.output.contains("media 2: application"))
    }

    @Test(
        "sdp offer takes directions",
        arguments: ["sendrecv", "sendonly", "recvonly", "inactive"])
    func directions(direction: String) throws {
        let offer = try sdp(
            "offer", "--audio=\(direction)", "--video", "--bundle-policy", "max-bundle")
        let description = try SessionDescription(parsing: offer.output)
        #expect(description.media.count == 2)
        #expect(offer.output.contains("a=\(direction)\r\n"))
        #expect(description.media[1].direction == .sendReceive)
        let video = description.media[1]
        let isBundleOnly = video.view.isBundleOnly
        #expect(isBundleOnly)
    }

    @Test("sdp offer --json prints type and sdp; sdp inspect --json is JSON")
    func json() throws {
        let offer = try sdp("offer", "--data", "--json")
        let object = try JSONDecoder().decode([String: String].self, from: Data(offer.output.utf8))
        #expect(object["type"] == "offer")
        let text = try #require(object["sdp"])
        #expect(try SessionDescription(parsing: text).media.count == 1)
        let inspected = try sdp("inspect", "--json", "-", input: Array(text.utf8))
        let value = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8))
        let media = try #require((value as? [String: Any])?["media"] as? [[String: Any]])
        #expect(media.first?["kind"] as? String == "application")
    }

    @Test(
        "Bad input is one line with line, column and reason, and status 1",
        arguments: [
            ("", "line 1, column 1: the description is empty"),
            ("v=0", "line 1, column 4"), ("hello", "line 1, column 1"),
            (
                "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio x RTP/AVP 0\r\n",
                "line 5, column 9: a number was expected"
            ),
            ("v=0\r\na=x\0y\r\n", "line 2, column 4: a NUL byte"),
            ("v=0\u{1B}[31m", "line 1, column 1"),
        ])
    func badInput(input: String, message: String) throws {
        let result = try sdp("inspect", "-", input: Array(input.utf8))
        if input == "v=0" {
            // A version alone is a description without media.
            #expect(result.status == 0)
            return
        }
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(message))
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(!result.errors.contains("\u{1B}"))
    }

    @Test("Oversized input and endless lines name the limit")
    func oversizedInput() throws {
        let large = try sdp("inspect", "-", input: [UInt8](repeating: 0x61, count: 5 << 20))
        #expect(large.status == 1)
        #expect(large.errors.contains("limit exceeded: bytes of the description"))
        let line = Array("v=0\r\na=".utf8) + [UInt8](repeating: 0x61, count: 20_000)
        let long = try sdp("inspect", "-", input: line)
        #expect(long.status == 1)
        #expect(long.errors.contains("line 2, column 16385: limit exceeded: bytes of a line"))
    }

    @Test("Output that cannot be written is an error, not a trap")
    func fullDevice() throws {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let process = Process()
        process.executableURL = tests.appendingPathComponent("sdp")
        process.arguments = ["offer", "--data"]
        process.standardOutput = try FileHandle(
            forWritingTo: URL(fileURLWithPath: "/dev/full"))
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 1)
    }

    @Test("A file that cannot be read is an error of its own")
    func missingFile() throws {
        let result = try sdp("inspect", "/nonexistent.sdp")
        #expect(result.status == 1)
        #expect(result.errors == "sdp: /nonexistent.sdp: cannot be read\n")
    }

    @Test(
        "Usage errors have status 64", arguments: [["offer", "--audio=up"], ["inspect"], ["fly"]])
    func usage(arguments: [String]) throws {
        let result =
            arguments.count == 2 ? try sdp(arguments[0], arguments[1]) : try sdp(arguments[0])
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }
}

@Suite("sdp check")
struct CheckTests {
    private static let device =
        "v=0\no=- 1 1 IN IP4\ns=x\na=sendrecv \nt=0 0\nm=audio 9 RTP/AVP 0 96\n"

    @Test("PV-01: what devices send are warnings, with their places; the status is 0")
    func lenient() throws {
        let result = try sdp("check", "-", input: Array(Self.device.utf8))
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(
            result.output == """
                standard input:1:4: warning: a line must end with CR LF
                standard input:2:15: warning: a field is missing at the end of the value
                standard input:4:11: warning: this value may not end with a blank, near " "
                standard input:5:1: warning: this line must come earlier, near "t=0 0"
                standard input:7:1: warning: a c= line is missing, here or at the session level

                """)
    }

    @Test("PV-01: strictly they are errors, and the status is 1")
    func strict() throws {
        let result = try sdp("check", "--strict", "-", input: Array(Self.device.utf8))
        #expect(result.status == 1)
        #expect(result.output.split(separator: "\n").count == 5)
        #expect(!result.output.contains("warning"))
        #expect(result.output.hasPrefix("standard input:1:4: error: a line must end with CR LF\n"))
    }

    @Test("PV-01, PV-02: what no reading takes is an error")
    func structure() throws {
        let unknown = try sdp("check", "-", input: Array("v=0\r\nx=\u{1B}\r\n".utf8))
        #expect(unknown.status == 1)
        #expect(
            unknown.output
                == "standard input:2:1: error: no line has this type letter, near \"x=\\x1b\"\n")
        let media = Self.device.replacing("audio 9", with: "audio nine")
        let malformed = try sdp("check", "-", input: Array(media.utf8))
        #expect(malformed.status == 1)
        #expect(malformed.output.contains(":6:9: error: a number was expected, near \"nine RTP"))
    }

    @Test("PV-40, PV-59: an offer of ours has nothing; rules find what contradicts")
    func rules() throws {
        let offer = try sdp("offer")
        let checked = try sdp(
            "check", "--strict", "--rules", "offer", "-", input: Array(offer.output.utf8))
        #expect(checked.status == 0)
        #expect(checked.output.isEmpty)
        let result = try sdp("check", "--rules", "sip", "-", input: Array(Self.device.utf8))
        #expect(result.status == 1)
        #expect(result.output.contains(":6:1: error: a payload type without a static meaning"))
    }

    @Test("PV-01: JSON for programs")
    func json() throws {
        let result = try sdp("check", "--json", "-", input: Array(Self.device.utf8))
        #expect(result.status == 0)
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let findings = try #require(value as? [[String: Any]])
        #expect(findings.count == 5)
        #expect(findings[4]["section"] as? Int == 1)
        #expect(findings[4]["severity"] as? String == "warning")
        #expect(findings[1]["offset"] as? Int == 18)
        #expect(findings.map { $0["line"] as? Int } == [1, 2, 4, 5, 7])
    }

    @Test("GR-05: many findings take no longer than their lines")
    func many() throws {
        let text = "v=0\n" + String(repeating: "\n", count: 100_000)
        let result = try sdp("check", "-", input: Array(text.utf8))
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").count == 100_004)
    }

    @Test("A file that cannot be read, and rules that there are none of")
    func usage() throws {
        let missing = try sdp("check", "/nonexistent.sdp")
        #expect(missing.status == 1)
        #expect(missing.errors == "sdp: /nonexistent.sdp: cannot be read\n")
        #expect(try sdp("check", "--rules", "none", "-").status == 64)
    }
}
