import Testing

@testable import SignalingDriver

/// What web-platform-tests' RTCRtpParameters-* and RTCRtpSender-* ask.
@Suite("Parameters, as a page sees them")
struct ParameterTests {
    let page = Page()

    private func set(_ json: JSON, _ name: String, _ value: JSON) -> JSON {
        guard case .object(let members) = json else { return json }
        return .object(
            members.map { $0.name == name ? JSON.Member(name: name, value: value) : $0 })
    }

    @Test("SD-80 SD-81: the encodings of addTransceiver are returned")
    func encodings() throws {
        let peer = try Peer(page)
        let plain = try peer.addTransceiver("video")
        #expect(
            try peer.parameters(plain)["encodings"]
                == [["active": true, "scaleResolutionDownBy": 1]])
        let audio = try peer.addTransceiver("audio")
        #expect(try peer.parameters(audio)["encodings"] == [["active": true]])
        let lone = try peer.addTransceiver(
            "video", ["sendEncodings": [["rid": "a", "maxBitrate": 1_000, "active": false]]])
        let encoding = try #require(try peer.parameters(lone)["encodings"]?.array?.first)
        #expect(encoding["rid"] == nil)
        #expect(encoding["maxBitrate"] == 1_000)
        #expect(encoding["active"] == false)
        let layers = try peer.addTransceiver(
            "video", ["sendEncodings": [["rid": "a"], ["rid": "b"], ["rid": "c"]]])
        let list = try #require(try peer.parameters(layers)["encodings"]?.array)
        #expect(list.map { $0["rid"]?.string } == ["a", "b", "c"])
        #expect(list.map { $0["scaleResolutionDownBy"]?.number } == [4, 2, 1])
    }

    @Test("CO-07: parameters are the same until the next task, and good for one change")
    func transactions() throws {
        let peer = try Peer(page)
        let id = try peer.addTransceiver("audio")
        page.drain()
        let early = peer.beginParameters(id, ["transactionId": "x", "encodings": []])
        #expect(page.isSettled(early))
        #expect(page.error(early) == "InvalidStateError")
        let first = try peer.parameters(id)
        #expect(try peer.parameters(id) == first)
        #expect(page.isPending)
        page.drain()
        let second = try peer.parameters(id)
        #expect(second["transactionId"] != first["transactionId"])
        #expect(page.error(peer.beginParameters(id, first)) == "InvalidModificationError")
        let third = try peer.parameters(id)
        #expect(page.error(peer.beginParameters(id, third)) == nil)
        #expect(page.error(peer.beginParameters(id, third)) == "InvalidStateError")
    }

    @Test("CO-07 SD-80: what may not be changed")
    func unchangeable() throws {
        let peer = try Peer(page)
        let callee = try Peer(page)
        let id = try peer.addTransceiver(
            "video", ["sendEncodings": [["rid": "a"], ["rid": "b"]]])
        try peer.negotiate(with: callee)
        func refusal(_ change: (JSON) -> JSON) throws -> String? {
            page.drain()
            return page.error(peer.beginParameters(id, change(try peer.parameters(id))))
        }
        #expect(try refusal { $0 } == nil)
        #expect(try refusal { self.set($0, "encodings", []) } == "InvalidModificationError")
        #expect(
            try refusal { self.set($0, "encodings", [["rid": "b"], ["rid": "a"]]) }
                == "InvalidModificationError")
        #expect(
            try refusal { self.set($0, "headerExtensions", [["uri": "x", "id": 404]]) }
                == "InvalidModificationError")
        #expect(
            try refusal { self.set($0, "rtcp", ["cname": "other", "reducedSize": true]) }
                == "InvalidModificationError")
        #expect(
            try refusal { parameters in
                self.set(parameters, "codecs", .array((parameters["codecs"]?.array ?? []) + [nil]))
            } == "InvalidModificationError")
        #expect(try refusal { self.set($0, "transactionId", "0") } == "InvalidModificationError")
        page.drain()
        try peer.stop(id)
        #expect(page.error(peer.beginParameters(id, [:])) == "InvalidStateError")
    }

    @Test("CO-07 SD-64: negotiated codecs and extensions are told to both sides")
    func negotiated() throws {
        let peer = try Peer(page)
        let callee = try Peer(page)
        let id = try peer.addTransceiver("audio")
        #expect(try peer.parameters(id)["codecs"] == [])
        try peer.negotiate(with: callee)
        page.drain()
        for side in [peer, callee] {
            let transceiver: [(String, JSON)] = [("transceiver", JSON(side.ids[0]))]
            let received = try side.call("receiver.getParameters", transceiver)
            let codec = try #require(received["codecs"]?.array?.first)
            #expect(codec["mimeType"]?.string?.hasPrefix("audio/") == true)
            #expect(codec["payloadType"]?.integer != nil)
            #expect(codec["clockRate"]?.integer != nil)
            #expect(received["headerExtensions"]?.array?.first?["uri"]?.string != nil)
            #expect(try side.parameters(side.ids[0])["codecs"]?.array?.isEmpty == false)
        }
    }

    @Test("PV-22: the peer's format parameters are those of the sender")
    func formatParameters() throws {
        let peer = try Peer(page)
        let lines = [
            "v=0", "o=- 0 3 IN IP4 127.0.0.1", "s=-", "t=0 0",
            "a=fingerprint:sha-256 " + Array(repeating: "A7", count: 32).joined(separator: ":"),
            "m=video 9 UDP/TLS/RTP/SAVPF 100 102", "c=IN IP4 0.0.0.0", "a=rtcp-mux", "a=sendrecv",
            "a=mid:video", "a=rtpmap:100 VP8/90000", "a=fmtp:100 max-fr=30;max-fs=3600",
            "a=rtpmap:102 H264/90000",
            "a=fmtp:102 packetization-mode=1;profile-level-id=42e034", "a=setup:actpass",
            "a=ice-ufrag:ETEn", "a=ice-pwd:OtSK0WpNtpUjkY4+86js7Z/l", "",
        ]
        try peer.setRemote(["type": "offer", "sdp": .string(lines.joined(separator: "\n"))])
        try peer.setLocal()
        let given = try peer.parameters(peer.ids[0])["codecs"]?.array ?? []
        #expect(
            given.map { $0["sdpFmtpLine"]?.string } == [
                "max-fr=30;max-fs=3600", "packetization-mode=1;profile-level-id=42e034",
            ])
        let received = try peer.call(
            "receiver.getParameters", [("transceiver", JSON(peer.ids[0]))])
        let own = received["codecs"]?.array?.map { $0["sdpFmtpLine"]?.string } ?? []
        #expect(own.first == "max-fr=30;max-fs=3600")
        #expect(own.last != given.last?["sdpFmtpLine"]?.string)
        let same = try peer.parameters(peer.ids[0])
        #expect(page.error(peer.beginParameters(peer.ids[0], same)) == nil)
    }

    @Test("SD-43 CO-34: layers that the answer leaves out are gone")
    func simulcastRefused() throws {
        let peer = try Peer(page)
        let callee = try Peer(page)
        let id = try peer.addTransceiver(
            "video", ["sendEncodings": [["rid": "a"], ["rid": "b"]]])
        let offer = try #require(try peer.createOffer()["sdp"]?.string)
        #expect(offer.contains("a=simulcast:send a;b\r\n"))
        try peer.negotiate(with: callee)
        page.drain()
        #expect(try peer.parameters(id)["encodings"]?.array?.count == 1)
    }
}
