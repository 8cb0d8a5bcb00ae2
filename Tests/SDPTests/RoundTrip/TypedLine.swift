import SDP

/// Reads, writes and reads again the value of one line, whatever its type.
enum TypedLine {
    /// What went wrong, or nil. `count` counts the lines that have a type.
    static func difference(of line: LineView, count: inout Int) throws(SDPError) -> String? {
        switch line.type {
        case UInt8(ascii: "o"): try check(line, Origin.init(copying:), &count)
        case UInt8(ascii: "s"): try check(line, SessionName.init(copying:), &count)
        case UInt8(ascii: "i"): try check(line, SessionInformation.init(copying:), &count)
        case UInt8(ascii: "u"): try check(line, DescriptionURI.init(copying:), &count)
        case UInt8(ascii: "e"): try check(line, EmailAddress.init(copying:), &count)
        case UInt8(ascii: "p"): try check(line, PhoneNumber.init(copying:), &count)
        case UInt8(ascii: "c"): try check(line, ConnectionData.init(copying:), &count)
        case UInt8(ascii: "b"): try check(line, Bandwidth.init(copying:), &count)
        case UInt8(ascii: "r"): try check(line, RepeatTimes.init(copying:), &count)
        case UInt8(ascii: "z"): try check(line, TimeZoneAdjustments.init(copying:), &count)
        case UInt8(ascii: "k"): try check(line, EncryptionKey.init(copying:), &count)
        case UInt8(ascii: "m"): try check(line, MediaLine.init(copying:), &count)
        case UInt8(ascii: "t"): try check(line, { (value: borrowing Timing) in copy value }, &count)
        case UInt8(ascii: "a"): try attributeDifference(of: line, &count)
        default: nil
        }
    }

    private static func attributeDifference(
        of line: LineView, _ count: inout Int
    ) throws(SDPError) -> String? {
        switch line.attributeName {
        case .rtpMap: try check(line, RTPMap.init(copying:), &count)
        case .formatParameters: try check(line, FormatParameters.init(copying:), &count)
        case .rtcpFeedback: try check(line, RTCPFeedback.init(copying:), &count)
        case .extensionMap: try check(line, ExtensionMap.init(copying:), &count)
        case .fingerprint: try check(line, Fingerprint.init(copying:), &count)
        case .msid: try check(line, MediaStreamID.init(copying:), &count)
        case .group: try check(line, Group.init(copying:), &count)
        case .mid: try check(line, Mid.init(copying:), &count)
        case .iceUsernameFragment: try check(line, ICEUsernameFragment.init(copying:), &count)
        case .icePassword: try check(line, ICEPassword.init(copying:), &count)
        case .iceOptions: try check(line, ICEOptions.init(copying:), &count)
        case .candidate: try check(line, Candidate.init(copying:), &count)
        case .remoteCandidates: try check(line, RemoteCandidates.init(copying:), &count)
        case .rtcp: try check(line, RTCPPort.init(copying:), &count)
        case .ssrc: try check(line, SSRC.init(copying:), &count)
        case .ssrcGroup: try check(line, SSRCGroup.init(copying:), &count)
        case .rid: try check(line, RID.init(copying:), &count)
        case .simulcast: try check(line, Simulcast.init(copying:), &count)
        case .msidSemantic: try check(line, MSIDSemantic.init(copying:), &count)
        case .tlsID: try check(line, TLSID.init(copying:), &count)
        case .identity: try check(line, Identity.init(copying:), &count)
        case .sctpMap: try check(line, SCTPMap.init(copying:), &count)
        case .imageAttributes: try check(line, ImageAttributes.init(copying:), &count)
        case .content: try check(line, Content.init(copying:), &count)
        case .label: try check(line, Label.init(copying:), &count)
        case .rtcpExtendedReports: try check(line, RTCPExtendedReports.init(copying:), &count)
        case .language: try check(line, Language.init(copying:), &count)
        case .sdpLanguage: try check(line, DescriptionLanguage.init(copying:), &count)
        case .characterSet: try check(line, CharacterSet.init(copying:), &count)
        case .tool: try check(line, Tool.init(copying:), &count)
        case .type: try check(line, SessionType.init(copying:), &count)
        case .category: try check(line, Category.init(copying:), &count)
        case .keywords: try check(line, Keywords.init(copying:), &count)
        case .sourceFilter: try check(line, SourceFilter.init(copying:), &count)
        case .setup: try check(line, { (value: borrowing SetupRole) in copy value }, &count)
        case .sctpPort: try check(line, { (value: borrowing SCTPPort) in copy value }, &count)
        case .maximumMessageSize:
            try check(line, { (value: borrowing MaximumMessageSize) in copy value }, &count)
        case .icePacing: try check(line, { (value: borrowing ICEPacing) in copy value }, &count)
        case .connection:
            try check(line, { (value: borrowing ConnectionReuse) in copy value }, &count)
        case .packetTime: try check(line, { (value: borrowing PacketTime) in copy value }, &count)
        case .maximumPacketTime:
            try check(line, { (value: borrowing MaximumPacketTime) in copy value }, &count)
        case .framerate: try check(line, { (value: borrowing FrameRate) in copy value }, &count)
        case .quality: try check(line, { (value: borrowing Quality) in copy value }, &count)
        case .orientation: try check(line, { (value: borrowing Orientation) in copy value }, &count)
        default: nil
        }
    }

    private static func check<View, Owned>(
        _ line: LineView, _ owned: (borrowing View) -> Owned, _ count: inout Int
    ) throws(SDPError) -> String?
    where
        View: ReadableValue & WritableValue & ~Escapable, Owned: WritableValue & Equatable
    {
        count += 1
        let first = try line.read(as: View.self)
        let kept = owned(first)
        var text = [UInt8](copying: line.value)
        // The blank in front that this attribute may have is always written.
        if line.attributeName == .msidSemantic && text.first != 0x20 { text.insert(0x20, at: 0) }
        // The producers write canonically, so the text itself must come back.
        if try writtenBytes(first) != text { return "\(String(line.bytes)) written differently" }
        if try writtenBytes(kept) != text { return "\(String(line.bytes)): the copy differs" }
        let again = try View(reading: ByteView(text.span))
        return owned(again) == kept ? nil : "\(String(line.bytes)) read differently"
    }
}
