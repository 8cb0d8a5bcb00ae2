import Testing

@testable import SignalingDriver

/// What web-platform-tests' RTCPeerConnection-ontrack, -setRemoteDescription-tracks,
/// -addTrack, -removeTrack, -transceivers and RTCRtpTransceiver* ask.
@Suite("Tracks and transceivers, as a page sees them")
struct TrackTests {
    let page = Page()

    private func pair() throws -> (Peer, Peer) { (try Peer(page), try Peer(page)) }

    // MARK: Received tracks

    @Test("SD-33 SD-35 SD-02: streams gain the track, then the event, then the promise")
    func trackEvent() throws {
        let (caller, callee) = try pair()
        try caller.addTrack("a", "audio", streams: ["x", "y"])
        let offer = try caller.createOffer()
        page.drain()
        page.clearLog()
        let remote = callee.beginRemote(offer)
        page.pump()
        #expect(
            page.log == [
                "signalingstatechange", "streamAdd", "streamAdd", "track",
                "settle \(remote.number)",
            ])
        let track = try #require(page.effects("track").first)
        #expect(track["streams"] == ["x", "y"])
        #expect(track["transceiver"]?.integer == callee.ids.first)
        #expect(page.effects("streamAdd").map { $0["stream"]?.string } == ["x", "y"])
    }

    @Test("SD-33: the same offer again fires no further event")
    func repeatedOffer() throws {
        let (caller, callee) = try pair()
        try caller.addTrack("a", "audio", streams: ["x"])
        try caller.negotiate(with: callee)
        #expect(page.effects("track").count == 1)
        try caller.negotiate(with: callee)
        #expect(page.effects("track").count == 1)
    }

    @Test("SD-83 SD-84 SD-35: removeTrack mutes the track and takes it from its stream")
    func removeTrack() throws {
        let (caller, callee) = try pair()
        let transceiver = try caller.addTrack("a", "audio", streams: ["x"])
        try caller.negotiate(with: callee)
        page.drain()
        _ = try caller.call(
            "pc.removeTrack", [("ownerPc", JSON(caller.pc)), ("transceiver", JSON(transceiver))])
        #expect(caller.member("direction") == ["recvonly"])
        #expect(caller.member("senderTrack") == [nil])
        let offer = try caller.createOffer()
        try caller.setLocal(offer)
        page.drain()
        page.clearLog()
        let remote = callee.beginRemote(offer)
        page.pump()
        #expect(
            page.log == [
                "signalingstatechange", "mute", "streamRemove", "settle \(remote.number)",
            ])
        // Sending it again is news.
        try callee.setLocal()
        try caller.setRemote(try #require(callee.localDescription))
        try caller.addTrack("a", "audio", streams: ["x"])
        // A sender that was used to send is not used for another track.
        #expect(caller.transceivers.count == 2)
        page.clearLog()
        try caller.negotiate(with: callee)
        #expect(page.effects("track").count == 1)
    }

    @Test("PV-23: without a=msid a stream is made up, without one there is none for -")
    func streamNames() throws {
        let (caller, callee) = try pair()
        try caller.addTransceiver("audio")
        let offer = try caller.createOffer()
        try callee.setRemote(offer)
        #expect(page.effects("track").first?["streams"] == [])
        let third = try Peer(page)
        page.clearLog()
        let text = try #require(offer["sdp"]?.string)
            .replacing("a=msid:-\r\n", with: "")
        try third.setRemote(["type": "offer", "sdp": .string(text)])
        #expect(page.effects("track").first?["streams"]?.array?.count == 1)
    }

    // MARK: Senders

    @Test("SD-83: addTrack refuses a second time, reuses a free sender, follows the kind")
    func addTrack() throws {
        let (caller, callee) = try pair()
        try caller.addTrack("a", "audio")
        expectError("InvalidAccessError") { try caller.addTrack("a", "audio") }
        let free = try caller.addTransceiver("audio", ["direction": "recvonly"])
        #expect(try caller.addTrack("b", "audio") == free)
        #expect(caller.member("direction") == ["sendrecv", "sendrecv"])
        #expect(try caller.addTrack("v", "video") != free)
        try caller.negotiate(with: callee)
        try caller.close()
        expectError("InvalidStateError") { try caller.addTrack("c", "audio") }
        #expect(callee.transceivers.count == 3)
    }

    @Test("SD-84: removeTrack checks closing, then the owner")
    func removeTrackErrors() throws {
        let (caller, callee) = try pair()
        let transceiver = try caller.addTrack("a", "audio")
        let foreign: [(String, JSON)] = [
            ("ownerPc", JSON(caller.pc)), ("transceiver", JSON(transceiver)),
        ]
        expectError("InvalidAccessError") { _ = try callee.call("pc.removeTrack", foreign) }
        try callee.close()
        expectError("InvalidStateError") { _ = try callee.call("pc.removeTrack", foreign) }
        _ = try caller.call("pc.removeTrack", foreign)
        _ = try caller.call("pc.removeTrack", foreign)
        #expect(caller.member("direction") == ["recvonly"])
    }

    @Test("SD-89 SD-104: setStreams needs negotiation, replaceTrack and preferences do not")
    func negotiation() throws {
        let (caller, callee) = try pair()
        let transceiver = try caller.addTrack("a", "audio", streams: ["x"])
        try caller.negotiate(with: callee)
        page.drain()
        page.clearLog()
        try page.value(of: caller.beginReplace(transceiver, ["id": "b", "kind": "audio"]))
        _ = try caller.call(
            "transceiver.setCodecPreferences",
            [("transceiver", JSON(transceiver)), ("codecs", [])])
        page.drain()
        #expect(page.events("negotiationneeded") == 0)
        _ = try caller.call(
            "sender.setStreams", [("transceiver", JSON(transceiver)), ("streams", ["z"])])
        page.drain()
        #expect(page.events("negotiationneeded") == 1)
        page.clearLog()
        try caller.negotiate(with: callee)
        #expect(page.log.filter { $0.hasPrefix("stream") } == ["streamRemove", "streamAdd"])
    }

    // MARK: Transceivers

    @Test("SD-80: addTransceiver checks its arguments")
    func addTransceiver() throws {
        let peer = try Peer(page)
        expectError("TypeError") { try peer.addTransceiver("text") }
        func encodings(_ list: JSON) -> JSON { ["sendEncodings": list] }
        for rids: JSON in [
            [["rid": "a"], ["rid": "a"]], [["rid": "a"], [:]], [["rid": "é"], ["rid": "b"]],
            [["rid": ""], ["rid": "b"]],
        ] {
            expectError("TypeError") { try peer.addTransceiver("video", encodings(rids)) }
        }
        expectError("RangeError") {
            try peer.addTransceiver(
                "video", encodings([["scaleResolutionDownBy": .number(0.5)]]))
        }
        expectError("RangeError") {
            try peer.addTransceiver("video", encodings([["maxFramerate": -1]]))
        }
        #expect(peer.transceivers.isEmpty)
        let id = try peer.addTransceiver(
            "audio", ["direction": "sendonly", "streams": ["x"]],
            track: ["id": "t", "kind": "audio"])
        #expect(peer.ids == [id])
        #expect(peer.member("direction") == ["sendonly"])
        #expect(peer.member("senderTrack") == ["t"])
        #expect(peer.member("currentDirection") == [nil])
        #expect(peer.transceivers[0]["receiverTrack"]?.string?.isEmpty == false)
        try peer.close()
        expectError("InvalidStateError") { try peer.addTransceiver("audio") }
    }

    @Test("SD-85 SD-101: the direction setter")
    func direction() throws {
        let (caller, callee) = try pair()
        let id = try caller.addTransceiver("audio")
        try caller.negotiate(with: callee)
        page.drain()
        page.clearLog()
        try caller.setDirection(id, "sendrecv")
        page.drain()
        #expect(page.events("negotiationneeded") == 0)
        try caller.setDirection(id, "inactive")
        expectError("TypeError") { try caller.setDirection(id, "stopped") }
        page.drain()
        #expect(page.events("negotiationneeded") == 1)
        try caller.negotiate(with: callee)
        #expect(caller.member("currentDirection") == ["inactive"])
        try caller.stop(id)
        expectError("InvalidStateError") { try caller.setDirection(id, "sendrecv") }
        expectError("InvalidStateError") { try caller.setDirection(id, "stopped") }
    }

    @Test("SD-86 SD-37 SO-14: stop, stopping, stopped, gone")
    func stop() throws {
        let (caller, callee) = try pair()
        let id = try caller.addTransceiver("audio")
        try caller.negotiate(with: callee)
        page.drain()
        page.clearLog()
        try caller.stop(id)
        #expect(caller.member("direction") == ["stopped"])
        #expect(caller.member("currentDirection") == ["sendonly"])
        #expect(caller.member("stopped") == [false])
        try caller.stop(id)
        page.drain()
        #expect(page.log == ["ended", "negotiationneeded"])
        try caller.negotiate(with: callee)
        page.drain()
        for peer in [caller, callee] {
            #expect(peer.transceivers.isEmpty)
            #expect(peer.state["removed"]?.array?.first?["currentDirection"] == "stopped")
            #expect(peer.state["removed"]?.array?.first?["stopped"] == true)
        }
        #expect(page.log.filter { $0 == "ended" }.count == 2)
        // Stale but known: still an object of the page.
        try caller.stop(id)
        try caller.close()
        expectError("InvalidStateError") { try caller.stop(id) }
    }

    @Test("SD-86: close ends the received tracks, and says so by tasks")
    func closeEndsTracks() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        page.drain()
        page.clearLog()
        try peer.close()
        #expect(peer.member("currentDirection") == ["stopped"])
        page.drain()
        #expect(page.log == ["ended"])
    }

    @Test("SD-100 SD-101 SD-102: several changes in one turn give one event")
    func oneEvent() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        try peer.addTransceiver("video")
        try peer.createDataChannel()
        page.drain()
        #expect(page.log == ["negotiationneeded"])
        try peer.addTransceiver("video")
        page.drain()
        #expect(page.log == ["negotiationneeded"])
    }

    @Test("SD-103: what changed outside stable is told after the answer, by a later task")
    func afterAnswer() throws {
        let (caller, callee) = try pair()
        try caller.addTransceiver("audio")
        page.drain()
        try caller.setLocal()
        page.drain()
        page.clearLog()
        try caller.createDataChannel()
        page.drain()
        #expect(page.events("negotiationneeded") == 0)
        try callee.setRemote(try #require(caller.localDescription))
        try callee.setLocal()
        page.drain()
        page.clearLog()
        try caller.setRemote(try #require(callee.localDescription))
        #expect(page.events("negotiationneeded") == 0)
        page.drain()
        #expect(page.events("negotiationneeded") == 1)
    }

    @Test("SD-87 SD-88: codec preferences are capabilities, and not only repair")
    func codecPreferences() throws {
        let peer = try Peer(page)
        let id = try peer.addTransceiver("video")
        let capabilities = try page.call(
            "capabilities", [("kind", "video"), ("side", "recv")])
        let codecs = try #require(capabilities["codecs"]?.array)
        func prefer(_ list: [JSON]) throws {
            _ = try peer.call(
                "transceiver.setCodecPreferences",
                [("transceiver", JSON(id)), ("codecs", .array(list))])
        }
        try prefer(codecs)
        try prefer(codecs + codecs)
        try prefer([])
        let repair = codecs.filter { $0["mimeType"] == "video/rtx" }
        #expect(!repair.isEmpty)
        expectError("InvalidModificationError") { try prefer(repair) }
        expectError("InvalidModificationError") {
            try prefer([["mimeType": "audio/opus", "clockRate": 48_000, "channels": 2]])
        }
        expectError("InvalidModificationError") {
            try prefer([["mimeType": "video/none", "clockRate": 90_000]])
        }
        let reversed = Array(codecs.filter { $0["mimeType"] != "video/rtx" }.reversed())
        try prefer(reversed)
        let offer = try #require(try peer.createOffer()["sdp"]?.string)
        let first = try #require(reversed.first?["mimeType"]?.string?.split(separator: "/").last)
        let line = try #require(
            offer.split(separator: "\r\n").first { $0.hasPrefix("a=rtpmap:") })
        #expect(line.contains(" \(first)/"))
        #expect(try page.call("capabilities", [("kind", "text"), ("side", "send")]) == .null)
    }
}
