/// A cache as a session uses it.
struct CacheAccess: Sendable {
    private let cache: OfferCache
    private let member = CacheMember()

    init(_ cache: OfferCache) { self.cache = cache }

    func body(_ formats: SectionFormats, of capabilities: CapabilitySet) -> CapabilityBody? {
        let key = CacheKey.capabilities(ObjectIdentifier(capabilities), formats)
        guard case .capabilities(let body, _) = cache.find(key, for: member)?.value else {
            return nil
        }
        return body
    }

    /// Keeps what was made; returns it, or what another session made of it before.
    func keep(_ body: CapabilityBody, of capabilities: CapabilitySet) -> CapabilityBody {
        let key = CacheKey.capabilities(ObjectIdentifier(capabilities), body.formats)
        let kept = cache.keep(
            CacheEntry(key, .capabilities(body, capabilities), by: member))
        guard case .capabilities(let known, _) = kept.value else { return body }
        return known
    }

    func text(of track: TrackPlan) -> TextPiece? {
        guard case .track(let text) = cache.find(.track(track), for: member)?.value else {
            return nil
        }
        return text
    }

    /// As for capabilities.
    func keep(_ text: TextPiece, of track: TrackPlan) -> TextPiece {
        let kept = cache.keep(CacheEntry(.track(track), .track(text), by: member))
        guard case .track(let known) = kept.value else { return text }
        return known
    }
}
