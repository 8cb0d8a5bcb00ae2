// SAFETY of this file. The shims are given the address and the count of memory
// that the caller of `fill` owns for the length of the call. The memory of the
// vDSO's state is mapped when it is first needed, used by this value alone, and
// given back once, in `deinit`.

import CSwiftSDPShims

/// Where all randomness begins: the kernel, or a stand-in for tests.
@safe
struct Entropy: ~Copyable {
    enum Origin {
        case kernel
        case seeded(SplitMix64)
        case failing
    }

    private(set) var origin: Origin
    private var requests: UInt8 = 0
    private var vdso = unsafe swiftsdp_vdso_random()

    /// A source that is asked once, as that of most sessions, is not worth
    /// mapping memory for.
    private static var requestsWithoutState: UInt8 { 4 }

    init(_ origin: Origin) { self.origin = origin }

    deinit { unsafe swiftsdp_shim_vdso_close(vdso) }

    /// Makes it fail from now on: for tests.
    mutating func fail() { origin = .failing }

    /// Fills `count` bytes at `start` or throws. In line it would be there many
    /// times, for nothing beside what the kernel takes.
    @inline(never)
    @unsafe
    mutating func fill(
        _ start: UnsafeMutableRawPointer, _ count: Int
    ) throws(RandomSourceError) {
        switch origin {
        case .kernel:
            if requests < Entropy.requestsWithoutState {
                requests += 1
                if requests == Entropy.requestsWithoutState {
                    unsafe vdso = swiftsdp_shim_vdso_open()
                }
            }
            guard unsafe swiftsdp_shim_kernel_bytes(vdso, start, count) else {
                throw RandomSourceError()
            }
        case .seeded(var generator):
            let bytes = unsafe UnsafeMutableRawBufferPointer(start: start, count: count)
            for position in 0..<count {
                unsafe bytes[position] = UInt8(truncatingIfNeeded: generator.next() >> 32)
            }
            origin = .seeded(generator)
        case .failing:
            throw RandomSourceError()
        }
    }
}

/// Sebastiano Vigna's SplitMix64: repeatable, and nothing to keep a secret with.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
