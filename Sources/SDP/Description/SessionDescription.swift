// SAFETY of this file. `view` points into the bytes and the index of an object
// whose properties are `let`, so that neither memory is freed or changed before
// the object is. The view's lifetime is set to that of the `SessionDescription`
// it is taken from, which keeps the object alive.

/// A description that owns its bytes.
///
/// Copies share the bytes. Immutable, so it may be used from any thread.
public struct SessionDescription: Sendable {
    package final class Storage: Sendable {
        let bytes: GrowableStorage<UInt8>
        let index: LineIndex
        let kind: DescriptionKind

        init(
            copying source: Span<UInt8>, limits: Limits, kind: DescriptionKind
        ) throws(SDPError) {
            self.kind = kind
            var index = LineIndex(limits: limits)
            try index.scan(source, as: kind)
            // Others may look at the same time later: the table is built now.
            index.prepareMids(of: source)
            var bytes = GrowableStorage<UInt8>()
            try bytes.append(contentsOf: source)
            self.bytes = bytes
            self.index = index
        }
    }

    package let storage: Storage

    /// Parses a copy of `bytes`. O(bytes); allocates for the bytes and for 16
    /// bytes a line. Throws what `LineIndex.read` throws.
    public init(
        parsing bytes: Span<UInt8>, as kind: DescriptionKind = .full, limits: Limits = .sfu
    ) throws(SDPError) {
        storage = try Storage(copying: bytes, limits: limits, kind: kind)
    }

    /// Whether it is a description or a fragment of one.
    public var kind: DescriptionKind { storage.kind }

    /// The description as a view, which the description must outlive.
    public var view: DescriptionView {
        @_lifetime(borrow self)
        get {
            let view = unsafe DescriptionView(
                bytes: ByteView(Span(_unsafeElements: storage.bytes.buffer)),
                lines: Span(_unsafeElements: storage.index.lines.buffer),
                sections: Span(_unsafeElements: storage.index.sections.buffer),
                mids: storage.index.mids.handle(mayBuild: false))
            return unsafe _overrideLifetime(view, borrowing: self)
        }
    }

    /// The limits it was parsed with.
    public var limits: Limits { storage.index.limits }

    /// A copy of the description as bytes: those it was parsed from.
    public var bytes: [UInt8] { [UInt8](copying: view.bytes) }

    /// The number of bytes of the description.
    public var size: Int { view.bytes.count }

    /// Writes the description, byte for byte as it was parsed; returns its size. Throws
    /// `insufficientSpace` with the size needed as the error's offset. O(size), does not
    /// allocate.
    @discardableResult
    public func write(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        var writer = DescriptionWriter(into: memory)
        writer.append(lines: view.bytes)
        return try writer.finish()
    }

    /// The number of bytes of the description as the content of a JSON string. O(size).
    /// Throws `malformedText` with the offset of bytes that are no UTF-8.
    public func jsonSize() throws(SDPError) -> Int { try view.bytes.jsonSize() }

    /// Writes the description as the content of a JSON string; returns its size. O(size).
    /// Throws what `JSONWriter.finish` throws. Does not allocate.
    @discardableResult
    public func writeJSON(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        try view.bytes.writeJSON(into: memory)
    }

    /// Parses what the content of a JSON string stands for, without the quotes around
    /// it. O(size). Throws what `ByteView.jsonContentSize` and `init(parsing:limits:)`
    /// throw.
    public init(
        parsingJSONContent content: Span<UInt8>, limits: Limits = .sfu
    ) throws(SDPError) {
        let content = ByteView(content)
        // Six bytes stand for one at most.
        guard content.count / 6 <= limits.bytes,
            case let size = try content.jsonContentSize(), size <= limits.bytes
        else { throw SDPError(.tooManyBytes, offset: limits.bytes) }
        var bytes = [UInt8](repeating: 0, count: size)
        try content.readJSONContent(into: bytes.mutableSpan)
        try self.init(parsing: bytes.span, limits: limits)
    }

    /// What is different in this description from `old`. See `DescriptionDifference`.
    public func difference(from old: SessionDescription) -> DescriptionDifference {
        DescriptionDifference(from: old.view, to: view)
    }

    /// The media sections in order.
    public var media: MediaSections { MediaSections(description: self) }
}

/// A media section of an owned description. Keeps the whole description alive:
/// copy what is to be kept.
public struct MediaSection: Sendable {
    /// The description it belongs to.
    public let description: SessionDescription
    /// Its position among the media sections, from 0.
    public let position: Int

    /// The section as a view, for all that it can say.
    public var view: SectionView {
        @_lifetime(borrow self)
        get { description.view.media[position] }
    }

    /// A copy of the mid, or nil if there is none or it is malformed.
    public var mid: ByteString? { ByteString(copying: try? view.mid) }

    /// The direction, sendrecv if none is written.
    public var direction: MediaDirection { view.direction }

    /// The codecs in the order of the m= line.
    public var codecs: [Codec] {
        get throws(SDPError) { try view.codecs }
    }
}
