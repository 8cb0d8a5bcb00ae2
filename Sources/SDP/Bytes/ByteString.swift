/// A short string of bytes: a mid, a stream id, a codec name, a token.
///
/// Up to 15 bytes are held in place; longer ones are in one heap block, shared
/// by copies. Compared and hashed as bytes: no Unicode normalisation, as
/// RFC 8866 wants of tokens.
public struct ByteString: Hashable, Sendable {
    @usableFromInline
    enum Storage: Hashable, Sendable {
        /// The bytes from the lowest of `low` on, unused ones zero, and the
        /// count in the highest byte of `high`.
        case inline(low: UInt64, high: UInt64)
        /// More than 15 bytes, so that equal strings have equal storage.
        case heap([UInt8])

        static func inline(count: Int, _ byte: (Int) -> UInt8) -> Storage {
            var low: UInt64 = 0
            var high = UInt64(truncatingIfNeeded: count) << 56
            for position in 0..<count {
                let bits = UInt64(byte(position)) << UInt64(position % 8 * 8)
                if position < 8 { low |= bits } else { high |= bits }
            }
            return .inline(low: low, high: high)
        }
    }

    @usableFromInline var storage: Storage

    /// The number of bytes that are held without a heap block.
    public static var inlineCapacity: Int { 15 }

    /// No bytes.
    public init() { storage = .inline(low: 0, high: 0) }

    /// A copy of the bytes. O(count); allocates if there are more than 15.
    public init(_ bytes: ByteView) {
        storage =
            bytes.count > ByteString.inlineCapacity
            ? .heap([UInt8](copying: bytes)) : .inline(count: bytes.count) { bytes[$0] }
    }

    /// A copy of the bytes. O(count); allocates if there are more than 15.
    public init(_ bytes: Span<UInt8>) { self.init(ByteView(bytes)) }

    /// A copy of the bytes. O(count); allocates if there are more than 15.
    public init(_ bytes: [UInt8]) {
        storage =
            bytes.count > ByteString.inlineCapacity
            ? .heap(bytes) : .inline(count: bytes.count) { bytes[$0] }
    }

    /// A copy of the bytes, if there are any to copy.
    public init?(copying bytes: ByteView?) {
        guard let bytes else { return nil }
        self.init(bytes)
    }

    /// The number in decimal.
    public init(decimal value: UInt64) {
        var digits: [UInt8] = []
        var rest = value
        repeat {
            digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        digits.reverse()
        self.init(digits)
    }

    /// Whether both are equal when ASCII letters are compared without case.
    /// O(count).
    public func equalsIgnoringCase(_ other: ByteString) -> Bool {
        guard count == other.count else { return false }
        for position in 0..<count where lowercased(self[position]) != lowercased(other[position]) {
            return false
        }
        return true
    }
}

extension ByteString: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int {
        switch storage {
        case .inline(_, let high): Int(truncatingIfNeeded: high >> 56)
        case .heap(let bytes): bytes.count
        }
    }

    public subscript(position: Int) -> UInt8 {
        switch storage {
        case .inline(let low, let high):
            precondition(position >= 0 && position < Int(truncatingIfNeeded: high >> 56))
            let word = position < 8 ? low : high
            return UInt8(truncatingIfNeeded: word >> UInt64(position % 8 * 8))
        case .heap(let bytes):
            return bytes[position]
        }
    }
}

extension ByteString: Comparable {
    /// Byte by byte, a prefix before what it begins.
    public static func < (a: ByteString, b: ByteString) -> Bool {
        a.lexicographicallyPrecedes(b)
    }
}

extension ByteString: ExpressibleByStringLiteral {
    /// The bytes of a literal, in UTF-8.
    public init(stringLiteral literal: StaticString) {
        self.init(literal.utf8Bytes)
    }
}
