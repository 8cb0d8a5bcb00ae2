import JSEP
import SDP

/// Names an operation of a connection. Its caller chooses the number.
package struct OperationID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a promise would be resolved with.
package enum OperationValue: Sendable {
    case nothing
    case description(CreatedDescription)
}

/// What a connection asks of its owner, or tells it. The owner carries the effects
/// out in their order.
package enum ConnectionEffect: Sendable {
    /// An operation ended.
    case settled(OperationID, Result<OperationValue, JSEPError>)
    /// An event of the connection itself.
    case fired(ConnectionEvent)
    /// A local candidate; nil when there are no more.
    case candidate(LocalCandidate?)
    /// The gathering state of a transport changed.
    case gatheringStateChanged(TransportID)
    /// A received track is new.
    case track(TransceiverID, streams: [ByteString])
    case streamAdded(ByteString, TransceiverID)
    case streamRemoved(ByteString, TransceiverID)
    /// A received track is muted now.
    case muted(TransceiverID)
    /// A received track ended.
    case ended(TransceiverID)
    /// A data channel is closed, for there was no stream left for it.
    case channelFailed(DataChannelID)
    case channelClosed(DataChannelID)
    /// No certificate is known: `provide(fingerprints:)` or `certificateFailed()` is to
    /// be called.
    case needsCertificate
    /// The system is to be asked whether it can serve the connection's media, and
    /// `inspected(_:allows:)` to be called.
    case needsInspection(InspectionID)
    /// Candidates are to be gathered for a transport.
    case gather(DescriptionEffects.GatheringTransport)
}

/// Events without further content (W3C WebRTC, RTCPeerConnection).
package enum ConnectionEvent: Sendable {
    case negotiationNeeded
    case signalingStateChange
    case iceGatheringStateChange
}

/// A candidate of this side, as the peer's addIceCandidate takes it.
package struct LocalCandidate: Hashable, Sendable {
    /// As a=candidate has it, the name of the attribute included.
    package let candidate: ByteString
    package let mid: ByteString
    package let index: Int
    package let usernameFragment: ByteString

    package init(
        candidate: ByteString, mid: ByteString, index: Int, usernameFragment: ByteString
    ) {
        self.candidate = candidate
        self.mid = mid
        self.index = index
        self.usernameFragment = usernameFragment
    }
}

/// Names a question whether the system has resources.
package struct InspectionID: Hashable, Sendable {
    let rawValue: UInt64
}

/// How far gathering is (W3C WebRTC, RTCIceGatheringState and
/// RTCIceGathererState).
package enum GatheringState: Sendable {
    case new
    case gathering
    case complete
}
