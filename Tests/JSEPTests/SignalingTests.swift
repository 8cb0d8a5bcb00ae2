import JSEP
import SDP
import Testing

@Suite("The offerer's signalling: createOffer, setLocalDescription, the answer")
struct SignalingTests {
    private func session() throws -> JSEPSession {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video, direction: .sendOnly, streams: ["cam"])
        try session.addDataSection()
        return session
    }

    @Test("SD-01 SD-15 SD-32: stable, have-local-offer, stable; mids and directions set")
    func negotiation() throws {
        let session = try session()
        #expect(session.signalingState == .stable)
        let offer = try session.createOffer()
        #expect(session.signalingState == .stable)
        try session.setLocalDescription(offer)
        #expect(session.signalingState == .haveLocalOffer)
        #expect(session.pendingLocalDescription?.bytes == offer.bytes)
        #expect(session.transceivers.map(\.mid) == ["0", "1"])
        #expect(session.transceivers.allSatisfy { $0.currentDirection == nil })
        try session.setRemoteAnswer(AnsweringPeer().answer(offer).text)
        #expect(session.signalingState == .stable)
        #expect(session.pendingLocalDescription == nil)
        #expect(session.currentLocalDescription?.bytes == offer.bytes)
        #expect(session.transceivers.map(\.currentDirection) == [.sendReceive, .sendOnly])
        #expect(session.lastCreatedOffer == nil)
    }

    @Test("CO-25: createOffer changes nothing that can be seen")
    func createOfferHasNoEffects() throws {
        let session = try session()
        _ = try session.createOffer()
        #expect(session.signalingState == .stable)
        #expect(session.pendingLocalDescription == nil)
        #expect(session.transceivers.allSatisfy { $0.mid == nil && $0.currentDirection == nil })
    }

    @Test("CO-24 SD-12: only the offer that was created last can be applied")
    func staleOffer() throws {
        let session = try session()
        let first = try session.createOffer()
        try session.addTransceiver(.audio)
        let second = try session.createOffer()
        #expect(first !== second)
        let error = #expect(throws: JSEPError.self) { try session.setLocalDescription(first) }
        #expect(error?.kind == .invalidModification)
        let foreign = try JSEPSession.seeded().createOffer()
        let other = #expect(throws: JSEPError.self) { try session.setLocalDescription(foreign) }
        #expect(other?.kind == .invalidModification)
        #expect(session.signalingState == .stable)
        try session.setLocalDescription(second)
    }

    @Test("CO-28 SD-12: after the answer the offer cannot be applied again")
    func answeredOffer() throws {
        let session = try session()
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        try session.setRemoteAnswer(AnsweringPeer().answer(offer).text)
        let error = #expect(throws: JSEPError.self) { try session.setLocalDescription(offer) }
        #expect(error?.kind == .invalidModification)
    }

    @Test("SO-01 SO-02 CK-07: an unchanged offer is the same, a changed one a version on")
    func version() throws {
        let session = try session()
        let first = try session.createOffer()
        #expect(try session.createOffer() === first)
        try session.setDirection(.inactive, of: session.transceivers[0].id)
        let second = try session.createOffer()
        #expect(second.version == first.version + 1)
        let a = DescriptionText(first)
        let b = DescriptionText(second)
        #expect(a.versionLine[1] == b.versionLine[1])
        #expect(a.versionLine[2] != b.versionLine[2])
        #expect(b.directions[0] == "inactive")
    }

    @Test("IC-08 CO-26: credentials of an offer that was not applied are kept")
    func keptCredentials() throws {
        let session = try session()
        let first = DescriptionText(try session.createOffer())
        try session.addTransceiver(.video)
        let second = DescriptionText(try session.createOffer())
        for position in 0..<2 {
            #expect(first.values("a=ice-", position) == second.values("a=ice-", position))
        }
    }

    @Test("SD-32: an answer without an offer, or to a closed session, is refused")
    func answerInWrongState() throws {
        let session = try session()
        let answer = AnsweringPeer().answer(try session.createOffer()).text
        let error = #expect(throws: JSEPError.self) { try session.setRemoteAnswer(answer) }
        #expect(error?.kind == .invalidState)
        session.close()
        for call in [
            { try session.setRemoteAnswer(answer) }, { _ = try session.createOffer() },
            { try session.addDataSection() }, { _ = try session.addTransceiver(.audio) },
        ] as [() throws -> Void] {
            let error = #expect(throws: JSEPError.self) { try call() }
            #expect(error?.kind == .invalidState)
        }
        #expect(session.signalingState == .closed)
    }

    @Test("SD-18 remote transport: the leader of the bundle speaks for all")
    func remoteTransport() throws {
        let session = try session()
        #expect(session.remoteTransport(mid: "0") == nil)
        try session.negotiate()
        for mid in ["0", "1", "2"] as [ByteString] {
            let transport = try #require(session.remoteTransport(mid: mid))
            #expect(transport.iceUsernameFragment == "peer0")
            #expect(transport.setup == .active)
            #expect(transport.fingerprints.map(\.hashFunction) == ["sha-256"])
            #expect(transport.candidates.map(\.port) == [4000])
        }
        #expect(session.remoteTransport(mid: "9") == nil)
    }

    @Test("SD-35 SD-37: a rejected section stops its transceiver, which leaves the session")
    func rejectedSection() throws {
        let session = try session()
        let ids = session.transceivers.map(\.id)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        let answer = [UInt8](AnsweringPeer(rejects: [1]).answer(offer).text.utf8)
        let effects = try session.setRemoteDescription(.answer, answer.span)
        #expect(session.transceivers.map(\.id) == [ids[0]])
        #expect(effects.removedTransceivers.map(\.id) == [ids[1]])
        #expect(effects.removedTransceivers[0].isStopped)
        #expect(effects.removedTransceivers[0].currentDirection == nil)
        #expect(effects.endedTracks == [ids[1]])
        #expect(session.remoteTransport(mid: "1") == nil)
        let error = #expect(throws: JSEPError.self) {
            try session.setDirection(.sendOnly, of: ids[1])
        }
        #expect(error?.kind == .invalidState)
    }
}
