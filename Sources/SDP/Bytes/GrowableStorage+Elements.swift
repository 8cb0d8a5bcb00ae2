// SAFETY of this file. A position is checked against `count` before the element
// is touched, and so are both ends of a move; elements `0..<count` are
// initialised while the storage is. A line is written to as many bytes as it has with
// its ending, which there is room for then.

import CSwiftSDPShims

extension GrowableStorage {
    /// The element at `position`, which must be in `0..<count`.
    package subscript(position: Int) -> Element {
        @inline(__always)
        get {
            precondition(UInt(bitPattern: position) < UInt(bitPattern: count))
            return unsafe base.unsafelyUnwrapped[position]
        }
        @inline(__always)
        set {
            precondition(UInt(bitPattern: position) < UInt(bitPattern: count))
            unsafe base.unsafelyUnwrapped[position] = newValue
        }
    }

    /// Copies the elements of `range` to where `start` is; the two may overlap.
    package mutating func copy(_ range: Range<Int>, to start: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        precondition(start >= 0 && start <= count - range.count)
        guard let base = unsafe base else { return }
        unsafe (base + start).update(from: base + range.lowerBound, count: range.count)
    }
}

extension GrowableStorage<UInt8> {
    /// Adds a line, whose bytes may be some of these, and CR LF. O(bytes); throws
    /// `outOfMemory`.
    @inline(__always)
    package mutating func append(line: ByteView) throws(SDPError) {
        let size = line.count
        try unsafe append(count: size + 2, from: line.span) { memory, source in
            unsafe memcpy(memory, source, size)
            unsafe memory[size] = UInt8(ascii: "\r")
            unsafe memory[size + 1] = UInt8(ascii: "\n")
        }
    }
}
