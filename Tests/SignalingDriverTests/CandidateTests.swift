import Testing

@testable import SignalingDriver

/// What web-platform-tests' RTCPeerConnection-addIceCandidate and -iceGatheringState ask.
@Suite("Candidates, as a page sees them")
struct CandidateTests {
    let page = Page()

    private let line = "candidate:1 1 udp 2130706431 192.0.2.1 4000 typ host"

    @Test("SD-17 SO-44: gathering, one candidate, null, complete: a task each")
    func gathering() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        page.drain()
        try peer.setLocal()
        page.clearLog()
        #expect(peer.state["iceGatheringState"] == "new")
        page.pump()
        #expect(page.log == ["transportEvent", "icegatheringstatechange"])
        #expect(peer.state["iceGatheringState"] == "gathering")
        page.clearLog()
        page.pump()
        #expect(page.log == ["icecandidate"])
        let candidate = try #require(page.effects.first?["candidate"])
        #expect(candidate["sdpMid"] == "0" && candidate["sdpMLineIndex"] == 0)
        let text = try #require(candidate["candidate"]?.string)
        #expect(text.hasPrefix("candidate:"))
        let local = try #require(peer.localDescription?["sdp"]?.string)
        #expect(local.contains("a=\(text)\r\n"))
        #expect(local.contains("a=ice-ufrag:\(candidate["usernameFragment"]!.string!)\r\n"))
        page.clearLog()
        page.pump()
        #expect(page.effects.count == 1 && page.effects[0]["candidate"] == nil)
        page.pump()
        #expect(peer.state["iceGatheringState"] == "complete")
        #expect(peer.state["transports"]?.array?.first?["gatheringState"] == "complete")
        #expect(!page.isPending)
        let complete = try #require(peer.localDescription?["sdp"]?.string)
        #expect(complete.contains("a=end-of-candidates\r\n"))
    }

    @Test("SD-17: without a transport nothing is gathered; closing ends it")
    func noGathering() throws {
        let peer = try Peer(page)
        try peer.setLocal()
        page.drain()
        #expect(peer.state["iceGatheringState"] == "new")
        let other = try Peer(page)
        try other.addTransceiver("audio")
        try other.setLocal()
        try other.close()
        page.clearLog()
        page.drain()
        #expect(page.log == ["ended"])
    }

    @Test("SO-46 SO-04: a further offer has the candidates, the version stays with the text")
    func furtherOffer() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        try peer.setLocal()
        page.drain()
        let offer = try #require(try peer.createOffer()["sdp"]?.string)
        #expect(offer.contains("a=candidate:"))
    }

    @Test("OP-09: after a change of the transport policy the next offer restarts ICE")
    func policy() throws {
        let peer = try Peer(page)
        let callee = try Peer(page)
        try peer.addTransceiver("audio")
        try peer.negotiate(with: callee)
        page.drain()
        let before = try #require(peer.state["transports"]?.array?.first?["local"])
        _ = try peer.call("pc.setConfiguration", [("config", ["iceTransportPolicy": "relay"])])
        page.clearLog()
        try peer.negotiate(with: callee)
        page.drain()
        #expect(peer.state["transports"]?.array?.first?["local"] != before)
        let own = page.effects("icecandidate").filter { $0["pc"]?.integer == peer.pc }
        #expect(own.count == 1 && own[0]["candidate"] == nil)
    }

    @Test("SD-114: candidates of the peer are checked")
    func remote() throws {
        let caller = try Peer(page)
        let callee = try Peer(page)
        try caller.addTransceiver("audio")
        try caller.addTransceiver("video")
        let offer = try caller.createOffer()
        let text = JSON.string(line)
        let typeError = callee.beginCandidate(["candidate": text])
        #expect(page.isSettled(typeError))
        #expect(page.error(typeError) == "TypeError")
        #expect(page.error(callee.beginCandidate([:])) == "InvalidStateError")
        let remote = callee.beginRemote(offer)
        let chained = callee.beginCandidate(["candidate": text, "sdpMid": "0"])
        #expect(!page.isSettled(chained))
        #expect(page.error(chained) == nil)
        #expect(page.error(remote) == nil)
        func refusal(_ candidate: JSON) -> String? { page.error(callee.beginCandidate(candidate)) }
        #expect(refusal(["candidate": text, "sdpMid": "nope"]) == "OperationError")
        #expect(refusal(["candidate": text, "sdpMLineIndex": 2]) == "OperationError")
        #expect(refusal(["candidate": "nope", "sdpMid": "0"]) == "OperationError")
        #expect(
            refusal(["candidate": text, "sdpMid": "0", "usernameFragment": "nope"])
                == "OperationError")
        #expect(refusal(["candidate": text, "sdpMid": "1", "sdpMLineIndex": 9]) == nil)
        #expect(refusal(["candidate": text, "sdpMLineIndex": 1]) == nil)
        #expect(refusal(["candidate": "", "sdpMid": "0"]) == nil)
        let sdp = try #require(callee.remoteDescription?["sdp"]?.string)
        let sections = sdp.components(separatedBy: "m=")
        #expect(sections[1].contains("a=\(line)\r\n"))
        #expect(sections[1].contains("a=end-of-candidates\r\n"))
        #expect(sections[2].contains("a=\(line)\r\n"))
        #expect(refusal([:]) == nil)
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
