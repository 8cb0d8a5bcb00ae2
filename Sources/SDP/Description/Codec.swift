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
    /// Feedback for this payload type and for `*`, in the order written.
    public var feedback: [RTCPFeedback<ByteString>] = []

    public init(
        payloadType: UInt8, name: ByteString, clockRate: UInt32, channels: UInt32? = nil,
        parameters: ByteString? = nil, feedback: [RTCPFeedback<ByteString>] = []
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
        let known: (StaticString, UInt32, UInt32?)
        switch payloadType {
        case 0: known = ("PCMU", 8_000, nil)
        case 3: known = ("GSM", 8_000, nil)
        case 4: known = ("G723", 8_000, nil)
        case 5: known = ("DVI4", 8_000, nil)
        case 6: known = ("DVI4", 16_000, nil)
        case 7: known = ("LPC", 8_000, nil)
        case 8: known = ("PCMA", 8_000, nil)
        case 9: known = ("G722", 8_000, nil)
        case 10: known = ("L16", 44_100, 2)
        case 11: known = ("L16", 44_100, 1)
        case 12: known = ("QCELP", 8_000, nil)
        case 13: known = ("CN", 8_000, nil)
        case 14: known = ("MPA", 90_000, nil)
        case 15: known = ("G728", 8_000, nil)
        case 16: known = ("DVI4", 11_025, nil)
        case 17: known = ("DVI4", 22_050, nil)
        case 18: known = ("G729", 8_000, nil)
        case 25: known = ("CelB", 90_000, nil)
        case 26: known = ("JPEG", 90_000, nil)
        case 28: known = ("nv", 90_000, nil)
        case 31: known = ("H261", 90_000, nil)
        case 32: known = ("MPV", 90_000, nil)
        case 33: known = ("MP2T", 90_000, nil)
        case 34: known = ("H263", 90_000, nil)
        default: return nil
        }
        return Codec(
            payloadType: payloadType, name: ByteString(stringLiteral: known.0),
            clockRate: known.1, channels: known.2)
    }
}

extension SectionView {
    /// The codecs of a media section that carries RTP, in the order of the m=
    /// line; none for other sections. A payload type without an a=rtpmap and
    /// without a static meaning is left out, as are a=fmtp and a=rtcp-fb lines
    /// of payload types that are not on the m= line. O(lines); allocates.
    public var codecs: [Codec] {
        get throws(SDPError) {
            guard isMedia else { return [] }
            let mediaLine = try mediaLine
            guard mediaLine.isRTP else { return [] }

            var order: [UInt8] = []
            var table = [Codec?](repeating: nil, count: 128)
            var listed = [Bool](repeating: false, count: 128)
            try forEachPayloadType(of: mediaLine) { payloadType in
                if listed[Int(payloadType)] { return }
                listed[Int(payloadType)] = true
                order.append(payloadType)
                table[Int(payloadType)] = Codec.wellKnown(payloadType: payloadType)
            }
            try forEach(RTPMap.self) { map in
                guard listed[Int(map.payloadType)] else { return }
                table[Int(map.payloadType)] = Codec(
                    payloadType: map.payloadType, name: ByteString(map.encodingName),
                    clockRate: map.clockRate, channels: map.channels)
            }
            try forEach(FormatParameters.self) { parameters in
                // A format that is no payload type is not on this m= line.
                guard let payloadType = try? payloadType(parameters.format) else { return }
                table[Int(payloadType)]?.parameters = ByteString(parameters.parameters)
            }
            try forEach(RTCPFeedback.self) { feedback in
                let copy = RTCPFeedback<ByteString>(copying: feedback)
                if let payloadType = feedback.payloadType {
                    table[Int(payloadType)]?.feedback.append(copy)
                } else {
                    for payloadType in order { table[Int(payloadType)]?.feedback.append(copy) }
                }
            }
            return order.compactMap { table[Int($0)] }
        }
    }

    /// Calls `body` with each format of the m= line, which are payload types.
    private func forEachPayloadType(
        of mediaLine: MediaLine<ByteView>, _ body: (UInt8) -> Void
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
            do throws(SDPError) {
                body(try payloadType(format))
            } catch {
                throw error.shifted(by: place, section: number)
            }
        }
    }

    private func payloadType(_ format: ByteView) throws(SDPError) -> UInt8 {
        var reader = FieldReader(field: format)
        let number = try reader.number(upTo: 127)
        try reader.finish()
        return UInt8(number)
    }
}
