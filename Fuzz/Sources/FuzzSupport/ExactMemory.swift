import SDP

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Calls `body` with two copies of `bytes`, one after the other, and returns what the second
/// call returned: the first copy begins where a page ends that nobody may access, the second
/// ends where such a page begins. C that is inlined into Swift is not instrumented by
/// AddressSanitizer; the processor notices an access of it beyond either end.
public func withExactCopy<Result>(of bytes: ByteView, _ body: (ByteView) -> Result) -> Result {
    let pages = GuardedPages.take(bytes.count)
    defer { pages.giveBack() }
    _ = body(pages.put(bytes, at: 0))
    return body(pages.put(bytes, at: pages.size - bytes.count))
}

/// Memory between two pages that nobody may access. It is kept for the next input.
@safe
private struct GuardedPages {
    private let start: UnsafeMutableRawPointer
    /// Bytes between the two.
    let size: Int
    private static let page = 65_536
    nonisolated(unsafe) private static var free: [GuardedPages] = []

    /// With room for so many bytes.
    static func take(_ count: Int) -> GuardedPages {
        if let last = unsafe free.last, last.size >= count { return unsafe free.removeLast() }
        let size = max(16, (count + page - 1) / page) * page
        let mapped = unsafe mmap(
            nil, size + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED,
            unsafe mprotect(mapped, page, PROT_NONE) == 0,
            unsafe mprotect(mapped + page + size, page, PROT_NONE) == 0
        else { violation("there is no memory") }
        return unsafe GuardedPages(start: mapped + page, size: size)
    }

    func giveBack() { unsafe GuardedPages.free.append(self) }

    /// A copy of the bytes so far behind the first page.
    @_lifetime(borrow self)
    func put(_ bytes: ByteView, at offset: Int) -> ByteView {
        let memory = unsafe (start + offset).bindMemory(to: UInt8.self, capacity: bytes.count)
        let room = unsafe UnsafeMutableBufferPointer(start: memory, count: bytes.count)
        for position in 0..<bytes.count { unsafe room[position] = bytes[position] }
        let view = unsafe ByteView(UnsafeBufferPointer(room).span)
        return unsafe _overrideLifetime(view, borrowing: self)
    }
}

/// What `body` writes, after checks that hold for every use of a writer: it
/// measures what it writes, writes into memory of just that size, and asks for
/// that size where there is one byte less.
public func written(_ body: (inout DescriptionWriter) -> Void) -> [UInt8] {
    var measure = DescriptionWriter()
    body(&measure)
    let size: Int
    do throws(SDPError) {
        size = try measure.measured()
    } catch {
        violation("measuring failed: \(error)")
    }
    let (bytes, failure) = write(into: size, body)
    require(failure == nil && bytes.count == size, "the measured size is not the written one")
    if size > 0 {
        let (_, failure) = write(into: size - 1, body)
        require(
            failure == SDPError(.insufficientSpace, offset: size),
            "a buffer one byte too small is not reported with the size needed")
    }
    return bytes
}

/// What `body` writes, which must be `size` bytes.
public func written(size: Int, _ body: (inout DescriptionWriter) -> Void) -> [UInt8] {
    let (bytes, failure) = write(into: size, body)
    require(failure == nil && bytes.count == size, "another number of bytes is written")
    return bytes
}

/// The error of a writer that measures and of one with memory, which must be
/// of the same kind.
public func writingFailure(_ body: (inout DescriptionWriter) -> Void) -> SDPError.Code? {
    var measure = DescriptionWriter()
    body(&measure)
    let size = measure.count
    let measured: SDPError.Code?
    do throws(SDPError) {
        _ = try measure.measured()
        measured = nil
    } catch {
        measured = error.code
    }
    require(write(into: size, body).1?.code == measured, "measuring and writing fail differently")
    return measured
}

/// What `body` writes into a heap block of `size` bytes.
private func write(
    into size: Int, _ body: (inout DescriptionWriter) -> Void
) -> ([UInt8], SDPError?) {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size)
    defer { unsafe memory.deallocate() }
    unsafe memory.initialize(repeating: 0xAA)
    var writer = unsafe DescriptionWriter(into: memory.mutableSpan)
    body(&writer)
    do throws(SDPError) {
        let count = try writer.finish()
        return unsafe ([UInt8](memory.prefix(count)), nil)
    } catch {
        return ([], error)
    }
}

extension [UInt8] {
    /// A copy of the bytes of a view.
    public init(_ view: ByteView) {
        self = unsafe view.withUnsafeBytes { base, count in
            unsafe [UInt8](UnsafeBufferPointer(start: base, count: count))
        }
    }
}
