import ICECredentials
import Testing

/// What `fast` is meant to be, said once more and slowly.
private struct FastModel {
    let entropy: RandomSource
    var key = [UInt8](repeating: 0, count: 32)
    var made = 0
    var output: [UInt8] = []

    init(seed: UInt64) throws {
        entropy = .seeded(seed)
        try reseed()
    }

    mutating func reseed() throws {
        key = zip(key, try draw(32, entropy)).map { $0 ^ $1 }
        output = []
        made = 0
    }

    mutating func next(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if output.isEmpty {
                if made + 1_024 > 65_536 { try reseed() }
                let nonce = [UInt8](repeating: 0, count: 12)
                output = ChaCha20.blocks(.scalar, key: key, nonce: nonce, counter: 0, count: 16)
                key = Array(output.prefix(32))
                output.removeFirst(32)
                made += 1_024
            }
            let taken = min(count - bytes.count, output.count)
            bytes += output.prefix(taken)
            output.removeFirst(taken)
        }
        return bytes
    }
}

@Suite("What sources keep", .enabled(if: RandomSource.fast().effectiveKind == .fast))
struct KeptBytesTests {
    @Test(
        "`fast` is ChaCha20 whose key is replaced by its own output, and seeded every 64 KiB",
        arguments: [ChaCha20.Form.scalar, .vector, .best])
    func model(_ form: ChaCha20.Form) throws {
        let source = RandomSource.seeded(5, as: .fast, form)
        var model = try FastModel(seed: 5)
        for count in [1, 24, 24, 992, 5_000, 24, 70_000, 300_000, 17] {
            #expect(try draw(count, source) == model.next(count))
        }
    }

    @Test("`buffered` gives the bytes it began with, in their order")
    func bufferedModel() throws {
        let source = RandomSource.seeded(5, as: .buffered)
        let origin = RandomSource.seeded(5)
        for count in [1, 24, 24, 4_000, 4_032, 10_000, 17] {
            #expect(try draw(count, source) == draw(count, origin))
        }
    }

    @Test("A seed is used for 64 KiB and no more")
    func seedByCount() throws {
        let source = RandomSource.fast()
        source.setClock(5)
        _ = try draw(1, source)
        let first = source.generation
        _ = try draw(64 * 992 - 1, source)
        #expect(source.generation == first)
        _ = try draw(1, source)
        #expect(source.generation == first + 1)
        _ = try draw(10 * 65_536, source)
        #expect(source.generation >= first + 11)
    }

    @Test("A seed is used for a second and no more; a clock that goes back ends it too")
    func seedByTime() throws {
        let source = RandomSource.fast()
        source.setClock(70_000)
        _ = try draw(1, source)
        let first = source.generation
        source.setClock(70_999)
        _ = try draw(1, source)
        #expect(source.generation == first)
        source.setClock(71_000)
        _ = try draw(1, source)
        #expect(source.generation == first + 1)
        source.setClock(70_999)
        _ = try draw(1, source)
        #expect(source.generation == first + 2)
    }

    @Test("Seeding on demand forgets all bytes", arguments: [RandomSource.Kind.buffered, .fast])
    func seedOnDemand(_ kind: RandomSource.Kind) throws {
        let source = make(kind)
        _ = try draw(1, source)
        let generation = source.generation
        let before = source.keptBytes
        try source.reseed()
        let after = source.keptBytes
        #expect(source.generation == generation + 1)
        // No 8 bytes but zeros are the same as before.
        for start in stride(from: 32, to: before.count, by: 8) {
            let word = before[start..<start + 8]
            #expect(word.allSatisfy { $0 == 0 } || word != after[start..<start + 8])
        }
        let next = try draw(200, source)
        #expect(!before.contains(next.prefix(16)))
    }

    @Test("The child of a fork begins anew", arguments: [RandomSource.Kind.buffered, .fast])
    func fork(_ kind: RandomSource.Kind) throws {
        let source = make(kind)
        _ = try draw(100, source)
        let kept = source.keptBytes
        source.wipeAsForkDoes()
        #expect(source.generation == 0)
        let next = try draw(400, source)
        #expect(source.generation == 1)
        #expect(!kept.contains(next.prefix(16)))
        // Nothing that a key of zeros makes.
        let zeros = [UInt8](repeating: 0, count: 32)
        let weak = ChaCha20.blocks(
            .scalar, key: zeros, nonce: Array(zeros.prefix(12)), counter: 0, count: 16)
        #expect(!weak.contains(next.prefix(16)))
    }

    @Test("Bytes that were given out are zero in memory, those to come are not")
    func usedBytesAreErased() throws {
        let buffered = RandomSource.buffered()
        let first = try draw(240, buffered)
        var kept = buffered.keptBytes
        #expect(kept[64..<304].allSatisfy { $0 == 0 })
        #expect(kept[304...].count(where: { $0 == 0 }) < 200)
        #expect(!kept.contains(first.prefix(16)))

        let fast = RandomSource.fast()
        fast.setClock(5)
        let output = try draw(240, fast)
        kept = fast.keptBytes
        let start = 4_096 - 1_024
        // The first 32 bytes became the key, 240 were given out.
        #expect(kept[start..<start + 272].allSatisfy { $0 == 0 })
        #expect(kept[(start + 272)...].count(where: { $0 == 0 }) < 100)
        #expect(kept[64..<start].allSatisfy { $0 == 0 })
        #expect(!kept.contains(output.prefix(16)))
    }

    @Test("A key that was used is nowhere in memory")
    func usedKeysAreErased() throws {
        let source = RandomSource.seeded(9, as: .fast)
        let seed = try draw(32, .seeded(9))
        var keys: [ArraySlice<UInt8>] = [seed[...]]
        for _ in 0..<5 {
            _ = try draw(992, source)
            let kept = source.keptBytes
            for key in keys { #expect(!kept.contains(key)) }
            keys.append(kept[32..<64])
        }
        #expect(Set(keys).count == 6)
    }

    @Test("Sources that keep nothing have no memory for it")
    func nothingKept() throws {
        for source in [RandomSource.kernel(), .seeded(1)] {
            _ = try draw(100, source)
            #expect(source.keptBytes.isEmpty)
            try source.reseed()
        }
    }
}
