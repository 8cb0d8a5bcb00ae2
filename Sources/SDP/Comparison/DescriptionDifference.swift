/// What is different between two descriptions, as SDP sees it.
///
/// Media sections belong together that have the same mid; those without one, or with that
/// of a section before them, that are at the same place. The order of attributes within a section says nothing and is not
/// compared, and neither are blank lines and line endings; the order of other lines and
/// of media sections is. Owns its content.
///
/// Made in O(bytes * log lines) whatever the two hold, with memory for what is different
/// and for 4 bytes a line.
public struct DescriptionDifference: Hashable, Sendable {
    /// A line that was removed, added, or, with both, changed.
    public struct Line: Hashable, Sendable {
        /// The line without its ending; nil if it was added.
        public var old: ByteString?
        /// nil if it was removed.
        public var new: ByteString?
        /// The number of the line in its section of the old description, from 0.
        public var oldNumber: Int?
        /// The number of the line in its section of the new description, from 0.
        public var newNumber: Int?
    }

    /// A section that is different.
    public struct Section: Hashable, Sendable {
        /// Its number, where 0 is the session level; nil if it was added.
        public var old: Int?
        /// nil if it was removed.
        public var new: Int?
        /// The mid, if it has one.
        public var mid: ByteString?
        /// Changed and removed lines as they were in order, then added ones. Empty for a
        /// section that was added or removed as a whole.
        public var lines: [Line] = []
        /// Whether lines that are no attributes are the same in another order.
        public var isReordered = false

        /// Whether it is at another place.
        public var isMoved: Bool { old != nil && new != nil && old != new }
    }

    /// The sections that are different, in the order of the new description, then those
    /// that were removed.
    public var sections: [Section] = []

    /// Whether there is no difference.
    public var isEmpty: Bool { sections.isEmpty }

    /// Compares two descriptions.
    public init(from old: DescriptionView, to new: DescriptionView) {
        var isMatched = [Bool](repeating: false, count: old.sectionCount)
        for number in 0..<new.sectionCount {
            guard let other = DescriptionDifference.counterpart(of: number, in: new, among: old)
            else {
                sections.append(
                    Section(old: nil, new: number, mid: new.section(number).ownMid))
                continue
            }
            isMatched[other] = true
            var section = Section(old: other, new: number, mid: new.section(number).ownMid)
            section.compare(old.section(other), new.section(number))
            if section.isMoved || section.isReordered || !section.lines.isEmpty {
                sections.append(section)
            }
        }
        for number in 0..<old.sectionCount where !isMatched[number] {
            sections.append(Section(old: number, new: nil, mid: old.section(number).ownMid))
        }
    }

    /// The section of `old` that the section of `new` belongs to.
    private static func counterpart(
        of number: Int, in new: DescriptionView, among old: DescriptionView
    ) -> Int? {
        if number == 0 { return 0 }
        let mid = new.ownMid(ofSection: number)
        if let mid, let other = old.sectionNumber(mid: mid) { return other }
        guard number < old.sectionCount else { return nil }
        guard let other = old.ownMid(ofSection: number) else { return number }
        // The one at the same place is taken, or is another one.
        return mid == nil && new.sectionNumber(mid: other) == nil ? number : nil
    }
}

extension DescriptionView {
    /// The mid of a section, unless one before it has the same.
    @_lifetime(copy self)
    fileprivate func ownMid(ofSection number: Int) -> ByteView? {
        guard let range = section(number).midRange else { return nil }
        let mid = bytes.extracting(range)
        return sectionNumber(mid: mid) == number ? mid : nil
    }
}

extension SectionView {
    /// A copy of the section's mid.
    fileprivate var ownMid: ByteString? { ByteString(copying: try? mid) }

    /// The numbers of lines that are not blank, sorted by their bytes, equal ones in
    /// order.
    fileprivate func sortedLines() -> [UInt32] {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(lineCount)
        for number in 0..<lineCount where line(number).type != 0 {
            numbers.append(UInt32(truncatingIfNeeded: number))
        }
        numbers.sort { a, b in
            let order = line(Int(a)).bytes.order(before: line(Int(b)).bytes)
            return order == 0 ? a < b : order < 0
        }
        return numbers
    }

    /// What a line is about: changed lines have it in common. The letter; of an
    /// attribute the name, and where one name has many lines the first word of the value.
    @_lifetime(copy self)
    fileprivate func subject(_ number: UInt32) -> ByteView {
        let line = line(Int(number))
        let bytes = line.bytes
        guard line.type == UInt8(ascii: "a") else { return bytes.extracting(0..<1) }
        let end = 2 + line.attributeNameBytes.count
        switch line.attributeName {
        case .rtpMap, .formatParameters, .rtcpFeedback, .extensionMap, .ssrc, .rid, .candidate,
            .fingerprint:
            var reader = FieldReader(line.value)
            let word = reader.bytes(until: UInt8(ascii: " "))
            let isNamed = line.attributeName == .ssrc
            // Lines of one source are told apart by the attribute of the source.
            let rest = isNamed ? reader.bytes(until: UInt8(ascii: ":")).count : 0
            return bytes.extracting(0..<min(end + 1 + word.count + rest, bytes.count))
        default:
            return bytes.extracting(0..<end)
        }
    }
}

extension DescriptionDifference.Section {
    fileprivate mutating func compare(_ old: SectionView, _ new: SectionView) {
        let before = old.sortedLines()
        let after = new.sortedLines()
        var removed: [UInt32] = []
        var added: [UInt32] = []
        // Equal lines are side by side, as often as they are in both.
        var i = 0
        var j = 0
        while i < before.count || j < after.count {
            let order: Int
            if i == before.count {
                order = 1
            } else if j == after.count {
                order = -1
            } else {
                order = old.line(Int(before[i])).bytes.order(
                    before: new.line(Int(after[j])).bytes)
            }
            if order < 0 { removed.append(before[i]) }
            if order > 0 { added.append(after[j]) }
            if order <= 0 { i += 1 }
            if order >= 0 { j += 1 }
        }
        isReordered =
            !hasOtherLines(removed, of: old) && !hasOtherLines(added, of: new)
            && !isSameOrder(old, new)
        pair(removed, of: old, with: added, of: new)
    }

    /// Makes a change of a line that is gone and a new one about the same.
    private mutating func pair(
        _ removed: [UInt32], of old: SectionView, with added: [UInt32], of new: SectionView
    ) {
        var partner = [UInt32?](repeating: nil, count: removed.count)
        var isPaired = [Bool](repeating: false, count: added.count)
        let before = removed.indices.sorted { a, b in
            let order = old.subject(removed[a]).order(before: old.subject(removed[b]))
            return order == 0 ? removed[a] < removed[b] : order < 0
        }
        let after = added.indices.sorted { a, b in
            let order = new.subject(added[a]).order(before: new.subject(added[b]))
            return order == 0 ? added[a] < added[b] : order < 0
        }
        var i = 0
        var j = 0
        while i < before.count && j < after.count {
            let order = old.subject(removed[before[i]]).order(
                before: new.subject(added[after[j]]))
            if order == 0 {
                partner[before[i]] = added[after[j]]
                isPaired[after[j]] = true
            }
            if order <= 0 { i += 1 }
            if order >= 0 { j += 1 }
        }
        for position in removed.indices.sorted(by: { removed[$0] < removed[$1] }) {
            var line = DescriptionDifference.Line(
                old: ByteString(old.line(Int(removed[position])).bytes),
                oldNumber: Int(removed[position]))
            if let number = partner[position] {
                line.new = ByteString(new.line(Int(number)).bytes)
                line.newNumber = Int(number)
            }
            lines.append(line)
        }
        for position in added.indices.sorted(by: { added[$0] < added[$1] })
        where !isPaired[position] {
            lines.append(
                DescriptionDifference.Line(
                    new: ByteString(new.line(Int(added[position])).bytes),
                    newNumber: Int(added[position])))
        }
    }

    /// Whether one of the lines is no attribute.
    private func hasOtherLines(_ numbers: [UInt32], of section: SectionView) -> Bool {
        for number in numbers where section.line(Int(number)).type != UInt8(ascii: "a") {
            return true
        }
        return false
    }

    /// Whether the lines that are no attributes, the same in both, are in the same order.
    private func isSameOrder(_ old: SectionView, _ new: SectionView) -> Bool {
        var next = 0
        for number in 0..<old.lineCount {
            let line = old.line(number)
            if line.type == 0 || line.type == UInt8(ascii: "a") { continue }
            while next < new.lineCount,
                new.line(next).type == 0 || new.line(next).type == UInt8(ascii: "a")
            { next += 1 }
            guard next < new.lineCount, new.line(next).bytes == line.bytes else { return false }
            next += 1
        }
        return true
    }
}
