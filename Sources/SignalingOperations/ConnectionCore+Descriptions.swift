import JSEP
import SDP

// The operations that create and apply descriptions, in the steps of the W3C
// specification.

extension ConnectionCore {
    /// W3C WebRTC, createOffer. The legacy options act before the operation is
    /// chained.
    package func createOffer(
        _ options: OfferOptions, receivesAudio: Bool? = nil, receivesVideo: Bool? = nil,
        as id: OperationID
    ) {
        if (receivesAudio != nil || receivesVideo != nil) && !isClosed {
            do throws(JSEPError) {
                try session.offerToReceive(audio: receivesAudio, video: receivesVideo)
                changed()
            } catch {
                return fail(id, error)
            }
        }
        perform(id) {
            self.create(.offer, id) { () throws(JSEPError) in
                self.lastOfferOptions = options
                return try self.session.createOffer(options)
            }
        }
    }

    /// W3C WebRTC, createAnswer.
    package func createAnswer(_ options: AnswerOptions, as id: OperationID) {
        perform(id) {
            self.create(.answer, id) { () throws(JSEPError) in
                self.lastAnswerOptions = options
                return try self.session.createAnswer(options)
            }
        }
    }

    private func create(
        _ type: DescriptionType, _ id: OperationID,
        _ make: @escaping () throws(JSEPError) -> CreatedDescription
    ) {
        if let error = creationError(type) { return finish(id, .failure(error)) }
        inParallel(id) {
            do throws(JSEPError) {
                self.finish(id, .success(.description(try make())))
            } catch {
                self.finish(id, .failure(error))
            }
        }
    }

    /// Why nothing of that type can be created in the present state.
    private func creationError(_ type: DescriptionType) -> JSEPError? {
        switch (type, session.signalingState) {
        case (.offer, .stable), (.offer, .haveLocalOffer): nil
        case (.offer, _): JSEPError(.invalidState, "an offer cannot be created in this state")
        case (_, .haveRemoteOffer), (_, .haveLocalProvisionalAnswer): nil
        default: JSEPError(.invalidState, "there is no remote offer to answer")
        }
    }

    /// W3C WebRTC, setLocalDescription. No type stands for the one that the state asks
    /// for, no text for what was created last or is to be created.
    package func setLocalDescription(
        _ type: DescriptionType?, _ text: [UInt8], as id: OperationID
    ) {
        perform(id) {
            let type = type ?? self.session.implicitLocalType
            if type == .rollback { return self.rollBack(id) }
            if text.isEmpty { return self.setImplicitDescription(type, id) }
            let last =
                type == .offer ? self.session.lastCreatedOffer : self.session.lastCreatedAnswer
            guard let last, last.bytes == text else {
                return self.finish(
                    id,
                    .failure(
                        JSEPError(
                            .invalidModification,
                            "the description is not the one created last")))
            }
            self.apply(id) { () throws(JSEPError) in
                try self.session.setLocalDescription(type, text.span)
            }
        }
    }

    private func setImplicitDescription(_ type: DescriptionType, _ id: OperationID) {
        if let error = creationError(type) { return finish(id, .failure(error)) }
        inParallel(id) {
            do throws(JSEPError) {
                // With the options of the last one it is the last one, unless something
                // changed since.
                let created =
                    if type == .offer {
                        try self.session.createOffer(
                            self.session.lastCreatedOffer == nil
                                ? OfferOptions() : self.lastOfferOptions)
                    } else {
                        try self.session.createAnswer(
                            self.session.lastCreatedAnswer == nil
                                ? AnswerOptions() : self.lastAnswerOptions)
                    }
                self.apply(id) { () throws(JSEPError) in
                    try self.session.setLocalDescription(created, as: type)
                }
            } catch {
                self.finish(id, .failure(error))
            }
        }
    }

    /// W3C WebRTC, setRemoteDescription. A local offer that is in the way is rolled
    /// back by a task of its own.
    package func setRemoteDescription(
        _ type: DescriptionType, _ text: [UInt8], as id: OperationID
    ) {
        perform(id) {
            let apply = {
                self.apply(id) { () throws(JSEPError) in
                    try self.session.setRemoteDescription(type, text.span)
                }
            }
            switch (type, self.session.signalingState) {
            case (.rollback, _): self.rollBack(id)
            case (.offer, .haveLocalOffer): self.rollBack(id, then: apply)
            case (.offer, .haveLocalProvisionalAnswer), (.offer, .haveRemoteProvisionalAnswer):
                self.rollBack(id)
            default: apply()
            }
        }
    }

    /// Takes back the pending offer; ends the operation unless something follows.
    private func rollBack(_ id: OperationID, then next: (() -> Void)? = nil) {
        switch session.signalingState {
        case .haveLocalOffer, .haveRemoteOffer:
            apply(id, then: next) { () throws(JSEPError) in
                try self.session.setLocalDescription(.rollback)
            }
        default:
            finish(
                id, .failure(JSEPError(.invalidState, "there is no offer to be rolled back")))
        }
    }

    /// Queues the task that applies a description, and fires what comes of it.
    private func apply(
        _ id: OperationID, then next: (() -> Void)? = nil,
        _ set: @escaping () throws(JSEPError) -> DescriptionEffects
    ) {
        enqueue {
            // A sender's parameters must not change under a description.
            if self.pendingParameters > 0 { return self.apply(id, then: next, set) }
            do throws(JSEPError) {
                self.report(try set())
                if let next { next() } else { self.finish(id, .success(.nothing)) }
            } catch {
                self.finish(id, .failure(error))
            }
        }
    }

    private func report(_ effects: DescriptionEffects) {
        changed()
        removedTransceivers += effects.removedTransceivers
        returnedParameters = [:]
        updateGatheringState()
        if effects.isStable { updateNegotiationNeeded() }
        if !effects.signalingStates.isEmpty { emit(.fired(.signalingStateChange)) }
        for channel in effects.failedChannels { emit(.channelFailed(channel)) }
        for transceiver in effects.mutedTracks { emit(.muted(transceiver)) }
        for change in effects.streamRemovals {
            emit(.streamRemoved(change.stream, change.transceiver))
        }
        for change in effects.streamAdditions {
            emit(.streamAdded(change.stream, change.transceiver))
        }
        for event in effects.trackEvents {
            emit(.track(event.transceiver, streams: event.streams))
        }
        for transceiver in effects.endedTracks { queueEnd(of: transceiver) }
        for transport in effects.gathering { beginGathering(transport) }
    }
}
