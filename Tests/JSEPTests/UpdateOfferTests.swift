import ICECredentials
import SDP
import Testing

@testable import JSEP

@Suite("Offers made from the one before")
struct UpdateOfferTests {
    @Test(
        "CK-02 CK-04 CK-06 CK-07: an offer made from the last one is the one made anew",
        arguments: 0..<24)
    func equalsOneMadeAnew(seed: Int) throws {
        var model = OfferModel(seed: UInt64(seed))
        for step in 0..<80 { try model.step(step) }
        // That it gives up is the exception, but for bundle policies that have no bundle yet.
        #expect(model.updated > 10, "\(model.updated) of \(model.compared)")
    }

    @Test("CK-07: an unchanged offer is the same, also after an error and an event")
    func unchanged() throws {
        let session = SessionPair(.maxBundle, seed: 1).a
        let video = try session.addTransceiver(.video)
        let offer = try session.createOffer()
        #expect(try session.createOffer() === offer)
        _ = session.updateNegotiationNeeded()
        #expect(session.changes.isNothing)
        #expect(throws: JSEPError.self) { try session.setStreams([""], of: video) }
        try session.setDirection(.inactive, of: video)
        let changed = try session.createOffer()
        #expect(changed.version == offer.version + 1)
        try session.setDirection(.sendReceive, of: video)
        try session.setDirection(.inactive, of: video)
        #expect(try session.createOffer() === changed)
    }

    @Test("CO-15: resources are asked for also where the offer is known")
    func resources() throws {
        let session = SessionPair(.maxBundle, seed: 1).a
        try session.addTransceiver(.video)
        _ = try session.createOffer()
        session.hasResources = { false }
        #expect(throws: JSEPError.self) { try session.createOffer() }
    }
}

/// A session that changes at random, with a peer that answers.
private struct OfferModel {
    private let session: JSEPSession
    private let peer: JSEPSession
    private var random: SplitMix64
    /// How many offers were compared, and how many were made from the last one.
    private(set) var compared = 0
    private(set) var updated = 0

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        // Most sections are in a bundle.
        let policy: BundlePolicy =
            seed % 8 == 0 ? .maxCompat : seed % 2 == 0 ? .balanced : .maxBundle
        let pair = SessionPair(policy, seed: seed) { configuration in
            configuration.server.canonicalName = seed % 3 == 0 ? nil : "name"
        }
        session = pair.a
        peer = pair.b
    }

    mutating func step(_ step: Int) throws {
        for _ in 0..<(1 + random.below(3)) { try change() }
        let options = OfferOptions(
            iceRestart: random.below(12) == 0,
            voiceActivityDetection: random.below(12) == 0 ? false : nil)
        guard session.signalingState == .stable else {
            let answer = random.below(3) > 0
            if answer { try self.answer() } else { try session.setLocalDescription(.rollback) }
            return
        }
        try compare(options, step)
        if random.below(4) == 0 { try compare(session.state.lastOfferOptions, step) }
        if random.below(6) == 0 {
            try session.setLocalDescription(.offer)
            if random.below(2) == 0 { try compare(OfferOptions(), step) }
        }
    }

    private mutating func compare(_ options: OfferOptions, _ step: Int) throws {
        let changes = session.changes
        if !changes.isEverything {
            // The last options, so that more than a few are comparable.
            let options = session.state.lastOfferOptions
            var fromLast = session.state
            var anew = session.state
            compared += 1
            if let offer = try fromLast.updateOffer(
                of: changes.transceivers, options, session.context)
            {
                updated += 1
                let expected = try anew.createOffer(options, session.context)
                let text = String(
                    decoding: try CreatedDescription(expected.plan).bytes, as: UTF8.self)
                let difference = offer.text.split(separator: "\r\n").difference(
                    from: text.split(separator: "\r\n"))
                try #require(offer.text == text, "\(step): \(difference)")
                #expect(offer.version == expected.version)
                #expect(fromLast.proposals.keys == anew.proposals.keys)
                #expect(
                    fromLast.proposals.allSatisfy { $1.mid == anew.proposals[$0]?.mid },
                    "\(step)")
            }
        }
        let offer = try session.createOffer(options)
        #expect(offer.bytes == (try CreatedDescription(offer.plan).bytes), "\(step)")
        #expect(offer.size == offer.bytes.count)
    }

    private mutating func answer() throws {
        let offer = try #require(session.pendingLocalDescription)
        try peer.setRemoteDescription(.offer, offer.bytes.span)
        // The peer rejects some sections.
        for transceiver in peer.transceivers where random.below(12) == 0 {
            try peer.stop(transceiver.id)
        }
        let answer = try peer.createAnswer()
        try peer.setLocalDescription(answer)
        let bytes = answer.bytes
        try session.setRemoteDescription(.answer, bytes.span)
    }

    private mutating func change() throws {
        let live = session.transceivers.filter { !$0.isStopping }
        let chosen = live.isEmpty ? nil : live[random.below(live.count)]
        let streams = ["s0", "s1", "s2", "s3"].map { ByteString(stringLiteral: $0) }
            .filter { _ in random.below(3) == 0 }
        switch random.below(14) {
        case 0, 1, 2:
            if live.count > 14 { return }
            var initial = TransceiverInit(
                direction: MediaDirection.allCases[random.below(4)], streams: streams,
                encodings: random.below(4) == 0 ? [Encoding(rid: "h"), Encoding(rid: "l")] : [])
            if random.below(3) == 0 {
                initial.pins.sources = [UInt32(truncatingIfNeeded: random.next()) | 1]
                initial.pins.track = "track"
            }
            try session.addTransceiver(random.below(2) == 0 ? .audio : .video, initial)
        case 3:
            if live.count > 14 { return }
            try session.addTrack(
                ByteString(decimal: random.next()), random.below(2) == 0 ? .audio : .video,
                streams: streams)
        case 4: if let chosen { _ = try session.removeTrack(of: chosen.id) }
        case 5, 6:
            if let chosen {
                try session.setDirection(MediaDirection.allCases[random.below(4)], of: chosen.id)
            }
        case 7: if let chosen { try session.stop(chosen.id) }
        case 8, 9: if let chosen { try session.setStreams(streams, of: chosen.id) }
        case 10:
            if let chosen {
                var codecs = CapabilitySet.standard().codecs(chosen.kind)
                codecs.removeAll { _ in random.below(3) == 0 }
                codecs.shuffle(using: &random)
                if codecs.contains(where: { $0.name != "CN" }) || codecs.isEmpty {
                    try session.setCodecPreferences(codecs, of: chosen.id)
                }
            }
        case 11:
            if let chosen { try session.replaceTrack(of: chosen.id, with: "other") }
        case 12: if random.below(8) == 0 { _ = try session.createDataChannel("c") }
        default: if random.below(8) == 0 { _ = session.restartICE() }
        }
    }
}
