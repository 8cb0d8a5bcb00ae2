// SAFETY of this file. `base` is null exactly while `capacity` is 0 and
// otherwise an allocation of `capacity` elements owned by this value alone,
// which is noncopyable and frees it once. Elements `0..<count` are
// initialised; being bitwise copyable they need no deinitialisation, and
// `realloc` moves them. `count <= capacity` always. It may move between threads,
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

    /// Adds the elements of a span. O(elements); throws `outOfMemory`.
    package mutating func append(contentsOf elements: Span<Element>) throws(SDPError) {
        if elements.isEmpty { return }
        if capacity - count < elements.count { try grow(to: count + elements.count) }
        unsafe elements.withUnsafeBufferPointer { source in
            unsafe (base.unsafelyUnwrapped + count).initialize(
                from: source.baseAddress.unsafelyUnwrapped, count: source.count)
        }
        count += elements.count
    }

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
