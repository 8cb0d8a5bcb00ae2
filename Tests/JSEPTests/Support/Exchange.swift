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
    var snapshot: String {
        var lines: [String] = ["\(signalingState) \(isNegotiationNeeded)"]
        for transceiver in transceivers {
            let fields = [
                "\(transceiver.id)", "\(transceiver.kind)", "\(transceiver.direction)",
                String(describing: transceiver.mid),
                String(describing: transceiver.currentDirection), "\(transceiver.isStopping)",
                "\(transceiver.isStopped)", "\(transceiver.streams)",
                "\(transceiver.remoteStreams)", String(describing: transceiver.track),
                String(describing: transceiver.transport), "\(transceiver.encodings)",
                "\(transceiver.pins)",
            ]
            lines.append(fields.joined(separator: " "))
        }
        for channel in dataChannels { lines.append("\(channel)") }
        for transport in transports { lines.append("\(transport)") }
        lines.append("\(String(describing: sctp)) \(String(describing: canTrickleCandidates))")
        for description in [
            pendingLocalDescription, currentLocalDescription, pendingRemoteDescription,
            currentRemoteDescription,
        ] {
            lines.append("\(description?.revision ?? 0) \(description?.text ?? "none")")
        }
        lines.append("\(lastCreatedOffer?.version ?? 0) \(lastCreatedAnswer?.version ?? 0)")
        return lines.joined(separator: "\n")
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
