import ArgumentParser
import SDP

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Prints what is different between two descriptions.",
        discussion: """
            Media sections are matched by mid, else by place. The order of attributes within \
            a section, blank lines and line endings are not compared. The exit status is 0 if \
            there is no difference, 1 if there is one, and 2 if a description cannot be read.
            """)

    @Argument(help: ArgumentHelp("A file, or - for standard input.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("A file, or - for standard input.", valueName: "new"))
    var new: String

    @Flag(help: "Print JSON for programs.")
    var json = false

    func run() throws {
        let difference: DescriptionDifference
        do {
            difference = try parsed(new).difference(from: parsed(old))
        } catch is ExitCode {
            throw ExitCode(2)
        }
        let summary = DifferenceSummary(difference)
        if json {
            try Output.write(json: summary)
        } else {
            try Output.write(summary.text)
        }
        if !difference.isEmpty { throw ExitCode(1) }
    }

    private func parsed(_ file: String) throws -> SessionDescription {
        let input = Input(file: file)
        let bytes = try input.read()
        do throws(SDPError) {
            return try SessionDescription(parsing: bytes.span)
        } catch {
            throw Output.fail("\(input.name): \(error.description(in: bytes.span))")
        }
    }
}

/// What `sdp diff` prints.
struct DifferenceSummary: Encodable {
    struct Line: Encodable {
        var old: String?
        var new: String?
    }

    struct Section: Encodable {
        /// 0 is the session level.
        var old: Int?
        var new: Int?
        var mid: String?
        var isReordered: Bool
        var lines: [Line]
    }

    var sections: [Section]

    init(_ difference: DescriptionDifference) {
        sections = difference.sections.map { section in
            Section(
                old: section.old, new: section.new, mid: section.mid.map(\.description),
                isReordered: section.isReordered,
                lines: section.lines.map { line in
                    Line(old: line.old.map(\.description), new: line.new.map(\.description))
                })
        }
    }

    /// For a person: `-` and `+` before lines, control bytes escaped.
    var text: String { sections.map(\.text).joined(separator: "\n") }
}

extension DifferenceSummary.Section {
    fileprivate var text: String {
        var text = title + "\n"
        for line in lines {
            if let old = line.old { text += "  - \(shown(old))\n" }
            if let new = line.new { text += "  + \(shown(new))\n" }
        }
        return text
    }

    private var title: String {
        if old == 0 { return "session level" + (isReordered ? ": lines in another order" : "") }
        var title = "media \(old.map { String($0 - 1) } ?? new.map { String($0 - 1) } ?? "")"
        if let mid { title += ", mid \(shown(mid))" }
        if old == nil { title += ": added" }
        if new == nil { title += ": removed" }
        if let old, let new, old != new { title += ": moved to \(new - 1)" }
        if isReordered { title += ": lines in another order" }
        return title
    }
}
