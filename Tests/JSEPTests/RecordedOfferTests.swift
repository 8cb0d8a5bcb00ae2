import Foundation
import JSEP
import SDP
import Testing

/// Our answer to an offer, both as lines.
private struct Exchange {
    let offer: DescriptionText
    let answer: DescriptionText
    let answerBytes: [UInt8]

    /// A fresh session answers, with a track of each kind or none.
    init(answering bytes: [UInt8], sends: Bool) throws {
        let session = JSEPSession.seeded(.balanced, seed: 7)
        if sends {
            try session.addTrack("voice", .audio, streams: ["stream"])
            try session.addTrack("face", .video, streams: ["stream"])
        }
        try session.setRemoteDescription(.offer, bytes.span)
        let answer = try session.createAnswer()
        try session.setLocalDescription(answer)
        #expect(session.signalingState == .stable)
        offer = DescriptionText(String(decoding: bytes, as: UTF8.self))
        self.answer = DescriptionText(answer)
        answerBytes = answer.bytes
    }

    /// Another answer to the same offer.
    init(_ exchange: Exchange, answer text: String) {
        offer = exchange.offer
        answer = DescriptionText(text)
        answerBytes = [UInt8](text.utf8)
    }

    /// What is wrong with the answer; nothing, if all is well.
    func violations() throws -> [String] {
        var found: [String] = []
        var index = LineIndex()
        let view = try index.read(answerBytes.span, tolerating: []) { found.append("\($0)") }
        var verifier = Verifier(rules: .webRTCAnswer)
        verifier.forEachViolation(in: view) { found.append("\($0)") }
        func check(_ isTrue: Bool, _ what: String) { if !isTrue { found.append(what) } }

        check(answer.media.count == offer.media.count, "number of sections")
        check(!answer.text.contains("a=ice-lite"), "a=ice-lite")
        let bundled = answer.bundle ?? []
        check(Set(bundled).isSubset(of: offer.bundle ?? []), "bundled mids")
        check(bundled == (offer.bundle ?? []).filter { bundled.contains($0) }, "bundle order")
        for (number, pair) in zip(offer.media, answer.media).enumerated() {
            let (offered, answered) = (Lines(pair.0), Lines(pair.1))
            check(answered.media == offered.media, "\(number): media and protocol")
            check(answered.values("a=mid:") == offered.values("a=mid:"), "\(number): mid")
            if offered.isRejected { check(answered.isRejected, "\(number): not rejected") }
            if answered.isRejected {
                check(!bundled.contains(offered.values("a=mid:").first ?? ""), "\(number): bundled")
                continue
            }
            check(
                offered.directions.contains(answered.direction), "\(number): direction")
            check(Set(answered.formats).isSubset(of: offered.formats), "\(number): formats")
            check(!answered.formats.isEmpty, "\(number): no format")
            check(answered.maps.isSubset(of: offered.maps), "\(number): a=rtpmap")
            check(
                Set(answered.extensions).isSubset(of: offered.extensions), "\(number): extensions")
            if offered.lines.contains("a=rtcp-mux") {
                check(answered.lines.contains("a=rtcp-mux"), "\(number): a=rtcp-mux")
            }
            // The section that speaks for a bundle says it for all (RFC 9143 section 7.1.3).
            if offered.lines.contains("a=rtcp-rsize") && answer.hasTransport(number) {
                check(answered.lines.contains("a=rtcp-rsize"), "\(number): a=rtcp-rsize")
            }
            let setups = answered.values("a=setup:")
            check(setups.allSatisfy { $0 == "active" || $0 == "passive" }, "\(number): setup")
            if offered.values("a=setup:") == ["active"] {
                check(setups == ["passive"], "\(number): setup")
            }
            let fragments = answered.values("a=ice-ufrag:")
            check(
                Set(fragments).isDisjoint(with: offered.values("a=ice-ufrag:")),
                "\(number): credentials of the offer")
            check(!answered.lines.contains("a=bundle-only"), "\(number): bundle-only")
        }
        return found
    }

    /// Where the recorded answer to the same offer is of another shape.
    func differences(from recorded: DescriptionText) -> [String] {
        guard recorded.media.count == answer.media.count else { return ["number of sections"] }
        var found: [String] = []
        for (number, pair) in zip(answer.media, recorded.media).enumerated() {
            let (ours, theirs) = (Lines(pair.0), Lines(pair.1))
            if ours.media != theirs.media { found.append("\(number): media and protocol") }
            if ours.isRejected != theirs.isRejected { found.append("\(number): rejected") }
            if ours.isRejected { continue }
            if ours.values("a=mid:") != theirs.values("a=mid:") { found.append("\(number): mid") }
            if ours.values("a=setup:").first ?? "active" != "active" {
                found.append("\(number): setup")
            }
        }
        if Set(answer.bundle ?? []) != Set(recorded.bundle ?? []) { found.append("bundle") }
        return found
    }

    private struct Lines {
        let lines: [String]
        let line: [String]

        init(_ lines: [String]) {
            self.lines = lines
            line = lines[0].split(separator: " ").map(String.init)
        }

        var media: [String] { [line[0], line[2]] }
        var formats: [String] { Array(line.dropFirst(3)) }
        var isRejected: Bool { line[1] == "0" && !lines.contains("a=bundle-only") }
        func values(_ prefix: String) -> [String] { DescriptionText.values(prefix, lines) }

        var direction: String {
            if line[0] == "m=application" { return "" }
            return lines.first { DescriptionText.directionLines.contains($0) } ?? "a=sendrecv"
        }

        /// What may answer the direction.
        var directions: Set<String> {
            switch direction {
            case "": [""]
            case "a=sendrecv": DescriptionText.directionLines
            case "a=sendonly": ["a=recvonly", "a=inactive"]
            case "a=recvonly": ["a=sendonly", "a=inactive"]
            default: ["a=inactive"]
            }
        }

        /// What payload types mean: names are compared without case, and no number of
        /// channels is one.
        var maps: Set<String> {
            Set(
                values("a=rtpmap:").map {
                    let map = $0.lowercased()
                    return map.hasSuffix("/1") ? String(map.dropLast(2)) : map
                })
        }

        /// Identifier and URI, without the direction.
        var extensions: [String] {
            values("a=extmap:").map { value in
                let fields = value.split(separator: " ")
                return "\(fields[0].prefix { $0 != "/" }) \(fields[1])"
            }
        }
    }
}

@Suite("Recorded offers of browsers, answered")
struct RecordedOfferTests {
    static let offers = names { name in
        (name.hasPrefix("chromium156") || name.hasPrefix("firefox153"))
            && name.contains("-offer") && !name.contains("answer")
    }

    static func names(_ isWanted: (String) -> Bool) -> [String] {
        let all =
            (try? FileManager.default.contentsOfDirectory(
                atPath: RecordedSession.directory.path)) ?? []
        return all.filter { $0.hasSuffix(".sdp") && isWanted($0) }.sorted()
    }

    @Test("Every offer is answered, and the answer holds to the rules", arguments: [false, true])
    func answers(sends: Bool) throws {
        #expect(Self.offers.count == 274)
        for name in Self.offers {
            let offer = try RecordedSession.description(name)
            let found = try Exchange(answering: offer, sends: sends).violations()
            #expect(found == [], "\(name)")
        }
    }

    @Test(
        "What is checked is seen where it is wrong",
        arguments: [
            ("a=mid:1\r\n", "a=mid:7\r\n"), ("a=setup:active", "a=setup:actpass"),
            ("m=audio 9 ", "m=audio 0 "), ("a=recvonly", "a=sendrecv"),
            ("a=rtcp-mux\r\n", ""), ("m=audio 9 UDP/TLS/RTP/SAVPF", "$0 99"),
            ("a=rtpmap:111 opus", "a=rtpmap:111 other"), ("a=ice-ufrag:", "a=x-ice-ufrag:"),
            ("BUNDLE 0 1", "BUNDLE 1 0"),
            ("a=extmap:4 ", "a=extmap:99 "), ("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n"),
            ("m=video 9 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/SAVPF"),
        ])
    func checksAreSeen(_ from: String, _ to: String) throws {
        let offer = try RecordedSession.description("chromium156-dirs-r2-offer-to-chromium156.sdp")
        let good = try Exchange(answering: offer, sends: false)
        let text = good.answer.text
        #expect(text.contains(from))
        let place = try #require(text.range(of: from))
        let changed = text.replacingCharacters(
            in: place, with: to.replacingOccurrences(of: "$0", with: from))
        #expect(try Exchange(good, answer: changed).violations() != [])
    }

    @Test("The answers have the shape of those that browsers gave")
    func shapes() throws {
        var compared = 0
        for name in Self.names({ $0.contains("-answer-to-") }) {
            // ANSWERER-SCENARIO-answer-to-OFFERER, and OFFERER-SCENARIO-offer[-to-ANSWERER].
            let parts = name.dropLast(".sdp".count).components(separatedBy: "-answer-to-")
            guard parts.count == 2, let dash = parts[0].firstIndex(of: "-") else { continue }
            let (answerer, scenario) = (parts[0][..<dash], parts[0][dash...])
            let plain = "\(parts[1])\(scenario)-offer.sdp"
            let named = "\(parts[1])\(scenario)-offer-to-\(answerer).sdp"
            guard let offer = Self.offers.first(where: { $0 == plain || $0 == named }) else {
                continue
            }
            let recorded = DescriptionText(
                String(decoding: try RecordedSession.description(name), as: UTF8.self))
            let exchange = try Exchange(
                answering: try RecordedSession.description(offer), sends: false)
            #expect(exchange.differences(from: recorded) == [], "\(name)")
            compared += 1
        }
        #expect(compared == 299)
    }
}
