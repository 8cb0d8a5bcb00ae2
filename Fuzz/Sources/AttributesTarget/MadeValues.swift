import FuzzSupport
import SDP

/// What is made of texts of a caller: written as one line that has no line end within, or
/// refused, exactly if a text would end the line.
func checkMade(of input: ByteView) {
    // Texts are the bytes between tabs.
    var texts = [UInt8](input).split(
        separator: 0x09, maxSplits: 4, omittingEmptySubsequences: false
    ).map { ByteString(Array($0)) }
    while texts.count < 5 { texts.append(ByteString("x")) }
    for made in lines(of: texts) {
        let breaks = texts[..<made.texts].contains { $0.breaksLine }
        let failure = writingFailure(made.write)
        if breaks {
            require(failure == .valueBreaksLine, "a text that ends its line is written")
            continue
        }
        require(failure == nil, "a line that is one line is refused")
        let line = written(made.write)
        require(
            line.suffix(2) == [0x0D, 0x0A]
                && !line.dropLast(2).contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 },
            "a line is written as several")
    }
}

/// A line of the first few texts.
private struct Made {
    let texts: Int
    let write: (inout DescriptionWriter) -> Void

    init(_ texts: Int, _ write: @escaping (inout DescriptionWriter) -> Void) {
        self.texts = texts
        self.write = write
    }
}

private func lines(of t: [ByteString]) -> [Made] {
    let number = UInt64(t[0].count)
    return [
        Made(1) { $0.attribute(.ssrc, t[0]) },
        Made(1) { $0.attribute(Category(category: t[0])) },
        Made(1) { $0.attribute(CharacterSet(charsetName: t[0])) },
        Made(1) { $0.attribute(Content(kinds: t[0])) },
        Made(1) { $0.attribute(DescriptionLanguage(tag: t[0])) },
        Made(1) { $0.attribute(ICEOptions(tags: t[0])) },
        Made(1) { $0.attribute(ICEPassword(value: t[0])) },
        Made(1) { $0.attribute(ICEUsernameFragment(value: t[0])) },
        Made(1) { $0.attribute(Keywords(text: t[0])) },
        Made(1) { $0.attribute(Label(value: t[0])) },
        Made(1) { $0.attribute(Language(tag: t[0])) },
        Made(1) { $0.attribute(Mid(id: t[0])) },
        Made(1) { $0.attribute(RemoteCandidates(candidates: t[0])) },
        Made(1) { $0.attribute(RTCPExtendedReports(formats: t[0])) },
        Made(1) { $0.attribute(SessionType(kind: t[0])) },
        Made(1) { $0.attribute(TLSID(value: t[0])) },
        Made(1) { $0.attribute(Tool(text: t[0])) },
        Made(1) { $0.attribute(RTCPPort(port: 9, connection: t[0])) },
        Made(1) {
            $0.attribute(
                RTPMap(payloadType: 0, encodingName: t[0], clockRate: 1, channels: 2))
        },
        Made(1) { $0.attribute(SCTPMap(port: 9, protocolName: t[0], streams: 1)) },
        Made(2) { $0.attribute(Identity(assertion: t[0], extensions: t[1])) },
        Made(2) { $0.attribute(MSIDSemantic(semantic: t[0], ids: t[1])) },
        Made(2) { $0.attribute(MediaStreamID(streamID: t[0], appData: t[1])) },
        Made(2) { $0.attribute(FormatParameters(format: t[0], parameters: t[1])) },
        Made(2) { $0.attribute(Group(semantics: t[0], mids: t[1])) },
        Made(2) { $0.attribute(Fingerprint(hashFunction: t[0], value: t[1])) },
        Made(2) { $0.attribute(SSRC(id: 1, attribute: t[0], value: t[1])) },
        Made(2) { $0.attribute(SSRCGroup(semantics: t[0], ssrcs: t[1])) },
        Made(2) { $0.attribute(RTCPFeedback(payloadType: nil, type: t[0], parameter: t[1])) },
        Made(2) { $0.attribute(Simulcast(send: t[0], receive: t[1], receivesFirst: true)) },
        Made(2) {
            $0.attribute(
                ImageAttributes(payloadType: 1, send: t[0], receive: t[1], receivesFirst: false))
        },
        Made(2) {
            $0.attribute(ExtensionMap(id: 1, direction: .sendOnly, uri: t[0], attributes: t[1]))
        },
        Made(3) {
            $0.attribute(RID(id: t[0], direction: .send, formats: t[1], restrictions: t[2]))
        },
        Made(4) {
            $0.attribute(
                SourceFilter(
                    mode: .include, networkType: t[0], addressType: t[1], destination: t[2],
                    sources: t[3]))
        },
        Made(5) {
            $0.attribute(
                Candidate(
                    foundation: t[0], component: 1, transport: t[1], priority: 1, address: t[2],
                    port: 9, type: t[3], relatedAddress: t[4], relatedPort: 9, extensions: nil))
        },
        Made(1) { $0.line(DescriptionURI(uri: t[0])) },
        Made(1) { $0.line(EmailAddress(text: t[0])) },
        Made(1) { $0.line(PhoneNumber(text: t[0])) },
        Made(1) { $0.line(SessionInformation(text: t[0])) },
        Made(1) { $0.line(SessionName(text: t[0])) },
        Made(1) { $0.line(TimeZoneAdjustments(adjustments: t[0])) },
        Made(1) { $0.line(Bandwidth(type: t[0], value: number)) },
        Made(2) { $0.line(EncryptionKey(method: t[0], key: t[1])) },
        Made(3) {
            $0.line(ConnectionData(networkType: t[0], addressType: t[1], address: t[2]))
        },
        Made(3) {
            $0.line(
                MediaLine(
                    media: t[0], port: 9, portCount: 2, transportProtocol: t[1], formats: t[2]))
        },
        Made(5) {
            $0.line(
                Origin(
                    username: t[0], sessionID: t[1], sessionVersion: "1", networkType: t[2],
                    addressType: t[3], address: t[4]))
        },
    ]
}
