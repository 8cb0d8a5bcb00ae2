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

    /// Adds bytes. O(bytes) amortised. Throws `outOfMemory`.
    public mutating func append(_ bytes: ByteView) throws(SDPError) {
        try storage.append(contentsOf: bytes.span)
    }

    /// Forgets the bytes and keeps the memory.
    public mutating func removeAll() { storage.removeAll() }
}
