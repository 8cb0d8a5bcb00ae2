/// One pass over the lines of a description that finds each deviation from the
/// grammar, in the order of the bytes.
///
/// Slower than `DescriptionView.isInPlace`, which only says that there is none.
struct GrammarCheck {
    private let tolerances: Tolerances
    private var order = LineOrder()
    private var attributes = AttributesOnce()
    /// Where the last line that is not blank ended, without its ending.
    private var end = 0
    private var section = 0
    /// A bit for each letter that the session level has had.
    private var sessionLetters: UInt32 = 0
    /// Whether the media section has a c= line.
    private var hasConnection = false
    /// The kinds of line endings that were reported.
    private var reportedEndings: LineEndings = []
    /// The section whose a=charset is known, and whether there is one.
    private var charset: (section: Int, isDeclared: Bool)?

    private struct LineEndings: OptionSet {
        var rawValue: UInt8
        static let lineFeed = LineEndings(rawValue: 1)
        static let carriageReturn = LineEndings(rawValue: 2)
    }

    init(tolerating tolerances: Tolerances) { self.tolerances = tolerances }

    mutating func run(
        _ view: DescriptionView, warning: (SDPError) -> Void
    ) throws(SDPError) {
        var nextStart = 0
        for position in 0..<view.lineCount {
            let line = view.line(position)
            let start = line.offset
            if start != nextStart || line.type == 0 {
                // LF CR is as long as CR LF: look at what is around a blank line.
                if line.type == 0 {
                    nextStart = -1
                    continue
                }
                try checkEndings(of: view.bytes, until: start, warning)
            }
            end = line.record.end
            nextStart = end + 2
            if line.type == UInt8(ascii: "a") {
                try place(line, in: view, warning)
                if !attributes.insert(line.attributeName) {
                    try deviation(.duplicateAttribute, start, .repetitions, warning)
                }
                try checkUnknown(line, warning)
            } else {
                try place(line, in: view, warning)
            }
            try checkValue(of: line, warning)
            if line.endsInBlankWithoutText {
                let length = FieldReader.trimmed(line.bytes).count
                try deviation(.trailingBlank, start + length, .trailingBlanks, warning)
            }
        }
        try checkEndings(of: view.bytes, until: view.bytes.count, warning)
        try closeSection(at: view.bytes.count, warning)
    }

    private func deviation(
        _ code: SDPError.Code, _ offset: Int, _ tolerance: Tolerances,
        _ warning: (SDPError) -> Void
    ) throws(SDPError) {
        let error = SDPError(code, offset: offset, section: section)
        guard tolerances.contains(tolerance) else { throw error }
        warning(error)
    }

    private func checkValue(
        of line: LineView, _ warning: (SDPError) -> Void
    ) throws(SDPError) {
        do throws(SDPError) {
            try line.checkValue()
        } catch {
            return try deviation(error.code, error.offset, tolerance(of: line), warning)
        }
        if let error = line.looseness {
            let tolerance: Tolerances =
                line.type == UInt8(ascii: "a") ? .malformedAttributes : .malformedLines
            try deviation(error.code, error.offset, tolerance, warning)
        }
    }

    private func tolerance(of line: LineView) -> Tolerances {
        switch line.type {
        case UInt8(ascii: "a"): .malformedAttributes
        case UInt8(ascii: "m"): .malformedMediaLines
        default: .malformedLines
        }
    }

    /// Takes a line that changes what may follow.
    private mutating func place(
        _ line: LineView, in view: DescriptionView, _ warning: (SDPError) -> Void
    ) throws(SDPError) {
        if line.type == UInt8(ascii: "m") {
            try closeSection(at: line.offset, warning)
            section = line.section
            order = .mediaSection
            attributes = AttributesOnce()
            hasConnection = false
            return
        }
        switch order.place(line.type) {
        case .inPlace: break
        case .late: try deviation(.lineOrder, line.offset, .lineOrder, warning)
        case .repeated: try deviation(.duplicateLine, line.offset, .repetitions, warning)
        }
        if section == 0 { sessionLetters |= 1 << UInt32(line.type & 31) }
        switch line.type {
        case UInt8(ascii: "c"):
            hasConnection = true
        case UInt8(ascii: "s"), UInt8(ascii: "i"):
            if !line.value.isUTF8 && !hasCharset(in: view) {
                try deviation(.invalidText, line.valueOffset, .encodings, warning)
            }
        default:
            break
        }
    }

    private func sessionHas(_ letter: UInt8) -> Bool {
        sessionLetters & 1 << UInt32(letter & 31) != 0
    }

    /// Reports what the section that ends at `offset` should have had.
    private func closeSection(
        at offset: Int, _ warning: (SDPError) -> Void
    ) throws(SDPError) {
        if section == 0 {
            if !sessionHas(UInt8(ascii: "o")) {
                try deviation(.missingOrigin, offset, .missingLines, warning)
            }
            if !sessionHas(UInt8(ascii: "s")) {
                try deviation(.missingSessionName, offset, .missingLines, warning)
            }
            if !sessionHas(UInt8(ascii: "t")) {
                try deviation(.missingTime, offset, .missingLines, warning)
            }
        } else if !hasConnection && !sessionHas(UInt8(ascii: "c")) {
            try deviation(.missingConnection, offset, .missingLines, warning)
        }
    }

    /// Whether the section or the session level declares a charset. Looks once a
    /// section.
    private mutating func hasCharset(in view: DescriptionView) -> Bool {
        if let charset, charset.section == section { return charset.isDeclared }
        let isDeclared =
            view.section(section).has(.characterSet) || view.session.has(.characterSet)
        charset = (section, isDeclared)
        return isDeclared
    }

    /// Looks at what lies between the last line and `limit`: its ending, and
    /// blank lines.
    private mutating func checkEndings(
        of bytes: ByteView, until limit: Int, _ warning: (SDPError) -> Void
    ) throws(SDPError) {
        var position = end
        if position == limit {
            if limit > 0 { try deviation(.missingLineEnding, limit, .lineEndings, warning) }
            return
        }
        var isFirst = end > 0
        while position < limit {
            let start = position
            let isReturn = bytes[position] == 0x0D
            position += 1
            if isReturn, position < limit, bytes[position] == 0x0A { position += 1 }
            if !isFirst { try deviation(.blankLine, start, .blankLines, warning) }
            isFirst = false
            let kind: LineEndings = isReturn ? .carriageReturn : .lineFeed
            if position - start == 1, !reportedEndings.contains(kind) {
                reportedEndings.insert(kind)
                try deviation(.lineEnding, start, .lineEndings, warning)
            }
        }
    }

    /// Checks an attribute whose name means nothing to this library: the grammar
    /// of `attribute` in RFC 8866 section 9.
    private func checkUnknown(
        _ line: LineView, _ warning: (SDPError) -> Void
    ) throws(SDPError) {
        guard line.attributeName == .other else { return }
        let name = line.attributeNameBytes
        let length = name.tokenLength
        if length < name.count {
            try deviation(
                .malformedAttributeName, line.offset + 2 + length, .malformedAttributes, warning)
        }
        if line.hasValue && line.value.isEmpty {
            try deviation(.missingValue, line.valueOffset, .malformedAttributes, warning)
        }
    }
}

extension DescriptionView {
    /// Checks the grammar of every line and of their order (RFC 8866 section 9).
    ///
    /// Of line endings other than CR LF, each kind is reported where it occurs
    /// first; everything else, each time. What is tolerated is given to
    /// `warning` in the order of the bytes, as the error that a strict reading
    /// throws. O(bytes), does not allocate. Throws the first error that is not
    /// tolerated.
    public func checkGrammar(
        tolerating tolerances: Tolerances = [], warning: (SDPError) -> Void = { _ in }
    ) throws(SDPError) {
        var check = GrammarCheck(tolerating: tolerances)
        try check.run(self, warning: warning)
    }

    /// Reads every field of every line into a digest and, if something is not
    /// tolerated, throws as `checkGrammar` does. O(bytes), does not allocate.
    @_optimize(speed)
    package func readValues(
        tolerating tolerances: Tolerances
    ) throws(SDPError) -> ValueDigest {
        if isInPlace {
            do throws(SDPError) {
                var digest = ValueDigest()
                for position in 0..<lineCount { try line(position).read(into: &digest) }
                return digest
            } catch {}
        }
        // Something deviates: find out what, in the order of the bytes.
        try checkGrammar(tolerating: tolerances)
        return readValues()
    }

    /// Reads every field of every line into a digest, passing over what is
    /// malformed. O(bytes), does not allocate.
    @_optimize(speed)
    package func readValues() -> ValueDigest {
        var digest = ValueDigest()
        for position in 0..<lineCount {
            do throws(SDPError) { try line(position).read(into: &digest) } catch {}
        }
        return digest
    }
}

extension ByteView {
    /// Whether the bytes are UTF-8 as RFC 3629 section 4 has it. O(count).
    var isUTF8: Bool {
        var position = 0
        while position < count {
            let lead = self[position]
            position += 1
            if lead < 0x80 { continue }
            // The range of the byte behind the first rules out overlong forms,
            // surrogates and what is beyond U+10FFFF.
            let (following, second): (Int, ClosedRange<UInt8>)
            switch lead {
            case 0xC2...0xDF: (following, second) = (1, 0x80...0xBF)
            case 0xE0: (following, second) = (2, 0xA0...0xBF)
            case 0xED: (following, second) = (2, 0x80...0x9F)
            case 0xE1...0xEF: (following, second) = (2, 0x80...0xBF)
            case 0xF0: (following, second) = (3, 0x90...0xBF)
            case 0xF1...0xF3: (following, second) = (3, 0x80...0xBF)
            case 0xF4: (following, second) = (3, 0x80...0x8F)
            default: return false
            }
            guard position + following <= count, second.contains(self[position]) else {
                return false
            }
            for next in position + 1..<position + following where self[next] & 0xC0 != 0x80 {
                return false
            }
            position += following
        }
        return true
    }
}
