/// Where a walk over the segments of a description has come to.
package struct SegmentCursor: BitwiseCopyable, Sendable {
    /// The section, and its next piece where the walk has begun with it.
    var section: UInt32 = 0
    var piece = DescriptionEdits.Piece.none
    /// The last byte of the segment before; LF at the start.
    var lastByte: UInt8 = 0x0A
    /// How much of the segment has been given already: only of one as JSON.
    var offset: UInt32 = 0

    package init() {}

    init(section: Int, piece: UInt32, lastByte: UInt8) {
        self.section = UInt32(truncatingIfNeeded: section)
        self.piece = piece
        self.lastByte = lastByte
    }

    /// The cursor as two numbers, both zero at the start.
    package var state: (UInt64, UInt64) {
        get {
            let piece = UInt64(piece ^ DescriptionEdits.Piece.none)
            return (
                UInt64(section) | piece << 32, UInt64(lastByte ^ 0x0A) | UInt64(offset) << 32
            )
        }
        set {
            section = UInt32(truncatingIfNeeded: newValue.0)
            piece = UInt32(truncatingIfNeeded: newValue.0 >> 32) ^ DescriptionEdits.Piece.none
            lastByte = UInt8(truncatingIfNeeded: newValue.1) ^ 0x0A
            offset = UInt32(truncatingIfNeeded: newValue.1 >> 32)
        }
    }
}

/// Bytes that lie one after another somewhere.
package struct Segment: BitwiseCopyable {
    package enum Source: UInt8, BitwiseCopyable {
        case original, added
        /// A line ending, where a line that had none is no longer the last.
        case ending
    }

    package var source = Source.original
    package var start = 0
    package var end = 0
}

extension DescriptionEdits {
    /// Calls `body` with each segment from the cursor on, until it returns false; the
    /// cursor is then behind that one. Segments are as long as they can be.
    ///
    /// Lines stay apart: one that had no ending and is now followed by another gets
    /// CR LF, and one that ends with CR and is followed by a LF gets a LF.
    @inline(__always)
    private func walk<Failure: Error>(
        _ view: DescriptionView, from cursor: inout SegmentCursor,
        _ body: (Segment) throws(Failure) -> Bool
    ) throws(Failure) {
        var lastByte = cursor.lastByte
        var section = Int(cursor.section)
        var next = cursor.piece
        // What is as long as it can be when the next piece does not go on with it.
        var held = Segment()
        while section < sectionCount {
            if next == Piece.none { next = sections[section].head }
            while next != Piece.none {
                let piece = pieces[Int(next)]
                let found = segment(of: piece, view)
                if found.source == held.source, found.start == held.end, held.end > held.start {
                    held.end = found.end
                } else {
                    if held.end > held.start {
                        lastByte = self.lastByte(of: held, view)
                        cursor = SegmentCursor(section: section, piece: next, lastByte: lastByte)
                        if try !body(held) { return }
                    }
                    if lastByte != 0x0A, let ending = ending(after: lastByte, found, view) {
                        lastByte = 0x0A
                        cursor = SegmentCursor(section: section, piece: next, lastByte: lastByte)
                        if try !body(ending) { return }
                    }
                    held = found
                }
                next = piece.next
            }
            section += 1
        }
        cursor = SegmentCursor(section: section, piece: next, lastByte: 0x0A)
        if held.end > held.start { _ = try body(held) }
    }

    @inline(__always)
    private func segment(of piece: Piece, _ view: DescriptionView) -> Segment {
        let first = Int(piece.first)
        if piece.isAdded {
            return Segment(source: .added, start: first, end: first + Int(piece.size))
        }
        let end = first + Int(piece.count)
        let start = view.line(first).offset
        let endOffset = end < view.lineCount ? view.line(end).offset : view.bytes.count
        return Segment(source: .original, start: start, end: endOffset)
    }

    @inline(__always)
    private func lastByte(of segment: Segment, _ view: DescriptionView) -> UInt8 {
        segment.source == .added ? 0x0A : view.bytes[segment.end - 1]
    }

    /// What comes between a byte that ends a line, or does not, and what follows.
    private func ending(
        after lastByte: UInt8, _ next: Segment, _ view: DescriptionView
    ) -> Segment? {
        if lastByte != 0x0D { return Segment(source: .ending, start: 0, end: 2) }
        let bytes = bytes(of: next, view)
        guard !bytes.isEmpty, bytes[0] == 0x0A else { return nil }
        return Segment(source: .ending, start: 1, end: 2)
    }

    /// The bytes of a segment.
    @_lifetime(copy view, borrow self)
    package func bytes(of segment: Segment, _ view: DescriptionView) -> ByteView {
        let range = segment.start..<segment.end
        switch segment.source {
        case .original: return view.bytes.extracting(range)
        case .added: return ByteView(added.span).extracting(range)
        case .ending: return DescriptionEdits.ending.utf8Bytes.extracting(range)
        }
    }

    /// The next segment, or nil at the end.
    package func nextSegment(
        _ view: DescriptionView, _ cursor: inout SegmentCursor
    ) -> Segment? {
        var segment: Segment?
        walk(view, from: &cursor) {
            segment = $0
            return false
        }
        return segment
    }

    /// Calls `body` with each segment of the description as the content of a JSON string
    /// from the cursor on, until it returns false; the cursor is then behind that one.
    /// Throws `malformedText` with the offset in the description of bytes that are no
    /// UTF-8.
    package func forEachJSONSegment(
        _ view: DescriptionView, from cursor: inout SegmentCursor,
        _ body: (ByteView) throws(SDPError) -> Bool
    ) throws(SDPError) {
        do throws(SDPError) {
            while true {
                var next = cursor
                guard let segment = nextSegment(view, &next) else { return }
                let bytes = bytes(of: segment, view)
                var position = min(Int(cursor.offset), bytes.count)
                while let content = try bytes.jsonSegment(at: &position) {
                    cursor.offset = UInt32(truncatingIfNeeded: position)
                    if try !body(content) { return }
                }
                cursor = next
            }
        } catch {
            // Its place in the description, which is as far behind as is still to be found.
            var writer = JSONWriter()
            write(view, to: &writer)
            _ = try writer.measured()
            throw error
        }
    }

    /// Whether a cursor stands at a place that there is.
    package func isValid(_ cursor: SegmentCursor) -> Bool {
        Int(cursor.section) <= sectionCount
            && (cursor.piece == Piece.none || Int(cursor.piece) < pieces.count)
    }

    /// Calls `body` with the description's bytes, segment after segment.
    @inline(__always)
    package func forEachSegment<Failure: Error>(
        _ view: DescriptionView, _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        var cursor = SegmentCursor()
        try walk(view, from: &cursor) { (segment) throws(Failure) in
            try body(bytes(of: segment, view))
            return true
        }
    }

    /// The size of the description. O(pieces), does not allocate.
    package func size(_ view: DescriptionView) -> Int {
        var cursor = SegmentCursor()
        var size = 0
        walk(view, from: &cursor) {
            size += $0.end - $0.start
            return true
        }
        return size
    }

    /// Writes the description. O(size), does not allocate.
    package func write(_ view: DescriptionView, to writer: inout DescriptionWriter) {
        forEachSegment(view) { writer.append(lines: $0) }
    }

    /// Writes the description as the content of a JSON string. O(size), does not
    /// allocate.
    package func write(_ view: DescriptionView, to writer: inout JSONWriter) {
        forEachSegment(view) { writer.append($0) }
    }
}
