import ICECredentials
import JSEP
import Testing
import WebRTCSignaling

@Suite("PeerConnection: the W3C-shaped interface")
struct PeerConnectionTests {
    /// What a peer says to an offer with one bundled transport.
    private func answer(to offer: String) -> SessionDescriptionInit {
        var lines: [String] = []
        for line in offer.split(separator: "\r\n").map(String.init) {
            switch true {
            case line.hasPrefix("a=setup:"): lines.append("a=setup:active")
            case line == "a=sendonly": lines.append("a=recvonly")
            case line == "a=recvonly": lines.append("a=sendonly")
            case line == "a=rtcp-mux-only", line == "a=bundle-only", line.hasPrefix("a=msid"): break
            case line.hasPrefix("m="): lines.append(line.replacing(" 0 ", with: " 9 "))
            default: lines.append(line)
            }
        }
        return SessionDescriptionInit(
            type: .answer, sdp: lines.map { $0 + "\r\n" }.joined())
    }

    @Test("CO-23 SD-01: offer, setLocalDescription, answer: stable")
    func classicFlow() async throws {
        let connection = try PeerConnection()
        let audio = try connection.addTransceiver(.audio, streams: ["mic"])
        let video = try connection.addTransceiver(.video, direction: .sendOnly)
        try connection.createDataChannel("chat")
        let offer = try await connection.createOffer()
        #expect(offer.type == .offer)
        #expect(connection.signalingState == .stable)
        try await connection.setLocalDescription(offer)
        #expect(connection.signalingState == .haveLocalOffer)
        #expect(connection.pendingLocalDescription == offer)
        #expect(audio.mid == "0" && video.mid == "1")
        try await connection.setRemoteDescription(answer(to: offer.sdp))
        #expect(connection.signalingState == .stable)
        #expect(connection.currentLocalDescription == offer)
        #expect(audio.currentDirection == .sendReceive)
        #expect(video.currentDirection == .sendOnly)
        #expect(connection.remoteTransport(mid: "2")?.setup == .active)
        #expect(connection.transceivers == [audio, video])
    }

    @Test("SD-10 SD-11: setLocalDescription without argument makes the offer")
    func implicitOffer() async throws {
        let connection = try PeerConnection()
        try connection.addTransceiver(.audio)
        try await connection.setLocalDescription()
        #expect(connection.signalingState == .haveLocalOffer)
        #expect(connection.pendingLocalDescription?.sdp.contains("m=audio") == true)
    }

    @Test("SD-12: a munged offer is refused")
    func mungedOffer() async throws {
        let connection = try PeerConnection()
        try connection.addTransceiver(.audio)
        var offer = try await connection.createOffer()
        offer.sdp += "a=x\r\n"
        let munged = offer
        let error = await #expect(throws: JSEPError.self) {
            try await connection.setLocalDescription(munged)
        }
        #expect(error?.kind == .invalidModification)
        #expect(connection.signalingState == .stable)
    }

    @Test("CO-02: operations that are called at once all complete")
    func concurrentCalls() async throws {
        let connection = try PeerConnection()
        try connection.addTransceiver(.audio)
        async let first = connection.createOffer()
        async let second: Void = connection.setLocalDescription()
        async let third = connection.createOffer()
        let offers = try await [first, third]
        try await second
        #expect(connection.signalingState == .haveLocalOffer)
        #expect(offers.allSatisfy { $0.sdp.hasPrefix("v=0") })
    }

    @Test("CO-11: a failed operation does not hold up the next")
    func failureInChain() async throws {
        let connection = try PeerConnection()
        await #expect(throws: JSEPError.self) {
            try await connection.setRemoteDescription(
                SessionDescriptionInit(type: .answer, sdp: "v=0\r\n"))
        }
        #expect(try await connection.createOffer().sdp.hasPrefix("v=0\r\n"))
    }

    @Test("CO-01 CO-10: after close every call fails with invalidState")
    func closed() async throws {
        let connection = try PeerConnection()
        connection.close()
        #expect(connection.signalingState == .closed)
        let error = await #expect(throws: JSEPError.self) { try await connection.createOffer() }
        #expect(error?.kind == .invalidState)
        let second = #expect(throws: JSEPError.self) { try connection.addTransceiver(.audio) }
        #expect(second?.kind == .invalidState)
    }

    @Test("SD-31: a malformed answer is an error with its place")
    func malformedAnswer() async throws {
        let connection = try PeerConnection()
        try connection.addTransceiver(.audio)
        try await connection.setLocalDescription()
        let error = await #expect(throws: JSEPError.self) {
            try await connection.setRemoteDescription(
                SessionDescriptionInit(type: .answer, sdp: "v=0\r\nx"))
        }
        #expect(error?.kind == .syntax)
        #expect(error?.syntaxError?.offset == 5)
        #expect(error?.line == 2)
        #expect(connection.signalingState == .haveLocalOffer)
    }

    @Test("SD-91: a label of more than 65535 bytes is refused")
    func longLabel() throws {
        let connection = try PeerConnection()
        try connection.createDataChannel(String(repeating: "x", count: 65_535))
        let error = #expect(throws: JSEPError.self) {
            try connection.createDataChannel(String(repeating: "x", count: 65_536))
        }
        #expect(error?.kind == .type)
    }

    @Test("The configured source makes the secrets; one that fails makes no offer")
    func randomSource() async throws {
        var configuration = Configuration()
        configuration.randomSource = { RandomSource.seeded(5) }
        let offers = [
            try await (try PeerConnection(configuration)).createOffer().sdp,
            try await (try PeerConnection(configuration)).createOffer().sdp,
        ]
        #expect(offers[0] == offers[1])
        configuration.randomSource = { RandomSource.fast() }
        let other = try await (try PeerConnection(configuration)).createOffer().sdp
        #expect(other != offers[0])
        configuration.randomSource = { RandomSource.failing() }
        let failing = try PeerConnection(configuration)
        let error = await #expect(throws: JSEPError.self) { try await failing.createOffer() }
        #expect(error?.kind == .notReadable)
    }
}
