import SDP
import Testing

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
