import JSEP
import SDP

/// A description and what it is for (W3C WebRTC, RTCSessionDescriptionInit). As JSON it
/// is what browsers make of one: `{"type": "offer", "sdp": "..."}`.
public struct SessionDescriptionInit: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        case offer
        case pranswer
        case answer
        case rollback

        init(_ type: DescriptionType) {
            self =
                switch type {
                case .offer: .offer
                case .provisionalAnswer: .pranswer
                case .answer: .answer
                case .rollback: .rollback
                }
        }

        var type: DescriptionType {
            switch self {
            case .offer: .offer
            case .pranswer: .provisionalAnswer
            case .answer: .answer
            case .rollback: .rollback
            }
        }
    }

    public var type: Kind
    public var sdp: String

    public init(type: Kind, sdp: String = "") {
        self.type = type
        self.sdp = sdp
    }

    init(_ created: CreatedDescription) {
        self.init(
            type: Kind(created.type), sdp: String(decoding: created.bytes, as: UTF8.self))
    }

    init(_ applied: AppliedDescription) {
        self.init(
            type: Kind(applied.type), sdp: String(decoding: applied.bytes, as: UTF8.self))
    }
}

/// A candidate as it travels between peers (W3C WebRTC, RTCIceCandidateInit).
public struct ICECandidateInit: Hashable, Sendable, Codable {
    /// `candidate:...`; empty at the end of candidates.
    public var candidate: String
    public var sdpMid: String?
    public var sdpMLineIndex: UInt16?
    public var usernameFragment: String?

    public init(
        candidate: String = "", sdpMid: String? = nil, sdpMLineIndex: UInt16? = nil,
        usernameFragment: String? = nil
    ) {
        self.candidate = candidate
        self.sdpMid = sdpMid
        self.sdpMLineIndex = sdpMLineIndex
        self.usernameFragment = usernameFragment
    }

    /// What the engine takes; nil for the end of the candidates of all sections.
    var remote: CandidateInit? {
        if candidate.isEmpty && sdpMid == nil && sdpMLineIndex == nil && usernameFragment == nil {
            return nil
        }
        return CandidateInit(
            ByteString(candidate), mid: sdpMid.map { ByteString($0) }, index: sdpMLineIndex,
            usernameFragment: usernameFragment.map { ByteString($0) })
    }
}
