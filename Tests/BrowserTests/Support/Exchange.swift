import JSEP
import SDP
import Testing
import WebRTCSignaling

/// One of our connections, which offers, and one of the browser's, which
/// answers.
struct Exchange {
    let ours: PeerConnection
    let browser: BrowserConnection

    struct Round {
        let offer: String
        let answer: String
    }

    static func withBrowser(
        _ ours: PeerConnection, _ body: (Exchange) async throws -> Void
    ) async throws {
        try await BrowserConnection.withConnection { browser in
            try await body(Exchange(ours: ours, browser: browser))
        }
    }

    /// An offer and its answer, applied on both sides, which are then expected
    /// to agree, and to have accepted all sections but `rejected`.
    @discardableResult
    func negotiate(
        _ behaviour: BrowserConnection.Behaviour = BrowserConnection.Behaviour(),
        options: OfferOptions = OfferOptions(), rejecting rejected: [Int] = [],
        location: SourceLocation = #_sourceLocation
    ) async throws -> Round {
        let offer = try await ours.createOffer(options)
        try await ours.setLocalDescription(offer)
        let answer = try await browser.answer(offer.sdp, as: behaviour)
        try await ours.setRemoteDescription(SessionDescriptionInit(type: .answer, sdp: answer))
        let round = Round(offer: offer.sdp, answer: answer)
        let isRejected = try SectionSummary.all(of: answer).map(\.isRejected)
        #expect(isRejected.indices.filter { isRejected[$0] } == rejected, sourceLocation: location)
        try expectReadable(round, location)
        try await expectAgreement(behaviour, location)
        try expectTransports(round, location)
        return round
    }

    /// We read the answer without loss, and it adds nothing to our offer.
    private func expectReadable(_ round: Round, _ location: SourceLocation) throws {
        #expect(
            try SessionDescription(parsing: round.answer).serialized() == round.answer,
            sourceLocation: location)
        let offered = try SectionSummary.all(of: round.offer)
        let answered = try SectionSummary.all(of: round.answer)
        #expect(offered.map(\.mid) == answered.map(\.mid), sourceLocation: location)
        for (offered, answered) in zip(offered, answered) where !answered.isRejected {
            #expect(
                answered.codecs.subtracting(offered.codecs).isEmpty, sourceLocation: location)
            #expect(
                answered.extensions.subtracting(offered.extensions).isEmpty,
                sourceLocation: location)
        }
    }

    private func expectAgreement(
        _ behaviour: BrowserConnection.Behaviour, _ location: SourceLocation
    ) async throws {
        #expect(ours.signalingState == .stable, sourceLocation: location)
        let browserWants: MediaDirection = behaviour.sends ? .sendReceive : .receiveOnly
        for transceiver in ours.transceivers where !transceiver.isStopped {
            #expect(transceiver.mid != nil, sourceLocation: location)
            #expect(
                transceiver.currentDirection
                    == browserWants.reversed.intersection(transceiver.direction),
                sourceLocation: location)
        }
        let state = try await browser.state
        #expect(state.signalingState == "stable", sourceLocation: location)
        let mirrored = ours.transceivers.filter { !$0.isStopped }.map { transceiver in
            Mirrored(
                mid: transceiver.mid,
                currentDirection: transceiver.currentDirection.map {
                    String($0.reversed.attributeName)
                })
        }
        let theirs = state.transceivers.map {
            Mirrored(mid: $0.mid, currentDirection: $0.currentDirection)
        }
        #expect(theirs == mirrored, sourceLocation: location)
    }

    private struct Mirrored: Equatable, CustomStringConvertible {
        let mid: String?
        let currentDirection: String?

        var description: String { "\(mid ?? "-") \(currentDirection ?? "-")" }
    }

    /// The transport of every section is the one that speaks for the bundle.
    private func expectTransports(_ round: Round, _ location: SourceLocation) throws {
        let sections = try SectionSummary.all(of: round.answer).filter { !$0.isRejected }
        for section in sections {
            let transport = try #require(
                ours.remoteTransport(mid: ByteString(section.mid)), sourceLocation: location)
            #expect(!transport.fingerprints.isEmpty, sourceLocation: location)
            #expect(
                transport.fingerprints.first == sections.first?.fingerprint,
                sourceLocation: location)
            #expect(
                transport.iceUsernameFragment.description == sections.first?.usernameFragment,
                sourceLocation: location)
            #expect(
                transport.icePassword.description == sections.first?.password,
                sourceLocation: location)
            #expect(
                transport.candidates.count == sections.first?.candidateCount,
                sourceLocation: location)
        }
    }
}
