/// The lines of one section, borrowed: the session level or a media section.
///
/// A ladder of look-ups: a line by position, all of a name, the first of a
/// name, typed, and typed with inheritance from the session level. Each look-up
/// by name is O(lines of the section), with inheritance O(lines of the session
/// level) besides, and does not allocate.
public struct SectionView: ~Escapable {
    private let description: ByteView
    private let lines: Span<LineRecord>
    private let sessionLines: Span<LineRecord>
    /// 0 is the session level, n the n-th media section.
    public let number: Int

    @_lifetime(copy description, copy lines, copy sessionLines)
    init(
        description: ByteView, lines: Span<LineRecord>, sessionLines: Span<LineRecord>, number: Int
    ) {
        self.description = description
        self.lines = lines
        self.sessionLines = sessionLines
        self.number = number
    }

    /// Lines of the section, blank ones included; a media section's first is
    /// its m= line.
    public var lineCount: Int { lines.count }

    /// The n-th line of the section.
    @_lifetime(copy self)
    public func line(_ position: Int) -> LineView { LineView(lines[position], of: description) }

    /// Calls `body` with each line in order.
    public func forEachLine<Failure: Error>(
        _ body: (LineView) throws(Failure) -> Void
    ) throws(Failure) {
        for position in 0..<lineCount { try body(line(position)) }
    }

    /// The first line of that type, such as `UInt8(ascii: "c")`.
    @_lifetime(copy self)
    public func firstLine(ofType type: UInt8) -> LineView? {
        for position in 0..<lines.count where lines[position].type == type {
            return line(position)
        }
        return nil
    }

    /// The first attribute of that name.
    @_lifetime(copy self)
    public func first(_ name: AttributeName) -> LineView? {
        for position in 0..<lines.count
        where lines[position].attribute == name.rawValue && lines[position].nameLength > 0 {
            return line(position)
        }
        return nil
    }

    /// The position of the first attribute of that name among the lines from
    /// `start` on.
    public func firstLine(named name: ByteView, from start: Int = 0) -> Int? {
        let code = AttributeName(name)
        for position in min(start, lines.count)..<lines.count
        where lines[position].nameLength > 0 && lines[position].attribute == code.rawValue {
            if code != .other || line(position).attributeNameBytes == name { return position }
        }
        return nil
    }

    /// Calls `body` with each attribute of that name in order.
    public func forEach<Failure: Error>(
        _ name: AttributeName, _ body: (LineView) throws(Failure) -> Void
    ) throws(Failure) {
        for position in 0..<lines.count
        where lines[position].attribute == name.rawValue && lines[position].nameLength > 0 {
            try body(line(position))
        }
    }

    /// Whether an attribute of that name is there, as a flag or with a value.
    public func has(_ name: AttributeName) -> Bool { first(name) != nil }

    /// The first attribute of that type, or nil if there is none.
    @_lifetime(copy self)
    public func first<Attribute: ReadableAttribute & ~Escapable>(
        _ attribute: Attribute.Type
    ) throws(SDPError) -> Attribute? {
        guard let line = first(attribute.name) else { return nil }
        return try line.read(attribute: attribute)
    }

    /// Calls `body` with each attribute of that type in order.
    public func forEach<Attribute: ReadableAttribute & ~Escapable>(
        _ attribute: Attribute.Type, _ body: (Attribute) throws(SDPError) -> Void
    ) throws(SDPError) {
        for position in 0..<lines.count
        where lines[position].attribute == attribute.name.rawValue {
            try body(try line(position).read(attribute: attribute))
        }
    }

    /// The session level as this section sees it.
    var session: SectionView {
        @_lifetime(copy self)
        get {
            SectionView(
                description: description, lines: sessionLines, sessionLines: sessionLines,
                number: 0)
        }
    }

    /// The first attribute of that type here, else at the session level.
    @_lifetime(copy self)
    public func inherited<Attribute: ReadableAttribute & ~Escapable>(
        _ attribute: Attribute.Type
    ) throws(SDPError) -> Attribute? {
        if has(attribute.name) { return try first(attribute) }
        return try session.first(attribute)
    }

    /// Calls `body` with each attribute of that type here, or with those of the
    /// session level if there is none here.
    public func forEachInherited<Attribute: ReadableAttribute & ~Escapable>(
        _ attribute: Attribute.Type, _ body: (Attribute) throws(SDPError) -> Void
    ) throws(SDPError) {
        if has(attribute.name) {
            try forEach(attribute, body)
        } else {
            try session.forEach(attribute, body)
        }
    }
}
