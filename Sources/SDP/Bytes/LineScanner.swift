// SAFETY of this file. Blocks of 64 bytes are loaded only where
// `block + 64 <= count`; the last, shorter one is copied by the shim into a
// block of its own. Single bytes are loaded at positions below `count`.

import CSwiftSDPShims

/// Finds the lines of a description, 64 bytes at a time.
///
/// A line ends at LF, at CR LF, at a CR that no LF follows, or at the end of
/// the bytes.
@safe
struct LineScanner: ~Escapable {
    private let base: UnsafePointer<UInt8>
    private let count: Int
    /// Where the current block of 64 bytes starts.
    private var block = 0
    /// The line ends of the current block that have not been reported.
    private var ends: UInt64 = 0
    /// Where the next line starts.
    private var start = 0
    /// Where the first NUL seen so far lies.
    private(set) var firstNul = Int.max

    /// A line without its ending, and where the next one starts.
    struct Line {
        var start: Int
        var end: Int
        var next: Int
    }

    @_lifetime(copy bytes)
    init(_ bytes: ByteView) {
        unsafe base = bytes.base
        count = bytes.count
        if count > 0 { loadBlock() }
    }

    @_lifetime(self: copy self)
    private mutating func loadBlock() {
        let available = count - block
        let masks =
            available >= 64
            ? unsafe swiftsdp_masks64(base + block)
            : unsafe swiftsdp_masks_of_tail(base + block, available)
        if masks.nul != 0 && firstNul == Int.max {
            firstNul = block + masks.nul.trailingZeroBitCount
        }
        var loneReturns = masks.carriage_return & ~(masks.line_feed >> 1)
        if loneReturns >> 63 == 1, available > 64, unsafe base[block + 64] == 0x0A {
            loneReturns &= ~(1 << 63)
        }
        ends = masks.line_feed | loneReturns
    }

    /// The next line, or nil after the last.
    @inline(__always) @_lifetime(self: copy self)
    mutating func next() -> Line? {
        while ends == 0 {
            block += 64
            guard block < count else {
                block -= 64
                guard start < count else { return nil }
                let line = Line(start: start, end: count, next: count)
                start = count
                return line
            }
            loadBlock()
        }
        let ending = block + ends.trailingZeroBitCount
        ends &= ends &- 1
        var line = Line(start: start, end: ending, next: ending + 1)
        if ending > start, unsafe base[ending] == 0x0A && base[ending - 1] == 0x0D {
            line.end = ending - 1
        }
        start = line.next
        return line
    }
}
