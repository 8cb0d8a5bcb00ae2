/// A line of an owned description. Keeps the whole description alive: copy what is to be
/// kept. Equal to a line of the same bytes anywhere.
public struct DescriptionLine: Hashable, Sendable {
    /// The description it belongs to.
    public let description: SessionDescription
    /// Its number among all lines, from 0.
    public let number: Int

    /// The line as a view, for all that it can say.
    public var view: LineView {
        @_lifetime(borrow self)
        get { description.view.line(number) }
    }

    /// The type letter, `a` for an attribute; 0 for a blank line.
    public var type: UInt8 { view.type }

    /// What kind of attribute this is; `other` for other names and other lines.
    public var attributeName: AttributeName { view.attributeName }

    /// A copy of the attribute's name as written; empty for other lines.
    public var name: ByteString { ByteString(view.attributeNameBytes) }

    /// A copy of what follows `x=`, or an attribute's name and colon.
    public var value: ByteString { ByteString(view.value) }

    /// A copy of the line without its ending.
    public var bytes: ByteString { ByteString(view.bytes) }

    public static func == (a: DescriptionLine, b: DescriptionLine) -> Bool {
        a.view.bytes == b.view.bytes
    }

    public func hash(into hasher: inout Hasher) { view.bytes.hash(into: &hasher) }
}

/// Lines of an owned description, one after another: those of a section.
public struct DescriptionLines: RandomAccessCollection, Sendable {
    let description: SessionDescription
    let range: Range<Int>

    public var startIndex: Int { 0 }
    public var endIndex: Int { range.count }

    /// The n-th of the lines.
    public subscript(position: Int) -> DescriptionLine {
        precondition(position >= 0 && position < range.count)
        return DescriptionLine(description: description, number: range.lowerBound + position)
    }

    /// The first attribute of that name. O(lines).
    public subscript(name: AttributeName) -> DescriptionLine? {
        first { $0.type == UInt8(ascii: "a") && $0.attributeName == name }
    }

    /// All attributes of that name, in order. O(lines); allocates.
    public subscript(all name: AttributeName) -> [DescriptionLine] {
        filter { $0.type == UInt8(ascii: "a") && $0.attributeName == name }
    }

    /// The first line of that type, such as `UInt8(ascii: "c")`. O(lines).
    public subscript(type type: UInt8) -> DescriptionLine? { first { $0.type == type } }
}

/// The media sections of an owned description, in order.
public struct MediaSections: RandomAccessCollection, Sendable {
    let description: SessionDescription

    public var startIndex: Int { 0 }
    public var endIndex: Int { description.view.media.count }

    /// The media section at `position`, from 0.
    public subscript(position: Int) -> MediaSection {
        precondition(position >= 0 && position < endIndex)
        return MediaSection(description: description, position: position)
    }

    /// The media section with that mid, the first of several. O(1) expected.
    public subscript(mid mid: ByteString) -> MediaSection? {
        let bytes = [UInt8](mid)
        guard let number = description.view.sectionNumber(mid: ByteView(bytes.span)) else {
            return nil
        }
        return MediaSection(description: description, position: number - 1)
    }
}

/// The lines of all sections, blank ones included.
extension SessionDescription: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { view.lineCount }

    /// The n-th line.
    public subscript(position: Int) -> DescriptionLine {
        precondition(position >= 0 && position < endIndex)
        return DescriptionLine(description: self, number: position)
    }

    /// The media section with that mid, the first of several. O(1) expected.
    public subscript(mid mid: ByteString) -> MediaSection? { media[mid: mid] }

    /// The lines of the session level.
    public var sessionLines: DescriptionLines { lines(ofSection: 0) }

    /// The lines of a section: 0 is the session level, n the n-th media section.
    func lines(ofSection number: Int) -> DescriptionLines {
        DescriptionLines(description: self, range: view.lineRange(ofSection: number))
    }
}

extension SessionDescription: Hashable {
    /// Whether both have the same bytes. O(size).
    public static func == (a: SessionDescription, b: SessionDescription) -> Bool {
        a.storage === b.storage || a.kind == b.kind && a.view.bytes == b.view.bytes
    }

    public func hash(into hasher: inout Hasher) { view.bytes.hash(into: &hasher) }
}

extension MediaSection: Hashable {
    /// The lines of the section, the m= line first.
    public var lines: DescriptionLines { description.lines(ofSection: position + 1) }

    /// Whether both are at the same place of equal descriptions. O(size).
    public static func == (a: MediaSection, b: MediaSection) -> Bool {
        a.position == b.position && a.description == b.description
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(position)
        hasher.combine(description)
    }
}
