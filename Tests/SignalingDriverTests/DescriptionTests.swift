import Testing

@testable import SignalingDriver

/// What web-platform-tests' RTCPeerConnection-createOffer, -createAnswer,
/// -setLocalDescription* and -setRemoteDescription* ask.
@Suite("Descriptions, as a page sees them")
struct DescriptionTests {
    let page = Page()

    private func pair() throws -> (Peer, Peer) { (try Peer(page), try Peer(page)) }

    // MARK: Local offers

    @Test("SD-15 SD-02 SD-03 CO-25: an offer is applied by one task, event before settling")
    func localOffer() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        page.drain()
        let offer = try peer.createOffer()
        #expect(peer.member("mid") == [nil])
        #expect(peer.localDescription == nil)
        page.clearLog()
        let local = peer.beginLocal(offer)
        #expect(peer.signalingState == "stable")
        page.pump()
        #expect(page.log == ["signalingstatechange", "settle \(local.number)"])
        #expect(peer.signalingState == "have-local-offer")
        #expect(peer.state["pendingLocal"]?["type"] == "offer")
        #expect(peer.state["pendingLocal"]?["sdp"] == offer["sdp"])
        #expect(peer.state["currentLocal"] == nil)
        #expect(peer.member("mid") == ["0"])
    }

    @Test("SD-12 SD-31: a text that was not created is an InvalidModificationError, at once")
    func foreignText() throws {
        let (peer, other) = try pair()
        try other.addTransceiver("audio")
        let foreign = try other.createOffer()
        let operation = peer.beginLocal(foreign)
        #expect(page.isSettled(operation))
        #expect(page.error(operation) == "InvalidModificationError")
        let offer = try peer.createOffer()
        let answer = peer.beginLocal(["type": "answer", "sdp": offer["sdp"]!])
        #expect(page.error(answer) == "InvalidModificationError")
        let provisional = peer.beginLocal(["type": "pranswer", "sdp": offer["sdp"]!])
        #expect(page.error(provisional) == "InvalidModificationError")
        #expect(peer.signalingState == "stable")
    }

    @Test("SD-12 CO-24: an older offer of ours is refused, the last one accepted")
    func olderOffer() throws {
        let peer = try Peer(page)
        let first = try peer.createOffer()
        try peer.addTransceiver("audio")
        let second = try peer.createOffer()
        #expect(page.error(peer.beginLocal(first)) == "InvalidModificationError")
        #expect(page.error(peer.beginLocal(second)) == nil)
    }

    @Test("SD-10 SD-11 SD-14: setLocalDescription without argument creates what fits")
    func implicit() throws {
        let (caller, callee) = try pair()
        try caller.addTransceiver("audio")
        try caller.setLocal()
        #expect(caller.state["pendingLocal"]?["type"] == "offer")
        try callee.setRemote(try #require(caller.localDescription))
        try callee.setLocal([:])
        #expect(callee.signalingState == "stable")
        #expect(callee.state["currentLocal"]?["type"] == "answer")
        try caller.setRemote(try #require(callee.localDescription))
        #expect(caller.signalingState == "stable")
        #expect(caller.state["pendingLocal"] == nil)
        #expect(caller.state["currentRemote"]?["type"] == "answer")
    }

    @Test("SD-11 OP-01: an empty text takes the last offer, its restart included")
    func lastOffer() throws {
        let (caller, callee) = try pair()
        try caller.addTransceiver("audio")
        try caller.negotiate(with: callee)
        let restart = try caller.createOffer(["iceRestart": true])
        try caller.setLocal(["type": "offer", "sdp": ""])
        #expect(caller.localDescription?["sdp"] == restart["sdp"])
    }

    @Test("CO-27 SD-04: the offer that createOffer returned is accepted in its callback")
    func acceptedAtOnce() throws {
        let peer = try Peer(page)
        try peer.createDataChannel()
        let offer = peer.beginOffer()
        page.pump()
        page.pump()
        #expect(page.error(peer.beginLocal(try page.value(of: offer))) == nil)
    }

    // MARK: Remote offers and answers

    @Test("SD-01 SD-31: descriptions that do not fit the state are refused by a task")
    func wrongState() throws {
        let (peer, other) = try pair()
        try other.addTransceiver("audio")
        let offer = try other.createOffer()
        for type: JSON in ["answer", "pranswer"] {
            let operation = peer.beginRemote(["type": type, "sdp": offer["sdp"]!])
            #expect(page.error(operation) == "InvalidStateError")
        }
        try peer.setRemote(offer)
        #expect(peer.signalingState == "have-remote-offer")
        #expect(page.error(peer.beginOffer()) == "InvalidStateError")
        #expect(page.error(peer.beginLocal(["type": "offer", "sdp": ""])) == "InvalidStateError")
        #expect(
            page.error(peer.beginRemote(["type": "answer", "sdp": offer["sdp"]!]))
                == "InvalidStateError")
        #expect(peer.signalingState == "have-remote-offer")
    }

    @Test("SD-31 PV-01: a syntax error is an RTCError with the number of its line")
    func syntax() throws {
        let peer = try Peer(page)
        for (text, line) in [
            ("invalid", 1), ("", 1), ("v=0\r\no=- 1 1 IN IP4\r\ns=-\r\nt=0 0\r\n", 2),
        ] {
            let operation = peer.beginRemote(["type": "offer", "sdp": .string(text)])
            page.drain()
            guard case .failure(let error) = page.result(operation) else {
                Issue.record("accepted: \(text.count) bytes")
                continue
            }
            #expect(error.name == "OperationError")
            #expect(error.detail == "sdp-syntax-error")
            #expect(error.line == line)
        }
        #expect(peer.signalingState == "stable")
    }

    @Test("SD-32 SD-05 CO-28: provisional answers, then the final one")
    func provisional() throws {
        let (caller, callee) = try pair()
        try caller.addTransceiver("audio")
        try caller.setLocal()
        try callee.setRemote(try #require(caller.localDescription))
        let answer = try callee.createAnswer()
        try callee.setLocal(["type": "pranswer", "sdp": answer["sdp"]!])
        #expect(callee.signalingState == "have-local-pranswer")
        #expect(callee.state["pendingLocal"]?["type"] == "pranswer")
        #expect(callee.state["currentLocal"] == nil)
        try caller.setRemote(["type": "pranswer", "sdp": answer["sdp"]!])
        #expect(caller.signalingState == "have-remote-pranswer")
        let rollback = caller.beginRemote(["type": "rollback", "sdp": ""])
        #expect(page.isSettled(rollback))
        #expect(page.error(rollback) == "InvalidStateError")
        #expect(page.error(caller.beginLocal()) == "InvalidStateError")
        try callee.setLocal(["type": "answer", "sdp": answer["sdp"]!])
        try caller.setRemote(["type": "answer", "sdp": answer["sdp"]!])
        for peer in [caller, callee] {
            #expect(peer.signalingState == "stable")
            #expect(peer.state["pendingLocal"] == nil && peer.state["pendingRemote"] == nil)
        }
        #expect(caller.state["currentRemote"]?["type"] == "answer")
        #expect(callee.state["currentLocal"]?["type"] == "answer")
    }

    // MARK: Rollback

    @Test("SD-13 SD-50 SD-51 SD-53 SD-54: a local offer is rolled back")
    func rollback() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        try peer.setLocal()
        page.drain()
        page.clearLog()
        try peer.setLocal(["type": "rollback", "sdp": "anything"])
        #expect(peer.signalingState == "stable")
        #expect(peer.localDescription == nil)
        #expect(peer.member("mid") == [nil])
        page.drain()
        #expect(page.log.filter { !$0.hasPrefix("settle") }.contains("signalingstatechange"))
        #expect(page.events("negotiationneeded") == 1)
    }

    @Test("SD-52: transceivers of a remote offer go when it is rolled back")
    func rollbackOfRemote() throws {
        let (caller, callee) = try pair()
        try caller.addTransceiver("audio")
        try caller.addTransceiver("video")
        try callee.setRemote(try caller.createOffer())
        #expect(callee.transceivers.count == 2)
        page.drain()
        try callee.setRemote(["type": "rollback"])
        #expect(callee.transceivers.isEmpty)
        #expect(callee.state["removed"]?.array?.count == 2)
        #expect(callee.signalingState == "stable")
        #expect(callee.remoteDescription == nil)
    }

    @Test("SD-30 SD-02: a remote offer takes back ours, by a task of its own")
    func implicitRollback() throws {
        let (caller, callee) = try pair()
        try caller.addTransceiver("audio")
        try callee.addTransceiver("video")
        try callee.setLocal()
        page.drain()
        let offer = try caller.createOffer()
        page.clearLog()
        let remote = callee.beginRemote(offer)
        page.pump()
        #expect(callee.signalingState == "stable")
        #expect(page.log == ["signalingstatechange"])
        #expect(!page.isSettled(remote))
        try page.value(of: remote)
        #expect(callee.signalingState == "have-remote-offer")
        #expect(page.events("signalingstatechange") == 2)
        #expect(page.log.last == "settle \(remote.number)")
        #expect(callee.state["pendingLocal"] == nil)
    }

    @Test("SD-30 SD-31: our offer stays taken back if the remote one is refused then")
    func refusedAfterRollback() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        try peer.setLocal()
        page.drain()
        page.clearLog()
        let refused = peer.beginRemote(["type": "offer", "sdp": "v=0"])
        #expect(page.error(refused) == "OperationError")
        #expect(page.log.first == "signalingstatechange")
        #expect(page.events("signalingstatechange") == 1)
        #expect(peer.signalingState == "stable")
        #expect(peer.remoteDescription == nil)
        page.drain()
        #expect(page.events("negotiationneeded") == 1)
    }

    @Test("SD-48: a track that is added while a remote offer is being applied is taken for it")
    func addedMeanwhile() throws {
        let caller = try Peer(page)
        let callee = try Peer(page)
        try caller.addTrack("a", "audio", streams: ["s"])
        try caller.addTransceiver("video")
        try caller.setLocal()
        let applying = callee.beginRemote(try #require(caller.localDescription))
        let track = try callee.addTrack("b", "audio")
        // What addTransceiver makes is never taken.
        let own = try callee.addTransceiver("video")
        #expect(callee.member("mid") == [nil, nil])
        #expect(page.error(applying) == nil)
        #expect(callee.ids.prefix(2) == [track, own])
        #expect(callee.member("mid") == ["0", nil, "1"])
        #expect(callee.member("direction") == ["sendrecv", "sendrecv", "recvonly"])
        #expect(callee.member("senderTrack") == ["b", nil, nil])
    }

    @Test("SD-105 SD-30: two sides that offer at once agree in the end")
    func perfectNegotiation() throws {
        let (polite, impolite) = try pair()
        try polite.addTrack("a", "audio", streams: ["x"])
        try impolite.addTrack("v", "video", streams: ["y"])
        try polite.setLocal()
        try impolite.setLocal()
        // The impolite side ignores the offer that collides; the polite one gives way.
        try polite.setRemote(try #require(impolite.localDescription))
        try polite.setLocal()
        try impolite.setRemote(try #require(polite.localDescription))
        page.drain()
        #expect(page.events("negotiationneeded") >= 1)
        try polite.negotiate(with: impolite)
        #expect(polite.signalingState == "stable" && impolite.signalingState == "stable")
        #expect(polite.transceivers.count == 2 && impolite.transceivers.count == 2)
        #expect(polite.member("mid").allSatisfy { $0 != nil })
    }

    // MARK: ICE

    @Test("OP-01 OP-05 OP-07 OP-08: ICE restarts by option and by method")
    func restart() throws {
        let (caller, callee) = try pair()
        func fragments(_ description: JSON?) -> Set<String> {
            Set(
                (description?["sdp"]?.string ?? "").split(separator: "\r\n").map(String.init)
                    .filter { $0.hasPrefix("a=ice-ufrag:") })
        }
        _ = try caller.call("pc.restartIce")
        #expect(!page.isPending)
        try caller.addTransceiver("audio")
        try caller.negotiate(with: callee)
        page.drain()
        let first = fragments(caller.localDescription)
        #expect(fragments(try caller.createOffer()) == first)
        #expect(fragments(try caller.createOffer(["iceRestart": true])).isDisjoint(with: first))
        page.clearLog()
        _ = try caller.call("pc.restartIce")
        page.drain()
        #expect(page.log == ["negotiationneeded"])
        try caller.negotiate(with: callee)
        page.drain()
        #expect(fragments(caller.localDescription).isDisjoint(with: first))
        #expect(page.events("negotiationneeded") == 1)
        try caller.close()
        _ = try caller.call("pc.restartIce")
    }

    @Test("SD-40: canTrickle is null, then what the peer says")
    func canTrickle() throws {
        let (caller, callee) = try pair()
        #expect(callee.state["canTrickle"] == nil)
        try caller.addTransceiver("audio")
        try callee.setRemote(try caller.createOffer())
        #expect(callee.state["canTrickle"] == true)
    }

    @Test("LG-08 LG-10 LG-12 LG-13 LG-15: offerToReceive, once and again")
    func offerToReceive() throws {
        let peer = try Peer(page)
        _ = peer.beginOffer(["offerToReceiveVideo": 2, "offerToReceiveAudio": true])
        #expect(peer.member("kind") == ["audio", "video"])
        #expect(peer.member("direction") == ["recvonly", "recvonly"])
        _ = peer.beginOffer(["offerToReceiveVideo": true])
        #expect(peer.transceivers.count == 2)
        _ = peer.beginOffer(["offerToReceiveVideo": false])
        #expect(peer.member("direction") == ["recvonly", "inactive"])
    }

    @Test("LG-11: what offerToReceive makes needs no negotiation by itself")
    func noEvent() throws {
        let peer = try Peer(page)
        _ = try peer.createOffer(["offerToReceiveAudio": true])
        page.drain()
        #expect(page.events("negotiationneeded") == 0)
    }
}
