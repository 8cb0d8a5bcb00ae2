import JSEP
import SDP

// Methods that are not chained, and those that are but change no description.

extension ConnectionCore {
    /// W3C WebRTC, addTransceiver.
    package func addTransceiver(
        _ kind: MediaKind, _ initial: TransceiverInit
    ) throws(JSEPError) -> TransceiverID {
        let id = try session.addTransceiver(kind, initial)
        changed()
        updateNegotiationNeeded()
        return id
    }

    /// W3C WebRTC, addTrack.
    package func addTrack(
        _ track: ByteString, _ kind: MediaKind, streams: [ByteString]
    ) throws(JSEPError) -> TransceiverID {
        let id = try session.addTrack(track, kind, streams: streams)
        changed()
        updateNegotiationNeeded()
        return id
    }

    /// W3C WebRTC, removeTrack. `isOwn` is false for a sender of another connection.
    package func removeTrack(of id: TransceiverID, isOwn: Bool = true) throws(JSEPError) {
        try checkOpen()
        guard isOwn else {
            throw JSEPError(.invalidAccess, "the sender is not of this connection")
        }
        if try session.removeTrack(of: id) {
            changed()
            updateNegotiationNeeded()
        }
    }

    /// W3C WebRTC, setStreams.
    package func setStreams(_ streams: [ByteString], of id: TransceiverID) throws(JSEPError) {
        try session.setStreams(streams, of: id)
        changed()
        updateNegotiationNeeded()
    }

    /// W3C WebRTC, the attribute `direction`; nil stands for "stopped", which cannot be
    /// set.
    package func setDirection(
        _ direction: MediaDirection?, of id: TransceiverID
    ) throws(JSEPError) {
        guard let transceiver = session.transceiver(id), !transceiver.isStopping,
            !transceiver.isStopped, !isClosed
        else { throw JSEPError(.invalidState, "the transceiver is stopped") }
        guard let direction else {
            throw JSEPError(.type, "a transceiver is stopped by stop()")
        }
        if try session.setDirection(direction, of: id) {
            changed()
            updateNegotiationNeeded()
        }
    }

    /// W3C WebRTC, stop.
    package func stop(_ id: TransceiverID) throws(JSEPError) {
        try checkOpen()
        guard session.transceiver(id) != nil else { return }
        if try session.stop(id) {
            changed()
            queueEnd(of: id)
            updateNegotiationNeeded()
        }
    }

    /// A change of the session that the W3C specification does not know.
    package func server(
        _ body: (JSEPSession) throws(JSEPError) -> Void
    ) throws(JSEPError) {
        try body(session)
        changed()
    }

    /// W3C WebRTC, setCodecPreferences.
    package func setCodecPreferences(
        _ codecs: [CodecName], of id: TransceiverID
    ) throws(JSEPError) {
        try session.setCodecPreferences(names: codecs, of: id)
        changed()
    }

    /// W3C WebRTC, replaceTrack; nil sends none.
    package func replaceTrack(
        of id: TransceiverID, with track: ByteString?, _ kind: MediaKind?, as operation: OperationID
    ) {
        let transceiver = session.transceiver(id)
        if let kind, let transceiver, kind != transceiver.kind {
            return fail(operation, JSEPError(.type, "the track is of another kind"))
        }
        perform(operation) {
            guard let transceiver = self.session.transceiver(id), !transceiver.isStopping,
                !transceiver.isStopped
            else {
                return self.finish(
                    operation, .failure(JSEPError(.invalidState, "the transceiver is stopped")))
            }
            self.enqueue {
                do throws(JSEPError) {
                    try self.session.replaceTrack(of: id, with: track, kind)
                    self.changed()
                    self.finish(operation, .success(.nothing))
                } catch {
                    self.finish(operation, .failure(error))
                }
            }
        }
    }

    /// W3C WebRTC, restartIce.
    package func restartICE() {
        if session.restartICE() {
            changed()
            updateNegotiationNeeded()
        }
    }

    // MARK: Data channels

    /// W3C WebRTC, createDataChannel.
    package func createDataChannel(
        _ label: ByteString, _ options: DataChannelInit
    ) throws(JSEPError) -> DataChannelID {
        let (id, isFirst) = try session.createDataChannel(label, options)
        changed()
        if isFirst { updateNegotiationNeeded() }
        return id
    }

    /// W3C WebRTC, RTCDataChannel.close.
    package func closeDataChannel(_ id: DataChannelID) {
        guard let channel = session.dataChannels.first(where: { $0.id == id }),
            channel.state == .connecting || channel.state == .open
        else { return }
        session.closeDataChannel(id)
        changed()
        enqueue {
            self.session.setState(.closed, of: id)
            self.changed()
            self.emit(.channelClosed(id))
        }
    }

    // MARK: Candidates of the peer

    /// W3C WebRTC, addIceCandidate; nil and an empty one end the candidates.
    package func addRemoteCandidate(_ candidate: CandidateInit?, as id: OperationID) {
        if let candidate, !candidate.candidate.isEmpty, candidate.mid == nil,
            candidate.index == nil
        {
            return fail(
                id, JSEPError(.type, "a candidate needs the mid or the index of its section"))
        }
        perform(id) {
            if let error = self.earlyError(of: candidate) {
                return self.finish(id, .failure(error))
            }
            self.enqueue {
                do throws(JSEPError) {
                    try self.session.addRemoteCandidate(candidate)
                    self.changed()
                    self.finish(id, .success(.nothing))
                } catch {
                    self.finish(id, .failure(error))
                }
            }
        }
    }

    /// What is refused before anything is queued.
    private func earlyError(of candidate: CandidateInit?) -> JSEPError? {
        if session.pendingRemoteDescription == nil && session.currentRemoteDescription == nil {
            return JSEPError(.invalidState, "there is no remote description")
        }
        return nil
    }

    func checkOpen() throws(JSEPError) {
        if isClosed { throw JSEPError(.invalidState, "the connection is closed") }
    }
}
