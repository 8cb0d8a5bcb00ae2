import SDP

// Media sections that are used again, so that descriptions of a long session do not
// grow: the section stays, what is sent in it changes.

extension JSEPSession {
    /// Gives a transceiver back: it sends and receives nothing, and has no track and no
    /// RTP sources. Returns whether negotiation has to be updated: not if it is inactive
    /// already. Once an exchange has made its section inactive, and if
    /// `SessionConfiguration.reusesIdleTransceivers` says so, `addTransceiver` and
    /// `addTrack` take it before they make a new one of its kind; it keeps its id, its mid
    /// and its place in descriptions, and nothing else. Throws `invalidState` if the
    /// transceiver is stopping or not of this session. O(log transceivers).
    @discardableResult
    public func release(_ id: TransceiverID) throws(JSEPError) -> Bool {
        try checkOpen()
        return try state.release(id)
    }
}

extension SessionState {
    fileprivate mutating func release(_ id: TransceiverID) throws(JSEPError) -> Bool {
        let position = try live(id)
        let isNew = transceivers[position].direction != .inactive
        transceivers[position].direction = .inactive
        transceivers[position].track = nil
        if let pinned = transceivers[position].pinned {
            forgetSources(of: transceivers[position])
            transceivers[position].pinned = pinned.withoutSources
        }
        return isNew
    }

    /// The first transceiver of the kind that the program and the last exchange have
    /// inactive. Its rids must be those asked for, and those that it received have all that
    /// are to be received: what an exchange settled of simulcast cannot be changed by a
    /// later one (W3C WebRTC, "set a session description"). O(transceivers).
    func idlePosition(
        _ kind: MediaKind, _ initial: TransceiverInit, _ configuration: SessionConfiguration
    ) -> Int? {
        if !configuration.reusesIdleTransceivers { return nil }
        let rids = initial.encodings.map { $0.rid }
        let received = initial.receivedEncodings.joined().map { $0.rid }
        return transceivers.firstIndex { transceiver in
            transceiver.kind == kind && transceiver.mid != nil && !transceiver.isStopping
                && (initial.pins.mid == nil || initial.pins.mid == transceiver.mid)
                && !transceiver.isStopped && transceiver.direction == .inactive
                && transceiver.currentDirection == .inactive && transceiver.track == nil
                && transceiver.encodings.map { $0.rid } == (rids.isEmpty ? [nil] : rids)
                && transceiver.hasReceived(received)
        }
    }

    mutating func reuse(_ position: Int, _ initial: TransceiverInit) {
        var seen: Set<ByteString> = []
        transceivers[position].direction = initial.direction
        transceivers[position].streams = initial.streams.filter { seen.insert($0).inserted }
        transceivers[position].track = initial.track
        transceivers[position].encodings =
            initial.encodings.isEmpty ? [Encoding()] : initial.encodings
        transceivers[position].receivedEncodings = initial.receivedEncodings
        transceivers[position].preferences = nil
    }
}

extension Transceiver {
    /// Whether its peer knows these rids, or none yet.
    fileprivate func hasReceived(_ rids: [ByteString]) -> Bool {
        guard let known = negotiated?.receivedStreams.joined().map({ $0.rid }), !known.isEmpty
        else { return true }
        return Set(known).isSuperset(of: rids)
    }
}
