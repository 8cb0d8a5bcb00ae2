import JSEP
import SDP
import Testing

/// Our session in the place of one side of a recorded session. It has that side's codecs
/// with their numbers, does what its page does, and is fed the other side's descriptions
/// byte for byte. What the recorded side chose and a session would choose otherwise is
/// pinned: payload types, extension identifiers, mids.
private struct Replay {
    let record: RecordedSession
    let side: String
    let session: JSEPSession
    private(set) var steps = 0
    private(set) var comparedStates = 0
    /// Stopped transceivers of the record that were not compared.
    private(set) var passedOver = 0
    /// Descriptions that the recorded side refused, and ours takes.
    private(set) var refusals = 0
    private(set) var differences: [Difference] = []
    /// Answers whose a=group was given our offer's order.
    private(set) var reorderedGroups = 0
    /// Steps after one that nothing can follow.
    private(set) var unmatchedSteps = 0
    /// What our last offer and the recorded one in its place bundle.
    private var groups: (ours: [String], theirs: [String])?
    /// What the other side created last.
    private var received: [UInt8] = []
    private var trackCount = 0

    init(_ record: RecordedSession, side: String) throws {
        self.record = record
        self.side = side
        let own = record.operations.filter { $0.peer == side }
        let texts = try own.compactMap { $0.file }.map(RecordedSession.description)
        let given = own.first?.configuration
        let policies: [String: BundlePolicy] = [
            "balanced": .balanced, "max-compat": .maxCompat, "max-bundle": .maxBundle,
        ]
        let capabilities = try CapabilitySet.recorded(texts)
        session = .seeded(policies[given?.bundlePolicy ?? "balanced"] ?? .balanced) {
            $0.capabilities = capabilities
            $0.iceTransportPolicy = given?.iceTransportPolicy == "relay" ? .relay : .all
            $0.iceCandidatePoolSize = given?.iceCandidatePoolSize ?? 0
        }
    }

    struct Difference: CustomStringConvertible {
        /// The number of the operation, its name, and the section that it is about.
        let place: String
        let what: String
        var description: String { "\(place): \(what)" }
    }

    mutating func run() throws {
        var isMatched = true
        for (position, operation) in record.operations.enumerated() {
            guard operation.peer == side else {
                if let file = operation.file {
                    received = try RecordedSession.description(file)
                }
                continue
            }
            isMatched = isMatched && !Known.ends(record, side, position)
            guard isMatched else {
                unmatchedSteps += 1
                continue
            }
            steps += 1
            do {
                try perform(operation, at: position)
            } catch {
                note(position, "throws \(error)")
            }
            if let state = operation.state, operation.ok != false {
                compare(state, at: position)
            }
        }
    }

    private mutating func note(_ position: Int, _ what: String, section: Int? = nil) {
        let place = "\(position) \(record.operations[position].op)"
        differences.append(
            Difference(place: section.map { "\(place) \($0)" } ?? place, what: what))
    }

    private mutating func perform(_ operation: RecordedSession.Operation, at position: Int) throws {
        switch operation.op {
        case "new": break
        case "js": try runPage(operation.code ?? "", at: position)
        case "createOffer":
            let options = operation.options ?? [:]
            try pinMids(from: position)
            try session.offerToReceive(
                audio: options["offerToReceiveAudio"], video: options["offerToReceiveVideo"])
            // Transceivers that the options made have their mids, too.
            try pinMids(from: position)
            let offer = try session.createOffer(
                OfferOptions(
                    iceRestart: options["iceRestart"] ?? false, voiceActivityDetection: true))
            try compare(offer, with: operation.file ?? "", at: position)
        case "createAnswer":
            try compare(
                session.createAnswer(AnswerOptions(voiceActivityDetection: true)),
                with: operation.file ?? "", at: position)
        case "setLocalDescription":
            let types: [String: DescriptionType] = ["offer": .offer, "answer": .answer]
            try session.setLocalDescription(types[operation.type ?? ""])
        case "setRemoteDescription":
            let type: DescriptionType = operation.type == "offer" ? .offer : .answer
            try session.setRemoteDescription(type, matched(received, type).span)
            if operation.ok == false { refusals += 1 }
        case "gathered": try gather()
        default: note(position, "unknown")
        }
    }

    /// The description as it was recorded; but an answer names the sections of a bundle in
    /// the order of our offer, where that is another one. The section that comes first
    /// speaks for all: Chromium lets one do so that it takes again, we stay with the one
    /// that did before (RFC 9143 section 7.2.1).
    private mutating func matched(_ text: [UInt8], _ type: DescriptionType) -> [UInt8] {
        guard type == .answer, let groups, groups.ours != groups.theirs else { return text }
        var answer = DescriptionText(String(decoding: text, as: UTF8.self))
        guard let bundled = answer.bundle,
            let line = answer.session.firstIndex(where: { $0.hasPrefix("a=group:BUNDLE") })
        else { return text }
        reorderedGroups += 1
        let ordered = groups.ours.filter { bundled.contains($0) }
        answer.session[line] = "a=group:BUNDLE " + ordered.joined(separator: " ")
        return [UInt8](answer.text.utf8)
    }

    /// Gives sections that the next offer will have the names that the recorded one gave
    /// them.
    private func pinMids(from position: Int) throws {
        let next = record.operations[position...].first {
            $0.peer == side && $0.op == "setLocalDescription"
        }
        let recorded = next?.state?.transceivers ?? []
        for (own, known) in zip(session.transceivers, recorded) where own.mid == nil {
            guard let mid = known.mid, !own.isStopping else { continue }
            try session.pin(
                TransceiverPins(mid: ByteString([UInt8](mid.utf8))), of: own.id)
        }
        guard session.dataMid == nil, let file = record.operations[position].file else { return }
        let text = DescriptionText(
            String(decoding: try RecordedSession.description(file), as: UTF8.self))
        for lines in text.media where lines[0].hasPrefix("m=application ") {
            guard let mid = DescriptionText.values("a=mid:", lines).first else { continue }
            try session.addDataSection(mid: ByteString([UInt8](mid.utf8)))
        }
    }

    /// One candidate for each generation that is there.
    private func gather() throws {
        let candidate = Candidate<ByteString>(
            foundation: "1", component: 1, transport: "udp", priority: 1, address: "192.0.2.1",
            port: 9, type: "relay", relatedAddress: nil, relatedPort: nil, extensions: nil)
        for transport in session.transports {
            guard let fragment = transport.local?.usernameFragment else { continue }
            try session.addLocalCandidate(candidate, usernameFragment: fragment)
            try session.endLocalCandidates(usernameFragment: fragment)
        }
    }
}

// What the pages of the records do.
extension Replay {
    /// Does what the script does; what is not known is a difference.
    private mutating func runPage(_ code: String, at position: Int) throws {
        var rest = code[...]
        while !rest.isEmpty {
            let before = rest.count
            try runStatement(&rest)
            guard rest.count < before else { return note(position, "unknown script: \(rest)") }
        }
    }

    /// Does the first statement, and takes it away.
    private mutating func runStatement(_ rest: inout Substring) throws {
        let tracks =
            #/\{const m=await LAB.media\(\); for\(const t of m.getTracks\(\)\) if\((true|t.kind==='(\w+)')\) pc.addTrack\(t,m\);\}/#
        let camera = #/const m=await LAB.media\(\); pc.addTrack\(m.getVideoTracks\(\)\[0\],m\);/#
        let transceiver = #/(const tr=)?pc.addTransceiver\('(\w+)'(,\{direction:'(\w+)'\})?\);\s*/#
        let many =
            #/for\(let i=0;i<(\d+);i\+\+\) pc.addTransceiver\('video',\{direction:'sendonly'\}\);/#
        let simulcast =
            #/pc.addTransceiver\(\(await LAB.media\(\)\).getVideoTracks\(\)\[0\],\{direction:'sendonly',sendEncodings:\[([^\]]*)\]\}\);/#
        let channel =
            #/pc.createDataChannel\('([^']*)'(,\{ordered:false,maxRetransmits:3,protocol:'x'\})?\);/#
        if let match = take(tracks, &rest) {
            trackCount += 1
            for kind in MediaKind.allCases
            where match.2 == nil || match.2.map(String.init) == "\(kind)" {
                try addTrack(kind)
            }
        } else if take(camera, &rest) != nil {
            trackCount += 1
            try addTrack(.video)
        } else if let match = take(transceiver, &rest) {
            try session.addTransceiver(
                match.2 == "audio" ? .audio : .video,
                direction: direction(match.4.map(String.init) ?? "sendrecv"))
        } else if let match = take(many, &rest) {
            for _ in 0..<(Int(match.1) ?? 0) {
                try session.addTransceiver(.video, direction: .sendOnly)
            }
        } else if let match = take(simulcast, &rest) {
            let encodings = match.1.matches(of: #/rid:'(\w+)'/#).map {
                Encoding(rid: ByteString([UInt8]($0.1.utf8)))
            }
            try session.addTransceiver(
                .video,
                TransceiverInit(direction: .sendOnly, encodings: encodings, track: "simulcast"))
        } else if let match = take(channel, &rest) {
            var options = DataChannelInit()
            if match.2 != nil {
                options.isOrdered = false
                options.maximumRetransmits = 3
                options.subprotocol = "x"
            }
            _ = try session.createDataChannel(ByteString([UInt8](match.1.utf8)), options)
        } else {
            try runChange(&rest)
        }
    }

    private mutating func runChange(_ rest: inout Substring) throws {
        let directions = #/for\(const t of pc.getTransceivers\(\)\) t.direction='(\w+)';/#
        let capabilities =
            #/(const tr=.*; )?const c=[^;]*; const p=[^;]*; |const c=[^;]*;\nconst is=[^;]*; /#
        let preferences =
            #/(tr|pc.getTransceivers\(\)\[0\]).setCodecPreferences\(\[(.*?)\](.reverse\(\))?\);/#
        if let match = take(directions, &rest) {
            for transceiver in session.transceivers {
                try session.setDirection(direction(String(match.1)), of: transceiver.id)
            }
        } else if take(#/for\(const t of pc.getTransceivers\(\)\) t.stop\(\);/#, &rest) != nil {
            for transceiver in session.transceivers { try session.stop(transceiver.id) }
        } else if let match = take(#/pc.getTransceivers\(\)\[(\d)\].stop\(\);/#, &rest) {
            try session.stop(session.transceivers[Int(match.1) ?? 0].id)
        } else if take(#/pc.restartIce\(\);/#, &rest) != nil {
            _ = session.restartICE()
        } else if take(#/pc.removeTrack\(pc.getSenders\(\)\[1\]\);/#, &rest) != nil {
            _ = try session.removeTrack(of: session.transceivers[1].id)
        } else if take(#/await pc.setLocalDescription\(\{type:'rollback'\}\);/#, &rest) != nil {
            try session.setLocalDescription(.rollback)
        } else if take(capabilities, &rest) != nil {
            // What codecs there are: which of them are meant, the next call says.
        } else if let match = take(preferences, &rest) {
            try preferCodecs(String(match.2))
        }
    }

    /// What the rest begins with, which is taken away.
    private func take<Output>(_ regex: Regex<Output>, _ rest: inout Substring) -> Output? {
        guard let match = rest.prefixMatch(of: regex) else { return nil }
        rest = rest[match.range.upperBound...]
        return match.output
    }

    private func direction(_ text: String) -> MediaDirection {
        let directions: [String: MediaDirection] = [
            "sendrecv": .sendReceive, "sendonly": .sendOnly, "recvonly": .receiveOnly,
        ]
        return directions[text] ?? .inactive
    }

    private func addTrack(_ kind: MediaKind) throws {
        let track = ByteString([UInt8]("\(kind)-\(trackCount)".utf8))
        let stream = ByteString([UInt8]("stream-\(trackCount)".utf8))
        try session.addTrack(track, kind, streams: [stream])
    }

    /// `...p('video/vp9'),...p('video/rtx')` or `...c`, the latter reversed: the set of
    /// capabilities has them in that order already, since it is taken from the offer.
    private func preferCodecs(_ list: String) throws {
        let transceiver = session.transceivers[0]
        let known = session.configuration.capabilities.codecNames(transceiver.kind)
        if list == "...c" {
            return try session.setCodecPreferences(names: known, of: transceiver.id)
        }
        let names = list.matches(of: #/p\('\w+\/(\w+)'\)/#).flatMap { match in
            known.filter {
                $0.name.equalsIgnoringCase(ByteString([UInt8](match.1.utf8)))
            }
        }
        try session.setCodecPreferences(names: names, of: transceiver.id)
    }
}

// What is compared with the record.
extension Replay {
    private mutating func compare(_ state: RecordedSession.State, at position: Int) {
        comparedStates += 1
        let names: [SignalingState: String] = [
            .stable: "stable", .haveLocalOffer: "have-local-offer",
            .haveRemoteOffer: "have-remote-offer",
            .haveLocalProvisionalAnswer: "have-local-pranswer",
            .haveRemoteProvisionalAnswer: "have-remote-pranswer", .closed: "closed",
        ]
        if names[session.signalingState] != state.signalingState {
            note(position, "\(session.signalingState), not \(state.signalingState)")
        }
        let ours = session.transceivers.map(described)
        // Browsers show a stopped transceiver for a section that was rejected when it was
        // offered first, until the session is stable; for us there is none.
        let theirs = state.transceivers.filter { transceiver in
            let isKnown = ours.contains { $0.hasSuffix("\(transceiver.kind) stopped stopped") }
            if transceiver.direction == "stopped" && !isKnown
                && !session.transceivers.contains(where: { $0.isStopping })
            {
                passedOver += 1
                return false
            }
            return true
        }.map { transceiver in
            [
                transceiver.mid ?? "-", transceiver.kind, transceiver.direction,
                transceiver.currentDirection ?? "-",
            ].joined(separator: " ")
        }
        if ours != theirs { note(position, "\(ours), not \(theirs)") }
    }

    private func described(_ transceiver: Transceiver) -> String {
        let names: [MediaDirection: String] = [
            .sendReceive: "sendrecv", .sendOnly: "sendonly", .receiveOnly: "recvonly",
            .inactive: "inactive",
        ]
        let isStopping = transceiver.isStopping || transceiver.isStopped
        let direction = isStopping ? "stopped" : names[transceiver.direction] ?? ""
        let current = transceiver.currentDirection.flatMap { names[$0] } ?? "-"
        return [
            transceiver.mid.map { String(decoding: [UInt8]($0), as: UTF8.self) } ?? "-",
            "\(transceiver.kind)", direction, transceiver.isStopped ? "stopped" : current,
        ].joined(separator: " ")
    }

    /// Sections, their order, names, kinds, directions, codecs, rids and bundle.
    private mutating func compare(
        _ created: CreatedDescription, with file: String, at position: Int
    ) throws {
        let recorded = DescriptionText(
            String(decoding: try RecordedSession.description(file), as: UTF8.self))
        if created.type == .offer {
            groups = (DescriptionText(created).bundle ?? [], recorded.bundle ?? [])
        }
        let ours = Shape(DescriptionText(created))
        let theirs = Shape(recorded)
        if ours.bundle != theirs.bundle {
            note(position, "bundles \(ours.bundle), not \(theirs.bundle)")
        }
        guard ours.sections.count == theirs.sections.count else {
            return note(
                position, "\(ours.sections.count) sections, not \(theirs.sections.count)")
        }
        for (number, pair) in zip(ours.sections, theirs.sections).enumerated()
        where pair.0 != pair.1 {
            note(position, "\(pair.0), not \(pair.1)", section: number)
        }
        // We may offer more: the set has the codecs of all of the side's descriptions,
        // and Firefox offers only what was agreed on, once there is an answer.
        for (number, pair) in zip(ours.formats, theirs.formats).enumerated()
        where !pair.0.isSuperset(of: pair.1) {
            note(
                position, "lacks formats \(pair.1.subtracting(pair.0).sorted())",
                section: number)
        }
    }

    private struct Shape {
        var sections: [[String]] = []
        var bundle: Set<String>
        var formats: [Set<String>] = []

        init(_ text: DescriptionText) {
            bundle = Set(text.bundle ?? [])
            var formats: [Set<String>] = []
            defer { self.formats = formats }
            sections = text.media.enumerated().map { position, lines in
                let line = lines[0].split(separator: " ")
                let isRejected = line[1] == "0" && !lines.contains("a=bundle-only")
                if isRejected {
                    formats.append([])
                    return ["rejected", String(line[0])]
                }
                let rids = lines.filter { $0.hasPrefix("a=rid:") || $0.hasPrefix("a=simulcast:") }
                // Firefox writes a direction for data, which has none.
                let direction = line[0] == "m=application" ? "" : text.directions[position]
                formats.append(Set(line.dropFirst(3).map(String.init)))
                return [String(line[0]), direction]
                    + DescriptionText.values("a=mid:", lines) + rids.sorted()
            }
        }
    }
}

/// Where our side cannot do what the recorded one did, and why.
private enum Known {
    /// By record and place.
    static let differences: [String: Set<String>] = [
        // Chromium offers the rids again that an answer without simulcast did not take. The
        // W3C specification takes the encodings away ("set a session description").
        "chromium156-chromium156-simulcast-reneg": ["9 createOffer 0", "16 createOffer 0"],
        "chromium156-firefox153-simulcast-reneg": ["9 createOffer 0"],
        // Firefox numbers Opus anew in a section that it adds; a codec has one number here.
        "chromium156-firefox153-add": ["25 createOffer 4"],
        // Firefox takes VP9 profile 2, offered first, for its own profile 0 (RFC 9628
        // section 7.2: they are different).
        "chromium156-firefox153-codecprefs-av1-vp9-vp8-reversed": ["6 createAnswer 0"],
    ]

    /// The operation of the offerer from which on our offers have other sections, or
    /// another transport. Firefox takes a rejected section again for media of the same
    /// kind only; RFC 9429 section 5.2.2 for the next transceiver of any. Chromium lets the
    /// section that it takes again speak for the bundle and moves all to a new transport;
    /// ours stays on the one that works.
    static func ends(_ record: RecordedSession, _ side: String, _ position: Int) -> Bool {
        guard side == record.peers[0] else { return false }
        return position == 18 && record.name.hasSuffix("-stop-recycle-kind")
            || position == 17 && record.name.hasSuffix("-stop-all")
                && record.name.hasPrefix("firefox153")
    }
}

@Suite("Recorded sessions, ours in the place of either side")
struct ReplayTests {
    @Test("States, transceivers and descriptions are as recorded; nothing is passed over silently")
    func replay() throws {
        var totals: [String: Int] = [:]
        for record in RecordedSession.all {
            #expect(record.peers.count == 2)
            var places: Set<String> = []
            for side in record.peers {
                var replay = try Replay(record, side: side)
                try replay.run()
                let known = Known.differences[record.name] ?? []
                let unknown = replay.differences.filter { !known.contains($0.place) }
                #expect(unknown.isEmpty, "\(record.name): \(unknown)")
                places.formUnion(replay.differences.map { $0.place })
                totals["steps", default: 0] += replay.steps
                totals["states", default: 0] += replay.comparedStates
                totals["unmatched steps", default: 0] += replay.unmatchedSteps
                totals["refusals that we do not share", default: 0] += replay.refusals
                totals["groups in our order", default: 0] += replay.reorderedGroups
                totals["stopped transceivers not compared", default: 0] += replay.passedOver
            }
            #expect(places == Known.differences[record.name] ?? [], "\(record.name)")
        }
        #expect(RecordedSession.all.count == 200)
        #expect(
            totals == [
                "steps": 2797, "states": 2395, "unmatched steps": 18,
                "refusals that we do not share": 2, "groups in our order": 8,
                "stopped transceivers not compared": 16,
            ])
        let recorded = RecordedSession.all.reduce(0) { $0 + $1.operations.count }
        #expect(totals["steps", default: 0] + totals["unmatched steps", default: 0] == recorded)
    }
}
