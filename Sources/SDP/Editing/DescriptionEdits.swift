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
    /// In order, `sectionCount` of them.
    var sections = GrowableStorage<Section>()
    /// The added lines with their endings.
    var added = GrowableStorage<UInt8>()
    package private(set) var sectionCount = 0
    private var limits = Limits.sfu
    /// Where the last edit was, so that edits in order do not start over.
    private var recentSection = -1
    private var recent = Place(piece: Piece.none)

    package init() {}

    /// Starts with the lines of `view` as they are. O(sections).
    package mutating func begin(
        _ view: DescriptionView, limits: Limits
    ) throws(SDPError) {
        pieces.removeAll()
        sections.removeAll()
        added.removeAll()
        sectionCount = 0
        recentSection = -1
        self.limits = limits
        var first = 0
        for number in 0..<view.sectionCount {
            let count = view.section(number).lineCount
            let lines = UInt32(truncatingIfNeeded: count)
            let run = try append(
                Piece(first: UInt32(truncatingIfNeeded: first), count: lines))
            try sections.append(Section(head: count > 0 ? run : Piece.none, lineCount: lines))
            first += count
        }
        sectionCount = sections.count
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
        let opening = openingLine(view, section: section)
        // The line that opens a section stays where it is, and stays one.
        var insertedPiece: UInt32?
        if let opening, line <= opening {
            let isReplacement = line == opening && text != nil
            let isRemovalOfBlank = line < opening && text == nil
            guard removed == 1, isReplacement || isRemovalOfBlank else {
                throw SDPError(.misplacedLine, offset: 0, section: section)
            }
        }
        if let text {
            try checkLine(text, view, section: section, opens: opening == line && removed == 1)
            try checkOnce(text, view, section: section, except: removed == 1 ? line : nil)
            insertedPiece = try add(text, section: section)
        }
        let place =
            removed == 1
            ? try cut(line, section: section) : try boundary(before: line, section: section)
        if let insertedPiece { pieces[Int(insertedPiece)].next = place.piece }
        link(insertedPiece ?? place.piece, after: place.previous, section: section)
        let change = (insertedPiece == nil ? 0 : 1) - removed
        setLineCount(count + change, section: section)
        remember(
            Place(previous: place.previous, piece: insertedPiece ?? place.piece, start: line),
            section: section)
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
        if let opening = openingLine(view, section: section),
            line <= opening || target <= opening
        {
            throw SDPError(.misplacedLine, offset: 0, section: section)
        }
        // Both splits before any change, so that a failure leaves all as it was.
        _ = try boundary(before: line, section: section)
        _ = try boundary(before: line + 1, section: section)
        _ = try boundary(before: target > line ? target + 1 : target, section: section)
        let moved = try boundary(before: line, section: section)
        link(pieces[Int(moved.piece)].next, after: moved.previous, section: section)
        recentSection = -1
        let place = try boundary(before: target, section: section)
        pieces[Int(moved.piece)].next = place.piece
        link(moved.piece, after: place.previous, section: section)
        recentSection = -1
    }

    // MARK: Sections

    /// Adds a media section of one m= line, which becomes section `section`.
    package mutating func insertSection(
        _ view: DescriptionView, mediaLine: ByteView, at section: Int
    ) throws(SDPError) {
        guard section >= 1, section <= sectionCount else {
            throw SDPError(.positionOutOfRange, offset: 0, section: section)
        }
        guard sectionCount <= limits.mediaSections else {
            throw SDPError(.tooManyMediaSections, offset: 0, section: section)
        }
        try checkLine(mediaLine, view, section: section, opens: true)
        let piece = try add(mediaLine, section: section)
        let record = Section(head: piece, lineCount: 1)
        if sectionCount == sections.count { try sections.append(record) }
        sections.copy(section..<sectionCount, to: section + 1)
        sections[section] = record
        sectionCount += 1
        recentSection = -1
    }

    /// Removes a media section.
    package mutating func removeSection(_ section: Int) throws(SDPError) {
        try checkMediaSection(section)
        sections.copy(section + 1..<sectionCount, to: section)
        sectionCount -= 1
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
    /// media section, the v= line of the session level.
    private func openingLine(_ view: DescriptionView, section: Int) -> Int? {
        if section > 0 { return 0 }
        let count = Int(sections[0].lineCount)
        var place = Place(piece: sections[0].head)
        // Blank lines may come before it, and are all that does.
        while place.start < count {
            let piece = pieces[Int(place.piece)]
            for position in 0..<Int(piece.count) {
                let type =
                    piece.isAdded
                    ? added[Int(piece.first)] : view.line(Int(piece.first) + position).type
                if type == 0 { continue }
                return type == UInt8(ascii: "v") ? place.start + position : nil
            }
            place = Place(
                previous: place.piece, piece: piece.next, start: place.start + Int(piece.count))
        }
        return nil
    }

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
    private func checkLine(
        _ text: ByteView, _ view: DescriptionView, section: Int, opens: Bool
    ) throws(SDPError) {
        if text.breaksLine {
            throw SDPError(.valueBreaksLine, offset: 0, section: section)
        }
        guard text.count >= 2, text[1] == UInt8(ascii: "=") else {
            throw SDPError(.malformedLine, offset: 0, section: section)
        }
        if text.count > limits.lineBytes {
            throw SDPError(.lineTooLong, offset: limits.lineBytes, section: section)
        }
        let type = text[0]
        let opening = UInt8(ascii: section > 0 ? "m" : "v")
        let isOpening = type == UInt8(ascii: "m") || type == UInt8(ascii: "v")
        guard opens ? type == opening : !isOpening else {
            throw SDPError(.misplacedLine, offset: 0, section: section)
        }
        switch type {
        case UInt8(ascii: "v"):
            guard text == "v=0" else {
                throw SDPError(.missingVersion, offset: 0, section: section)
            }
        case UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "u"),
            UInt8(ascii: "e"), UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "z"):
            if section > 0 { throw SDPError(.misplacedLine, offset: 0, section: section) }
        case UInt8(ascii: "a"):
            let content = text.extracting(2..<text.count)
            let colon = content.firstIndex(of: UInt8(ascii: ":"))
            if (colon ?? FieldReader.trimmed(content).count) == 0 {
                throw SDPError(.malformedAttributeName, offset: 2, section: section)
            }
        case UInt8(ascii: "m"), UInt8(ascii: "i"), UInt8(ascii: "c"), UInt8(ascii: "b"),
            UInt8(ascii: "k"):
            break
        default:
            throw SDPError(.unknownLineType, offset: 0, section: section)
        }
    }

    /// Makes sure that an o= or s= line is the only one. O(lines of the session
    /// level) for those two.
    private func checkOnce(
        _ text: ByteView, _ view: DescriptionView, section: Int, except line: Int?
    ) throws(SDPError) {
        let type = text[0]
        guard type == UInt8(ascii: "o") || type == UInt8(ascii: "s") else { return }
        var start = 0
        var next = sections[section].head
        while next != Piece.none {
            let piece = pieces[Int(next)]
            for position in 0..<Int(piece.count) where start + position != line {
                let other =
                    piece.isAdded
                    ? added[Int(piece.first)] : view.line(Int(piece.first) + position).type
                if other == type { throw SDPError(.duplicateLine, offset: 0, section: section) }
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
        try added.append(contentsOf: text.span)
        try added.append(contentsOf: DescriptionEdits.ending.utf8Bytes.span)
        return try append(
            Piece(
                first: UInt32(truncatingIfNeeded: start), size: UInt32(truncatingIfNeeded: size)))
    }

    /// The piece with line `line`; the end of the list for the line after the last.
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
        if section == recentSection && place.start < recent.start { recentSection = -1 }
        pieces[Int(place.piece)].count = before
        pieces[Int(place.piece)].next = piece
        return Place(previous: place.piece, piece: piece, start: line)
    }

    /// Makes the pieces before and behind a line end and begin there, and says which
    /// they are: to be linked with each other, or with what is between them.
    private mutating func cut(_ line: Int, section: Int) throws(SDPError) -> Place {
        let place = locate(line, section: section)
        let piece = pieces[Int(place.piece)]
        let before = UInt32(truncatingIfNeeded: line - place.start)
        var rest = piece.next
        if before + 1 < piece.count {
            rest = try append(
                Piece(
                    next: piece.next, first: piece.first + before + 1,
                    count: piece.count - before - 1))
        }
        if before == 0 { return Place(previous: place.previous, piece: rest, start: line) }
        pieces[Int(place.piece)].count = before
        return Place(previous: place.piece, piece: rest, start: line)
    }

    private mutating func link(_ piece: UInt32, after previous: UInt32, section: Int) {
        if previous == Piece.none {
            sections[section].head = piece
        } else {
            pieces[Int(previous)].next = piece
        }
    }

    private mutating func setLineCount(_ count: Int, section: Int) {
        sections[section].lineCount = UInt32(
            truncatingIfNeeded: count)
    }

    private mutating func remember(_ place: Place, section: Int) {
        recent = place
        recentSection = section
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
