/// Where the lines and media sections of a description are.
///
/// Reading a description fills the index; the view it returns borrows both the
/// index and the bytes. An index is reused for one description after another
/// and does not allocate once it has grown to the largest. Two indexes give two
/// views at once.
///
/// The index looks inside no value, but for the counts that limits are set for.
/// One owner at a time; an index may move between threads.
public struct LineIndex: ~Copyable, Sendable {
    /// What a description may cost.
    public let limits: Limits

    var lines = GrowableStorage<LineRecord>()
    var sections = GrowableStorage<SectionRecord>()
    private(set) var mids = MidTable()
    private let midKey: HashKey?
    private var byteCount = 0

    /// An index without memory of its own yet. `midKey` keys the table of mids; the
    /// kernel's random source is asked for one if there is none.
    public init(limits: Limits = .sfu, midKey: HashKey? = nil) {
        self.limits = limits
        self.midKey = midKey
    }

    /// Finds the lines of `bytes` and the sections they belong to.
    ///
    /// A line is a letter of RFC 8866, `=` and a value, and ends with CR LF, LF
    /// or CR, the last one perhaps with nothing. Blank lines are passed over.
    /// The first line is `v=0`; `v`, `o`, `s` and `t` stay out of media sections
    /// and the first three occur once at most. A fragment has none of these four.
    ///
    /// O(bytes). Throws an `SDPError` with the offset of the first violation, of
    /// the first limit exceeded, or `outOfMemory`; the index is then empty.
    @_lifetime(&self, copy bytes)
    public mutating func read(
        _ bytes: Span<UInt8>, as kind: DescriptionKind = .full
    ) throws(SDPError) -> DescriptionView {
        try scan(bytes, as: kind)
        return DescriptionView(
            bytes: ByteView(bytes), lines: lines.span, sections: sections.span,
            mids: mids.handle(mayBuild: true))
    }

    /// What `read` does, without a view: for a holder of the index whose bytes
    /// come back with every later call.
    package mutating func scan(
        _ bytes: Span<UInt8>, as kind: DescriptionKind = .full
    ) throws(SDPError) {
        removeAll()
        byteCount = bytes.count
        try mids.prepareMemory(key: midKey)
        do throws(SDPError) {
            try fill(ByteView(bytes), as: kind)
        } catch {
            removeAll()
            throw error
        }
    }

    /// Forgets what was read and keeps the memory.
    package mutating func removeAll() {
        lines.removeAll()
        sections.removeAll()
        mids.removeAll()
    }

    /// Calls `body` with the view of the bytes that were read last, which are
    /// given once more.
    package func withView<Result, Failure: Error>(
        of bytes: Span<UInt8>, _ body: (DescriptionView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(bytes.count == byteCount || sections.count == 0)
        return try body(
            DescriptionView(
                bytes: ByteView(bytes), lines: lines.span, sections: sections.span,
                mids: mids.handle(mayBuild: false)))
    }
}
