import CEdges
import FuzzSupport
import ICECredentials
import JSEP
import SDP

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The property `complexity`: no input costs more than so much for each of its bytes. The
/// cost is the number of edges that instrumented code passes, the same in every run.
///
/// Built with `-sanitize-coverage=trace-pc`, see Fuzz/run. With COMPLEXITY_REPORT set it
/// also prints what each input costs.
@c(LLVMFuzzerTestOneInput)
public func testComplexity(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let input = unsafe UnsafeBufferPointer(start: data, count: size)
    for work in Work.all { work.check(unsafe input.span) }
    return 0
}

/// Something that is done with an input, and what it may cost.
private struct Work: Sendable {
    let name: String
    /// Edges that do not depend on the input, and those for each byte of it.
    let fixed: Int
    let perByte: Int
    let run: @Sendable (Span<UInt8>) -> Void

    func check(_ input: Span<UInt8>) {
        let before = fuzzer_edges()
        run(input)
        let edges = Int(fuzzer_edges() - before)
        if reports { print("\(name)\t\(input.count)\t\(edges)") }
        if edges > fixed + perByte * input.count {
            violation("\(name) costs \(edges) edges for \(input.count) bytes")
        }
    }

    /// Above what the corpus costs at most, which COMPLEXITY_REPORT shows.
    static let all = [
        Work(name: "read", fixed: 2_000, perByte: 40) { input in
            withView(of: input) { _ in }
        },
        Work(name: "values", fixed: 2_000, perByte: 120) { input in
            withView(of: input) { view in
                for tolerances in [Tolerances(), .lenient, .all] {
                    try? view.checkGrammar(tolerating: tolerances) { _ in }
                }
            }
        },
        Work(name: "verify", fixed: 10_000, perByte: 200) { input in
            withView(of: input) { view in
                var verifier = Verifier(rules: .all)
                verifier.forEachViolation(in: view) { _ in }
            }
        },
        Work(name: "codecs", fixed: 2_000, perByte: 400) { input in
            withView(of: input) { view in
                for number in 0..<view.media.count { _ = try? view.media[number].codecs }
            }
        },
        Work(name: "difference", fixed: 10_000, perByte: 1_000) { input in
            withView(of: input) { view in _ = DescriptionDifference(from: view, to: view) }
        },
        Work(name: "session", fixed: 300_000, perByte: 2_000) { input in
            let session = JSEPSession(
                SessionConfiguration(fingerprints: [
                    Fingerprint(hashFunction: "sha-256", value: fingerprint)
                ]), random: .seeded(1))
            guard (try? session.setRemoteDescription(.offer, input)) != nil else { return }
            _ = try? session.setLocalDescription()
        },
    ]
}

private let fingerprint = ByteString(
    Array(Array(repeating: "AB", count: 32).joined(separator: ":").utf8))
private let reports = unsafe getenv("COMPLEXITY_REPORT") != nil

private func withView(of input: Span<UInt8>, _ body: (DescriptionView) -> Void) {
    var index = LineIndex()
    guard let view = try? index.read(input) else { return }
    body(view)
}
