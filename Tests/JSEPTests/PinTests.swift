import JSEP
import SDP
import Testing

@Suite("Pinned payload types, identifiers, mids, tracks, sources and bandwidths")
struct PinTests {
    private static let vp8 = CodecName("VP8", clockRate: 90_000)
    private static let vp9 = CodecName("VP9", clockRate: 90_000, parameters: "profile-id=0")
    private static let opus = CodecName(
        "opus", clockRate: 48_000, channels: 2, parameters: "minptime=10;useinbandfec=1")
    private static let midURI: ByteString = "urn:ietf:params:rtp-hdrext:sdes:mid"
    private static let levelURI: ByteString = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"

    /// What a refused call leaves: all that can be seen, and the next offer.
    private func expectRefused(
        _ kind: JSEPError.Kind, _ session: JSEPSession, _ body: () throws(JSEPError) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let offer = try session.createOffer()
        let before = session.snapshot
        var thrown: JSEPError?
        do throws(JSEPError) { try body() } catch { thrown = error }
        #expect(thrown?.kind == kind, sourceLocation: sourceLocation)
        #expect(session.snapshot == before, sourceLocation: sourceLocation)
        #expect(try session.createOffer() === offer, sourceLocation: sourceLocation)
    }

    // MARK: Sources and tracks

    private static let camera = TransceiverPins(
        mid: "cam", track: "track-1", canonicalName: "host@example",
        sources: [1, 2, 3, 4_294_967_295],
        sourceGroups: [
            SourceGroup(.simulcast, [1, 3]), SourceGroup(.flowIdentification, [1, 2]),
            SourceGroup(.forwardErrorCorrection, [3, 4_294_967_295]),
        ],
        bandwidth: BandwidthLimits(applicationSpecific: 900, transportIndependent: 800_000))

    @Test("IC-09 IC-10 GR-31 GR-32 GR-35: mid, msid, b=, ssrc and ssrc-group as they were pinned")
    func written() throws {
        let session = JSEPSession.seeded(.maxBundle)
        let id = try session.addTransceiver(
            .video,
            TransceiverInit(direction: .sendOnly, streams: ["s1", "s2"], pins: Self.camera))
        #expect(session.transceiver(id)?.pins == Self.camera)
        let peer = JSEPSession.seeded(.maxBundle, seed: 2)
        let (offer, answer) = try session.negotiate(with: peer)
        #expect(offer.bundle == ["cam"])
        #expect(offer.values("a=mid:", 0) == ["cam"])
        #expect(answer.values("a=mid:", 0) == ["cam"])
        #expect(offer.values("a=msid:", 0) == ["s1 track-1", "s2 track-1"])
        #expect(offer.values("b=", 0) == ["AS:900", "TIAS:800000"])
        #expect(
            offer.values("a=ssrc-group:", 0) == ["SIM 1 3", "FID 1 2", "FEC-FR 3 4294967295"])
        #expect(
            offer.values("a=ssrc:", 0)
                == ["1", "2", "3", "4294967295"].map { "\($0) cname:host@example" })
        #expect(session.transceiver(id)?.mid == "cam")
        #expect(peer.transceivers[0].remoteStreams == ["s1", "s2"])
        // The text is one that our own strict reading and verification take.
        let parsed = try SessionDescription(parsing: offer.text)
        #expect(parsed.serialized() == offer.text)
        var index = LineIndex(limits: .sfu)
        let bytes = [UInt8](offer.text.utf8)
        let view = try index.read(bytes.span, tolerating: [])
        var verifier = Verifier(rules: .webRTCOffer)
        try verifier.verify(view)
    }

    @Test("IC-09: an answer has the sources of what it sends")
    func answered() throws {
        let session = JSEPSession.seeded(.maxBundle)
        let id = try session.addTrack("t", .video, streams: ["s"])
        try session.pin(
            TransceiverPins(
                track: "t", canonicalName: "c", sources: [7, 8],
                sourceGroups: [SourceGroup(.flowIdentification, [7, 8])]), of: id)
        try session.addTrack("other", .audio)
        let peer = JSEPSession.seeded(.maxBundle, seed: 2)
        try peer.addTransceiver(.video, direction: .receiveOnly)
        try peer.addTransceiver(.audio, direction: .sendOnly)
        let answer = try peer.negotiate(with: session).answer
        #expect(answer.values("a=ssrc-group:", 0) == ["FID 7 8"])
        #expect(answer.values("a=ssrc:", 0) == ["7 cname:c", "8 cname:c"])
        #expect(answer.values("a=msid:", 0) == ["s t"])
        #expect(answer.values("a=ssrc", 1).isEmpty)
    }

    @Test("IO-41: a section that does not send has no sources", arguments: MediaDirection.allCases)
    func directions(_ direction: MediaDirection) throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(
            .audio, TransceiverInit(direction: direction, pins: TransceiverPins(sources: [9])))
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.values("a=ssrc:", 0).count == (direction.sends ? 1 : 0))
        #expect(offer.values("a=msid:", 0).count == (direction.sends ? 1 : 0))
    }

    @Test("IC-10: the canonical name is the pinned one, the configured one or one random one")
    func canonicalNames() throws {
        func names(_ configured: ByteString?) throws -> [String] {
            let session = JSEPSession.seeded(.maxBundle) { $0.server.canonicalName = configured }
            try session.addTransceiver(
                .audio, TransceiverInit(pins: TransceiverPins(canonicalName: "own", sources: [1])))
            for source: UInt32 in 2...3 {
                try session.addTransceiver(
                    .audio, TransceiverInit(pins: TransceiverPins(sources: [source])))
            }
            let first = try session.negotiate()
            let second = DescriptionText(try session.createOffer())
            #expect(
                (0..<3).map { first.values("a=ssrc:", $0) }
                    == (0..<3).map { second.values("a=ssrc:", $0) })
            return (0..<3).map {
                String(first.values("a=ssrc:", $0)[0].split(separator: ":")[1])
            }
        }
        #expect(try names("conf") == ["own", "conf", "conf"])
        let drawn = try names(nil)
        #expect(drawn[0] == "own")
        #expect(drawn[1] == drawn[2])
        #expect(drawn[1].utf8.count == 16)
    }

    @Test("IC-10: no random bytes are drawn for a name that nothing needs")
    func noName() throws {
        let with = JSEPSession.seeded()
        let without = JSEPSession.seeded()
        try with.addTransceiver(.audio, TransceiverInit(pins: TransceiverPins(track: "t")))
        try without.addTransceiver(.audio)
        #expect(
            DescriptionText(try with.createOffer()).values("a=ice-ufrag:", 0)
                == DescriptionText(try without.createOffer()).values("a=ice-ufrag:", 0))
    }

    @Test("SO-22: pins may be replaced: track and sources change, the mid stays")
    func replaced() throws {
        let session = JSEPSession.seeded(.maxBundle)
        let id = try session.addTransceiver(
            .video, TransceiverInit(streams: ["s"], pins: Self.camera))
        let first = try session.negotiate()
        try session.pin(TransceiverPins(mid: "cam", track: "track-2", sources: [11]), of: id)
        let second = try session.negotiate()
        #expect(second.values("a=mid:", 0) == ["cam"])
        #expect(second.values("a=msid:", 0) == ["s track-2"])
        #expect(second.values("a=ssrc:", 0).count == 1)
        #expect(second.values("b=", 0).isEmpty)
        #expect(Int(second.versionLine[2]) == Int(first.versionLine[2]).map { $0 + 1 })
        try session.pin(TransceiverPins(), of: id)
        #expect(DescriptionText(try session.createOffer()).values("a=ssrc", 0).isEmpty)
        try expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.pin(TransceiverPins(mid: "cam2"), of: id)
        }
    }

    @Test("IC-09: a source that a stopped section had may be used again")
    func sourceOfStopped() throws {
        let session = JSEPSession.seeded(.maxBundle)
        try session.addTransceiver(.audio)
        let pins = TransceiverPins(sources: [5])
        let id = try session.addTransceiver(.video, TransceiverInit(pins: pins))
        try session.negotiate()
        try expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.addTransceiver(.video, TransceiverInit(pins: pins))
        }
        try session.stop(id)
        let next = try session.addTransceiver(.video, TransceiverInit(pins: pins))
        try session.negotiate(AnsweringPeer(rejects: [1]))
        try expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.addTransceiver(.audio, TransceiverInit(pins: pins))
        }
        try session.pin(TransceiverPins(), of: next)
        try session.addTransceiver(.audio, TransceiverInit(pins: pins))
    }

    @Test("A76 A38: what is malformed, out of range or there twice is refused", arguments: 0..<26)
    func refused(_ number: Int) throws {
        let session = JSEPSession.seeded(.maxBundle)
        let id = try session.addTransceiver(.video, TransceiverInit(pins: Self.camera))
        try session.addTransceiver(.audio, TransceiverInit(pins: TransceiverPins(sources: [50])))
        var pins = TransceiverPins(sources: [1, 2])
        let pair = { (sources: [UInt32]) in [SourceGroup(.flowIdentification, sources)] }
        var kind = JSEPError.Kind.type
        switch number {
        case 0: pins.track = ""
        case 1: pins.track = "a b"
        case 2: pins.track = ByteString([UInt8](repeating: 0x61, count: 65))
        case 3: pins.track = "a\r\na=x:1"
        case 4: pins.canonicalName = ""
        case 5: pins.canonicalName = "a\nb"
        case 6: pins.canonicalName = ByteString([0x61, 0])
        case 7: pins.mid = ""
        case 8: pins.mid = "a:b"
        case 9: pins.mid = "12345678901234567"
        case 10: pins.sourceGroups = pair([1])
        case 11: pins.sourceGroups = pair([1, 1])
        case 12: pins.sourceGroups = pair([1, 9])
        case 13: (pins.sources, pins.sourceGroups) = ([1, 2, 3], pair([1, 2, 3]))
        case 14: pins.sourceGroups = [SourceGroup(.simulcast, [2])]
        case 15: pins.sourceGroups = [SourceGroup(.forwardErrorCorrection, [])]
        case 16: (pins.sources, kind) = ([1, 0], .range)
        case 17: (pins.sources, kind) = ([1, 2, 1], .invalidModification)
        case 18: (pins.sources, kind) = ([50], .invalidModification)
        case 19: (pins.sourceGroups, kind) = (pair([1, 2]) + pair([1, 2]), .invalidModification)
        case 20:
            (pins.sources, kind) = ([1, 2, 3], .invalidModification)
            pins.sourceGroups = pair([1, 2]) + pair([3, 2])
        case 21: (pins.bandwidth, kind) = (BandwidthLimits(applicationSpecific: 0), .range)
        case 22:
            (pins.bandwidth, kind) = (BandwidthLimits(transportIndependent: 1 << 31), .range)
        case 23: (pins.sources, kind) = (Array(1...1_025), .operation)
        case 24:
            pins.sourceGroups = [SourceGroup](
                repeating: SourceGroup(.simulcast, [1, 2]), count: 1_025)
            kind = .operation
        default: pins.mid = "a b"
        }
        try expectRefused(kind, session) { () throws(JSEPError) in try session.pin(pins, of: id) }
        try expectRefused(kind, session) { () throws(JSEPError) in
            if pins.sources == [1, 2] || pins.sources == [1, 2, 3] { pins.sources[0] = 1 }
            pins.sources = pins.sources.map { $0 < 3 && $0 > 0 ? $0 + 1_000 : $0 }
            pins.sourceGroups = pins.sourceGroups.map { group in
                SourceGroup(
                    group.semantics, group.sources.map { $0 < 3 && $0 > 0 ? $0 + 1_000 : $0 })
            }
            try session.addTransceiver(.video, TransceiverInit(pins: pins))
        }
    }

    @Test("Limits: 64 characters of a track id, 16 of a mid, 255 of a name, 1,024 sources")
    func boundaries() throws {
        let session = JSEPSession.seeded()
        let pins = TransceiverPins(
            mid: "1234567890123456", track: ByteString([UInt8](repeating: 0x61, count: 64)),
            canonicalName: ByteString([UInt8](repeating: 0x62, count: 255)),
            sources: Array(1...1_024))
        try session.addTransceiver(.video, TransceiverInit(pins: pins))
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.values("a=ssrc:", 0).count == 1_024)
        try JSEPSession.seeded(seed: 2).setRemote(.offer, offer.text)
    }

    @Test("A stopped or unknown transceiver cannot be pinned, nor any of a closed session")
    func notLive() throws {
        let session = JSEPSession.seeded()
        let id = try session.addTransceiver(.audio)
        try session.stop(id)
        for other in [id, TransceiverID(rawValue: 99)] {
            try expectRefused(.invalidState, session) { () throws(JSEPError) in
                try session.pin(TransceiverPins(), of: other)
            }
        }
        session.close()
        #expect(
            #expect(throws: JSEPError.self) { try session.pin(FormatPins()) }?.kind == .invalidState
        )
    }

    // MARK: Mids

    @Test("IO-30 SO-21: generated mids pass pinned ones over, and none is pinned twice")
    func mids() throws {
        let session = JSEPSession.seeded(.maxBundle)
        let first = try session.addTransceiver(.audio)
        // Proposed "0", which is pinned for another section then.
        _ = try session.createOffer()
        try session.addTransceiver(.audio, TransceiverInit(pins: TransceiverPins(mid: "0")))
        try session.addTransceiver(.audio, TransceiverInit(pins: TransceiverPins(mid: "2")))
        try session.addTransceiver(.audio)
        try session.addDataSection(mid: "data")
        let offer = try session.negotiate()
        #expect(
            offer.media.map { DescriptionText.values("a=mid:", $0)[0] }
                == ["1", "0", "2", "3", "data"])
        for mid in ["0", "1", "data"] {
            try expectRefused(.invalidModification, session) { () throws(JSEPError) in
                try session.addTransceiver(
                    .audio, TransceiverInit(pins: TransceiverPins(mid: ByteString(mid))))
            }
        }
        try expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.addDataSection(mid: "other")
        }
        try session.addDataSection(mid: "data")
        try session.stop(first)
        try session.negotiate(AnsweringPeer(rejects: [0]))
        try expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.addTransceiver(.video, TransceiverInit(pins: TransceiverPins(mid: "1")))
        }
    }

    @Test("SD-55: after a rollback the pinned mid comes again")
    func midAfterRollback() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio, TransceiverInit(pins: TransceiverPins(mid: "a1")))
        for _ in 0..<2 {
            try session.setLocalDescription()
            try session.rollBack()
        }
        #expect(DescriptionText(try session.createOffer()).values("a=mid:", 0) == ["a1"])
    }

    @Test("SO-66: a pinned mid that the peer takes first gives way")
    func midOfPeer() throws {
        let session = JSEPSession.seeded(.maxBundle)
        try session.addTransceiver(.video, TransceiverInit(pins: TransceiverPins(mid: "x")))
        try session.addDataSection(mid: "y")
        try session.setLocalDescription()
        try session.setRemote(.offer, AnswerTests.offer([AnswerTests.audio]).text)
        try session.setLocalDescription()
        let offer = DescriptionText(try session.createOffer())
        #expect(
            offer.media.map { DescriptionText.values("a=mid:", $0)[0] } == ["x", "0", "y"])
    }

    // MARK: Payload types and identifiers

    private func payloadTypes(_ offer: DescriptionText, _ section: Int) -> [String: String] {
        var types: [String: String] = [:]
        for map in offer.values("a=rtpmap:", section) {
            let parts = map.split(separator: " ")
            let name = parts[1].split(separator: "/")[0]
            if name != "rtx" && types["\(name)"] == nil { types["\(name)"] = "\(parts[0])" }
        }
        for format in offer.values("a=fmtp:", section) where format.contains("apt=") {
            let parts = format.split(separator: " ")
            types["rtx of \(parts[1].dropFirst(4))"] = "\(parts[0])"
        }
        return types
    }

    @Test("SO-28 SO-29 IO-28 IO-38: numbers of the whole session; what had them gets others")
    func sessionNumbers() throws {
        let session = JSEPSession.seeded(.maxBundle)
        // 111 is Opus' and 97 is a retransmission's in the standard set; the two swap.
        try session.pin(
            FormatPins(
                payloadTypes: [
                    PayloadTypePin(Self.vp8, 111, retransmission: 35),
                    PayloadTypePin(Self.opus, 96),
                ],
                extensions: [ExtensionPin(Self.midURI, 1), ExtensionPin(Self.levelURI, 255)]))
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        let peer = JSEPSession.seeded(.maxBundle, seed: 2)
        let (offer, answer) = try session.negotiate(with: peer)
        for text in [offer, answer] {
            #expect(payloadTypes(text, 0)["opus"] == "96")
            #expect(payloadTypes(text, 1)["VP8"] == "111")
            #expect(payloadTypes(text, 1)["rtx of 111"] == "35")
            for section in 0...1 {
                #expect(text.values("a=extmap:", section).contains("1 \(Self.midURI)"))
            }
            #expect(text.values("a=extmap:", 0).contains("255 \(Self.levelURI)"))
        }
        let all = offer.values("a=rtpmap:", 0) + offer.values("a=rtpmap:", 1)
        let numbers = all.map { $0.split(separator: " ")[0] }
        #expect(Set(numbers).count == numbers.count)
        #expect(session.negotiatedCodecs(of: session.transceivers[1].id)[0].payloadType == 111)
    }

    @Test("SO-28: numbers of one section alone; other sections keep theirs")
    func transceiverNumbers() throws {
        let session = JSEPSession.seeded(.maxBundle)
        try session.addTransceiver(.video)
        let pins = FormatPins(
            payloadTypes: [PayloadTypePin(Self.vp8, 120, retransmission: 121)],
            extensions: [ExtensionPin(Self.midURI, 20)])
        try session.addTransceiver(.video, TransceiverInit(pins: TransceiverPins(formats: pins)))
        try session.addTransceiver(.video)
        let (offer, _) = try session.negotiate(with: .seeded(.maxBundle, seed: 2))
        #expect([0, 1, 2].map { payloadTypes(offer, $0)["VP8"] } == ["96", "120", "96"])
        #expect(payloadTypes(offer, 1)["rtx of 120"] == "121")
        #expect(payloadTypes(offer, 1)["VP9"] == payloadTypes(offer, 0)["VP9"])
        #expect(
            [0, 1, 2].map { section in
                offer.values("a=extmap:", section).first { $0.hasSuffix("\(Self.midURI)") }
            } == ["4 \(Self.midURI)", "20 \(Self.midURI)", "4 \(Self.midURI)"])
        // The next offer says the same.
        #expect(
            DescriptionText(try session.createOffer()).media[1].filter { $0.hasPrefix("a=rtpmap") }
                == offer.media[1].filter { $0.hasPrefix("a=rtpmap") })
    }

    @Test(
        "IO-27 IO-28 IO-38 PV-54: numbers that are none, or would mean two things",
        arguments: 0..<17)
    func refusedNumbers(_ number: Int) throws {
        let session = JSEPSession.seeded(.maxBundle)
        try session.pin(
            FormatPins(
                payloadTypes: [PayloadTypePin(Self.vp8, 100)],
                extensions: [ExtensionPin(Self.midURI, 3)]))
        let id = try session.addTransceiver(.video)
        // Without an offer the numbers of the set give way; pinned ones do not.
        let isTold = number >= 12
        if isTold { try session.negotiate() }
        var pins = FormatPins()
        var kind = JSEPError.Kind.invalidModification
        let type = { (payloadType: UInt8) in [PayloadTypePin(Self.vp9, payloadType)] }
        switch number {
        case 0: (pins.payloadTypes, kind) = (type(64), .range)
        case 1: (pins.payloadTypes, kind) = (type(95), .range)
        case 2: (pins.payloadTypes, kind) = (type(128), .range)
        case 3:
            (pins.payloadTypes, kind) = (
                [PayloadTypePin(Self.vp9, 101, retransmission: 255)], .range
            )
        case 4: (pins.extensions, kind) = ([ExtensionPin(Self.levelURI, 0)], .range)
        case 5: (pins.extensions, kind) = ([ExtensionPin(Self.levelURI, 15)], .range)
        case 6: (pins.extensions, kind) = ([ExtensionPin(Self.levelURI, 256)], .range)
        case 7: pins.payloadTypes = type(100)
        case 8: pins.payloadTypes = [PayloadTypePin(Self.vp9, 101, retransmission: 101)]
        case 9: pins.extensions = [ExtensionPin(Self.levelURI, 3)]
        case 10: pins.payloadTypes = [PayloadTypePin(CodecName("H266", clockRate: 90_000), 101)]
        case 11: pins.extensions = [ExtensionPin("urn:unknown", 9)]
        // Told: opus has 111, and the audio level 1.
        case 12: pins.payloadTypes = type(111)
        case 13: pins.extensions = [ExtensionPin(Self.midURI, 1)]
        case 14: pins.payloadTypes = [PayloadTypePin(Self.vp8, 101), PayloadTypePin(Self.vp8, 102)]
        case 15:
            pins.extensions = [ExtensionPin(Self.levelURI, 30), ExtensionPin(Self.levelURI, 31)]
        default: pins.payloadTypes = [PayloadTypePin(Self.vp9, 111, retransmission: 112)]
        }
        // To make an offer before would tell the numbers.
        func expectRefused(_ body: () throws(JSEPError) -> Void) throws {
            let before = session.snapshot
            var thrown: JSEPError?
            do throws(JSEPError) { try body() } catch { thrown = error }
            #expect(thrown?.kind == kind)
            #expect(session.snapshot == before)
        }
        try expectRefused { () throws(JSEPError) in try session.pin(pins) }
        try expectRefused { () throws(JSEPError) in
            try session.pin(TransceiverPins(formats: pins), of: id)
        }
        let offer = DescriptionText(try session.createOffer())
        let other = JSEPSession.seeded(.maxBundle)
        try other.pin(
            FormatPins(
                payloadTypes: [PayloadTypePin(Self.vp8, 100)],
                extensions: [ExtensionPin(Self.midURI, 3)]))
        try other.addTransceiver(.video)
        if isTold { try other.negotiate() }
        #expect(offer.text == DescriptionText(try other.createOffer()).text)
    }

    @Test("SO-28 SO-66: a peer's offer wins over pins, and the numbers never get a second meaning")
    func peerWins() throws {
        let session = JSEPSession.seeded(.maxBundle)
        let pins = FormatPins(payloadTypes: [PayloadTypePin(Self.vp8, 111)])
        try session.addTransceiver(
            .video, TransceiverInit(pins: TransceiverPins(formats: pins)))
        // The peer's 111 is H.264 and its VP8 is 35.
        try session.setRemote(
            .offer, AnswerTests.offer([AnswerTests.audio, AnswerTests.video]).text)
        try session.setLocalDescription()
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.media.count == 3)
        #expect(payloadTypes(offer, 1)["VP8"] == "35")
        #expect(payloadTypes(offer, 2)["VP8"] == "35")
        #expect(payloadTypes(offer, 2)["H264"] == "111")
    }

    @Test("SO-28 SO-29: numbers adopted from the offer that the subscriber published with")
    func adopted() throws {
        let session = JSEPSession.seeded(.maxBundle)
        let published = [UInt8](
            AnswerTests.offer([AnswerTests.audio, AnswerTests.video]).text.utf8)
        try session.adoptFormats(of: published.span)
        #expect(session.signalingState == .stable)
        #expect(session.transceivers.isEmpty)
        try session.addTransceiver(.audio, direction: .sendOnly)
        try session.addTransceiver(.video, direction: .sendOnly)
        let offer = DescriptionText(try session.createOffer())
        #expect(payloadTypes(offer, 0)["opus"] == "100")
        #expect(payloadTypes(offer, 1)["VP8"] == "35")
        #expect(payloadTypes(offer, 1)["H264"] == "111")
        #expect(payloadTypes(offer, 1)["rtx of 35"] == "97")
        #expect(offer.values("a=extmap:", 0).contains("9 \(Self.midURI)"))
        #expect(offer.values("a=extmap:", 0).contains("3 \(Self.levelURI)"))
        // What the set does not know keeps its number: speex 101, urn:other 5.
        #expect(!offer.text.contains("a=rtpmap:101 "))
        #expect(!offer.text.contains("a=extmap:5 "))
        // Adopted numbers are pinned.
        try expectRefused(.invalidModification, session) { () throws(JSEPError) in
            try session.pin(FormatPins(payloadTypes: [PayloadTypePin(Self.vp9, 35)]))
        }
        try expectRefused(.invalidState, session) { () throws(JSEPError) in
            try session.adoptFormats(of: published.span)
        }
    }

    @Test("SO-28 PV-01: what cannot be adopted changes nothing", arguments: 0..<6)
    func notAdopted(_ number: Int) throws {
        let session = JSEPSession.seeded(.maxBundle)
        var offer = AnswerTests.offer([AnswerTests.audio, AnswerTests.video])
        var kind = JSEPError.Kind.invalidModification
        switch number {
        case 0: try session.pin(FormatPins(payloadTypes: [PayloadTypePin(Self.vp9, 35)]))
        case 1: try session.pin(FormatPins(payloadTypes: [PayloadTypePin(Self.vp8, 36)]))
        case 2: try session.pin(FormatPins(extensions: [ExtensionPin(Self.levelURI, 9)]))
        case 3: (offer.session[0], kind) = ("v=1", .syntax)
        case 4: (offer.media[1][0], kind) = ("m=video 9 UDP/TLS/RTP/SAVPF 70", .invalidAccess)
        default:
            offer.media[1] = offer.media[1].map {
                $0 == "a=rtpmap:35 VP8/90000" ? "a=rtpmap:35 VP8/x" : $0
            }
            kind = .syntax
        }
        let bytes = [UInt8](offer.text.utf8)
        let before = session.snapshot
        let error = #expect(throws: JSEPError.self) { try session.adoptFormats(of: bytes.span) }
        #expect(error?.kind == kind)
        #expect(session.snapshot == before)
        try session.addTransceiver(.video)
        let vp8 = payloadTypes(DescriptionText(try session.createOffer()), 0)["VP8"]
        #expect(vp8 == (number == 1 ? "36" : "96"))
    }

    @Test("Payload types run out: a codec that would be left without one is not moved")
    func numbersRunOut() throws {
        let codec = CodecCapability("x", clockRate: 8_000)
        let full = try CapabilitySet(
            audio: (0..<61).map { CodecCapability("x\($0)", like: codec) }, video: [],
            extensions: [])
        let session = JSEPSession.seeded { $0.capabilities = full }
        // 60 has the last one, and gives it to 0 for the one that becomes free.
        try session.pin(
            FormatPins(payloadTypes: [PayloadTypePin(CodecName("x0", clockRate: 8_000), 63)]))
        try session.addTransceiver(.audio)
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.values("a=rtpmap:", 0).contains("63 x0/8000"))
        #expect(offer.values("a=rtpmap:", 0).contains("96 x60/8000"))
        #expect(offer.values("a=rtpmap:", 0).count == 61)
        let other = JSEPSession.seeded { $0.capabilities = full }
        let pins = FormatPins(payloadTypes: [PayloadTypePin(CodecName("x0", clockRate: 8_000), 63)])
        let error = #expect(throws: JSEPError.self) {
            try other.addTransceiver(.audio, TransceiverInit(pins: TransceiverPins(formats: pins)))
        }
        #expect(error?.kind == .range)
        #expect(other.transceivers.isEmpty)
    }
}

extension CodecCapability {
    fileprivate init(_ name: String, like other: CodecCapability) {
        self = other
        self.name = ByteString(name)
    }
}
