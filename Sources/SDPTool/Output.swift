import ArgumentParser
import Foundation

/// What the commands print.
enum Output {
    static func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    static func write(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        write(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }

    /// One line on standard error and exit status 1.
    static func fail(_ message: String) -> ExitCode {
        FileHandle.standardError.write(Data("sdp: \(message)\n".utf8))
        return ExitCode(1)
    }
}
