/// A bit for each of the 128 payload types.
struct PayloadTypeSet {
    private var low: UInt64
    private var high: UInt64 = 0

    init(low: UInt64 = 0) { self.low = low }

    func contains(_ payloadType: UInt8) -> Bool {
        (payloadType < 64 ? low : high) >> UInt64(payloadType & 63) & 1 == 1
    }

    mutating func insert(_ payloadType: UInt8) {
        let bit: UInt64 = 1 << UInt64(payloadType & 63)
        if payloadType < 64 { low |= bit } else { high |= bit }
    }

    /// Those that RFC 3551 section 6 gives a meaning: those of
    /// `Codec.wellKnown`.
    static let wellKnown = PayloadTypeSet(low: 0x7_9607_FFF9)
}

extension SectionView {
    /// Verifies that the attributes of the section are for formats of its m= line
    /// and the other way round. O(lines).
    func verifyPayloadTypes<Failure: Error>(
        isMuxed: Bool, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        guard let media = try? mediaLine else { return }
        let number = number
        let offset = line(0).offset
        var listed = PayloadTypeSet()
        try media.forEachFormat { format throws(Failure) in
            guard let value = format.decimal, value < 128 else {
                return try report(
                    SDPError(.payloadTypeOutOfRange, offset: offset, section: number))
            }
            if isMuxed && (64...95).contains(value) {
                try report(SDPError(.payloadTypeOfRTCP, offset: offset, section: number))
            }
            listed.insert(UInt8(value))
        }
        var mapped = PayloadTypeSet()
        var retransmissions = PayloadTypeSet()
        for position in 0..<lineCount {
            let line = line(position)
            var payloadType: UInt8?
            switch line.attributeName {
            case .rtpMap:
                guard let map = try? line.read(attribute: RTPMap.self) else { continue }
                payloadType = map.payloadType
                mapped.insert(map.payloadType)
                if map.encodingName.equalsIgnoringCase("rtx") {
                    retransmissions.insert(map.payloadType)
                }
            case .formatParameters:
                guard let parameters = try? line.read(attribute: FormatParameters.self),
                    let value = parameters.format.decimal, value < 128
                else { continue }
                payloadType = UInt8(value)
            case .rtcpFeedback:
                payloadType = (try? line.read(attribute: RTCPFeedback.self))?.payloadType
            default: continue
            }
            if let payloadType, !listed.contains(payloadType) {
                try report(
                    SDPError(.unlistedPayloadType, offset: line.offset, section: number))
            }
        }
        for payloadType: UInt8 in 0..<128
        where listed.contains(payloadType) && !mapped.contains(payloadType) {
            if !PayloadTypeSet.wellKnown.contains(payloadType) {
                try report(SDPError(.missingRTPMap, offset: offset, section: number))
            }
        }
        try verifyRetransmissions(retransmissions, of: listed, report)
    }

    private func verifyRetransmissions<Failure: Error>(
        _ retransmissions: PayloadTypeSet, of listed: PayloadTypeSet,
        _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        var associated = PayloadTypeSet()
        for position in 0..<lineCount {
            let line = line(position)
            guard line.attributeName == .formatParameters,
                let parameters = try? line.read(attribute: FormatParameters.self),
                let value = parameters.format.decimal, value < 128,
                retransmissions.contains(UInt8(value))
            else { continue }
            associated.insert(UInt8(value))
            let primary = parameters.parameter("apt")?.decimal ?? 128
            if primary > 127 || !listed.contains(UInt8(primary))
                || retransmissions.contains(UInt8(primary))
            {
                try report(
                    SDPError(.unknownRetransmittedType, offset: line.offset, section: number))
            }
        }
        for payloadType: UInt8 in 0..<128
        where retransmissions.contains(payloadType) && !associated.contains(payloadType) {
            try report(
                SDPError(.unknownRetransmittedType, offset: line(0).offset, section: number))
        }
    }
}

/// What the payload types of one RTP session mean.
struct PayloadTypeTable {
    /// A place of a line; 0 for none.
    private var maps = InlineArray<128, LinePlace>(repeating: .none)
    private var parameters = InlineArray<128, LinePlace>(repeating: .none)

    /// Takes the payload types of a section and reports those that are another
    /// codec in it or before it.
    mutating func add<Failure: Error>(
        _ section: SectionView, of view: DescriptionView,
        _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        var own = PayloadTypeTable()
        for position in 0..<section.lineCount {
            let line = section.line(position)
            let place = LinePlace(section: section.number, position: position)
            switch line.attributeName {
            case .rtpMap:
                guard let map = try? line.read(attribute: RTPMap.self) else { continue }
                let slot = Int(map.payloadType)
                if own.maps[slot] == .none {
                    own.maps[slot] = place
                } else if !own.maps[slot].line(of: view).isSameCodec(as: line) {
                    try report(
                        SDPError(
                            .payloadTypeConflict, offset: line.offset, section: section.number))
                }
            case .formatParameters:
                guard let format = try? line.read(attribute: FormatParameters.self),
                    let slot = format.format.decimal, slot < 128, own.parameters[Int(slot)] == .none
                else { continue }
                own.parameters[Int(slot)] = place
            default: continue
            }
        }
        for slot in 0..<128 where own.maps[slot] != .none {
            if maps[slot] == .none {
                maps[slot] = own.maps[slot]
                parameters[slot] = own.parameters[slot]
                continue
            }
            let line = own.maps[slot].line(of: view)
            if !line.isSameCodec(as: maps[slot].line(of: view))
                || !own.parameters[slot].hasSameParameters(as: parameters[slot], in: view)
            {
                try report(
                    SDPError(.payloadTypeConflict, offset: line.offset, section: section.number))
            }
        }
    }
}

/// Where a line is; the session level's first line, which is `v=0`, stands for none.
struct LinePlace: Equatable {
    private var section: UInt32
    private var position: UInt32

    static let none = LinePlace(section: 0, position: 0)

    init(section: Int, position: Int) {
        self.section = UInt32(truncatingIfNeeded: section)
        self.position = UInt32(truncatingIfNeeded: position)
    }

    @_lifetime(copy view)
    func line(of view: DescriptionView) -> LineView {
        view.section(Int(section)).line(Int(position))
    }

    /// Whether two a=fmtp lines say the same, or neither is there.
    fileprivate func hasSameParameters(as other: LinePlace, in view: DescriptionView) -> Bool {
        if self == .none || other == .none { return self == other }
        guard let one = try? line(of: view).read(attribute: FormatParameters.self),
            let two = try? other.line(of: view).read(attribute: FormatParameters.self)
        else { return true }
        return one.parameters == two.parameters || one.parameters.hasSameParts(as: two.parameters)
    }
}

extension LineView {
    /// Whether two a=rtpmap lines name the same codec.
    fileprivate func isSameCodec(as other: LineView) -> Bool {
        guard let one = try? read(attribute: RTPMap.self),
            let two = try? other.read(attribute: RTPMap.self)
        else { return true }
        return one.clockRate == two.clockRate && (one.channels ?? 1) == (two.channels ?? 1)
            && one.encodingName.equalsIgnoringCase(two.encodingName)
    }
}

extension ByteView {
    /// The most parameters that are compared in any order, so that the comparison
    /// stays bounded.
    private static var mostParts: Int { 64 }

    /// Whether both are the same parts between semicolons and blanks, in whatever
    /// order.
    fileprivate func hasSameParts(as other: ByteView) -> Bool {
        let separator = UInt8(ascii: ";")
        if count(of: separator) >= ByteView.mostParts
            || other.count(of: separator) >= ByteView.mostParts
        {
            return false
        }
        return hasParts(of: other) && other.hasParts(of: self)
    }

    private func hasParts(of other: ByteView) -> Bool {
        var hasAll = true
        other.forEachPart(separatedBy: UInt8(ascii: ";")) { wanted in
            let wanted = wanted.withoutBlanks
            var isFound = false
            forEachPart(separatedBy: UInt8(ascii: ";")) { part in
                if part.withoutBlanks == wanted { isFound = true }
            }
            // A semicolon at the end separates nothing.
            if !isFound && !wanted.isEmpty { hasAll = false }
        }
        return hasAll
    }

    private var withoutBlanks: ByteView {
        @_lifetime(copy self)
        get {
            var reader = FieldReader(self)
            _ = reader.skipBlanks()
            return reader.remainder()
        }
    }

    /// Whether both hold the same bytes, ASCII letters compared without case.
    func equalsIgnoringCase(_ other: ByteView) -> Bool {
        guard count == other.count else { return false }
        for position in 0..<count where lowercased(self[position]) != lowercased(other[position]) {
            return false
        }
        return true
    }
}
