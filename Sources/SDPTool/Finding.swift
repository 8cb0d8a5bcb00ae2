import SDP

/// Something that is wrong with a description, for a person or as JSON.
struct Finding: Encodable {
    enum Severity: String, Encodable { case warning, error }

    var severity: Severity
    var line: Int
    var column: Int
    var offset: Int
    /// 0 is the session level, n the n-th media section.
    var section: Int
    var code: UInt16
    var reason: String
    var excerpt: String

    private init(_ severity: Severity, _ error: SDPError, line: Int, column: Int, excerpt: String) {
        self.severity = severity
        self.line = line
        self.column = column
        offset = error.offset
        section = error.section
        code = error.code.rawValue
        reason = "\(error.code.reason)"
        self.excerpt = excerpt
    }

    /// An error for which there is no view.
    init(_ error: SDPError, in bytes: [UInt8]) {
        let place = error.location(in: bytes.span)
        self.init(
            .error, error, line: place.line, column: place.column,
            excerpt: "\(error.excerpt(in: bytes.span))")
    }

    /// A finding in a view, whose lines are already known. A malformed m= line is an
    /// error in any reading. O(log lines).
    init(_ severity: Severity, _ error: SDPError, in view: DescriptionView) {
        var low = 0
        var high = view.lineCount
        while low < high {
            let middle = (low + high) / 2
            if view.line(middle).offset <= error.offset { low = middle + 1 } else { high = middle }
        }
        // The first line starts at 0.
        let line = view.line(low - 1)
        let isMalformed = (20...28).contains(error.code.rawValue)
        let isBehind = error.offset == view.bytes.count && view.endsLine
        self.init(
            line.type == UInt8(ascii: "m") && isMalformed ? .error : severity, error,
            line: isBehind ? low + 1 : low, column: isBehind ? 1 : error.offset - line.offset + 1,
            excerpt: "\(error.excerpt(in: view.bytes.span))")
    }

    var text: String {
        let near = excerpt.isEmpty ? "" : ", near \"\(excerpt)\""
        return "\(line):\(column): \(severity): \(reason)\(near)"
    }
}

extension DescriptionView {
    /// Whether the last line has an ending.
    fileprivate var endsLine: Bool {
        let last = bytes[bytes.count - 1]
        return last == 0x0A || last == 0x0D
    }
}
