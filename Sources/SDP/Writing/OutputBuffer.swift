// SAFETY of this file. The shim writes as many bytes as it counted for the same
// bytes a moment before, into memory of that size.

import CSwiftSDPShims

/// Memory that grows with what is written to it and, where an array would end the
/// process, reports when there is no more. One owner at a time; it may move between
/// threads.
public struct OutputBuffer: ~Copyable, Sendable {
    var storage = GrowableStorage<UInt8>()

    /// An empty buffer; allocates with the first bytes.
    public init() {}

    /// The number of bytes.
    public var count: Int { storage.count }

    /// The bytes.
    public var bytes: ByteView {
        @_lifetime(borrow self)
        get {
            let span = storage.span
            return ByteView(span)
        }
    }

    /// Calls `body` with the bytes: for a class that holds a buffer.
    package func withBytes<Result>(_ body: (ByteView) -> Result) -> Result {
        body(bytes)
    }

    /// Adds bytes. O(bytes) amortised. Throws `outOfMemory`.
    public mutating func append(_ bytes: ByteView) throws(SDPError) {
        try storage.append(contentsOf: bytes.span)
    }

    /// Adds bytes as the content of a JSON string: see `JSONWriter`. O(bytes). Throws
    /// `malformedText` with its offset, and `outOfMemory`.
    public mutating func appendJSON(_ bytes: ByteView) throws(SDPError) {
        let size = try bytes.jsonSize()
        try unsafe storage.append(count: size, from: bytes.span) { memory, source in
            _ = unsafe swiftsdp_shim_json_escape(true, source, bytes.count, memory, size)
        }
    }

    /// Makes room for so many bytes more. Throws `outOfMemory`.
    public mutating func reserve(_ size: Int) throws(SDPError) { try storage.reserve(size) }

    /// Forgets the bytes from `size` on.
    public mutating func truncate(to size: Int) { storage.truncate(to: size) }

    /// Forgets the bytes and keeps the memory.
    public mutating func removeAll() { storage.removeAll() }
}
