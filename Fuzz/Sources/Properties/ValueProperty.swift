import FuzzSupport
import SDP

/// What must hold of the values of a section: each alone, and as the typed
/// look-ups find them here and at the session level.
func checkValues(
    of section: SectionView, _ table: AttributeTable, session: SectionView,
    _ sessionTable: AttributeTable, _ input: ByteView, _ lines: [PlainLine]
) {
    var firstError: SDPError?
    // Of the places of errors only some, as each costs a walk of the input.
    var places = 0
    for position in 0..<section.lineCount {
        let line = section.line(position)
        guard case .failure(let error) = checkValue(of: line) else { continue }
        if firstError == nil { firstError = error }
        require(error.section == section.number, "an error names another section", at: error.offset)
        let first = line.valueOffset - (line.hasValue ? 1 : 0)
        require(
            error.offset >= first && error.offset <= line.offset + line.bytes.count,
            "an error of a value lies outside it", at: line.offset)
        places += 1
        if places <= 4 { checkPlace(of: error, in: input, lines) }
    }
    require(
        outcome { () throws(SDPError) in try section.checkValues() } == firstError,
        "the first error of a section")
    checkInheritance(of: section, table, session: session, sessionTable)
    checkCodecs(of: section, table)
}

/// The error of `body`.
package func outcome(_ body: () throws(SDPError) -> Void) -> SDPError? {
    do throws(SDPError) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// Checks one line and returns its value as it is written again, or the error of it;
/// nil for a line that has no typed value.
package func checkValue(of line: LineView) -> Result<[UInt8], SDPError>? {
    let copy = ByteString(line.value)
    require(copy == line.value, "a copy of a value differs", at: line.offset)
    let result: Result<[UInt8], SDPError>?
    switch line.type {
    case UInt8(ascii: "o"): result = check(line, Origin.init(copying:))
    case UInt8(ascii: "c"): result = check(line, ConnectionData.init(copying:))
    case UInt8(ascii: "s"): result = check(line, SessionName.init(copying:), isCanonical: false)
    case UInt8(ascii: "i"): result = check(line, SessionInformation.init(copying:))
    case UInt8(ascii: "u"): result = check(line, DescriptionURI.init(copying:))
    case UInt8(ascii: "e"): result = check(line, EmailAddress.init(copying:))
    case UInt8(ascii: "p"): result = check(line, PhoneNumber.init(copying:))
    case UInt8(ascii: "b"): result = check(line, Bandwidth.init(copying:))
    case UInt8(ascii: "r"): result = check(line, RepeatTimes.init(copying:), isCanonical: false)
    case UInt8(ascii: "z"): result = check(line, TimeZoneAdjustments.init(copying:))
    case UInt8(ascii: "k"): result = check(line, EncryptionKey.init(copying:))
    case UInt8(ascii: "t"): result = check(line) { (value: borrowing Timing) in copy value }
    case UInt8(ascii: "m"):
        result = check(line, MediaLine.init(copying:))
        if case .success = result { checkMediaLine(line) }
    case UInt8(ascii: "a"): result = checkAttribute(of: line)
    default: result = nil
    }
    let failure = outcome { () throws(SDPError) in try line.checkValue() }
    switch result {
    case .failure(let error):
        require(failure == error, "a value fails differently", at: line.offset)
    case .success:
        require(failure == nil, "a value fails at second sight", at: line.offset)
        checkLists(of: line)
    case nil:
        require(failure == nil, "a line without a typed value fails", at: line.offset)
    }
    return result
}

private func checkAttribute(of line: LineView) -> Result<[UInt8], SDPError>? {
    switch line.attributeName {
    case .rtpMap: return check(attribute: line, RTPMap.init(copying:))
    case .formatParameters:
        let result = check(attribute: line, FormatParameters.init(copying:))
        if case .success = result { checkParameters(of: line) }
        return result
    case .rtcpFeedback: return check(attribute: line, RTCPFeedback.init(copying:))
    case .extensionMap: return check(attribute: line, ExtensionMap.init(copying:))
    case .fingerprint:
        return check(attribute: line, Fingerprint.init(copying:)) { fingerprint in
            require(fingerprint.isWellFormed, "an accepted fingerprint is malformed")
        }
    case .msid: return check(attribute: line, MediaStreamID.init(copying:))
    case .group:
        let result = check(attribute: line, Group.init(copying:))
        if case .success = result { checkGroup(line) }
        return result
    case .mid: return check(attribute: line, Mid.init(copying:))
    case .iceUsernameFragment: return check(attribute: line, ICEUsernameFragment.init(copying:))
    case .icePassword: return check(attribute: line, ICEPassword.init(copying:))
    case .iceOptions:
        let result = check(attribute: line, ICEOptions.init(copying:))
        if case .success = result { checkICEOptions(line) }
        return result
    case .candidate: return check(attribute: line, Candidate.init(copying:))
    case .rtcp: return check(attribute: line, RTCPPort.init(copying:))
    case .setup: return check(attribute: line) { (value: borrowing SetupRole) in copy value }
    case .sctpPort: return check(attribute: line) { (value: borrowing SCTPPort) in copy value }
    case .maximumMessageSize:
        return check(attribute: line) { (value: borrowing MaximumMessageSize) in copy value }
    case .remoteCandidates: return check(attribute: line, RemoteCandidates.init(copying:))
    case .ssrc: return check(attribute: line, SSRC.init(copying:))
    case .ssrcGroup: return check(attribute: line, SSRCGroup.init(copying:))
    case .rid: return check(attribute: line, RID.init(copying:))
    case .simulcast: return check(attribute: line, Simulcast.init(copying:))
    case .msidSemantic:
        return check(attribute: line, MSIDSemantic.init(copying:), isCanonical: false)
    case .tlsID: return check(attribute: line, TLSID.init(copying:))
    case .identity: return check(attribute: line, Identity.init(copying:))
    case .sctpMap: return check(attribute: line, SCTPMap.init(copying:))
    case .imageAttributes:
        return check(attribute: line, ImageAttributes.init(copying:), isCanonical: false)
    case .content: return check(attribute: line, Content.init(copying:))
    case .label: return check(attribute: line, Label.init(copying:))
    case .rtcpExtendedReports: return check(attribute: line, RTCPExtendedReports.init(copying:))
    case .language: return check(attribute: line, Language.init(copying:))
    case .sdpLanguage: return check(attribute: line, DescriptionLanguage.init(copying:))
    case .characterSet: return check(attribute: line, CharacterSet.init(copying:))
    case .tool: return check(attribute: line, Tool.init(copying:))
    case .type: return check(attribute: line, SessionType.init(copying:))
    case .category: return check(attribute: line, Category.init(copying:))
    case .keywords: return check(attribute: line, Keywords.init(copying:))
    case .sourceFilter:
        return check(attribute: line, SourceFilter.init(copying:), isCanonical: false)
    case .icePacing: return check(attribute: line) { (value: borrowing ICEPacing) in copy value }
    case .connection:
        return check(attribute: line) { (value: borrowing ConnectionReuse) in copy value }
    case .packetTime: return check(attribute: line) { (value: borrowing PacketTime) in copy value }
    case .maximumPacketTime:
        return check(attribute: line) { (value: borrowing MaximumPacketTime) in copy value }
    case .framerate: return check(attribute: line) { (value: borrowing FrameRate) in copy value }
    case .quality: return check(attribute: line) { (value: borrowing Quality) in copy value }
    case .orientation:
        return check(attribute: line) { (value: borrowing Orientation) in copy value }
    case .sendReceive, .sendOnly, .receiveOnly, .inactive, .rtcpMux, .rtcpReducedSize,
        .rtcpMuxOnly, .bundleOnly, .endOfCandidates, .iceLite, .iceMismatch,
        .extensionMapAllowMixed:
        guard line.hasValue else { return nil }
        return .failure(
            SDPError(.unexpectedValue, offset: line.valueOffset, section: line.section))
    default: return nil
    }
}

/// Reads a value where it is, alone in memory of its size, and as it is written
/// again: all must say the same. What is not canonical may be written with other
/// blanks than it had. Returns what is written, or the error.
private func check<View, Owned>(
    _ line: LineView, _ owned: (borrowing View) -> Owned, isCanonical: Bool = true,
    also: (Owned) -> Void = { _ in }
) -> Result<[UInt8], SDPError>
where View: ReadableValue & WritableValue & ~Escapable, Owned: WritableValue & Equatable {
    do throws(SDPError) {
        let here = try line.read(as: View.self)
        let value = owned(here)
        require(
            readAlone(line.value, owned, base: line) == .success(value),
            "a value depends on what surrounds it", at: line.offset)
        let text = written { here.write(to: &$0) }
        require(
            !isCanonical || isSame(text, line.value), "a value is not written as it was read",
            at: line.offset)
        require(
            written(size: text.count) { value.write(to: &$0) } == text,
            "a copied value is written differently",
            at: line.offset)
        let again = readAlone(ByteView(text.span), owned, base: line)
        require(again == .success(value), "a written value is read differently", at: line.offset)
        also(value)
        return .success(text)
    } catch {
        require(
            readAlone(line.value, owned, base: line) == .failure(error),
            "an error depends on what surrounds the value", at: line.offset)
        return .failure(error)
    }
}

private func readAlone<View, Owned>(
    _ value: ByteView, _ owned: (borrowing View) -> Owned, base: LineView
) -> Result<Owned, SDPError>
where View: ReadableValue & ~Escapable, Owned: WritableValue {
    withExactCopy(of: value) { alone in
        do throws(SDPError) {
            let view = try View(reading: alone)
            return .success(owned(view))
        } catch {
            return .failure(
                SDPError(
                    error.code, offset: base.valueOffset + error.offset, section: base.section))
        }
    }
}

/// `check`, and that the attribute is written as a line of its name and value.
private func check<View, Owned>(
    attribute line: LineView, _ owned: (borrowing View) -> Owned, isCanonical: Bool = true,
    also: (Owned) -> Void = { _ in }
) -> Result<[UInt8], SDPError>
where
    View: ReadableAttribute & WritableAttribute & ~Escapable,
    Owned: WritableAttribute & Equatable
{
    require(View.name == line.attributeName, "a type of another name", at: line.offset)
    guard line.hasValue else {
        let end = line.offset + line.bytes.count
        let expected = SDPError(.missingValue, offset: end, section: line.section)
        // The bytes up to a flag's end are an empty value to a type's own reading.
        require(
            outcome { () throws(SDPError) in _ = try line.read(attribute: View.self) } == expected,
            "a value is missing",
            at: line.offset)
        return .failure(expected)
    }
    return check(line, owned, isCanonical: isCanonical) { value in
        let name = [UInt8](line.attributeNameBytes)
        let text = written { value.write(to: &$0) }
        let expected = Array("a=".utf8) + name + Array(":".utf8) + text + Array("\r\n".utf8)
        require(
            written(size: expected.count) { $0.attribute(value) } == expected,
            "an attribute's line",
            at: line.offset)
        also(value)
    }
}

/// Whether `text` is `value` without the blanks at its end and without zeros
/// that numbers may begin with.
private func isSame(_ text: [UInt8], _ value: ByteView) -> Bool {
    var end = value.count
    while end > 0 && (value[end - 1] == 0x20 || value[end - 1] == 0x09) { end -= 1 }
    var position = 0
    var leading = true
    for place in 0..<end {
        let byte = value[place]
        if position < text.count && text[position] == byte {
            position += 1
        } else if !(leading && byte == 0x30) {
            return false
        }
        leading = byte == 0x30 ? leading : !(0x31...0x39 ~= byte)
    }
    return position == text.count
}
