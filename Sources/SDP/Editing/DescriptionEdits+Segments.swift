/// Where a walk over the segments of a description has come to.
package struct SegmentCursor: BitwiseCopyable, Sendable {
    /// The section, and its next piece where the walk has begun with it.
    var section: UInt32 = 0
    var piece = DescriptionEdits.Piece.none
    var isWithinSection = false
    /// The last byte of the segment before; LF at the start.
    var lastByte: UInt8 = 0x0A

    package init() {}

    /// The cursor as two numbers, both zero at the start.
    package var state: (UInt64, UInt64) {
        get {
            let piece = isWithinSection ? UInt64(piece) << 32 : 0
            let flag: UInt64 = isWithinSection ? 0x100 : 0
            return (UInt64(section) | piece, flag | UInt64(lastByte ^ 0x0A))
        }
        set {
            section = UInt32(truncatingIfNeeded: newValue.0)
            isWithinSection = newValue.1 & 0x100 != 0
            piece =
                isWithinSection
                ? UInt32(truncatingIfNeeded: newValue.0 >> 32) : DescriptionEdits.Piece.none
            lastByte = UInt8(truncatingIfNeeded: newValue.1) ^ 0x0A
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

    package var source: Source
    package var start: Int
    package var count: Int
}

extension DescriptionEdits {
    /// The next segment, or nil at the end. Segments are as long as they can be.
    ///
    /// Lines stay apart: one that had no ending and is now followed by another gets
    /// CR LF, and one that ends with CR and is followed by a LF gets a LF.
    package func nextSegment(
        _ view: DescriptionView, _ cursor: inout SegmentCursor
    ) -> Segment? {
        var segment: Segment?
        while let next = peek(view, &cursor) {
            if let current = segment {
                guard next.source == current.source, next.start == current.start + current.count
                else { break }
                segment = Segment(
                    source: current.source, start: current.start, count: current.count + next.count)
            } else {
                let first = byte(next.start, of: next.source, view)
                let isOpen = cursor.lastByte != 0x0A && cursor.lastByte != 0x0D
                if isOpen || cursor.lastByte == 0x0D && first == 0x0A {
                    cursor.lastByte = 0x0A
                    return Segment(source: .ending, start: isOpen ? 0 : 1, count: isOpen ? 2 : 1)
                }
                segment = next
            }
            cursor.piece = pieces[Int(cursor.piece)].next
        }
        if let segment {
            cursor.lastByte = byte(segment.start + segment.count - 1, of: segment.source, view)
        }
        return segment
    }

    /// Whether a cursor stands at a place that there is.
    package func isValid(_ cursor: SegmentCursor) -> Bool {
        Int(cursor.section) <= sectionCount
            && (cursor.piece == Piece.none || Int(cursor.piece) < pieces.count)
    }

    /// The bytes of the piece that comes next, which the cursor then stands at.
    private func peek(_ view: DescriptionView, _ cursor: inout SegmentCursor) -> Segment? {
        while true {
            if !cursor.isWithinSection {
                guard Int(cursor.section) < sectionCount else { return nil }
                cursor.piece = sections[Int(cursor.section)].head
                cursor.isWithinSection = true
            }
            if cursor.piece == Piece.none {
                cursor.section += 1
                cursor.isWithinSection = false
                continue
            }
            let piece = pieces[Int(cursor.piece)]
            if piece.isAdded {
                return Segment(source: .added, start: Int(piece.first), count: Int(piece.size))
            }
            let first = Int(piece.first)
            let end = first + Int(piece.count)
            let start = view.line(first).offset
            let endOffset = end < view.lineCount ? view.line(end).offset : view.bytes.count
            if endOffset > start {
                return Segment(source: .original, start: start, count: endOffset - start)
            }
            cursor.piece = piece.next
        }
    }

    private func byte(_ position: Int, of source: Segment.Source, _ view: DescriptionView) -> UInt8
    {
        source == .original ? view.bytes[position] : added[position]
    }

    /// The bytes of a segment.
    @_lifetime(copy view, borrow self)
    package func bytes(of segment: Segment, _ view: DescriptionView) -> ByteView {
        let range = segment.start..<segment.start + segment.count
        switch segment.source {
        case .original: return view.bytes.extracting(range)
        case .added: return ByteView(added.span).extracting(range)
        case .ending: return DescriptionEdits.ending.utf8Bytes.extracting(range)
        }
    }

    /// Calls `body` with the description's bytes, segment after segment.
    package func forEachSegment<Failure: Error>(
        _ view: DescriptionView, _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        var cursor = SegmentCursor()
        while let segment = nextSegment(view, &cursor) {
            try body(bytes(of: segment, view))
        }
    }

    /// The size of the description. O(pieces), does not allocate.
    package func size(_ view: DescriptionView) -> Int {
        var cursor = SegmentCursor()
        var size = 0
        while let segment = nextSegment(view, &cursor) { size += segment.count }
        return size
    }

    /// Writes the description. O(size), does not allocate.
    package func write(_ view: DescriptionView, to writer: inout DescriptionWriter) {
        var cursor = SegmentCursor()
        while let segment = nextSegment(view, &cursor) {
            writer.append(lines: bytes(of: segment, view))
        }
    }

    /// Writes the description as the content of a JSON string. O(size), does not
    /// allocate.
    package func write(_ view: DescriptionView, to writer: inout JSONWriter) {
        var cursor = SegmentCursor()
        while let segment = nextSegment(view, &cursor) {
            writer.append(bytes(of: segment, view))
        }
    }
}
