import SDP

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Room for texts that end right before, or begin right after, a page that no one may
/// touch: an access outside of the text ends the process.
@safe final class GuardedMemory {
    private let start: UnsafeMutableRawPointer
    private let room: Int
    private let page = Int(sysconf(Int32(_SC_PAGESIZE)))

    init(capacity: Int) {
        room = max(1, (capacity + page - 1) / page) * page
        let mapped = unsafe mmap(
            nil, room + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            fatalError("no memory")
        }
        unsafe start = mapped
        let first = unsafe mprotect(mapped, page, PROT_NONE)
        let last = unsafe mprotect(mapped + page + room, page, PROT_NONE)
        precondition(first == 0 && last == 0)
    }

    deinit { unsafe munmap(start, room + 2 * page) }

    /// Calls `body` with `bytes` before the page at the end, then behind that at the start.
    func forBothEnds(_ bytes: some Collection<UInt8>, _ body: (Span<UInt8>) -> Void) {
        atEnd(bytes, body)
        put(bytes, at: page, body)
    }

    /// Calls `body` with `bytes` before the page at the end.
    func atEnd(_ bytes: some Collection<UInt8>, _ body: (Span<UInt8>) -> Void) {
        put(bytes, at: page + room - bytes.count, body)
    }

    private func put(
        _ bytes: some Collection<UInt8>, at offset: Int, _ body: (Span<UInt8>) -> Void
    ) {
        let memory = unsafe UnsafeMutableRawBufferPointer(
            start: start + offset, count: bytes.count)
        unsafe memory.copyBytes(from: bytes)
        let text = UnsafeRawBufferPointer(memory)
        unsafe body(text.bindMemory(to: UInt8.self).span)
    }
}
