import ICECredentials
import JSEP
import SDP

/// An offer or answer as lines of text, taken apart without the library.
struct DescriptionText {
    var session: [String]
    var media: [[String]]

    init(_ text: String) {
        session = []
        media = []
        // By bytes: to look for characters takes many times as long.
        for part in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let line = String(decoding: part.last == 0x0D ? part.dropLast() : part, as: UTF8.self)
            if line.hasPrefix("m=") {
                media.append([line])
            } else if media.isEmpty {
                session.append(line)
            } else {
                media[media.count - 1].append(line)
            }
        }
    }

    init(_ offer: CreatedDescription) { self.init(offer.text) }

    var text: String {
        (session + media.flatMap { $0 }).map { $0 + "\r\n" }.joined()
    }

    /// What is between blanks.
    static func words(_ text: String) -> [String] {
        text.utf8.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The values of the lines that begin with `prefix`, in a section.
    static func values(_ prefix: String, _ lines: [String]) -> [String] {
        lines.filter { $0.hasPrefix(prefix) }.map {
            String(decoding: $0.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        }
    }

    func values(_ prefix: String, _ position: Int) -> [String] {
        Self.values(prefix, media[position])
    }

    var bundle: [String]? {
        Self.values("a=group:BUNDLE", session).first.map {
            $0.split(separator: " ").map(String.init)
        }
    }

    var versionLine: [String] { session[1].split(separator: " ").map(String.init) }

    var directions: [String] {
        media.map { lines in
            lines.first { Self.directionLines.contains($0) }.map { String($0.dropFirst(2)) } ?? ""
        }
    }

    static let directionLines: Set<String> = [
        "a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive",
    ]

    static let transportPrefixes = [
        "a=ice-ufrag", "a=ice-pwd", "a=fingerprint", "a=setup", "a=tls-id", "a=rtcp:",
        "a=rtcp-mux-only", "a=rtcp-rsize", "a=candidate",
    ]

    func hasTransport(_ position: Int) -> Bool {
        media[position].contains { line in
            Self.transportPrefixes.contains { line.hasPrefix($0) }
        }
    }
}

extension CreatedDescription {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A plausible peer: answers an offer's text as a browser would.
struct AnsweringPeer {
    /// Sections, by position, that are rejected.
    var rejects: Set<Int> = []
    /// Sections that get a transport of their own.
    var unbundles: Set<Int> = []
    var bundles = true
    var reducesRTCPSize = true
    var direction: (String) -> String = { offered in
        switch offered {
        case "sendonly": "recvonly"
        case "recvonly": "sendonly"
        default: offered
        }
    }
    var ufrag = "peer"

    func answer(_ offer: CreatedDescription) -> DescriptionText {
        let offered = DescriptionText(offer)
        var answer = DescriptionText("")
        answer.session = [
            "v=0", "o=- 4611733054 1 IN IP4 0.0.0.0", "s=-", "t=0 0",
        ]
        let group = (offered.bundle ?? []).filter { mid in
            let position = offered.media.firstIndex { $0.contains("a=mid:\(mid)") }
            return position.map { !rejects.contains($0) && !unbundles.contains($0) } ?? false
        }
        if bundles { answer.session.append("a=group:BUNDLE " + group.joined(separator: " ")) }
        for (position, lines) in offered.media.enumerated() {
            answer.media.append(section(position, lines, group: bundles ? group : []))
        }
        return answer
    }

    private func section(_ position: Int, _ offered: [String], group: [String]) -> [String] {
        var fields = offered[0].split(separator: " ").map(String.init)
        fields[1] = rejects.contains(position) ? "0" : "9"
        let mid = DescriptionText.values("a=mid:", offered)[0]
        var lines = [fields.joined(separator: " "), "c=IN IP4 0.0.0.0", "a=mid:\(mid)"]
        if rejects.contains(position) { return lines }
        if let direction = offered.first(where: { DescriptionText.directionLines.contains($0) }) {
            lines.append("a=" + self.direction(String(direction.dropFirst(2))))
            lines.append("a=rtcp-mux")
            if reducesRTCPSize { lines.append("a=rtcp-rsize") }
            lines += offered.filter { $0.hasPrefix("a=rtpmap") }
        } else {
            lines += ["a=sctp-port:5000", "a=max-message-size:1000"]
        }
        if !group.contains(mid) || group.first == mid {
            lines += [
                "a=ice-ufrag:\(ufrag)\(position)", "a=ice-pwd:0123456789012345678901",
                "a=fingerprint:sha-256 \(Self.fingerprint)", "a=setup:active",
                "a=candidate:1 1 udp 2130706431 127.0.0.1 \(4000 + position) typ host",
            ]
        }
        return lines
    }

    static let fingerprint = Array(repeating: "AB", count: 32).joined(separator: ":")
}

extension JSEPSession {
    func setRemoteAnswer(_ text: String) throws(JSEPError) {
        let bytes = [UInt8](text.utf8)
        try setRemoteDescription(.answer, bytes.span)
    }

    private static let capabilities = CapabilitySet.standard()

    /// A session whose random bytes are the same in every run.
    static func seeded(
        _ policy: BundlePolicy = .balanced, seed: UInt64 = 1, cache: OfferCache? = nil,
        change: (inout SessionConfiguration) -> Void = { _ in }
    ) -> JSEPSession {
        var configuration = SessionConfiguration(
            bundlePolicy: policy, capabilities: capabilities,
            fingerprints: [
                Fingerprint(
                    hashFunction: "sha-256", value: ByteString(AnsweringPeer.fingerprint))
            ])
        change(&configuration)
        return JSEPSession(configuration, random: .seeded(seed), cache: cache)
    }

    /// Offers, and applies the offer and the peer's answer.
    @discardableResult
    func negotiate(_ peer: AnsweringPeer = AnsweringPeer()) throws -> DescriptionText {
        let offer = try createOffer()
        try setLocalDescription(offer)
        try setRemoteAnswer(peer.answer(offer).text)
        return DescriptionText(offer)
    }
}
