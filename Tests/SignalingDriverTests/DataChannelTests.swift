import Testing

@testable import SignalingDriver

/// What web-platform-tests' RTCPeerConnection-createDataChannel and RTCSctpTransport-*
/// ask, as far as signalling goes.
@Suite("Data channels, as a page sees them")
struct DataChannelTests {
    let page = Page()

    @Test("SD-91 IO-70: what a channel begins with")
    func attributes() throws {
        let peer = try Peer(page)
        let first = try peer.createDataChannel("chat")
        let second = try peer.createDataChannel(
            "", ["ordered": false, "maxRetransmits": 0, "protocol": "p", "id": 7])
        try peer.createDataChannel("x", ["maxPacketLifeTime": 5, "negotiated": true, "id": 42])
        #expect(first != second)
        let channels = peer.channels
        #expect(channels.map { $0["handle"]?.integer }.prefix(2) == [first, second])
        #expect(channels.map { $0["label"]?.string } == ["chat", "", "x"])
        #expect(channels.map { $0["ordered"]?.bool } == [true, false, true])
        #expect(channels.map { $0["maxRetransmits"]?.integer } == [nil, 0, nil])
        #expect(channels.map { $0["maxPacketLifeTime"]?.integer } == [nil, nil, 5])
        #expect(channels.map { $0["protocol"]?.string } == ["", "p", ""])
        #expect(channels.map { $0["negotiated"]?.bool } == [false, false, true])
        #expect(channels.map { $0["id"]?.integer } == [nil, nil, 42])
        #expect(channels.allSatisfy { $0["readyState"] == "connecting" })
        page.drain()
        #expect(page.log == ["negotiationneeded"])
    }

    @Test("SD-91: arguments that are refused")
    func errors() throws {
        let peer = try Peer(page)
        let long = String(repeating: "x", count: 65_536)
        expectError("TypeError") { try peer.createDataChannel(long) }
        expectError("TypeError") { try peer.createDataChannel("", ["protocol": .string(long)]) }
        expectError("TypeError") {
            try peer.createDataChannel("", ["maxRetransmits": 1, "maxPacketLifeTime": 1])
        }
        expectError("TypeError") { try peer.createDataChannel("", ["negotiated": true]) }
        expectError("TypeError") {
            try peer.createDataChannel("", ["negotiated": true, "id": 65_535])
        }
        try peer.createDataChannel("", ["negotiated": true, "id": 1])
        expectError("OperationError") {
            try peer.createDataChannel("", ["negotiated": true, "id": 1])
        }
        #expect(peer.channels.count == 1)
        try peer.close()
        expectError("InvalidStateError") { try peer.createDataChannel() }
        #expect(peer.channels.allSatisfy { $0["readyState"] == "closed" })
    }

    @Test("SD-19 PV-24: the association appears with the answer, its streams with the roles")
    func association() throws {
        let caller = try Peer(page)
        let callee = try Peer(page)
        try caller.createDataChannel()
        #expect(caller.state["sctp"] == nil)
        try caller.negotiate(with: callee)
        for peer in [caller, callee] {
            let sctp = try #require(peer.state["sctp"])
            #expect(sctp["state"] == "connecting")
            #expect(sctp["maxChannels"] == nil)
            #expect(sctp["maxMessageSize"]?.number ?? 0 >= 65_536)
            let transports = peer.state["transports"]?.array?.map { $0["id"] } ?? []
            #expect(transports.contains(sctp["transport"]))
        }
        let id = try #require(caller.channels[0]["id"]?.integer)
        #expect(id == 0 || id == 1)
        try caller.close()
        #expect(caller.state["sctp"]?["state"] == "closed")
    }

    @Test("SD-91: close is a state now and an event later; send wants an open channel")
    func closing() throws {
        let peer = try Peer(page)
        let channel: [(String, JSON)] = [("channel", JSON(try peer.createDataChannel()))]
        page.drain()
        page.clearLog()
        expectError("InvalidStateError") { _ = try peer.call("channel.send", channel) }
        _ = try peer.call("channel.close", channel)
        #expect(peer.channels[0]["readyState"] == "closing")
        page.drain()
        #expect(peer.channels[0]["readyState"] == "closed")
        #expect(page.effects.map { $0["type"]?.string } == ["close"])
        _ = try peer.call("channel.close", channel)
        page.drain()
        #expect(page.log.count == 1)
    }
}
