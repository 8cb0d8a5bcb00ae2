import Testing

@testable import SignalingDriver

@Suite("The protocol of the driver")
struct ProtocolTests {
    let page = Page()

    @Test("Every request has one reply, with its id; what is wrong is an error, never an end")
    func malformedRequests() throws {
        _ = try Peer(page)
        let lines = [
            "", " ", "{", "[]", "null", "7", "\"x\"", "{}", #"{"id":1}"#, #"{"cmd":7}"#,
            #"{"cmd":"nope"}"#, #"{"cmd":"pc.close"}"#, #"{"cmd":"pc.close","pc":99}"#,
            #"{"cmd":"pc.close","pc":-1}"#, #"{"cmd":"pc.close","pc":1e300}"#,
            #"{"cmd":"pc.close","pc":"1"}"#, #"{"cmd":"pc.createOffer","pc":1}"#,
            #"{"cmd":"transceiver.stop","pc":1,"transceiver":5}"#,
            #"{"cmd":"transceiver.stop","pc":1}"#, #"{"cmd":"channel.send","pc":1,"channel":3}"#,
            #"{"cmd":"sender.getParameters","pc":1,"transceiver":16777216}"#,
            #"{"cmd":"pc.setRemoteDescription","pc":1,"op":1,"description":{"type":"x"}}"#,
            #"{"cmd":"pc.setRemoteDescription","pc":1,"op":1,"description":{"sdp":"x"}}"#,
            #"{"cmd":"pc.new","config":{"certificates":[{}]}}"#,
            #"{"cmd":"pc.new","config":{"iceCandidatePoolSize":256}}"#,
            #"{"cmd":"pc.addTrack","pc":1}"#, #"{"cmd":"pump"} x"#, "{\"cmd\":\"\\ud800\"}",
            String(repeating: "[", count: 100_000),
        ]
        for line in lines {
            let reply = page.reply(to: line)
            #expect(reply["error"]?["name"]?.string != nil, "\(line.prefix(80))")
            #expect(reply["effects"] == [] && reply["state"] == [])
            #expect(reply["pending"]?.bool == false)
        }
        #expect(page.reply(to: #"{"id":"abc","cmd":"nope"}"#)["id"] == "abc")
        #expect(try page.call("hello")["protocol"] == 1)
    }

    @Test("Bytes that are no UTF-8, every prefix and every changed byte are answered")
    func mutations() {
        let request = Array(
            #"{"id":1,"cmd":"pc.new","config":{"iceServers":[{"urls":"stun:a\u00e9"}],"x":[1.5e3,null]}}"#
                .utf8)
        let driver = Driver()
        for length in 0...request.count { _ = driver.reply(to: Array(request[..<length])) }
        for position in request.indices {
            for byte: UInt8 in [0, 0x22, 0x5C, 0x7B, 0x80, 0xFF] {
                var changed = request
                changed[position] = byte
                let reply = driver.reply(to: changed)
                #expect(reply.first == UInt8(ascii: "{") && !reply.contains(0x0A))
            }
        }
    }

    @Test("Handles are of one connection, and stay known when what they name is gone")
    func handles() throws {
        let first = try Peer(page)
        let second = try Peer(page)
        let transceiver = try first.addTransceiver("audio")
        expectError("TypeError") { try second.stop(transceiver) }
        try first.setLocal()
        try first.stop(transceiver)
        try first.negotiate(with: second)
        #expect(first.transceivers.isEmpty)
        #expect(try first.parameters(transceiver)["encodings"] != nil)
    }

    @Test("The state is sent when it changed, and only then; descriptions keep their identity")
    func states() throws {
        let peer = try Peer(page)
        try peer.addTransceiver("audio")
        try peer.setLocal()
        page.drain()
        let revision = peer.state["pendingLocal"]?["rev"]
        #expect(revision != nil)
        let reply = page.reply(to: #"{"id":1,"cmd":"pump"}"#)
        #expect(reply["state"] == [])
        #expect(reply["ok"]?["ran"] == false)
        try peer.addTransceiver("video")
        #expect(peer.state["pendingLocal"]?["rev"] == revision)
    }

    @Test("shutdown ends the program after its reply")
    func shutdown() {
        let driver = Driver()
        #expect(!driver.isShutDown)
        _ = driver.reply(to: Array(#"{"id":1,"cmd":"shutdown"}"#.utf8))
        #expect(driver.isShutDown)
    }

    @Test("JSON is read and written without loss")
    func json() throws {
        for text in [
            #"{"a":[1,-2.5,true,false,null],"b":{"c":"x\r\n\"\\é😀"}}"#, "[]", "{}", "0", #""""#,
        ] {
            let value = try JSON(Array(text.utf8))
            #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        }
        #expect(try JSON(Array(#""\ud83d\ude00\ud83d\u0041""#.utf8)) == "😀\u{FFFD}A")
        for text in ["01", "-", "1.", "1e", "tru", "\"\u{1}\"", "[1,]", "{\"a\"}", "1 2", "+1"] {
            #expect(throws: JSONError.self) { try JSON(Array(text.utf8)) }
        }
    }
}
