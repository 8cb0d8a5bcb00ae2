/// A codec of a media section: what its a=rtpmap, a=fmtp and a=rtcp-fb lines
/// say together. Owns its content.
public struct Codec: Equatable, Sendable {
    /// 0 to 127.
    public var payloadType: UInt8
    /// The encoding name; compared without case.
    public var name: ByteString
    /// In hertz.
    public var clockRate: UInt32
    /// Audio channels as written; nil if not written, which means one.
    public var channels: UInt32?
    /// The parameters of a=fmtp, verbatim.
    public var parameters: ByteString?
    /// Feedback for this payload type, and then for `*`.
    public var feedback: CodecFeedback

    public init(
        payloadType: UInt8, name: ByteString, clockRate: UInt32, channels: UInt32? = nil,
        parameters: ByteString? = nil, feedback: CodecFeedback = []
    ) {
        self.payloadType = payloadType
        self.name = name
        self.clockRate = clockRate
        self.channels = channels
        self.parameters = parameters
        self.feedback = feedback
    }

    /// What a static payload type means without a=rtpmap (RFC 3551 section 6).
    public static func wellKnown(payloadType: UInt8) -> Codec? {
        guard let (name, clockRate, channels) = meaning(ofStatic: payloadType) else { return nil }
        return Codec(
            payloadType: payloadType, name: ByteString(stringLiteral: name),
            clockRate: clockRate, channels: channels)
    }

    fileprivate static func meaning(
        ofStatic payloadType: UInt8
    ) -> (StaticString, UInt32, UInt32?)? {
        switch payloadType {
        case 0: ("PCMU", 8_000, nil)
        case 3: ("GSM", 8_000, nil)
        case 4: ("G723", 8_000, nil)
        case 5: ("DVI4", 8_000, nil)
        case 6: ("DVI4", 16_000, nil)
        case 7: ("LPC", 8_000, nil)
        case 8: ("PCMA", 8_000, nil)
        case 9: ("G722", 8_000, nil)
        case 10: ("L16", 44_100, 2)
        case 11: ("L16", 44_100, 1)
        case 12: ("QCELP", 8_000, nil)
        case 13: ("CN", 8_000, nil)
        case 14: ("MPA", 90_000, nil)
        case 15: ("G728", 8_000, nil)
        case 16: ("DVI4", 11_025, nil)
        case 17: ("DVI4", 22_050, nil)
        case 18: ("G729", 8_000, nil)
        case 25: ("CelB", 90_000, nil)
        case 26: ("JPEG", 90_000, nil)
        case 28: ("nv", 90_000, nil)
        case 31: ("H261", 90_000, nil)
        case 32: ("MPV", 90_000, nil)
        case 33: ("MP2T", 90_000, nil)
        case 34: ("H263", 90_000, nil)
        default: nil
        }
    }
}

/// Feedback of a codec: what is said of its payload type, and then what is said
/// of all payload types of its section, which the codecs of a section share.
public struct CodecFeedback: Sendable {
    private var own: [RTCPFeedback<ByteString>]
    private var shared: [RTCPFeedback<ByteString>]

    /// `own` and then `shared`, neither copied.
    public init(_ own: [RTCPFeedback<ByteString>], shared: [RTCPFeedback<ByteString>] = []) {
        self.own = own
        self.shared = shared
    }

    /// Adds feedback in the end.
    public mutating func append(_ feedback: RTCPFeedback<ByteString>) {
        if shared.isEmpty { own.append(feedback) } else { shared.append(feedback) }
    }
}

extension Codec {
    /// The value of the a=fmtp parameter of that name; see
    /// `FormatParameters.parameter`.
    public func parameter(_ name: StaticString) -> ByteString? {
        parameters?.withView { view in
            var reader = FieldReader(view)
            while let parameter = FormatParameter(next: &reader) {
                if let value = parameter.value, parameter.name.equalsIgnoringCase(name) {
                    return ByteString(value)
                }
            }
            return nil
        }
    }
}

extension CodecFeedback: RandomAccessCollection, ExpressibleByArrayLiteral, Equatable {
    public init(arrayLiteral elements: RTCPFeedback<ByteString>...) { self.init(elements) }

    public var startIndex: Int { 0 }
    public var endIndex: Int { own.count + shared.count }

    public subscript(position: Int) -> RTCPFeedback<ByteString> {
        position < own.count ? own[position] : shared[position - own.count]
    }

    public static func == (a: CodecFeedback, b: CodecFeedback) -> Bool { a.elementsEqual(b) }
}

/// A codec of a media section as a view: what its lines say together. Made by
/// `SectionView.forEachCodec`.
public struct CodecView: ~Escapable {
    /// 0 to 127.
    public let payloadType: UInt8
    /// The encoding name; compared without case.
    public let name: ByteView
    /// In hertz.
    public let clockRate: UInt32
    /// Audio channels as written; nil if not written, which means one.
    public let channels: UInt32?
    /// The parameters of a=fmtp, if there are any.
    public let parameters: FormatParameters<ByteView>?
    private let section: SectionView
    /// Lines among which the feedback is, and the part with its own.
    private let feedback: Range<Int>
    private let ownFeedback: Range<Int>

    @_lifetime(copy section, copy name, copy parameters)
    fileprivate init(
        payloadType: UInt8, name: ByteView, clockRate: UInt32, channels: UInt32?,
        parameters: FormatParameters<ByteView>?, section: SectionView, feedback: CodecLines,
        shared: CodecLines
    ) {
        self.payloadType = payloadType
        self.name = name
        self.clockRate = clockRate
        self.channels = channels
        self.parameters = parameters
        self.section = section
        self.feedback = feedback.union(shared)
        ownFeedback = feedback.lines
    }

    /// Calls `body` with the feedback for this payload type and for `*`, in the
    /// order written. O(lines from the first to the last of them), does not
    /// allocate.
    public func forEachFeedback(
        _ body: (RTCPFeedback<ByteView>) throws(SDPError) -> Void
    ) throws(SDPError) {
        try section.forEachFeedback(in: feedback) { value throws(SDPError) in
            if value.payloadType == nil || value.payloadType == payloadType { try body(value) }
        }
    }

    /// A codec that outlives the description, with the feedback that it shares
    /// with others.
    fileprivate func copy(shared: [RTCPFeedback<ByteString>]) throws(SDPError) -> Codec {
        var own: [RTCPFeedback<ByteString>] = []
        try section.forEachFeedback(in: ownFeedback) { value throws(SDPError) in
            if value.payloadType == payloadType { own.append(RTCPFeedback(copying: value)) }
        }
        var text: ByteString?
        if let parameters { text = ByteString(parameters.parameters) }
        return Codec(
            payloadType: payloadType, name: ByteString(name), clockRate: clockRate,
            channels: channels, parameters: text, feedback: CodecFeedback(own, shared: shared))
    }
}

/// Where the lines of one payload type, or of `*`, are in their section.
private struct CodecLines {
    /// The last a=rtpmap line; 0, which is the m= line, is none.
    var map: UInt32 = 0
    /// The last a=fmtp line.
    var parameters: UInt32 = 0
    private var firstFeedback: UInt32 = 0
    private var lastFeedback: UInt32 = 0

    init() {}

    /// The lines from the first to the last a=rtcp-fb.
    var lines: Range<Int> {
        firstFeedback == 0 ? 0..<0 : Int(firstFeedback)..<Int(lastFeedback) + 1
    }

    mutating func addFeedback(_ position: UInt32) {
        if firstFeedback == 0 { firstFeedback = position }
        lastFeedback = position
    }

    /// The lines from the first to the last a=rtcp-fb of both.
    func union(_ other: CodecLines) -> Range<Int> {
        let (a, b) = (lines, other.lines)
        if a.isEmpty { return b }
        if b.isEmpty { return a }
        return min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
    }
}

extension SectionView {
    /// The codecs of a media section that carries RTP, in the order of the m=
    /// line; none for other sections. A payload type without an a=rtpmap and
    /// without a static meaning is left out, as are a=fmtp and a=rtcp-fb lines
    /// of payload types that are not on the m= line; of two lines of a kind for
    /// one payload type the last counts. O(lines); allocates.
    public var codecs: [Codec] {
        get throws(SDPError) {
            guard isMedia, try mediaLine.isRTP else { return [] }
            var shared: [RTCPFeedback<ByteString>] = []
            try forEachFeedback(in: 1..<lineCount) { value throws(SDPError) in
                if value.payloadType == nil { shared.append(RTCPFeedback(copying: value)) }
            }
            var codecs: [Codec] = []
            try forEachCodec { codec throws(SDPError) in
                codecs.append(try codec.copy(shared: shared))
            }
            return codecs
        }
    }

    /// Calls `body` with each of `codecs` as a view. O(lines), does not
    /// allocate. Throws for any malformed a=rtpmap, a=fmtp, a=rtcp-fb and m=
    /// line of the section before the first call.
    public func forEachCodec(
        _ body: (CodecView) throws(SDPError) -> Void
    ) throws(SDPError) {
        guard isMedia else { return }
        let mediaLine = try mediaLine
        guard mediaLine.isRTP else { return }
        try forEachPayloadType(of: mediaLine) { _ in }

        // By payload type, and in the end for `*`.
        var table = InlineArray<129, CodecLines>(repeating: CodecLines())
        for position in 1..<lineCount {
            let line = line(position)
            switch line.attributeName {
            case .rtpMap:
                let map = try line.read(attribute: RTPMap.self)
                table[Int(map.payloadType)].map = UInt32(position)
            case .formatParameters:
                let format = try line.read(attribute: FormatParameters.self).format
                // A format that is no payload type is not on this m= line.
                if let payloadType = format.decimal, payloadType < 128 {
                    table[Int(payloadType)].parameters = UInt32(position)
                }
            case .rtcpFeedback:
                let value = try line.read(attribute: RTCPFeedback.self)
                table[Int(value.payloadType ?? 128)].addFeedback(UInt32(position))
            default: break
            }
        }
        var isDone = InlineArray<128, Bool>(repeating: false)
        try forEachPayloadType(of: mediaLine) { payloadType throws(SDPError) in
            if isDone[Int(payloadType)] { return }
            isDone[Int(payloadType)] = true
            if let codec = try codec(payloadType, table[Int(payloadType)], shared: table[128]) {
                try body(codec)
            }
        }
    }

    @_lifetime(copy self)
    private func codec(
        _ payloadType: UInt8, _ lines: CodecLines, shared: CodecLines
    ) throws(SDPError) -> CodecView? {
        let parameters =
            lines.parameters == 0
            ? nil : try line(Int(lines.parameters)).read(attribute: FormatParameters.self)
        if lines.map > 0 {
            let map = try line(Int(lines.map)).read(attribute: RTPMap.self)
            return CodecView(
                payloadType: payloadType, name: map.encodingName, clockRate: map.clockRate,
                channels: map.channels, parameters: parameters, section: self, feedback: lines,
                shared: shared)
        }
        guard let (name, clockRate, channels) = Codec.meaning(ofStatic: payloadType) else {
            return nil
        }
        return CodecView(
            payloadType: payloadType, name: name.utf8Bytes, clockRate: clockRate,
            channels: channels, parameters: parameters, section: self, feedback: lines,
            shared: shared)
    }

    /// Calls `body` with each a=rtcp-fb among the lines.
    fileprivate func forEachFeedback(
        in lines: Range<Int>, _ body: (RTCPFeedback<ByteView>) throws(SDPError) -> Void
    ) throws(SDPError) {
        for position in lines {
            let line = line(position)
            if line.attributeName == .rtcpFeedback {
                try body(try line.read(attribute: RTCPFeedback.self))
            }
        }
    }

    /// Calls `body` with each format of the m= line, which are payload types.
    private func forEachPayloadType(
        of mediaLine: MediaLine<ByteView>, _ body: (UInt8) throws(SDPError) -> Void
    ) throws(SDPError) {
        let line = line(0)
        let value = FieldReader.trimmed(line.value)
        let start = line.valueOffset + value.count - mediaLine.formats.count
        var reader = FieldReader(mediaLine.formats)
        while !reader.isAtEnd {
            let place = start + reader.offset
            let format = reader.bytes(until: UInt8(ascii: " "))
            _ = reader.skip(UInt8(ascii: " "))
            if format.isEmpty { continue }
            let payloadType: UInt8
            do throws(SDPError) {
                var field = FieldReader(field: format)
                payloadType = UInt8(try field.number(upTo: 127))
                try field.finish()
            } catch {
                throw error.shifted(by: place, section: number)
            }
            try body(payloadType)
        }
    }
}
