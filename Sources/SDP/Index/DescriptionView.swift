/// A description in the caller's memory, as a line index found it.
///
/// Borrows the bytes and the index and can outlive neither. Nothing is copied
/// or interpreted until it is asked for.
public struct DescriptionView: ~Escapable {
    /// All bytes, which are also the description written back: nothing is lost.
    public let bytes: ByteView
    private let lines: Span<LineRecord>
    private let sections: Span<SectionRecord>
    let mids: MidTable.Handle?

    @_lifetime(copy bytes, copy lines, copy sections)
    init(
        bytes: ByteView, lines: Span<LineRecord>, sections: Span<SectionRecord>,
        mids: MidTable.Handle?
    ) {
        self.bytes = bytes
        self.lines = lines
        self.sections = sections
        self.mids = mids
    }

    /// Lines of all sections, blank ones included.
    public var lineCount: Int { lines.count }

    /// What the index says of each line.
    var records: Span<LineRecord> {
        @_lifetime(copy self)
        get { lines }
    }

    /// The n-th line.
    @_lifetime(copy self)
    public func line(_ position: Int) -> LineView { LineView(lines[position], of: bytes) }

    /// The session level.
    public var session: SectionView {
        @_lifetime(copy self)
        get { section(0) }
    }

    /// The media sections in order.
    public var media: MediaSectionsView {
        @_lifetime(copy self)
        get { MediaSectionsView(description: self) }
    }

    /// Sections with the session level, which is number 0.
    public var sectionCount: Int { sections.count }

    /// The section of that number: 0 is the session level, n the n-th media
    /// section.
    @_lifetime(copy self)
    public func section(_ number: Int) -> SectionView {
        SectionView(
            description: bytes, lines: lines(of: number), sessionLines: lines(of: 0),
            number: number)
    }

    @_lifetime(copy self)
    private func lines(of number: Int) -> Span<LineRecord> {
        lines.extracting(lineRange(ofSection: number))
    }

    /// The numbers of a section's lines.
    func lineRange(ofSection number: Int) -> Range<Int> {
        let section = sections[number]
        let first = Int(section.firstLine)
        return first..<first + Int(section.lineCount)
    }
}

/// The media sections of a description, walked by position or by `forEach`.
public struct MediaSectionsView: ~Escapable {
    private let description: DescriptionView

    @_lifetime(copy description)
    init(description: DescriptionView) { self.description = description }

    public var count: Int { max(0, description.sectionCount - 1) }

    /// The media section at `position`, from 0.
    public subscript(position: Int) -> SectionView {
        @_lifetime(copy self)
        get { description.section(position + 1) }
    }

    /// Calls `body` with each media section in order.
    public func forEach<Failure: Error>(
        _ body: (SectionView) throws(Failure) -> Void
    ) throws(Failure) {
        for position in 0..<count { try body(self[position]) }
    }
}
