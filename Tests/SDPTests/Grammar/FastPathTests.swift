import SDP
import Testing

/// Reading values checks the grammar in another way than listing warnings does; both
/// must say the same of every text.
@Suite struct FastPathTests {
    private func difference(_ bytes: [UInt8]) throws -> String? {
        let description: SessionDescription
        do throws(SDPError) {
            description = try SessionDescription(parsing: bytes.span, limits: .unlimited)
        } catch {
            return nil
        }
        let view = description.view
        var strict: SDPError?
        var digest: ValueDigest?
        do throws(SDPError) {
            digest = try view.readValues(tolerating: [])
        } catch {
            strict = error
        }
        let all = view.readValues()
        if strict != strictFailure(bytes) { return "strict: \(String(describing: strict))" }
        if let digest, digest != all { return "digest" }
        let everything = Tolerances.all
        return try view.readValues(tolerating: everything) == all ? nil : "lenient digest"
    }

    @Test("PV-01, PV-03: fixtures", arguments: Fixtures.all)
    func fixtures(_ fixture: Fixture) throws {
        #expect(try difference(fixture.bytes) == nil)
    }

    @Test("PV-01, PV-03: warnings of all kinds", arguments: ToleranceTests.cases)
    func tolerances(_ test: ToleranceTests.Case) throws {
        #expect(try difference(Array(test.text.utf8)) == nil)
    }

    @Test("PV-01, PV-03, A7..A13: changed fixtures", arguments: 0..<8)
    func mutations(seed: Int) throws {
        var mutator = Mutator(seed: UInt64(seed) &+ 71)
        let fixtures = Fixtures.small
        for round in 0..<400 {
            let bytes = mutator.mutated(fixtures[(round * 8 + seed) % fixtures.count].bytes)
            if let difference = try difference(bytes) {
                Issue.record("\(difference): \(bytes.span.shown)")
                return
            }
        }
    }
}
