import ICECredentials
import Testing

@Suite("Random sources and what is drawn from them")
struct RandomSourceTests {
    private func draw(_ count: Int, _ source: RandomSource) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        try source.fill(&span)
        return bytes
    }

    @Test("The kernel fills every byte of any size", arguments: [0, 1, 255, 256, 257, 70_000])
    func kernel(count: Int) throws {
        let source = RandomSource.kernel()
        var union = [UInt8](repeating: 0, count: count)
        for _ in 0..<16 {
            for (position, byte) in try draw(count, source).enumerated() { union[position] |= byte }
        }
        // A byte that is zero 16 times over: 2^-128 by chance.
        #expect(!union.contains(0))
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

    @Test("IC-01 IC-02 IC-03: pairs have the right alphabet and length and do not repeat")
    func pairs() throws {
        let source = RandomSource.kernel()
        var seen: Set<ICECredentialPair> = []
        for _ in 0..<1_000 {
            var draw = try RandomDraw(ICECredentialPair.drawnBytes, from: source)
            let pair = ICECredentialPair(&draw)
            #expect(draw.remaining == 0)
            #expect(pair.usernameFragment.count == 8)
            #expect(pair.password.count == 24)
            seen.insert(pair)
        }
        #expect(seen.count == 1_000)
    }

    @Test("All 64 characters come equally often: chi-square of a seeded draw")
    func noBias() throws {
        var counts = [Int](repeating: 0, count: 256)
        var draw = try RandomDraw(64_000, from: .seeded(1))
        for byte in draw.iceCharacters(64_000) { counts[Int(byte)] += 1 }
        let used = counts.filter { $0 > 0 }
        #expect(used.count == 64)
        let chiSquare = used.reduce(0.0) {
            $0 + (Double($1) - 1_000) * (Double($1) - 1_000) / 1_000
        }
        // 63 degrees of freedom: outside this range one time in 10,000.
        #expect(24...118 ~= chiSquare)
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { Int($0) }
        #expect(letters.allSatisfy { counts[$0] > 0 })
        #expect(counts[Int(UInt8(ascii: "+"))] > 0 && counts[Int(UInt8(ascii: "/"))] > 0)
    }

    @Test("IO-03 IC-06: session ids use 63 bits and no more")
    func sessionIDs() throws {
        var union: UInt64 = 0
        for seed in 0..<200 {
            var draw = try RandomDraw(8, from: .seeded(UInt64(seed)))
            union |= draw.sessionID()
        }
        #expect(union == UInt64.max >> 1)
    }

    @Test("IO-59: a tls-id has 24 characters")
    func tlsID() throws {
        var draw = try RandomDraw(TLSID.drawnBytes, from: .seeded(3))
        #expect(TLSID.make(&draw).count == 24)
    }
}
