import ArgumentParser
import SDP

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what is wrong with a description.",
        discussion: """
            Each line of output has line and column, whether it is an error or a warning, and the \
            reason. What real devices get wrong and every reader understands is a warning; with \
            --strict each deviation from RFC 8866 is an error. With --rules it is verified besides \
            that the parts of the description agree with each other. The exit status is 1 if \
            there is an error.
            """)

    @Argument(help: ArgumentHelp("A file, or - for standard input.", valueName: "file"))
    var file: String

    @Flag(help: "Take every deviation from the grammar as an error.")
    var strict = false

    @Option(help: "Verify what the description means, too.")
    var rules: RulesArgument?

    @Flag(help: "Print JSON for programs.")
    var json = false

    func run() throws {
        let input = Input(file: file)
        let bytes = try input.read()
        let findings = findings(in: bytes)
        if json {
            try Output.write(json: findings)
        } else {
            try Output.write(findings.map { "\(input.name):\($0.text)\n" }.joined())
        }
        if findings.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    private func findings(in bytes: [UInt8]) -> [Finding] {
        var index = LineIndex(limits: .sfu)
        do throws(SDPError) {
            let view = try index.read(bytes.span)
            var findings: [Finding] = []
            try view.checkGrammar(tolerating: .all) { deviation in
                findings.append(Finding(strict ? .error : .warning, deviation, in: view))
            }
            if let rules {
                var verifier = Verifier(rules: rules.rules)
                verifier.forEachViolation(in: view) {
                    findings.append(Finding(.error, $0, in: view))
                }
            }
            return findings.sorted { $0.offset < $1.offset }
        } catch {
            return [Finding(error, in: bytes)]
        }
    }
}

/// The rules of verification on the command line.
enum RulesArgument: String, ExpressibleByArgument, CaseIterable {
    case offer, answer, sip

    var rules: VerificationRules {
        switch self {
        case .offer: .webRTCOffer
        case .answer: .webRTCAnswer
        case .sip: .sip
        }
    }
}
