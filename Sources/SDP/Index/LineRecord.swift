/// One line of a description: 16 bytes in the line index.
public struct LineRecord: BitwiseCopyable, Sendable {
    /// Numbers of sections: 0 is the session level, n the n-th media section.
    typealias Section = UInt16

    /// Where the line begins in the description.
    var offset: UInt32
    /// Bytes of the line without its ending; 0 is a blank line.
    var length: UInt32
    /// Where an attribute's name ends, from the line's start: at the colon, or
    /// at the end or the blanks before it. 0 for other lines. The highest bit,
    /// which no length reaches, says that there is no colon though the name ends
    /// before the line.
    private var nameEnd: UInt32
    /// The section, the type letter and what `AttributeName.rawValue` says of an
    /// attribute's name, from the lowest byte on.
    private var word: UInt32

    /// The number of the section.
    var section: Section { Section(truncatingIfNeeded: word) }

    /// The type letter; 0 for a blank line.
    var type: UInt8 { UInt8(truncatingIfNeeded: word >> 16) }

    /// What `AttributeName.rawValue` says of an attribute's name.
    var attribute: UInt8 { UInt8(truncatingIfNeeded: word >> 24) }

    /// The record of a line that is no attribute.
    init(offset: Int, length: Int, section: Section, type: UInt8) {
        self.init(
            offset: offset, length: length, nameEnd: 0, section: section, word: UInt32(type) << 16)
    }

    /// The record of an attribute whose name ends at its colon or with the line;
    /// `word` is that of `AttributeName.table`.
    @inline(__always)
    init(offset: Int, length: Int, nameEnd: Int, section: Section, word: UInt32) {
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.length = UInt32(truncatingIfNeeded: length)
        self.nameEnd = UInt32(truncatingIfNeeded: nameEnd)
        self.word = word | UInt32(section)
    }

    /// The record of an attribute; a flag may have blanks behind its name.
    init(
        offset: Int, length: Int, nameEnd: Int, isFlag: Bool, section: Section,
        attribute: AttributeName
    ) {
        self.init(
            offset: offset, length: length, nameEnd: nameEnd, section: section,
            word: UInt32(attribute.rawValue) << 24 | UInt32(UInt8(ascii: "a")) << 16)
        if isFlag && nameEnd < length { self.nameEnd |= LineRecord.flag }
    }

    /// The same record, said to be in another section.
    func renumbered(_ section: Section) -> LineRecord {
        var record = self
        record.word = word & ~UInt32(Section.max) | UInt32(section)
        return record
    }

    private static let flag: UInt32 = 1 << 31

    /// Bytes of an attribute's name; 0 for other lines.
    var nameLength: Int { nameEnd == 0 ? 0 : Int(nameEnd & ~LineRecord.flag) - 2 }

    /// Whether an attribute has a colon behind its name.
    var hasValue: Bool {
        // As one comparison: 0 becomes the largest number.
        nameEnd &- 1 < length &- 1
    }

    /// Where the value begins in the description: after `x=`, and for an
    /// attribute with a value after the name and its colon. The end of a flag.
    var valueOffset: Int {
        if type == 0 { return Int(offset) }
        if nameEnd == 0 { return Int(offset) + 2 }
        return hasValue ? attributeValueOffset : end
    }

    /// `valueOffset` of an attribute with a value.
    var attributeValueOffset: Int { Int(offset) + Int(nameEnd) + 1 }

    /// Where the line ends, without its ending.
    var end: Int { Int(offset) + Int(length) }
}

/// A section's lines within the line index.
struct SectionRecord: BitwiseCopyable, Sendable {
    var firstLine: UInt32
    var lineCount: UInt32

    /// The lines from `firstLine` up to `end`.
    init(firstLine: Int, end: Int) {
        self.firstLine = UInt32(truncatingIfNeeded: firstLine)
        lineCount = UInt32(truncatingIfNeeded: end - firstLine)
    }
}
