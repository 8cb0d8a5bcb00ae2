/// The attributes of a section that it has once (RFC 9429 section 5.8), of the four
/// directions one.
struct AttributesOnce {
    private var seen: UInt64 = 0

    /// Takes an attribute; false if it is one too many.
    mutating func insert(_ name: AttributeName) -> Bool {
        let bits = AttributesOnce.bits(name)
        let isNew = seen & bits == 0
        seen |= bits
        return isNew
    }

    /// What is in `seen` after an attribute of that name; nothing if a section may
    /// have many.
    @inline(__always)
    static func bits(_ name: AttributeName) -> UInt64 {
        let bit = bit(name)
        return bit & directions == 0 ? bit & once : directions
    }

    /// The bit of a name, of which there are 62, and not the lowest. Names above 62 share
    /// bits with others, which must not be in `once`.
    @inline(__always)
    fileprivate static func bit(_ name: AttributeName) -> UInt64 {
        2 &<< UInt64(name.rawValue)
    }

    @inline(__always)
    private static var directions: UInt64 {
        bit(.sendReceive) | bit(.sendOnly) | bit(.receiveOnly) | bit(.inactive)
    }

    @inline(__always)
    private static var once: UInt64 {
        let ice = bit(.iceUsernameFragment) | bit(.icePassword) | bit(.iceOptions) | bit(.iceLite)
        let dtls = bit(.setup) | bit(.tlsID)
        let times = bit(.packetTime) | bit(.maximumPacketTime)
        let rtcp = bit(.rtcp) | bit(.rtcpMux) | bit(.rtcpMuxOnly) | bit(.rtcpReducedSize)
        let sctp = bit(.sctpPort) | bit(.maximumMessageSize)
        let section = bit(.mid) | bit(.simulcast) | bit(.endOfCandidates)
        return directions | ice | dtls | times | rtcp | sctp | section
    }
}

extension DescriptionView {
    /// Whether nothing but a value can deviate from the grammar: line endings, the
    /// order of lines, what occurs once, what is mandatory, names and texts.
    ///
    /// False also where it would take longer to be sure; `GrammarCheck` then finds
    /// out what there is. An attribute costs a dozen instructions.
    package var isInPlace: Bool {
        let bytes = bytes
        var nextStart = 0
        var seen = SeenLines()
        var lines = LinesOfSection()
        // What is called takes the line's number, so that no more than that is kept
        // for it in the loop.
        let records = records
        var position = 0
        while position < records.count {
            let record = records[position]
            if Int(record.offset) != nextStart { return false }
            let end = nextStart + Int(record.length)
            nextStart = end + 2
            if !seen.insert(record.attribute) {
                guard let next = lines.take(position, of: self, after: seen) else { return false }
                seen = next
            }
            if bytes[end - 1] <= 0x20 && endsInBlank(position) { return false }
            position += 1
        }
        return nextStart == bytes.count && lines.isComplete
    }

    @inline(never)
    private func endsInBlank(_ position: Int) -> Bool { line(position).endsInBlankWithoutText }
}

/// The attributes that a section has had, in one word: that of a line meets a bit of
/// the word if it is no attribute, a repeated one, the section's first or one at which
/// there is more to look, so that one comparison finds all of these.
private struct SeenLines {
    private var seen = SeenLines.first | SeenLines.others

    /// Takes a line whose record says that of its attribute's name; false if it has to
    /// be looked at, and then nothing is taken.
    @inline(__always)
    mutating func insert(_ attribute: UInt8) -> Bool {
        let bits = SeenLines.table[Int(attribute & 63)]
        if seen & bits != 0 { return false }
        // What every line would meet is there once more.
        seen = (seen | bits) & ~SeenLines.first
        return true
    }

    /// Takes an attribute that was looked at; nil if it is repeated.
    func inserting(_ name: AttributeName) -> SeenLines? {
        let bits = AttributesOnce.bits(name)
        if seen & bits != 0 { return nil }
        var next = self
        next.seen = seen & ~SeenLines.first | bits
        return next
    }

    /// Whether no attribute was taken.
    var isFirst: Bool { seen & SeenLines.first != 0 }

    /// A bit that no name has.
    @inline(__always)
    private static var first: UInt64 { 1 }

    /// Names whose lines are looked at; lines that are no attributes have that of `other`.
    @inline(__always)
    private static var others: UInt64 {
        AttributesOnce.bit(.other) | AttributesOnce.bit(.candidate)
    }

    /// What a line with that number of an attribute's name may meet.
    @inline(__always)
    private static func bits(_ number: UInt8) -> UInt64 {
        let name = AttributeName(rawValue: number)
        return AttributesOnce.bits(name) | AttributesOnce.bit(name) & others | first
    }

    private static let table: InlineArray<64, UInt64> = [
        bits(0), bits(1), bits(2), bits(3), bits(4), bits(5), bits(6), bits(7),
        bits(8), bits(9), bits(10), bits(11), bits(12), bits(13), bits(14), bits(15),
        bits(16), bits(17), bits(18), bits(19), bits(20), bits(21), bits(22), bits(23),
        bits(24), bits(25), bits(26), bits(27), bits(28), bits(29), bits(30), bits(31),
        bits(32), bits(33), bits(34), bits(35), bits(36), bits(37), bits(38), bits(39),
        bits(40), bits(41), bits(42), bits(43), bits(44), bits(45), bits(46), bits(47),
        bits(48), bits(49), bits(50), bits(51), bits(52), bits(53), bits(54), bits(55),
        bits(56), bits(57), bits(58), bits(59), bits(60), bits(61), bits(62), bits(63),
    ]
}

/// The lines of a section that change what may follow, and attributes at which there is
/// more to look.
private struct LinesOfSection {
    private var order = LineOrder()
    /// A bit for each letter that the session level or section has had.
    private var letters: UInt32 = 0
    private var isMedia = false
    /// The number of the section's m= line.
    private var mediaLine = 0
    private var sessionHasConnection = false

    /// Takes the next line; nil if it is not in its place, else what the section has
    /// had with it.
    @inline(never)
    mutating func take(
        _ position: Int, of view: DescriptionView, after seen: SeenLines
    ) -> SeenLines? {
        let line = view.line(position)
        switch line.type {
        case 0:
            return nil
        case UInt8(ascii: "a"):
            if seen.isFirst && order.place(UInt8(ascii: "a")) != .inPlace { return nil }
            return LinesOfSection.isExact(line) ? seen.inserting(line.attributeName) : nil
        case UInt8(ascii: "m"):
            if !isComplete { return nil }
            // One m= line after another is the same in what servers send.
            let isSame = isMedia && line.value == view.line(mediaLine).value
            if !isSame && line.looseness != nil { return nil }
            mediaLine = position
            if !isMedia { sessionHasConnection = has(UInt8(ascii: "c")) }
            isMedia = true
            order = .mediaSection
            letters = 0
            return SeenLines()
        case UInt8(ascii: "t"):
            if !(line.value == "0 0") && line.looseness != nil { return nil }
        case UInt8(ascii: "s"), UInt8(ascii: "i"):
            if !line.value.isUTF8 || line.looseness != nil { return nil }
        default:
            break
        }
        letters |= 1 << UInt32(line.type & 31)
        return order.place(line.type) == .inPlace ? seen : nil
    }

    /// Whether an attribute follows the grammar in what its reading does not look at.
    private static func isExact(_ line: LineView) -> Bool {
        if line.attributeName == .candidate {
            // A blank before every field but the first, of which a right one has an even
            // number.
            return !line.value.count(of: 0x20).isMultiple(of: 2) || line.looseness == nil
        }
        if line.attributeName != .other { return true }
        let name = line.attributeNameBytes
        return name.tokenLength == name.count && !(line.hasValue && line.value.isEmpty)
    }

    private func has(_ letter: UInt8) -> Bool { letters >> UInt32(letter & 31) & 1 == 1 }

    /// Whether nothing mandatory is missing.
    var isComplete: Bool {
        isMedia
            ? sessionHasConnection || has(UInt8(ascii: "c"))
            : has(UInt8(ascii: "o")) && has(UInt8(ascii: "s")) && has(UInt8(ascii: "t"))
    }
}

extension LineView {
    /// What the typed reading of a line takes and RFC 8866 section 9 does not:
    /// profiles and formats that are no tokens or have more than one blank between
    /// them, a session without a name, times of less than ten digits, and extensions
    /// of a candidate (RFC 8839 section 5.1) that are no pairs.
    var looseness: SDPError? {
        switch type {
        case UInt8(ascii: "a"):
            guard attributeName == .candidate, hasValue,
                let extensions = (try? Candidate(fields))?.extensions,
                extensions.count(of: 0x20).isMultiple(of: 2)
            else { return nil }
            return SDPError(.missingField, offset: record.end, section: section)
        case UInt8(ascii: "s"):
            return value.isEmpty
                ? SDPError(.missingValue, offset: valueOffset, section: section) : nil
        case UInt8(ascii: "m"):
            var reader = fields
            // A port and a protocol have parts.
            if reader.hasPlainTokens(parts: 3) { return nil }
            for _ in 0..<2 {
                _ = reader.bytes(until: 0x20)
                _ = reader.skip(0x20)
            }
            repeat {
                if reader.bytes(in: .token).isEmpty { break }
            } while reader.skip(UInt8(ascii: "/"))
            let offset = valueOffset + reader.offset
            let formats = reader.remainder()
            var wasBlank = false
            for position in 0..<formats.count {
                let byte = formats[position]
                let isBlank = byte == 0x20
                if isBlank
                    ? wasBlank || position == formats.count - 1
                    : byte &- 0x30 > 9 && !ByteSet.token.contains(byte) || position == 0
                {
                    return SDPError(
                        .malformedValue, offset: offset + position, section: section)
                }
                wasBlank = isBlank
            }
            return nil
        case UInt8(ascii: "t"):
            var reader = FieldReader(value)
            while !reader.isAtEnd {
                let offset = valueOffset + reader.offset
                let time = reader.bytes(until: 0x20)
                _ = reader.skip(0x20)
                let isShort = time.count < 10 || time[0] == UInt8(ascii: "0")
                if isShort && !(time == "0") {
                    return SDPError(.numberOutOfRange, offset: offset, section: section)
                }
            }
            return nil
        default:
            return nil
        }
    }

    /// Whether there is a blank at the end although the grammar of the value does
    /// not end in text.
    var endsInBlankWithoutText: Bool {
        guard let last = bytes.last, last == 0x20 || last == 0x09 else { return false }
        switch type {
        case UInt8(ascii: "s"), UInt8(ascii: "i"): return false
        case UInt8(ascii: "a") where hasValue:
            switch attributeName {
            case .other, .formatParameters, .ssrc, .tool, .category, .keywords, .identity, .crypto,
                .keyManagement, .zrtpHash, .googleFlag, .dtlsMessage, .dtlsID:
                return false
            default:
                return true
            }
        default: return true
        }
    }
}

extension ByteView {
    /// How many bytes at the start are `token-char` of RFC 8866 section 9.
    var tokenLength: Int {
        var length = 0
        while length < count, ByteSet.token.contains(self[length]) { length += 1 }
        return length
    }

    /// The last byte.
    fileprivate var last: UInt8? { isEmpty ? nil : self[count - 1] }
}
