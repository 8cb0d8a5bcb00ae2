import JSEP
import SDP
import Testing

@Suite("Which description may be applied when")
struct StateTableTests {
    /// A session in that state, with texts that were created last.
    private func session(in state: SignalingState) throws -> JSEPSession {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.b.addTransceiver(.audio)
        switch state {
        case .stable: _ = try pair.a.createOffer()
        case .haveLocalOffer: try pair.a.setLocalDescription()
        case .haveRemoteOffer, .haveLocalProvisionalAnswer:
            try pair.a.setRemote(.offer, try pair.b.createOffer().text)
            _ = try pair.a.createAnswer()
            if state == .haveLocalProvisionalAnswer {
                try pair.a.setLocalDescription(.provisionalAnswer)
            }
        case .haveRemoteProvisionalAnswer:
            try pair.a.setLocalDescription()
            try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
            try pair.a.setRemote(.provisionalAnswer, try pair.b.createAnswer().text)
        case .closed: pair.a.close()
        }
        try #require(pair.a.signalingState == state)
        return pair.a
    }

    private func offer() throws -> String {
        let session = JSEPSession.seeded(seed: 77)
        try session.addTransceiver(.audio)
        return try session.createOffer().text
    }

    private func answer(to session: JSEPSession) throws -> String {
        guard let offer = session.pendingLocalDescription, offer.type == .offer else {
            return try self.offer()
        }
        let other = JSEPSession.seeded(seed: 78)
        try other.setRemote(.offer, offer.text)
        return try other.createAnswer().text
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var state: SignalingState
        /// Offer, provisional answer, answer, rollback: the state afterwards, or nil
        /// for `invalidState`.
        var local: [SignalingState?]
        var remote: [SignalingState?]
        var testDescription: String { "\(state)" }
    }

    static let rows = [
        Row(
            state: .stable, local: [.haveLocalOffer, nil, nil, nil],
            remote: [.haveRemoteOffer, nil, nil, nil]),
        Row(
            state: .haveLocalOffer, local: [.haveLocalOffer, nil, nil, .stable],
            remote: [.haveRemoteOffer, .haveRemoteProvisionalAnswer, .stable, .stable]),
        Row(
            state: .haveRemoteOffer,
            local: [nil, .haveLocalProvisionalAnswer, .stable, .stable],
            remote: [.haveRemoteOffer, nil, nil, .stable]),
        Row(
            state: .haveLocalProvisionalAnswer,
            local: [nil, .haveLocalProvisionalAnswer, .stable, nil], remote: [nil, nil, nil, nil]),
        Row(
            state: .haveRemoteProvisionalAnswer, local: [nil, nil, nil, nil],
            remote: [nil, .haveRemoteProvisionalAnswer, .stable, nil]),
        Row(state: .closed, local: [nil, nil, nil, nil], remote: [nil, nil, nil, nil]),
    ]

    @Test("SD-01 SD-03 SD-20 SD-32 CO-10: the table of states", arguments: rows)
    func table(row: Row) throws {
        for type in DescriptionType.allCases {
            let place = Int(type.rawValue)
            let local = try session(in: row.state)
            try check(local, row.local[place], "local \(type)") {
                try local.setLocalDescription(type)
            }
            let remote = try session(in: row.state)
            let text = type == .offer ? try offer() : try answer(to: remote)
            try check(remote, row.remote[place], "remote \(type)") {
                try remote.setRemote(type, text)
            }
        }
    }

    private func check(
        _ session: JSEPSession, _ expected: SignalingState?, _ name: Comment,
        _ apply: () throws -> DescriptionEffects
    ) throws {
        let before = session.snapshot
        let state = session.signalingState
        guard let expected else {
            let error = #expect(throws: JSEPError.self, name) { _ = try apply() }
            #expect(error?.kind == .invalidState, name)
            #expect(session.snapshot == before, name)
            return
        }
        let effects = try apply()
        #expect(session.signalingState == expected, name)
        // SD-02: a change is told once.
        #expect(effects.signalingStates.last == (state == expected ? nil : expected), name)
    }

    @Test("SD-01 SD-12: another text than the last created is refused before the state is")
    func otherText() throws {
        for state in [SignalingState.stable, .haveLocalOffer, .haveRemoteOffer] {
            for type in [DescriptionType.offer, .provisionalAnswer, .answer] {
                let session = try session(in: state)
                let error = #expect(throws: JSEPError.self) {
                    try session.setLocal(type, "v=0\r\n")
                }
                #expect(error?.kind == .invalidModification)
            }
        }
    }

    @Test("SD-10 SD-04: what is applied without a type")
    func implicitType() throws {
        let types: [(SignalingState, DescriptionType)] = [
            (.stable, .offer), (.haveLocalOffer, .offer), (.haveRemoteOffer, .answer),
            (.haveLocalProvisionalAnswer, .answer), (.haveRemoteProvisionalAnswer, .offer),
        ]
        for (state, type) in types {
            let session = try session(in: state)
            #expect(session.implicitLocalType == type)
            if state == .haveRemoteProvisionalAnswer {
                let error = #expect(throws: JSEPError.self) { try session.setLocalDescription() }
                #expect(error?.kind == .invalidState)
                #expect(session.signalingState == state)
            } else {
                try session.setLocalDescription()
            }
        }
    }

    @Test("CO-06 SD-60: offers and answers are created in their states alone")
    func creating() throws {
        for row in Self.rows {
            let session = try session(in: row.state)
            let isOfferer = row.state == .stable || row.state == .haveLocalOffer
            let isAnswerer =
                row.state == .haveRemoteOffer || row.state == .haveLocalProvisionalAnswer
            let before = session.snapshot
            if isOfferer {
                _ = try session.createOffer()
            } else {
                let error = #expect(throws: JSEPError.self) { try session.createOffer() }
                #expect(error?.kind == .invalidState)
            }
            if isAnswerer {
                _ = try session.createAnswer()
            } else {
                let error = #expect(throws: JSEPError.self) { try session.createAnswer() }
                #expect(error?.kind == .invalidState)
            }
            // CO-25: nothing but what was created last is changed.
            if !isOfferer && !isAnswerer { #expect(session.snapshot == before) }
            #expect(session.signalingState == row.state)
        }
    }

    @Test("CO-17 CO-06: a system without resources makes no offer, but the state counts first")
    func resources() throws {
        let session = try session(in: .stable)
        let before = session.snapshot
        session.hasResources = { false }
        let error = #expect(throws: JSEPError.self) { try session.createOffer() }
        #expect(error?.kind == .operation)
        #expect(session.snapshot == before)
        session.hasResources = { true }
        _ = try session.createOffer()

        let answerer = try self.session(in: .haveRemoteOffer)
        answerer.hasResources = { false }
        let wrongState = #expect(throws: JSEPError.self) { try answerer.createOffer() }
        #expect(wrongState?.kind == .invalidState)
        let noResources = #expect(throws: JSEPError.self) { try answerer.createAnswer() }
        #expect(noResources?.kind == .operation)
    }

    @Test("CO-24 CO-28 CO-29 SD-54: what was created last, until an answer is applied")
    func lastCreated() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        #expect(pair.a.lastCreatedOffer == nil)
        let first = try pair.a.createOffer()
        #expect(pair.a.lastCreatedOffer === first)
        try pair.a.addTransceiver(.video)
        let second = try pair.a.createOffer()
        #expect(pair.a.lastCreatedOffer === second)
        try pair.a.setLocalDescription(second)
        try pair.a.rollBack()
        #expect(pair.a.lastCreatedOffer === second)
        try pair.a.setLocalDescription(second)
        try pair.b.setRemote(.offer, second.text)
        let answer = try pair.b.createAnswer()
        #expect(pair.b.lastCreatedAnswer === answer)
        try pair.b.setLocalDescription(answer, as: .provisionalAnswer)
        try pair.a.setRemote(.provisionalAnswer, answer.text)
        #expect(pair.a.lastCreatedOffer === second)
        #expect(pair.b.lastCreatedAnswer === answer)
        // SD-05: the same text as an answer.
        try pair.b.setLocal(.answer, answer.text)
        try pair.a.setRemote(.answer, answer.text)
        #expect(pair.a.lastCreatedOffer == nil)
        #expect(pair.b.lastCreatedAnswer == nil)
        #expect(pair.b.currentLocalDescription?.type == .answer)
        #expect(pair.b.currentRemoteDescription?.type == .offer)
        #expect(pair.a.currentLocalDescription?.type == .offer)
        #expect(pair.a.currentRemoteDescription?.type == .answer)
    }

    @Test("SD-38 SD-12: an answer to an offer that was replaced cannot be applied")
    func staleAnswer() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.setLocalDescription()
        try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        let stale = try pair.b.createAnswer()
        try pair.a.addTransceiver(.video)
        try pair.a.setLocalDescription()
        try pair.b.setRemote(.offer, pair.a.pendingLocalDescription?.text ?? "")
        let error = #expect(throws: JSEPError.self) { try pair.b.setLocalDescription(stale) }
        #expect(error?.kind == .invalidModification)
        try pair.b.setLocalDescription()
        #expect(pair.b.transceivers.count == 2)
    }

    @Test("SD-11: without a text the last offer is applied, or a new one if that is stale")
    func implicitOffer() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        let offer = try session.createOffer(OfferOptions(voiceActivityDetection: true))
        try session.setLocal(.offer, "")
        #expect(session.pendingLocalDescription?.bytes == offer.bytes)
        try session.addTransceiver(.video)
        try session.setLocalDescription()
        let text = try #require(session.pendingLocalDescription?.text)
        #expect(DescriptionText(text).media.count == 2)
    }

    @Test("SD-11 OP-01: the last offer's restart is applied, once")
    func implicitRestart() throws {
        let pair = SessionPair()
        try pair.a.addTransceiver(.audio)
        try pair.a.negotiate(with: pair.b)
        let restart = try pair.a.createOffer(OfferOptions(iceRestart: true))
        try pair.a.setLocalDescription()
        #expect(pair.a.pendingLocalDescription?.bytes == restart.bytes)
        try pair.a.setLocalDescription()
        #expect(pair.a.pendingLocalDescription?.bytes == restart.bytes)
    }

    @Test("CO-18 IO-09: an identity assertion is written")
    func identity() throws {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.setIdentityAssertion("YWJj")
        #expect(DescriptionText(try session.createOffer()).session.contains("a=identity:YWJj"))
        for malformed in ["", "a\r\nb", "a\0", "x", "YWJ", "YWJj x=y", "YWJj ", "YW J"] {
            let error = #expect(throws: JSEPError.self) {
                try session.setIdentityAssertion(ByteString(malformed))
            }
            #expect(error?.kind == .type)
        }
        try session.setIdentityAssertion(nil)
        #expect(!(try session.createOffer().text.contains("a=identity")))
    }
}
