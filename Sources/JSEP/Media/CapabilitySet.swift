import SDP

/// The codecs and header extensions of a server or client, with the payload
/// types and identifiers that its offers give them. Immutable; one set serves
/// all sessions and threads.
public final class CapabilitySet: Sendable {
    /// A codec with its payload types.
    struct AssignedCodec: Sendable {
        let capability: CodecCapability
        let payloadType: UInt8
        /// The payload type of its retransmission.
        let retransmission: UInt8?
    }

    struct AssignedExtension: Sendable {
        let capability: HeaderExtensionCapability
        let id: UInt16
    }

    private let audio: [AssignedCodec]
    private let video: [AssignedCodec]
    private let extensions: [AssignedExtension]
    private let audioBody: CapabilityBody
    private let videoBody: CapabilityBody

    /// Gives every codec a payload type and every extension an identifier, one
    /// meaning each for all media sections (RFC 9143 section 9.1). Throws
    /// `type` if a name or URI is malformed and `range` if payload types
    /// run out.
    public init(
        audio: [CodecCapability], video: [CodecCapability],
        extensions: [HeaderExtensionCapability]
    ) throws(JSEPError) {
        var allocator = PayloadTypeAllocator(preferred: audio + video)
        let audioCodecs = try allocator.assign(audio)
        let videoCodecs = try allocator.assign(video)
        var assigned: [AssignedExtension] = []
        for capability in extensions {
            guard !capability.uri.isEmpty, !capability.uri.contains(0x20),
                !capability.uri.breaksLine
            else { throw JSEPError(.type, "a header extension's URI is malformed") }
            // 15 is reserved in the one-byte form (RFC 8285 section 4.2).
            let id = assigned.count < 14 ? assigned.count + 1 : assigned.count + 2
            if id > 255 { throw JSEPError(.range, "there are too many header extensions") }
            assigned.append(AssignedExtension(capability: capability, id: UInt16(id)))
        }
        self.audio = audioCodecs
        self.video = videoCodecs
        self.extensions = assigned
        do throws(SDPError) {
            audioBody = try CapabilityBody(.audio, codecs: audioCodecs, extensions: assigned)
            videoBody = try CapabilityBody(.video, codecs: videoCodecs, extensions: assigned)
        } catch {
            throw JSEPError(.type, error.code.reason)
        }
    }

    /// The codecs of a kind, in the order in which they are offered.
    public func codecs(_ kind: MediaKind) -> [CodecCapability] {
        assigned(kind).map { $0.capability }
    }

    private func assigned(_ kind: MediaKind) -> [AssignedCodec] {
        switch kind {
        case .audio: audio
        case .video: video
        }
    }

    /// What a media section says with these codecs alone, in this order; twice the
    /// same is once. Throws `invalidModification` for one that is not in the set.
    func body(_ kind: MediaKind, preferring codecs: [CodecCapability]) throws(JSEPError)
        -> CapabilityBody
    {
        var chosen: [AssignedCodec] = []
        for codec in codecs {
            guard let known = assigned(kind).first(where: { $0.capability.isSame(as: codec) })
            else { throw JSEPError(.invalidModification, "a preferred codec is not known") }
            if !chosen.contains(where: { $0.payloadType == known.payloadType }) {
                chosen.append(known)
            }
        }
        do throws(SDPError) {
            return try CapabilityBody(kind, codecs: chosen, extensions: extensions)
        } catch {
            throw JSEPError(.operation, error.code.reason)
        }
    }

    /// What a media section of this kind says of its capabilities.
    func body(_ kind: MediaKind) -> CapabilityBody {
        switch kind {
        case .audio: audioBody
        case .video: videoBody
        }
    }
}

/// Hands out payload types: those preferred, then 96 to 127, then 35 to 63.
/// 64 to 95 would be taken for RTCP when both share a port (RFC 5761 section 4).
private struct PayloadTypeAllocator {
    private var used: [Bool]
    /// Static payload types that have their codec.
    private var given = [Bool](repeating: false, count: 35)

    init(preferred: [CodecCapability]) {
        used = [Bool](repeating: false, count: 128)
        for case let payloadType? in preferred.map({ $0.staticPayloadType }) {
            used[Int(payloadType)] = true
        }
    }

    mutating func assign(
        _ capabilities: [CodecCapability]
    ) throws(JSEPError) -> [CapabilitySet.AssignedCodec] {
        var assigned: [CapabilitySet.AssignedCodec] = []
        for capability in capabilities {
            try capability.validate()
            let payloadType =
                if let fixed = capability.staticPayloadType { try takeStatic(fixed) } else {
                    try take(capability.preferredPayloadType)
                }
            let retransmission =
                capability.retransmits
                ? try take(capability.preferredPayloadType.map { $0 &+ 1 }) : nil
            assigned.append(
                CapabilitySet.AssignedCodec(
                    capability: capability, payloadType: payloadType,
                    retransmission: retransmission))
        }
        return assigned
    }

    private mutating func takeStatic(_ payloadType: UInt8) throws(JSEPError) -> UInt8 {
        if given[Int(payloadType)] {
            throw JSEPError(.range, "two codecs have the same static payload type")
        }
        given[Int(payloadType)] = true
        return payloadType
    }

    private mutating func take(_ preferred: UInt8?) throws(JSEPError) -> UInt8 {
        if let preferred, 96...127 ~= preferred || 35...63 ~= preferred, !used[Int(preferred)] {
            used[Int(preferred)] = true
            return preferred
        }
        for candidate in 96...127 where !used[candidate] {
            used[candidate] = true
            return UInt8(candidate)
        }
        for candidate in 35...63 where !used[candidate] {
            used[candidate] = true
            return UInt8(candidate)
        }
        throw JSEPError(.range, "there are more codecs than payload types")
    }
}

extension CodecCapability {
    /// Whether both mean one codec (W3C WebRTC, codec match): parameters are
    /// compared as they are written.
    fileprivate func isSame(as other: CodecCapability) -> Bool {
        name.equalsIgnoringCase(other.name) && clockRate == other.clockRate
            && (channels ?? 1) == (other.channels ?? 1) && parameters == other.parameters
    }

    /// The payload type below 35 that RFC 3551 gave the codec for good.
    fileprivate var staticPayloadType: UInt8? {
        guard let preferredPayloadType, preferredPayloadType < 35 else { return nil }
        return preferredPayloadType
    }

    fileprivate func validate() throws(JSEPError) {
        guard !name.isEmpty, name.allSatisfy({ ByteSet.token.contains($0) }) else {
            throw JSEPError(.type, "a codec's name is not a token")
        }
        if let preferredPayloadType, preferredPayloadType > 127 {
            throw JSEPError(.range, "a payload type is larger than 127")
        }
        if let parameters, parameters.isEmpty || parameters.breaksLine {
            throw JSEPError(.type, "a codec's parameters are malformed")
        }
        for entry in feedback {
            guard !entry.type.isEmpty, entry.type.allSatisfy({ ByteSet.token.contains($0) }),
                entry.parameter?.breaksLine != true
            else { throw JSEPError(.type, "a codec's feedback is malformed") }
        }
    }
}

extension CapabilitySet {
    /// What browsers agree on: Opus, G.722, PCMU, PCMA and DTMF; VP8, H.264
    /// constrained baseline, VP9 and AV1 with retransmission.
    /// One set for all, which is made when it is first asked for.
    public static func standard() -> CapabilitySet { standardSet }

    private static let standardSet: CapabilitySet = {
        do throws(JSEPError) {
            return try CapabilitySet(
                audio: standardAudio, video: standardVideo, extensions: standardExtensions)
        } catch {
            preconditionFailure("the capabilities below are well formed")
        }
    }()

    private static var standardAudio: [CodecCapability] {
        [
            CodecCapability(
                "opus", clockRate: 48_000, channels: 2,
                parameters: "minptime=10;useinbandfec=1",
                feedback: [RTCPFeedback(payloadType: nil, type: "transport-cc", parameter: nil)],
                preferredPayloadType: 111, maximumPacketTime: 120),
            CodecCapability("G722", clockRate: 8_000, preferredPayloadType: 9),
            CodecCapability("PCMU", clockRate: 8_000, preferredPayloadType: 0),
            CodecCapability("PCMA", clockRate: 8_000, preferredPayloadType: 8),
            CodecCapability("telephone-event", clockRate: 48_000, preferredPayloadType: 110),
            CodecCapability("telephone-event", clockRate: 8_000, preferredPayloadType: 126),
        ]
    }

    private static var standardVideo: [CodecCapability] {
        [
            video("VP8", nil, 96),
            video(
                "H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
                102),
            video(
                "H264", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f",
                104),
            video("VP9", "profile-id=0", 98),
            video("AV1", "level-idx=5;profile=0;tier=0", 45),
        ]
    }

    private static func video(
        _ name: ByteString, _ parameters: ByteString?, _ payloadType: UInt8
    ) -> CodecCapability {
        CodecCapability(
            name, clockRate: 90_000, parameters: parameters,
            feedback: [
                RTCPFeedback(payloadType: nil, type: "goog-remb", parameter: nil),
                RTCPFeedback(payloadType: nil, type: "transport-cc", parameter: nil),
                RTCPFeedback(payloadType: nil, type: "ccm", parameter: "fir"),
                RTCPFeedback(payloadType: nil, type: "nack", parameter: nil),
                RTCPFeedback(payloadType: nil, type: "nack", parameter: "pli"),
            ],
            preferredPayloadType: payloadType, retransmits: true)
    }

    private static var standardExtensions: [HeaderExtensionCapability] {
        [
            HeaderExtensionCapability("urn:ietf:params:rtp-hdrext:ssrc-audio-level", for: [.audio]),
            HeaderExtensionCapability(
                "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                for: [.audio, .video]),
            HeaderExtensionCapability(
                "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
                for: [.audio, .video]),
            HeaderExtensionCapability(
                "urn:ietf:params:rtp-hdrext:sdes:mid", for: [.audio, .video]),
            HeaderExtensionCapability("urn:ietf:params:rtp-hdrext:toffset", for: [.video]),
            HeaderExtensionCapability("urn:3gpp:video-orientation", for: [.video]),
            HeaderExtensionCapability(
                "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay", for: [.video]),
            HeaderExtensionCapability(
                "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id", for: [.video]),
            HeaderExtensionCapability(
                "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id", for: [.video]),
        ]
    }
}
