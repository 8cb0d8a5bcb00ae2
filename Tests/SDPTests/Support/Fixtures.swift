import Foundation
import Testing

/// A description of Tests/Fixtures, as its producer wrote it.
struct Fixture: Sendable, CustomTestStringConvertible {
    /// The path below Tests/Fixtures.
    let name: String
    let bytes: [UInt8]

    var testDescription: String { name }
}

/// The descriptions of Tests/Fixtures. Read by path, so that the bytes tested
/// are those in the repository.
enum Fixtures {
    static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// All of them, sorted by name.
    static let all: [Fixture] = {
        let paths = FileManager.default.subpaths(atPath: directory.path) ?? []
        precondition(!paths.isEmpty, "no fixtures in \(directory.path)")
        return paths.filter { $0.hasSuffix(".sdp") }.sorted().map { name in
            guard let data = try? Data(contentsOf: directory.appending(path: name)) else {
                preconditionFailure("cannot read \(name)")
            }
            return Fixture(name: name, bytes: [UInt8](data))
        }
    }()

    /// Those of at most 2 KiB.
    static let small = all.filter { $0.bytes.count <= 2_048 }

    static func named(_ name: String) throws -> Fixture {
        try #require(all.first { $0.name == name })
    }
}
