/// The identifier of a DTLS association (RFC 8842 section 5.2).
public enum TLSID {
    /// Random bytes that one identifier takes.
    public static var drawnBytes: Int { 24 }

    /// 24 characters of `A-Za-z0-9+/`: 144 random bits.
    public static func make(_ draw: inout RandomDraw) -> [UInt8] {
        draw.iceCharacters(drawnBytes)
    }
}

/// The canonical name of an RTP endpoint for the length of one connection (RFC
/// 7022 section 4.2).
public enum CanonicalName {
    /// Random bytes that one name takes.
    public static var drawnBytes: Int { 16 }

    /// 16 characters of `A-Za-z0-9+/`: 96 random bits.
    public static func make(_ draw: inout RandomDraw) -> [UInt8] {
        draw.iceCharacters(drawnBytes)
    }
}

/// Synchronization sources of one session: random, and none twice (RFC 3550
/// section 8.1, RFC 5576 section 4.1).
public struct SSRCAllocator {
    private var used: Set<UInt32> = []

    public init() {}

    /// How many are in use.
    public var count: Int { used.count }

    /// Takes one that the peer or another part of the program chose. False if it
    /// was in use.
    public mutating func insert(_ ssrc: UInt32) -> Bool { used.insert(ssrc).inserted }

    /// Gives one back.
    public mutating func remove(_ ssrc: UInt32) { used.remove(ssrc) }

    /// `count` new ones, none of them 0. Throws if the kernel refuses; nothing is
    /// in use then that was not before. O(count) expected; allocates.
    public mutating func allocate(
        _ count: Int, from source: RandomSource
    ) throws(RandomSourceError) -> [UInt32] {
        var fresh: [UInt32] = []
        fresh.reserveCapacity(count)
        do throws(RandomSourceError) {
            // One request for all; again for those, hardly ever any, in use.
            while fresh.count < count {
                var draw = try RandomDraw((count - fresh.count) * 4, from: source)
                while draw.remaining > 0 {
                    let ssrc = draw.number32()
                    if ssrc != 0 && used.insert(ssrc).inserted { fresh.append(ssrc) }
                }
            }
        } catch {
            for ssrc in fresh { used.remove(ssrc) }
            throw error
        }
        return fresh
    }
}
