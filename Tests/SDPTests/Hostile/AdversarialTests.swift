import SDP
import Testing

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
