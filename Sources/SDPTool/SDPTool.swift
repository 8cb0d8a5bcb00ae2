import ArgumentParser

/// The command line: makes offers, explains and checks descriptions.
@main
struct SDPTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sdp",
        abstract: "Makes WebRTC offers, explains and checks session descriptions (SDP).",
        subcommands: [OfferCommand.self, InspectCommand.self, CheckCommand.self])
}
