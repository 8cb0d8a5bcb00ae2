/// A generator of the same numbers for the same seed, on every machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number from 0 to one less than `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Changes that hit what a line parser looks at: line ends, NUL, `=`, `:` and
/// the two letters it treats apart.
struct Mutator {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    private static let insertions: [[UInt8]] = [
        [0x0D], [0x0A], [0x0D, 0x0A], [0x0A, 0x0D], [0x0D, 0x0D], [0x00], [0x3D], [0x3A],
        Array("a=".utf8), Array("m=".utf8), Array("\na=".utf8), Array("\rm=".utf8),
        Array("\nv=0".utf8), Array("\ns=".utf8), Array("\nx=".utf8), [0x20], [0xFF],
    ]

    /// `bytes` after one to three changes.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        if bytes.isEmpty { return bytes.append(UInt8(random.below(256))) }
        let position = random.below(bytes.count)
        switch random.below(6) {
        case 0:
            bytes[position] ^= 1 << UInt8(random.below(8))
        case 1:
            bytes.remove(at: position)
        case 2:
            let end = min(bytes.count, position + 1 + random.below(40))
            bytes.removeSubrange(position..<end)
        case 3, 4:
            let insertion = Mutator.insertions[random.below(Mutator.insertions.count)]
            bytes.insert(contentsOf: insertion, at: position)
        default:
            bytes.removeSubrange(position...)
        }
    }
}
