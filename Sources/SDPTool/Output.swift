import ArgumentParser
import Foundation

/// What the commands print.
enum Output {
    static func write(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw fail("standard output: cannot be written")
        }
    }

    static func write(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }

    /// One line on standard error and exit status 1.
    static func fail(_ message: String) -> ExitCode {
        try? FileHandle.standardError.write(contentsOf: Data("sdp: \(message)\n".utf8))
        return ExitCode(1)
    }
}
