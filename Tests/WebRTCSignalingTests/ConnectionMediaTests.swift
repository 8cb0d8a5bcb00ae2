import JSEP
import SDP
import Testing
import WebRTCSignaling

@Suite("PeerConnection: media and data", .timeLimit(.minutes(1)))
struct ConnectionMediaTests {
    /// The whole of an offer and its answer.
    private func negotiate(_ ours: PeerConnection, _ theirs: PeerConnection) async throws {
        try await ours.setLocalDescription()
        try await theirs.setRemoteDescription(try #require(ours.localDescription))
        try await theirs.setLocalDescription()
        try await ours.setRemoteDescription(try #require(theirs.localDescription))
    }

    private func kind(_ body: () throws(JSEPError) -> Void) -> JSEPError.Kind? {
        do throws(JSEPError) {
            try body()
            return nil
        } catch {
            return error.kind
        }
    }

    @Test("SD-83 SD-84 SD-89: tracks are added, replaced, moved to other streams, removed")
    func tracks() async throws {
        let ours = try PeerConnection()
        let theirs = try PeerConnection()
        let events = theirs.events
        let camera = try ours.addTrack("camera", .video, streams: ["stream"])
        #expect(
            kind { () throws(JSEPError) in try ours.addTrack("camera", .video) }
                == .invalidAccess)
        try await camera.replaceTrack("screen", .video)
        #expect(camera.track == "screen" && camera.streams == ["stream"])
        let error = await #expect(throws: JSEPError.self) {
            try await camera.replaceTrack("microphone", .audio)
        }
        #expect(error?.kind == .type)
        try await negotiate(ours, theirs)
        try camera.setStreams(["other"])
        try await negotiate(ours, theirs)
        #expect(
            kind { () throws(JSEPError) in try theirs.removeTrack(of: camera) } == .invalidAccess)
        try ours.removeTrack(of: camera)
        #expect(camera.track == nil && camera.direction == .receiveOnly)
        try await negotiate(ours, theirs)
        theirs.close()
        var seen: [String] = []
        for await event in events {
            switch event {
            case .track(let transceiver, let streams):
                seen.append("track \(streams)")
                #expect(transceiver.connection === theirs)
            case .addTrack(_, let stream): seen.append("+\(stream)")
            case .removeTrack(_, let stream): seen.append("-\(stream)")
            case .mute: seen.append("mute")
            case .ended: seen.append("ended")
            default: break
            }
        }
        #expect(
            seen == [
                "+stream", "track [\"stream\"]", "-stream", "+other", "track [\"other\"]", "mute",
                "-other", "ended",
            ])
    }

    @Test("SD-85 SD-86 SD-37: direction, stop, and what is left of a transceiver")
    func transceivers() async throws {
        let ours = try PeerConnection()
        let theirs = try PeerConnection()
        let audio = try ours.addTransceiver(.audio)
        try await negotiate(ours, theirs)
        try audio.setDirection(.inactive)
        try await negotiate(ours, theirs)
        #expect(audio.currentDirection == .inactive)
        try audio.stop()
        #expect(audio.isStopping && !audio.isStopped)
        #expect(
            kind { () throws(JSEPError) in try audio.setDirection(.sendReceive) }
                == .invalidState)
        let error = await #expect(throws: JSEPError.self) { try await audio.replaceTrack(nil) }
        #expect(error?.kind == .invalidState)
        try await negotiate(ours, theirs)
        #expect(audio.isStopped && ours.transceivers.isEmpty && theirs.transceivers.isEmpty)
    }

    @Test("SD-80 SD-81 CO-34 CO-33: encodings and codec preferences are in the offer")
    func preferences() async throws {
        let connection = try PeerConnection()
        let video = try connection.addTransceiver(
            .video, sendEncodings: ["a", "b"].map { Encoding(rid: $0) })
        #expect(video.sendEncodings.map(\.rid) == ["a", "b"])
        var encodings = video.sendEncodings
        encodings[0].isActive = false
        try video.setSendEncodings(encodings)
        #expect(video.sendEncodings[0].isActive == false)
        #expect(
            kind { () throws(JSEPError) in try video.setSendEncodings([]) }
                == .invalidModification)
        let names = connection.configuration.capabilities.codecNames(.video)
        let chosen = try #require(names.last { $0.name == "H264" })
        try video.setCodecPreferences([chosen])
        let offer = try await connection.createOffer().sdp
        #expect(offer.contains("a=simulcast:send a;b\r\n"))
        #expect(offer.contains(" H264/90000") && !offer.contains(" VP8/90000"))
    }

    @Test("SD-91: channels have a stream once the roles are known")
    func channels() async throws {
        let ours = try PeerConnection()
        let theirs = try PeerConnection()
        let channel = try ours.createDataChannel("chat")
        #expect(channel.label == "chat" && channel.readyState == .connecting)
        #expect(channel.streamID == nil)
        try await negotiate(ours, theirs)
        #expect(channel.streamID != nil)
        channel.close()
        #expect(channel.readyState != .connecting)
        let other = try ours.createDataChannel("other")
        #expect(other != channel)
        ours.close()
    }

    @Test("CO-18 IO-09: an identity assertion is written as a=identity")
    func identity() async throws {
        let connection = try PeerConnection()
        try connection.setIdentityAssertion("eyJhIjoxfQ==")
        #expect(try await connection.createOffer().sdp.contains("a=identity:eyJhIjoxfQ==\r\n"))
        #expect(
            kind { () throws(JSEPError) in try connection.setIdentityAssertion("a\r\nb") }
                == .type)
        try connection.setIdentityAssertion(nil)
        #expect(try await connection.createOffer().sdp.contains("a=identity") == false)
    }

    @Test("OP-05 OP-08: restartIce makes the next offer restart, and is harmless after close")
    func restart() async throws {
        let ours = try PeerConnection()
        let theirs = try PeerConnection()
        try ours.addTransceiver(.audio)
        try await negotiate(ours, theirs)
        func fragment() async throws -> Substring? {
            try await ours.createOffer().sdp.split(separator: "\r\n").first {
                $0.hasPrefix("a=ice-ufrag:")
            }
        }
        let before = try await fragment()
        ours.restartIce()
        #expect(try await fragment() != before)
        ours.close()
        ours.restartIce()
        #expect(ours.signalingState == .closed)
    }
}
