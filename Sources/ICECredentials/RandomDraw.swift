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
        (0..<count).map { _ in iceCharacter(next() & 63) }
    }

    /// A number of 63 random bits, as RFC 9429 section 5.2.1 wants of a session
    /// id. Uses 8 drawn bytes.
    public mutating func sessionID() -> UInt64 {
        var number: UInt64 = 0
        for _ in 0..<8 { number = number << 8 | UInt64(next()) }
        return number & (UInt64.max >> 1)
    }
}

private func iceCharacter(_ bits: UInt8) -> UInt8 {
    switch bits {
    case 0..<26: UInt8(ascii: "A") + bits
    case 26..<52: UInt8(ascii: "a") + (bits - 26)
    case 52..<62: UInt8(ascii: "0") + (bits - 52)
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
}
