import ICECredentials
import Testing

/// `count` bytes of a source.
func draw(_ count: Int, _ source: RandomSource) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    try source.fill(&span)
    return bytes
}

/// A source of that kind that begins with the kernel.
func make(_ kind: RandomSource.Kind) -> RandomSource {
    switch kind {
    case .kernel: .kernel()
    case .buffered: .buffered()
    case .fast: .fast()
    case .seeded: .seeded(1)
    case .failing: .failing()
    }
}

let kernelKinds: [RandomSource.Kind] = [.kernel, .buffered, .fast]

@Suite("Random sources")
struct RandomSourceTests {
    static let counts = [0, 1, 7, 8, 9, 63, 64, 65, 255, 256, 257, 991, 992, 993, 4_032, 70_000]

    @Test("Every byte of any size is filled, again and again", arguments: kernelKinds, counts)
    func fills(_ kind: RandomSource.Kind, count: Int) throws {
        let source = make(kind)
        #expect(source.kind == kind)
        #if os(Linux)
            #expect(source.effectiveKind == kind)
        #endif
        var union = [UInt8](repeating: 0, count: count)
        for _ in 0..<20 {
            for (position, byte) in try draw(count, source).enumerated() { union[position] |= byte }
        }
        // A byte that is zero 20 times over: 2^-160 by chance.
        #expect(!union.contains(0))
    }

    @Test("Nothing outside of the span is written", arguments: kernelKinds)
    func staysInside(_ kind: RandomSource.Kind) throws {
        let source = make(kind)
        for count in 0..<100 {
            var bytes = [UInt8](repeating: 0xA5, count: count + 32)
            var whole = bytes.mutableSpan
            var inside = whole._mutatingExtracting(16..<16 + count)
            try source.fill(&inside)
            #expect(bytes.prefix(16).allSatisfy { $0 == 0xA5 })
            #expect(bytes.suffix(16).allSatisfy { $0 == 0xA5 })
        }
    }

    @Test("No two requests and no two sources give the same", arguments: kernelKinds)
    func differs(_ kind: RandomSource.Kind) throws {
        let sources = (0..<8).map { _ in make(kind) }
        var seen: Set<[UInt8]> = []
        for _ in 0..<500 {
            for source in sources { seen.insert(try draw(16, source)) }
        }
        #expect(seen.count == 4_000)
    }

    @Test("A seeded source repeats itself, and no other seed does")
    func seeded() throws {
        #expect(try draw(64, .seeded(7)) == draw(64, .seeded(7)))
        #expect(try draw(64, .seeded(7)) != draw(64, .seeded(8)))
        let source = RandomSource.seeded(7)
        #expect(try draw(64, source) != draw(64, source))
    }

    @Test("A failing source throws and gives no credentials")
    func failing() {
        #expect(throws: RandomSourceError.self) { try draw(8, .failing()) }
        #expect(throws: RandomSourceError.self) {
            var draw = try RandomDraw(ICECredentialPair.drawnBytes, from: .failing())
            _ = ICECredentialPair(&draw)
        }
    }

    @Test("Without the kernel a source throws and leaves zeros", arguments: kernelKinds)
    func kernelRefuses(_ kind: RandomSource.Kind) throws {
        let source = make(kind)
        source.failFromNowOn()
        var bytes = [UInt8](repeating: 0xA5, count: 24)
        #expect(throws: RandomSourceError.self) {
            var span = bytes.mutableSpan
            try source.fill(&span)
        }
        #expect(bytes.allSatisfy { $0 == 0 } || bytes.allSatisfy { $0 == 0xA5 })
        #expect(source.keptBytes.allSatisfy { $0 == 0 })
    }

    @Test(
        "What was kept ends, then a source without its kernel throws, and goes on throwing",
        arguments: [RandomSource.Kind.buffered, .fast])
    func kernelRefusesLater(_ kind: RandomSource.Kind) throws {
        let source = make(kind)
        _ = try draw(32, source)
        source.failFromNowOn()
        var given = 0
        #expect(throws: RandomSourceError.self) {
            while given < 1_000_000 {
                _ = try draw(32, source)
                given += 32
            }
        }
        #expect(given <= RandomSource.seedBudget)
        #expect(source.keptBytes.allSatisfy { $0 == 0 })
        #expect(throws: RandomSourceError.self) { try draw(1, source) }
        #expect(throws: RandomSourceError.self) { try source.reseed() }
    }

    @Test("One request that ends after the kernel refused leaves zeros, not half of it")
    func kernelRefusesInTheMiddle() throws {
        let source = RandomSource.fast()
        _ = try draw(32, source)
        source.failFromNowOn()
        var bytes = [UInt8](repeating: 0xA5, count: 200_000)
        #expect(throws: RandomSourceError.self) {
            var span = bytes.mutableSpan
            try source.fill(&span)
        }
        #expect(bytes.allSatisfy { $0 == 0 })
    }

    @Test("Separate sources on several threads, for ThreadSanitizer", arguments: kernelKinds)
    func threads(_ kind: RandomSource.Kind) async throws {
        let all = try await withThrowingTaskGroup(of: Set<[UInt8]>.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let source = make(kind)
                    var seen: Set<[UInt8]> = []
                    for _ in 0..<2_000 { seen.insert(try draw(24, source)) }
                    return seen
                }
            }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.formUnion($1) }
        }
        #expect(all.count == 8_000)
    }
}
