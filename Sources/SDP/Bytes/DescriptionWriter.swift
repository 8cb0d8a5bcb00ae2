// SAFETY of this file. `base` points to `capacity` writable bytes that the
// writer borrows exclusively through the lifetime of the span it was made from,
// or `capacity` is 0 and `base` is never used. `reserve` is the only place that
// hands out an address, and only if the bytes fit behind those written before.

import CSwiftSDPShims

/// Writes a description into memory of the caller.
///
/// A writer counts on when the memory is full and says in the end how much it
/// would have needed; a writer without memory measures. A caller-supplied value
/// with a CR, LF or NUL is refused, so that no value can inject a line. Both
/// errors are kept and thrown by `finish()`; nothing else throws. Does not
/// allocate.
@safe
public struct DescriptionWriter: ~Copyable, ~Escapable {
    private let base: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    /// Bytes written, or that would have been written with enough memory.
    public private(set) var count = 0
    private var failure: SDPError.Code?

    /// A writer into `memory`.
    @_lifetime(copy memory)
    public init(into memory: consuming MutableSpan<UInt8>) {
        let buffer = unsafe memory.withUnsafeMutableBufferPointer { unsafe $0 }
        capacity = buffer.count
        unsafe base = buffer.baseAddress ?? DescriptionWriter.nowhere
    }

    /// A writer that only counts.
    @_lifetime(immortal)
    public init() {
        capacity = 0
        unsafe base = DescriptionWriter.nowhere
    }

    /// An address that is never written to.
    private static var nowhere: UnsafeMutablePointer<UInt8> {
        unsafe UnsafeMutablePointer(bitPattern: 1).unsafelyUnwrapped
    }

    /// The number of bytes written. Throws `valueBreaksLine` if a value was
    /// refused, else `insufficientSpace` with the size needed as its offset.
    public consuming func finish() throws(SDPError) -> Int {
        if let failure { throw SDPError(failure, offset: min(count, capacity)) }
        if count > capacity { throw SDPError(.insufficientSpace, offset: count) }
        return count
    }

    /// The number of bytes that are needed. Throws `valueBreaksLine`.
    public consuming func measured() throws(SDPError) -> Int {
        if let failure { throw SDPError(failure, offset: 0) }
        return count
    }

    /// Counts `size` more bytes; where they go, unless memory is full.
    @_lifetime(self: copy self)
    private mutating func reserve(_ size: Int) -> UnsafeMutablePointer<UInt8>? {
        let start = count
        let (sum, overflow) = count.addingReportingOverflow(size)
        count = overflow ? Int.max : sum
        return count <= capacity ? unsafe base + start : nil
    }

    /// Writes one byte of the format itself.
    @_lifetime(self: copy self)
    public mutating func append(byte: UInt8) {
        if let memory = unsafe reserve(1) { unsafe memory.pointee = byte }
    }

    /// Writes text of the format itself.
    @_lifetime(self: copy self)
    public mutating func append(syntax literal: StaticString) {
        let size = literal.utf8CodeUnitCount
        if let memory = unsafe reserve(size) { unsafe memcpy(memory, literal.utf8Start, size) }
    }

    /// Writes a value; refuses it if it would break its line.
    @_lifetime(self: copy self)
    public mutating func append(_ value: ByteView) {
        if value.breaksLine { failure = .valueBreaksLine }
        append(lines: value)
    }

    /// Writes bytes that may be whole lines.
    @_lifetime(self: copy self)
    public mutating func append(lines: ByteView) {
        if let memory = unsafe reserve(lines.count) {
            unsafe memcpy(memory, lines.base, lines.count)
        }
    }

    /// Writes a value; refuses it if it would break its line.
    @_lifetime(self: copy self)
    public mutating func append(_ value: ByteString) {
        let memory = unsafe reserve(value.count)
        let breaksLine = unsafe value.withUnsafeBytes { bytes, count in
            if let memory = unsafe memory { unsafe memcpy(memory, bytes, count) }
            return unsafe swiftsdp_breaks_line(bytes, count)
        }
        if breaksLine { failure = .valueBreaksLine }
    }

    /// Writes a number in decimal.
    @_lifetime(self: copy self)
    public mutating func append(_ number: UInt64) {
        var digits = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        guard let memory = unsafe reserve(digits) else { return }
        rest = number
        for position in stride(from: digits - 1, through: 0, by: -1) {
            unsafe memory[position] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}

extension [UInt8] {
    /// The bytes that `body` writes; it is run twice, once to measure, and must
    /// write the same both times. Allocates once. Throws `valueBreaksLine`.
    package init(
        writing body: (inout DescriptionWriter) -> Void
    ) throws(SDPError) {
        var measure = DescriptionWriter()
        body(&measure)
        self.init(repeating: 0, count: try measure.measured())
        var writer = DescriptionWriter(into: mutableSpan)
        body(&writer)
        _ = try writer.finish()
    }
}
