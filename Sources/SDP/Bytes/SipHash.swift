// SAFETY of this file. Words are loaded at positions of which eight bytes are below
// the view's count.

/// A secret that a hash is keyed with, so that nobody can choose texts that collide.
public struct HashKey: Hashable, Sendable {
    var low: UInt64
    var high: UInt64

    /// A key of 128 bits.
    public init(_ low: UInt64, _ high: UInt64) {
        self.low = low
        self.high = high
    }
}

/// SipHash, a keyed hash of short texts (Aumasson and Bernstein, 2012), by default
/// with 1 round a word and 3 at the end.
package struct SipHash {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    /// The hash of the bytes. O(count).
    @inline(__always)
    package static func hash(
        _ bytes: ByteView, key: HashKey, rounds: Int = 1, finalRounds: Int = 3
    ) -> UInt64 {
        var state = SipHash(key)
        let whole = bytes.count & ~7
        var position = 0
        while position < whole {
            let word = unsafe UnsafeRawPointer(bytes.base).loadUnaligned(
                fromByteOffset: position, as: UInt64.self)
            state.absorb(word.littleEndian, rounds: rounds)
            position += 8
        }
        var last = UInt64(truncatingIfNeeded: bytes.count) << 56
        while position < bytes.count {
            last |= UInt64(bytes[position]) << UInt64((position - whole) * 8)
            position += 1
        }
        state.absorb(last, rounds: rounds)
        state.v2 ^= 0xFF
        for _ in 0..<finalRounds { state.round() }
        return state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    }

    @inline(__always)
    private init(_ key: HashKey) {
        v0 = key.low ^ 0x736F_6D65_7073_6575
        v1 = key.high ^ 0x646F_7261_6E64_6F6D
        v2 = key.low ^ 0x6C79_6765_6E65_7261
        v3 = key.high ^ 0x7465_6462_7974_6573
    }

    @inline(__always)
    private mutating func absorb(_ word: UInt64, rounds: Int) {
        v3 ^= word
        for _ in 0..<rounds { round() }
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = (v1 &<< 13 | v1 &>> 51) ^ v0
        v0 = v0 &<< 32 | v0 &>> 32
        v2 &+= v3
        v3 = (v3 &<< 16 | v3 &>> 48) ^ v2
        v0 &+= v3
        v3 = (v3 &<< 21 | v3 &>> 43) ^ v0
        v2 &+= v1
        v1 = (v1 &<< 17 | v1 &>> 47) ^ v2
        v2 = v2 &<< 32 | v2 &>> 32
    }
}
