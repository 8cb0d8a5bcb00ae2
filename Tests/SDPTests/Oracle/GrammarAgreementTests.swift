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
