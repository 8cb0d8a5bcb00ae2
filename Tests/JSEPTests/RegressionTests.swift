import Foundation
import Testing

/// What fuzzing has found: Fuzz/keep adds to it.
@Suite struct RegressionTests {
    struct Input: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }
    }

    private static func inputs(_ path: String, prefix: String = "") -> [Input] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { $0.hasPrefix(prefix) }.compactMap { name in
            guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
            return Input(name: name, bytes: [UInt8](data))
        }
    }

    @Test(
        "A64 A65: what a hostile peer says is refused whole, or can be gone on from",
        arguments: inputs("Fuzz/corpus/answer", prefix: "a6") + inputs("Tests/Regressions/answer"))
    func answers(_ input: Input) { #expect(HostilePeer.problem(with: input.bytes) == nil) }

    @Test(
        "SD-20: what two programs did once",
        arguments: inputs("Fuzz/corpus/session") + inputs("Tests/Regressions/session"))
    func sessions(_ input: Input) {
        #expect(SessionModel.problem(with: input.bytes) == nil)
    }
}
