import ICECredentials
import SDP

/// What the making of an offer and of an answer have in common: bodies that equal
/// sections share, and random bytes drawn at once.
struct DescriptionBuilder {
    let context: CreationContext
    private var bodies: [SectionFormats: CapabilityBody] = [:]
    /// What the last section of each kind asked for, and got.
    private var last: [(request: OfferedFormats, body: CapabilityBody)?] = [nil, nil]

    /// What the formats of an offered section depend on, besides the session.
    struct OfferedFormats: Equatable {
        let agreed: [CodecUse]
        let preferences: CodecPreferences?
        let pinnedCodecs: [CodecUse]
        let pinnedExtensions: [ExtensionUse]
    }

    var configuration: SessionConfiguration { context.configuration }
    var capabilities: CapabilitySet { context.configuration.capabilities }

    init(_ context: CreationContext) throws(JSEPError) {
        self.context = context
        if let hasResources = context.hasResources, !hasResources() {
            throw JSEPError(.operation, "the system has no resources for the media")
        }
        try configuration.server.check()
        // Transports of the host may have their own.
        if configuration.fingerprints.isEmpty && !configuration.server.hostsTransports {
            throw JSEPError(.notReadable, "there is no certificate")
        }
        guard configuration.fingerprints.allSatisfy({ $0.isWellFormed }) else {
            throw JSEPError(.type, "a fingerprint is malformed")
        }
        for kind in MediaKind.allCases {
            let body = capabilities.body(kind)
            bodies[body.formats] = body
        }
    }

    func body(for request: OfferedFormats, _ kind: MediaKind) -> CapabilityBody? {
        guard let last = last[Int(kind.rawValue)], last.request == request else { return nil }
        return last.body
    }

    mutating func remember(
        _ body: CapabilityBody, for request: OfferedFormats, _ kind: MediaKind
    ) {
        last[Int(kind.rawValue)] = (request, body)
    }

    /// The bytes for these formats, written once for all sections that have them.
    mutating func body(_ formats: SectionFormats) throws(JSEPError) -> CapabilityBody {
        if let body = bodies[formats] { return body }
        do throws(SDPError) {
            let body = try CapabilityBody(
                formats, codecs: capabilities.codecs(formats.kind),
                extensions: capabilities.extensions)
            bodies[formats] = body
            return body
        } catch {
            throw JSEPError(.operation, error.code.reason)
        }
    }

    func plan(isOffer: Bool, _ state: SessionState) throws(JSEPError) -> DescriptionPlan {
        guard let identity = state.identity else {
            throw JSEPError(.operation, "no session id was drawn")
        }
        return DescriptionPlan(
            isOffer: isOffer, sessionID: identity.sessionID, version: 1, tlsID: identity.tlsID,
            fingerprints: configuration.fingerprints, identityAssertion: state.identityAssertion,
            isICELite: configuration.server.isICELite,
            writesRTCPAddress: configuration.writesRTCPAddress)
    }
}

/// What credentials are drawn for.
enum CredentialOwner: Hashable {
    /// A section that has no transport yet.
    case proposal(SectionPlan.Owner)
    /// A transport that restarts ICE.
    case restart(TransportID)
    /// A transport that keeps its own.
    case kept(TransportID)
}

extension SessionState {
    /// Sees to it that the sections have credentials: those of the host's transports, or
    /// else random ones.
    mutating func obtainSecrets(
        for owners: [CredentialOwner?], _ context: CreationContext
    ) throws(JSEPError) {
        if hostsTransports { try takeHosted(for: owners) }
        try drawSecrets(for: owners.compactMap { needsDraw($0) ? $0 : nil }, context)
    }

    /// Draws all random bytes that are missing in one request.
    private mutating func drawSecrets(
        for owners: [CredentialOwner], _ context: CreationContext
    ) throws(JSEPError) {
        let sizes = context.configuration.credentialSizes
        let identityBytes = identity == nil ? 8 + TLSID.drawnBytes : 0
        let needsName = needsCanonicalName(context.configuration)
        let nameBytes = needsName ? CanonicalName.drawnBytes : 0
        let count = owners.count * sizes.pair + identityBytes + nameBytes
        if count == 0 { return }
        do throws(RandomSourceError) {
            var draw = try RandomDraw(count, from: context.random)
            if identity == nil {
                identity = Identity(
                    sessionID: draw.sessionID(), tlsID: ByteString(TLSID.make(&draw)))
            }
            if needsName { canonicalName = ByteString(CanonicalName.make(&draw)) }
            for owner in owners {
                let pair = ICECredentialPair(&draw, sizes: sizes)
                switch owner {
                case .proposal(let section):
                    proposals[section, default: Proposal()].credentials = pair
                case .restart(let transport): restarts[transport] = pair
                case .kept: break
                }
            }
        } catch {
            throw JSEPError(.notReadable, "the kernel gave no random bytes")
        }
    }

    /// The mid that a new section will have.
    mutating func takeMid(for owner: SectionPlan.Owner) -> ByteString {
        if let mid = pinnedMid(of: owner) ?? proposals[owner]?.mid { return mid }
        let mid = nextMid()
        proposals[owner, default: Proposal()].mid = mid
        return mid
    }

    func appliedTransport(of owner: SectionPlan.Owner) -> TransportID? {
        switch owner {
        case .transceiver(let id): position(of: id).flatMap { transceivers[$0].transport }
        case .data: data?.transport
        case .none: nil
        }
    }

    /// Keeps what was made, with the next version if it says anything new (SO-02,
    /// SO-05).
    mutating func finish(_ plan: DescriptionPlan) throws(JSEPError) -> CreatedDescription {
        var plan = plan
        if let previous {
            if plan.saysTheSame(as: previous.plan) { return previous }
            plan.version = previous.version + 1
        }
        do throws(SDPError) {
            let created = try CreatedDescription(plan)
            previous = created
            return created
        } catch {
            throw JSEPError(.operation, error.code.reason)
        }
    }
}
