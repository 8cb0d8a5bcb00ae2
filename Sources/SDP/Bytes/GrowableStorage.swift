// SAFETY of this file. `base` is null exactly while `capacity` is 0 and
// otherwise an allocation of `capacity` elements owned by this value alone,
// which is noncopyable and frees it once. Elements `0..<count` are
// initialised; being bitwise copyable they need no deinitialisation, and
// `realloc` moves them, of which a span of them that C gives back knows nothing:
// where it lies is found before. `count <= capacity` always. It may move between threads,
// since nothing else knows the memory and elements are plain values.

import CSwiftSDPShims

/// Memory for a growing list of plain elements that reports when there is no
/// more memory, where an array would end the process.
@safe
@usableFromInline
package struct GrowableStorage<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
    @usableFromInline var base: UnsafeMutablePointer<Element>?
    package private(set) var capacity: Int
    package private(set) var count: Int

    package init() {
        unsafe base = nil
        capacity = 0
        count = 0
    }

    @inlinable deinit { unsafe free(base) }

    /// Forgets the elements and keeps the memory.
    package mutating func removeAll() { count = 0 }

    /// Makes room for `minimum` elements in all, doubling at least.
    @inline(never)
    private mutating func grow(to minimum: Int) throws(SDPError) {
        let wanted = max(minimum, capacity * 2, 64)
        let memory = unsafe swiftsdp_reallocate(base, wanted * MemoryLayout<Element>.stride)
        guard let memory = unsafe memory else { throw SDPError(.outOfMemory, offset: 0) }
        unsafe base = memory.assumingMemoryBound(to: Element.self)
        capacity = wanted
    }

    /// Adds an element. O(1) amortised; throws `outOfMemory`.
    @inline(__always)
    package mutating func append(_ element: Element) throws(SDPError) {
        if count == capacity { try grow(to: count + 1) }
        unsafe base.unsafelyUnwrapped[count] = element
        count += 1
    }

    /// Makes room for one element more than there are; throws `outOfMemory`.
    package mutating func reserveNext() throws(SDPError) {
        if count == capacity { try grow(to: count + 1) }
    }

    /// Says how many elements there are, after the memory was written to.
    @unsafe
    package mutating func setCount(_ count: Int) {
        precondition(count >= 0 && count <= capacity)
        self.count = count
    }

    /// Where among the elements that address is; nil if it is not the address of one.
    private func position(of address: UnsafePointer<Element>) -> Int? {
        let distance = unsafe Int(bitPattern: address) - Int(bitPattern: base)
        let position = distance / MemoryLayout<Element>.stride
        return distance >= 0 && position < count ? position : nil
    }

    /// Adds the elements of a span, which may be some of these: C may give back what
    /// it was shown. O(elements); throws `outOfMemory`.
    package mutating func append(contentsOf elements: Span<Element>) throws(SDPError) {
        try unsafe append(count: elements.count, from: elements) { memory, source in
            unsafe memory.initialize(from: source, count: elements.count)
        }
    }

    /// Makes room for `additional` elements more. Throws `outOfMemory`.
    package mutating func reserve(_ additional: Int) throws(SDPError) {
        if capacity - count < additional { try grow(to: count + additional) }
    }

    /// Adds `size` elements that `body` initialises from those of a span, which may
    /// be some of these. Throws `outOfMemory`.
    @unsafe @inline(__always)
    package mutating func append(
        count size: Int, from elements: Span<Element>,
        _ body: (UnsafeMutablePointer<Element>, UnsafePointer<Element>) -> Void
    ) throws(SDPError) {
        let address = unsafe elements.withUnsafeBufferPointer { $0.baseAddress }
        guard size > 0, let address = unsafe address else { return }
        let own = unsafe position(of: address)
        try reserve(size)
        let memory = unsafe base.unsafelyUnwrapped
        unsafe body(memory + count, own.map { unsafe UnsafePointer(memory + $0) } ?? address)
        count += size
    }

    /// Forgets the elements from `size` on.
    package mutating func truncate(to size: Int) { count = min(count, max(size, 0)) }

    /// Where the elements lie until the next change.
    @unsafe
    package var buffer: UnsafeBufferPointer<Element> {
        unsafe UnsafeBufferPointer(start: base, count: count)
    }

    /// The elements.
    package var span: Span<Element> {
        @_lifetime(borrow self)
        get {
            let span = unsafe Span(_unsafeElements: buffer)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
