// SAFETY of this file. `fill` is given memory that its caller owns, as a span or
// as an address and a count that the caller answers for. It passes on no more
// than those: `done` grows by what was written and ends at `count`.

import CSwiftSDPShims

/// Where random bytes come from. Handed in, never global.
///
/// One owner at a time: a source is not to be used from two threads at once, nor
/// from a signal handler that may interrupt its use. Every source gives parent
/// and child of a fork different bytes. A source that cannot get what it needs
/// from the kernel throws; no weaker bytes are ever given instead.
@safe
public final class RandomSource {
    public enum Kind: UInt8, Sendable {
        /// The kernel is asked for each request. Nothing is kept, so that neither
        /// a fork nor a snapshot of a virtual machine can bring bytes back.
        case kernel = 0
        /// The kernel is asked for 4,032 bytes at a time, kept in memory that a
        /// fork does not inherit and erased there as they are given out.
        case buffered = 1
        /// ChaCha20 whose key is replaced every 1,024 bytes, in such memory too.
        /// Fresh bytes of the kernel are mixed in after 64 KiB of output, after a
        /// second, after a fork, and on demand.
        case fast = 2
        /// The same bytes for the same seed: for tests.
        case seeded = 254
        /// Always throws: for tests.
        case failing = 255
    }

    /// What was asked for.
    public let kind: Kind
    private var entropy: Entropy
    private let page: SecretPage?
    private let form: ChaCha20.Form
    /// The largest number: the clock of the machine.
    private var stoppedClock = UInt64.max

    /// Bytes that `fast` makes of one seed.
    package static var seedBudget: Int { 65_536 }
    /// Milliseconds that `fast` makes bytes of one seed for.
    package static var seedLifetime: UInt64 { 1_000 }

    private init(_ kind: Kind, _ origin: Entropy.Origin, form: ChaCha20.Form? = nil) {
        self.kind = kind
        self.form = form ?? (kind == .fast ? .best : .scalar)
        entropy = Entropy(origin)
        page = kind == .buffered || kind == .fast ? SecretPage() : nil
    }

    /// The kernel's random source: one request of it for each one made here. Where
    /// the kernel offers its random source without a system call (the vDSO of
    /// Linux 6.11), that is used from the fourth request on, with 4 KiB of memory.
    public static func kernel() -> RandomSource { RandomSource(.kernel, .kernel) }

    /// Bytes of the kernel from a buffer, 4 KiB of memory. Where memory that a
    /// fork does not inherit cannot be had this is `kernel`, see `effectiveKind`.
    public static func buffered() -> RandomSource { RandomSource(.buffered, .kernel) }

    /// The fastest source, 4 KiB of memory. Where memory that a fork does not
    /// inherit cannot be had this is `kernel`, see `effectiveKind`.
    public static func fast() -> RandomSource { RandomSource(.fast, .kernel) }

    /// The same bytes for the same seed: for tests, never for a connection.
    public static func seeded(_ seed: UInt64) -> RandomSource {
        RandomSource(.seeded, .seeded(SplitMix64(state: seed)))
    }

    /// A source that always fails: for tests of what happens then.
    public static func failing() -> RandomSource { RandomSource(.failing, .failing) }

    /// What the source does on this machine: `kernel` in place of `buffered` and
    /// `fast` where those would not be safe across a fork.
    public var effectiveKind: Kind {
        switch page {
        case .some: kind
        case .none: kind == .buffered || kind == .fast ? .kernel : kind
        }
    }

    /// Fills `bytes`. Throws if the kernel refuses; `bytes` are then zero or as
    /// they were. O(bytes), does not allocate.
    public func fill(_ bytes: inout MutableSpan<UInt8>) throws(RandomSourceError) {
        try unsafe bytes.withUnsafeMutableBytes { (buffer) throws(RandomSourceError) in
            guard let base = buffer.baseAddress else { return }
            try unsafe fill(base, buffer.count)
        }
    }

    /// Forgets what is kept and takes fresh bytes of the kernel at once: for a
    /// program that learns that its virtual machine was restored or copied. Does
    /// nothing for sources that keep nothing. Throws if the kernel refuses; the
    /// source then tries again with the next request.
    public func reseed() throws(RandomSourceError) {
        switch page {
        case .none: return
        case .some(let page):
            do throws(RandomSourceError) {
                while true {
                    let seeded = try seed(page, after: page.generation)
                    if kind == .buffered { try page.refill(from: &entropy) }
                    if page.generation == seeded { return }
                }
            } catch {
                page.wipe()
                throw error
            }
        }
    }

    /// Fills `count` bytes at `start`, as the other `fill` does.
    @unsafe
    package func fill(
        _ start: UnsafeMutableRawPointer, _ count: Int
    ) throws(RandomSourceError) {
        _ = try unsafe fillForGeneration(start, count)
    }

    /// Does so and returns the generation of all of the bytes, 0 for a source that
    /// has none. While it is the present one there was no fork since they were made.
    @unsafe
    func fillForGeneration(
        _ start: UnsafeMutableRawPointer, _ count: Int
    ) throws(RandomSourceError) -> UInt64 {
        switch page {
        case .none:
            do throws(RandomSourceError) {
                try unsafe entropy.fill(start, count)
            } catch {
                unsafe swiftsdp_shim_erase(start, count)
                throw error
            }
            return 0
        case .some(let page):
            do throws(RandomSourceError) {
                while true {
                    if let made = try unsafe fill(start, count, from: page) { return made }
                }
            } catch {
                page.wipe()
                unsafe swiftsdp_shim_erase(start, count)
                throw error
            }
        }
    }

    /// Returns nil if a fork came between: parent and child may then have written
    /// the same, and it must be done again.
    @unsafe
    private func fill(
        _ start: UnsafeMutableRawPointer, _ count: Int, from page: borrowing SecretPage
    ) throws(RandomSourceError) -> UInt64? {
        var generation = page.generation
        if generation == 0 || isOld(page) {
            guard let seeded = try seed(page, after: generation) else { return nil }
            generation = seeded
        }
        var done = 0
        while done < count {
            let taken = unsafe page.take(start + done, count - done)
            done += taken
            if taken > 0 { continue }
            if kind == .fast {
                if page.budget < UInt32(ChaCha20.refill) {
                    guard let seeded = try seed(page, after: generation) else { return nil }
                    generation = seeded
                }
                page.refill(with: form)
            } else {
                try page.refill(from: &entropy)
            }
        }
        return page.generation == generation ? generation : nil
    }

    /// Begins the next generation and returns its number; nil if a fork came
    /// between. One that comes later in this function wipes the number, and is
    /// noticed when the output is there.
    @inline(never)
    private func seed(
        _ page: borrowing SecretPage, after generation: UInt64
    ) throws(RandomSourceError) -> UInt64? {
        let next = generation + 1
        guard page.replaceGeneration(generation, with: next) else { return nil }
        page.wipeBytes()
        if kind == .fast {
            try page.mixKey(from: &entropy)
            page.budget = UInt32(RandomSource.seedBudget)
            page.seededAt = now
        }
        return next
    }

    private func isOld(_ page: borrowing SecretPage) -> Bool {
        if kind != .fast { return false }
        let now = now
        return now == UInt64.max || now &- page.seededAt >= RandomSource.seedLifetime
    }

    /// In milliseconds; the largest number if there is no clock.
    private var now: UInt64 {
        stoppedClock == UInt64.max ? swiftsdp_shim_coarse_milliseconds() : stoppedClock
    }
}

/// The kernel gave no random bytes.
public struct RandomSourceError: Error, Hashable, Sendable {}

// What tests need to see and to change; nothing of it can be reached from C.
extension RandomSource {
    /// `buffered` or `fast` with a seed in place of the kernel and a clock that
    /// stands still.
    package static func seeded(
        _ seed: UInt64, as kind: Kind, _ form: ChaCha20.Form? = nil
    ) -> RandomSource {
        let source = RandomSource(kind, .seeded(SplitMix64(state: seed)), form: form)
        source.setClock(0)
        return source
    }

    /// Lets the kernel refuse from now on.
    package func failFromNowOn() { entropy.fail() }

    /// Stops the clock at that many milliseconds.
    package func setClock(_ milliseconds: UInt64) { stoppedClock = milliseconds }

    /// Does what a fork does to the child's memory.
    package func wipeAsForkDoes() {
        switch page {
        case .none: return
        case .some(let page): page.wipe()
        }
    }

    /// The memory that secrets are kept in; empty if nothing is kept.
    package var keptBytes: [UInt8] {
        switch page {
        case .none: []
        case .some(let page): page.copy
        }
    }

    /// Grows with each seed; 0 before the first and after a fork.
    package var generation: UInt64 {
        switch page {
        case .none: 0
        case .some(let page): page.generation
        }
    }
}
