/// Which lines a description has become, beside the index of what it was.
///
/// A section is a list of pieces: runs of lines of the original, and lines that
/// were added. An edit splits a run; nothing is copied but the added line. Every
/// call is given the view that `begin` was given. Memory is kept from one
/// description to the next and grows with the number of edits, not of lines.
package struct DescriptionEdits: ~Copyable, Sendable {
    /// A run of `count` lines of the original from number `first` on; or, where
    /// `size` is not 0, one added line of so many bytes from `first` on.
    struct Piece: BitwiseCopyable {
        var next = Piece.none
        var first: UInt32
        var count: UInt32 = 1
        var size: UInt32 = 0

        static let none = UInt32.max
        var isAdded: Bool { size > 0 }
    }

    struct Section: BitwiseCopyable {
        var head: UInt32
        var lineCount: UInt32
    }

    /// The start of a piece in a section's list.
    struct Place {
        var previous = Piece.none
        var piece: UInt32
        /// The number of the piece's first line in its section.
        var start = 0
    }

    var pieces = GrowableStorage<Piece>()
    var sections = GrowableStorage<Section>()
    /// The added lines with their endings.
    var added = GrowableStorage<UInt8>()
    private let lineBytes: Int
    private let mediaSections: Int
    /// The position of the v= line of the session level, which only blank lines come
    /// before; -1 if there is none.
    private var version = -1
    /// Where the last edit was, so that edits in order do not start over.
    private var recentSection = -1
    private var recent = Place(piece: Piece.none)

    /// No lines. Added ones are no longer, and sections no more, than `limits` say.
    package init(limits: Limits) {
        lineBytes = limits.lineBytes
        mediaSections = limits.mediaSections
    }

    package var sectionCount: Int { sections.count }

    /// Starts with the lines of `view` as they are. O(sections and blank lines in front).
    package mutating func begin(_ view: DescriptionView) throws(SDPError) {
        pieces.removeAll()
        sections.removeAll()
        added.removeAll()
        recentSection = -1
        version = versionLine(view)
        for number in 0..<view.sectionCount {
            let lines = view.lineRange(ofSection: number)
            let count = UInt32(truncatingIfNeeded: lines.count)
            let run = try append(
                Piece(first: UInt32(truncatingIfNeeded: lines.lowerBound), count: count))
            try sections.append(Section(head: count > 0 ? run : Piece.none, lineCount: count))
        }
    }

    private func versionLine(_ view: DescriptionView) -> Int {
        guard view.sectionCount > 0 else { return -1 }
        for line in view.lineRange(ofSection: 0) {
            let type = view.line(line).type
            if type != 0 { return type == UInt8(ascii: "v") ? line : -1 }
        }
        return -1
    }

    /// Lines of a section as it is now.
    package func lineCount(ofSection section: Int) throws(SDPError) -> Int {
        try checkSection(section)
        return Int(sections[section].lineCount)
    }

    // MARK: Lines

    /// Replaces `removed` lines, 0 or 1, at `line` by `text`, if it is there.
    ///
    /// `text` is a line without its ending and gets CR LF. O(bytes of it and pieces
    /// of the section). Throws `positionOutOfRange`, `misplacedLine` for a change that
    /// would make a section begin or end elsewhere, and what `checkLine` throws.
    package mutating func splice(
        _ view: DescriptionView, section: Int, line: Int, removing removed: Int,
        inserting text: ByteView?
    ) throws(SDPError) {
        try checkSection(section)
        let count = Int(sections[section].lineCount)
        guard line >= 0, line <= count - removed else {
            throw SDPError(.positionOutOfRange, offset: 0, section: section)
        }
        // The line that opens a section stays where it is, and stays one.
        let opening = openingLine(ofSection: section)
        let opens = line == opening && removed == 1 && text != nil
        let isBlankInFront = line < opening && removed == 1 && text == nil
        if line <= opening && !opens && !isBlankInFront {
            throw SDPError(.misplacedLine, offset: 0, section: section)
        }
        if let text {
            try DescriptionEdits.checkLine(
                text, upTo: lineBytes, section: section, opens: opens)
            if text[0] == UInt8(ascii: "o") || text[0] == UInt8(ascii: "s") {
                try checkOnce(text[0], view, except: removed == 1 ? line : nil)
            }
        }
        // All that can fail comes before the first change.
        try pieces.reserve(2)
        var inserted = Piece.none
        if let text { inserted = try add(text, section: section) }
        if isBlankInFront { version -= 1 }

        let place = locate(line, section: section)
        var previous = place.previous
        var next = place.piece
        if next != Piece.none {
            let piece = pieces[Int(next)]
            let before = UInt32(truncatingIfNeeded: line - place.start)
            let end = before + UInt32(truncatingIfNeeded: removed)
            if end == piece.count {
                next = piece.next
            } else if end > 0 {
                next = try append(
                    Piece(next: piece.next, first: piece.first + end, count: piece.count - end))
            }
            if before > 0 {
                previous = place.piece
                pieces[Int(previous)].count = before
            }
        }
        if inserted != Piece.none {
            pieces[Int(inserted)].next = next
            next = inserted
        }
        link(next, after: previous, section: section)
        let change = (text == nil ? 0 : 1) - removed
        sections[section].lineCount = UInt32(truncatingIfNeeded: count + change)
        recent = Place(previous: previous, piece: next, start: line)
        recentSection = section
    }

    /// Moves a line within its section, so that it is at `target` afterwards.
    package mutating func moveLine(
        _ view: DescriptionView, section: Int, from line: Int, to target: Int
    ) throws(SDPError) {
        try checkSection(section)
        let count = Int(sections[section].lineCount)
        guard line >= 0, line < count, target >= 0, target < count else {
            throw SDPError(.positionOutOfRange, offset: 0, section: section)
        }
        if line == target { return }
        let opening = openingLine(ofSection: section)
        if line <= opening || target <= opening {
            throw SDPError(.misplacedLine, offset: 0, section: section)
        }
        recentSection = -1
        // Both splits before any change, so that a failure leaves all as it was.
        _ = try boundary(before: line, section: section)
        _ = try boundary(before: line + 1, section: section)
        _ = try boundary(before: target > line ? target + 1 : target, section: section)
        let moved = try boundary(before: line, section: section)
        link(pieces[Int(moved.piece)].next, after: moved.previous, section: section)
        let place = try boundary(before: target, section: section)
        pieces[Int(moved.piece)].next = place.piece
        link(moved.piece, after: place.previous, section: section)
    }

    // MARK: Sections

    /// Adds a media section of one m= line, which becomes section `section`.
    package mutating func insertSection(
        _ view: DescriptionView, mediaLine: ByteView, at section: Int
    ) throws(SDPError) {
        guard section >= 1, section <= sectionCount else {
            throw SDPError(.positionOutOfRange, offset: 0, section: section)
        }
        guard sectionCount <= mediaSections else {
            throw SDPError(.tooManyMediaSections, offset: 0, section: section)
        }
        try DescriptionEdits.checkLine(
            mediaLine, upTo: lineBytes, section: section, opens: true)
        let piece = try add(mediaLine, section: section)
        let record = Section(head: piece, lineCount: 1)
        try sections.append(record)
        sections.copy(section..<sectionCount - 1, to: section + 1)
        sections[section] = record
        recentSection = -1
    }

    /// Removes a media section.
    package mutating func removeSection(_ section: Int) throws(SDPError) {
        try checkMediaSection(section)
        sections.copy(section + 1..<sectionCount, to: section)
        sections.truncate(to: sectionCount - 1)
        recentSection = -1
    }

    /// Moves a media section, so that it is number `target` afterwards.
    package mutating func moveSection(from section: Int, to target: Int) throws(SDPError) {
        try checkMediaSection(section)
        try checkMediaSection(target)
        let moved = sections[section]
        if section < target {
            sections.copy(section + 1..<target + 1, to: section)
        } else {
            sections.copy(target..<section, to: target + 1)
        }
        sections[target] = moved
        recentSection = -1
    }

    // MARK: Looking

    /// A line as it is now. Its offset is the one in the original, or, for an added
    /// line, one among the added lines.
    @_lifetime(copy view, borrow self)
    package func line(
        _ view: DescriptionView, section: Int, line: Int
    ) throws(SDPError) -> LineView {
        try checkSection(section)
        guard line >= 0, line < Int(sections[section].lineCount) else {
            throw SDPError(.positionOutOfRange, offset: 0, section: section)
        }
        let place = locate(line, section: section)
        return self.line(view, of: pieces[Int(place.piece)], line - place.start, section: section)
    }

    /// The n-th line of a piece.
    @_lifetime(copy view, borrow self)
    private func line(
        _ view: DescriptionView, of piece: Piece, _ position: Int, section: Int
    ) -> LineView {
        if !piece.isAdded {
            return view.line(Int(piece.first) + position).renumbered(section)
        }
        let bytes = ByteView(added.span)
        let start = Int(piece.first)
        let end = start + Int(piece.size) - DescriptionEdits.ending.utf8CodeUnitCount
        return LineView(
            LineRecord(readingLine: start..<end, of: bytes, section: section), of: bytes)
    }

    /// The number of the first line from `start` on that is wanted. O(lines).
    package func firstLine(
        _ view: DescriptionView, section: Int, from start: Int, where isWanted: (LineView) -> Bool
    ) throws(SDPError) -> Int? {
        try checkSection(section)
        let start = max(start, 0)
        var first = 0
        var next = sections[section].head
        while next != Piece.none {
            let piece = pieces[Int(next)]
            let count = Int(piece.count)
            for position in min(max(start - first, 0), count)..<count {
                if isWanted(line(view, of: piece, position, section: section)) {
                    return first + position
                }
            }
            first += count
            next = piece.next
        }
        return nil
    }

    /// The position of the line that a section has to begin with: the m= line of a
    /// media section, the v= line of the session level; -1 if there is none.
    private func openingLine(ofSection section: Int) -> Int { section > 0 ? 0 : version }

    // MARK: Checks

    private func checkSection(_ section: Int) throws(SDPError) {
        guard section >= 0, section < sectionCount else {
            throw SDPError(.positionOutOfRange, offset: 0, section: max(section, 0))
        }
    }

    private func checkMediaSection(_ section: Int) throws(SDPError) {
        guard section >= 1, section < sectionCount else {
            throw SDPError(.positionOutOfRange, offset: 0, section: max(section, 0))
        }
    }

    /// Makes sure that `text` is one line, and one that may stand in this section:
    /// `valueBreaksLine`, `malformedLine`, `malformedAttributeName`, `lineTooLong`,
    /// `unknownLineType`, `misplacedLine`.
    private static func checkLine(
        _ text: ByteView, upTo lineBytes: Int, section: Int, opens: Bool
    ) throws(SDPError) {
        if text.breaksLine {
            throw SDPError(.valueBreaksLine, offset: 0, section: section)
        }
        guard text.count >= 2, text[1] == UInt8(ascii: "=") else {
            throw SDPError(.malformedLine, offset: 0, section: section)
        }
        if text.count > lineBytes {
            throw SDPError(.lineTooLong, offset: lineBytes, section: section)
        }
        let type = text[0]
        let mayStand: Bool
        switch type {
        case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "c"), UInt8(ascii: "b"),
            UInt8(ascii: "k"):
            mayStand = !opens
        case UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "u"),
            UInt8(ascii: "e"), UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "z"):
            mayStand = !opens && section == 0
        case UInt8(ascii: "m"): mayStand = opens && section > 0
        case UInt8(ascii: "v"): mayStand = opens && section == 0
        default:
            throw SDPError(opens ? .misplacedLine : .unknownLineType, offset: 0, section: section)
        }
        if !mayStand { throw SDPError(.misplacedLine, offset: 0, section: section) }
        if type == UInt8(ascii: "a") {
            if !DescriptionEdits.namesAttribute(text) {
                throw SDPError(.malformedAttributeName, offset: 2, section: section)
            }
        } else if type == UInt8(ascii: "v"), !(text == "v=0") {
            throw SDPError(.missingVersion, offset: 0, section: section)
        }
    }

    /// Whether there is a name behind `a=`.
    @inline(__always)
    private static func namesAttribute(_ text: ByteView) -> Bool {
        guard text.count > 2, text[2] != UInt8(ascii: ":") else { return false }
        if text[2] > UInt8(ascii: " ") { return true }
        let content = text.extracting(2..<text.count)
        return content.firstIndex(of: UInt8(ascii: ":")) != nil
            || !FieldReader.trimmed(content).isEmpty
    }

    /// Makes sure that there is no line of that type at the session level, but for one.
    /// O(lines of the session level).
    private func checkOnce(
        _ type: UInt8, _ view: DescriptionView, except line: Int?
    ) throws(SDPError) {
        var start = 0
        var next = sections[0].head
        while next != Piece.none {
            let piece = pieces[Int(next)]
            for position in 0..<Int(piece.count) where start + position != line {
                let other =
                    piece.isAdded
                    ? added[Int(piece.first)] : view.line(Int(piece.first) + position).type
                if other == type { throw SDPError(.duplicateLine, offset: 0) }
            }
            start += Int(piece.count)
            next = piece.next
        }
    }

    // MARK: Pieces

    /// How added lines end.
    static let ending: StaticString = "\r\n"

    private mutating func append(_ piece: Piece) throws(SDPError) -> UInt32 {
        try pieces.append(piece)
        return UInt32(truncatingIfNeeded: pieces.count - 1)
    }

    /// Keeps a line and makes a piece of it that nothing leads to yet.
    private mutating func add(
        _ text: ByteView, section: Int
    ) throws(SDPError) -> UInt32 {
        let start = added.count
        let size = text.count + DescriptionEdits.ending.utf8CodeUnitCount
        if start + size > Limits.maximumBytes {
            throw SDPError(.tooManyBytes, offset: 0, section: section)
        }
        try added.append(line: text)
        return try append(
            Piece(
                first: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: size)))
    }

    /// The piece with line `line`; the end of the list for the line after the last.
    @inline(__always)
    private func locate(_ line: Int, section: Int) -> Place {
        var place =
            section == recentSection && recent.start <= line
            ? recent : Place(piece: sections[section].head)
        while place.piece != Piece.none {
            let piece = pieces[Int(place.piece)]
            let end = place.start + Int(piece.count)
            if line < end { break }
            place = Place(previous: place.piece, piece: piece.next, start: end)
        }
        return place
    }

    /// Makes a piece begin at `line`, and says where.
    private mutating func boundary(
        before line: Int, section: Int
    ) throws(SDPError) -> Place {
        let place = locate(line, section: section)
        let before = UInt32(truncatingIfNeeded: line - place.start)
        guard before > 0, place.piece != Piece.none else { return place }
        var rest = pieces[Int(place.piece)]
        rest.first += before
        rest.count -= before
        let piece = try append(rest)
        pieces[Int(place.piece)].count = before
        pieces[Int(place.piece)].next = piece
        return Place(previous: place.piece, piece: piece, start: line)
    }

    @inline(__always)
    private mutating func link(_ piece: UInt32, after previous: UInt32, section: Int) {
        if previous == Piece.none {
            sections[section].head = piece
        } else {
            pieces[Int(previous)].next = piece
        }
    }
}

extension LineRecord {
    /// The record of one line that begins with a letter and `=`.
    init(readingLine line: Range<Int>, of bytes: ByteView, section: Int) {
        let section = Section(truncatingIfNeeded: section)
        let type = bytes[line.lowerBound]
        guard type == UInt8(ascii: "a") else {
            self.init(offset: line.lowerBound, length: line.count, section: section, type: type)
            return
        }
        let content = bytes.extracting(line.lowerBound + 2..<line.upperBound)
        let colon = content.firstIndex(of: UInt8(ascii: ":"))
        let nameLength = colon ?? FieldReader.trimmed(content).count
        self.init(
            offset: line.lowerBound, length: line.count, nameEnd: 2 + nameLength,
            isFlag: colon == nil, section: section,
            attribute: AttributeName(content.extracting(0..<nameLength)))
    }
}

extension LineView {
    /// The same line, said to be in another section.
    @_lifetime(copy self)
    func renumbered(_ section: Int) -> LineView {
        LineView(
            record.renumbered(LineRecord.Section(truncatingIfNeeded: section)), of: description)
    }
}
