/// One line of a description: 16 bytes in the line index.
public struct LineRecord: BitwiseCopyable, Sendable {
    /// Numbers of sections: 0 is the session level, n the n-th media section.
    typealias Section = UInt16

    /// Where the line begins in the description.
    var offset: UInt32
    /// Bytes of the line without its ending; 0 is a blank line.
    var length: UInt32
    /// Bytes of an attribute's name; 0 for other lines. The highest bit, which
    /// no length reaches, says that a colon follows.
    private var nameAndColon: UInt32
    var section: Section
    /// The type letter; 0 for a blank line.
    var type: UInt8
    /// What `AttributeName.rawValue` says of an attribute's name.
    var attribute: UInt8

    init(offset: Int, length: Int) {
        self.offset = UInt32(truncatingIfNeeded: offset)
        self.length = UInt32(truncatingIfNeeded: length)
        nameAndColon = 0
        section = 0
        type = 0
        attribute = 0
    }

    private static let colon: UInt32 = 1 << 31

    /// Bytes of an attribute's name; 0 for other lines.
    var nameLength: Int { Int(nameAndColon & ~LineRecord.colon) }

    /// Whether an attribute has a colon behind its name.
    var hasValue: Bool { nameAndColon >= LineRecord.colon }

    mutating func setName(length: Int, hasValue: Bool) {
        nameAndColon =
            UInt32(truncatingIfNeeded: length) | (hasValue ? LineRecord.colon : 0)
    }

    /// Where the value begins in the description: after `x=`, and for an
    /// attribute with a value after the name and its colon. The end of a flag.
    var valueOffset: Int {
        if type == 0 { return Int(offset) }
        if nameAndColon == 0 { return Int(offset) + 2 }
        return hasValue ? Int(offset) + 3 + nameLength : end
    }

    /// Where the line ends, without its ending.
    var end: Int { Int(offset) + Int(length) }
}

/// A section's lines within the line index.
struct SectionRecord: BitwiseCopyable, Sendable {
    var firstLine: UInt32
    var lineCount: UInt32
}
