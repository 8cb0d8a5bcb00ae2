import SDP

/// Numbers that depend on nothing but an input: what a property decides by.
public struct Choices {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Choices of an input.
    public init(of input: ByteView) {
        for position in 0..<input.count {
            state = (state ^ UInt64(input[position])) &* 0x0000_0100_0000_01B3
        }
    }

    /// The next number, in `0..<limit`; 0 if that is empty.
    public mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return limit > 0 ? Int((mixed ^ mixed >> 31) % UInt64(limit)) : 0
    }
}
