import ArgumentParser

/// The command line: makes offers and explains descriptions.
@main
struct SDPTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sdp",
        abstract: "Makes WebRTC offers and explains session descriptions (SDP).",
        subcommands: [OfferCommand.self, InspectCommand.self])
}
