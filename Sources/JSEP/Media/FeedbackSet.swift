import SDP

/// Kinds of RTCP feedback by name, for `CodecCapability.feedback`.
public struct FeedbackSet: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `goog-remb`: the receiver estimates the bandwidth.
    public static let receiverEstimate = FeedbackSet(rawValue: 1 << 0)
    /// `transport-cc`: the receiver tells when packets came, the sender estimates. Needs
    /// the header extension for transport-wide sequence numbers.
    public static let transportWide = FeedbackSet(rawValue: 1 << 1)
    /// `ccm fir`: asks for a key frame, for one who joins (RFC 5104).
    public static let fullIntraRequest = FeedbackSet(rawValue: 1 << 2)
    /// `nack`: asks for packets again (RFC 4585).
    public static let negativeAcknowledgement = FeedbackSet(rawValue: 1 << 3)
    /// `nack pli`: asks for a key frame, after a loss.
    public static let pictureLoss = FeedbackSet(rawValue: 1 << 4)
    /// All of them.
    public static let all = FeedbackSet(rawValue: 31)

    /// What a codec has, in the order of browsers.
    public var feedback: [RTCPFeedback<ByteString>] {
        var feedback: [RTCPFeedback<ByteString>] = []
        func add(_ kind: FeedbackSet, _ type: ByteString, _ parameter: ByteString? = nil) {
            if !contains(kind) { return }
            feedback.append(RTCPFeedback(payloadType: nil, type: type, parameter: parameter))
        }
        add(.receiverEstimate, "goog-remb")
        add(.transportWide, "transport-cc")
        add(.fullIntraRequest, "ccm", "fir")
        add(.negativeAcknowledgement, "nack")
        add(.pictureLoss, "nack", "pli")
        return feedback
    }
}
