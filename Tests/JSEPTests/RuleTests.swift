import JSEP
import SDP
import Testing

@Suite("Hostile descriptions and candidates, rule by rule")
struct RuleTests {
    /// A session with the transceivers of rules.txt, as far as the base goes.
    private func session(_ base: String) throws -> JSEPSession {
        let session = JSEPSession.seeded()
        try session.addTransceiver(.audio)
        try session.addTransceiver(.video, direction: .sendOnly)
        try session.addDataSection()
        let texts = RuleCase.texts
        switch base {
        case "offer": break
        case "later-offer":
            try session.setRemote(.offer, try #require(texts["offer"]).text)
            try session.setLocalDescription()
        case "answer": try session.setLocalDescription()
        default:
            try session.setLocalDescription()
            try session.setRemote(.answer, try #require(texts["answer"]).text)
            if base == "later-answer" { try session.setLocalDescription() }
        }
        return session
    }

    /// What the session says next, once the description is applied.
    private func next(_ session: JSEPSession) throws -> String {
        if session.signalingState == .haveRemoteOffer { try session.setLocalDescription() }
        return [session.currentLocalDescription?.text ?? "", try session.createOffer().text]
            .joined(separator: "\n")
    }

    private func check(_ error: JSEPError?, _ rule: RuleCase, line: Int?) throws {
        let error = try #require(error, "it was taken")
        let names: [JSEPError.Kind: String] = [
            .invalidAccess: "InvalidAccessError", .invalidState: "InvalidStateError",
            .operation: "OperationError", .type: "TypeError", .syntax: "RTCError",
        ]
        #expect(names[error.kind] == rule.expected[0])
        guard error.kind == .syntax else {
            #expect(error.section == Int(rule.expected[1]))
            #expect(error.syntaxError == nil && error.line == 0)
            return
        }
        let codes: [String: SDPError.Code] = [
            "empty": .empty, "nul-byte": .nulByte, "unknown-line-type": .unknownLineType,
            "missing-version": .missingVersion, "duplicate-line": .duplicateLine,
            "misplaced-line": .misplacedLine, "line-order": .lineOrder,
            "missing-origin": .missingOrigin, "missing-session-name": .missingSessionName,
            "missing-time": .missingTime, "missing-value": .missingValue,
            "unexpected-value": .unexpectedValue, "missing-field": .missingField,
            "malformed-value": .malformedValue, "malformed-number": .malformedNumber,
            "number-out-of-range": .numberOutOfRange, "trailing-bytes": .trailingBytes,
            "length-out-of-range": .lengthOutOfRange, "unknown-keyword": .unknownKeyword,
        ]
        #expect(error.syntaxError?.code == codes[rule.expected[1]])
        #expect(error.section == Int(rule.expected[2]))
        #expect(error.line == (rule.expected.count > 3 ? Int(rule.expected[3]) : line))
    }

    @Test("Each rule: the error, and the session as before", arguments: RuleCase.all)
    func rule(_ rule: RuleCase) throws {
        if rule.base == "candidate" { return try candidates(rule) }
        let isOffer = rule.base.hasSuffix("offer")
        let base = try #require(RuleCase.texts[isOffer ? "offer" : "answer"])
        let (text, line) = try #require(rule.changed(base), "nothing to change")
        try #require(text != base.text)
        if rule.expected == ["ok"] {
            let session = try session(rule.base)
            try session.setRemote(isOffer ? .offer : .answer, text)
            try checkNext(session, rule)
            return
        }
        // An offer, beside another one of the peer or of ours; an answer, final or not.
        let variants: [DescriptionType] =
            isOffer ? [.offer, .rollback, .answer] : [.answer, .provisionalAnswer]
        for variant in variants {
            let session = try session(rule.base)
            let control = try self.session(rule.base)
            for session in [session, control] {
                if isOffer && variant == .rollback { try session.setLocalDescription() }
                if isOffer && variant == .answer {
                    try session.setRemote(.offer, base.text)
                    _ = try session.createAnswer()
                }
            }
            let type = isOffer ? DescriptionType.offer : variant
            let before = session.snapshot
            var error: JSEPError?
            do throws(JSEPError) { try session.setRemote(type, text) } catch let thrown {
                error = thrown
            }
            try check(error, rule, line: line)
            #expect(session.snapshot == before)
            // It goes on as one that never saw it.
            try session.setRemote(type, base.text)
            try control.setRemote(type, base.text)
            #expect(session.snapshot == control.snapshot)
            if type == .provisionalAnswer { continue }
            #expect(try next(session) == next(control))
        }
    }

    private func checkNext(_ session: JSEPSession, _ rule: RuleCase) throws {
        let created =
            session.signalingState == .haveRemoteOffer
            ? try session.createAnswer() : try session.createOffer()
        let next = DescriptionText(created)
        let sections = [next.session] + next.media
        for (section, line) in rule.says { #expect(sections[section].contains(line)) }
        for (section, prefix) in rule.omits {
            #expect(!sections[section].contains { $0.hasPrefix(prefix) })
        }
        if session.signalingState == .haveRemoteOffer { try session.setLocalDescription() }
    }

    private func candidates(_ rule: RuleCase) throws {
        let session = try session(rule.base)
        let before = session.snapshot
        var error: JSEPError?
        for (_, rest) in rule.changes {
            let fields = rest.split(separator: " ", maxSplits: 3).map(String.init)
            var candidate: CandidateInit?
            if fields[0] != "nil" {
                let text = fields[3].replacing("\\r", with: "\r").replacing("\\n", with: "\n")
                candidate = CandidateInit(
                    ByteString(text), mid: fields[0] == "-" ? nil : ByteString(fields[0]),
                    index: UInt16(fields[1]),
                    usernameFragment: fields[2] == "-" ? nil : ByteString(fields[2]))
            }
            do throws(JSEPError) { try session.addRemoteCandidate(candidate) } catch let thrown {
                error = thrown
            }
        }
        guard rule.expected != ["ok"] else {
            #expect(error == nil)
            #expect(session.snapshot != before)
            return
        }
        try check(error, rule, line: nil)
        #expect(session.snapshot == before)
    }

    @Test("The table is read as a whole")
    func table() {
        #expect(RuleCase.all.count > 200)
        #expect(RuleCase.texts.count == 2)
        #expect(RuleCase.all.allSatisfy { !$0.expected.isEmpty && !$0.changes.isEmpty })
        #expect(Set(RuleCase.all.map { "\($0.base) \($0.name)" }).count == RuleCase.all.count)
    }
}
