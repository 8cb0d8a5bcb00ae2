import FuzzSupport
import SDP

// What values say beyond their fields, compared with plain readings of them.

/// The runs of bytes between blanks.
func words(of bytes: ByteView) -> [[UInt8]] {
    [UInt8](bytes).split(separator: 0x20).map(Array.init)
}

/// The bytes without blanks at their end, of which a tab is one.
private func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
    return bytes
}

private func lowercased(_ bytes: some Collection<UInt8>) -> [UInt8] {
    bytes.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
}

func checkMediaLine(_ line: LineView) {
    do throws(SDPError) {
        let value = try line.read(as: MediaLine.self)
        var formats: [[UInt8]] = []
        value.forEachFormat { formats.append([UInt8]($0)) }
        require(formats == words(of: value.formats), "the formats differ", at: line.offset)
        let parts = [UInt8](value.transportProtocol).split(separator: UInt8(ascii: "/"))
        require(
            value.isRTP == parts.contains { lowercased($0) == Array("rtp".utf8) },
            "a section is taken for RTP or not", at: line.offset)
    } catch {
        violation("an m= line fails at second sight: \(error)", at: line.offset)
    }
}

func checkGroup(_ line: LineView) {
    do throws(SDPError) {
        let value = try line.read(attribute: Group.self)
        var mids: [[UInt8]] = []
        value.forEachMid { mids.append([UInt8]($0)) }
        require(mids == words(of: value.mids), "the mids of a group differ", at: line.offset)
    } catch {
        violation("a group fails at second sight: \(error)", at: line.offset)
    }
}

func checkICEOptions(_ line: LineView) {
    do throws(SDPError) {
        let value = try line.read(attribute: ICEOptions.self)
        let tags = words(of: value.tags)
        require(
            value.contains("trickle") == tags.contains(Array("trickle".utf8))
                && value.contains("ice2") == tags.contains(Array("ice2".utf8)),
            "the tags of a=ice-options differ", at: line.offset)
    } catch {
        violation("a=ice-options fails at second sight: \(error)", at: line.offset)
    }
}

func checkParameters(of line: LineView) {
    do throws(SDPError) {
        let value = try line.read(attribute: FormatParameters.self)
        for name: StaticString in ["apt", "profile-id", "packetization-mode", "x"] {
            let found: [UInt8]? = if let view = value.parameter(name) { [UInt8](view) } else { nil }
            let expected = parameter("\(name)", of: [UInt8](value.parameters))
            require(found == expected, "a parameter of a=fmtp differs", at: line.offset)
        }
    } catch {
        violation("a=fmtp fails at second sight: \(error)", at: line.offset)
    }
}

private func parameter(_ name: String, of parameters: [UInt8]) -> [UInt8]? {
    for part in parameters.split(separator: UInt8(ascii: ";")) {
        let text = trimmed(part.drop { $0 == 0x20 || $0 == 0x09 })
        guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { continue }
        if lowercased(trimmed(text[..<equals])) == lowercased(name.utf8) {
            return Array(text[(equals + 1)...].drop { $0 == 0x20 || $0 == 0x09 })
        }
    }
    return nil
}

/// What must hold of the codecs of a section.
func checkCodecs(of section: SectionView, _ table: AttributeTable) {
    do throws(SDPError) {
        let codecs = try section.codecs
        guard section.isMedia, try section.mediaLine.isRTP else {
            require(codecs.isEmpty, "codecs of a section without RTP")
            return
        }
        let formats = words(of: try section.mediaLine.formats)
        var listed: [UInt8] = []
        for format in formats {
            guard let payloadType = payloadType(format) else {
                violation("a format that is no payload type is read", at: section.line(0).offset)
            }
            if !listed.contains(payloadType) { listed.append(payloadType) }
        }
        let expected = try plainCodecs(listed, of: section, table)
        require(codecs == expected, "the codecs differ", at: section.line(0).offset)
    } catch {
        let first = section.line(0).offset
        let last = section.line(section.lineCount - 1)
        require(
            error.offset >= first && error.offset <= last.offset + last.bytes.count,
            "an error of the codecs lies outside their section", at: error.offset)
        require(error.section == section.number, "an error of the codecs names another section")
        require(
            outcome { () throws(SDPError) in try section.checkValues() } != nil
                || error.offset < firstLineEnd(section),
            "the codecs fail and no value does", at: error.offset)
    }
}

private func firstLineEnd(_ section: SectionView) -> Int {
    section.line(0).offset + section.line(0).bytes.count
}

/// The codecs of the payload types, line by line.
private func plainCodecs(
    _ payloadTypes: [UInt8], of section: SectionView, _ table: AttributeTable
) throws(SDPError) -> [Codec] {
    var codecs = payloadTypes.map { Codec.wellKnown(payloadType: $0) }
    for position in table[.rtpMap] {
        let map = try section.line(position).read(attribute: RTPMap.self)
        guard let place = payloadTypes.firstIndex(of: map.payloadType) else { continue }
        codecs[place] = Codec(
            payloadType: map.payloadType, name: ByteString(map.encodingName),
            clockRate: map.clockRate, channels: map.channels)
    }
    for position in table[.formatParameters] {
        let value = try section.line(position).read(attribute: FormatParameters.self)
        let listed = payloadType([UInt8](value.format))
        for place in payloadTypes.indices where listed == payloadTypes[place] {
            codecs[place]?.parameters = ByteString(value.parameters)
        }
    }
    // First what is said of a payload type, then what is said of all.
    for isShared in [false, true] {
        for position in table[.rtcpFeedback] {
            let value = try section.line(position).read(attribute: RTCPFeedback.self)
            let copy = RTCPFeedback<ByteString>(copying: value)
            if isShared != (copy.payloadType == nil) { continue }
            for place in payloadTypes.indices
            where (copy.payloadType ?? payloadTypes[place]) == payloadTypes[place] {
                codecs[place]?.feedback.append(copy)
            }
        }
    }
    return codecs.compactMap { $0 }
}

/// 0 to 127 in decimal digits.
private func payloadType(_ digits: [UInt8]) -> UInt8? {
    guard !digits.isEmpty, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    let number = digits.drop { $0 == 0x30 }
    if number.count > 3 { return nil }
    let value = number.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return value < 128 ? UInt8(value) : nil
}
