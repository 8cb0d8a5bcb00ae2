/// A description whose lines and sections can be changed.
///
/// Lines that are not touched are written from the bytes they were parsed from,
/// byte for byte, with their own line endings and blank lines; an added line ends
/// with CR LF. Only where a line without an ending is no longer the last one does
/// it get one. A line is one line: a text with CR, LF or NUL is refused, and so is
/// one that would begin or end a section, so that what is written is read again
/// as the same lines in the same sections. Other rules and the limits of counts
/// are checked when it is read again.
///
/// Lines and sections are counted from 0 as they are after the edits so far, blank
/// lines included; section 0 is the session level. A change that throws changes
/// nothing. Memory grows with the number of edits and is reported if it cannot be
/// had. One owner at a time; it may move between threads.
public struct EditableDescription: ~Copyable, Sendable {
    /// What the edits began with; its bytes are shared, not copied.
    public let original: SessionDescription
    private var edits: DescriptionEdits

    /// The description as it is. O(sections). Throws `outOfMemory`.
    public init(_ original: SessionDescription) throws(SDPError) {
        self.original = original
        edits = DescriptionEdits(limits: original.limits)
        try edits.begin(original.view)
    }

    /// Parses a copy of `bytes`. Throws what `SessionDescription.init` throws.
    public init(parsing bytes: Span<UInt8>, limits: Limits = .sfu) throws(SDPError) {
        try self.init(try SessionDescription(parsing: bytes, limits: limits))
    }

    // MARK: Looking

    /// Sections with the session level, which is number 0.
    public var sectionCount: Int { edits.sectionCount }

    /// Lines of a section. Throws `positionOutOfRange`.
    public func lineCount(ofSection section: Int) throws(SDPError) -> Int {
        try edits.lineCount(ofSection: section)
    }

    /// A line. Its offset is one in the original or, for an added line, one among
    /// the added lines. O(edits of the section). Throws `positionOutOfRange`.
    @_lifetime(borrow self)
    public func line(_ line: Int, ofSection section: Int) throws(SDPError) -> LineView {
        let view = original.view
        let found = try edits.line(view, section: section, line: line)
        return found
    }

    /// The number of the first attribute of that name from line `start` on. O(lines of
    /// the section). Throws `positionOutOfRange` for the section.
    public func firstLine(
        _ name: AttributeName, ofSection section: Int, from start: Int = 0
    ) throws(SDPError) -> Int? {
        try edits.firstLine(original.view, section: section, from: start) {
            $0.attributeName == name && $0.type == UInt8(ascii: "a")
        }
    }

    /// The number of the first line of that type, such as `UInt8(ascii: "c")`, from line
    /// `start` on. O(lines of the section). Throws `positionOutOfRange` for the section.
    public func firstLine(
        ofType type: UInt8, ofSection section: Int, from start: Int = 0
    ) throws(SDPError) -> Int? {
        try edits.firstLine(original.view, section: section, from: start) { $0.type == type }
    }

    // MARK: Lines

    /// Inserts a line, such as `a=sendonly`, before line `line`; behind the last one
    /// if `line` is the number of lines.
    ///
    /// Throws `valueBreaksLine`, `malformedLine`, `malformedAttributeName`,
    /// `lineTooLong`, `unknownLineType`, `duplicateLine` for a second o= or s= line,
    /// `misplacedLine` for a line that may not stand there, `positionOutOfRange` and
    /// `outOfMemory`.
    public mutating func insert(
        _ text: ByteView, before line: Int, ofSection section: Int
    ) throws(SDPError) {
        let original = original
        try edits.splice(original.view, section: section, line: line, removing: 0, inserting: text)
    }

    /// Inserts a line behind the last one of a section. Throws as `insert` does.
    public mutating func append(_ text: ByteView, toSection section: Int) throws(SDPError) {
        try insert(text, before: try lineCount(ofSection: section), ofSection: section)
    }

    /// Replaces a line. An m= line or `v=0` is only replaced by another. Throws as
    /// `insert` does.
    public mutating func replace(
        line: Int, ofSection section: Int, with text: ByteView
    ) throws(SDPError) {
        let original = original
        try edits.splice(original.view, section: section, line: line, removing: 1, inserting: text)
    }

    /// Inserts an attribute. Throws as `insert` does.
    public mutating func insert<Attribute: WritableAttribute & ~Escapable>(
        _ attribute: borrowing Attribute, before line: Int, ofSection section: Int
    ) throws(SDPError) {
        let text = try EditableDescription.text(of: attribute)
        try insert(ByteView(text.span), before: line, ofSection: section)
    }

    /// Replaces a line by an attribute. Throws as `insert` does.
    public mutating func replace<Attribute: WritableAttribute & ~Escapable>(
        line: Int, ofSection section: Int, with attribute: borrowing Attribute
    ) throws(SDPError) {
        let text = try EditableDescription.text(of: attribute)
        try replace(line: line, ofSection: section, with: ByteView(text.span))
    }

    /// The attribute as a line without its ending.
    private static func text<Attribute: WritableAttribute & ~Escapable>(
        of attribute: borrowing Attribute
    ) throws(SDPError) -> [UInt8] {
        var measure = DescriptionWriter()
        measure.attribute(attribute)
        var text = [UInt8](repeating: 0, count: try measure.measured())
        var writer = DescriptionWriter(into: text.mutableSpan)
        writer.attribute(attribute)
        let size = try writer.finish()
        text.removeLast(text.count - size + DescriptionEdits.ending.utf8CodeUnitCount)
        return text
    }

    /// Removes a line, but for an m= line and `v=0`. Throws `positionOutOfRange`,
    /// `misplacedLine` and `outOfMemory`.
    public mutating func remove(line: Int, ofSection section: Int) throws(SDPError) {
        let original = original
        try edits.splice(original.view, section: section, line: line, removing: 1, inserting: nil)
    }

    /// Moves a line within its section, so that its number is `target` afterwards.
    /// Throws as `remove` does.
    public mutating func move(
        line: Int, ofSection section: Int, to target: Int
    ) throws(SDPError) {
        let original = original
        try edits.moveLine(original.view, section: section, from: line, to: target)
    }

    // MARK: Sections

    /// Inserts a media section that has the number `section` afterwards and no line
    /// but this one, such as `m=audio 9 RTP/AVP 0`. O(sections). Throws as `insert`
    /// does, and `tooManyMediaSections`.
    public mutating func insertSection(
        _ mediaLine: ByteView, at section: Int
    ) throws(SDPError) {
        let original = original
        try edits.insertSection(original.view, mediaLine: mediaLine, at: section)
    }

    /// Removes a media section. O(sections). Throws `positionOutOfRange`.
    public mutating func removeSection(_ section: Int) throws(SDPError) {
        try edits.removeSection(section)
    }

    /// Moves a media section, so that its number is `target` afterwards. O(sections).
    /// Throws `positionOutOfRange`.
    public mutating func moveSection(_ section: Int, to target: Int) throws(SDPError) {
        try edits.moveSection(from: section, to: target)
    }

    // MARK: Writing

    /// The number of bytes of the description. O(edits), does not allocate.
    public var size: Int { edits.size(original.view) }

    /// Writes the description; returns its size. Throws `insufficientSpace` with the
    /// size needed as the error's offset. O(size), does not allocate.
    @discardableResult
    public func write(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        var writer = DescriptionWriter(into: memory)
        edits.write(original.view, to: &writer)
        return try writer.finish()
    }

    /// Adds the description to `buffer`. Throws `outOfMemory`.
    public func append(to buffer: inout OutputBuffer) throws(SDPError) {
        let view = original.view
        try edits.forEachSegment(view) { (bytes) throws(SDPError) in try buffer.append(bytes) }
    }

    /// Calls `body` with the description's bytes in pieces, as they lie in memory.
    public func forEachSegment<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        try edits.forEachSegment(original.view, body)
    }

    /// The number of bytes of the description as the content of a JSON string. O(size).
    /// Throws `malformedText` with the offset of bytes that are no UTF-8.
    public func jsonSize() throws(SDPError) -> Int {
        var writer = JSONWriter()
        edits.write(original.view, to: &writer)
        return try writer.measured()
    }

    /// Writes the description as the content of a JSON string; returns its size.
    /// Throws what `JSONWriter.finish` throws. O(size), does not allocate.
    @discardableResult
    public func writeJSON(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        var writer = JSONWriter(into: memory)
        edits.write(original.view, to: &writer)
        return try writer.finish()
    }

    /// Calls `body` with the description as the content of a JSON string in pieces as they
    /// lie in memory: two or more for each line, since what ends a line is escaped.
    /// Escaping into one memory takes less than a write of so many. Throws `malformedText`
    /// with the offset of bytes that are no UTF-8, behind the pieces in front of them.
    public func forEachJSONSegment(
        _ body: (ByteView) throws(SDPError) -> Void
    ) throws(SDPError) {
        var cursor = SegmentCursor()
        try edits.forEachJSONSegment(original.view, from: &cursor) { (bytes) throws(SDPError) in
            try body(bytes)
            return true
        }
    }

    /// The description as bytes. Allocates once.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        forEachSegment { segment in bytes.append(contentsOf: [UInt8](copying: segment)) }
        return bytes
    }

    /// The description parsed again, with the limits it was parsed with.
    public func finished() throws(SDPError) -> SessionDescription {
        let bytes = bytes
        return try SessionDescription(
            parsing: bytes.span, as: original.kind, limits: original.limits)
    }
}
