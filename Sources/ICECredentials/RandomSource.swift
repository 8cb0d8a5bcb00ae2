// SAFETY of this file. The shim is given the address and the count of a span
// that is borrowed mutably for the length of the call.

import CSwiftSDPShims

/// Where random bytes come from. Handed in, never global.
///
/// One owner at a time: a source is not to be used from two threads at once.
public final class RandomSource {
    private enum Origin {
        case kernel
        case seeded(SplitMix64)
        case failing
    }

    private var origin: Origin

    private init(_ origin: Origin) { self.origin = origin }

    /// The kernel's random source, one system call for each request. Safe
    /// across fork and snapshots of virtual machines, since nothing is kept.
    public static func kernel() -> RandomSource { RandomSource(.kernel) }

    /// The same bytes for the same seed: for tests, never for a connection.
    public static func seeded(_ seed: UInt64) -> RandomSource {
        RandomSource(.seeded(SplitMix64(state: seed)))
    }

    /// A source that always fails: for tests of what happens then.
    public static func failing() -> RandomSource { RandomSource(.failing) }

    /// Fills `bytes`. Throws if the kernel refuses; no weaker bytes are ever
    /// given instead. O(bytes), does not allocate.
    public func fill(_ bytes: inout MutableSpan<UInt8>) throws(RandomSourceError) {
        switch origin {
        case .kernel:
            let succeeded = unsafe bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return true }
                return unsafe swiftsdp_random_bytes(base, buffer.count)
            }
            if !succeeded { throw RandomSourceError() }
        case .seeded(var generator):
            for position in 0..<bytes.count {
                bytes[position] = UInt8(truncatingIfNeeded: generator.next() >> 32)
            }
            origin = .seeded(generator)
        case .failing:
            throw RandomSourceError()
        }
    }
}

/// The kernel gave no random bytes.
public struct RandomSourceError: Error, Hashable, Sendable {}

/// Sebastiano Vigna's SplitMix64: repeatable, and nothing to keep a secret with.
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
