import SDP
import Synchronization

/// What the descriptions of many sessions have in common, kept once: what they say of a
/// capability set's codecs and header extensions, and of a track that many subscribe
/// to. Credentials, fingerprints, candidates, addresses and mids are never in it.
///
/// One cache may serve any number of sessions on any threads. A session finds what is
/// there under a lock that finders share. What it has taken stays with it and with its
/// descriptions when the cache drops it, and when the cache is gone.
///
/// Bounded in bytes. What a single session brought in goes before what several use, and
/// is at most `sessionByteLimit`; what is beyond that is not kept. The bytes are an
/// upper bound: all forms a text may come to have, such as its JSON form, are counted
/// from the start.
public final class OfferCache: Sendable {
    public let byteLimit: Int
    /// What a single session may have in the cache that no other one uses.
    public let sessionByteLimit: Int
    private let shards: [Guarded<Shard>]
    private let keptBytes = Atomic<Int>(0)
    private let hits = Atomic<Int>(0)
    private let misses = Atomic<Int>(0)
    private let evictions = Atomic<Int>(0)
    /// The shard in which room is made next.
    private let turn = Atomic<Int>(0)

    /// How the cache is doing.
    public struct Statistics: Hashable, Sendable {
        /// How often something was there, and was not.
        public var hits: Int
        public var misses: Int
        /// What is kept.
        public var bodies: Int
        public var bytes: Int
        /// How often something was dropped to make room.
        public var evictions: Int
    }

    /// `sessionByteLimit` is a sixteenth of the limit if it is not given.
    public init(byteLimit: Int = 64 << 20, sessionByteLimit: Int? = nil) {
        self.byteLimit = max(0, byteLimit)
        self.sessionByteLimit = max(0, sessionByteLimit ?? byteLimit / 16)
        shards = (0..<16).map { _ in Guarded(Shard()) }
    }

    public var statistics: Statistics {
        var bodies = 0
        for shard in shards { bodies += shard.read { $0.entries.count } ?? 0 }
        return Statistics(
            hits: hits.load(ordering: .relaxed), misses: misses.load(ordering: .relaxed),
            bodies: bodies, bytes: keptBytes.load(ordering: .relaxed),
            evictions: evictions.load(ordering: .relaxed))
    }

    /// What is kept of that key.
    func find(_ key: CacheKey, for session: CacheMember) -> CacheEntry? {
        guard let entry = shard(of: key).read({ $0.entries[key] }) else {
            misses.add(1, ordering: .relaxed)
            return nil
        }
        hits.add(1, ordering: .relaxed)
        entry.isUsed(by: session)
        return entry
    }

    /// Keeps `entry` if there is room for it, or can be made. What another session kept
    /// meanwhile is returned instead.
    func keep(_ entry: CacheEntry) -> CacheEntry {
        let member = entry.member
        let brought = member.bytes.add(entry.bytes, ordering: .relaxed).newValue
        guard brought <= sessionByteLimit, reserve(entry.bytes) else {
            member.bytes.subtract(entry.bytes, ordering: .relaxed)
            return entry
        }
        let kept = shard(of: entry.key).change { shard in shard.insert(entry) }
        if let kept, kept === entry { return entry }
        member.bytes.subtract(entry.bytes, ordering: .relaxed)
        keptBytes.subtract(entry.bytes, ordering: .relaxed)
        kept?.isUsed(by: member)
        return kept ?? entry
    }

    private func shard(of key: CacheKey) -> Guarded<Shard> {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
    }

    /// Whether there is room for so many bytes more, which are then taken.
    private func reserve(_ bytes: Int) -> Bool {
        if bytes > byteLimit { return false }
        keptBytes.add(bytes, ordering: .relaxed)
        while keptBytes.load(ordering: .relaxed) > byteLimit {
            if drop(evenIfShared: false) || drop(evenIfShared: true) { continue }
            keptBytes.subtract(bytes, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Drops an entry; false if there is none that may go.
    private func drop(evenIfShared: Bool) -> Bool {
        let first = turn.add(1, ordering: .relaxed).newValue
        for step in 0..<shards.count {
            let shard = shards[Int(UInt(bitPattern: first &+ step) % UInt(shards.count))]
            let dropped = shard.change { shard in shard.drop(evenIfShared: evenIfShared) }
            guard let dropped else { continue }
            dropped.leave()
            keptBytes.subtract(dropped.bytes, ordering: .relaxed)
            evictions.add(1, ordering: .relaxed)
            return true
        }
        return false
    }
}

/// A session in the eyes of a cache.
final class CacheMember: Sendable {
    /// What it brought in that no other session uses.
    let bytes = Atomic<Int>(0)
}

/// What an entry is about: everything that its text depends on.
enum CacheKey: Hashable, Sendable {
    /// Codecs and header extensions of the capability set of that identity, which the
    /// entry keeps alive.
    case capabilities(ObjectIdentifier, SectionFormats)
    case track(TrackPlan)
}

/// Something that sessions share.
final class CacheEntry: Sendable {
    let key: CacheKey
    let value: Value
    /// At most what it will ever take.
    let bytes: Int
    /// Who brought it in.
    let member: CacheMember
    private let sharing = Atomic<Bool>(false)
    private let use = Atomic<Bool>(false)

    enum Value: Sendable {
        case capabilities(CapabilityBody, CapabilitySet)
        case track(TextPiece)
    }

    init(_ key: CacheKey, _ value: Value, by member: CacheMember) {
        self.key = key
        self.value = value
        self.member = member
        let text =
            switch value {
            case .capabilities(let body, _): body.largestSize
            case .track(let piece): piece.largestSize
            }
        bytes = text + 512
    }

    /// Whether several sessions have used it.
    var isShared: Bool { sharing.load(ordering: .relaxed) }

    /// Notes a use.
    func isUsed(by session: CacheMember) {
        // Written only if it changes something: other processors have the line too.
        if !use.load(ordering: .relaxed) { use.store(true, ordering: .relaxed) }
        if session === member || isShared { return }
        if sharing.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged {
            member.bytes.subtract(bytes, ordering: .relaxed)
        }
    }

    /// Whether it was used since this was asked last.
    func wasUsed() -> Bool { use.exchange(false, ordering: .relaxed) }

    /// It is dropped.
    func leave() {
        if sharing.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged {
            member.bytes.subtract(bytes, ordering: .relaxed)
        }
    }
}

/// A part of the keys.
private struct Shard: Sendable {
    private(set) var entries: [CacheKey: CacheEntry] = [:]
    /// The oldest first; what a session alone brought in, until somebody looks.
    private var own = Queue()
    private var shared = Queue()

    mutating func insert(_ entry: CacheEntry) -> CacheEntry {
        if let known = entries[entry.key] { return known }
        entries[entry.key] = entry
        own.append(entry)
        return entry
    }

    /// Removes what goes first: of what one session alone uses the oldest, and of what
    /// several use the oldest that was not used since its last turn.
    mutating func drop(evenIfShared: Bool) -> CacheEntry? {
        while let entry = own.removeFirst() {
            if entry.isShared {
                shared.append(entry)
            } else {
                entries[entry.key] = nil
                return entry
            }
        }
        if !evenIfShared { return nil }
        // Others go on using them meanwhile.
        var chances = shared.count
        while let entry = shared.removeFirst() {
            if chances > 0 && entry.wasUsed() {
                chances -= 1
                shared.append(entry)
            } else {
                entries[entry.key] = nil
                return entry
            }
        }
        return nil
    }
}

/// First in, first out.
private struct Queue: Sendable {
    private var entries: [CacheEntry] = []
    private var first = 0

    var count: Int { entries.count - first }

    mutating func append(_ entry: CacheEntry) { entries.append(entry) }

    mutating func removeFirst() -> CacheEntry? {
        if first == entries.count { return nil }
        let entry = entries[first]
        first += 1
        // What was removed leaves as soon as it is half of all.
        if first * 2 >= entries.count {
            entries.removeFirst(first)
            first = 0
        }
        return entry
    }
}
