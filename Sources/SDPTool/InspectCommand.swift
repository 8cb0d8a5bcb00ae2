import ArgumentParser
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
        let input = Input(file: file)
        let bytes = try input.read()
        let summary: DescriptionSummary
        do throws(SDPError) {
            var index = LineIndex(limits: .sfu)
            let view = try index.read(bytes.span)
            for number in 0..<view.sectionCount { try view.section(number).checkValues() }
            summary = try DescriptionSummary(view)
        } catch {
            throw Output.fail("\(input.name): \(error.description(in: bytes.span))")
        }
        if json {
            try Output.write(json: summary)
        } else {
            try Output.write(summary.text)
        }
    }
}
