import ICECredentials
import JSEP
import SDP

/// A peer that says what it likes, to a session in any state: the session takes it or
/// refuses it and stays as it was; what it took it can answer, and what it then says is a
/// description.
///
/// The first byte of an input chooses the state, the second how the rest is taken: as a
/// description, or as changes of the one that an honest peer would send, one a line: a
/// letter for the change, a byte for the place, and a text.
enum HostilePeer {
    /// What does not hold, or nil.
    static func problem(with input: [UInt8]) -> String? {
        if input.count < 2 { return nil }
        var source = ByteSource(input)
        do throws(Problem) {
            let (session, honest) = try session(&source)
            let how = source.below(256)
            let text = how % 2 == 0 ? source.remainder() : changed(honest, &source)
            let types: [DescriptionType] = [.offer, .answer, .provisionalAnswer, .rollback]
            // Most of the time what the state expects.
            let expectsAnswer =
                session.signalingState == .haveLocalOffer
                || session.signalingState == .haveRemoteProvisionalAnswer
            let choice = how / 2 % 16
            try apply(
                text, choice < 4 ? types[choice] : expectsAnswer ? .answer : .offer, to: session)
            return nil
        } catch {
            return error.text
        }
    }

    private struct Problem: Error {
        let text: String
    }

    private static func require(_ holds: Bool, _ reason: String) throws(Problem) {
        if !holds { throw Problem(text: reason) }
    }

    /// A session in a state, and what an honest peer sends next.
    private static func session(
        _ source: inout ByteSource
    ) throws(Problem) -> (JSEPSession, [UInt8]) {
        let state = source.below(256)
        let policy = BundlePolicy.allCases[state / 8 % 3]
        let session = JSEPSession.seeded(policy, seed: 1) {
            $0.receivesSimulcast = state / 24 % 2 == 0
        }
        let peer = JSEPSession.seeded(policy, seed: 2) { $0.receivesSimulcast = true }
        do {
            try session.addTransceiver(
                .video, TransceiverInit(encodings: [Encoding(rid: "h"), Encoding(rid: "l")]))
            try session.addTransceiver(.audio, streams: ["s"])
            _ = try session.createDataChannel("c")
            try peer.addTrack("t", .video, streams: ["p"])
            try peer.addTrack("u", .audio)
            switch state % 8 {
            case 0: return (session, try peer.createOffer().bytes)
            case 1:
                // An answer to an offer.
                try session.setLocalDescription()
                return (session, try answer(of: peer, to: session))
            case 2:
                // A second offer, after one exchange.
                try session.setLocalDescription()
                try session.setRemote(.answer, try answer(of: peer, to: session))
                return (session, try peer.createOffer().bytes)
            case 3:
                // A second answer.
                try session.setLocalDescription()
                try session.setRemote(.answer, try answer(of: peer, to: session))
                try session.addTransceiver(.audio)
                _ = session.restartICE()
                try session.setLocalDescription()
                return (session, try answer(of: peer, to: session))
            case 4:
                // Another offer instead of one that was not answered yet.
                try session.setRemote(.offer, try peer.createOffer().bytes)
                try peer.addTransceiver(.audio)
                return (session, try peer.createOffer().bytes)
            case 5:
                // An answer after a provisional one.
                try session.setLocalDescription()
                let text = try answer(of: peer, to: session)
                try session.setRemote(.provisionalAnswer, text)
                return (session, text)
            case 6:
                // In the middle of a provisional answer of ours.
                try session.setRemote(.offer, try peer.createOffer().bytes)
                try session.setLocalDescription(.provisionalAnswer)
                return (session, try peer.createOffer().bytes)
            default:
                session.close()
                return (session, try peer.createOffer().bytes)
            }
        } catch {
            throw Problem(text: "an honest exchange fails: \(error)")
        }
    }

    private static func answer(of peer: JSEPSession, to session: JSEPSession) throws(JSEPError)
        -> [UInt8]
    {
        let offer = session.pendingLocalDescription?.bytes ?? []
        try peer.setRemote(.offer, offer)
        try peer.setLocalDescription()
        return peer.currentLocalDescription?.bytes ?? []
    }

    /// A description after changes of its lines.
    private static func changed(_ bytes: [UInt8], _ source: inout ByteSource) -> [UInt8] {
        var lines = bytes.split(separator: 0x0A).map { Array($0.dropLast()) }
        while !source.isAtEnd, !lines.isEmpty {
            var change = ByteSource(source.line())
            let kind = change.below(128)
            let place = change.below(lines.count)
            let text = change.remainder()
            switch kind {
            case Int(UInt8(ascii: "-")): lines.remove(at: place)
            case Int(UInt8(ascii: "+")): lines.insert(text, at: place)
            case Int(UInt8(ascii: "=")): lines[place] = text
            case Int(UInt8(ascii: "x")):
                lines.swapAt(place, text.first.map { Int($0) % lines.count } ?? 0)
            case Int(UInt8(ascii: "d")): lines.insert(lines[place], at: place)
            case Int(UInt8(ascii: "s")):
                // A whole section once more.
                let end =
                    lines[(place + 1)...].firstIndex { $0.first == UInt8(ascii: "m") }
                    ?? lines.count
                if lines.count < 1_000 { lines += lines[place..<end] }
            case Int(UInt8(ascii: "r")):
                let end =
                    lines[(place + 1)...].firstIndex { $0.first == UInt8(ascii: "m") }
                    ?? lines.count
                lines.removeSubrange(place..<end)
            case Int(UInt8(ascii: "0")):
                // Another port.
                let fields = lines[place].split(separator: 0x20, omittingEmptySubsequences: false)
                if fields.count > 2 {
                    var changed = fields
                    changed[1] = text[...]
                    lines[place] = Array(changed.joined(separator: [0x20]))
                }
            default:
                // Another end of the line.
                let keep = min(lines[place].count, change.below(256) + 2)
                lines[place] = lines[place].prefix(keep) + text
            }
        }
        return Array(lines.map { $0 + [0x0D, 0x0A] }.joined())
    }

    private static func apply(
        _ text: [UInt8], _ type: DescriptionType, to session: JSEPSession
    ) throws(Problem) {
        let before = session.snapshot
        do throws(JSEPError) {
            try session.setRemote(type, text)
        } catch {
            try require(session.snapshot == before, "a refused description changed the session")
            try require(error.reason.utf8CodeUnitCount > 0, "an error without a reason")
            try require(error.line >= 0 && error.section >= 0, "an error with no place")
            return
        }
        var said: [[UInt8]] = []
        do throws(JSEPError) {
            if session.signalingState == .haveRemoteOffer {
                let answer = try session.createAnswer()
                said.append(answer.bytes)
                try session.setLocalDescription(answer)
            }
            _ = session.updateNegotiationNeeded()
            for transport in session.transports {
                if let fragment = transport.local?.usernameFragment {
                    try session.endLocalCandidates(usernameFragment: fragment)
                }
            }
            if session.signalingState == .stable {
                let offer = try session.createOffer()
                said.append(offer.bytes)
                try session.setLocalDescription(offer)
                try session.setLocalDescription(.rollback)
            }
        } catch {
            throw Problem(text: "what was taken cannot be gone on from: \(error)")
        }
        // What is rejected is said again as the peer said it.
        let isStrict = (try? SessionDescription(parsing: text.span, options: .strict)) != nil
        for bytes in said { try check(bytes, isStrict ? [] : .all) }
        // A candidate for each section that there may be.
        for index in 0..<4 {
            let candidate = CandidateInit(
                "candidate:1 1 udp 1 192.0.2.1 5 typ host", index: UInt16(index))
            try? session.addRemoteCandidate(candidate)
        }
    }

    /// Whatever was taken, what we make of it is a description.
    private static func check(
        _ bytes: [UInt8], _ tolerances: Tolerances
    ) throws(Problem) {
        do throws(SDPError) {
            let description = try SessionDescription(
                parsing: bytes.span, options: ReadingOptions(tolerances: tolerances))
            let view = description.view
            for number in 0..<view.sectionCount { try view.section(number).checkValues() }
        } catch {
            throw Problem(text: "what we say is malformed: \(error)")
        }
    }
}
