import JSEP
import SDP
import Testing
import WebRTCSignaling

@Suite("Connections of servers")
struct ServerConnectionTests {
    private static func transport(_ name: ByteString) -> HostTransport {
        HostTransport(
            usernameFragment: name,
            password: ByteString([UInt8](repeating: 0x70, count: 22) + [UInt8](name)))
    }

    private func exchange(_ a: PeerConnection, _ b: PeerConnection) async throws -> String {
        let offer = try await a.createOffer()
        try await a.setLocalDescription(offer)
        try await b.setRemoteDescription(offer)
        let answer = try await b.createAnswer()
        try await b.setLocalDescription(answer)
        try await a.setRemoteDescription(answer)
        return offer.sdp
    }

    @Test("IO-13 IC-09 SO-28: options, a transport, pins and adopted numbers reach the offer")
    func offer() async throws {
        var configuration = Configuration()
        configuration.bundlePolicy = .maxBundle
        configuration.server.isICELite = true
        configuration.server.hostsTransports = true
        let server = try PeerConnection(configuration)
        let client = try PeerConnection()
        try client.addTransceiver(.video)
        try server.adoptFormats(of: try await client.createOffer().sdp)
        try server.pin(
            FormatPins(extensions: [
                ExtensionPin("urn:ietf:params:rtp-hdrext:ssrc-audio-level", 200)
            ]))
        let pins = TransceiverPins(mid: "cam", track: "t", canonicalName: "c", sources: [7])
        let video = try server.addTransceiver(.video, streams: ["s"], pins: pins)
        try server.addTransceiver(.audio)
        #expect(video.pins == pins)
        #expect(server.missingTransports.map(\.mid) == ["cam"])
        try server.addHostTransport(Self.transport("one1"))
        #expect(server.missingTransports.isEmpty)
        let offer = try await exchange(server, client)
        for line in [
            "a=ice-lite", "a=mid:cam", "a=msid:s t", "a=ssrc:7 cname:c", "a=ice-ufrag:one1",
            "a=extmap:200 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        ] {
            #expect(offer.contains("\(line)\r\n"))
        }
        try video.setPins(TransceiverPins(track: "u"))
        try server.restartHostTransport("one1", with: Self.transport("two2"))
        let second = try await exchange(server, client)
        #expect(second.contains("a=msid:s u\r\n"))
        #expect(second.contains("a=ice-ufrag:two2\r\n"))
        #expect(!second.contains("a=ssrc"))
    }

    @Test("A malformed option makes no connection; other ones cannot be set later")
    func options() throws {
        var configuration = Configuration()
        configuration.server.canonicalName = "a b"
        let malformed = configuration
        let error = #expect(throws: JSEPError.self) { try PeerConnection(malformed) }
        #expect(error?.kind == .type)
        let connection = try PeerConnection()
        configuration.server = ServerOptions()
        configuration.server.isICELite = true
        let changed = configuration
        let refused = #expect(throws: JSEPError.self) { try connection.setConfiguration(changed) }
        #expect(refused?.kind == .invalidModification)
    }

    @Test("Pins that contradict each other are refused, as are transports that are not wanted")
    func refused() throws {
        let connection = try PeerConnection()
        let pins = TransceiverPins(sources: [7])
        try connection.addTransceiver(.audio, pins: pins)
        let audio = try connection.addTransceiver(.audio)
        let kinds = [
            #expect(throws: JSEPError.self) { try audio.setPins(pins) }?.kind,
            #expect(throws: JSEPError.self) {
                try connection.addTransceiver(.audio, pins: pins)
            }?.kind,
            #expect(throws: JSEPError.self) {
                try connection.addHostTransport(Self.transport("one1"))
            }?.kind,
        ]
        #expect(kinds == [.invalidModification, .invalidModification, .invalidState])
        #expect(connection.transceivers.count == 2)
        #expect(audio.pins == TransceiverPins())
    }
}
