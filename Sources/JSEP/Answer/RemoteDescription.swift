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

/// What a session keeps of the peer's description: copies, so that the bytes
/// need not be kept.
struct RemoteDescription: Sendable {
    /// How many media sections there are.
    let sectionCount: Int
    /// None if there are not as many as the offer has.
    var sections: [Section] = []
    /// The mids of each a=group:BUNDLE.
    var bundleGroups: [[ByteString]] = []

    struct Section: Sendable {
        var media: ByteString
        var transportProtocol: ByteString
        var mid: ByteString?
        /// As the peer sees it.
        var direction: MediaDirection
        var isRejected: Bool
        var isRTP: Bool
        /// Of an RTP section.
        var payloadTypes: [UInt8]
        var multiplexesRTCP: Bool
        var reducesRTCPSize: Bool
        var iceUsernameFragment: ByteString?
        var icePassword: ByteString?
        var fingerprints: [Fingerprint<ByteString>] = []
        var setup: SetupRole?
        var candidates: [Candidate<ByteString>] = []
        var endOfCandidates: Bool
        var hasSCTPPort: Bool
    }
}

extension RemoteDescription {
    /// Reads every line of `bytes`; the first violation of a grammar is thrown
    /// (RFC 9429 section 5.8). Copies the sections only if they are as many as
    /// expected. O(bytes): values of the session level are read once.
    init(
        reading bytes: Span<UInt8>, expecting expectedSections: Int, index: inout LineIndex
    ) throws(SDPError) {
        let view = try index.read(bytes)
        let session = view.session
        _ = try session.origin
        for number in 0..<view.sectionCount { try view.section(number).checkValues() }
        sectionCount = view.media.count
        guard sectionCount == expectedSections else { return }
        try session.forEach(Group.self) { group in
            guard group.semantics == "BUNDLE" else { return }
            var mids: [ByteString] = []
            group.forEachMid { mids.append(ByteString($0)) }
            bundleGroups.append(mids)
        }
        let bundled = Set(bundleGroups.joined())
        let inherited = try SessionValues(session)
        sections.reserveCapacity(sectionCount)
        for position in 0..<sectionCount {
            sections.append(try Section(view.media[position], inherited, bundled: bundled))
        }
    }
}

/// What media sections inherit from the session level.
private struct SessionValues {
    var direction: MediaDirection
    var iceUsernameFragment: ByteString?
    var icePassword: ByteString?
    var setup: SetupRole?
    var fingerprints: [Fingerprint<ByteString>]

    init(_ session: SectionView) throws(SDPError) {
        direction = session.direction
        iceUsernameFragment = ByteString(copying: try session.iceUsernameFragment)
        icePassword = ByteString(copying: try session.icePassword)
        setup = try session.setup
        fingerprints = try session.ownFingerprints
    }
}

extension RemoteDescription.Section {
    fileprivate init(
        _ view: SectionView, _ inherited: SessionValues, bundled: Set<ByteString>
    ) throws(SDPError) {
        let line = try view.mediaLine
        media = ByteString(line.media)
        transportProtocol = ByteString(line.transportProtocol)
        isRTP = line.isRTP
        var payloadTypes: [UInt8] = []
        if isRTP {
            line.forEachFormat { format in
                var reader = FieldReader(format)
                if let payloadType = try? reader.number(upTo: 127) {
                    payloadTypes.append(UInt8(payloadType))
                }
            }
        }
        self.payloadTypes = payloadTypes
        mid = ByteString(copying: try view.mid)
        // Port 0 rejects a section, unless it is bundled (RFC 9143 section 7.2);
        // a=bundle-only outside of a bundle says nothing (section 6).
        let isBundled = mid.map { bundled.contains($0) } ?? false
        isRejected = line.port == 0 && !(view.isBundleOnly && isBundled)
        direction = view.ownDirection ?? inherited.direction
        multiplexesRTCP = view.has(.rtcpMux)
        reducesRTCPSize = view.has(.rtcpReducedSize)
        iceUsernameFragment =
            ByteString(copying: try view.first(ICEUsernameFragment.self)?.value)
            ?? inherited.iceUsernameFragment
        icePassword =
            ByteString(copying: try view.first(ICEPassword.self)?.value) ?? inherited.icePassword
        setup = try view.first(SetupRole.self) ?? inherited.setup
        endOfCandidates = view.has(.endOfCandidates)
        hasSCTPPort = try view.first(SCTPPort.self) != nil
        var candidates: [Candidate<ByteString>] = []
        try view.forEach(Candidate.self) { candidates.append(Candidate<ByteString>(copying: $0)) }
        self.candidates = candidates
        let own = try view.ownFingerprints
        fingerprints = own.isEmpty ? inherited.fingerprints : own
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
}

extension SectionView {
    fileprivate var ownFingerprints: [Fingerprint<ByteString>] {
        get throws(SDPError) {
            var fingerprints: [Fingerprint<ByteString>] = []
            try forEach(Fingerprint.self) {
                fingerprints.append(Fingerprint<ByteString>(copying: $0))
            }
            return fingerprints
        }
    }
}
