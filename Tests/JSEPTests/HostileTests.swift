import JSEP
import SDP
import Testing

@Suite("Hostile descriptions")
struct HostileTests {
    /// Changes of whole lines, which pass the grammar more often than those of bytes.
    private struct LineMutator {
        var random: SplitMix64

        mutating func mutated(_ text: String) -> String {
            var lines = text.split(separator: "\r\n").map(String.init)
            for _ in 0...random.below(4) { change(&lines) }
            return lines.map { $0 + "\r\n" }.joined()
        }

        private static let inserted = [
            "a=bundle-only", "a=mid:0", "a=mid:1", "a=group:BUNDLE 1 0", "a=group:BUNDLE",
            "a=group:LS 0 1", "a=setup:passive", "a=inactive", "a=rid:1 send", "a=rid:1 recv",
            "a=simulcast:recv 1;2", "a=simulcast:send 1,1;~1", "a=simulcast:send 3,4",
            "a=simulcast:recv 1;2 send 3",
            "a=rid:3 send pt=96,300;max-width=1", "a=rid:4 send pt=x", "a=msid:a b", "a=msid:-",
            "a=extmap:15 urn:x", "a=extmap:4096 urn:ietf:params:rtp-hdrext:sdes:mid",
            "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid", "a=rtpmap:97 opus/48000/2",
            "a=fmtp:97 apt=97", "a=fmtp:97 apt=98", "a=fmtp:96 apt=97", "a=rtpmap:0 VP8/90000",
            "a=rtcp-fb:* nack", "a=ice-ufrag:aaaa", "a=ice-pwd:0123456789012345678901",
            "a=sctp-port:0", "a=max-message-size:18446744073709551615", "a=end-of-candidates",
            "a=candidate:1 1 udp 1 1.2.3.4 5 typ host", "m=audio 9 UDP/TLS/RTP/SAVPF 0",
            "m=video 0 UDP/TLS/RTP/SAVPF 96", "m=application 9 DTLS/SCTP 5000",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "m=text 9 X y",
            "m=audio 9 UDP/TLS/RTP/SAVPF 0 0 127 200",
        ]

        private mutating func change(_ lines: inout [String]) {
            if lines.count < 6 { return }
            let place = 4 + random.below(lines.count - 4)
            let other = 4 + random.below(lines.count - 4)
            switch random.below(8) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines[other], at: place)
            case 2: lines.swapAt(place, other)
            case 3, 4:
                lines.insert(Self.inserted[random.below(Self.inserted.count)], at: place)
            case 5: lines[place] = lines[place].replacing(" 9 ", with: " 0 ")
            case 6:
                var bytes = Array(lines[place].utf8)
                let digits = bytes.indices.filter { 0x30...0x39 ~= bytes[$0] }
                if digits.isEmpty { return }
                bytes[digits[random.below(digits.count)]] = 0x30 + UInt8(random.below(10))
                lines[place] = String(decoding: bytes, as: UTF8.self)
            default:
                let end = min(lines.count, place + 1 + random.below(20))
                lines.removeSubrange(place..<end)
            }
        }
    }

    @Test(
        "SD-20 A60 A61 A62 A63 A64 A66: nothing traps, and an error changes nothing",
        arguments: 0..<16)
    func mutated(seed: Int) throws {
        var mutator = LineMutator(random: SplitMix64(seed: UInt64(seed)))
        for round in 0..<30 {
            let policy = BundlePolicy.allCases[round % 3]
            let pair = SessionPair(policy, seed: UInt64(round + 1)) {
                $0.receivesSimulcast = round % 2 == 0
                $0.reusesIdleTransceivers = round % 3 == 0
                $0.codecPolicy.maximumCodecs = round % 5 == 0 ? 1 : nil
                $0.codecPolicy.filters = [
                    CodecFilter("H264", parameters: "packetization-mode=1")
                ]
            }
            try pair.a.addTransceiver(
                .video, TransceiverInit(encodings: [Encoding(rid: "1"), Encoding(rid: "2")]))
            try pair.a.addTransceiver(.audio, streams: ["s"])
            try pair.a.setReceivedEncodings(
                [[ReceivedEncoding("3"), ReceivedEncoding("4", isPaused: true)]],
                of: pair.a.transceivers[0].id)
            _ = try pair.a.createDataChannel("c")
            try pair.b.addTrack("t", .video)
            if round % 4 == 0 { try pair.a.negotiate(with: pair.b) }
            for _ in 0..<4 { exchange(pair, &mutator) }
        }
    }

    /// An exchange of which each description may be changed on its way.
    private func exchange(_ pair: SessionPair, _ mutator: inout LineMutator) {
        let offer: String
        do {
            offer = try pair.a.createOffer().text
            try pair.a.setLocalDescription()
        } catch { return }
        guard apply(mutator.mutated(offer), .offer, to: pair.b) else { return recover(pair) }
        do {
            try pair.b.setLocalDescription()
        } catch {
            Issue.record("an offer was taken that cannot be answered: \(error)")
            return
        }
        let answer = pair.b.currentLocalDescription?.text ?? ""
        check(answer)
        if !apply(mutator.mutated(answer), .answer, to: pair.a) { return recover(pair) }
        _ = pair.a.updateNegotiationNeeded()
        for session in [pair.a, pair.b] {
            try? session.addRemoteCandidate(
                CandidateInit("candidate:1 1 udp 1 1.2.3.4 5 typ host", index: 1))
        }
    }

    private func recover(_ pair: SessionPair) {
        for session in [pair.a, pair.b] where session.signalingState != .stable {
            _ = try? session.rollBack()
        }
    }

    private func apply(_ text: String, _ type: DescriptionType, to session: JSEPSession) -> Bool {
        let before = session.snapshot
        do throws(JSEPError) {
            try session.setRemote(type, text)
            return true
        } catch {
            #expect(session.snapshot == before)
            return false
        }
    }

    /// Whatever was taken, what we make of it is a description.
    private func check(_ text: String) {
        let bytes = [UInt8](text.utf8)
        do {
            let description = try SessionDescription(parsing: bytes.span)
            for media in description.media { try media.view.checkValues() }
        } catch {
            Issue.record("an answer is malformed: \(error)")
        }
    }

    @Test("Input costs its size: sections, codecs, feedback and candidates twice over")
    func cost() throws {
        // Formats times wildcards would be 128 times 1,900.
        var section = AnswerTests.audio
        section[0] =
            "m=audio 9 UDP/TLS/RTP/SAVPF " + (0..<64).map(String.init).joined(separator: " ")
            + " " + (96..<128).map(String.init).joined(separator: " ")
        section += (96..<128).map { "a=rtpmap:\($0) opus/48000/2" }
        section += Array(
            repeating: "a=rtcp-fb:* nack \(String(repeating: "x", count: 20))", count: 1_900)
        let session = JSEPSession.seeded()
        try session.setRemote(
            .offer,
            AnswerTests.offer(
                (0..<40).map { place in section.map { $0 == "a=mid:x" ? "a=mid:\(place)" : $0 } },
                bundle: nil
            ).text)
        #expect(session.transceivers.count == 40)
    }
}
