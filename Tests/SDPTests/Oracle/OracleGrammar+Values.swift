extension OracleGrammar {
    /// Whether the value follows its grammar, blanks at its end aside.
    static func isWellFormed(_ line: OracleLine) -> Bool {
        var value = line.value
        while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
        let text = String(value.map { Character(UnicodeScalar($0)) })
        let fields = text.parts(" ")
        switch Character(UnicodeScalar(line.type)) {
        case "s": return !line.value.isEmpty
        case "t":
            // Numbers of more than 64 bits, which the RFC has, are not read.
            return fields.count == 2
                && fields.allSatisfy {
                    $0.isNumber(0...UInt64.max)
                        && ($0 == "0" || $0.count >= 10 && $0.first != "0")
                }
        case "o":
            return fields.count == 6 && !fields[0].isEmpty && fields[1].isDigits
                && fields[2].isDigits
                && fields[3].isToken && fields[4].isToken && !fields[5].isEmpty
        case "c": return isConnection(fields)
        case "m":
            guard fields.count >= 4, fields[0].isToken else { return false }
            let port = fields[1].parts("/")
            return port.count <= 2 && port[0].isNumber(0...65_535)
                && (port.count == 1 || port[1].isNumber(1...4_294_967_295))
                && fields[2].parts("/").allSatisfy(\.isToken) && fields[3...].allSatisfy(\.isToken)
        default: return isAttribute(name(line), hasColon: line.hasColon, text, fields, line)
        }
    }

    private static func isConnection(_ fields: [String]) -> Bool {
        guard fields.count == 3, fields[0].isToken, fields[1].isToken else { return false }
        let parts = fields[2].parts("/")
        return !parts[0].isEmpty && parts.count <= 3
            && parts.dropFirst().allSatisfy { $0.isDigits }
    }

    private static func isAttribute(
        _ name: String, hasColon: Bool, _ text: String, _ fields: [String], _ line: OracleLine
    ) -> Bool {
        if flags.contains(name) { return !hasColon }
        if !known.contains(name) { return name.isToken && !(hasColon && line.value.isEmpty) }
        guard hasColon else { return false }
        switch name {
        case "rtpmap":
            guard fields.count == 2, fields[0].isNumber(0...127) else { return false }
            let parts = fields[1].parts("/")
            return (2...3).contains(parts.count) && parts[0].isToken
                && parts[1...].allSatisfy { $0.isNumber(1...4_294_967_295) }
        case "fmtp":
            return fields.count >= 2 && fields[0].isToken && text.count > fields[0].count + 1
        case "rtcp-fb":
            return isFeedback(fields)
        case "extmap":
            guard fields.count >= 2, !fields[1].isEmpty else { return false }
            let id = fields[0].parts("/")
            return id.count <= 2 && id[0].isNumber(0...65_535) && id[0].count <= 5
                && (id.count == 1 || flags.prefix(4).contains(id[1]))
        case "candidate": return isCandidate(fields)
        case "ice-ufrag": return (4...256).contains(text.count) && text.isICE
        case "ice-pwd": return (22...256).contains(text.count) && text.isICE
        case "ice-options": return fields.allSatisfy { !$0.isEmpty && $0.isICE }
        case "fingerprint":
            let pairs = fields.count == 2 ? fields[1].parts(":") : []
            return !pairs.isEmpty && fields[0].isToken
                && pairs.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isHexDigit) }
        case "setup": return ["active", "passive", "actpass", "holdconn"].contains(text)
        case "mid": return text.isToken
        case "group": return fields.allSatisfy(\.isToken)
        case "msid":
            return (1...2).contains(fields.count)
                && fields.allSatisfy { $0.isToken && $0.count <= 64 }
        case "ssrc":
            guard fields.count >= 2, fields[0].isNumber(0...4_294_967_295) else { return false }
            let rest = text.dropFirst(fields[0].count + 1)
            return String(rest.prefix { $0 != ":" }).isToken
        case "ssrc-group":
            return fields[0].isToken
                && fields.dropFirst().allSatisfy { $0.isNumber(0...4_294_967_295) }
        case "rtcp":
            return (fields.count == 1 || fields.count == 4 && isConnection(Array(fields[1...])))
                && fields[0].isNumber(0...65_535)
        case "sctp-port": return text.isNumber(0...65_535)
        case "max-message-size": return text.isNumber(0...UInt64.max)
        case "ptime", "maxptime":
            let parts = text.parts(".")
            return parts.count <= 2 && parts.allSatisfy(\.isDigits)
                && parts[0].isNumber(0...UInt64.max)
                && text.contains { "1"..."9" ~= $0 }
        default: return true
        }
    }

    private static func isFeedback(_ fields: [String]) -> Bool {
        guard fields.count >= 2, fields[0] == "*" || fields[0].isNumber(0...127) else {
            return false
        }
        return fields[1].isToken
    }

    private static func isCandidate(_ fields: [String]) -> Bool {
        guard fields.count >= 8, (1...32).contains(fields[0].count), fields[0].isICE,
            fields[1].isNumber(1...256), fields[2].isToken, fields[3].isNumber(0...4_294_967_295),
            !fields[4].isEmpty, fields[5].isNumber(0...65_535), fields[6] == "typ",
            fields[7].isToken
        else { return false }
        var rest = fields.dropFirst(8)
        if rest.first == "raddr" {
            guard rest.count >= 2, rest[9] != "" else { return false }
            rest = rest.dropFirst(2)
        }
        if rest.first == "rport" {
            guard rest.count >= 2, rest[rest.startIndex + 1].isNumber(0...65_535) else {
                return false
            }
            rest = rest.dropFirst(2)
        }
        return rest.count.isMultiple(of: 2)
    }
}

extension String {
    /// What is between separators, empty parts included.
    fileprivate func parts(_ separator: Character) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    fileprivate var isDigits: Bool { !isEmpty && allSatisfy { "0"..."9" ~= $0 } }

    fileprivate var isToken: Bool {
        let others = "!#$%&'*+-.^_`{|}~"
        return !isEmpty
            && unicodeScalars.allSatisfy { $0.isAlphanumeric || others.unicodeScalars.contains($0) }
    }

    fileprivate var isICE: Bool {
        unicodeScalars.allSatisfy { $0.isAlphanumeric || $0 == "+" || $0 == "/" }
    }

    fileprivate func isNumber(_ range: ClosedRange<UInt64>) -> Bool {
        guard isDigits else { return false }
        let digits = drop { $0 == "0" }
        return range.contains(digits.isEmpty ? 0 : UInt64(digits) ?? .max) && digits.count <= 20
            && (digits.count < 20 || UInt64(digits) != nil)
    }
}

extension Unicode.Scalar {
    fileprivate var isAlphanumeric: Bool {
        "a"..."z" ~= self || "A"..."Z" ~= self || "0"..."9" ~= self
    }
}
