import JSEP
import SDP

extension AppliedDescription {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSEPSession {
    @discardableResult
    func setRemote(_ type: DescriptionType, _ text: String) throws(JSEPError) -> DescriptionEffects
    {
        let bytes = [UInt8](text.utf8)
        return try setRemoteDescription(type, bytes.span)
    }

    @discardableResult
    func setRemote(
        _ type: DescriptionType, _ bytes: [UInt8]
    ) throws(JSEPError) -> DescriptionEffects {
        try setRemoteDescription(type, bytes.span)
    }

    @discardableResult
    func setLocal(_ type: DescriptionType, _ text: String) throws(JSEPError) -> DescriptionEffects {
        let bytes = [UInt8](text.utf8)
        return try setLocalDescription(type, bytes.span)
    }

    @discardableResult
    func rollBack() throws(JSEPError) -> DescriptionEffects { try setLocalDescription(.rollback) }

    /// Offers to the other session, which answers.
    @discardableResult
    func negotiate(
        with other: JSEPSession, _ options: OfferOptions = OfferOptions()
    ) throws -> (offer: DescriptionText, answer: DescriptionText) {
        let offer = try createOffer(options)
        try setLocalDescription(offer)
        try other.setRemote(.offer, offer.text)
        let answer = try other.createAnswer()
        try other.setLocalDescription(answer)
        try setRemote(.answer, answer.text)
        return (DescriptionText(offer), DescriptionText(answer))
    }

    /// Everything that can be seen of a session.
    var snapshot: SessionSnapshot { SessionSnapshot(self) }
}

/// What can be seen of a session, to be compared with what could be seen before.
struct SessionSnapshot: Equatable {
    private struct Media: Equatable {
        let id: TransceiverID
        let kind: MediaKind
        let mid: ByteString?
        let directions: [MediaDirection?]
        let isStopping: Bool
        let isStopped: Bool
        let streams: [[ByteString]]
        let track: ByteString?
        let transport: TransportID?
        let encodings: [Encoding]
        let pins: TransceiverPins
    }

    private struct Channel: Equatable {
        let id: DataChannelID
        let label: ByteString
        let options: DataChannelInit
        let streamID: UInt16?
        let state: DataChannelState
    }

    private struct Path: Equatable {
        let id: TransportID
        let role: ICERole
        let parameters: [ICEParameters?]
    }

    private struct Applied: Equatable {
        let revision: UInt64
        let bytes: [UInt8]
    }

    private let state: SignalingState
    private let needs: [Bool?]
    private let media: [Media]
    private let channels: [Channel]
    private let paths: [Path]
    private let sctp: [UInt64?]
    private let applied: [Applied?]
    private let versions: [UInt64?]

    init(_ session: JSEPSession) {
        state = session.signalingState
        needs = [session.isNegotiationNeeded, session.canTrickleCandidates]
        media = session.transceivers.map {
            Media(
                id: $0.id, kind: $0.kind, mid: $0.mid,
                directions: [$0.direction, $0.currentDirection], isStopping: $0.isStopping,
                isStopped: $0.isStopped, streams: [$0.streams, $0.remoteStreams],
                track: $0.track, transport: $0.transport, encodings: $0.encodings,
                pins: $0.pins)
        }
        channels = session.dataChannels.map {
            Channel(
                id: $0.id, label: $0.label, options: $0.options, streamID: $0.streamID,
                state: $0.state)
        }
        paths = session.transports.map {
            Path(id: $0.id, role: $0.role, parameters: [$0.local, $0.remote])
        }
        sctp = [
            session.sctp.map { UInt64($0.transport.rawValue) }, session.sctp?.maximumMessageSize,
        ]
        applied = [
            session.pendingLocalDescription, session.currentLocalDescription,
            session.pendingRemoteDescription, session.currentRemoteDescription,
        ].map { $0.map { Applied(revision: $0.revision, bytes: $0.bytes) } }
        versions = [session.lastCreatedOffer?.version, session.lastCreatedAnswer?.version]
    }
}

/// Two sessions that offer to each other.
struct SessionPair {
    let a: JSEPSession
    let b: JSEPSession

    init(
        _ policy: BundlePolicy = .balanced, seed: UInt64 = 1,
        change: (inout SessionConfiguration) -> Void = { _ in }
    ) {
        a = .seeded(policy, seed: seed, change: change)
        b = .seeded(policy, seed: seed &+ 1_000_003, change: change)
    }
}
