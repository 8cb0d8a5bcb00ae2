import SDP

/// An offer or answer as it was created: bytes that nothing changes afterwards.
///
/// Making it has all the effects that there are; reading, writing and releasing
/// it have none. May be used from any thread.
public final class CreatedDescription: Sendable {
    /// What it says, for the session that applies it.
    let plan: DescriptionPlan
    private let origin: TextPiece
    private let attributes: TextPiece
    let sections: [SectionText]
    /// The number of bytes that `write(into:)` needs.
    public let size: Int

    /// Writes what the plan says. Takes over the text of what `previous` says too, and what
    /// is in the cache.
    convenience init(
        _ plan: DescriptionPlan, after previous: CreatedDescription? = nil,
        _ cache: CacheAccess? = nil
    ) throws(SDPError) {
        var sections: [SectionText] = []
        sections.reserveCapacity(plan.sections.count)
        let keepsTransport = previous.map { plan.hasTransportValues(of: $0.plan) } ?? false
        for (index, section) in plan.sections.enumerated() {
            if keepsTransport, let previous, index < previous.sections.count,
                section.saysTheSame(as: previous.plan.sections[index])
            {
                sections.append(previous.sections[index])
            } else {
                sections.append(try plan.text(of: section, cache))
            }
        }
        try self.init(plan, sections, after: previous)
    }

    /// With the text of each section.
    init(
        _ plan: DescriptionPlan, _ sections: [SectionText], after previous: CreatedDescription?
    ) throws(SDPError) {
        self.plan = plan
        self.sections = sections
        origin = try TextPiece(writing: { plan.writeOrigin(to: &$0) })
        if let previous, plan.hasAttributes(of: previous.plan) {
            attributes = previous.attributes
        } else {
            attributes = try TextPiece(writing: { plan.writeAttributes(to: &$0) })
        }
        var size = origin.bytes.count + attributes.bytes.count
        for section in sections { size += section.size }
        self.size = size
    }

    /// `offer` or `answer`.
    public var type: DescriptionType { plan.isOffer ? .offer : .answer }

    /// The version of the o= line.
    public var version: UInt64 { plan.version }

    /// The description. O(bytes); allocates.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        forEachPiece { bytes += $0.bytes }
        return bytes
    }

    /// Writes the description; returns its size. Throws `insufficientSpace`
    /// with the size needed as the error's offset. Does not allocate.
    @discardableResult
    public func write(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        var writer = DescriptionWriter(into: memory)
        forEachPiece { piece in
            let bytes = piece.bytes
            writer.append(lines: ByteView(bytes.span))
        }
        return try writer.finish()
    }

    /// The number of bytes of the description as the content of a JSON string (RFC 8259
    /// section 7). Throws `malformedText` if an identity assertion is no UTF-8. Each part
    /// is escaped once, whatever descriptions it is in, which allocates.
    public var jsonSize: Int {
        get throws(SDPError) {
            var size = 0
            try forEachPiece { (piece) throws(SDPError) in size += try piece.json.count }
            return size
        }
    }

    /// Writes the content of a JSON string; returns its size. Throws as `write(into:)` and
    /// `jsonSize` do. Allocates as `jsonSize` does.
    @discardableResult
    public func writeJSON(into memory: consuming MutableSpan<UInt8>) throws(SDPError) -> Int {
        var writer = DescriptionWriter(into: memory)
        try forEachPiece { (piece) throws(SDPError) in
            let content = try piece.json
            writer.append(lines: ByteView(content.span))
        }
        return try writer.finish()
    }

    /// The description in segments of whole lines, at most 3 a media section and 2 before
    /// them, from segment `first` on and at most `count`; returns where the next ones
    /// begin. They stay where they are as long as this value is there, whatever becomes
    /// of its session and cache. With `json`, the content of a JSON string, else nothing
    /// is allocated and nothing thrown. O(segments).
    @discardableResult
    public func forEachSegment(
        from first: Int = 0, count: Int = .max, json: Bool = false,
        _ body: (ByteView) -> Void
    ) throws(SDPError) -> Int {
        var place = max(0, first)
        var left = count
        while left > 0, place < 2 + 3 * sections.count {
            if let piece = piece(place) {
                let bytes = json ? try piece.json : piece.bytes
                body(ByteView(bytes.span))
                left -= 1
            }
            place += 1
        }
        return place
    }

    private func piece(_ number: Int) -> TextPiece? {
        switch number {
        case 0: origin
        case 1: attributes
        default: sections[(number - 2) / 3].piece((number - 2) % 3)
        }
    }

    private func forEachPiece<Failure: Error>(
        _ use: (TextPiece) throws(Failure) -> Void
    ) throws(Failure) {
        try use(origin)
        try use(attributes)
        for section in sections {
            try use(section.head)
            if let body = section.body { try use(body) }
            if let track = section.track { try use(track) }
        }
    }

    func hasText(_ text: Span<UInt8>) -> Bool {
        let text = ByteView(text)
        if text.count != size { return false }
        var start = 0
        var isSame = true
        forEachPiece { piece in
            let bytes = piece.bytes
            let end = start + bytes.count
            isSame = isSame && ByteView(bytes.span) == text.extracting(start..<end)
            start = end
        }
        return isSame
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
