import Foundation
import JSEP
import Testing
import WebRTCSignaling

/// A message as the classic examples send them, over an in-memory channel.
private struct Message: Codable {
    var name: String
    var target: String
    var type: String
    /// The local description as browsers write it in JSON.
    var sdp: SessionDescriptionInit
}

private struct Channel {
    let received: AsyncStream<Data>
    let send: AsyncStream<Data>.Continuation

    init() { (received, send) = AsyncStream.makeStream() }
}

@Suite("The classic flow over a channel", .timeLimit(.minutes(1)))
struct ClassicFlowTests {
    @Test("SD-105 CO-23 SD-32: negotiationneeded, offer, message, answer, stable")
    func call() async throws {
        let toCallee = Channel()
        let toCaller = Channel()
        let caller = try PeerConnection()
        let failures = Recorder()

        // What the page does when it is told to.
        let negotiate = { @Sendable () async -> Void in
            do {
                let offer = try await caller.createOffer()
                try await caller.setLocalDescription(offer)
                let local = try #require(caller.localDescription)
                let message = Message(
                    name: "alice", target: "bob", type: "video-offer", sdp: local)
                toCallee.send.yield(try JSONEncoder().encode(message))
            } catch {
                failures.note("\(error)")
            }
        }
        caller.onNegotiationNeeded = { Task { await negotiate() } }
        try caller.addTrack("microphone", .audio, streams: ["camera"])
        try caller.addTrack("camera", .video, streams: ["camera"])

        let callee = Task {
            let connection = try PeerConnection()
            let tracks = Recorder()
            connection.onTrack = { tracks.note("\($0.kind) \($1)") }
            for await data in toCallee.received {
                let object = try #require(
                    try JSONSerialization.jsonObject(with: data) as? [String: Any])
                let sdp = try #require(object["sdp"] as? [String: String])
                #expect(Set(sdp.keys) == ["type", "sdp"] && sdp["type"] == "offer")
                let message = try JSONDecoder().decode(Message.self, from: data)
                #expect(message.type == "video-offer" && message.target == "bob")
                try await connection.setRemoteDescription(message.sdp)
                #expect(tracks.all == ["audio [\"camera\"]", "video [\"camera\"]"])
                try await connection.setLocalDescription()
                let answer = Message(
                    name: "bob", target: message.name, type: "video-answer",
                    sdp: try #require(connection.localDescription))
                toCaller.send.yield(try JSONEncoder().encode(answer))
                toCaller.send.finish()
                return connection
            }
            throw CancellationError()
        }

        for await data in toCaller.received {
            let message = try JSONDecoder().decode(Message.self, from: data)
            #expect(message.type == "video-answer" && message.sdp.type == .answer)
            try await caller.setRemoteDescription(message.sdp)
        }
        let answerer = try await callee.value
        #expect(caller.signalingState == .stable && answerer.signalingState == .stable)
        #expect(caller.transceivers.map(\.currentDirection) == [.sendOnly, .sendOnly])
        #expect(answerer.transceivers.map(\.currentDirection) == [.receiveOnly, .receiveOnly])
        #expect(failures.all.isEmpty)
    }

    @Test("CO-01 CO-15: a failure reaches the catch branch")
    func failure() async throws {
        var configuration = Configuration()
        configuration.certificateProvider = CertificateProvider { throw CancellationError() }
        let connection = try PeerConnection(configuration)
        let failures = Recorder()
        connection.onNegotiationNeeded = {
            Task {
                do throws(JSEPError) {
                    _ = try await connection.createOffer()
                } catch {
                    failures.note("\(error.kind)")
                }
            }
        }
        try connection.addTrack("camera", .video)
        try await failures.wait(for: 1)
        #expect(failures.all == ["notReadable"])
        #expect(connection.signalingState == .stable)
        connection.close()
    }
}
