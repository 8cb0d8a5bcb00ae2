import ArgumentParser

/// The command line: makes offers, explains, checks and compares descriptions.
@main
struct SDPTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sdp",
        abstract: "Makes WebRTC offers, explains, checks and compares session descriptions (SDP).",
        subcommands: [OfferCommand.self, InspectCommand.self, CheckCommand.self, DiffCommand.self])
}
