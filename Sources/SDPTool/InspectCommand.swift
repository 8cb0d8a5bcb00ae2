import ArgumentParser
import Foundation
import SDP

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Prints what a description contains.",
        discussion: """
            A description that violates its grammar or a limit is reported on standard error \
            with line, column and reason, and the exit status is 1.
            """)

    @Argument(help: ArgumentHelp("A file, or - for standard input.", valueName: "file"))
    var file: String

    @Flag(help: "Print JSON for programs.")
    var json = false

    func run() throws {
        let bytes = try read()
        let summary: DescriptionSummary
        do throws(SDPError) {
            var index = LineIndex(limits: .sfu)
            let view = try index.read(bytes.span)
            for number in 0..<view.sectionCount { try view.section(number).checkValues() }
            summary = try DescriptionSummary(view)
        } catch {
            throw Output.fail("\(name): \(error.description(in: bytes.span))")
        }
        if json {
            try Output.write(json: summary)
        } else {
            try Output.write(summary.text)
        }
    }

    private var name: String { file == "-" ? "standard input" : file }

    /// At most one byte more than the limit, so that endless input ends.
    private func read() throws -> [UInt8] {
        let handle: FileHandle
        if file == "-" {
            handle = FileHandle.standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: file) else {
                throw Output.fail("\(file): cannot be read")
            }
            handle = opened
        }
        var bytes: [UInt8] = []
        do {
            while bytes.count <= Limits.sfu.bytes,
                let chunk = try handle.read(upToCount: Limits.sfu.bytes + 1 - bytes.count),
                !chunk.isEmpty
            {
                bytes.append(contentsOf: chunk)
            }
        } catch {
            throw Output.fail("\(name): cannot be read")
        }
        return bytes
    }
}
