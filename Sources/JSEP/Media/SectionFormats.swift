import SDP

/// What a media section says of codecs and header extensions: which of a
/// capability set's it has, and under which numbers. Of one set, equal ones are
/// written as equal bytes.
struct SectionFormats: Hashable, Sendable {
    var kind: MediaKind
    var codecs: [CodecUse]
    var extensions: [ExtensionUse]
    /// As `OfferOptions` has it.
    var voiceActivityDetection: Bool?

    func offers(payloadType: UInt8) -> Bool {
        codecs.contains { $0.payloadType == payloadType || $0.retransmission == payloadType }
    }
}

/// A codec of a capability set with the payload types it has.
struct CodecUse: Hashable, Sendable {
    /// Where it is among the set's codecs of its kind.
    var codec: UInt16
    var payloadType: UInt8
    var retransmission: UInt8?
    /// Which of its feedback is used: a bit each, the lowest for the first.
    var feedback = UInt64.max

    /// Stands for a codec that no payload type is left for.
    static let noPayloadType: UInt8 = 255
}

/// A header extension of a capability set with the identifier it has.
struct ExtensionUse: Hashable, Sendable {
    /// Where it is among the set's extensions.
    var position: UInt16
    var id: UInt16
    var direction: MediaDirection?

    /// Stands for an extension that no identifier is left for.
    static let noID: UInt16 = 0
}

/// The codecs that setCodecPreferences allows.
struct CodecPreferences: Hashable, Sendable {
    /// Where they are among the set's codecs, in the preferred order.
    var codecs: [UInt16]
    var retransmits: Bool
}

/// What an answer agreed on for a media section.
struct NegotiatedMedia: Hashable, Sendable {
    /// In the order of the answer.
    var formats: SectionFormats
    var reducesRTCPSize: Bool
    /// The simulcast streams that are received, with their alternatives.
    var receivedStreams: [[RIDPlan]] = []
}

/// A codec that a transceiver may use since the last answer.
public struct NegotiatedCodec: Sendable {
    public let payloadType: UInt8
    /// With the parameters of the capability, which our descriptions have.
    public let codec: CodecName
    /// The a=fmtp of the peer's description; nil if it has none.
    public var peerParameters: ByteString?
}
