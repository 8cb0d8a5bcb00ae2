import Foundation
import SDP
import Testing

/// Everything that reads, where a byte beyond the input cannot be read.
func readEverything(_ bytes: Span<UInt8>) -> Bool {
    var index = LineIndex()
    var isRead = false
    for kind in [DescriptionKind.full, .fragment] {
        guard let view = try? index.read(bytes, as: kind) else { continue }
        isRead = true
        for tolerances in [Tolerances(), .lenient] {
            try? view.checkGrammar(tolerating: tolerances)
        }
        _ = view.readValues()
        var verifier = Verifier(rules: .all)
        verifier.forEachViolation(in: view) { _ in }
        for number in 0..<view.sectionCount {
            let section = view.section(number)
            try? section.checkValues()
            _ = try? section.codecs
            _ = section.direction
            if let mid = try? section.mid { _ = view.sectionNumber(mid: mid) }
        }
        _ = DescriptionDifference(from: view, to: view).isEmpty
    }
    let view = ByteView(bytes)
    _ = try? view.jsonSize()
    _ = try? view.jsonContentSize()
    return isRead
}

@Suite("Inputs that end where memory does")
struct GuardedTests {
    @Test("A1..A67: no byte outside a hostile input is read", arguments: AdversarialInputs.all)
    func adversarial(_ test: AdversarialInputs.Case) {
        let memory = GuardedMemory(capacity: test.texts.map(\.count).max() ?? 0)
        for text in test.texts {
            memory.forBothEnds(text) { bytes in
                let isRead = readEverything(bytes)
                #expect(isRead == readEverything(text.span))
            }
        }
    }

    /// The fixture's cuts: all up to that size, else those at line ends.
    private static func cuts(_ fixture: Fixture, all: Bool) -> [Int] {
        let count = fixture.bytes.count
        if all { return Array(0...count) }
        var cuts: Set<Int> = [0, count]
        for (position, byte) in fixture.bytes.enumerated() where byte == 0x0A {
            cuts.formUnion([position, position + 1, min(position + 2, count)])
        }
        return cuts.sorted()
    }

    /// What comes before the first digit or `-` of the name.
    private static func producer(_ fixture: Fixture) -> Substring {
        fixture.name.prefix { !$0.isNumber && $0 != "-" }
    }

    /// Each producer's largest of at most 8 KiB.
    private static let largest: Set<String> = Set(
        Dictionary(grouping: Fixtures.all.filter { $0.bytes.count <= 8_192 }, by: producer)
            .compactMap { $0.value.max { $0.bytes.count < $1.bytes.count }?.name })

    /// Swift that is not optimised takes minutes for all prefixes of all fixtures:
    /// `EXHAUSTIVE=1 swift test -c release --filter GuardedTests` tries them.
    private static let isExhaustive = ProcessInfo.processInfo.environment["EXHAUSTIVE"] != nil

    @Test("A15: a description that is cut off parses or fails, and no byte behind it is read")
    func prefixes() {
        let memory = GuardedMemory(capacity: Fixtures.all.map(\.bytes.count).max() ?? 0)
        var index = LineIndex(limits: .unlimited)
        var tried = 0
        for fixture in Fixtures.all {
            let all =
                Self.isExhaustive || fixture.bytes.count <= 2_048
                || Self.largest.contains(fixture.name)
            for count in Self.cuts(fixture, all: all) {
                tried += 1
                let prefix = fixture.bytes[..<count]
                let lastLine = prefix.lastIndex { $0 == 0x0A }.map { $0 + 1 } ?? 0
                memory.atEnd(prefix) { bytes in
                    do throws(SDPError) {
                        let view = try index.read(bytes)
                        guard Self.isExhaustive || tried.isMultiple(of: 8) else { return }
                        // Only the line that is cut off can be malformed.
                        let errors = malformed(in: view)
                        #expect(errors.allSatisfy { $0.offset >= lastLine }, "\(fixture.name)")
                    } catch {
                        #expect(count - lastLine <= 2 || count < 3, "\(fixture.name), \(count)")
                        #expect(error.offset <= count)
                    }
                }
            }
        }
        #expect(tried > 100_000)
    }

    /// What is malformed in a reading that tolerates what real producers write.
    private func malformed(in view: DescriptionView) -> [SDPError] {
        var errors: [SDPError] = []
        for number in 0..<view.sectionCount {
            do throws(SDPError) {
                try view.section(number).checkValues()
            } catch {
                errors.append(error)
            }
        }
        return errors
    }
}
