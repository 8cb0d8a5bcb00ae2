/// What a strict reading has to find wrong, judged line by line from the grammars as
/// they are written in the RFCs: by splitting and comparing, slow and plain. Shares
/// nothing with the module.
struct OracleGrammar {
    /// Kinds of deviations. Those of lines are a set, since several may be told of one
    /// line in different words.
    struct Findings: Equatable {
        var hasOtherEndings = false
        var hasBlankLines = false
        var isOutOfOrder = false
        var lacksConnection = false
        /// The numbers of lines, from 0.
        var repeatedAttributes: Set<Int> = []
        var blanksAtEnd: Set<Int> = []
        var invalidTexts: Set<Int> = []
        /// Only of lines that `judges` is true for.
        var malformed: Set<Int> = []
    }

    static func findings(in lines: [OracleLine]) -> Findings {
        var findings = Findings()
        findings.hasOtherEndings = lines.contains { $0.ending != [0x0D, 0x0A] }
        findings.hasBlankLines = lines.contains { $0.content.isEmpty }
        let sections = Dictionary(grouping: lines.filter { !$0.content.isEmpty }, by: \.section)
        let session = sections[0] ?? []
        let sessionHasConnection = session.contains { letter($0) == "c" }
        findings.isOutOfOrder =
            letters(session).wholeMatch(of: /vosi?u?e*p*c?b*(t(r+z?)?)+k?a*/) == nil
        for (number, section) in sections where number > 0 {
            if letters(section).wholeMatch(of: /mi?c*b*k?a*/) == nil {
                findings.isOutOfOrder = true
            }
            let hasConnection = section.contains { letter($0) == "c" }
            if !hasConnection && !sessionHasConnection { findings.lacksConnection = true }
        }
        let declaring = sections.filter { $0.value.contains { name($0) == "charset" } }.keys
        var seen: [Int: Set<String>] = [:]
        for (number, line) in lines.enumerated() where !line.content.isEmpty {
            if let once = once(name(line)) {
                if !seen[line.section, default: []].insert(once).inserted {
                    findings.repeatedAttributes.insert(number)
                }
            }
            if hasBlanksAtEnd(line) { findings.blanksAtEnd.insert(number) }
            if "si".contains(letter(line)) && !declaring.contains(0)
                && !declaring.contains(line.section)
                && String(validating: line.value, as: UTF8.self) == nil
            {
                findings.invalidTexts.insert(number)
            }
            if judges(line) && !isWellFormed(line) { findings.malformed.insert(number) }
        }
        return findings
    }

    private static func letter(_ line: OracleLine) -> Character {
        Character(UnicodeScalar(line.type))
    }

    private static func letters(_ lines: [OracleLine]) -> String {
        String(lines.map(letter))
    }

    static func name(_ line: OracleLine) -> String {
        line.type == UInt8(ascii: "a") ? String(line.name.map { Character(UnicodeScalar($0)) }) : ""
    }

    /// What an attribute may be only one of in a section.
    private static func once(_ name: String) -> String? {
        switch name {
        case "sendrecv", "sendonly", "recvonly", "inactive": "direction"
        case "ice-ufrag", "ice-pwd", "ice-options", "ice-lite", "setup", "tls-id", "ptime",
            "maxptime", "rtcp", "rtcp-mux", "rtcp-mux-only", "rtcp-rsize", "simulcast",
            "end-of-candidates", "sctp-port", "max-message-size", "mid":
            name
        default: nil
        }
    }

    private static func hasBlanksAtEnd(_ line: OracleLine) -> Bool {
        guard let last = line.content.last, last == 0x20 || last == 0x09 else { return false }
        let texts = [
            "fmtp", "ssrc", "tool", "cat", "keywds", "identity", "crypto", "key-mgmt", "zrtp-hash",
            "x-google-flag", "dtls-message", "dtls-id",
        ]
        if "si".contains(letter(line)) { return false }
        let isText = texts.contains(name(line)) || !known.contains(name(line))
        return !(letter(line) == "a" && line.hasColon && isText)
    }

    static let known: Set<String> = Set(flags).union(judgedAttributes).union([
        "cat", "charset", "connection", "content", "crypto", "dtls-id", "dtls-message", "framerate",
        "ice-pacing", "identity", "imageattr", "key-mgmt", "keywds", "label", "lang",
        "msid-semantic", "orient", "quality", "remote-candidates", "rtcp-xr", "sctpmap", "sdplang",
        "source-filter", "tool", "type", "x-google-flag", "zrtp-hash", "tls-id", "rid", "simulcast",
    ])

    static let flags = [
        "sendrecv", "sendonly", "recvonly", "inactive", "rtcp-mux", "rtcp-rsize", "rtcp-mux-only",
        "bundle-only", "end-of-candidates", "ice-lite", "ice-mismatch", "extmap-allow-mixed",
    ]

    static let judgedAttributes = [
        "rtpmap", "fmtp", "rtcp-fb", "extmap", "candidate", "ice-ufrag", "ice-pwd", "ice-options",
        "fingerprint", "setup", "mid", "group", "msid", "ssrc", "ssrc-group", "rtcp", "sctp-port",
        "max-message-size", "ptime", "maxptime",
    ]

    /// Whether `isWellFormed` knows the grammar of the line.
    static func judges(_ line: OracleLine) -> Bool {
        if letter(line) != "a" { return "mocst".contains(letter(line)) }
        let name = name(line)
        return flags.contains(name) || judgedAttributes.contains(name) || !known.contains(name)
    }
}
