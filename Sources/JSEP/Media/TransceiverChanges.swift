import SDP

// What a program does to transceivers: W3C WebRTC section 5.

extension SessionState {
    mutating func close() {
        signalingState = .closed
        isNegotiationNeeded = false
        for position in transceivers.indices {
            transceivers[position].isStopping = true
            transceivers[position].isStopped = true
            transceivers[position].direction = .inactive
            transceivers[position].currentDirection = nil
        }
        channels.closeAll()
    }

    mutating func offerToReceive(
        _ kind: MediaKind, _ value: Bool?, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        guard let value else { return }
        let live = transceivers.indices.filter {
            transceivers[$0].kind == kind && !transceivers[$0].isStopping
                && !transceivers[$0].isStopped
        }
        if !value {
            for position in live {
                transceivers[position].direction = MediaDirection(
                    sends: transceivers[position].direction.sends, receives: false)
            }
            return
        }
        if live.contains(where: { transceivers[$0].direction.receives }) { return }
        _ = try addTransceiver(kind, TransceiverInit(direction: .receiveOnly), configuration)
    }

    mutating func addTransceiver(
        _ kind: MediaKind, _ initial: TransceiverInit, _ configuration: SessionConfiguration
    ) throws(JSEPError) -> TransceiverID {
        try checkStreams(initial.streams)
        var initial = initial
        initial.encodings = try checkedEncodings(initial.encodings, kind, configuration)
        try SessionState.checkReceived(
            initial.receivedEncodings, beside: initial.encodings, kind, configuration)
        if let idle = idlePosition(kind, initial, configuration) {
            let pins = try check(initial.pins, kind, of: transceivers[idle], configuration)
            reuse(idle, initial)
            keep(pins, at: idle)
            return transceivers[idle].id
        }
        // One section is left for data.
        if transceivers.count + 1 >= configuration.limits.mediaSections {
            throw JSEPError(.operation, "limit exceeded: media sections")
        }
        if initial.pins == TransceiverPins() { return insertTransceiver(kind, initial) }
        let pins = try check(initial.pins, kind, of: nil, configuration)
        let id = insertTransceiver(kind, initial)
        keep(pins, at: transceivers.count - 1)
        return id
    }

    mutating func insertTransceiver(_ kind: MediaKind, _ initial: TransceiverInit) -> TransceiverID
    {
        let id = TransceiverID(rawValue: transceiverCount)
        transceiverCount &+= 1
        var initial = initial
        var seen: Set<ByteString> = []
        initial.streams = initial.streams.filter { seen.insert($0).inserted }
        if initial.encodings.isEmpty { initial.encodings = [Encoding()] }
        transceivers.append(Transceiver(id: id, kind: kind, initial))
        return id
    }

    private func checkStreams(_ streams: [ByteString]) throws(JSEPError) {
        for stream in streams {
            guard 1...64 ~= stream.count, stream != "-",
                stream.allSatisfy({ ByteSet.token.contains($0) })
            else {
                throw JSEPError(.type, "a stream id must be 1 to 64 token characters")
            }
        }
    }

    // MARK: Encodings

    /// The encodings as addTransceiver takes them: SD-80 to SD-82.
    private func checkedEncodings(
        _ encodings: [Encoding], _ kind: MediaKind, _ configuration: SessionConfiguration
    ) throws(JSEPError) -> [Encoding] {
        if encodings.isEmpty { return [] }
        try checkRIDs(encodings)
        var encodings = encodings
        if kind == .audio {
            for position in encodings.indices {
                encodings[position].scaleResolutionDownBy = nil
                encodings[position].maximumFramerate = nil
            }
        }
        try checkValues(encodings, kind, configuration)
        if encodings.count > configuration.maximumEncodings {
            encodings.removeLast(encodings.count - max(1, configuration.maximumEncodings))
        }
        if kind == .video {
            let isGiven = encodings.contains { $0.scaleResolutionDownBy != nil }
            for position in encodings.indices
            where encodings[position].scaleResolutionDownBy == nil {
                encodings[position].scaleResolutionDownBy =
                    isGiven ? 1 : scale(encodings.count - position - 1)
            }
        }
        if encodings.count == 1 { encodings[0].rid = nil }
        // RFC 9429 section 5.2.1: layers that were not named are, briefly.
        if encodings.count > 1 && encodings[0].rid == nil {
            for position in encodings.indices {
                encodings[position].rid = ByteString(decimal: UInt64(position))
            }
        }
        return encodings
    }

    private func checkRIDs(_ encodings: [Encoding]) throws(JSEPError) {
        let rids = encodings.compactMap { $0.rid }
        for rid in rids { try rid.checkRID() }
        if !rids.isEmpty && rids.count < encodings.count {
            throw JSEPError(.type, "some encodings have a rid, but not all")
        }
        if Set(rids).count < rids.count { throw JSEPError(.type, "two encodings have one rid") }
    }

    private func checkValues(
        _ encodings: [Encoding], _ kind: MediaKind, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        for encoding in encodings {
            if let scale = encoding.scaleResolutionDownBy, !(scale >= 1) {
                throw JSEPError(.range, "scaleResolutionDownBy is below 1")
            }
            if let rate = encoding.maximumFramerate, !(rate > 0) {
                throw JSEPError(.range, "maxFramerate is not above 0")
            }
            if let codec = encoding.codec {
                let codecs = configuration.capabilities.codecs(kind)
                guard codecs.contains(where: { $0.isMedia && $0.matches(codec) }) else {
                    throw JSEPError(.operation, "an encoding's codec is not known")
                }
            }
        }
    }

    mutating func setEncodings(
        _ encodings: [Encoding], of id: TransceiverID, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        let position = try live(id)
        let before = transceivers[position].encodings
        guard encodings.count == before.count,
            zip(encodings, before).allSatisfy({ $0.rid == $1.rid })
        else {
            throw JSEPError(.invalidModification, "encodings cannot be added or removed")
        }
        var encodings = encodings
        let kind = transceivers[position].kind
        if kind == .audio {
            for position in encodings.indices {
                encodings[position].scaleResolutionDownBy = nil
                encodings[position].maximumFramerate = nil
            }
        }
        try checkValues(encodings, kind, configuration)
        if let agreed = transceivers[position].negotiated?.formats {
            let known = configuration.capabilities.codecs(kind)
            for case let codec? in encodings.map({ $0.codec }) {
                guard agreed.codecs.contains(where: { known[Int($0.codec)].matches(codec) }) else {
                    throw JSEPError(
                        .invalidModification, "an encoding's codec was not negotiated")
                }
            }
        }
        if kind == .video {
            for position in encodings.indices
            where encodings[position].scaleResolutionDownBy == nil {
                encodings[position].scaleResolutionDownBy = 1
            }
        }
        transceivers[position].encodings = encodings
    }

    // MARK: Tracks

    mutating func addTrack(
        _ track: ByteString, _ kind: MediaKind, _ streams: [ByteString],
        _ configuration: SessionConfiguration
    ) throws(JSEPError) -> TransceiverID {
        try checkStreams(streams)
        if transceivers.contains(where: { $0.track == track && !$0.isStopped }) {
            throw JSEPError(.invalidAccess, "the track is sent already")
        }
        let free = transceivers.firstIndex {
            $0.track == nil && $0.kind == kind && !$0.isStopping && !$0.isStopped && !$0.hasSent
        }
        if let free {
            let direction = transceivers[free].direction
            var seen: Set<ByteString> = []
            transceivers[free].track = track
            transceivers[free].streams = streams.filter { seen.insert($0).inserted }
            transceivers[free].direction = MediaDirection(
                sends: true, receives: direction.receives)
            transceivers[free].hadTrack = true
            return transceivers[free].id
        }
        let id = try addTransceiver(
            kind, TransceiverInit(streams: streams, track: track), configuration)
        if let position = position(of: id) {
            transceivers[position].hadTrack = true
        }
        return id
    }

    mutating func removeTrack(of id: TransceiverID) -> Bool {
        guard let position = position(of: id), transceivers[position].track != nil,
            !transceivers[position].isStopping
        else { return false }
        transceivers[position].track = nil
        transceivers[position].direction = MediaDirection(
            sends: false, receives: transceivers[position].direction.receives)
        return true
    }

    mutating func replaceTrack(
        of id: TransceiverID, with track: ByteString?, _ kind: MediaKind?
    ) throws(JSEPError) {
        if let position = position(of: id), let kind, track != nil,
            kind != transceivers[position].kind
        {
            throw JSEPError(.type, "the track is of another kind")
        }
        transceivers[try live(id)].track = track
    }

    mutating func setStreams(_ streams: [ByteString], of id: TransceiverID) throws(JSEPError) {
        guard let position = position(of: id) else {
            throw JSEPError(.invalidState, "the transceiver is stopped")
        }
        try checkStreams(streams)
        var seen: Set<ByteString> = []
        transceivers[position].streams = streams.filter { seen.insert($0).inserted }
    }

    // MARK: Direction and end

    mutating func setDirection(
        _ direction: MediaDirection, of id: TransceiverID
    ) throws(JSEPError) -> Bool {
        let position = try live(id)
        if transceivers[position].direction == direction { return false }
        transceivers[position].direction = direction
        return true
    }

    mutating func stop(_ id: TransceiverID) -> Bool {
        guard let position = position(of: id), !transceivers[position].isStopping else {
            return false
        }
        transceivers[position].isStopping = true
        transceivers[position].direction = .inactive
        return true
    }

    /// Where the transceiver is. Throws `invalidState` if it is stopping or gone.
    func live(_ id: TransceiverID) throws(JSEPError) -> Int {
        guard let position = position(of: id), !transceivers[position].isStopping,
            !transceivers[position].isStopped
        else { throw JSEPError(.invalidState, "the transceiver is stopped") }
        return position
    }

    // MARK: Codec preferences

    mutating func setCodecPreferences(
        _ codecs: [CodecName], retransmits: Bool, of id: TransceiverID,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        guard let position = position(of: id) else {
            throw JSEPError(.invalidState, "the transceiver is stopped")
        }
        if codecs.isEmpty {
            transceivers[position].preferences = nil
            return
        }
        let known = configuration.capabilities.codecs(transceivers[position].kind)
        var preferences = CodecPreferences(codecs: [], retransmits: retransmits)
        var seen = [Bool](repeating: false, count: known.count)
        for codec in codecs {
            if codec.isRetransmission {
                guard known.contains(where: { $0.retransmits && $0.clockRate == codec.clockRate })
                else { throw JSEPError(.invalidModification, "a preferred codec is not known") }
                preferences.retransmits = true
                continue
            }
            guard let place = known.firstIndex(where: { $0.matches(codec) }) else {
                throw JSEPError(.invalidModification, "a preferred codec is not known")
            }
            if seen[place] { continue }
            seen[place] = true
            preferences.codecs.append(UInt16(place))
        }
        guard preferences.codecs.contains(where: { known[Int($0)].isMedia }) else {
            throw JSEPError(.invalidModification, "no preferred codec carries media")
        }
        transceivers[position].preferences = preferences
    }
}
