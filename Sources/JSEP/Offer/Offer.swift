import SDP

/// An offer as it was created: bytes that nothing changes afterwards.
///
/// Making an offer has all the effects that there are; reading, writing and
/// releasing it have none. May be used from any thread.
public final class Offer: Sendable {
    /// The description.
    public let bytes: [UInt8]
    /// The version of the o= line.
    public let version: UInt64
    /// What the offer says, for the session that applies it.
    let plan: OfferPlan

    init(_ plan: OfferPlan) throws(SDPError) {
        self.plan = plan
        version = plan.version
        bytes = try [UInt8](writing: { plan.write(to: &$0) })
    }

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
}

/// Options of createOffer (W3C WebRTC, RTCOfferOptions).
public struct OfferOptions: Hashable, Sendable {
    /// Whether new ICE credentials are made for transports that have some.
    public var iceRestart: Bool

    public init(iceRestart: Bool = false) { self.iceRestart = iceRestart }
}
