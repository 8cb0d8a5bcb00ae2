/// The state of the offer/answer exchange (W3C WebRTC, RTCSignalingState).
public enum SignalingState: UInt8, Hashable, Sendable {
    case stable = 0
    case haveLocalOffer = 1
    case haveRemoteOffer = 2
    case haveLocalProvisionalAnswer = 3
    case haveRemoteProvisionalAnswer = 4
    case closed = 5
}
