/// Lines taken one by one, whatever they are, and what a section may have of them.
extension LineIndex {
    /// What has been counted of the section that is being read.
    struct SectionCounts: ~Copyable {
        var number = 0
        var firstLine = 0
        /// Lines that are no attributes.
        var others = 0
        /// Whether the description began with `v=0`, if it has to.
        var hasVersion = false
        /// Whether lines of the session level have no place anywhere.
        var isFragment = false
        /// A bit for each line letter that may occur once and has.
        var seen: UInt32 = 0
        /// a=ssrc and a=candidate, and a=group and a=rid, 32 bits each.
        var counts = SIMD2<UInt64>(0, 0)

        var candidates: Int { Int(counts[0] & 0xFFFF_FFFF) }
        var sources: Int { Int(counts[0] >> 32) }
        var rids: Int { Int(counts[1] & 0xFFFF_FFFF) }
        var groups: Int { Int(counts[1] >> 32) }
    }

    /// Takes a line whatever it is.
    @inline(never)
    mutating func append(
        from start: Int, to end: Int, of bytes: ByteView, _ firstNul: Int,
        in section: inout SectionCounts
    ) throws(SDPError) {
        do throws(SDPError) {
            if firstNul < end { throw SDPError(.nulByte, offset: firstNul) }
            if end - start > limits.lineBytes {
                throw SDPError(.lineTooLong, offset: start + limits.lineBytes)
            }
            if lines.count >= limits.lines { throw SDPError(.tooManyLines, offset: start) }
            try lines.append(record(from: start, to: end, of: bytes, in: &section))
        } catch {
            // A limit that lines before this one exceed is the first violation.
            try checkLimits(of: section)
            throw error.shifted(by: 0, section: section.number)
        }
    }

    private mutating func record(
        from start: Int, to end: Int, of bytes: ByteView, in section: inout SectionCounts
    ) throws(SDPError) -> LineRecord {
        let length = end - start
        guard length > 0 else {
            section.others += 1
            return LineRecord(offset: start, length: 0, section: section.recordNumber, type: 0)
        }
        guard length >= 2, bytes[start + 1] == UInt8(ascii: "=") else {
            throw SDPError(.malformedLine, offset: start)
        }
        let type = bytes[start]
        if !section.hasVersion {
            guard bytes.extracting(start..<end) == "v=0" else {
                throw SDPError(.missingVersion, offset: start)
            }
            section.hasVersion = true
        }
        switch type {
        case UInt8(ascii: "a"):
            return try attribute(from: start, to: end, of: bytes, in: &section)
        case UInt8(ascii: "m"):
            try beginSection(from: start, to: end, of: bytes, after: &section)
        default:
            if let code = section.place(type) { throw SDPError(code, offset: start) }
        }
        section.others += 1
        return LineRecord(offset: start, length: length, section: section.recordNumber, type: type)
    }

    private func attribute(
        from start: Int, to end: Int, of bytes: ByteView, in section: inout SectionCounts
    ) throws(SDPError) -> LineRecord {
        let content = bytes.extracting(start + 2..<end)
        let colon = content.firstIndex(of: UInt8(ascii: ":"))
        // Blanks behind a flag are no part of its name: real devices send them.
        let nameLength = colon ?? FieldReader.trimmed(content).count
        if nameLength == 0 { throw SDPError(.malformedAttributeName, offset: start + 2) }
        let name = AttributeName(content.extracting(0..<nameLength))
        switch name {
        case .mid, .formatParameters, .group, .simulcast:
            let valueStart = colon.map { $0 + 1 } ?? content.count
            let value = FieldReader.trimmed(content.extracting(valueStart..<content.count))
            if let exceeded = limitExceeded(by: value, of: name) {
                throw SDPError(exceeded, offset: start)
            }
        default: break
        }
        switch name {
        case .candidate: section.counts[0] += 1
        case .ssrc: section.counts[0] += 1 << 32
        case .rid: section.counts[1] += 1
        case .group: section.counts[1] += 1 << 32
        default: break
        }
        return LineRecord(
            offset: start, length: end - start, nameEnd: nameLength + 2,
            isFlag: colon == nil, section: section.recordNumber, attribute: name)
    }

    /// The limit on one line's value that this one exceeds.
    private func limitExceeded(by value: ByteView, of name: AttributeName) -> SDPError.Code? {
        switch name {
        case .mid where value.count > limits.midBytes: .midTooLong
        case .formatParameters
        where value.count(of: UInt8(ascii: ";")) >= limits.formatParameters:
            .tooManyFormatParameters
        case .group where value.wordCount - 1 > limits.groupMids: .groupTooLarge
        case .simulcast
        where value.count(of: UInt8(ascii: ";")) + value.count(of: UInt8(ascii: ","))
            >= limits.simulcastAlternatives:
            .tooManySimulcastAlternatives
        default: nil
        }
    }

    private mutating func beginSection(
        from start: Int, to end: Int, of bytes: ByteView, after section: inout SectionCounts
    ) throws(SDPError) {
        if section.number >= limits.mediaSections {
            throw SDPError(.tooManyMediaSections, offset: start)
        }
        try closeSection(section)
        section.begin(at: lines.count)
        let value = FieldReader.trimmed(bytes.extracting(start + 2..<end))
        // Counting blanks is fast and never too low.
        guard value.count(of: 0x20) - 2 > min(limits.formats, limits.otherFormats) else { return }
        let formats = value.wordCount - 3
        if formats > limits.formats || formats > limits.otherFormats && !value.isRTPMediaLine {
            throw SDPError(.tooManyFormats, offset: start)
        }
    }

    mutating func closeSection(_ section: borrowing SectionCounts) throws(SDPError) {
        try checkLimits(of: section)
        try sections.append(SectionRecord(firstLine: section.firstLine, end: lines.count))
    }

    /// Checks what is limited in a section as a whole, of its lines so far.
    private func checkLimits(of section: borrowing SectionCounts) throws(SDPError) {
        if !isWithinLimits(section, lineCount: lines.count) { throw limitExceeded(in: section) }
    }

    /// Whether a section's lines so far are within the limits; `lineCount` is
    /// that of the description.
    @inline(__always)
    func isWithinLimits(
        _ section: borrowing SectionCounts, lineCount: Int
    ) -> Bool {
        let attributes = lineCount - section.firstLine - section.others
        return attributes <= attributesAllowed(in: section)
            && section.candidates <= limits.candidates && section.sources <= limits.sources
            && section.rids <= limits.rids && section.groups <= limits.groups
    }

    private func attributesAllowed(in section: borrowing SectionCounts) -> Int {
        section.number == 0 ? limits.sessionAttributes : limits.attributes
    }

    /// The first line that is one too many.
    private func limitExceeded(in section: borrowing SectionCounts) -> SDPError {
        var left = (
            attributes: attributesAllowed(in: section), candidates: limits.candidates,
            sources: limits.sources, rids: limits.rids, groups: limits.groups
        )
        let records = lines.span
        var code: SDPError.Code?
        for position in section.firstLine..<records.count {
            let record = records[position]
            guard record.type == UInt8(ascii: "a") else { continue }
            left.attributes -= 1
            if left.attributes < 0 { code = .tooManyAttributes }
            switch AttributeName(rawValue: record.attribute) {
            case .candidate:
                left.candidates -= 1
                if left.candidates < 0 { code = .tooManyCandidates }
            case .ssrc:
                left.sources -= 1
                if left.sources < 0 { code = .tooManySources }
            case .rid:
                left.rids -= 1
                if left.rids < 0 { code = .tooManyRIDs }
            case .group:
                left.groups -= 1
                if left.groups < 0 { code = .tooManyGroups }
            default: break
            }
            if let code {
                return SDPError(code, offset: Int(record.offset), section: section.number)
            }
        }
        // Counts and records disagree, which they cannot.
        return SDPError(.tooManyAttributes, offset: 0, section: section.number)
    }
}

extension LineIndex.SectionCounts {
    var recordNumber: LineRecord.Section {
        LineRecord.Section(truncatingIfNeeded: number)
    }

    /// Begins the next section with the line of that number, which is not
    /// counted yet.
    @inline(__always)
    mutating func begin(at line: Int) {
        number += 1
        firstLine = line
        others = 0
        seen = 0
        counts = SIMD2(0, 0)
    }

    /// Notes a line that is neither an attribute nor the start of a section.
    /// Returns what is wrong with its being here, with nothing noted.
    @inline(__always)
    mutating func place(_ letter: UInt8) -> SDPError.Code? {
        switch letter {
        case UInt8(ascii: "i"), UInt8(ascii: "c"), UInt8(ascii: "b"), UInt8(ascii: "k"):
            return nil
        case UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "e"), UInt8(ascii: "p"),
            UInt8(ascii: "r"), UInt8(ascii: "z"):
            return number > 0 || isFragment ? .misplacedLine : nil
        case UInt8(ascii: "v"), UInt8(ascii: "o"), UInt8(ascii: "s"):
            if number > 0 || isFragment { return .misplacedLine }
            let bit: UInt32 = 1 << UInt32(letter & 31)
            if seen & bit != 0 { return .duplicateLine }
            seen |= bit
            return nil
        default:
            return .unknownLineType
        }
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
