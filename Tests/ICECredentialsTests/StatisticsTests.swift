import ICECredentials
import Testing

@Suite("What chance predicts")
struct StatisticsTests {
    /// Fragments of 6 characters, 36 bits, are the shortest whose repetitions can
    /// be counted well: of 10^7 chance repeats n(n-1)/2 / 2^36 = 728 +- 27.
    @Test("10^7 user name fragments: collisions and chi-square", arguments: kernelKinds)
    func fragments(_ kind: RandomSource.Kind) throws {
        let source = make(kind)
        let size = 6
        let batch = 10_000
        // 2^25 places for 10^7 values, found by their own bits. 0 is a free place.
        var table = [UInt64](repeating: 0, count: 1 << 25)
        var bytes = [UInt8](repeating: 0, count: batch * size)
        var counts = [Int](repeating: 0, count: 256 * size)
        var collisions = 0
        for _ in 0..<1_000 {
            var span = bytes.mutableSpan
            try source.fillICECharacters(&span)
            var start = 0
            while start < bytes.count {
                var value: UInt64 = 0
                for position in 0..<size {
                    let byte = bytes[start + position]
                    counts[position << 8 | Int(byte)] += 1
                    value = value << 8 | UInt64(byte)
                }
                start += size
                var place = Int((value &* 0x9E37_79B9_7F4A_7C15) >> 39)
                while table[place] != 0 && table[place] != value {
                    place = (place + 1) & (table.count - 1)
                }
                if table[place] == value { collisions += 1 }
                table[place] = value
            }
        }
        // 5 standard deviations: outside one time in 1.7 million.
        #expect(593...863 ~= collisions)
        for position in 0..<size {
            let used = counts[position << 8..<(position + 1) << 8].filter { $0 > 0 }
            #expect(used.count == 64)
            let expected = Double(batch * 1_000) / 64
            let chiSquare = used.reduce(0.0) {
                $0 + (Double($1) - expected) * (Double($1) - expected) / expected
            }
            // 63 degrees of freedom: outside one time in 10^6.
            #expect(18...131 ~= chiSquare)
        }
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
        // Outside this range one time in 10,000.
        #expect(24...118 ~= chiSquare)
    }
}
