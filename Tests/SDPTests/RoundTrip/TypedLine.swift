import SDP

/// Reads, writes and reads again the value of one line, whatever its type.
enum TypedLine {
    /// What went wrong, or nil. `count` counts the lines that have a type.
    static func difference(of line: LineView, count: inout Int) throws(SDPError) -> String? {
        switch line.type {
        case UInt8(ascii: "o"): try check(line, Origin.init(copying:), &count)
        case UInt8(ascii: "c"): try check(line, ConnectionData.init(copying:), &count)
        case UInt8(ascii: "m"): try check(line, MediaLine.init(copying:), &count)
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
        case .rtcp: try check(line, RTCPPort.init(copying:), &count)
        case .setup: try check(line, { (value: borrowing SetupRole) in copy value }, &count)
        case .sctpPort: try check(line, { (value: borrowing SCTPPort) in copy value }, &count)
        case .maximumMessageSize:
            try check(line, { (value: borrowing MaximumMessageSize) in copy value }, &count)
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
        let text = [UInt8](copying: line.value)
        // The producers write canonically, so the text itself must come back.
        if try writtenBytes(first) != text { return "\(String(line.bytes)) written differently" }
        if try writtenBytes(kept) != text { return "\(String(line.bytes)): the copy differs" }
        let again = try View(reading: ByteView(text.span))
        return owned(again) == kept ? nil : "\(String(line.bytes)) read differently"
    }
}
