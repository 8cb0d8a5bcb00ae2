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
    var sections: [Section] = []
    /// The mids of each a=group:BUNDLE.
    var bundleGroups: [[ByteString]] = []

    struct Section: Sendable {
        var media: ByteString
        var port: UInt16
        var transportProtocol: ByteString
        var mid: ByteString?
        /// As the peer sees it.
        var direction: MediaDirection
        var isBundleOnly: Bool
        var isRTP: Bool
        var multiplexesRTCP: Bool
        var reducesRTCPSize: Bool
        var iceUsernameFragment: ByteString?
        var icePassword: ByteString?
        var fingerprints: [Fingerprint<ByteString>] = []
        var setup: SetupRole?
        var candidates: [Candidate<ByteString>] = []
        var endOfCandidates: Bool
        var sctpPort: UInt16?
        /// In bytes; 0 is any size.
        var maximumMessageSize: UInt64

        /// Port 0 rejects a section, unless it is bundled (RFC 9143 section
        /// 7.2).
        var isRejected: Bool { port == 0 && !isBundleOnly }
    }
}

extension RemoteDescription {
    /// Reads every line of `bytes`; the first violation of a grammar is thrown
    /// (RFC 9429 section 5.8). O(bytes).
    init(reading bytes: Span<UInt8>, index: inout LineIndex) throws(SDPError) {
        let view = try index.read(bytes)
        let session = view.session
        _ = try session.origin
        try session.checkValues()
        try session.forEach(Group.self) { group in
            guard group.semantics == "BUNDLE" else { return }
            var mids: [ByteString] = []
            group.forEachMid { mids.append(ByteString($0)) }
            bundleGroups.append(mids)
        }
        sections.reserveCapacity(view.media.count)
        for position in 0..<view.media.count {
            sections.append(try Section(view.media[position]))
        }
    }
}

extension RemoteDescription.Section {
    fileprivate init(_ view: SectionView) throws(SDPError) {
        try view.checkValues()
        let line = try view.mediaLine
        media = ByteString(line.media)
        port = line.port
        transportProtocol = ByteString(line.transportProtocol)
        isRTP = line.isRTP
        mid = ByteString(copying: try view.mid)
        direction = view.direction
        isBundleOnly = view.isBundleOnly
        multiplexesRTCP = view.has(.rtcpMux)
        reducesRTCPSize = view.has(.rtcpReducedSize)
        iceUsernameFragment = ByteString(copying: try view.iceUsernameFragment)
        icePassword = ByteString(copying: try view.icePassword)
        setup = try view.setup
        endOfCandidates = view.has(.endOfCandidates)
        sctpPort = try view.first(SCTPPort.self)?.port
        // RFC 8841 section 6.1: 64 KiB where nothing is said.
        maximumMessageSize = try view.first(MaximumMessageSize.self)?.bytes ?? 65_536
        var candidates: [Candidate<ByteString>] = []
        try view.forEach(Candidate.self) { candidates.append(Candidate<ByteString>(copying: $0)) }
        self.candidates = candidates
        fingerprints = try view.inheritedFingerprints
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
    fileprivate var inheritedFingerprints: [Fingerprint<ByteString>] {
        get throws(SDPError) {
            var fingerprints: [Fingerprint<ByteString>] = []
            try forEachInherited(Fingerprint.self) {
                fingerprints.append(Fingerprint<ByteString>(copying: $0))
            }
            return fingerprints
        }
    }
}
