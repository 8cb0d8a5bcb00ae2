import SDP

/// What the peer said of the transport of a media section. Owns its content.
public struct RemoteTransport: Sendable {
    public let iceUsernameFragment: ByteString
    public let icePassword: ByteString
    public let fingerprints: [Fingerprint<ByteString>]
    /// The peer's DTLS role.
    public let setup: SetupRole
    public let candidates: [Candidate<ByteString>]
    /// Whether the peer said that no more candidates follow.
    public let endOfCandidates: Bool
}

/// A payload type of a peer's section, in terms of the capability set.
struct RemoteCodec: Sendable {
    var payloadType: UInt8
    var meaning: Meaning
    /// Equal for equal codecs, also for such that are not in the set.
    var identity: CodecKey
    /// Which of the capability's feedback the peer has, as in `CodecUse`.
    var feedback: UInt64 = 0
    /// Whether the peer has feedback that the capability has not.
    var hasOtherFeedback = false

    enum Meaning: Hashable, Sendable {
        case codec(UInt16)
        case retransmission(of: UInt16)
        case other
    }
}

/// A header extension of a peer's section, in terms of the capability set.
struct RemoteExtension: Sendable {
    var id: UInt16
    /// Where it is in the set, if it is there.
    var position: UInt16?
    var uri: ByteString
    var direction: MediaDirection?
}

/// What a session keeps of the peer's description besides its bytes.
struct RemoteDescription: Sendable {
    let bytes: [UInt8]
    var sections: [Section] = []
    /// The mids of each a=group:BUNDLE.
    var bundleGroups: [[ByteString]] = []
    /// The mids of each a=group:LS.
    var lipSyncGroups: [[ByteString]] = []
    /// Whether every live section takes candidates that come later.
    var canTrickle = false
    /// Whether extension identifiers of both forms may be mixed.
    var allowsMixedExtensions = false

    struct Section: Sendable {
        var content: Content
        /// The m= line.
        var line: MediaLine<ByteString>
        var mid: ByteString?
        /// As the peer sees it.
        var direction: MediaDirection
        var isRejected: Bool
        var isBundleOnly: Bool
        var codecs: [RemoteCodec] = []
        var extensions: [RemoteExtension] = []
        /// Those of a=msid, without `-`; nil if there is none such line.
        var streams: [ByteString]?
        /// The first track id of a=msid.
        var track: ByteString?
        var multiplexesRTCP: Bool
        var reducesRTCPSize: Bool
        var iceUsernameFragment: ByteString?
        var icePassword: ByteString?
        var fingerprints: [Fingerprint<ByteString>] = []
        var setup: SetupRole?
        var tlsID: ByteString?
        var supportsTrickle: Bool
        var supportsICE2: Bool
        var candidates: [Candidate<ByteString>] = []
        var endOfCandidates: Bool
        var sctpPort: UInt16?
        var maximumMessageSize: UInt64?
        /// Rids that the peer sends and that it receives.
        var sentRIDs: [ByteString] = []
        var receivedRIDs: [ByteString] = []
        /// The first alternatives of a=simulcast, in order.
        var sentSimulcast: [ByteString] = []
        var receivedSimulcast: [ByteString] = []
        /// Rids of a=simulcast for which there is no a=rid.
        var hasUndefinedRID = false
        /// Whether an rtx names a format that the section has not.
        var hasUnknownRetransmission = false
        /// Whether a format is 64 to 95.
        var hasReservedPayloadType = false
        /// Whether a header extension's id is given twice.
        var hasRepeatedExtension = false
        /// Where the section ends in the description.
        var end: Int
    }

    enum Content: Hashable, Sendable {
        case media(MediaKind)
        case data
        /// Something that is rejected.
        case other
    }
}

extension RemoteDescription {
    /// Reads every line of `bytes`; the first violation of a grammar is thrown
    /// (RFC 9429 section 5.8). O(bytes): values of the session level are read once.
    init(
        reading bytes: Span<UInt8>, _ capabilities: CapabilitySet, index: inout LineIndex
    ) throws(SDPError) {
        let view = try index.read(bytes)
        let session = view.session
        try view.checkForNegotiation()
        self.bytes = [UInt8](copying: view.bytes)
        try session.forEach(Group.self) { group in
            var mids: [ByteString] = []
            group.forEachMid { mids.append(ByteString($0)) }
            if group.semantics == "BUNDLE" { bundleGroups.append(mids) }
            if group.semantics == "LS" { lipSyncGroups.append(mids) }
        }
        let bundled = Set(bundleGroups.joined())
        let inherited = try SessionValues(session, capabilities)
        sections.reserveCapacity(view.media.count)
        // Sections of a kind mostly say the same of their formats: that is read once.
        var last: [Int?] = [nil, nil]
        for position in 0..<view.media.count {
            let media = view.media[position]
            var section = try Section(media, inherited, bundled: bundled)
            if case .media(let kind) = section.content {
                if let before = last[Int(kind.rawValue)],
                    try media.hasSameFormats(as: view.media[before])
                {
                    section.takeFormats(of: sections[before])
                } else {
                    try section.readFormats(media, inherited, kind, capabilities)
                }
                last[Int(kind.rawValue)] = position
            }
            sections.append(section)
        }
        allowsMixedExtensions = session.has(.extensionMapAllowMixed)
        let live = sections.filter { !$0.isRejected }
        canTrickle =
            live.isEmpty ? inherited.supportsTrickle : live.allSatisfy({ $0.supportsTrickle })
    }
}

extension DescriptionView {
    /// Checks the value of every line, and that o=, s= and t= are there and all lines in
    /// the order of RFC 8866 section 5; the first violation is thrown.
    ///
    /// Peers get away with other line endings, blank lines, blanks behind values, no
    /// c=, a short t=, an empty s=, bytes that are not UTF-8, and repeated attributes,
    /// of which the first counts. O(bytes).
    fileprivate func checkForNegotiation() throws(SDPError) {
        var misplaced: SDPError?
        if !isInPlace {
            try checkGrammar(tolerating: .all) { deviation in
                switch deviation.code {
                case .lineOrder, .duplicateLine, .missingOrigin, .missingSessionName, .missingTime:
                    if misplaced == nil { misplaced = deviation }
                default: break
                }
            }
        }
        do throws(SDPError) {
            for number in 0..<sectionCount { try section(number).checkValues() }
        } catch {
            if let misplaced, misplaced.offset < error.offset { throw misplaced }
            throw error
        }
        if let misplaced { throw misplaced }
    }
}

extension SDPError {
    /// Whether it is about the value of an a=ice-ufrag or a=ice-pwd of `text`, whose
    /// size and characters are checked after the grammar (RFC 9429 section 5.8.3).
    /// O(line).
    func isOfICECredentials(in text: Span<UInt8>) -> Bool {
        let bytes = ByteView(text)
        var start = min(offset, bytes.count)
        while start > 0, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
        let length = min(offset, bytes.count) - start
        return (length >= 12 && bytes.extracting(start..<start + 12) == "a=ice-ufrag:")
            || (length >= 10 && bytes.extracting(start..<start + 10) == "a=ice-pwd:")
    }
}

/// What media sections inherit from the session level.
private struct SessionValues {
    var direction: MediaDirection
    var iceUsernameFragment: ByteString?
    var icePassword: ByteString?
    var setup: SetupRole?
    var tlsID: ByteString?
    var fingerprints: [Fingerprint<ByteString>]
    var supportsTrickle: Bool
    var supportsICE2: Bool
    var extensions: [RemoteExtension]
    var endOfCandidates: Bool

    init(_ session: SectionView, _ capabilities: CapabilitySet) throws(SDPError) {
        direction = session.direction
        iceUsernameFragment = ByteString(copying: try session.iceUsernameFragment)
        icePassword = ByteString(copying: try session.icePassword)
        setup = try session.setup
        tlsID = session.ownTLSID
        fingerprints = try session.ownFingerprints
        let options = try session.ownICEOptions
        supportsTrickle = options?.trickle ?? false
        supportsICE2 = options?.ice2 ?? false
        extensions = try session.ownExtensions(capabilities)
        endOfCandidates = session.has(.endOfCandidates)
    }
}

extension RemoteDescription.Section {
    fileprivate init(
        _ view: SectionView, _ inherited: SessionValues, bundled: Set<ByteString>
    ) throws(SDPError) {
        let line = try view.mediaLine
        self.line = MediaLine<ByteString>(copying: line)
        content = RemoteDescription.Content(line)
        mid = ByteString(copying: try view.mid)
        isBundleOnly = view.isBundleOnly
        // Port 0 rejects a section, unless it is bundled (RFC 9143 section 7.2);
        // a=bundle-only outside of a bundle says nothing (section 6).
        let isBundled = mid.map { bundled.contains($0) } ?? false
        isRejected = line.port == 0 && !(isBundleOnly && isBundled)
        direction = view.ownDirection ?? inherited.direction
        multiplexesRTCP = view.has(.rtcpMux)
        reducesRTCPSize = view.has(.rtcpReducedSize)
        iceUsernameFragment =
            ByteString(copying: try view.first(ICEUsernameFragment.self)?.value)
            ?? inherited.iceUsernameFragment
        icePassword =
            ByteString(copying: try view.first(ICEPassword.self)?.value) ?? inherited.icePassword
        setup = try view.first(SetupRole.self) ?? inherited.setup
        tlsID = view.ownTLSID ?? inherited.tlsID
        endOfCandidates = view.has(.endOfCandidates) || inherited.endOfCandidates
        let options = try view.ownICEOptions
        supportsTrickle = options?.trickle ?? inherited.supportsTrickle
        supportsICE2 = options?.ice2 ?? inherited.supportsICE2
        sctpPort = try view.first(SCTPPort.self)?.port
        maximumMessageSize = try view.first(MaximumMessageSize.self)?.bytes
        let last = view.line(view.lineCount - 1)
        end = last.offset + last.bytes.count
        var candidates: [Candidate<ByteString>] = []
        try view.forEach(Candidate.self) { candidates.append(Candidate<ByteString>(copying: $0)) }
        self.candidates = candidates
        let own = try view.ownFingerprints
        fingerprints = own.isEmpty ? inherited.fingerprints : own
        guard case .media = content else { return }
        try readStreams(view)
        try readSimulcast(view)
    }

    /// What the m= line and the lines of `saysFormats` say. O(bytes).
    fileprivate mutating func readFormats(
        _ view: SectionView, _ inherited: SessionValues, _ kind: MediaKind,
        _ capabilities: CapabilitySet
    ) throws(SDPError) {
        try view.mediaLine.forEachFormat { format in
            if let number = ByteString(format).decimal, 64...95 ~= number {
                hasReservedPayloadType = true
            }
        }
        let ownExtensions = try view.ownExtensions(capabilities)
        extensions = ownExtensions.isEmpty ? inherited.extensions : ownExtensions
        var ids: Set<UInt16> = []
        hasRepeatedExtension = !extensions.allSatisfy { ids.insert($0.id).inserted }
        try readCodecs(view, kind, capabilities)
    }

    /// Takes what `readFormats` reads from a section that says the same.
    fileprivate mutating func takeFormats(of other: RemoteDescription.Section) {
        hasReservedPayloadType = other.hasReservedPayloadType
        hasUnknownRetransmission = other.hasUnknownRetransmission
        hasRepeatedExtension = other.hasRepeatedExtension
        extensions = other.extensions
        codecs = other.codecs
    }

    private mutating func readStreams(_ view: SectionView) throws(SDPError) {
        if !view.has(.msid) { return }
        var streams: [ByteString] = []
        var seen: Set<ByteString> = ["-"]
        try view.forEach(MediaStreamID.self) { id in
            let stream = ByteString(id.streamID)
            if seen.insert(stream).inserted { streams.append(stream) }
            if track == nil { track = ByteString(copying: id.appData) }
        }
        self.streams = streams
    }

    private mutating func readSimulcast(_ view: SectionView) throws(SDPError) {
        var sent: [ByteString] = []
        var received: [ByteString] = []
        try view.forEach(RID.self) { rid in
            switch rid.direction {
            case .send: sent.append(ByteString(rid.id))
            case .receive: received.append(ByteString(rid.id))
            }
        }
        sentRIDs = sent
        receivedRIDs = received
        guard let simulcast = try view.first(Simulcast.self) else { return }
        sentSimulcast = firsts(simulcast, .send, sent)
        receivedSimulcast = firsts(simulcast, .receive, received)
    }

    private mutating func firsts(
        _ simulcast: Simulcast<ByteView>, _ direction: StreamDirection, _ defined: [ByteString]
    ) -> [ByteString] {
        var rids: [ByteString] = []
        let known = Set(defined)
        var isUndefined = false
        simulcast.forEachStream(direction) { stream in
            var isFirst = true
            stream.forEachAlternative { rid, _ in
                let copy = ByteString(rid)
                if !known.contains(copy) { isUndefined = true }
                if isFirst { rids.append(copy) }
                isFirst = false
            }
        }
        if isUndefined { hasUndefinedRID = true }
        return rids
    }

    /// O(lines), whatever the lines say.
    private mutating func readCodecs(
        _ view: SectionView, _ kind: MediaKind, _ capabilities: CapabilitySet
    ) throws(SDPError) {
        var table = FormatLines()
        try table.read(view)
        let feedback = try FeedbackLines(view, capabilities)
        // Where the codec of a payload type is in the set.
        var positions = [UInt16?](repeating: nil, count: 128)
        var codecs: [RemoteCodec] = []
        codecs.reserveCapacity(table.order.count)
        for payloadType in table.order {
            guard let map = table.map(payloadType) else { continue }
            let key = CodecKey(
                name: map.encodingName, clockRate: map.clockRate, channels: map.channels,
                parameters: table.parameters[Int(payloadType)])
            var remote = RemoteCodec(payloadType: payloadType, meaning: .other, identity: key)
            if let position = capabilities.position(kind, key) {
                positions[Int(payloadType)] = position
                remote.meaning = .codec(position)
                let known = capabilities.feedback(kind, position)
                remote.feedback = feedback.mask(payloadType, known)
                remote.hasOtherFeedback = feedback.hasOther(payloadType, known)
            }
            codecs.append(remote)
        }
        for place in codecs.indices {
            let payloadType = codecs[place].payloadType
            guard table.map(payloadType)?.encodingName.equalsIgnoringCase("rtx") == true,
                // Without a=fmtp it is of no use, but does no harm.
                let apt = CodecParameters(table.parameters[Int(payloadType)]).value("apt")
            else { continue }
            guard let primary = apt.decimal, primary < 128,
                table.map(UInt8(primary)) != nil
            else {
                hasUnknownRetransmission = true
                continue
            }
            if let position = positions[Int(primary)],
                capabilities.codecs(kind)[Int(position)].retransmits
            {
                codecs[place].meaning = .retransmission(of: position)
            }
        }
        self.codecs = codecs
    }

    /// The transport, if the section says enough for one.
    var transport: RemoteTransport? {
        guard let iceUsernameFragment, let icePassword, let setup, !fingerprints.isEmpty else {
            return nil
        }
        return RemoteTransport(
            iceUsernameFragment: iceUsernameFragment, icePassword: icePassword,
            fingerprints: fingerprints, setup: setup, candidates: candidates,
            endOfCandidates: endOfCandidates)
    }

    var iceParameters: ICEParameters? {
        guard let iceUsernameFragment, let icePassword else { return nil }
        return ICEParameters(usernameFragment: iceUsernameFragment, password: icePassword)
    }
}

extension RemoteDescription.Content {
    /// What a section is by its m= line (RFC 9429 section 5.1.2).
    fileprivate init(_ line: MediaLine<ByteView>) {
        let isSecure =
            line.transportProtocol == "UDP/TLS/RTP/SAVPF"
            || line.transportProtocol == "UDP/TLS/RTP/SAVP"
            || line.transportProtocol == "TCP/DTLS/RTP/SAVPF"
            || line.transportProtocol == "TCP/DTLS/RTP/SAVP"
            || line.transportProtocol == "RTP/SAVPF" || line.transportProtocol == "RTP/SAVP"
            || line.transportProtocol == "RTP/AVPF" || line.transportProtocol == "RTP/AVP"
        if line.media == "audio" && isSecure {
            self = .media(.audio)
        } else if line.media == "video" && isSecure {
            self = .media(.video)
        } else if line.media == "application"
            && (line.transportProtocol == "UDP/DTLS/SCTP"
                || line.transportProtocol == "TCP/DTLS/SCTP"
                || line.transportProtocol == "DTLS/SCTP")
        {
            self = .data
        } else {
            self = .other
        }
    }
}

/// The payload types of a section and what a=rtpmap and a=fmtp say of them.
private struct FormatLines {
    var order: [UInt8] = []
    var parameters = [ByteString?](repeating: nil, count: 128)
    private var listed = [Bool](repeating: false, count: 128)
    private var maps = [RTPMap<ByteString>?](repeating: nil, count: 128)

    mutating func read(_ view: SectionView) throws(SDPError) {
        let line = view.line(0)
        try view.mediaLine.forEachFormat { (format) throws(SDPError) in
            guard let number = ByteString(format).decimal, number < 128 else {
                throw SDPError(
                    .numberOutOfRange, offset: line.valueOffset, section: view.number)
            }
            if listed[Int(number)] { return }
            listed[Int(number)] = true
            order.append(UInt8(number))
        }
        try view.forEach(RTPMap.self) { maps[Int($0.payloadType)] = RTPMap(copying: $0) }
        try view.forEach(FormatParameters.self) { line in
            if let number = ByteString(line.format).decimal, number < 128 {
                parameters[Int(number)] = ByteString(line.parameters)
            }
        }
    }

    /// What the payload type means, by itself if it is a static one (RFC 3551
    /// section 6); nil if it is not on the m= line.
    func map(_ payloadType: UInt8) -> RTPMap<ByteString>? {
        guard listed[Int(payloadType)] else { return nil }
        if let map = maps[Int(payloadType)] { return map }
        return Codec.wellKnown(payloadType: payloadType).map { codec in
            RTPMap(
                payloadType: payloadType, encodingName: codec.name, clockRate: codec.clockRate,
                channels: codec.channels)
        }
    }
}

/// The feedback of a section's payload types, a bit for each kind that the
/// capability set has.
private struct FeedbackLines {
    private var masks = [UInt64](repeating: 0, count: 128)
    private var others = [Bool](repeating: false, count: 128)
    private var common: UInt64 = 0

    init(_ view: SectionView, _ capabilities: CapabilitySet) throws(SDPError) {
        try view.forEach(RTCPFeedback.self) { line in
            let bit = capabilities.feedbackKind(line)
            switch (line.payloadType, bit) {
            case (let payloadType?, let bit?): masks[Int(payloadType & 127)] |= 1 << UInt64(bit)
            case (let payloadType?, nil): others[Int(payloadType & 127)] = true
            case (nil, let bit?): common |= 1 << UInt64(bit)
            case (nil, nil): break
            }
        }
    }

    /// Which of a capability's feedback the payload type has; `known` are the kinds of
    /// the capability's, in order.
    func mask(_ payloadType: UInt8, _ known: [Int?]) -> UInt64 {
        let kinds = masks[Int(payloadType)] | common
        var mask: UInt64 = 0
        for (position, kind) in known.prefix(64).enumerated() {
            if let kind, kinds >> UInt64(kind) & 1 == 1 { mask |= 1 << UInt64(position) }
        }
        return mask
    }

    /// Whether the payload type has feedback by name that the capability has not.
    func hasOther(_ payloadType: UInt8, _ known: [Int?]) -> Bool {
        if others[Int(payloadType)] { return true }
        var left = masks[Int(payloadType)]
        for case let kind? in known { left &= ~(1 << UInt64(kind)) }
        return left != 0
    }
}

extension ByteString {
    /// The number that the bytes are, if they are decimal digits.
    var decimal: UInt64? {
        if isEmpty || count > 19 { return nil }
        var number: UInt64 = 0
        for digit in self {
            guard digit &- 0x30 < 10 else { return nil }
            number = number * 10 + UInt64(digit - 0x30)
        }
        return number
    }
}

extension LineView {
    fileprivate var saysFormats: Bool {
        switch attributeName {
        case .rtpMap, .formatParameters, .rtcpFeedback, .extensionMap: true
        default: false
        }
    }
}

extension SectionView {
    /// Whether both have the same formats and the same lines of `saysFormats`, byte
    /// for byte. O(bytes).
    fileprivate func hasSameFormats(as other: SectionView) throws(SDPError) -> Bool {
        guard try mediaLine.formats == other.mediaLine.formats else { return false }
        var place = 0
        for position in 0..<lineCount {
            let line = line(position)
            if !line.saysFormats { continue }
            while place < other.lineCount && !other.line(place).saysFormats { place += 1 }
            guard place < other.lineCount, line.bytes == other.line(place).bytes else {
                return false
            }
            place += 1
        }
        while place < other.lineCount && !other.line(place).saysFormats { place += 1 }
        return place == other.lineCount
    }

    fileprivate var ownFingerprints: [Fingerprint<ByteString>] {
        get throws(SDPError) {
            var fingerprints: [Fingerprint<ByteString>] = []
            try forEach(Fingerprint.self) {
                fingerprints.append(Fingerprint<ByteString>(copying: $0))
            }
            return fingerprints
        }
    }

    fileprivate var ownTLSID: ByteString? { ByteString(copying: first(.tlsID)?.value) }

    fileprivate var ownICEOptions: (trickle: Bool, ice2: Bool)? {
        get throws(SDPError) {
            guard let options = try first(ICEOptions.self) else { return nil }
            return (options.contains("trickle"), options.contains("ice2"))
        }
    }

    fileprivate func ownExtensions(
        _ capabilities: CapabilitySet
    ) throws(SDPError) -> [RemoteExtension] {
        var extensions: [RemoteExtension] = []
        try forEach(ExtensionMap.self) { map in
            let uri = ByteString(map.uri)
            extensions.append(
                RemoteExtension(
                    id: map.id, position: capabilities.extensionPosition(uri), uri: uri,
                    direction: map.direction))
        }
        return extensions
    }
}
