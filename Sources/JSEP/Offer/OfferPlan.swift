import ICECredentials
import SDP

/// Everything that the bytes of an offer depend on.
struct OfferPlan: Sendable {
    var sessionID: UInt64
    var version: UInt64
    var tlsID: ByteString
    var configuration: SessionConfiguration
    /// The mids of the BUNDLE group, the section that speaks for all first.
    var bundledMids: [ByteString]
    var sections: [SectionPlan]
}

/// A media section of an offer.
struct SectionPlan: Sendable {
    var owner: Owner
    var mid: ByteString
    var transport: Transport
    /// What the last answer said of the RTCP of a section with a transport of its
    /// own; nil for others, and for one that was not answered yet.
    var answeredRTCP: AnsweredRTCP?
    var content: Content

    struct AnsweredRTCP: Hashable, Sendable {
        var isReducedSize: Bool
    }

    /// What the section belongs to.
    enum Owner: Hashable, Sendable {
        case transceiver(TransceiverID)
        case data
    }

    /// How the section gets its transport.
    enum Transport: Hashable, Sendable {
        /// It has one of its own.
        case own(ICECredentialPair)
        /// It will have that of another section, or none at all.
        case bundleOnly
        /// It has that of another section since the last answer.
        case bundled
        /// It is rejected.
        case none
    }

    enum Content: Sendable {
        case media(
            kind: MediaKind, direction: MediaDirection, streams: [ByteString],
            body: CapabilityBody)
        case data
    }

    /// Whether it belongs to the BUNDLE group.
    var isLive: Bool { transport != .none }
}

extension OfferPlan {
    /// Whether the other offer has the same bytes but for its version.
    func saysTheSame(as other: OfferPlan) -> Bool {
        sessionID == other.sessionID && tlsID == other.tlsID
            && configuration.fingerprints == other.configuration.fingerprints
            && bundledMids == other.bundledMids
            && sections.count == other.sections.count
            && zip(sections, other.sections).allSatisfy { $0.saysTheSame(as: $1) }
    }
}

extension SectionPlan {
    fileprivate func saysTheSame(as other: SectionPlan) -> Bool {
        guard owner == other.owner, mid == other.mid, transport == other.transport,
            answeredRTCP == other.answeredRTCP
        else { return false }
        switch (content, other.content) {
        case (.data, .data): return true
        case (
            .media(let kind, let direction, let streams, let body),
            .media(let otherKind, let otherDirection, let otherStreams, let otherBody)
        ):
            return kind == otherKind && direction == otherDirection && streams == otherStreams
                && body.order == otherBody.order
        default: return false
        }
    }
}
