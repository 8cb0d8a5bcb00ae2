import Foundation
import SDP
import Testing

/// The files that fuzzers and C programs try: what `AdversarialInputs` lists, as far as it
/// is small; `WRITE_HOSTILE_INPUTS=1 swift test --filter HostileFilesTests` writes them.
@Suite struct HostileFilesTests {
    private static let folder = Fixtures.directory.deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz/corpus/hostile")

    /// Up to eight of each id that are at most 4 KiB, else the smallest one.
    private static var files: [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for test in AdversarialInputs.all {
            var texts = test.texts.filter { $0.count <= 4_096 }
            if texts.isEmpty { texts = [test.texts.min { $0.count < $1.count } ?? []] }
            let step = Double(texts.count - 1) / 7
            let chosen =
                texts.count <= 8
                ? texts : (0..<8).map { texts[Int((Double($0) * step).rounded())] }
            for (place, text) in chosen.enumerated() {
                files[String(format: "a%02d-%d", test.id, place)] = text
            }
        }
        return files
    }

    @Test("A1..A67: the files are those of the list")
    func written() throws {
        let files = Self.files
        if ProcessInfo.processInfo.environment["WRITE_HOSTILE_INPUTS"] != nil {
            try? FileManager.default.removeItem(at: Self.folder)
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            for (name, text) in files {
                try Data(text).write(to: Self.folder.appending(path: name))
            }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names) == Set(files.keys))
        for (name, text) in files {
            #expect(try [UInt8](Data(contentsOf: Self.folder.appending(path: name))) == text)
        }
    }
}

/// What fuzzing has found, whatever target it was: Fuzz/keep adds to it.
@Suite struct RegressionTests {
    private static let cases: [Fixture] = {
        let folder = Fixtures.directory.deletingLastPathComponent().appending(path: "Regressions")
        let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
        return paths.sorted().compactMap { name in
            let url = folder.appending(path: name)
            guard !url.hasDirectoryPath, let data = try? Data(contentsOf: url) else { return nil }
            return Fixture(name: name, bytes: [UInt8](data))
        }
    }()

    @Test(
        "What was found once agrees with the oracle, and is no different from itself",
        arguments: cases)
    func found(_ test: Fixture) throws {
        #expect(Agreement().difference(about: test.bytes) == nil)
        #expect(Agreement(limits: smallLimits).difference(about: test.bytes) == nil)
        #expect(GrammarAgreement.difference(about: test.bytes) == nil)
        GuardedMemory(capacity: test.bytes.count).forBothEnds(test.bytes) {
            _ = readEverything($0)
        }
        // `diff` has two descriptions with a NUL between them.
        let parts = test.bytes.split(separator: 0).map { Array($0) }
        for old in parts {
            guard let old = try? SessionDescription(parsing: old.span) else { continue }
            #expect(old.difference(from: old).isEmpty)
        }
    }
}
