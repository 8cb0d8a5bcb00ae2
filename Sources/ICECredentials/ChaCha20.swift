// SAFETY of this file. `write` is given a key of 32 bytes and room for the blocks
// by the page that owns both; those of tests are arrays of the sizes that are
// checked. A form of 8 blocks is only made where the processor has what it takes.

import CSwiftSDPShims

/// The stream cipher of RFC 8439 section 2.3, with a nonce of zeros, which is
/// right for keys that are used once.
package enum ChaCha20 {
    /// How many blocks are made at once, which changes nothing of what they are.
    package struct Form: Hashable, Sendable {
        package let lanes: UInt32

        package static var scalar: Form { Form(lanes: 1) }
        package static var vector: Form { Form(lanes: 4) }
        /// The fastest on this machine.
        package static var best: Form { Form(lanes: swiftsdp_shim_chacha20_lanes()) }
    }

    static var blockSize: Int { 64 }
    /// Bytes that one key makes: the next key first, and 992 of output.
    static var refill: Int { 1_024 }

    @unsafe
    static func write(
        _ form: Form, key: UnsafeRawPointer, to blocks: UnsafeMutableRawPointer, count: Int
    ) {
        unsafe swiftsdp_shim_chacha20(
            form.lanes, key.assumingMemoryBound(to: UInt8.self), nil, 0,
            blocks.assumingMemoryBound(to: UInt8.self), count)
    }

    /// Blocks for any key and nonce: for tests.
    package static func blocks(
        _ form: Form, key: [UInt8], nonce: [UInt8], counter: UInt32, count: Int
    ) -> [UInt8] {
        precondition(key.count == 32 && nonce.count == 12 && count >= 0)
        var blocks = [UInt8](repeating: 0, count: count * blockSize)
        if count == 0 { return blocks }
        unsafe swiftsdp_shim_chacha20(form.lanes, key, nonce, counter, &blocks, count)
        return blocks
    }
}
