import SDP

extension JSEPSession {
    // MARK: Transceivers

    /// The transceivers in the order they were added, without those that left the
    /// session.
    public var transceivers: [Transceiver] { state.transceivers }

    /// The transceiver of that name; nil if there is none or it left the session.
    public func transceiver(_ id: TransceiverID) -> Transceiver? {
        state.position(of: id).map { state.transceivers[$0] }
    }

    /// Adds a transceiver for a new media section of the next offer; negotiation
    /// has to be updated afterwards. Throws (W3C WebRTC, addTransceiver) `type` for a
    /// stream id that is not 1 to 64 token characters and for rids that are
    /// malformed, missing in part or not unique; `range` for a scale below 1 or a
    /// frame rate that is not above 0; `operation` for an encoding's codec that is
    /// not among the capabilities, and if there would be more sections than the
    /// limits allow. Encodings beyond the configured number are left out.
    @discardableResult
    public func addTransceiver(
        _ kind: MediaKind, _ initial: TransceiverInit
    ) throws(JSEPError) -> TransceiverID {
        try checkOpen()
        return try state.addTransceiver(kind, initial, configuration)
    }

    /// Adds a transceiver, as the other form does.
    @discardableResult
    public func addTransceiver(
        _ kind: MediaKind, direction: MediaDirection = .sendReceive, streams: [ByteString] = []
    ) throws(JSEPError) -> TransceiverID {
        try addTransceiver(kind, TransceiverInit(direction: direction, streams: streams))
    }

    /// Sends a track, on a transceiver whose sender is free or on a new one;
    /// negotiation has to be updated afterwards. Throws `invalidAccess` if the
    /// track is sent already, and what `addTransceiver` throws.
    @discardableResult
    public func addTrack(
        _ track: ByteString, _ kind: MediaKind, streams: [ByteString] = []
    ) throws(JSEPError) -> TransceiverID {
        try checkOpen()
        return try state.addTrack(track, kind, streams, configuration)
    }

    /// Stops sending the track of a transceiver. Returns whether negotiation has to be
    /// updated: not if there is no track, or if the transceiver is stopping or not of
    /// this session, where nothing happens.
    public func removeTrack(of id: TransceiverID) throws(JSEPError) -> Bool {
        try checkOpen()
        return state.removeTrack(of: id)
    }

    /// Replaces the track that a transceiver sends; nil sends none. Changes no
    /// description. Throws `type` for a track of another kind, `invalidState` if
    /// the transceiver is stopping. The W3C operation checks the kind before it is
    /// chained and the rest when it runs.
    public func replaceTrack(
        of id: TransceiverID, with track: ByteString?, _ kind: MediaKind? = nil
    ) throws(JSEPError) {
        try checkOpen()
        try state.replaceTrack(of: id, with: track, kind)
    }

    /// Sets the streams that a sent track belongs to; negotiation has to be updated
    /// afterwards. Throws `type` as `addTransceiver`, and `invalidState` if the
    /// transceiver is not of this session.
    public func setStreams(_ streams: [ByteString], of id: TransceiverID) throws(JSEPError) {
        try checkOpen()
        try state.setStreams(streams, of: id)
    }

    /// Changes what the program wants of a transceiver. Returns whether negotiation has
    /// to be updated: not if it is the direction already. Throws `invalidState` if
    /// the transceiver is stopping or not of this session.
    @discardableResult
    public func setDirection(
        _ direction: MediaDirection, of id: TransceiverID
    ) throws(JSEPError) -> Bool {
        try checkOpen()
        return try state.setDirection(direction, of: id)
    }

    /// Begins to stop a transceiver: its tracks end now, its section is rejected by
    /// the next offer. Returns whether that was new, and so negotiation has to be
    /// updated. Throws `invalidState` on a closed session.
    @discardableResult
    public func stop(_ id: TransceiverID) throws(JSEPError) -> Bool {
        try checkOpen()
        return state.stop(id)
    }

    /// Offers and answers these codecs alone for a transceiver, in this order; none
    /// stands for all of the capability set again (W3C WebRTC, setCodecPreferences).
    /// Throws `invalidModification` for a codec that is not in the capability set,
    /// and `invalidState` if the transceiver is not of this session.
    public func setCodecPreferences(
        _ codecs: [CodecCapability], of id: TransceiverID
    ) throws(JSEPError) {
        try checkOpen()
        let names = codecs.map {
            CodecName(
                $0.name, clockRate: $0.clockRate, channels: $0.channels, parameters: $0.parameters)
        }
        try state.setCodecPreferences(names, retransmits: true, of: id, configuration)
    }

    /// As the other form, with codecs as the W3C specification has them: `rtx` is one
    /// of them, and without it nothing is retransmitted. Throws `invalidModification`
    /// also if there is none but `rtx`, `red`, `ulpfec`, `flexfec` and `CN`.
    public func setCodecPreferences(
        names codecs: [CodecName], of id: TransceiverID
    ) throws(JSEPError) {
        try checkOpen()
        try state.setCodecPreferences(codecs, retransmits: false, of: id, configuration)
    }

    /// Changes the encodings of a sender (W3C WebRTC, setParameters). Throws
    /// `invalidModification` if their number, order or rids change, `range` as
    /// `addTransceiver`, and `invalidState` if the transceiver is stopping.
    public func setEncodings(_ encodings: [Encoding], of id: TransceiverID) throws(JSEPError) {
        try checkOpen()
        try state.setEncodings(encodings, of: id, configuration)
    }

    // MARK: Data channels

    /// The data channels in the order they were made.
    public var dataChannels: [DataChannel] { state.channels.all }

    /// The association that data channels use, once a description with their section
    /// is applied.
    public var sctp: SCTPTransport? { state.sctp }

    /// The name of the data section, once a description with it is applied.
    public var dataMid: ByteString? { state.data?.mid }

    /// Makes a data channel. `isFirst` says whether it is the first of the session,
    /// for which negotiation has to be updated. Throws (W3C WebRTC,
    /// createDataChannel) `type` for a label or subprotocol of more than 65,535
    /// bytes, for both a life time and a number of retransmits, for a negotiated
    /// channel without a stream and for stream 65,535; `operation` for a stream
    /// that is in use, and beyond 65,535 channels.
    public func createDataChannel(
        _ label: ByteString, _ options: DataChannelInit = DataChannelInit()
    ) throws(JSEPError) -> (id: DataChannelID, isFirst: Bool) {
        try checkOpen()
        return try state.createDataChannel(label, options)
    }

    /// Lets a channel end: it is `closing` and, as no one transports it here, is
    /// `closed` with `setState`. Unknown ones are ignored.
    public func closeDataChannel(_ id: DataChannelID) { state.channels.close(id) }

    /// Says what became of a channel's transport. Unknown ones are ignored.
    public func setState(_ channelState: DataChannelState, of id: DataChannelID) {
        state.channels.setState(channelState, of: id)
    }

    /// Asks for the one data section without a channel, however often it is called.
    public func addDataSection() throws(JSEPError) {
        try checkOpen()
        state.wantsData = true
    }

    // MARK: Candidates

    /// The transports in the order they were made, without those no longer in use.
    public var transports: [Transport] { state.transports.all }

    /// The peer's side of the transport that the section of this mid uses, once
    /// an answer is applied.
    public func remoteTransport(mid: ByteString) -> RemoteTransport? {
        state.remoteTransport(mid: mid)
    }

    /// Tells of a local candidate of the generation with this user name fragment: it
    /// is in the local description from now on, and in later offers and answers.
    /// Returns false if no local description has the fragment, or if the transport
    /// policy allows relayed candidates only. Throws `type` for a
    /// malformed candidate and `operation` beyond the limit of candidates.
    @discardableResult
    public func addLocalCandidate(
        _ candidate: Candidate<ByteString>, usernameFragment: ByteString
    ) throws(JSEPError) -> Bool {
        try checkOpen()
        return try state.addLocalCandidate(candidate, usernameFragment, configuration)
    }

    /// Tells that gathering has ended for the generation of this fragment. Returns
    /// false if no local description has it.
    @discardableResult
    public func endLocalCandidates(usernameFragment: ByteString) throws(JSEPError) -> Bool {
        try checkOpen()
        return state.endLocalCandidates(usernameFragment)
    }

    /// The candidates of the generation with this user name fragment, as a=candidate has
    /// them; none if no local description has the fragment. O(1).
    public func localCandidates(usernameFragment: ByteString) -> [ByteString] {
        state.candidates[usernameFragment]?.lines ?? []
    }

    /// The section that has the transport of that generation: its mid, and its position
    /// from 0. O(sections).
    public func localSection(usernameFragment: ByteString) -> (mid: ByteString, index: Int)? {
        for description in [state.pendingLocal, state.currentLocal] {
            let sections = description?.plan.sections ?? []
            for (index, section) in sections.enumerated()
            where section.ownTransport?.usernameFragment == usernameFragment {
                return (section.mid, index)
            }
        }
        return nil
    }

    /// Adds the candidates of a fragment, and the ends of candidates that it tells, or
    /// nothing if one is refused (RFC 8840 section 9, `application/trickle-ice-sdpfrag`).
    /// An a=end-of-candidates of the session level is for all sections. Throws `syntax`
    /// with the place of what violates the grammar, `operation` for a section without
    /// mid, and what adding one candidate throws. O(bytes).
    public func addRemoteFragment(_ text: Span<UInt8>) throws(JSEPError) {
        try checkOpen()
        let fragment: RemoteFragment
        do throws(SDPError) {
            fragment = try RemoteFragment(reading: text, index: &index)
        } catch {
            throw JSEPError(error, in: text)
        }
        try change { (state) throws(JSEPError) in
            for (candidate, section) in fragment.candidates {
                do throws(JSEPError) {
                    try state.addRemoteCandidate(candidate, configuration)
                } catch {
                    throw JSEPError(error.kind, error.reason, section: section)
                }
            }
        }
    }

    /// Adds a candidate of the peer to the remote descriptions (W3C WebRTC,
    /// addIceCandidate, what is done when the operation runs). Nil stands for the end
    /// of the candidates of all sections. Throws `type` for a candidate with neither
    /// mid nor index, `invalidState` without a remote description, `operation` for
    /// an unknown section or fragment, a malformed candidate and beyond the limit.
    /// Nothing happens for a section that is rejected.
    public func addRemoteCandidate(_ candidate: CandidateInit?) throws(JSEPError) {
        try checkOpen()
        try change { (state) throws(JSEPError) in
            try state.addRemoteCandidate(candidate, configuration)
        }
    }
}
