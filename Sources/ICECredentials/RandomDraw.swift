// SAFETY of this file. The array of random bytes is erased through its own
// storage, for the length of a call, and with its own count.

import CSwiftSDPShims

/// All random bytes that one operation needs, drawn at once, used from the
/// front and erased as they are used.
public struct RandomDraw: ~Copyable {
    private var bytes: [UInt8]
    private var used = 0

    /// Draws `count` bytes. Throws if the source fails; allocates once.
    public init(_ count: Int, from source: RandomSource) throws(RandomSourceError) {
        bytes = [UInt8](repeating: 0, count: count)
        if count > 0 {
            var span = bytes.mutableSpan
            try source.fill(&span)
        }
    }

    deinit {
        // Also what was used: nothing reads that again, so that the compiler may
        // leave out writing zeros there.
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            unsafe swiftsdp_shim_erase(UnsafeMutableRawPointer(mutating: base), buffer.count)
        }
    }

    /// Bytes that have not been used.
    public var remaining: Int { bytes.count - used }

    private mutating func next() -> UInt8 {
        precondition(used < bytes.count, "more random bytes used than drawn")
        let byte = bytes[used]
        bytes[used] = 0
        used += 1
        return byte
    }

    /// Characters of the `ice-char` alphabet (RFC 8839 section 5.1), 6 random
    /// bits and one drawn byte each. Its 64 characters leave no bias.
    public mutating func iceCharacters(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in ICECharacters.character(next()) }
    }

    /// A number of 63 random bits, as RFC 9429 section 5.2.1 wants of a session
    /// id. Uses 8 drawn bytes.
    public mutating func sessionID() -> UInt64 {
        let high = UInt64(number32())
        return (high << 32 | UInt64(number32())) & (UInt64.max >> 1)
    }

    /// A number of 32 random bits. Uses 4 drawn bytes.
    mutating func number32() -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 { number = number << 8 | UInt32(next()) }
        return number
    }
}
