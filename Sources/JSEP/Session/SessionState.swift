import ICECredentials
import SDP

/// All that a session knows: one value, so that a change is made as a whole or
/// not at all.
struct SessionState: Sendable {
    var signalingState = SignalingState.stable
    /// In the order they were added; ids ascend.
    var transceivers: [Transceiver] = []
    var transceiverCount: UInt32 = 0
    /// Whether a data channel was created.
    var wantsData = false
    var channels = DataChannels()
    /// The data section, once a description with it is applied.
    var data: DataSection?
    var sctp: SCTPTransport?
    var transports = Transports()

    /// The o= line's session id and the tls-id, once drawn.
    var identity: Identity?
    var identityAssertion: ByteString?
    var bundles = Bundles()
    /// The LS groups of the last answer.
    var lipSyncGroups: [[ByteString]] = []
    /// Mids that sections have or had (SO-21).
    var usedMids: Set<ByteString> = []
    /// Mids that the program has fixed.
    var reservedMids: Set<ByteString> = []
    /// The one of the data section.
    var dataMid: ByteString?
    /// Which transceiver has an RTP source.
    var sources: [UInt32: TransceiverID] = [:]
    /// The canonical name of the session's RTP sources, once drawn.
    var canonicalName: ByteString?
    /// The transports that the host has handed over.
    var hosted = HostedTransports()
    /// What is as the session was made with.
    let isICELite: Bool
    let hostsTransports: Bool
    private let midPrefix: ByteString
    /// What is kept for sections that were offered but not applied yet, so that an
    /// unchanged offer stays the same (IC-08).
    var proposals: [SectionPlan.Owner: Proposal] = [:]
    /// Credentials of the last offer that restarts ICE, which replace those of its
    /// transports when it is applied.
    var restarts: [TransportID: ICECredentialPair] = [:]
    /// Credentials that `restartICE()` wants replaced (W3C WebRTC,
    /// [[LocalIceCredentialsToReplace]]).
    var credentialsToReplace: Set<ICECredentialPair> = []
    /// Whether the ICE configuration changed since the credentials were drawn.
    var needsICERestart = false
    var midCount: UInt64 = 0
    /// Which payload types and extension ids the session's offers use.
    var formats: FormatTable

    /// What createOffer and createAnswer made last; nil after an answer.
    var lastCreatedOffer: CreatedDescription?
    var lastCreatedAnswer: CreatedDescription?
    /// The options of those.
    var lastOfferOptions = OfferOptions()
    var lastAnswerOptions = AnswerOptions()
    /// What was made last, also after an answer: its version counts.
    var previous: CreatedDescription?

    var pendingLocal: LocalDescription?
    var currentLocal: LocalDescription?
    var pendingRemote: RemoteApplied?
    var currentRemote: RemoteApplied?
    var candidates = LocalCandidates()
    var canTrickle: Bool?
    var isNegotiationNeeded = false
    /// What a rollback restores; nil in `stable`.
    var lastStable: StableState?
    /// Counts the changes of descriptions.
    var revision: UInt64 = 0

    struct Identity: Sendable {
        var sessionID: UInt64
        var tlsID: ByteString
    }

    /// What a section has before any description with it is applied.
    struct Proposal: Sendable {
        var mid: ByteString?
        var credentials: ICECredentialPair?
    }

    /// Which media sections share a transport since the last answer.
    struct Bundles: Sendable {
        /// In the order of the answer; the first mid of each is of the section that
        /// speaks for all (RFC 9143 section 7.1.3).
        let groups: [[ByteString]]
        private let places: [ByteString: Int]

        init(_ groups: [[ByteString]] = []) {
            self.groups = groups.filter { !$0.isEmpty }
            var places: [ByteString: Int] = [:]
            for (place, group) in self.groups.enumerated() {
                for mid in group { places[mid] = place }
            }
            self.places = places
        }

        /// The group of that mid.
        func place(_ mid: ByteString) -> Int? { places[mid] }
    }

    init(_ configuration: SessionConfiguration) {
        formats = configuration.capabilities.formats
        isICELite = configuration.server.isICELite
        hostsTransports = configuration.server.hostsTransports
        midPrefix = configuration.server.midPolicy.prefix
    }

    /// A mid that was never used.
    mutating func nextMid() -> ByteString {
        while true {
            let mid = midPrefix + ByteString(decimal: midCount)
            midCount += 1
            if !usedMids.contains(mid) && !reservedMids.contains(mid) { return mid }
        }
    }

    /// The association of data with a media section.
    struct DataSection: Sendable {
        var mid: ByteString
        var index: Int
        var transport: TransportID?
    }

    /// What a rollback restores (W3C WebRTC, the [[LastStableState...]] slots).
    struct StableState: Sendable {
        var transceivers: [Transceiver]
        var transports: Transports
        var data: DataSection?
        var sctp: SCTPTransport?
        var canTrickle: Bool?
        var formats: FormatTable
    }

    /// Where the transceiver is in `transceivers`, whose ids ascend. O(log n).
    func position(of id: TransceiverID) -> Int? { transceivers.position(of: id) }
}

extension [Transceiver] {
    /// Where the transceiver of that id is; ids ascend. O(log n).
    func position(of id: TransceiverID) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id.rawValue < id.rawValue { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].id == id ? low : nil
    }
}
