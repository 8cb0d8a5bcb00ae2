// SAFETY of this file. `base` points to `capacity` writable bytes that the writer
// borrows exclusively through the lifetime of the span it was made from, or is
// null. The shim writes no further than the capacity it is given, which is what is
// left of that, and reads no further than the count of the view it is given. A segment
// that it gives is of those bytes, or of memory that is never freed.

import CSwiftSDPShims

/// Writes a description as the content of a JSON string (RFC 8259 section 7), which
/// is what signalling carries, without the quotes around it.
///
/// Quote and backslash get a backslash, and so do the control bytes that have a letter
/// (`\r`, `\n`, `\t`, `\b`, `\f`); others become `\u00XX`. Everything else stays as it
/// is. JSON is UTF-8: other bytes are refused, since nothing that stood for them
/// would be read back as the same bytes.
///
/// A writer counts on when the memory is full and says in the end how much it would
/// have needed; a writer without memory measures. Does not allocate.
@safe
public struct JSONWriter: ~Copyable, ~Escapable {
    private let base: UnsafeMutablePointer<UInt8>?
    private let capacity: Int
    /// Bytes written, or that would have been written with enough memory.
    public private(set) var count = 0
    /// Bytes that were given.
    private var read = 0
    private var isFull = false
    private var failure: SDPError?

    /// A writer into `memory`.
    @_lifetime(copy memory)
    public init(into memory: consuming MutableSpan<UInt8>) {
        let buffer = unsafe memory.withUnsafeMutableBufferPointer { unsafe $0 }
        capacity = buffer.count
        unsafe base = buffer.baseAddress
        isFull = unsafe buffer.baseAddress == nil
    }

    /// A writer that only counts.
    @_lifetime(immortal)
    public init() {
        capacity = 0
        unsafe base = nil
        isFull = true
    }

    /// Writes whole characters: no UTF-8 sequence goes on in the next call. The bytes
    /// do not overlap the memory. O(bytes).
    @_lifetime(self: copy self)
    public mutating func append(_ bytes: ByteView) {
        if failure != nil { return }
        if let base = unsafe base, !isFull {
            let done = unsafe swiftsdp_shim_json_escape(
                true, bytes.base, bytes.count, base + count, capacity - count)
            if Int(done.status) != SWIFTSDP_SHIM_JSON_FULL {
                return advance(by: done, of: bytes)
            }
            isFull = true
        }
        advance(
            by: unsafe swiftsdp_shim_json_escape(true, bytes.base, bytes.count, nil, 0), of: bytes)
    }

    @_lifetime(self: copy self)
    private mutating func advance(by done: swiftsdp_shim_json, of bytes: ByteView) {
        count += done.written
        if Int(done.status) == SWIFTSDP_SHIM_JSON_NOT_UTF8 {
            failure = SDPError(.malformedText, offset: read + done.read)
        }
        read += bytes.count
    }

    /// The number of bytes written. Throws `malformedText` with the offset of bytes
    /// that are no UTF-8, else `insufficientSpace` with the size needed.
    public consuming func finish() throws(SDPError) -> Int {
        if let failure { throw failure }
        if count > capacity { throw SDPError(.insufficientSpace, offset: count) }
        return count
    }

    /// The number of bytes that are needed. Throws `malformedText`.
    public consuming func measured() throws(SDPError) -> Int {
        if let failure { throw failure }
        return count
    }
}

extension ByteView {
    /// The number of bytes that `writeJSON(into:)` needs. O(count). Throws
    /// `malformedText`.
    public func jsonSize() throws(SDPError) -> Int {
        var writer = JSONWriter()
        writer.append(self)
        return try writer.measured()
    }

    /// Writes the bytes as the content of a JSON string into memory apart from them;
    /// returns how many that are. O(count). Throws what `JSONWriter.finish` throws.
    @discardableResult
    public func writeJSON(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        var writer = JSONWriter(into: memory)
        writer.append(self)
        return try writer.finish()
    }

    /// What the bytes from `position` on begin with as the content of a JSON string, and
    /// in `position` where it goes on; nil at the end. It is a run of bytes that stay as
    /// they are, or else one escape: of CR LF together, or of one byte. Throws
    /// `malformedText` with the offset of bytes that are no UTF-8.
    @_lifetime(copy self)
    package func jsonSegment(at position: inout Int) throws(SDPError) -> ByteView? {
        precondition(position >= 0 && position <= count)
        if position == count { return nil }
        let segment = unsafe swiftsdp_shim_json_first_segment(
            true, base + position, count - position)
        if unsafe Int(segment.status) == SWIFTSDP_SHIM_JSON_NOT_UTF8 {
            throw SDPError(.malformedText, offset: position)
        }
        unsafe position += segment.read
        return unsafe ByteView(base: segment.bytes, count: segment.count, of: self)
    }

    /// The number of bytes that these bytes, the content of a JSON string, stand for.
    /// O(count). Throws `malformedEscape` with its offset for what is no such content,
    /// such as a quote, a control byte or half of a surrogate pair, and
    /// `malformedText` for what is no UTF-8.
    public func jsonContentSize() throws(SDPError) -> Int {
        try JSONContent.size(unsafe swiftsdp_shim_json_unescape(true, base, count, nil, 0))
    }

    /// Writes the bytes that these bytes, the content of a JSON string, stand for into
    /// memory apart from them; returns how many that are. O(count). Throws what
    /// `jsonContentSize` throws, and `insufficientSpace` with the size needed.
    @discardableResult
    public func readJSONContent(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        let target = unsafe memory.withUnsafeMutableBufferPointer { unsafe $0 }
        guard let address = target.baseAddress else {
            let size = try jsonContentSize()
            if size > 0 { throw SDPError(.insufficientSpace, offset: size) }
            return 0
        }
        let done = unsafe swiftsdp_shim_json_unescape(true, base, count, address, target.count)
        if Int(done.status) == SWIFTSDP_SHIM_JSON_FULL {
            throw SDPError(.insufficientSpace, offset: try jsonContentSize())
        }
        return try JSONContent.size(done)
    }
}

/// The content of a JSON string where it lies.
public enum JSONContent {
    /// Puts what the content of a JSON string stands for in its place, at the start of
    /// `memory`; returns how many bytes that are, never more than before. O(count).
    /// Throws what `ByteView.jsonContentSize` throws; the memory is then as it was.
    public static func read(inPlace memory: inout MutableSpan<UInt8>) throws(SDPError) -> Int {
        let target = unsafe memory.withUnsafeMutableBufferPointer { unsafe $0 }
        guard let address = target.baseAddress else { return 0 }
        _ = try size(unsafe swiftsdp_shim_json_unescape(true, address, target.count, nil, 0))
        return try size(
            unsafe swiftsdp_shim_json_unescape(true, address, target.count, address, target.count))
    }

    static func size(_ done: swiftsdp_shim_json) throws(SDPError) -> Int {
        switch Int(done.status) {
        case SWIFTSDP_SHIM_JSON_NOT_UTF8: throw SDPError(.malformedText, offset: done.read)
        case SWIFTSDP_SHIM_JSON_MALFORMED: throw SDPError(.malformedEscape, offset: done.read)
        default: return done.written
        }
    }
}
