import SDP

// Simulcast that a server receives: RFC 8853, with the restrictions of RFC 8851.

/// One encoding that is to be received, an alternative of a simulcast stream: `~lo` of
/// `a=simulcast:recv hi;~lo` with its a=rid line.
public struct ReceivedEncoding: Sendable, Equatable {
    /// 1 to 255 letters, digits, `-` and `_`, unique in its section.
    public var rid: ByteString
    /// Whether the peer is not to send it for now (`~`); in an answer of the peer,
    /// whether it does not.
    public var isPaused: Bool
    /// The codecs that it may have (`pt=`); none stands for all of the section.
    public var codecs: [CodecName]
    /// Such as `max-width=1280;max-fps=30` (RFC 8851 section 5); nil for none.
    public var restrictions: ByteString?

    public init(
        _ rid: ByteString, isPaused: Bool = false, codecs: [CodecName] = [],
        restrictions: ByteString? = nil
    ) {
        self.rid = rid
        self.isPaused = isPaused
        self.codecs = codecs
        self.restrictions = restrictions
    }
}

extension JSEPSession {
    /// Offers to receive simulcast for a transceiver, and says what of a peer's offer is
    /// accepted: an element for each stream, with its alternatives, the preferred one
    /// first. None offers none, and leaves offers to
    /// `SessionConfiguration.receivesSimulcast`. Negotiation has to be updated
    /// afterwards. They are written once the transceiver receives, and stay in later
    /// offers; but what an answer leaves out is not offered again unless it is asked
    /// for here, since a peer refuses rids that are new to it (W3C WebRTC, "set a session
    /// description"). Throws `type` for a rid that is malformed or not unique among those
    /// and the rids of the sender, for a stream without alternatives and for
    /// malformed restrictions; `operation` for a codec that is not among the
    /// capabilities and beyond the limits of rids and alternatives; `invalidState` if
    /// the transceiver is stopping or not of this session. O(encodings × codecs).
    public func setReceivedEncodings(
        _ streams: [[ReceivedEncoding]], of id: TransceiverID
    ) throws(JSEPError) {
        try checkOpen()
        try state.setReceivedEncodings(streams, of: id, configuration)
    }

    /// What the last answer, ours or the peer's, agreed to be received for a
    /// transceiver: as offered, but for what it left out; with what the answerer says of
    /// pausing, codecs and restrictions. None without simulcast. O(encodings).
    public func negotiatedReceivedEncodings(of id: TransceiverID) -> [[ReceivedEncoding]] {
        guard let transceiver = transceiver(id), let negotiated = transceiver.negotiated
        else { return [] }
        let known = configuration.capabilities.codecs(transceiver.kind)
        return negotiated.receivedStreams.map { stream in
            stream.map { rid in
                ReceivedEncoding(
                    rid.rid, isPaused: rid.isPaused,
                    codecs: negotiated.formats.codecs.compactMap { use in
                        rid.payloadTypes.contains(use.payloadType)
                            ? known[Int(use.codec)].codecName : nil
                    }, restrictions: rid.restrictions)
            }
        }
    }
}

/// An a=rid line and what a=simulcast says of it.
struct RIDPlan: Hashable, Sendable {
    var rid: ByteString
    var isPaused = false
    /// None stands for all of the section.
    var payloadTypes: [UInt8] = []
    var restrictions: ByteString?
}

extension CodecCapability {
    var codecName: CodecName {
        CodecName(name, clockRate: clockRate, channels: channels, parameters: parameters)
    }
}

extension SessionState {
    mutating func setReceivedEncodings(
        _ streams: [[ReceivedEncoding]], of id: TransceiverID,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        let position = try live(id)
        try SessionState.checkReceived(
            streams, beside: transceivers[position].encodings, transceivers[position].kind,
            configuration)
        transceivers[position].receivedEncodings = streams
    }

    static func checkReceived(
        _ streams: [[ReceivedEncoding]], beside encodings: [Encoding], _ kind: MediaKind,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        let all = streams.joined()
        if all.count > configuration.limits.rids
            || all.count > configuration.limits.simulcastAlternatives
        {
            throw JSEPError(.operation, "limit exceeded: rids of a section")
        }
        if streams.contains(where: { $0.isEmpty }) {
            throw JSEPError(.type, "a received stream has no alternative")
        }
        let codecs = configuration.capabilities.codecs(kind)
        var seen = Set(encodings.compactMap { $0.rid })
        for encoding in all {
            try encoding.rid.checkRID()
            if !seen.insert(encoding.rid).inserted {
                throw JSEPError(.type, "two encodings have one rid")
            }
            if let restrictions = encoding.restrictions, !restrictions.isRestrictions {
                throw JSEPError(.type, "the restrictions of an encoding are malformed")
            }
            for codec in encoding.codecs {
                guard codecs.contains(where: { $0.isMedia && $0.matches(codec) }) else {
                    throw JSEPError(.operation, "an encoding's codec is not known")
                }
            }
        }
    }
}

extension ByteString {
    func checkRID() throws(JSEPError) {
        guard 1...255 ~= count, allSatisfy({ ByteSet.rid.contains($0) }) else {
            throw JSEPError(.type, "a rid must be letters, digits, '-' and '_'")
        }
    }

    /// Whether they can follow the direction of an a=rid line.
    fileprivate var isRestrictions: Bool {
        if isEmpty || breaksLine { return false }
        let bytes = Array("x recv ".utf8) + [UInt8](self)
        do throws(SDPError) {
            let rid = try RID<ByteView>(reading: ByteView(bytes.span))
            return rid.formats == nil && rid.restrictions != nil
        } catch {
            return false
        }
    }
}

extension Transceiver {
    /// What an offer with these formats says of received simulcast.
    func offeredStreams(
        _ formats: SectionFormats, _ known: [CodecCapability]
    ) -> [[RIDPlan]] {
        let sent = Set(simulcastRIDs)
        return receivedEncodings.compactMap { stream in
            let plans = stream.compactMap { encoding -> RIDPlan? in
                let payloadTypes = formats.codecs.compactMap { use in
                    encoding.codecs.contains { known[Int(use.codec)].matches($0) }
                        ? use.payloadType : nil
                }
                // A peer may have brought the rid for what is sent.
                if sent.contains(encoding.rid) { return nil }
                if payloadTypes.isEmpty && !encoding.codecs.isEmpty { return nil }
                return RIDPlan(
                    rid: encoding.rid, isPaused: encoding.isPaused, payloadTypes: payloadTypes,
                    restrictions: encoding.restrictions)
            }
            return plans.isEmpty ? nil : plans
        }
    }

    /// Takes back what an answer did not keep of the streams that were offered.
    mutating func narrowReceived(to kept: [[RIDPlan]]) {
        if kept.isEmpty { return }
        let rids = Set(kept.joined().map { $0.rid })
        receivedEncodings = receivedEncodings.compactMap { stream in
            let left = stream.filter { rids.contains($0.rid) }
            return left.isEmpty ? nil : left
        }
    }

    /// What an answer with these formats accepts of what the peer offers to send: of
    /// each stream the first alternative that can be. What the peer said of an encoding
    /// stays, as RFC 8851 section 6.3 wants it, but for formats that are not answered.
    func answeredStreams(
        _ offered: [[RIDPlan]], _ formats: SectionFormats, acceptsAll: Bool
    ) -> [[RIDPlan]] {
        let payloadTypes = Set(formats.codecs.map { $0.payloadType })
        let wanted = receivedEncodings.joined()
        return offered.compactMap { stream in
            for var plan in stream {
                let encoding = wanted.first { $0.rid == plan.rid }
                if encoding == nil && !(wanted.isEmpty && acceptsAll) { continue }
                if !plan.payloadTypes.isEmpty {
                    plan.payloadTypes = plan.payloadTypes.filter { payloadTypes.contains($0) }
                    if plan.payloadTypes.isEmpty { continue }
                }
                plan.isPaused = encoding?.isPaused ?? false
                return [plan]
            }
            return nil
        }
    }
}

extension [[RIDPlan]] {
    /// What an answer kept of these.
    func kept(by answer: [[RIDPlan]]) -> [[RIDPlan]] {
        let offered = Set(joined().map { $0.rid })
        return answer.compactMap { stream in
            let plans = stream.filter { offered.contains($0.rid) }
            return plans.isEmpty ? nil : plans
        }
    }
}
