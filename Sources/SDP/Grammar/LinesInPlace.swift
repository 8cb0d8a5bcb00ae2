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

    /// Names above 63 share bits with others, which must not be in `once`.
    @inline(__always)
    fileprivate static func bit(_ name: AttributeName) -> UInt64 {
        1 << UInt64(name.rawValue & 63)
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
        var seen = SeenAttributes()
        var lines = LinesOfSection()
        // What is called takes the line's number, so that no more than that is kept
        // for it in the loop.
        for position in 0..<lineCount {
            let record = line(position).record
            if Int(record.offset) != nextStart { return false }
            let end = nextStart + Int(record.length)
            nextStart = end + 2
            if record.type == UInt8(ascii: "a") {
                if !seen.insert(AttributeName(rawValue: record.attribute)) {
                    if seen.isFirst && !lines.take(position, of: self) { return false }
                    if !isExact(position) || !seen.insertAgain(line(position).attributeName) {
                        return false
                    }
                }
            } else {
                if !lines.take(position, of: self) { return false }
                if record.type == UInt8(ascii: "m") { seen = SeenAttributes() }
            }
            if bytes[end - 1] <= 0x20 && endsInBlank(position) { return false }
        }
        return nextStart == bytes.count && lines.isComplete
    }

    /// Whether an attribute follows the grammar in what its reading does not look
    /// at.
    @inline(never)
    private func isExact(_ position: Int) -> Bool {
        let line = line(position)
        if line.attributeName == .candidate { return line.looseness == nil }
        if line.attributeName != .other { return true }
        let name = line.attributeNameBytes
        return name.tokenLength == name.count && !(line.hasValue && line.value.isEmpty)
    }

    @inline(never)
    private func endsInBlank(_ position: Int) -> Bool { line(position).endsInBlankWithoutText }
}

/// The attributes that a section has had, in one word: that of an attribute meets a
/// bit of the word if the attribute is repeated, if it is the section's first or if
/// there is more to look at, so that one comparison finds all three.
private struct SeenAttributes {
    private var seen = SeenAttributes.first | SeenAttributes.others

    /// Takes an attribute; false if it has to be looked at, and then nothing is
    /// taken.
    @inline(__always)
    mutating func insert(_ name: AttributeName) -> Bool {
        let bits =
            AttributesOnce.bits(name) | AttributesOnce.bit(name) & SeenAttributes.others
        if seen & (bits | SeenAttributes.first) != 0 { return false }
        seen |= bits
        return true
    }

    /// Takes an attribute that was looked at; false if it is repeated.
    mutating func insertAgain(_ name: AttributeName) -> Bool {
        let bits = AttributesOnce.bits(name)
        let isNew = seen & bits == 0
        seen = seen & ~SeenAttributes.first | bits
        return isNew
    }

    /// Whether no attribute was taken.
    var isFirst: Bool { seen & SeenAttributes.first != 0 }

    /// A bit that no name has, of which there are 62.
    @inline(__always)
    private static var first: UInt64 { 1 << 63 }

    /// Names whose lines `isExact` looks at.
    @inline(__always)
    private static var others: UInt64 {
        AttributesOnce.bit(.other) | AttributesOnce.bit(.candidate)
    }
}

/// The lines of a section but its attributes, which change what may follow.
private struct LinesOfSection {
    private var order = LineOrder()
    /// A bit for each letter that the session level or section has had.
    private var letters: UInt32 = 0
    private var isMedia = false
    /// The number of the section's m= line.
    private var mediaLine = 0
    private var sessionHasConnection = false

    /// Takes the next line; false if it is not in its place.
    @inline(never)
    mutating func take(_ position: Int, of view: DescriptionView) -> Bool {
        let line = view.line(position)
        switch line.type {
        case 0:
            return false
        case UInt8(ascii: "m"):
            if !isComplete { return false }
            // One m= line after another is the same in what servers send.
            let isSame = isMedia && line.value == view.line(mediaLine).value
            if !isSame && line.looseness != nil { return false }
            mediaLine = position
            if !isMedia { sessionHasConnection = has(UInt8(ascii: "c")) }
            isMedia = true
            order = .mediaSection
            letters = 0
            return true
        case UInt8(ascii: "t"):
            if line.looseness != nil { return false }
        case UInt8(ascii: "s"), UInt8(ascii: "i"):
            if !line.value.isUTF8 || line.looseness != nil { return false }
        default:
            break
        }
        letters |= 1 << UInt32(line.type & 31)
        return order.place(line.type) == .inPlace
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
            guard attributeName == .candidate,
                let extensions = try? read(attribute: Candidate.self).extensions,
                extensions.count(of: 0x20).isMultiple(of: 2)
            else { return nil }
            return SDPError(.missingField, offset: record.end, section: section)
        case UInt8(ascii: "s"):
            return value.isEmpty
                ? SDPError(.missingValue, offset: valueOffset, section: section) : nil
        case UInt8(ascii: "m"):
            var reader = FieldReader(value)
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
