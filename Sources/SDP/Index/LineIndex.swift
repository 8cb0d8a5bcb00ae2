/// Where the lines and media sections of a description are.
///
/// Reading a description fills the index; the view it returns borrows both the
/// index and the bytes. An index is reused for one description after another
/// and does not allocate once it has grown to the largest. Two indexes give two
/// views at once.
///
/// The index looks inside no value, but for the counts that limits are set for.
/// One owner at a time; an index may move between threads.
public struct LineIndex: ~Copyable, Sendable {
    /// What a description may cost.
    public let limits: Limits

    private(set) var lines = GrowableStorage<LineRecord>()
    private(set) var sections = GrowableStorage<SectionRecord>()
    private(set) var mids = MidTable()
    private let midKey: HashKey?
    private var byteCount = 0

    /// An index without memory of its own yet. `midKey` keys the table of mids; the
    /// kernel's random source is asked for one if there is none.
    public init(limits: Limits = .sfu, midKey: HashKey? = nil) {
        self.limits = limits
        self.midKey = midKey
    }

    /// Finds the lines of `bytes` and the sections they belong to.
    ///
    /// A line is a letter of RFC 8866, `=` and a value, and ends with CR LF, LF
    /// or CR, the last one perhaps with nothing. Blank lines are passed over.
    /// The first line is `v=0`; `v`, `o`, `s` and `t` stay out of media sections
    /// and the first three occur once at most. A fragment has none of these four.
    ///
    /// O(bytes). Throws an `SDPError` with the offset of the first violation, of
    /// the first limit exceeded, or `outOfMemory`; the index is then empty.
    @_lifetime(&self, copy bytes)
    public mutating func read(
        _ bytes: Span<UInt8>, as kind: DescriptionKind = .full
    ) throws(SDPError) -> DescriptionView {
        try scan(bytes, as: kind)
        return DescriptionView(
            bytes: ByteView(bytes), lines: lines.span, sections: sections.span,
            mids: mids.handle(mayBuild: true))
    }

    /// What `read` does, without a view: for a holder of the index whose bytes
    /// come back with every later call.
    package mutating func scan(
        _ bytes: Span<UInt8>, as kind: DescriptionKind = .full
    ) throws(SDPError) {
        do throws(SDPError) {
            try fill(ByteView(bytes), as: kind)
        } catch {
            removeAll()
            throw error
        }
    }

    /// Forgets what was read and keeps the memory.
    package mutating func removeAll() {
        lines.removeAll()
        sections.removeAll()
    }

    /// Calls `body` with the view of the bytes that were read last, which are
    /// given once more.
    package func withView<Result, Failure: Error>(
        of bytes: Span<UInt8>, _ body: (DescriptionView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(bytes.count == byteCount || sections.count == 0)
        return try body(
            DescriptionView(
                bytes: ByteView(bytes), lines: lines.span, sections: sections.span,
                mids: mids.handle(mayBuild: false)))
    }

    private mutating func fill(
        _ bytes: ByteView, as kind: DescriptionKind
    ) throws(SDPError) {
        removeAll()
        byteCount = bytes.count
        try mids.reset(key: midKey)
        if bytes.isEmpty { throw SDPError(.empty, offset: 0) }
        if bytes.count > limits.bytes { throw SDPError(.tooManyBytes, offset: limits.bytes) }

        var scanner = LineScanner(bytes)
        let isFragment = kind == .fragment
        // A fragment begins with any line.
        var section = SectionCounts(hasVersion: isFragment, isFragment: isFragment)
        while let line = scanner.next() {
            if scanner.firstNul < line.end {
                throw SDPError(.nulByte, offset: scanner.firstNul, section: section.number)
            }
            try append(line, of: bytes, to: &section)
        }
        try closeSection(section)
        if !section.hasVersion { throw SDPError(.empty, offset: 0) }
    }

    /// What has been counted of the section that is being read.
    private struct SectionCounts {
        var number = 0
        var firstLine = 0
        var attributes = 0
        var candidates = 0
        var sources = 0
        var rids = 0
        var groups = 0
        /// Whether the description began with `v=0`.
        var hasVersion = false
        /// Whether v, o, s and t lines have no place here.
        var isFragment = false
        /// A bit for each line letter that may occur once and has.
        var seen: UInt32 = 0
    }

    @inline(__always)
    private mutating func append(
        _ line: LineScanner.Line, of bytes: ByteView, to section: inout SectionCounts
    ) throws(SDPError) {
        let length = line.end - line.start
        if length > limits.lineBytes {
            throw SDPError(
                .lineTooLong, offset: line.start + limits.lineBytes, section: section.number)
        }
        if lines.count >= limits.lines {
            throw SDPError(.tooManyLines, offset: line.start, section: section.number)
        }
        var record = LineRecord(offset: line.start, length: length)
        if length > 0 {
            guard length >= 2, bytes[line.start + 1] == UInt8(ascii: "=") else {
                throw SDPError(.malformedLine, offset: line.start, section: section.number)
            }
            record.type = bytes[line.start]
            if !section.hasVersion {
                guard bytes.extracting(line.start..<line.end) == "v=0" else {
                    throw SDPError(.missingVersion, offset: line.start)
                }
                section.hasVersion = true
            }
            switch record.type {
            case UInt8(ascii: "a"):
                try readAttribute(&record, line, of: bytes, in: &section)
            case UInt8(ascii: "m"):
                try beginSection(at: line, of: bytes, after: &section)
            default:
                try checkPlacement(of: record.type, at: line.start, in: &section)
            }
        }
        record.section = LineRecord.Section(truncatingIfNeeded: section.number)
        try lines.append(record)
    }

    @inline(__always)
    private func readAttribute(
        _ record: inout LineRecord, _ line: LineScanner.Line, of bytes: ByteView,
        in section: inout SectionCounts
    ) throws(SDPError) {
        section.attributes += 1
        if section.attributes > (section.number == 0 ? limits.sessionAttributes : limits.attributes)
        {
            throw SDPError(.tooManyAttributes, offset: line.start, section: section.number)
        }
        let content = bytes.extracting(line.start + 2..<line.end)
        let colon = content.firstIndex(of: UInt8(ascii: ":"))
        // Blanks behind a flag are no part of its name: real devices send them.
        let nameLength = colon ?? FieldReader.trimmed(content).count
        if nameLength == 0 {
            throw SDPError(
                .malformedAttributeName, offset: line.start + 2, section: section.number)
        }
        record.setName(length: nameLength, hasValue: colon != nil)
        let name = AttributeName(content.extracting(0..<nameLength))
        record.attribute = name.rawValue
        let start = colon.map { $0 + 1 } ?? content.count
        let value = FieldReader.trimmed(content.extracting(start..<content.count))
        var exceeded: SDPError.Code?
        switch name {
        case .candidate:
            section.candidates += 1
            if section.candidates > limits.candidates { exceeded = .tooManyCandidates }
        case .ssrc:
            section.sources += 1
            if section.sources > limits.sources { exceeded = .tooManySources }
        case .rid:
            section.rids += 1
            if section.rids > limits.rids { exceeded = .tooManyRIDs }
        case .mid:
            if value.count > limits.midBytes { exceeded = .midTooLong }
        case .formatParameters:
            if value.count(of: UInt8(ascii: ";")) >= limits.formatParameters {
                exceeded = .tooManyFormatParameters
            }
        case .group:
            section.groups += 1
            if section.groups > limits.groups { exceeded = .tooManyGroups }
            if value.wordCount - 1 > limits.groupMids { exceeded = .groupTooLarge }
        case .simulcast:
            let separators =
                value.count(of: UInt8(ascii: ";")) + value.count(of: UInt8(ascii: ","))
            if separators >= limits.simulcastAlternatives {
                exceeded = .tooManySimulcastAlternatives
            }
        default: break
        }
        if let exceeded {
            throw SDPError(exceeded, offset: line.start, section: section.number)
        }
    }

    private mutating func beginSection(
        at line: LineScanner.Line, of bytes: ByteView, after section: inout SectionCounts
    ) throws(SDPError) {
        if section.number >= limits.mediaSections {
            throw SDPError(.tooManyMediaSections, offset: line.start, section: section.number)
        }
        try closeSection(section)
        section = SectionCounts(
            number: section.number + 1, firstLine: lines.count, hasVersion: true,
            isFragment: section.isFragment)
        let value = FieldReader.trimmed(bytes.extracting(line.start + 2..<line.end))
        let formats = value.wordCount - 3
        if formats > limits.formats || formats > limits.otherFormats && !value.isRTPMediaLine {
            throw SDPError(.tooManyFormats, offset: line.start, section: section.number)
        }
    }

    /// Checks a line that is neither an attribute nor the start of a section.
    private func checkPlacement(
        of type: UInt8, at offset: Int, in section: inout SectionCounts
    ) throws(SDPError) {
        switch type {
        case UInt8(ascii: "v"), UInt8(ascii: "o"), UInt8(ascii: "s"):
            if section.number > 0 || section.isFragment {
                throw SDPError(.misplacedLine, offset: offset, section: section.number)
            }
            let bit: UInt32 = 1 << UInt32(type & 31)
            if section.seen & bit != 0 { throw SDPError(.duplicateLine, offset: offset) }
            section.seen |= bit
        case UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "e"), UInt8(ascii: "p"),
            UInt8(ascii: "r"), UInt8(ascii: "z"):
            if section.number > 0 || section.isFragment {
                throw SDPError(.misplacedLine, offset: offset, section: section.number)
            }
        case UInt8(ascii: "i"), UInt8(ascii: "c"), UInt8(ascii: "b"), UInt8(ascii: "k"):
            break
        default:
            throw SDPError(.unknownLineType, offset: offset, section: section.number)
        }
    }

    private mutating func closeSection(_ section: SectionCounts) throws(SDPError) {
        try sections.append(
            SectionRecord(
                firstLine: UInt32(truncatingIfNeeded: section.firstLine),
                lineCount: UInt32(truncatingIfNeeded: lines.count - section.firstLine)))
    }
}

extension ByteView {
    /// Whether the value of an m= line names an RTP profile; not, if it is
    /// malformed.
    fileprivate var isRTPMediaLine: Bool {
        guard let line = try? MediaLine(reading: self) else { return false }
        return line.isRTP
    }
}
