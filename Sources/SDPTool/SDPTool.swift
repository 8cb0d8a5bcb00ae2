import ArgumentParser

/// The command line: makes offers, explains and compares descriptions.
@main
struct SDPTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sdp",
        abstract: "Makes WebRTC offers, explains and compares session descriptions (SDP).",
        subcommands: [OfferCommand.self, InspectCommand.self, DiffCommand.self])
}
