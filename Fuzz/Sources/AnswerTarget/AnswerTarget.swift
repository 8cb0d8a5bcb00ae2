import FuzzSupport
import ICECredentials
import JSEP
import SDP
import SessionModel

/// The property `answer`: whatever a peer says, in whatever state, a session takes it or
/// refuses it and stays as it was; what it took it can answer, and what it then says is a
/// description.
///
/// The first byte of an input chooses the state, the second how the rest is taken: as a
/// description, or as changes of the one that an honest peer would send, one a line: a
/// letter for the change, one for the place, and a text.
@c(LLVMFuzzerTestOneInput)
public func testAnswer(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    if size < 2 { return 0 }
    var source = unsafe ByteSource([UInt8](UnsafeBufferPointer(start: data, count: size)))
    let (session, honest) = session(&source)
    let how = source.below(256)
    let text: [UInt8]
    if how % 2 == 0 {
        text = source.remainder()
    } else {
        text = changed(honest, &source)
    }
    let types: [DescriptionType] = [.offer, .answer, .provisionalAnswer, .rollback]
    // Most of the time what the state expects.
    let expected: DescriptionType =
        session.signalingState == .haveLocalOffer
            || session.signalingState == .haveRemoteProvisionalAnswer ? .answer : .offer
    let choice = how / 2 % 16
    apply(text, choice < 4 ? types[choice] : expected, to: session)
    return 0
}

/// A session in a state, and what an honest peer sends next.
private func session(_ source: inout ByteSource) -> (JSEPSession, [UInt8]) {
    let state = source.below(256)
    let policy = BundlePolicy.allCases[state / 8 % 3]
    let session = seededSession(1, policy, receivesSimulcast: state / 24 % 2 == 0)
    let peer = seededSession(2, policy, receivesSimulcast: true)
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
            try session.setRemoteDescription(.answer, try answer(of: peer, to: session).span)
            return (session, try peer.createOffer().bytes)
        case 3:
            // A second answer.
            try session.setLocalDescription()
            try session.setRemoteDescription(.answer, try answer(of: peer, to: session).span)
            try session.addTransceiver(.audio)
            _ = session.restartICE()
            try session.setLocalDescription()
            return (session, try answer(of: peer, to: session))
        case 4:
            // Another offer instead of one that was not answered yet.
            try session.setRemoteDescription(.offer, try peer.createOffer().bytes.span)
            try peer.addTransceiver(.audio)
            return (session, try peer.createOffer().bytes)
        case 5:
            // An answer after a provisional one.
            try session.setLocalDescription()
            let text = try answer(of: peer, to: session)
            try session.setRemoteDescription(.provisionalAnswer, text.span)
            return (session, text)
        case 6:
            // In the middle of a provisional answer of ours.
            try session.setRemoteDescription(.offer, try peer.createOffer().bytes.span)
            try session.setLocalDescription(.provisionalAnswer)
            return (session, try peer.createOffer().bytes)
        default:
            session.close()
            return (session, try peer.createOffer().bytes)
        }
    } catch {
        violation("an honest exchange fails: \(error)")
    }
}

private func answer(of peer: JSEPSession, to session: JSEPSession) throws(JSEPError) -> [UInt8] {
    let offer = session.pendingLocalDescription?.bytes ?? []
    try peer.setRemoteDescription(.offer, offer.span)
    try peer.setLocalDescription()
    return peer.currentLocalDescription?.bytes ?? []
}

/// A description after changes of its lines.
private func changed(_ bytes: [UInt8], _ source: inout ByteSource) -> [UInt8] {
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
                lines[(place + 1)...].firstIndex { $0.first == UInt8(ascii: "m") } ?? lines.count
            if lines.count < 1_000 { lines += lines[place..<end] }
        case Int(UInt8(ascii: "r")):
            let end =
                lines[(place + 1)...].firstIndex { $0.first == UInt8(ascii: "m") } ?? lines.count
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

private func apply(_ text: [UInt8], _ type: DescriptionType, to session: JSEPSession) {
    let before = snapshot(of: session)
    do throws(JSEPError) {
        try session.setRemoteDescription(type, text.span)
    } catch {
        require(snapshot(of: session) == before, "a refused description changed the session")
        require(error.reason.utf8CodeUnitCount > 0, "an error without a reason")
        require(error.line >= 0 && error.section >= 0, "an error with no place")
        return
    }
    do throws(JSEPError) {
        if session.signalingState == .haveRemoteOffer {
            let answer = try session.createAnswer()
            check(answer.bytes)
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
            check(offer.bytes)
            try session.setLocalDescription(offer)
            try session.setLocalDescription(.rollback)
        }
    } catch {
        violation("what was taken cannot be gone on from: \(error)")
    }
    // A candidate for each section that there may be.
    for index in 0..<4 {
        let candidate = CandidateInit(
            "candidate:1 1 udp 1 192.0.2.1 5 typ host", index: UInt16(index))
        try? session.addRemoteCandidate(candidate)
    }
}

/// Whatever was taken, what we make of it is a description.
private func check(_ bytes: [UInt8]) {
    do throws(SDPError) {
        let description = try SessionDescription(parsing: bytes.span, options: .strict)
        let view = description.view
        for number in 0..<view.sectionCount { try view.section(number).checkValues() }
    } catch {
        violation("what we say is malformed: \(error)", at: error.offset)
    }
}
