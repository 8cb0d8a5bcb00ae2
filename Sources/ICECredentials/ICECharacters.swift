// SAFETY of this file. `encode` writes `count` characters at `start`, memory that
// the caller owns. It reads groups of 6 bytes from the last three
// quarters of it, always at or behind where it writes: before group n, 8n
// characters are written and 6n bytes are read from `count - byteCount` on, which
// is at least 2n for every n up to `count / 8`.

import CSwiftSDPShims

/// The alphabet of user name fragments and passwords (RFC 8839 section 5.1,
/// `ice-char`): `A-Za-z0-9+/`, 64 characters, so that 6 bits make one without bias.
/// Made and checked without a table, in time that does not depend on the bits.
enum ICECharacters {
    /// Bytes that have the bits of `count` characters.
    static func byteCount(_ count: Int) -> Int { count - count / 4 }

    /// Eight numbers of 6 bits, one a byte, from 48 bits.
    static func spread(_ bits: UInt64) -> UInt64 {
        var spread = (bits & 0xFF_FFFF) | (bits & 0xFFFF_FF00_0000) << 8
        spread = (spread & 0xFFF_0000_0FFF) | (spread & 0xFF_F000_00FF_F000) << 4
        return (spread & 0x3F_003F_003F_003F) | (spread & 0x0FC0_0FC0_0FC0_0FC0) << 2
    }

    /// The characters of eight numbers below 64. No byte of a sum reaches 256 and
    /// none of a difference is below 0, so that none changes its neighbour.
    static func characters(_ numbers: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // 1 in each byte whose number is at least `bound`.
        func atLeast(_ bound: UInt64) -> UInt64 {
            ((numbers &+ (128 - bound) &* ones) >> 7) & ones
        }
        return numbers &+ 65 &* ones &+ 6 &* atLeast(26) &- 75 &* atLeast(52)
            &- 15 &* atLeast(62) &+ 3 &* atLeast(63)
    }

    /// The character of the lower 6 bits.
    static func character(_ bits: UInt8) -> UInt8 {
        UInt8(truncatingIfNeeded: characters(UInt64(bits & 63)))
    }

    static func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}

extension RandomSource {
    /// Fills `characters` with ones of the alphabet of RFC 8839 section 5.1, 6
    /// random bits each, all from one request. Throws if the kernel refuses;
    /// `characters` are then zero or as they were. O(characters), does not allocate.
    public func fillICECharacters(
        _ characters: inout MutableSpan<UInt8>
    ) throws(RandomSourceError) {
        try unsafe characters.withUnsafeMutableBytes { (buffer) throws(RandomSourceError) in
            guard let base = buffer.baseAddress else { return }
            try unsafe fillICECharacters(base, buffer.count)
        }
    }

    /// Fills `characters` with pairs for as many transports as there is room for,
    /// from one request: the user name fragment and the password of the first,
    /// then those of the second. What is left at the end stays as it is. Returns
    /// the number of pairs.
    ///
    /// Throws if the kernel refuses; `characters` are then zero or as they were.
    /// O(characters), does not allocate.
    @discardableResult
    public func fillICECredentials(
        _ characters: inout MutableSpan<UInt8>, sizes: ICECredentialSizes = ICECredentialSizes()
    ) throws(RandomSourceError) -> Int {
        let pairs = characters.count / sizes.pair
        try unsafe characters.withUnsafeMutableBytes { (buffer) throws(RandomSourceError) in
            guard let base = buffer.baseAddress else { return }
            try unsafe fillICECharacters(base, pairs * sizes.pair)
        }
        return pairs
    }

    /// Writes `count` such characters at `start`.
    @unsafe
    package func fillICECharacters(
        _ start: UnsafeMutableRawPointer, _ count: Int
    ) throws(RandomSourceError) {
        // The random bytes are drawn to the end of where the characters go, so
        // that no copy of them is left anywhere.
        let offset = count - ICECharacters.byteCount(count)
        while true {
            let made = try unsafe fillForGeneration(start + offset, count - offset)
            unsafe ICECharacters.encode(start, count, from: offset)
            // A fork came between: parent and child have the same characters.
            if generation == made { return }
        }
    }
}

extension ICECharacters {
    /// Writes `count` characters at `start`, made of the bits from `offset` on.
    @unsafe
    fileprivate static func encode(
        _ start: UnsafeMutableRawPointer, _ count: Int, from offset: Int
    ) {
        var read = offset
        var written = 0
        while written + 8 <= count {
            let low = unsafe start.loadUnaligned(fromByteOffset: read, as: UInt32.self)
            let high = unsafe start.loadUnaligned(fromByteOffset: read + 4, as: UInt16.self)
            let bits = UInt64(UInt32(littleEndian: low)) | UInt64(UInt16(littleEndian: high)) << 32
            let eight = characters(spread(bits))
            unsafe start.storeBytes(of: eight.littleEndian, toByteOffset: written, as: UInt64.self)
            read += 6
            written += 8
        }
        var bits: UInt64 = 0
        for position in 0..<(count - read) {
            let byte = unsafe start.load(fromByteOffset: read + position, as: UInt8.self)
            bits |= UInt64(byte) << UInt64(8 * position)
        }
        var eight = characters(spread(bits))
        while written < count {
            unsafe start.storeBytes(
                of: UInt8(truncatingIfNeeded: eight), toByteOffset: written, as: UInt8.self)
            eight >>= 8
            written += 1
        }
    }
}
