// SAFETY of this file. The page is mapped in `init` with `size` bytes and given
// back in `deinit`, and its address leaves this value for the length of calls only.
// Every access is at a constant offset or at one that was checked against
// `size`: what is read from the page may be zero at any time (a fork wipes it),
// never more than what was written.

import CSwiftSDPShims

/// Random bytes that were not used yet and the key of more, in memory that a
/// fork does not inherit and that core dumps leave out.
///
/// 8 bytes of generation, 8 each of the numbers below, the key at 32, and the
/// unused bytes from 64 on, used from the front.
@safe
struct SecretPage: ~Copyable {
    static var size: Int { 4_096 }
    static var keySize: Int { 32 }
    private static var keyOffset: Int { 32 }
    private static var bytesOffset: Int { 64 }

    private let start: UnsafeMutableRawPointer

    /// Nil where the kernel does not promise what this is for.
    init?() {
        guard let mapped = unsafe swiftsdp_shim_map_secret(SecretPage.size) else { return nil }
        unsafe start = mapped
    }

    deinit { unsafe swiftsdp_shim_unmap_secret(start, SecretPage.size) }

    /// Not 0, and new with each seed. The child of a fork finds 0.
    var generation: UInt64 {
        unsafe swiftsdp_shim_load_generation(start.assumingMemoryBound(to: UInt64.self))
    }

    /// Makes the next generation if the present one is still `was`.
    func replaceGeneration(_ was: UInt64, with next: UInt64) -> Bool {
        unsafe swiftsdp_shim_replace_generation(
            start.assumingMemoryBound(to: UInt64.self), was, next)
    }

    /// When the key was last seeded, in milliseconds.
    var seededAt: UInt64 {
        get { unsafe start.load(fromByteOffset: 8, as: UInt64.self) }
        nonmutating set { unsafe start.storeBytes(of: newValue, toByteOffset: 8, as: UInt64.self) }
    }

    /// Bytes that may still be made before the next seed.
    var budget: UInt32 {
        get { unsafe start.load(fromByteOffset: 16, as: UInt32.self) }
        nonmutating set { unsafe start.storeBytes(of: newValue, toByteOffset: 16, as: UInt32.self) }
    }

    /// Random bytes up to the end of the page that nobody got yet.
    private(set) var available: Int {
        get { min(Int(unsafe start.load(fromByteOffset: 20, as: UInt32.self)), capacity) }
        nonmutating set {
            unsafe start.storeBytes(of: UInt32(newValue), toByteOffset: 20, as: UInt32.self)
        }
    }

    private var capacity: Int { SecretPage.size - SecretPage.bytesOffset }

    /// Erases everything.
    func wipe() { unsafe swiftsdp_shim_erase(start, SecretPage.size) }

    /// Erases the unused bytes, not the key.
    func wipeBytes() {
        unsafe swiftsdp_shim_erase(start + SecretPage.bytesOffset, capacity)
        available = 0
    }

    /// Moves up to `count` unused bytes to `target` and says how many; what was
    /// moved is zero here. `target` has room for them.
    @unsafe
    func take(_ target: UnsafeMutableRawPointer, _ count: Int) -> Int {
        let before = available
        let taken = min(count, before)
        unsafe swiftsdp_shim_move(target, start + (SecretPage.size - before), taken)
        available = before - taken
        return taken
    }

    /// Fills the page with bytes of `entropy`.
    @inline(never)
    func refill(from entropy: inout Entropy) throws(RandomSourceError) {
        try unsafe entropy.fill(start + SecretPage.bytesOffset, capacity)
        available = capacity
    }

    /// Mixes 32 fresh bytes into the key: as unpredictable as the better of both.
    @inline(never)
    func mixKey(from entropy: inout Entropy) throws(RandomSourceError) {
        // The unused bytes are erased before, so their room is free.
        let fresh = unsafe start + SecretPage.bytesOffset
        try unsafe entropy.fill(fresh, SecretPage.keySize)
        let key = unsafe start + SecretPage.keyOffset
        for offset in stride(from: 0, to: SecretPage.keySize, by: 8) {
            let mixed =
                unsafe key.load(fromByteOffset: offset, as: UInt64.self)
                ^ fresh.load(fromByteOffset: offset, as: UInt64.self)
            unsafe key.storeBytes(of: mixed, toByteOffset: offset, as: UInt64.self)
        }
        unsafe swiftsdp_shim_erase(fresh, SecretPage.keySize)
    }

    /// Makes 1,024 bytes with the key, of which the first 32 replace it: what was
    /// given out cannot be made again.
    @inline(never)
    func refill(with form: ChaCha20.Form) {
        let blocks = unsafe start + (SecretPage.size - ChaCha20.refill)
        unsafe ChaCha20.write(
            form, key: start + SecretPage.keyOffset, to: blocks,
            count: ChaCha20.refill / ChaCha20.blockSize)
        unsafe swiftsdp_shim_move(start + SecretPage.keyOffset, blocks, SecretPage.keySize)
        available = ChaCha20.refill - SecretPage.keySize
        budget -= min(UInt32(ChaCha20.refill), budget)
    }

    /// What is in the page: for tests.
    var copy: [UInt8] {
        unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: SecretPage.size))
    }
}
