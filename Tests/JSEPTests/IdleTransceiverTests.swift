import JSEP
import SDP
import Testing

@Suite("Media sections that are used again")
struct IdleTransceiverTests {
    private func pair() -> SessionPair { SessionPair { $0.reusesIdleTransceivers = true } }

    @Test("SO-11 SO-20: an inactive section is taken before a new one is made; id and mid stay")
    func reused() throws {
        let pair = pair()
        let first = try pair.a.addTransceiver(.video, direction: .sendOnly, streams: ["one"])
        let audio = try pair.a.addTransceiver(.audio, direction: .sendOnly, streams: ["one"])
        try pair.a.negotiate(with: pair.b)
        let mid = pair.a.transceivers[0].mid
        #expect(try pair.a.release(first))
        #expect(try !pair.a.release(first))
        #expect(pair.a.updateNegotiationNeeded())
        // Not yet: the peer has not heard of it.
        let early = try pair.a.addTransceiver(.video, direction: .sendOnly)
        #expect(early != first)
        try pair.a.negotiate(with: pair.b)
        #expect(pair.a.transceivers[0].currentDirection == .inactive)

        // Of the same kind only.
        #expect(try pair.a.addTransceiver(.audio, direction: .sendOnly) != audio)
        let again = try pair.a.addTransceiver(.video, direction: .sendOnly, streams: ["two"])
        #expect(again == first)
        #expect(pair.a.updateNegotiationNeeded())
        let (offer, _) = try pair.a.negotiate(with: pair.b)
        #expect(pair.a.transceivers[0].mid == mid)
        #expect(offer.media.count == 4)
        #expect(offer.values("a=msid:", 0) == ["two"])
        #expect(offer.directions[0] == "sendonly")
        #expect(pair.b.transceivers[0].remoteStreams == ["two"])
        #expect(pair.b.transceivers[0].currentDirection == .receiveOnly)
        // It is taken now.
        #expect(try pair.a.addTransceiver(.video, direction: .sendOnly) != first)
    }

    @Test("SO-11: m-lines stop growing where tracks come and go")
    func bounded() throws {
        for reuses in [true, false] {
            let pair = SessionPair { $0.reusesIdleTransceivers = reuses }
            var count = 0
            for round in 0..<20 {
                let ids = try [MediaKind.audio, .video].map {
                    try pair.a.addTransceiver(
                        $0, direction: .sendOnly, streams: [ByteString("s\(round)")])
                }
                count = try pair.a.negotiate(with: pair.b).offer.media.count
                for id in ids { try pair.a.release(id) }
                try pair.a.negotiate(with: pair.b)
            }
            #expect(count == (reuses ? 2 : 40))
        }
    }

    @Test("SD-83: addTrack takes one that has sent, too; a track is swapped")
    func tracks() throws {
        let pair = pair()
        let id = try pair.a.addTrack("one", .video, streams: ["s"])
        try pair.a.negotiate(with: pair.b)
        try pair.b.setDirection(.inactive, of: pair.b.transceivers[0].id)
        #expect(try pair.a.removeTrack(of: id))
        #expect(try pair.a.release(id))
        try pair.a.negotiate(with: pair.b)
        #expect(try pair.a.addTrack("two", .video, streams: ["t"]) == id)
        #expect(pair.a.transceivers[0].track == "two")
        #expect(pair.a.transceivers[0].direction == .sendReceive)
        let (offer, _) = try pair.a.negotiate(with: pair.b)
        #expect(offer.media.count == 1)
        #expect(offer.values("a=msid:", 0) == ["t"])
    }

    @Test("SD-84: what is idle keeps nothing of its old use")
    func clean() throws {
        let pair = pair()
        let id = try pair.a.addTransceiver(.video)
        try pair.a.setCodecPreferences(names: [CodecName("VP8", clockRate: 90_000)], of: id)
        try pair.a.setReceivedEncodings([[ReceivedEncoding("x")]], of: id)
        try pair.a.negotiate(with: pair.b)
        try pair.a.release(id)
        try pair.a.negotiate(with: pair.b)
        var encoding = Encoding()
        encoding.maximumBitrate = 5
        #expect(
            try pair.a.addTransceiver(
                .video, TransceiverInit(direction: .sendOnly, encodings: [encoding])) == id)
        #expect(pair.a.transceivers[0].encodings[0].maximumBitrate == 5)
        #expect(pair.a.transceivers[0].receivedEncodings.isEmpty)
        let offer = DescriptionText(try pair.a.createOffer())
        #expect(offer.values("a=rtpmap:", 0).count == 10)
        #expect(!offer.text.contains("a=rid"))
    }

    @Test("PV-58 SO-23: only one with the same rids is taken")
    func simulcast() throws {
        let pair = SessionPair {
            $0.reusesIdleTransceivers = true
            $0.receivesSimulcast = true
        }
        let encodings = { (rids: [ByteString]) in
            TransceiverInit(direction: .sendOnly, encodings: rids.map { Encoding(rid: $0) })
        }
        let id = try pair.a.addTransceiver(.video, encodings(["a", "b"]))
        try pair.a.negotiate(with: pair.b)
        try pair.a.release(id)
        try pair.a.negotiate(with: pair.b)
        for other in [["a", "c"], ["b", "a"], ["a", "b", "c"], []] as [[ByteString]] {
            #expect(try pair.a.addTransceiver(.video, encodings(other)) != id)
        }
        #expect(try pair.a.addTransceiver(.video, encodings(["a", "b"])) == id)
        let (offer, _) = try pair.a.negotiate(with: pair.b)
        #expect(offer.values("a=simulcast:", 0) == ["send a;b"])
    }

    @Test("PV-58: a section that received other rids is not taken; a peer would refuse them")
    func receivedRIDs() throws {
        let pair = pair()
        let receiving = { (rids: [ByteString]) in
            var initial = TransceiverInit(direction: .receiveOnly)
            initial.receivedEncodings = rids.map { [ReceivedEncoding($0)] }
            return initial
        }
        let id = try pair.a.addTransceiver(.video, receiving(["h", "l"]))
        try pair.b.addTrack("t", .video)
        try pair.a.negotiate(with: pair.b)
        try pair.a.release(id)
        try pair.a.negotiate(with: pair.b)
        #expect(try pair.a.addTransceiver(.video, receiving(["h", "x"])) != id)
        #expect(try pair.a.addTransceiver(.video, receiving(["l"])) == id)
        let (offer, answer) = try pair.a.negotiate(with: pair.b)
        #expect(offer.values("a=rid:", 0) == ["l recv"])
        #expect(answer.directions[0] == "sendonly")
    }

    @Test("SD-86 SD-85: what is stopped, refused or never negotiated is not taken")
    func notIdle() throws {
        let pair = pair()
        let unused = try pair.a.addTransceiver(.video, direction: .inactive)
        #expect(try pair.a.addTransceiver(.video, direction: .sendOnly) != unused)
        try pair.a.negotiate(with: pair.b)
        // Inactive because the peer is: the program still wants it.
        let wanted = pair.a.transceivers[1].id
        try pair.b.setDirection(.inactive, of: pair.b.transceivers[1].id)
        try pair.b.negotiate(with: pair.a)
        #expect(pair.a.transceivers[1].currentDirection == .inactive)
        #expect(try pair.a.addTransceiver(.video, direction: .receiveOnly) == unused)
        #expect(try pair.a.addTransceiver(.video, direction: .receiveOnly) != wanted)
        try pair.a.stop(wanted)
        let error = #expect(throws: JSEPError.self) { try pair.a.release(wanted) }
        #expect(error?.kind == .invalidState)
        try pair.a.negotiate(with: pair.b)
        #expect(pair.a.transceivers.allSatisfy { $0.id != wanted })
        pair.a.close()
        #expect(throws: JSEPError.self) { try pair.a.release(unused) }
    }

    @Test("SD-20 SD-80: what is refused takes nothing out of the pool")
    func refused() throws {
        let pair = pair()
        let id = try pair.a.addTransceiver(.video)
        try pair.a.negotiate(with: pair.b)
        try pair.a.release(id)
        try pair.a.negotiate(with: pair.b)
        let before = pair.a.snapshot
        for initial in [
            TransceiverInit(streams: ["a b"]), TransceiverInit(encodings: [Encoding(rid: "~")]),
        ] {
            #expect(throws: JSEPError.self) { try pair.a.addTransceiver(.video, initial) }
            #expect(pair.a.snapshot == before)
        }
        #expect(try pair.a.addTransceiver(.video) == id)
    }

    @Test("SO-12: where no section is idle, rejected ones are recycled as before")
    func besideRecycling() throws {
        let pair = pair()
        let stopped = try pair.a.addTransceiver(.audio)
        let idle = try pair.a.addTransceiver(.audio)
        try pair.a.negotiate(with: pair.b)
        try pair.a.stop(stopped)
        try pair.a.release(idle)
        try pair.a.negotiate(with: pair.b)
        #expect(try pair.a.addTransceiver(.audio, direction: .sendOnly) == idle)
        try pair.a.addTransceiver(.audio, direction: .sendOnly)
        let (offer, _) = try pair.a.negotiate(with: pair.b)
        #expect(offer.media.count == 2)
        #expect(pair.b.transceivers.count == 2)
    }

    @Test("SD-56 SD-50: a rollback leaves the section with its new use")
    func rollback() throws {
        let pair = pair()
        let id = try pair.a.addTransceiver(.video, direction: .sendOnly, streams: ["one"])
        try pair.a.negotiate(with: pair.b)
        try pair.a.release(id)
        try pair.a.negotiate(with: pair.b)
        try pair.a.addTransceiver(.video, direction: .sendOnly, streams: ["two"])
        try pair.a.setLocalDescription()
        try pair.a.rollBack()
        #expect(pair.a.transceivers[0].mid == "0")
        #expect(pair.a.updateNegotiationNeeded())
        #expect(try pair.a.negotiate(with: pair.b).offer.values("a=msid:", 0) == ["two"])
    }

    @Test("IC-09 SO-20: sources and track ids go with the old use, the mid stays")
    func pins() throws {
        let pair = pair()
        let pins = TransceiverPins(mid: "cam", track: "t", sources: [7, 8])
        let id = try pair.a.addTransceiver(
            .video, TransceiverInit(direction: .sendOnly, pins: pins))
        let first = try pair.a.negotiate(with: pair.b)
        #expect(first.offer.values("a=ssrc:", 0).count == 2)
        try pair.a.release(id)
        let idle = try pair.a.negotiate(with: pair.b)
        #expect(idle.offer.values("a=ssrc:", 0).isEmpty)
        // The sources are free for another section at once.
        let other = try pair.a.addTransceiver(
            .audio, TransceiverInit(direction: .sendOnly, pins: TransceiverPins(sources: [7])))
        let again = try pair.a.addTransceiver(
            .video,
            TransceiverInit(
                direction: .sendOnly, streams: ["s"],
                pins: TransceiverPins(track: "u", sources: [8, 9])))
        #expect(again == id && other != id)
        let error = #expect(throws: JSEPError.self) {
            try pair.a.addTransceiver(
                .video, TransceiverInit(pins: TransceiverPins(sources: [9])))
        }
        #expect(error?.kind == .invalidModification)
        let (offer, _) = try pair.a.negotiate(with: pair.b)
        #expect(offer.values("a=mid:", 0) == ["cam"])
        #expect(offer.values("a=msid:", 0) == ["s u"])
        #expect(offer.values("a=ssrc:", 0).map { $0.prefix(2) } == ["8 ", "9 "])
    }
}
