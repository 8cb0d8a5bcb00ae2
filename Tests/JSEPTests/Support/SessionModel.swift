import ICECredentials
import JSEP
import SDP

/// Two sessions, the messages between them, and what must hold after each step.
struct SessionModel<Source: NumberSource> {
    private let sessions: [JSEPSession]
    private var random: Source
    /// Messages on their way to each session.
    private var inboxes: [[Message]] = [[], []]
    private var meanings = [Meanings(), Meanings()]
    private var trackCount = 0
    private var transportCount = 0
    private(set) var exchanges = 0
    private(set) var violation: String?

    private enum Message {
        case description(DescriptionType, String)
        case candidate(CandidateInit)
    }

    init(_ source: Source) {
        random = source
        let policy = BundlePolicy.allCases[random.below(3)]
        let receivesSimulcast = random.below(2) == 0
        let reusesIdle = random.below(5) > 0
        let order: CodecPolicy.Order = random.below(2) == 0 ? .peer : .own
        let maximumCodecs = random.below(7) == 0 ? 1 : nil
        let prepare = { (configuration: inout SessionConfiguration) in
            configuration.receivesSimulcast = receivesSimulcast
            configuration.reusesIdleTransceivers = reusesIdle
            configuration.codecPolicy.order = order
            configuration.codecPolicy.maximumCodecs = maximumCodecs
        }
        let seed = UInt64(random.below(256))
        let pair = SessionPair(policy, seed: seed, change: prepare)
        // A server that has its transports, and a client.
        let server = JSEPSession.seeded(policy, seed: seed) {
            prepare(&$0)
            $0.server.isICELite = true
            $0.server.hostsTransports = true
            $0.server.midPolicy = .text("m")
        }
        sessions = [random.below(3) == 0 ? server : pair.a, pair.b]
    }

    /// Hands over the transports that the next description needs.
    private mutating func supply(_ side: Int, _ options: OfferOptions = OfferOptions()) throws {
        let session = sessions[side]
        for demand in session.missingTransports(options) {
            transportCount += 1
            let name = ByteString("host\(transportCount)")
            let transport = HostTransport(
                usernameFragment: name,
                password: ByteString([UInt8](repeating: 0x70, count: 22) + [UInt8](name)))
            if let restarts = demand.restarts {
                try session.restartHostTransport(restarts, with: transport)
            } else {
                try session.addHostTransport(transport)
            }
        }
        if !session.missingTransports(options).isEmpty { violate("a transport is still missing") }
    }

    mutating func step() throws {
        let side = random.below(2)
        switch random.below(22) {
        case 0..<7: try change(side)
        case 7..<9: try offer(side)
        case 9..<16: try deliver(side)
        case 16: try fail(side)
        case 17: try rollBack(side)
        case 18, 19: attempt(side)
        default: _ = sessions[side].updateNegotiationNeeded()
        }
        checkInvariants()
    }

    /// Lets all messages arrive and negotiates until no session needs it.
    mutating func finish() throws {
        for _ in 0..<12 {
            for _ in 0..<60 where !(inboxes[0].isEmpty && inboxes[1].isEmpty) {
                try deliver(0)
                try deliver(1)
            }
            guard let side = sessions.firstIndex(where: { $0.signalingState == .haveRemoteOffer })
            else { break }
            try answer(side)
        }
        for side in [0, 1, 0, 1] where sessions[side].signalingState == .stable {
            try supply(side)
            let offer = try sessions[side].createOffer()
            try sessions[side].setLocalDescription(offer)
            try sessions[1 - side].setRemote(.offer, offer.text)
            try supply(1 - side)
            let answer = try sessions[1 - side].createAnswer()
            try sessions[1 - side].setLocalDescription(answer)
            try sessions[side].setRemote(.answer, answer.text)
            checkInvariants()
            if sessions[side].updateNegotiationNeeded() {
                violate("an offerer still needs negotiation")
            }
        }
        let needs = sessions.map { $0.updateNegotiationNeeded() }
        if needs.contains(true) { violate("negotiation is needed for ever: \(needs)") }
    }

    private mutating func violate(_ text: String) { if violation == nil { violation = text } }

    // MARK: What a program does

    private mutating func change(_ side: Int) throws {
        let session = sessions[side]
        let live = session.transceivers.filter { !$0.isStopping }
        let chosen = live.isEmpty ? nil : live[random.below(live.count)]
        switch random.below(17) {
        case 14: pinAnything(session, chosen?.id)
        case 15: pinAnything(session, nil)
        case 0, 1:
            if live.count > 10 { return }
            try session.addTransceiver(
                random.below(2) == 0 ? .audio : .video,
                TransceiverInit(
                    direction: MediaDirection.allCases[random.below(4)],
                    streams: ["s0", "s1"].filter { _ in random.below(2) == 0 },
                    encodings: random.below(3) == 0
                        ? [Encoding(rid: "h"), Encoding(rid: "l")] : []))
        case 2:
            if live.count > 10 { return }
            trackCount += 1
            try session.addTrack(
                ByteString("t\(trackCount)"), random.below(2) == 0 ? .audio : .video,
                streams: ["s\(random.below(3))" == "s0" ? "s0" : "s2"])
        case 3: if let chosen { _ = try session.removeTrack(of: chosen.id) }
        case 4, 5:
            if let chosen {
                try session.setDirection(MediaDirection.allCases[random.below(4)], of: chosen.id)
            }
        case 6: if let chosen { try session.stop(chosen.id) }
        case 7: if let chosen { try session.setStreams(["s3"], of: chosen.id) }
        case 8: _ = try session.createDataChannel("c")
        case 9:
            if let chosen {
                var codecs = CapabilitySet.standard().codecs(chosen.kind)
                codecs.removeAll { _ in random.below(3) == 0 }
                for place in codecs.indices { codecs.swapAt(place, random.below(place + 1)) }
                if codecs.contains(where: { $0.name != "CN" }) || codecs.isEmpty {
                    try session.setCodecPreferences(codecs, of: chosen.id)
                }
            }
        case 10:
            _ = session.restartICE()
            // Made, and not applied.
            try supply(side)
            if session.signalingState == .haveRemoteOffer { _ = try session.createAnswer() }
            if session.signalingState == .stable { _ = try session.createOffer() }
        case 11: if let chosen { try session.setReceivedEncodings(streams(chosen), of: chosen.id) }
        case 12, 13: if let chosen { try session.release(chosen.id) }
        default: try session.offerToReceive(audio: random.below(2) == 0, video: nil)
        }
    }

    /// Some of three streams, paused or not, in any order; a peer that knows some gets no
    /// others (PV-58).
    private mutating func streams(_ transceiver: Transceiver) -> [[ReceivedEncoding]] {
        let known = transceiver.receivedEncodings.joined().map { $0.rid }
        let sent = transceiver.encodings.map { $0.rid }
        var rids: [ByteString] = transceiver.mid == nil ? ["x", "y", "z"] : known
        rids.removeAll { rid in sent.contains(rid) || random.below(3) == 0 }
        for place in rids.indices { rids.swapAt(place, random.below(place + 1)) }
        return rids.map { [ReceivedEncoding($0, isPaused: random.below(4) == 0)] }
    }

    /// Pins what comes to mind, which may be refused, and then changes nothing.
    private mutating func pinAnything(_ session: JSEPSession, _ id: TransceiverID?) {
        let capabilities = session.configuration.capabilities
        let codecs = capabilities.codecs(random.below(2) == 0 ? .audio : .video)
        let uris = capabilities.extensionURIs(.video)
        var formats = FormatPins()
        for _ in 0..<random.below(3) {
            let codec = codecs[random.below(codecs.count)]
            let name = CodecName(
                codec.name, clockRate: codec.clockRate, channels: codec.channels,
                parameters: codec.parameters)
            formats.payloadTypes.append(
                PayloadTypePin(
                    name, UInt8(random.below(130)),
                    retransmission: random.below(2) == 0 ? nil : UInt8(random.below(128))))
        }
        if random.below(2) == 0 {
            let uri = uris[random.below(uris.count)]
            formats.extensions.append(ExtensionPin(uri, UInt16(random.below(24))))
        }
        let before = session.snapshot
        do throws(JSEPError) {
            guard let id else { return try session.pin(formats) }
            let sources = (0..<random.below(3)).map { _ in UInt32(random.below(20)) }
            try session.pin(
                TransceiverPins(
                    mid: random.below(3) == 0 ? ByteString("\(random.below(9))") : nil,
                    track: "t", sources: sources,
                    sourceGroups: sources.count == 2
                        ? [SourceGroup(.flowIdentification, sources)] : [],
                    formats: formats), of: id)
        } catch {
            if session.snapshot != before { violate("a refused pin changed something") }
        }
    }

    // MARK: What signalling does

    private mutating func offer(_ side: Int) throws {
        let session = sessions[side]
        let other = sessions[1 - side].signalingState
        // SD-38: an offer may replace one that was not answered yet.
        let replaces = session.signalingState == .haveLocalOffer && other == .haveRemoteOffer
        guard inboxes[1 - side].isEmpty,
            session.signalingState == .stable || (replaces && inboxes[side].isEmpty)
        else { return }
        let options = OfferOptions(iceRestart: random.below(8) == 0)
        try supply(side, options)
        let offer = try session.createOffer(options)
        meanings[side].read(.offer, offer.text, &violation)
        let effects = try session.setLocalDescription(offer)
        inboxes[1 - side].append(.description(.offer, offer.text))
        try gather(effects, side)
    }

    private mutating func answer(_ side: Int) throws {
        let session = sessions[side]
        try supply(side)
        let answer = try session.createAnswer()
        meanings[side].read(.answer, answer.text, &violation)
        if random.below(4) == 0 {
            try session.setLocalDescription(answer, as: .provisionalAnswer)
            inboxes[1 - side].append(.description(.provisionalAnswer, answer.text))
        }
        let effects = try session.setLocalDescription(answer)
        inboxes[1 - side].append(.description(.answer, answer.text))
        exchanges += 1
        try gather(effects, side)
    }

    private mutating func gather(_ effects: DescriptionEffects, _ side: Int) throws {
        for transport in effects.gathering {
            let port = UInt16(random.below(60_000) + 1)
            let candidate = Candidate<ByteString>(
                foundation: "1", component: 1, transport: "udp", priority: 1,
                address: "192.0.2.1", port: port, type: "host", relatedAddress: nil,
                relatedPort: nil, extensions: nil)
            let fragment = transport.usernameFragment
            try sessions[side].addLocalCandidate(candidate, usernameFragment: fragment)
            inboxes[1 - side].append(
                .candidate(
                    CandidateInit(
                        ByteString("candidate:1 1 udp 1 192.0.2.1 \(port) typ host"),
                        mid: transport.mid, usernameFragment: fragment)))
            if random.below(2) == 0 {
                try sessions[side].endLocalCandidates(usernameFragment: fragment)
            }
        }
    }

    private mutating func deliver(_ side: Int) throws {
        let session = sessions[side]
        let isReplaced = inboxes[side].contains {
            if case .description(.offer, _) = $0 { true } else { false }
        }
        if session.signalingState == .haveRemoteOffer, !isReplaced, random.below(2) == 0 {
            return try answer(side)
        }
        if inboxes[side].isEmpty { return }
        switch inboxes[side].removeFirst() {
        case .candidate(let candidate):
            // One of an offer that was ignored fits nothing.
            let before = session.snapshot
            do throws(JSEPError) {
                try session.addRemoteCandidate(candidate)
            } catch {
                if session.snapshot != before { violate("a refused candidate changed something") }
            }
        case .description(.offer, let text):
            // The first session is the impolite one.
            if session.signalingState == .haveLocalOffer && side == 0 { return }
            meanings[side].read(.offer, text, &violation)
            try session.setRemote(.offer, text)
        case .description(let type, let text):
            meanings[side].read(type, text, &violation)
            try session.setRemote(type, text)
        }
    }

    /// Takes back an offer that the peer has not seen.
    private mutating func rollBack(_ side: Int) throws {
        guard sessions[side].signalingState == .haveLocalOffer,
            sessions[1 - side].signalingState != .haveRemoteOffer
        else { return }
        let offers = inboxes[1 - side].filter {
            if case .description(.offer, _) = $0 { true } else { false }
        }
        if offers.count != 1 { return }
        inboxes[1 - side] = []
        let current = sessions[side].currentLocalDescription?.bytes
        try sessions[side].rollBack()
        if sessions[side].currentLocalDescription?.bytes != current {
            violate("a rollback changed the current description")
        }
    }

    /// Calls that must not succeed, and must not change anything.
    private mutating func fail(_ side: Int) throws {
        let session = sessions[side]
        let before = session.snapshot
        let offer = sessions[1 - side].currentLocalDescription?.text ?? "v=0\r\n"
        let calls: [() throws -> Void] = [
            { try session.setRemote(.offer, offer + "a=rtpmap:300 x/1\r\n") },
            {
                try session.setRemote(
                    .offer,
                    "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
                )
            },
            { try session.setLocal(.offer, "v=0\r\n") },
            { try session.setLocal(.answer, offer) },
            { try session.addTransceiver(.audio, streams: ["a b"]) },
            { try session.addRemoteCandidate(CandidateInit("candidate:x", mid: "none")) },
            { try session.addRemoteCandidate(CandidateInit("candidate:x")) },
            {
                if session.signalingState == .stable {
                    try session.rollBack()
                } else {
                    _ = try session.createDataChannel(
                        "x",
                        {
                            var options = DataChannelInit()
                            options.isNegotiated = true
                            return options
                        }())
                }
            },
        ]
        do {
            try calls[random.below(calls.count)]()
            violate("a call succeeded that must not")
        } catch is JSEPError {
            if session.snapshot != before { violate("an error changed the session") }
        }
    }

    /// Calls that may be refused, and then change nothing.
    private mutating func attempt(_ side: Int) {
        let session = sessions[side]
        let before = session.snapshot
        do throws(JSEPError) {
            try attempt(session)
        } catch {
            if session.snapshot != before {
                violate("an error changed the session: \(error.reason)")
            }
        }
    }

    private mutating func attempt(_ session: JSEPSession) throws(JSEPError) {
        let all = session.transceivers
        let id = all.isEmpty ? TransceiverID(rawValue: 7) : all[random.below(all.count)].id
        let text = Self.texts[random.below(Self.texts.count)]
        switch random.below(14) {
        case 0:
            let hasTrack = random.below(2) == 0
            try session.replaceTrack(
                of: id, with: hasTrack ? text : nil,
                hasTrack ? MediaKind.allCases[random.below(2)] : nil)
        case 1:
            var encodings = session.transceiver(id)?.encodings ?? []
            for place in encodings.indices {
                encodings[place].isActive = random.below(2) == 0
                encodings[place].maximumBitrate = UInt32(random.below(3)) &* 100_000
                encodings[place].scaleResolutionDownBy = Double(random.below(4)) / 2
            }
            if random.below(4) == 0 { encodings.append(Encoding(rid: text)) }
            try session.setEncodings(encodings, of: id)
        case 2:
            let name = CodecName(
                ["VP8", "opus", "H264", text][random.below(4)],
                clockRate: [90_000, 48_000][random.below(2)],
                channels: random.below(2) == 0 ? 2 : nil, parameters: nil)
            try session.setCodecPreferences(names: [name], of: id)
        case 3:
            let channel = session.dataChannels.first?.id
            if let channel { session.setState(.open, of: channel) }
        case 4:
            if let channel = session.dataChannels.last?.id { session.closeDataChannel(channel) }
        case 5: try session.addDataSection()
        case 6: try session.setIdentityAssertion(random.below(2) == 0 ? text : nil)
        case 7:
            var configuration = session.configuration
            if random.below(2) == 0 { configuration.iceCandidatePoolSize = 1 }
            if random.below(4) == 0 { configuration.bundlePolicy = .maxBundle }
            if random.below(4) == 0 { configuration.iceTransportPolicy = .relay }
            try session.setConfiguration(configuration, changesServers: random.below(2) == 0)
        case 8:
            var options = DataChannelInit()
            options.isNegotiated = random.below(2) == 0
            options.streamID = UInt16(random.below(256)) &* 257
            options.maximumRetransmits = random.below(2) == 0 ? 1 : nil
            options.maximumPacketLifeTime = random.below(2) == 0 ? 1 : nil
            options.subprotocol = text
            _ = try session.createDataChannel(text, options)
        case 9:
            try session.addRemoteCandidate(
                random.below(2) == 0 ? nil : CandidateInit("", mid: text))
        case 10:
            try session.addRemoteCandidate(
                CandidateInit(
                    text, mid: random.below(2) == 0 ? session.transceivers.first?.mid : text,
                    index: UInt16(random.below(4)), usernameFragment: nil))
        case 11: try session.setFingerprints([Fingerprint(hashFunction: text, value: text)])
        case 12:
            try session.addTransceiver(
                .video, TransceiverInit(streams: [text], encodings: [Encoding(rid: text)]))
        default: try session.addTrack(text, .audio, streams: [text, text])
        }
    }

    /// Texts of a program that are hardly what they are taken for.
    private static var texts: [ByteString] {
        [
            "", "x", "0", "a b", "a\r\nb", "a\0", "candidate:1 1 udp 1 192.0.2.1 9 typ host",
            "candidate:1 1 udp 1 x.local 9 typ host\r\na=x", "candidate:", "AB:CD", "h", "l",
            "01234567890123456789012345678901234567890123456789012345678901234567890123456789",
        ]
    }

    // MARK: What must hold

    private mutating func checkInvariants() {
        for side in 0..<2 {
            if let pending = sessions[side].pendingLocalDescription,
                meanings[side].isNew(pending, isCurrent: false)
            {
                meanings[side].check(DescriptionText(pending.text), &violation)
            }
            if let current = sessions[side].currentLocalDescription,
                meanings[side].isNew(current, isCurrent: true)
            {
                let text = DescriptionText(current.text)
                meanings[side].check(text, &violation)
                meanings[side].count(text, &violation)
            }
        }
        guard sessions.allSatisfy({ $0.signalingState == .stable }),
            inboxes.allSatisfy(\.isEmpty)
        else { return }
        for side in 0..<2 { checkAgreement(sessions[side], sessions[1 - side]) }
    }

    private mutating func checkAgreement(_ a: JSEPSession, _ b: JSEPSession) {
        let mids = { (description: AppliedDescription?) in
            description.map { DescriptionText($0.text).media.map { midValue($0) } } ?? []
        }
        if mids(a.currentLocalDescription) != mids(b.currentRemoteDescription) {
            violate("the two sides have other mids")
        }
        for transceiver in a.transceivers {
            guard let mid = transceiver.mid else { continue }
            guard let other = b.transceivers.first(where: { $0.mid == mid }) else {
                violate("mid \(mid) has no transceiver on the other side")
                continue
            }
            if transceiver.kind != other.kind
                || transceiver.currentDirection
                    != other.currentDirection.map({
                        MediaDirection(sends: $0.receives, receives: $0.sends)
                    })
            {
                violate("the sides disagree about mid \(mid)")
            }
        }
    }
}

private func hasPortZero(_ lines: [String]) -> Bool {
    DescriptionText.words(lines[0])[1] == "0"
}

private func midValue(_ lines: [String]) -> String {
    DescriptionText.values("a=mid:", lines).first ?? "none"
}

/// What numbers and places mean since the session began.
private struct Meanings {
    private var sectionCount = 0
    private var seen: [[UInt8]] = []
    private var numbers = Numbers()
    /// As the last answer left them: an offer that is taken back gives nothing a meaning.
    private var agreed = Numbers()

    private struct Numbers {
        var codecs: [String: String] = [:]
        var extensions: [String: String] = [:]
    }

    /// Whether a description has not been looked at yet; looking takes most of the time.
    mutating func isNew(_ description: AppliedDescription, isCurrent: Bool) -> Bool {
        let key = description.bytes + [isCurrent ? 1 : 0]
        if seen.contains(key) { return false }
        if seen.count == 8 { seen.removeFirst() }
        seen.append(key)
        return true
    }

    /// Looks at a description that was made or taken.
    mutating func read(_ type: DescriptionType, _ text: String, _ violation: inout String?) {
        if type == .offer { numbers = agreed }
        defer { if type != .offer { agreed = numbers } }
        let description = DescriptionText(text)
        for lines in description.media where !hasPortZero(lines) {
            let mid = midValue(lines)
            for line in DescriptionText.values("a=rtpmap:", lines) {
                let fields = DescriptionText.words(line)
                let key = "\(mid) \(fields[0])"
                let before = numbers.codecs.updateValue(fields[1], forKey: key)
                if before ?? fields[1] != fields[1] {
                    violation = "payload type \(key) changed its meaning"
                }
            }
            for line in DescriptionText.values("a=extmap:", lines) {
                let fields = DescriptionText.words(line)
                let before = numbers.extensions.updateValue(fields[1], forKey: fields[0])
                if before ?? fields[1] != fields[1] {
                    violation = "extension \(fields[0]) changed its meaning"
                }
            }
        }
    }

    /// Looks at an applied local description.
    mutating func check(_ text: DescriptionText, _ violation: inout String?) {
        let mids = text.media.map { midValue($0) }
        if Set(mids).count != mids.count { violation = "a mid is there twice" }
        let live = Set(text.media.filter { !hasPortZero($0) }.map { midValue($0) })
        let bundleOnly = Set(
            text.media.filter { $0.contains("a=bundle-only") }.map { midValue($0) })
        let bundled = DescriptionText.values("a=group:BUNDLE ", text.session)
            .flatMap { DescriptionText.words($0) }
        if !Set(bundled).isSubset(of: live.union(bundleOnly)) {
            violation = "a rejected section is bundled"
        }
        if let tag = bundled.first, bundleOnly.contains(tag) {
            violation = "the tag is bundle-only"
        }
    }

    /// Looks at the number of sections that are agreed on.
    mutating func count(_ text: DescriptionText, _ violation: inout String?) {
        if text.media.count < sectionCount { violation = "there are fewer sections than before" }
        sectionCount = text.media.count
    }
}

extension SessionModel<ByteSource> {
    /// What does not hold when each byte of an input is a choice, or nil.
    static func problem(with input: [UInt8]) -> String? {
        // What is longer takes long and says no more.
        var model = SessionModel(ByteSource(Array(input.prefix(600))))
        do {
            while !model.random.isAtEnd {
                try model.step()
                if let violation = model.violation { return violation }
            }
            try model.finish()
        } catch {
            return "a call failed that must not: \(error)"
        }
        return model.violation
    }
}
