import ICECredentials
import SDP
import Testing

@testable import JSEP

@Suite("Texts that sessions share")
struct OfferCacheTests {
    @Test("CK-01 CK-02 CK-03: a thousand subscribers of 20 tracks hold 20 track bodies")
    func sharing() throws {
        let cache = OfferCache()
        let capabilities = CapabilitySet.standard()
        var offers: [CreatedDescription] = []
        for number in 0..<1_000 {
            var random = SplitMix64(seed: UInt64(number))
            let session = JSEPSession.seeded(.maxBundle, seed: UInt64(number), cache: cache) {
                $0.capabilities = capabilities
            }
            // Mids differ, and so does the order in which tracks were joined.
            var tracks = Array(0..<20)
            tracks.shuffle(using: &random)
            if number % 2 == 0 { try session.addDataSection() }
            for track in tracks {
                try session.addTransceiver(
                    track % 2 == 0 ? .audio : .video, .forwarding(track))
            }
            offers.append(try session.createOffer())
        }
        var tracks: Set<ObjectIdentifier> = []
        var bodies: Set<ObjectIdentifier> = []
        var heads: Set<ObjectIdentifier> = []
        for section in offers.flatMap({ $0.sections }) {
            heads.insert(ObjectIdentifier(section.head))
            if let body = section.body { bodies.insert(ObjectIdentifier(body)) }
            if let track = section.track { tracks.insert(ObjectIdentifier(track)) }
        }
        #expect(tracks.count == 20)
        #expect(bodies.count == 2)
        #expect(heads.count == offers.flatMap({ $0.sections }).count)
        let statistics = cache.statistics
        #expect(statistics.bodies == 20)
        #expect(statistics.misses == 20)
        #expect(statistics.hits == 20 * 999)
        #expect(statistics.evictions == 0)
    }

    @Test(
        "A75 CK-07: with a cache, a small one and none, the same bytes",
        arguments: [nil, 1_024, 20_000, 64 << 20] as [Int?])
    func equivalence(limit: Int?) throws {
        let cache = limit.map { OfferCache(byteLimit: $0, sessionByteLimit: $0) }
        for seed in UInt64(1)...3 {
            let shared = JSEPSession.seeded(.maxBundle, seed: seed, cache: cache)
            let alone = JSEPSession.seeded(.maxBundle, seed: seed)
            for number in 0..<512 {
                for session in [shared, alone] {
                    try session.addTransceiver(
                        number % 3 == 0 ? .audio : .video, .forwarding(number))
                }
            }
            #expect(try shared.createOffer().bytes == alone.createOffer().bytes)
            for session in [shared, alone] {
                try session.setDirection(.inactive, of: TransceiverID(rawValue: 300))
            }
            let changed = try shared.createOffer()
            #expect(changed.bytes == (try CreatedDescription(changed.plan).bytes))
            #expect(try changed.bytes == alone.createOffer().bytes)
        }
        if let cache { #expect(cache.statistics.bytes <= cache.byteLimit) }
    }

    @Test("CK-03: no session sees lines that are another one's own")
    func isolation() throws {
        let cache = OfferCache()
        let sessions = (0..<20).map { JSEPSession.seeded(.balanced, seed: $0, cache: cache) }
        for session in sessions {
            for track in 0..<6 { try session.addTransceiver(.video, .forwarding(track)) }
        }
        let offers = try sessions.map { try $0.createOffer() }
        for (number, offer) in offers.enumerated() {
            let own = offer.plan.sections.compactMap { $0.ownTransport }
            for (other, text) in offers.map({ $0.text }).enumerated() where other != number {
                for transport in own {
                    #expect(!text.contains(transport.usernameFragment.text))
                    #expect(!text.contains(ByteString(transport.credentials.password).text))
                }
                #expect(!text.contains("\(offer.plan.sessionID)"))
                #expect(!text.contains(offer.plan.tlsID.text))
            }
        }
    }

    @Test("A cache is bounded, and drops what one session brought before what several use")
    func eviction() throws {
        let cache = OfferCache(byteLimit: 200_000)
        // Several sessions use these.
        for seed in UInt64(0)..<4 {
            let session = JSEPSession.seeded(.maxBundle, seed: seed, cache: cache)
            for track in 0..<20 { try session.addTransceiver(.video, .forwarding(track)) }
            _ = try session.createOffer()
        }
        let before = cache.statistics
        #expect(before.bodies == 20)
        // Each of these has tracks of its own.
        for seed in UInt64(100)..<200 {
            let session = JSEPSession.seeded(.maxBundle, seed: seed, cache: cache)
            for track in 0..<20 {
                try session.addTransceiver(.video, .forwarding(Int(seed) * 100 + track))
            }
            _ = try session.createOffer()
            #expect(cache.statistics.bytes <= 200_000)
        }
        let after = cache.statistics
        #expect(after.evictions > 0)
        let session = JSEPSession.seeded(.maxBundle, seed: 999, cache: cache)
        for track in 0..<20 { try session.addTransceiver(.video, .forwarding(track)) }
        _ = try session.createOffer()
        #expect(cache.statistics.hits == after.hits + 20)
    }

    @Test("What one session alone brought in is at most its share")
    func share() throws {
        let cache = OfferCache(byteLimit: 1 << 20)
        let greedy = JSEPSession.seeded(.maxBundle, seed: 1, cache: cache)
        for track in 0..<500 { try greedy.addTransceiver(.video, .forwarding(track)) }
        _ = try greedy.createOffer()
        #expect(cache.statistics.bytes <= cache.sessionByteLimit)
        #expect(cache.sessionByteLimit == (1 << 20) / 16)
        #expect(cache.statistics.bodies > 10)
        #expect(cache.statistics.evictions == 0)
        // What others use does not count any more.
        let other = JSEPSession.seeded(.maxBundle, seed: 2, cache: cache)
        for track in 0..<500 { try other.addTransceiver(.video, .forwarding(track)) }
        _ = try other.createOffer()
        #expect(cache.statistics.bytes > cache.sessionByteLimit)
    }

    @Test("A peer that varies its session each time takes little from others")
    func varying() throws {
        let cache = OfferCache(byteLimit: 300_000)
        func join(_ seed: UInt64) throws {
            let session = JSEPSession.seeded(.maxBundle, seed: seed, cache: cache)
            for track in 0..<10 { try session.addTransceiver(.video, .forwarding(track)) }
            _ = try session.createOffer()
        }
        try join(0)
        try join(1)
        let before = cache.statistics
        var lookUps = 0
        var hits = 0
        for round in 0..<100 {
            let hostile = JSEPSession.seeded(.maxBundle, seed: 5_000, cache: cache)
            for track in 0..<20 {
                try hostile.addTransceiver(.video, .forwarding(1_000 + round * 20 + track))
            }
            _ = try hostile.createOffer()
            let known = cache.statistics.hits
            try join(UInt64(round + 2))
            lookUps += 10
            hits += cache.statistics.hits - known
        }
        #expect(before.bodies == 10)
        #expect(Double(hits) >= 0.9 * Double(lookUps))
    }

    @Test("Segments are the description, also when session and cache are gone")
    func segments() throws {
        var offer: CreatedDescription?
        var expected: [UInt8] = []
        do {
            let cache = OfferCache(byteLimit: 4_096)
            let session = JSEPSession.seeded(.maxBundle, seed: 3, cache: cache)
            try session.addDataSection()
            for track in 0..<30 { try session.addTransceiver(.video, .forwarding(track)) }
            offer = try session.createOffer()
            expected = try #require(offer).bytes
        }
        let kept = try #require(offer)
        var bytes: [UInt8] = []
        var count = 0
        try kept.forEachSegment { segment in
            for position in 0..<segment.count { bytes.append(segment[position]) }
            count += 1
        }
        #expect(bytes == expected)
        #expect(count <= 2 + 3 * kept.plan.sections.count)
        // In batches, and as JSON.
        for size in [1, 2, 7, 1_024] {
            var batched: [UInt8] = []
            var next = 0
            var inBatch = 0
            repeat {
                inBatch = 0
                next = try kept.forEachSegment(from: next, count: size, json: true) { segment in
                    for position in 0..<segment.count { batched.append(segment[position]) }
                    inBatch += 1
                }
                #expect(inBatch <= size)
            } while inBatch == size
            var content = [UInt8](repeating: 0, count: try kept.jsonSize)
            try kept.writeJSON(into: content.mutableSpan)
            #expect(batched == content)
            #expect(content == (try json(expected)))
        }
    }

    private func json(_ bytes: [UInt8]) throws -> [UInt8] {
        let view = ByteView(bytes.span)
        var content = [UInt8](repeating: 0, count: try view.jsonSize())
        try view.writeJSON(into: content.mutableSpan)
        return content
    }

    @Test("Many threads on one cache")
    func threads() async throws {
        let cache = OfferCache(byteLimit: 100_000)
        let capabilities = CapabilitySet.standard()
        let texts = await withTaskGroup(of: [[UInt8]].self) { group in
            for thread in 0..<8 {
                group.addTask {
                    (0..<40).compactMap { number -> [UInt8]? in
                        let session = JSEPSession.seeded(
                            .maxBundle, seed: UInt64(number), cache: cache
                        ) { $0.capabilities = capabilities }
                        for track in 0..<12 {
                            _ = try? session.addTransceiver(
                                .audio, .forwarding(track + 4 * thread))
                        }
                        guard let offer = try? session.createOffer() else { return nil }
                        return (try? CreatedDescription(offer.plan).bytes) == offer.bytes
                            ? offer.bytes : nil
                    }
                }
            }
            var texts: [[UInt8]] = []
            for await more in group { texts += more }
            return texts
        }
        #expect(texts.count == 320)
        #expect(cache.statistics.bytes <= 100_000)
    }
}

extension TransceiverInit {
    /// A track that the server forwards: the same stream and sources for all subscribers.
    fileprivate static func forwarding(_ number: Int) -> TransceiverInit {
        var initial = TransceiverInit(
            direction: .sendOnly, streams: [ByteString("participant-\(number / 2)-0123456789")])
        initial.pins.track = ByteString("track-\(number)-0123456789abcdef")
        initial.pins.canonicalName = "server"
        let source = UInt32(number) * 10 + 7
        initial.pins.sources = [source, source + 1]
        initial.pins.sourceGroups = [SourceGroup(.flowIdentification, [source, source + 1])]
        return initial
    }
}

extension ByteString {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
