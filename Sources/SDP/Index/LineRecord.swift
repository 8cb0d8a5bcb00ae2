/// One line of a description: 16 bytes in the line index.
public struct LineRecord: BitwiseCopyable, Sendable {
    /// Numbers of sections: 0 is the session level, n the n-th media section.
    typealias Section = UInt16

    /// Where the line begins in the description.
    var offset: UInt32
    /// Bytes of the line without its ending; 0 is a blank line.
    var length: UInt32
    /// Bytes of an attribute's name.
    var nameLength: UInt32
    var section: Section
    /// The type letter; 0 for a blank line.
    var type: UInt8
    /// What `AttributeName.code` says of an attribute's name.
    var attribute: UInt8

    /// Where the value begins in the description: after `x=`, and for an
    /// attribute with a value after the name and its colon.
    var valueOffset: Int {
        if type == 0 { return Int(offset) }
        let prefix = Int(offset) + 2
        guard nameLength > 0 else { return prefix }
        return prefix + Int(nameLength) + (hasValue ? 1 : 0)
    }

    /// Where the line ends, without its ending.
    var end: Int { Int(offset) + Int(length) }

    /// Whether an attribute has a colon behind its name.
    var hasValue: Bool { nameLength > 0 && length > 2 + nameLength }
}

/// A section's lines within the line index.
struct SectionRecord: BitwiseCopyable, Sendable {
    var firstLine: UInt32
    var lineCount: UInt32
}
