import ICECredentials
import JSEP
import SDP
import Testing

@Suite("Initial offer: RFC 9429 section 5.2.1")
struct InitialOfferTests {
    /// Audio, video with two streams, data.
    private func offer(
        _ policy: BundlePolicy = .balanced, change: (inout SessionConfiguration) -> Void = { _ in }
    ) throws -> DescriptionText {
        let session = JSEPSession.seeded(policy, change: change)
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video, streams: ["left", "right"])
        try session.addDataSection()
        return DescriptionText(try session.createOffer())
    }

    @Test("IO-01 IO-02 IO-05 IO-06 IO-07 IO-08: the session lines, in this order")
    func sessionLines() throws {
        let session = try offer().session
        #expect(session[0] == "v=0")
        let origin = session[1].split(separator: " ")
        #expect(origin.count == 6)
        #expect(origin[0] == "o=-")
        #expect(origin.suffix(3).joined(separator: " ") == "IN IP4 0.0.0.0")
        #expect(session[2] == "s=-")
        #expect(session[3] == "t=0 0")
        #expect(session.contains("a=ice-options:trickle ice2"))
        #expect(session.dropFirst(4).allSatisfy { $0.hasPrefix("a=") })
    }

    @Test("IO-03 IO-04 IC-06: 63 random bits, and a version below 2^62", arguments: 0..<64)
    func sessionID(seed: UInt64) throws {
        let offer = DescriptionText(try JSEPSession.seeded(seed: seed).createOffer())
        let id = try #require(UInt64(offer.versionLine[1]))
        #expect(id < 1 << 63)
        #expect(try #require(UInt64(offer.versionLine[2])) < 1 << 62)
    }

    @Test("IO-03: the kernel's session ids differ")
    func sessionIDsDiffer() throws {
        let fingerprint = Fingerprint<ByteString>(
            hashFunction: "sha-256", value: ByteString(AnsweringPeer.fingerprint))
        let ids = try (0..<50).map { _ in
            let session = JSEPSession(SessionConfiguration(fingerprints: [fingerprint]))
            return DescriptionText(try session.createOffer()).versionLine[1]
        }
        #expect(Set(ids).count == 50)
    }

    @Test("IC-01 IC-02: credentials have the sizes that are asked for, from one draw")
    func credentialSizes() throws {
        let sizes = try ICECredentialSizes(usernameFragment: 4, password: 256)
        let offer = try offer(.maxCompat) { $0.credentialSizes = sizes }
        for section in 0..<3 {
            #expect(offer.values("a=ice-ufrag:", section).map(\.count) == [4])
            #expect(offer.values("a=ice-pwd:", section).map(\.count) == [256])
        }
    }

    @Test("Every kind of source makes offers", arguments: [RandomSource.Kind.buffered, .fast])
    func sources(_ kind: RandomSource.Kind) throws {
        let fingerprint = Fingerprint<ByteString>(
            hashFunction: "sha-256", value: ByteString(AnsweringPeer.fingerprint))
        // Shared, as the sessions of a thread do.
        let source = kind == .fast ? RandomSource.fast() : .buffered()
        let fragments = try (0..<50).map { _ in
            let session = JSEPSession(
                SessionConfiguration(fingerprints: [fingerprint]), random: source)
            try session.addDataSection()
            return DescriptionText(try session.createOffer()).values("a=ice-ufrag:", 0)
        }
        #expect(Set(fragments).count == 50)
    }

    @Test("CO-30: without transceivers and channels there are session lines only")
    func empty() throws {
        let offer = DescriptionText(try JSEPSession.seeded().createOffer())
        #expect(offer.media.isEmpty)
        #expect(offer.bundle == nil)
        #expect(offer.session.count >= 4)
    }

    @Test(
        "IO-10 IO-11 CO-31: every section is in the group, the first live one leads",
        arguments: BundlePolicy.allCases)
    func bundleGroup(policy: BundlePolicy) throws {
        let offer = try offer(policy)
        #expect(offer.bundle == ["0", "1", "2"])
        #expect(!offer.media[0].contains("a=bundle-only"))
    }

    @Test("IO-13: nothing that JSEP forbids at the session level")
    func forbiddenAttributes() throws {
        let text = try offer().text
        for name in ["a=crypto", "a=key-mgmt", "a=ice-lite", "k="] {
            #expect(!text.contains(name))
        }
    }

    @Test("IO-20 IO-70: transceivers in the order they were added, data last")
    func sectionOrder() throws {
        let session = JSEPSession.seeded()
        try session.addDataSection()
        try session.addTransceiver(.video)
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video)
        try session.addDataSection()
        let offer = DescriptionText(try session.createOffer())
        #expect(
            offer.media.map { $0[0].split(separator: " ")[0] }
                == ["m=video", "m=audio", "m=video", "m=application"])
    }

    @Test("IO-22 IO-23 IO-26: m= and c= of RTP sections")
    func mediaLine() throws {
        let offer = try offer()
        for position in 0..<2 {
            let fields = offer.media[position][0].split(separator: " ")
            #expect(fields[1] == "9")
            #expect(fields[2] == "UDP/TLS/RTP/SAVPF")
            #expect(fields.count > 3)
            #expect(offer.media[position][1] == "c=IN IP4 0.0.0.0")
        }
    }

    @Test("IO-24 IO-25: the mandatory codecs, in the order of the capabilities")
    func mandatoryCodecs() throws {
        let offer = try offer()
        let audio = offer.values("a=rtpmap:", 0).map { $0.split(separator: " ")[1] }
        #expect(audio.first == "opus/48000/2")
        #expect(audio.contains("PCMU/8000") && audio.contains("PCMA/8000"))
        let video = offer.values("a=rtpmap:", 1).map { $0.split(separator: " ")[1] }
        #expect(video.first == "VP8/90000")
        let baseline = offer.values("a=fmtp:", 1).filter { $0.contains("profile-level-id=42e01f") }
        #expect(!baseline.isEmpty && video.contains("H264/90000"))
    }

    @Test("IO-27 IO-28 IO-32 IO-33 IO-39: payload types are valid, mapped once, and used")
    func payloadTypes() throws {
        let offer = try offer()
        var meanings: [Int: String] = [:]
        for position in 0..<2 {
            let listed = offer.media[position][0].split(separator: " ").dropFirst(3)
                .compactMap { Int($0) }
            #expect(Set(listed).count == listed.count)
            var mapped: [Int: String] = [:]
            for map in offer.values("a=rtpmap:", position) {
                let fields = map.split(separator: " ")
                let payloadType = try #require(Int(fields[0]))
                #expect(mapped[payloadType] == nil)
                mapped[payloadType] = String(fields[1])
                #expect(0...127 ~= payloadType && !(64...95 ~= payloadType))
                #expect(meanings[payloadType] == nil)
                meanings[payloadType] = String(fields[1])
            }
            #expect(Set(mapped.keys) == Set(listed))
            for (payloadType, name) in mapped where name.hasPrefix("rtx/") {
                let apt = offer.values("a=fmtp:\(payloadType) apt=", position)
                let primary = try #require(apt.first.flatMap { Int($0) })
                let clock = try #require(mapped[primary]?.split(separator: "/")[1])
                #expect(name == "rtx/\(clock)")
            }
            for prefix in ["a=rtcp-fb:", "a=fmtp:"] {
                for value in offer.values(prefix, position) {
                    let payloadType = try #require(Int(value.split(separator: " ")[0]))
                    #expect(listed.contains(payloadType))
                }
            }
            let parameters = offer.values("a=fmtp:", position).map { $0.split(separator: " ")[0] }
            #expect(Set(parameters).count == parameters.count)
        }
    }

    @Test("IO-30 IC-07: mids are unique, short and not yet the transceiver's")
    func mids() throws {
        let session = JSEPSession.seeded()
        for _ in 0..<300 { try session.addTransceiver(.audio) }
        let offer = DescriptionText(try session.createOffer())
        let mids = offer.media.indices.flatMap { offer.values("a=mid:", $0) }
        #expect(mids.count == 300)
        #expect(Set(mids).count == 300)
        #expect(mids.allSatisfy { $0.utf8.count <= 3 })
        #expect(session.transceivers.allSatisfy { $0.mid == nil })
    }

    @Test("IO-31 IO-40 IO-41: direction and msid", arguments: MediaDirection.allCases)
    func direction(direction: MediaDirection) throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio, direction: direction)
        try session.addTransceiver(.video, direction: direction, streams: ["a", "{b}"])
        let offer = DescriptionText(try session.createOffer())
        for position in 0..<2 {
            let lines = offer.media[position].filter { DescriptionText.directionLines.contains($0) }
            #expect(lines == ["a=" + String(direction.attributeName)])
            #expect(offer.values("a=rid", position).isEmpty)
            #expect(offer.values("a=simulcast", position).isEmpty)
        }
        #expect(offer.values("a=msid:", 0) == (direction.sends ? ["-"] : []))
        #expect(offer.values("a=msid:", 1) == (direction.sends ? ["a", "{b}"] : []))
    }

    @Test("a=msid is never followed by credentials, which some programs would cut out with it")
    func lineAfterStream() throws {
        let offer = try offer()
        for lines in offer.media {
            for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("a=msid:") {
                #expect(!next.hasPrefix("a=ice-") && !next.hasPrefix("a=fingerprint"))
            }
        }
    }

    @Test("IO-35: a=maxptime is the smallest maximum of the audio codecs")
    func maximumPacketTime() throws {
        let capabilities = try CapabilitySet(
            audio: [
                CodecCapability("opus", clockRate: 48_000, channels: 2, maximumPacketTime: 120),
                CodecCapability("x", clockRate: 8_000, maximumPacketTime: 60),
                CodecCapability("y", clockRate: 8_000),
            ], video: [CodecCapability("z", clockRate: 90_000, maximumPacketTime: 30)],
            extensions: [])
        let offer = try offer { $0.capabilities = capabilities }
        #expect(offer.values("a=maxptime:", 0) == ["60"])
        #expect(offer.values("a=maxptime:", 1).isEmpty)
    }

    @Test("IO-37 IO-38: one identifier means one extension, 1 to 14, with sdes:mid")
    func extensions() throws {
        let offer = try offer()
        var meanings: [String: String] = [:]
        for position in 0..<2 {
            let values = offer.values("a=extmap:", position).map { $0.split(separator: " ") }
            #expect(values.contains { $0[1] == "urn:ietf:params:rtp-hdrext:sdes:mid" })
            for fields in values {
                let id = try #require(Int(fields[0]))
                #expect(1...14 ~= id)
                let uri = meanings[String(fields[0])]
                #expect(uri == nil || uri == String(fields[1]))
                meanings[String(fields[0])] = String(fields[1])
            }
            #expect(Set(values.map { $0[0] }).count == values.count)
        }
        #expect(Set(meanings.values).count == meanings.count)
        #expect(offer.session.contains("a=extmap-allow-mixed"))
    }

    @Test("IO-71 IO-72 IO-73 IO-74: the data section")
    func dataSection() throws {
        let offer = try offer()
        let data = offer.media[2]
        #expect(data[0] == "m=application 9 UDP/DTLS/SCTP webrtc-datachannel")
        #expect(data[1] == "c=IN IP4 0.0.0.0")
        #expect(data.contains("a=mid:2"))
        #expect(data.contains("a=sctp-port:5000"))
        #expect(data.contains("a=max-message-size:262144"))
        #expect(data.contains("a=setup:actpass"))
        #expect(!data.contains("a=bundle-only"))
        #expect(!data.contains { $0.hasPrefix("a=rtcp") })
        #expect(!data.contains { DescriptionText.directionLines.contains($0) })
    }

    @Test("IO-70: no data section without a channel, one for any number")
    func dataSectionCount() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        #expect(DescriptionText(try session.createOffer()).media.count == 1)
        for _ in 0..<5 { try session.addDataSection() }
        #expect(DescriptionText(try session.createOffer()).media.count == 2)
    }

    @Test("CO-15: without a certificate there is no offer")
    func noCertificate() throws {
        let session = JSEPSession(SessionConfiguration(), random: .seeded(1))
        let error = #expect(throws: JSEPError.self) { try session.createOffer() }
        #expect(error?.kind == .notReadable)
        let fingerprint = Fingerprint<ByteString>(hashFunction: "sha-256", value: "AB:CD")
        try session.setFingerprints([fingerprint])
        #expect(try session.createOffer().text.hasPrefix("v=0\r\n"))
        let second = #expect(throws: JSEPError.self) { try session.setFingerprints([fingerprint]) }
        #expect(second?.kind == .invalidModification)
    }

    @Test("A source of random bytes that fails leaves no offer and no change")
    func noRandomBytes() throws {
        let session = JSEPSession(
            SessionConfiguration(fingerprints: [
                Fingerprint(hashFunction: "sha-256", value: "AB:CD")
            ]), random: .failing())
        try session.addTransceiver(.audio)
        let error = #expect(throws: JSEPError.self) { try session.createOffer() }
        #expect(error?.kind == .notReadable)
        #expect(session.lastCreatedOffer == nil)
        #expect(session.signalingState == .stable)
    }

    @Test("A76: no stream id can inject a line", arguments: ["a\r\nb", "a b", "", "a\0", "ü"])
    func injection(stream: String) throws {
        let session = JSEPSession.seeded()
        let error = #expect(throws: JSEPError.self) {
            try session.addTransceiver(.audio, streams: [ByteString(stream)])
        }
        #expect(error?.kind == .type)
        #expect(session.transceivers.isEmpty)
    }

    @Test("More transceivers than the limit of media sections are refused")
    func transceiverLimit() throws {
        let session = JSEPSession.seeded { $0.limits.mediaSections = 3 }
        try session.addTransceiver(.audio)
        try session.addTransceiver(.audio)
        let error = #expect(throws: JSEPError.self) { try session.addTransceiver(.audio) }
        #expect(error?.kind == .operation)
        try session.addDataSection()
        #expect(DescriptionText(try session.createOffer()).media.count == 3)
    }
}
