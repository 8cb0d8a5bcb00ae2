import SDP

/// An offer or answer as it was created: bytes that nothing changes afterwards.
///
/// Making it has all the effects that there are; reading, writing and releasing
/// it have none. May be used from any thread.
public final class CreatedDescription: Sendable {
    /// The description.
    public let bytes: [UInt8]
    /// What it says, for the session that applies it.
    let plan: DescriptionPlan

    init(_ plan: DescriptionPlan) throws(SDPError) {
        self.plan = plan
        bytes = try [UInt8](writing: { plan.write(to: &$0) })
    }

    /// `offer` or `answer`.
    public var type: DescriptionType { plan.isOffer ? .offer : .answer }

    /// The version of the o= line.
    public var version: UInt64 { plan.version }

    /// The number of bytes that `write(into:)` needs.
    public var size: Int { bytes.count }

    /// Writes the description; returns its size. Throws `insufficientSpace`
    /// with the size needed as the error's offset. Does not allocate.
    @discardableResult
    public func write(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        let bytes = bytes
        var writer = DescriptionWriter(into: memory)
        writer.append(lines: ByteView(bytes.span))
        return try writer.finish()
    }

    func hasText(_ text: Span<UInt8>) -> Bool {
        let bytes = bytes
        return ByteView(bytes.span) == ByteView(text)
    }
}

/// Options of createOffer (W3C WebRTC, RTCOfferOptions) without those that
/// `JSEPSession.offerToReceive(audio:video:)` is for.
public struct OfferOptions: Hashable, Sendable {
    /// Whether new ICE credentials are made for transports that have some.
    public var iceRestart: Bool
    /// Whether comfort noise and discontinuous transmission are offered or refused;
    /// nil leaves the codecs as they are.
    public var voiceActivityDetection: Bool?

    public init(iceRestart: Bool = false, voiceActivityDetection: Bool? = nil) {
        self.iceRestart = iceRestart
        self.voiceActivityDetection = voiceActivityDetection
    }
}

/// Options of createAnswer.
public struct AnswerOptions: Hashable, Sendable {
    /// As in `OfferOptions`.
    public var voiceActivityDetection: Bool?

    public init(voiceActivityDetection: Bool? = nil) {
        self.voiceActivityDetection = voiceActivityDetection
    }
}
