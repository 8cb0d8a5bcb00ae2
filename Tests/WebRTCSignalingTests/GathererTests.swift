import JSEP
import SDP
import Testing
import WebRTCSignaling

@Suite("PeerConnection: candidates", .timeLimit(.minutes(1)))
struct GathererTests {
    private static func candidate(
        _ address: ByteString, type: ByteString = "host"
    ) -> Candidate<ByteString> {
        Candidate(
            foundation: "1", component: 1, transport: "udp", priority: 2_130_706_431,
            address: address, port: 4_000, type: type,
            relatedAddress: type == "host" ? nil : "192.0.2.9",
            relatedPort: type == "host" ? nil : 4_001, extensions: nil)
    }

    private func connection(_ gatherer: CandidateGatherer) throws -> PeerConnection {
        var configuration = Configuration()
        configuration.gatherer = gatherer
        let connection = try PeerConnection(configuration)
        try connection.addTransceiver(.audio)
        return connection
    }

    /// Waits for the end of the candidates.
    private func gathered(
        _ events: AsyncStream<PeerConnectionEvent>
    ) async -> [ICECandidateInit] {
        var candidates: [ICECandidateInit] = []
        for await case .iceCandidate(let candidate) in events {
            guard let candidate else { break }
            candidates.append(candidate)
        }
        return candidates
    }

    @Test("SO-44 SO-46 SD-17 SD-16: candidates are told, and are in every later offer")
    func fixed() async throws {
        let connection = try connection(.fixed([Self.candidate("192.0.2.1")]))
        let events = connection.events
        try await connection.setLocalDescription()
        let candidates = await gathered(events)
        #expect(candidates.count == 1)
        #expect(
            candidates.first?.candidate == "candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host")
        #expect(candidates.first?.sdpMid == "0")
        #expect(candidates.first?.sdpMLineIndex == 0)
        #expect(connection.iceGatheringState == .complete)
        let lines = [
            "a=candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host", "a=end-of-candidates",
        ]
        let local = try #require(connection.localDescription).sdp
        let offer = try await connection.createOffer().sdp
        for line in lines {
            #expect(local.contains(line + "\r\n"))
            #expect(offer.contains(line + "\r\n"))
        }
    }

    @Test("IC-13: where only relays are wanted, no other candidate is told")
    func relayOnly() async throws {
        var configuration = Configuration()
        configuration.gatherer = .fixed([
            Self.candidate("192.0.2.1"), Self.candidate("198.51.100.1", type: "relay"),
        ])
        configuration.iceTransportPolicy = .relay
        let connection = try PeerConnection(configuration)
        try connection.addTransceiver(.audio)
        let events = connection.events
        try await connection.setLocalDescription()
        let candidates = await gathered(events)
        #expect(candidates.count == 1)
        // The relayed candidate's base is an address of the host.
        let line = "candidate:1 1 udp 2130706431 198.51.100.1 4000 typ relay raddr 0.0.0.0 rport 0"
        #expect(candidates.first?.candidate == line)
        #expect(connection.localDescription?.sdp.contains("a=\(line)\r\n") == true)
    }

    @Test("SD-17: without a gatherer nothing is gathered")
    func none() async throws {
        let connection = try connection(.none)
        try await connection.setLocalDescription()
        #expect(connection.iceGatheringState == .new)
        #expect(connection.localDescription?.sdp.contains("a=candidate") == false)
    }

    @Test("SD-17 IC-05: an agent is told the credentials, and is cancelled at the end")
    func agent() async throws {
        let recorder = Recorder()
        let gate = Gate()
        let connection = try connection(
            CandidateGatherer { generation, found in
                recorder.note("\(generation.mid) \(generation.index)")
                recorder.note(generation.usernameFragment)
                recorder.note(generation.password)
                found(Self.candidate("192.0.2.7"))
                await withTaskCancellationHandler {
                    await gate.wait()
                } onCancel: {
                    recorder.note("cancelled")
                }
            })
        let events = connection.events
        try await connection.setLocalDescription()
        for await case .iceCandidate in events { break }
        #expect(connection.iceGatheringState == .gathering)
        let local = try #require(connection.localDescription).sdp
        #expect(recorder.all[0] == "0 0")
        #expect(local.contains("a=ice-ufrag:\(recorder.all[1])\r\n"))
        #expect(local.contains("a=ice-pwd:\(recorder.all[2])\r\n"))
        #expect(!local.contains("a=end-of-candidates"))
        connection.close()
        gate.open()
        try await recorder.wait(for: 4)
        #expect(recorder.all[3] == "cancelled")
    }

    @Test("SO-44 OP-01: candidates of an earlier generation are dropped")
    func stale() async throws {
        let gate = Gate()
        let recorder = Recorder()
        let connection = try connection(
            CandidateGatherer { generation, found in
                recorder.note(generation.usernameFragment)
                if recorder.all.count == 1 { await gate.wait() }
                found(Self.candidate("192.0.2.1"))
            })
        try await connection.setLocalDescription()
        try await recorder.wait(for: 1)
        try await connection.setLocalDescription(
            SessionDescriptionInit(type: .rollback))
        gate.open()
        for _ in 0..<20 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(connection.localDescription == nil)
    }

    @Test("SD-114: candidates of the peer are checked and kept")
    func remote() async throws {
        let ours = try connection(.none)
        let theirs = try PeerConnection()
        let candidate = ICECandidateInit(
            candidate: "candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host", sdpMid: "0")
        func kind(_ candidate: ICECandidateInit) async -> JSEPError.Kind? {
            do throws(JSEPError) {
                try await theirs.addIceCandidate(candidate)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(await kind(candidate) == .invalidState)
        try await ours.setLocalDescription()
        try await theirs.setRemoteDescription(try #require(ours.localDescription))
        #expect(await kind(ICECandidateInit(candidate: candidate.candidate)) == .type)
        #expect(await kind(ICECandidateInit(candidate: "x", sdpMid: "9")) == .operation)
        #expect(await kind(candidate) == nil)
        #expect(theirs.remoteDescription?.sdp.contains("a=candidate:1 1 udp") == true)
        #expect(await kind(ICECandidateInit()) == nil)
        #expect(theirs.remoteDescription?.sdp.contains("a=end-of-candidates") == true)
    }
}
