import SDP

/// The grammar pass against the oracle, about texts that the line index takes.
struct GrammarAgreement {
    /// How the two differ about `bytes`, or nil if they agree.
    static func difference(about bytes: [UInt8]) -> String? {
        let lines: [OracleLine]
        do throws(SDPError) {
            lines = try OracleParser(limits: .unlimited).parse(bytes)
        } catch {
            return nil
        }
        let expected = OracleGrammar.findings(in: lines)
        var found = OracleGrammar.Findings()
        do throws(SDPError) {
            var number = 0
            for warning in try warnings(bytes, tolerating: .all) {
                while number + 1 < lines.count && lines[number + 1].offset <= warning.offset {
                    number += 1
                }
                found.note(warning, at: number, of: lines)
            }
        } catch {
            return "thrown: \(error)"
        }
        if found.malformed != expected.malformed {
            let disputed = found.malformed.symmetricDifference(expected.malformed).sorted()
            return disputed.map { number in
                let who = expected.malformed.contains(number) ? "oracle" : "module"
                let content = lines[number].content.map { Character(UnicodeScalar($0)) }
                return "malformed for the \(who): \(String(content).debugDescription)"
            }.joined(separator: "; ")
        }
        return found == expected ? nil : "oracle: \(expected), module: \(found)"
    }
}

extension OracleGrammar.Findings {
    fileprivate mutating func note(_ warning: SDPError, at number: Int, of lines: [OracleLine]) {
        switch warning.code {
        case .lineEnding, .missingLineEnding: hasOtherEndings = true
        case .blankLine: hasBlankLines = true
        case .lineOrder, .duplicateLine, .missingOrigin, .missingSessionName, .missingTime:
            isOutOfOrder = true
        case .missingConnection: lacksConnection = true
        case .duplicateAttribute: repeatedAttributes.insert(number)
        case .trailingBlank: blanksAtEnd.insert(number)
        case .invalidText: invalidTexts.insert(number)
        default: if OracleGrammar.judges(lines[number]) { malformed.insert(number) }
        }
    }
}
