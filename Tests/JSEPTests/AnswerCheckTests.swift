import JSEP
import SDP
import Testing

@Suite("Answers that must not be applied leave the session as it was")
struct AnswerCheckTests {
    /// What an answer is changed by, and the error that must come of it.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var kind: JSEPError.Kind
        var change: @Sendable (inout DescriptionText) -> Void

        init(
            _ name: String, _ kind: JSEPError.Kind = .invalidAccess,
            _ change: @escaping @Sendable (inout DescriptionText) -> Void
        ) {
            testDescription = name
            self.kind = kind
            self.change = change
        }

        static func replace(
            _ name: String, _ position: Int, _ prefix: String, _ line: String?,
            _ kind: JSEPError.Kind = .invalidAccess
        ) -> Case {
            Case(name, kind) { text in
                text.media[position] = text.media[position].compactMap {
                    $0.hasPrefix(prefix) ? line : $0
                }
            }
        }
    }

    static let cases: [Case] = [
        Case("PV-48: a section is missing") { $0.media.removeLast() },
        Case("PV-48: a section is too many") { $0.media.append($0.media[0]) },
        Case("A64: sections are exchanged") { $0.media.swapAt(0, 1) },
        .replace("PV-48: another protocol", 0, "m=audio", "m=audio 9 RTP/AVP 111"),
        .replace("SD-69: another mid", 0, "a=mid:", "a=mid:x"),
        .replace("PV-40: no fragment", 0, "a=ice-ufrag", nil),
        .replace("PV-40: no password", 0, "a=ice-pwd", nil),
        .replace("PV-40 PV-45: no fingerprint", 0, "a=fingerprint", "a=crypto:1 X inline:Y"),
        .replace("PV-40: no setup", 0, "a=setup", nil),
        .replace("PV-43: setup actpass in an answer", 0, "a=setup", "a=setup:actpass"),
        .replace("PV-43: setup holdconn", 0, "a=setup", "a=setup:holdconn"),
        .replace("PV-46: no rtcp-mux", 0, "a=rtcp-mux", nil),
        .replace("PV-24: no sctp-port", 2, "a=sctp-port", nil),
        .replace("A66: a direction that was not offered", 1, "a=recvonly", "a=sendrecv"),
        Case("SD-42 A61: an unknown mid in the group") { $0.session[4] += " 9" },
        Case("A61: a mid twice in the group") { $0.session[4] += " 0" },
        Case("PV-50: a mid in two groups") { $0.session.append("a=group:BUNDLE 1") },
        Case("SD-42: a rejected section in the group") {
            $0.media[1] = ["m=video 0 UDP/TLS/RTP/SAVPF 96", "c=IN IP4 0.0.0.0", "a=mid:1"]
        },
        .replace(
            "PV-54: a payload type of RTCP", 0, "m=audio", "m=audio 9 UDP/TLS/RTP/SAVPF 111 72"),
        .replace(
            "A65: a codec that was not offered", 0, "m=audio", "m=audio 9 UDP/TLS/RTP/SAVPF 50"),
        .replace("PV-41 A49: a fragment of three", 0, "a=ice-ufrag", "a=ice-ufrag:abc"),
        .replace("A41: a fragment without value", 0, "a=ice-ufrag", "a=ice-ufrag", .syntax),
        .replace("A29: a port that is no number", 0, "m=audio", "m=audio x RTP/AVP 0", .syntax),
        .replace("A48: an odd fingerprint", 0, "a=finger", "a=fingerprint:sha-256 A", .syntax),
        .replace("PV-43 A41: unknown setup", 0, "a=setup", "a=setup:maybe", .syntax),
        Case("PV-02: an unknown line", .syntax) { $0.session.append("x=1") },
        Case("PV-04: no o=", .syntax) { $0.session.remove(at: 1) },
        Case("PV-04: another version", .syntax) { $0.session[0] = "v=1" },
        Case("A1: nothing", .syntax) { $0 = DescriptionText("") },
    ]

    @Test(
        "PV-01 PV-02 PV-04 PV-24 PV-40 PV-41 PV-43 PV-45 PV-46 PV-48 PV-50 PV-54 SD-20 SD-42 SD-69: what an answer may not be",
        arguments: cases)
    func refused(_ testCase: Case) throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video, direction: .sendOnly)
        try session.addDataSection()
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        let good = AnsweringPeer().answer(offer)
        var bad = good
        testCase.change(&bad)
        try #require(bad.text != good.text)

        let error = #expect(throws: JSEPError.self) { try session.setRemoteAnswer(bad.text) }
        #expect(error?.kind == testCase.kind)
        #expect((error?.syntaxError != nil) == (testCase.kind == .syntax))
        #expect(session.signalingState == .haveLocalOffer)
        #expect(session.pendingLocalDescription?.bytes == offer.bytes)
        #expect(session.currentLocalDescription == nil)
        #expect(session.transceivers.allSatisfy { !$0.isStopped && $0.currentDirection == nil })

        try session.setRemoteAnswer(good.text)
        #expect(session.signalingState == .stable)
    }

    @Test("PV-01: a violation of the grammar has its offset and section")
    func placeOfViolation() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer().answer(offer)
        answer.media[0].append("a=rtpmap:200 opus/48000/2")
        let text = answer.text
        let error = #expect(throws: JSEPError.self) { try session.setRemoteAnswer(text) }
        let syntax = try #require(error?.syntaxError)
        #expect(syntax.code == .numberOutOfRange)
        #expect(syntax.section == 1)
        let bytes = Array(text.utf8)
        #expect(Array(bytes[syntax.offset...].prefix(3)) == Array("200".utf8))
        let place = syntax.location(in: bytes.span)
        #expect(place.line == text.split(separator: "\r\n").count)
        #expect(place.column == 10)
    }

    @Test("PV-53: port 0 with bundle-only in an answer rejects nothing")
    func bundleOnlyAnswer() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.addTransceiver(.audio)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer().answer(offer)
        answer.media[1][0] = answer.media[1][0].replacing(" 9 ", with: " 0 ")
        answer.media[1].append("a=bundle-only")
        try session.setRemoteAnswer(answer.text)
        #expect(session.transceivers.map(\.isStopped) == [false, false])
    }

    @Test("PV-51: bundle-only outside of a bundle says nothing: port 0 rejects")
    func bundleOnlyOutsideOfBundle() throws {
        let session = JSEPSession.seeded(.maxCompat)
        try session.addTransceiver(.audio)
        try session.addTransceiver(.audio)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer(bundles: false).answer(offer)
        answer.media[0][0] = answer.media[0][0].replacing(" 9 ", with: " 0 ")
        answer.media[0].append("a=bundle-only")
        try session.setRemoteAnswer(answer.text)
        #expect(session.transceivers.map(\.mid) == ["1"])
    }

    @Test("SD-41: a later answer may not reject the section that speaks for the bundle")
    func rejectedSpeaker() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        try session.negotiate()
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        let answer = AnsweringPeer(rejects: [0]).answer(offer).text
        let error = #expect(throws: JSEPError.self) { try session.setRemoteAnswer(answer) }
        #expect(error?.kind == .invalidAccess)
        #expect(session.signalingState == .haveLocalOffer)
    }

    @Test("What the session level says is kept once, however many sections an answer has")
    func amplification() throws {
        let session = JSEPSession.seeded(.maxCompat)
        for _ in 0..<20 { try session.addTransceiver(.audio) }
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer(bundles: false).answer(offer)
        let long = Array(repeating: "AB", count: 5_000).joined(separator: ":")
        answer.session.append("a=fingerprint:sha-256 \(AnsweringPeer.fingerprint)")
        answer.session += Array(repeating: "a=fingerprint:x \(long)", count: 9)
        for position in answer.media.indices {
            answer.media[position].removeAll { $0.hasPrefix("a=fingerprint") }
        }
        try session.setRemoteAnswer(answer.text)
        let addresses = try session.transceivers.map { transceiver in
            let mid = try #require(transceiver.mid)
            let transport = try #require(session.remoteTransport(mid: mid))
            #expect(transport.fingerprints.count == 10)
            return unsafe transport.fingerprints.withUnsafeBufferPointer {
                UInt(bitPattern: $0.baseAddress)
            }
        }
        #expect(addresses.count == 20)
        #expect(Set(addresses).count == 1)
    }

    @Test("PV-07: session-level credentials serve every section")
    func inheritedTransport() throws {
        let session = JSEPSession.seeded(.maxCompat)
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        let offer = try session.createOffer()
        try session.setLocalDescription(offer)
        var answer = AnsweringPeer(bundles: false).answer(offer)
        let prefixes = ["a=ice-", "a=fingerprint", "a=setup"]
        let isTransport = { (line: String) in prefixes.contains { line.hasPrefix($0) } }
        answer.session += answer.media[0].filter(isTransport)
        for position in 0..<2 { answer.media[position].removeAll(where: isTransport) }
        try session.setRemoteAnswer(answer.text)
        #expect(session.remoteTransport(mid: "1")?.iceUsernameFragment == "peer0")
    }
}
