import Testing

@testable import SignalingDriver

/// What web-platform-tests' RTCPeerConnection-operations and -close ask of the chain.
@Suite("The operations chain, as a page sees it")
struct OperationsTests {
    let page = Page()

    @Test("CO-01 CO-10: a closed connection rejects every operation at once")
    func closed() throws {
        let peer = try Peer(page)
        let transceiver = try peer.addTransceiver("audio")
        page.drain()
        try peer.close()
        let operations = [
            peer.beginOffer(), peer.beginAnswer(), peer.beginLocal(),
            peer.beginRemote(["type": "offer", "sdp": ""]), peer.beginCandidate([:]),
            peer.beginReplace(transceiver, nil),
        ]
        for operation in operations {
            #expect(page.isSettled(operation))
            #expect(page.error(operation) == "InvalidStateError")
        }
    }

    @Test("CO-03 CO-06: a wrong state is found before any task, if the chain is empty")
    func wrongState() throws {
        let peer = try Peer(page)
        let answer = peer.beginAnswer()
        #expect(page.isSettled(answer))
        #expect(page.error(answer) == "InvalidStateError")
        let rollback = peer.beginLocal(["type": "rollback"])
        #expect(page.isSettled(rollback))
        #expect(page.error(rollback) == "InvalidStateError")
        let candidate = peer.beginCandidate(["candidate": "x", "sdpMid": "0"])
        #expect(page.isSettled(candidate))
        #expect(page.error(candidate) == "InvalidStateError")
    }

    @Test("CO-02 CO-19: createOffer settles by a task, never in the call")
    func queued() throws {
        let peer = try Peer(page)
        let offer = peer.beginOffer()
        #expect(!page.isSettled(offer))
        #expect(page.pump())
        #expect(page.isSettled(offer))
        #expect(try page.value(of: offer)["type"] == "offer")
    }

    @Test("CO-04 CO-05 CO-07: operations begin in the order of the calls, and fail when they run")
    func order() throws {
        let peer = try Peer(page)
        let first = peer.beginOffer()
        let second = peer.beginAnswer()
        let third = peer.beginOffer()
        #expect(!page.isSettled(second))
        page.pump()
        #expect(page.isSettled(first) && page.isSettled(second))
        #expect(page.error(second) == "InvalidStateError")
        #expect(!page.isSettled(third))
        page.drain()
        #expect(page.log.filter { $0.hasPrefix("settle") } == ["settle 1", "settle 2", "settle 3"])
    }

    @Test("CO-11: a failed operation does not hold up the next")
    func failure() throws {
        let peer = try Peer(page)
        let wrong = peer.beginRemote(["type": "answer", "sdp": ""])
        let offer = peer.beginOffer()
        page.drain()
        #expect(page.error(wrong) == "InvalidStateError")
        #expect(try page.value(of: offer)["type"] == "offer")
    }

    @Test("CO-09 CO-20: nothing settles after close, and nothing that waits begins")
    func silence() throws {
        let peer = try Peer(page)
        let operations = [peer.beginOffer(), peer.beginAnswer(), peer.beginLocal()]
        try peer.close()
        page.drain()
        #expect(operations.allSatisfy { !page.isSettled($0) })
        #expect(page.log.isEmpty)
        #expect(peer.signalingState == "closed")
        #expect(peer.state["connectionState"] == "closed")
    }

    @Test("CO-12: two thousand operations that fail as they begin do not nest")
    func depth() throws {
        let peer = try Peer(page)
        let offer = peer.beginOffer()
        let answers = (0..<2_000).map { _ in peer.beginAnswer() }
        page.pump()
        #expect(page.isSettled(offer))
        #expect(answers.allSatisfy { page.isSettled($0) })
        #expect(!page.isPending)
    }

    @Test("CO-08 SD-100 SD-101: negotiationneeded waits until the chain is empty")
    func negotiationNeeded() throws {
        let peer = try Peer(page)
        let offer = peer.beginOffer()
        try peer.addTransceiver("audio")
        try peer.addTransceiver("video")
        page.pump()
        #expect(page.isSettled(offer))
        #expect(page.events("negotiationneeded") == 0)
        page.drain()
        #expect(page.log == ["settle 1", "negotiationneeded"])
    }

    @Test("CO-22: what is added after the call is in the offer")
    func addedMeanwhile() throws {
        let peer = try Peer(page)
        let offer = peer.beginOffer()
        try peer.addTransceiver("audio")
        #expect(try page.value(of: offer)["sdp"]?.string?.contains("m=audio") == true)
    }

    @Test("CO-40 CO-41: options may be missing or have more members, but are an object")
    func options() throws {
        let peer = try Peer(page)
        for options: JSON in [nil, [:], ["iceRestart": nil, "unknown": 1], ["iceRestart": 0]] {
            #expect(page.error(peer.beginOffer(options)) == nil)
        }
        for options: JSON in [7, "x", []] {
            #expect(page.error(peer.beginOffer(options)) == "TypeError")
        }
    }

    @Test("CO-07 SD-90: replaceTrack is chained; a stopped transceiver is found at once")
    func replaceTrack() throws {
        let peer = try Peer(page)
        let transceiver = try peer.addTransceiver("audio")
        let replace = peer.beginReplace(transceiver, ["id": "t", "kind": "audio"])
        #expect(!page.isSettled(replace))
        #expect(peer.transceivers[0]["senderTrack"] == nil)
        page.drain()
        #expect(page.error(replace) == nil)
        #expect(peer.transceivers[0]["senderTrack"] == "t")
        let wrong = peer.beginReplace(transceiver, ["id": "v", "kind": "video"])
        #expect(page.isSettled(wrong))
        #expect(page.error(wrong) == "TypeError")
        try peer.stop(transceiver)
        let stopped = peer.beginReplace(transceiver, nil)
        #expect(page.isSettled(stopped))
        #expect(page.error(stopped) == "InvalidStateError")
    }
}
