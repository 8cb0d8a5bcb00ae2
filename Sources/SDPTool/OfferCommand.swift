import ArgumentParser
import Foundation
import JSEP
import SDP
import WebRTCSignaling

struct OfferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offer",
        abstract: "Prints an offer as RTCPeerConnection.createOffer() makes it.",
        discussion: "Without --audio, --video and --data the offer has all three.")

    // `.next`, since the default strategy loses the value of `--audio=sendonly`
    // when another option follows (swift-argument-parser 1.8.2).
    @Option(
        name: .long, defaultAsFlag: DirectionArgument(.sendReceive), parsing: .next,
        help: ArgumentHelp("Offer audio, in this direction.", valueName: "direction"))
    var audio: DirectionArgument?

    @Option(
        name: .long, defaultAsFlag: DirectionArgument(.sendReceive), parsing: .next,
        help: ArgumentHelp("Offer video, in this direction.", valueName: "direction"))
    var video: DirectionArgument?

    @Flag(help: "Offer data channels.")
    var data = false

    @Option(help: "Which sections share a transport before the answer is known.")
    var bundlePolicy = PolicyArgument.balanced

    @Flag(help: "Print a JSON object with type and sdp.")
    var json = false

    func validate() throws {
        for argument in [audio, video].compactMap(\.self) where argument.direction == nil {
            let words = DirectionArgument.allValueStrings.joined(separator: ", ")
            throw ValidationError("'\(argument)' is no direction; take one of \(words).")
        }
    }

    func run() async throws {
        let offer: SessionDescriptionInit
        do throws(JSEPError) {
            offer = try await makeOffer()
        } catch {
            throw Output.fail("\(error.reason)")
        }
        if json {
            try Output.write(json: ["type": offer.type.rawValue, "sdp": offer.sdp])
        } else {
            try Output.write(offer.sdp)
        }
    }

    private func makeOffer() async throws(JSEPError) -> SessionDescriptionInit {
        var settings = Configuration()
        settings.bundlePolicy = bundlePolicy.policy
        let connection = try PeerConnection(settings)
        let everything = audio == nil && video == nil && !data
        if let direction = audio?.direction ?? (everything ? .sendReceive : nil) {
            try connection.addTransceiver(.audio, direction: direction)
        }
        if let direction = video?.direction ?? (everything ? .sendReceive : nil) {
            try connection.addTransceiver(.video, direction: direction)
        }
        if data || everything { try connection.createDataChannel("data") }
        return try await connection.createOffer()
    }
}

/// `sendrecv` and the others on the command line.
///
/// Takes any word: an option that may stand alone falls back to its default
/// value where the conversion fails, so `validate()` looks at the word.
struct DirectionArgument: ExpressibleByArgument, CustomStringConvertible {
    let description: String

    init(_ direction: MediaDirection) { description = String(direction.attributeName) }

    init(argument: String) { description = argument }

    var direction: MediaDirection? {
        MediaDirection.allCases.first { String($0.attributeName) == description }
    }

    var defaultValueDescription: String { description }

    static var allValueStrings: [String] {
        MediaDirection.allCases.map { String($0.attributeName) }
    }
}

/// The bundle policies as W3C names them.
enum PolicyArgument: String, ExpressibleByArgument, CaseIterable {
    case balanced
    case maxCompat = "max-compat"
    case maxBundle = "max-bundle"

    var policy: BundlePolicy {
        switch self {
        case .balanced: .balanced
        case .maxCompat: .maxCompat
        case .maxBundle: .maxBundle
        }
    }
}
