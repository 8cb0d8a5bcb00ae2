/// A line that is no attribute and can be read from its value.
public protocol ReadableLine: ReadableValue, ~Escapable {
    /// The letter before `=`.
    static var lineType: UInt8 { get }
}

/// A line that is no attribute and can be written.
public protocol WritableLine: WritableValue, ~Escapable {
    /// The letter before `=`.
    static var lineType: UInt8 { get }
}

extension DescriptionWriter {
    /// Writes a line with its value.
    @_lifetime(self: copy self)
    public mutating func line<Line: WritableLine & ~Escapable>(_ line: borrowing Line) {
        append(byte: Line.lineType)
        append(byte: UInt8(ascii: "="))
        line.write(to: &self)
        endLine()
    }
}

extension SectionView {
    /// The first line of that type, or nil if there is none.
    @_lifetime(copy self)
    public func first<Line: ReadableLine & ~Escapable>(
        _ line: Line.Type
    ) throws(SDPError) -> Line? {
        guard let found = firstLine(ofType: line.lineType) else { return nil }
        return try found.read(as: line)
    }

    /// Calls `body` with each line of that type in order.
    public func forEach<Line: ReadableLine & ~Escapable>(
        _ line: Line.Type, _ body: (Line) throws(SDPError) -> Void
    ) throws(SDPError) {
        for position in 0..<lineCount {
            let found = self.line(position)
            if found.type == line.lineType { try body(try found.read(as: line)) }
        }
    }

    /// The first line of that type here, else at the session level.
    @_lifetime(copy self)
    public func inherited<Line: ReadableLine & ~Escapable>(
        _ line: Line.Type
    ) throws(SDPError) -> Line? {
        if let found = try first(line) { return found }
        return try session.first(line)
    }
}
