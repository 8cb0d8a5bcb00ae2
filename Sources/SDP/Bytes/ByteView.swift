// SAFETY of this file. A `ByteView` is a pointer and a count taken from a
// `Span`, and is non-escapable with the lifetime of that span, so the memory
// is alive and immutable for as long as the view is. The two are `let`, made
// only by `init(_: Span)` and by `extracting`, which checks the range it is
// given; every read checks its position against `count` first.

import CSwiftSDPShims

/// Bytes of a description, borrowed from the memory they were read from.
///
/// A view neither copies nor allocates and cannot outlive the memory. Keep its
/// content with `ByteString(_:)`, which copies.
@safe
public struct ByteView: ~Escapable {
    @usableFromInline let base: UnsafePointer<UInt8>
    /// The number of bytes.
    public let count: Int

    /// A view over the bytes of `span`. O(1), does not allocate.
    @inlinable @_lifetime(copy span)
    public init(_ span: Span<UInt8>) {
        let buffer = unsafe span.withUnsafeBufferPointer { unsafe $0 }
        let view = unsafe ByteView(
            base: buffer.baseAddress ?? ByteView.nowhere, count: buffer.count, of: span)
        self = view
    }

    /// An address that is never read: the base of a view of no bytes.
    @usableFromInline static var nowhere: UnsafePointer<UInt8> {
        unsafe UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    }

    @inlinable @_lifetime(copy owner) @unsafe
    init<Owner: ~Escapable & ~Copyable>(
        base: UnsafePointer<UInt8>, count: Int, of owner: borrowing Owner
    ) {
        unsafe self.base = base
        self.count = count
    }

    /// The same bytes as a span. O(1).
    @inlinable
    public var span: Span<UInt8> {
        @_lifetime(copy self)
        get {
            let span = unsafe Span(_unsafeStart: base, count: count)
            return unsafe _overrideLifetime(span, copying: self)
        }
    }

    /// Whether there are no bytes.
    @inlinable public var isEmpty: Bool { count == 0 }

    /// The byte at `position`, which must be in `0..<count`.
    @inlinable
    public subscript(position: Int) -> UInt8 {
        precondition(UInt(bitPattern: position) < UInt(bitPattern: count))
        return unsafe base[position]
    }

    /// The bytes in `range`, which must lie within `0..<count`. O(1).
    @inlinable @_lifetime(copy self)
    public func extracting(_ range: Range<Int>) -> ByteView {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe ByteView(
            base: base + range.lowerBound, count: range.upperBound - range.lowerBound, of: self)
    }

    /// The position of the first `byte`, or nil. O(count).
    public func firstIndex(of byte: UInt8) -> Int? {
        let position = unsafe swiftsdp_find_byte(base, count, byte)
        return position < count ? position : nil
    }

    /// How often `byte` occurs. O(count).
    public func count(of byte: UInt8) -> Int { unsafe swiftsdp_count_byte(base, count, byte) }

    /// Whether a CR, LF or NUL is among the bytes, which no value of a
    /// description may hold (RFC 8866 section 9, `byte-string`). O(count).
    public var breaksLine: Bool { unsafe swiftsdp_breaks_line(base, count) }

    /// Whether both hold the same bytes. O(count).
    public static func == (a: ByteView, b: ByteView) -> Bool {
        unsafe a.count == b.count && memcmp(a.base, b.base, a.count) == 0
    }

    /// Negative, 0 or positive where the bytes come before, are, or come behind the others
    /// byte by byte, a prefix before what it begins. O(count).
    func order(before other: ByteView) -> Int {
        let order = unsafe Int(memcmp(base, other.base, min(count, other.count)))
        return order == 0 ? count - other.count : order
    }

    /// Whether the bytes are those of the literal. O(count).
    public static func == (view: ByteView, literal: StaticString) -> Bool {
        // A size that is known where this is used takes no call.
        unsafe view.count == literal.utf8CodeUnitCount
            && memcmp(view.base, literal.utf8Start, literal.utf8CodeUnitCount) == 0
    }

    /// Whether the bytes are those of the literal, ASCII letters compared
    /// without case, as names of codecs and hashes are. O(count).
    public func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        for position in 0..<count {
            let other = unsafe literal.utf8Start[position]
            if lowercased(self[position]) != lowercased(other) { return false }
        }
        return true
    }

    /// Calls `body` with the bytes in memory; the pointer must not be kept.
    @inlinable @unsafe
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafePointer<UInt8>, Int) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(base, count)
    }
}

extension ByteView {
    /// Feeds the bytes to a hasher, as many as they are.
    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        unsafe withUnsafeBytes { start, count in
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer(start: start, count: count))
        }
    }
}

/// The ASCII letter in lower case, any other byte as it is.
@inlinable
package func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}

extension [UInt8] {
    /// A copy of the bytes of a view.
    package init(copying bytes: ByteView) {
        self = unsafe Array(UnsafeBufferPointer(start: bytes.base, count: bytes.count))
    }
}
