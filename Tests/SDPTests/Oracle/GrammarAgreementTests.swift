import SDP
import Testing

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

@Suite struct GrammarAgreementTests {
    /// The oracle takes its time with large ones.
    static let quick = Fixtures.all.filter { $0.bytes.count <= 12_000 }

    @Test("PV-01..PV-09: agrees with the oracle on fixtures", arguments: quick)
    func fixtures(_ fixture: Fixture) {
        #expect(GrammarAgreement.difference(about: fixture.bytes) == nil)
    }

    @Test(
        "PV-01..PV-09: agrees with the oracle on tolerated texts", arguments: ToleranceTests.cases)
    func tolerances(_ test: ToleranceTests.Case) {
        #expect(GrammarAgreement.difference(about: Array(test.text.utf8)) == nil)
    }

    @Test("PV-01..PV-09, A7..A13: agrees with the oracle on changed fixtures", arguments: 0..<10)
    func mutations(seed: Int) {
        var mutator = Mutator(seed: UInt64(seed) &+ 7_100)
        let fixtures = Fixtures.small
        for round in 0..<300 {
            let bytes = mutator.mutated(fixtures[(round * 10 + seed) % fixtures.count].bytes)
            if let difference = GrammarAgreement.difference(about: bytes) {
                Issue.record("\(difference)")
                return
            }
        }
    }
}

/// The line index, the grammar pass and verification on every text of the list.
@Suite struct AdversarialTests {
    @Test("A1..A67: the oracle agrees about lines and grammar", arguments: AdversarialInputs.all)
    func oracle(_ test: AdversarialInputs.Case) {
        for bytes in test.texts {
            if let difference = Agreement().difference(about: bytes) {
                Issue.record("lines: \(difference)")
            }
            if let difference = GrammarAgreement.difference(about: bytes) {
                Issue.record("\(difference)")
            }
        }
    }

    @Test(
        "A1..A67: every error has a place, and a message without control bytes",
        arguments: AdversarialInputs.all)
    func errors(_ test: AdversarialInputs.Case) throws {
        for bytes in test.texts {
            var found: [SDPError] = []
            do throws(SDPError) {
                found = try warnings(bytes, tolerating: .all)
                found += try violations(of: .all, in: bytes)
            } catch {
                found = [error]
            }
            for error in found.prefix(50) {
                let message = error.description(in: bytes.span)
                #expect(error.offset <= bytes.count && error.offset >= 0)
                #expect(message.utf8.allSatisfy { (0x20...0x7E).contains($0) })
                #expect(message.utf8.count < 250)
            }
        }
    }
}
