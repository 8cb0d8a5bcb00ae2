import JSEP
import SDP
import Testing
import WebRTCSignaling

/// What is in an offer.
struct OfferShape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let media: [MediaKind]
    let hasData: Bool

    init(_ name: String, _ media: [MediaKind], data: Bool = false) {
        testDescription = name
        self.media = media
        hasData = data
    }

    static let audioVideoData = OfferShape("audio, video, data", [.audio, .video], data: true)
    static let twoOfEach = OfferShape(
        "2 audio, 2 video, data", [.audio, .audio, .video, .video], data: true)
    static let twentySections = OfferShape(
        "20 sections", (0..<19).map { $0 % 2 == 0 ? .audio : .video }, data: true)

    func connection(
        policy: BundlePolicy = .balanced, direction: MediaDirection = .sendReceive,
        streams: [String] = [], capabilities: CapabilitySet = .standard()
    ) throws -> PeerConnection {
        var configuration = Configuration()
        configuration.capabilities = capabilities
        configuration.bundlePolicy = policy
        let connection = try PeerConnection(configuration)
        for kind in media {
            try connection.addTransceiver(kind, direction: direction, streams: streams)
        }
        if hasData { try connection.createDataChannel("channel") }
        return connection
    }
}
