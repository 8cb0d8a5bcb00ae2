import ICECredentials
import SDP

/// Everything that the bytes of an offer or answer depend on.
struct DescriptionPlan: Sendable {
    var isOffer: Bool
    var sessionID: UInt64
    var version: UInt64
    var tlsID: ByteString
    var fingerprints: [Fingerprint<ByteString>]
    var identityAssertion: ByteString?
    /// The mids of each BUNDLE group, the section that speaks for all first.
    var bundleGroups: [[ByteString]] = []
    /// The mids of each LS group.
    var lipSyncGroups: [[ByteString]] = []
    var allowsMixedExtensions = true
    var supportsTrickle = true
    var supportsICE2 = true
    var isICELite: Bool
    var writesRTCPAddress: Bool
    var sections: [SectionPlan] = []
}

/// A media section of an offer or answer.
struct SectionPlan: Sendable {
    var owner: Owner
    var mid: ByteString
    /// Whether a=mid is written: not in the answer to an offer without.
    var writesMid = true
    var transport: Transport
    var content: Content

    /// What the section belongs to.
    enum Owner: Hashable, Sendable {
        case transceiver(TransceiverID)
        case data
        /// A section that was rejected, at this position.
        case none(Int)
    }

    /// How the section gets its transport.
    enum Transport: Equatable, Sendable {
        /// It has one of its own.
        case own(TransportPlan)
        /// It will have that of another section, or none at all.
        case bundleOnly
        /// It has that of another section, with this address.
        case bundled(DefaultAddress)
        /// It is rejected.
        case none
    }

    enum Content: Sendable {
        case media(MediaPlan)
        case data(DataPlan)
        /// Nothing but the m= line.
        case rejected(MediaLine<ByteString>)
    }

    /// Whether it is not rejected.
    var isLive: Bool { transport != .none }

    var ownTransport: TransportPlan? {
        if case .own(let plan) = transport { plan } else { nil }
    }
}

/// The transport attributes of a section.
struct TransportPlan: Equatable, Sendable {
    var credentials: ICECredentialPair
    var setup: SetupRole
    /// Whether an a=rtcp line is written.
    var writesRTCPAddress = false
    /// Each candidate as the value of its line.
    var candidates = CandidateList()
    /// What the host has of its own for this transport.
    var association: HostedAssociation?

    var usernameFragment: ByteString { ByteString(credentials.usernameFragment) }
}

/// What a section that carries RTP says.
struct MediaPlan: Sendable {
    var kind: MediaKind
    var direction: MediaDirection
    /// The profile of the offer that is answered; nil stands for that of offers.
    var transportProtocol: ByteString?
    /// The streams of a=msid, none for `-`; nil for no line.
    var streams: [ByteString]?
    /// The rids that are sent.
    var sentRIDs: [ByteString] = []
    /// The simulcast streams that are received, with their alternatives.
    var receivedStreams: [[RIDPlan]] = []
    var body: CapabilityBody
    var multiplexesRTCP = true
    var isRTCPMuxOnly = false
    var reducesRTCPSize = false
    var bandwidth = BandwidthLimits()
    /// The id of the track behind each stream of a=msid.
    var track: ByteString?
    var sources: SourcePlan?
}

/// What a data section says.
struct DataPlan: Hashable, Sendable {
    /// As in the offer that is answered; nil stands for those of offers.
    var transportProtocol: ByteString?
    var format: ByteString?
    var sctpPort: UInt16
    var maximumMessageSize: UInt64
    /// Whether media uses the transport of this section (RFC 9143 section 7.1.3).
    var multiplexesRTCP = false
}

/// The candidates of one transport.
struct CandidateList: Hashable, Sendable {
    var lines: [ByteString] = []
    /// Whether no more follow.
    var isComplete = false
    var defaultAddress = DefaultAddress()
}

/// The address of the m= and c= lines (RFC 8839 section 4.2.1.2).
struct DefaultAddress: Hashable, Sendable {
    var address: ByteString = "0.0.0.0"
    var port: UInt16 = 9
    var isTCP = false
    /// How much the candidate it was taken from is preferred; 0 without one.
    private var rank = 0

    init() {}

    private var isIPv6: Bool { address.contains(UInt8(ascii: ":")) }

    /// The address that the host wants there, whatever the candidates are.
    init(_ fixed: TransportAddress) {
        address = fixed.address
        port = fixed.port
        isTCP = fixed.isTCP
        rank = .max
    }

    /// Takes the candidate's address if it is preferred: relayed ones, then
    /// reflexive ones, as those that a peer without ICE may reach.
    mutating func consider(_ candidate: Candidate<ByteString>) {
        guard candidate.component == 1 else { return }
        let isTCP = candidate.transport.equalsIgnoringCase("tcp")
        let isName = !candidate.address.allSatisfy {
            $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || ByteSet.fingerprint.contains($0)
        }
        // A host name says nothing to a peer without ICE.
        if isName { return }
        var rank = candidate.type == "relay" ? 3 : candidate.type == "srflx" ? 2 : 1
        rank = rank * 4 + (isTCP ? 0 : 2)
        if !candidate.address.contains(UInt8(ascii: ":")) { rank += 1 }
        if rank <= self.rank { return }
        self.rank = rank
        self.isTCP = isTCP
        address = candidate.address
        port = candidate.port
    }

    /// `IN IP4 0.0.0.0`
    func write(to writer: inout DescriptionWriter) {
        writer.append(syntax: isIPv6 ? "IN IP6 " : "IN IP4 ")
        writer.append(address)
    }
}

extension DescriptionPlan {
    /// Whether the other description has the same bytes but for its version.
    func saysTheSame(as other: DescriptionPlan) -> Bool {
        isOffer == other.isOffer && sessionID == other.sessionID && tlsID == other.tlsID
            && fingerprints == other.fingerprints
            && identityAssertion == other.identityAssertion
            && bundleGroups == other.bundleGroups && lipSyncGroups == other.lipSyncGroups
            && allowsMixedExtensions == other.allowsMixedExtensions
            && supportsTrickle == other.supportsTrickle && supportsICE2 == other.supportsICE2
            && isICELite == other.isICELite
            && sections.count == other.sections.count
            && zip(sections, other.sections).allSatisfy { $0.saysTheSame(as: $1) }
    }
}

extension SectionPlan {
    fileprivate func saysTheSame(as other: SectionPlan) -> Bool {
        guard owner == other.owner, mid == other.mid, writesMid == other.writesMid,
            transport == other.transport
        else { return false }
        switch (content, other.content) {
        case (.data(let data), .data(let otherData)): return data == otherData
        case (.rejected(let line), .rejected(let otherLine)): return line == otherLine
        case (.media(let media), .media(let otherMedia)): return media.saysTheSame(as: otherMedia)
        default: return false
        }
    }
}

extension MediaPlan {
    fileprivate func saysTheSame(as other: MediaPlan) -> Bool {
        kind == other.kind && direction == other.direction
            && transportProtocol == other.transportProtocol && streams == other.streams
            && sentRIDs == other.sentRIDs && receivedStreams == other.receivedStreams
            && multiplexesRTCP == other.multiplexesRTCP && isRTCPMuxOnly == other.isRTCPMuxOnly
            && reducesRTCPSize == other.reducesRTCPSize && bandwidth == other.bandwidth
            && track == other.track && sources == other.sources
            && (body === other.body || body.formats == other.body.formats)
    }
}
