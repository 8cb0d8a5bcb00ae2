import SDP

/// What the oracle says of a line.
struct OracleLine: Equatable {
    /// 0 for a blank line.
    var type: UInt8
    var section: Int
    var offset: Int
    /// The line without its ending.
    var content: [UInt8]
    /// CR LF, LF, CR or nothing.
    var ending: [UInt8]
    /// The name of an attribute.
    var name: [UInt8] = []
    /// Whether an attribute has a colon.
    var hasColon = false
    /// What follows `x=`, or an attribute's name and colon.
    var value: [UInt8] = []
}

/// A reference parser of lines: slow, on plain arrays, and short enough to be
/// checked against the documentation of `LineIndex` by reading. It shares
/// nothing with the module but the error codes and the limits.
struct OracleParser {
    var limits: Limits

    func parse(_ bytes: [UInt8]) throws(SDPError) -> [OracleLine] {
        if bytes.isEmpty { throw SDPError(.empty, offset: 0) }
        if bytes.count > limits.bytes { throw SDPError(.tooManyBytes, offset: limits.bytes) }
        var section = 0
        var lines: [OracleLine] = []
        var hasVersion = false
        for var line in OracleParser.split(bytes) {
            try checkSize(line, after: lines.count, in: section)
            line.section = section
            if !line.content.isEmpty {
                if line.content.count < 2 || line.content[1] != UInt8(ascii: "=") {
                    throw SDPError(.malformedLine, offset: line.offset, section: section)
                }
                if !hasVersion && line.content != Array("v=0".utf8) {
                    throw SDPError(.missingVersion, offset: line.offset)
                }
                hasVersion = true
                line.type = line.content[0]
                line.value = Array(line.content[2...])
                if line.type == UInt8(ascii: "a") { try readAttribute(&line) }
                if line.type == UInt8(ascii: "m") { section += 1 }
                line.section = section
                try check(line, after: lines)
            }
            lines.append(line)
        }
        if !hasVersion { throw SDPError(.empty, offset: 0) }
        return lines
    }

    /// Cuts the bytes behind each CR LF, LF and CR that no LF follows.
    static func split(_ bytes: [UInt8]) -> [OracleLine] {
        var lines: [OracleLine] = []
        var content: [UInt8] = []
        var start = 0
        var position = 0
        func end(with ending: [UInt8]) {
            lines.append(
                OracleLine(type: 0, section: 0, offset: start, content: content, ending: ending))
            content = []
            position += ending.count
            start = position
        }
        while position < bytes.count {
            let isReturn = bytes[position] == 0x0D
            let isPair =
                isReturn && position + 1 < bytes.count && bytes[position + 1] == 0x0A
            if isPair {
                end(with: [0x0D, 0x0A])
            } else if isReturn || bytes[position] == 0x0A {
                end(with: [bytes[position]])
            } else {
                content.append(bytes[position])
                position += 1
            }
        }
        if !content.isEmpty { end(with: []) }
        return lines
    }

    private func checkSize(
        _ line: OracleLine, after count: Int, in section: Int
    ) throws(SDPError) {
        if let nul = line.content.firstIndex(of: 0) {
            throw SDPError(.nulByte, offset: line.offset + nul, section: section)
        }
        if line.content.count > limits.lineBytes {
            throw SDPError(
                .lineTooLong, offset: line.offset + limits.lineBytes, section: section)
        }
        if count + 1 > limits.lines {
            throw SDPError(.tooManyLines, offset: line.offset, section: section)
        }
    }

    private func readAttribute(_ line: inout OracleLine) throws(SDPError) {
        let colon = line.value.firstIndex(of: UInt8(ascii: ":"))
        line.name = colon.map { Array(line.value[..<$0]) } ?? withoutBlanksAtEnd(line.value)
        line.hasColon = colon != nil
        if let colon { line.value = Array(line.value[(colon + 1)...]) } else { line.value = [] }
    }

    /// Checks where the line stands and what is counted of its section.
    private func check(_ line: OracleLine, after earlier: [OracleLine]) throws(SDPError) {
        func failed(_ code: SDPError.Code, at offset: Int = 0) -> SDPError {
            SDPError(code, offset: line.offset + offset, section: line.section)
        }
        switch Character(UnicodeScalar(line.type)) {
        case "a":
            try checkAttribute(line, after: earlier)
        case "m":
            if line.section > limits.mediaSections {
                throw SDPError(
                    .tooManyMediaSections, offset: line.offset, section: line.section - 1)
            }
            let value = withoutBlanksAtEnd(line.value)
            let fields = value.split(separator: 0x20)
            let formats = fields.count - 3
            let profile = fields.count > 2 ? String(decoding: fields[2], as: UTF8.self) : ""
            let isRTP = profile.uppercased().split(separator: "/").contains("RTP")
            if formats > (isRTP ? limits.formats : min(limits.formats, limits.otherFormats)) {
                throw failed(.tooManyFormats)
            }
        case "v", "o", "s":
            if line.section > 0 { throw failed(.misplacedLine) }
            if earlier.contains(where: { $0.type == line.type }) { throw failed(.duplicateLine) }
        case "t", "u", "e", "p", "r", "z":
            if line.section > 0 { throw failed(.misplacedLine) }
        case "i", "c", "b", "k":
            break
        default:
            throw failed(.unknownLineType)
        }
    }

    private func checkAttribute(
        _ line: OracleLine, after earlier: [OracleLine]
    ) throws(SDPError) {
        func failed(_ code: SDPError.Code, at offset: Int = 0) -> SDPError {
            SDPError(code, offset: line.offset + offset, section: line.section)
        }
        let value = withoutBlanksAtEnd(line.value)
        func count(_ bytes: String) -> Int { value.filter { bytes.utf8.contains($0) }.count }
        // A line may exceed its own limit and one of its section: the error is its own,
        // then that of its name, then that of all attributes.
        switch String(decoding: line.name, as: UTF8.self) {
        case "mid":
            if value.count > limits.midBytes { throw failed(.midTooLong) }
        case "fmtp":
            if count(";") + 1 > limits.formatParameters { throw failed(.tooManyFormatParameters) }
        case "group":
            if value.split(separator: 0x20).count - 1 > limits.groupMids {
                throw failed(.groupTooLarge)
            }
        case "simulcast":
            if count(";,") + 1 > limits.simulcastAlternatives {
                throw failed(.tooManySimulcastAlternatives)
            }
        default: break
        }

        // Only this section's attributes count, and they are the last lines.
        var attributes = 1
        var sameName = 1
        for other in earlier.reversed() {
            if other.section != line.section { break }
            if other.type == line.type { attributes += 1 }
            if other.type == line.type && other.name == line.name { sameName += 1 }
        }
        switch String(decoding: line.name, as: UTF8.self) {
        case "candidate":
            if sameName > limits.candidates { throw failed(.tooManyCandidates) }
        case "ssrc":
            if sameName > limits.sources { throw failed(.tooManySources) }
        case "rid":
            if sameName > limits.rids { throw failed(.tooManyRIDs) }
        case "group":
            if sameName > limits.groups { throw failed(.tooManyGroups) }
        default: break
        }
        let most = line.section == 0 ? limits.sessionAttributes : limits.attributes
        if attributes > most { throw failed(.tooManyAttributes) }
        if line.name.isEmpty { throw failed(.malformedAttributeName, at: 2) }
    }
}

private func withoutBlanksAtEnd(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
}
