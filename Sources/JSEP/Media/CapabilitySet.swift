import SDP

/// The codecs and header extensions of a server or client, with the payload
/// types and identifiers that its offers give them. Immutable; one set serves
/// all sessions and threads.
public final class CapabilitySet: Sendable {
    private let audio: [CodecCapability]
    private let video: [CodecCapability]
    let extensions: [HeaderExtensionCapability]
    /// The numbers that a session begins with.
    let formats: FormatTable
    private let audioBody: CapabilityBody
    private let videoBody: CapabilityBody
    private let audioRoles: [CodecRole]
    private let videoRoles: [CodecRole]
    private let audioKeys: [CodecKey: UInt16]
    private let videoKeys: [CodecKey: UInt16]
    /// The kinds of feedback of all codecs, at most 64.
    private let feedbackKinds: [RTCPFeedback<ByteString>]
    private let audioFeedback: [[Int?]]
    private let videoFeedback: [[Int?]]

    /// Gives every codec a payload type and every extension an identifier, one
    /// meaning each for all media sections (RFC 9143 section 9.1). Throws
    /// `type` if a name or URI is malformed, `range` for a number out of range and if
    /// numbers run out, and `invalidModification` for one that two are to have and for an
    /// extension that is there twice.
    public init(
        audio: [CodecCapability], video: [CodecCapability],
        extensions: [HeaderExtensionCapability]
    ) throws(JSEPError) {
        var allocator = try PayloadTypeAllocator(preferred: audio + video)
        let audioUses = try allocator.assign(audio)
        let videoUses = try allocator.assign(video)
        let ids = try CapabilitySet.assignIDs(extensions)
        self.audio = audio
        self.video = video
        self.extensions = extensions
        formats = FormatTable(audio: audioUses, video: videoUses, extensionIDs: ids)
        audioRoles = audio.map { CodecRole($0) }
        videoRoles = video.map { CodecRole($0) }
        audioKeys = CapabilitySet.keys(audio)
        videoKeys = CapabilitySet.keys(video)
        var kinds: [RTCPFeedback<ByteString>] = []
        audioFeedback = audio.map { CapabilitySet.feedback($0, &kinds) }
        videoFeedback = video.map { CapabilitySet.feedback($0, &kinds) }
        feedbackKinds = kinds
        do throws(SDPError) {
            audioBody = try CapabilityBody(
                CapabilitySet.offered(.audio, audio, audioRoles, extensions, formats),
                codecs: audio, extensions: extensions)
            videoBody = try CapabilityBody(
                CapabilitySet.offered(.video, video, videoRoles, extensions, formats),
                codecs: video, extensions: extensions)
        } catch {
            throw JSEPError(.type, error.code.reason)
        }
    }

    private static func assignIDs(
        _ extensions: [HeaderExtensionCapability]
    ) throws(JSEPError) -> [UInt16] {
        var used: Set<UInt16> = []
        var uris: Set<ByteString> = []
        for capability in extensions {
            guard !capability.uri.isEmpty, !capability.uri.contains(0x20),
                !capability.uri.breaksLine
            else { throw JSEPError(.type, "a header extension's URI is malformed") }
            guard uris.insert(capability.uri).inserted else {
                throw JSEPError(.invalidModification, "a header extension is there twice")
            }
            guard let id = capability.id else { continue }
            guard isExtensionID(id) else {
                throw JSEPError(.range, "an extension's id is not 1 to 14 or 16 to 255")
            }
            guard used.insert(id).inserted else {
                throw JSEPError(.invalidModification, "two header extensions have one id")
            }
        }
        var next: UInt16 = 1
        var ids: [UInt16] = []
        for capability in extensions {
            if let id = capability.id {
                ids.append(id)
                continue
            }
            while !isExtensionID(next) || used.contains(next) {
                if next > 255 { throw JSEPError(.range, "there are too many header extensions") }
                next += 1
            }
            used.insert(next)
            ids.append(next)
        }
        return ids
    }

    /// The first of each codec.
    private static func keys(_ codecs: [CodecCapability]) -> [CodecKey: UInt16] {
        var keys: [CodecKey: UInt16] = [:]
        for (position, codec) in codecs.enumerated() {
            let key = CodecKey(codec)
            if keys[key] == nil { keys[key] = UInt16(truncatingIfNeeded: position) }
        }
        return keys
    }

    /// Where the codec's feedback is among the kinds; nil beyond 64 of them.
    private static func feedback(
        _ codec: CodecCapability, _ kinds: inout [RTCPFeedback<ByteString>]
    ) -> [Int?] {
        codec.feedback.map { entry in
            let known = kinds.firstIndex {
                $0.type == entry.type && $0.parameter == entry.parameter
            }
            if known != nil || kinds.count >= 64 { return known }
            kinds.append(entry)
            return kinds.count - 1
        }
    }

    /// Which kind of feedback the line is about.
    func feedbackKind(_ line: borrowing RTCPFeedback<ByteView>) -> Int? {
        for (position, kind) in feedbackKinds.enumerated() where kind.type == line.type {
            switch (kind.parameter, ByteString(copying: line.parameter)) {
            case (nil, nil): return position
            case (let parameter?, let other?) where parameter == other: return position
            default: continue
            }
        }
        return nil
    }

    /// The kinds of the codec's feedback, in its order.
    func feedback(_ kind: MediaKind, _ position: UInt16) -> [Int?] {
        switch kind {
        case .audio: audioFeedback[Int(position)]
        case .video: videoFeedback[Int(position)]
        }
    }

    /// The codecs of a kind, in the order in which they are offered.
    public func codecs(_ kind: MediaKind) -> [CodecCapability] {
        switch kind {
        case .audio: audio
        case .video: video
        }
    }

    /// What the codecs of a kind are for, in their order.
    func roles(_ kind: MediaKind) -> [CodecRole] {
        switch kind {
        case .audio: audioRoles
        case .video: videoRoles
        }
    }

    /// The codecs of a kind as W3C WebRTC has them (getCapabilities): with `rtx` as
    /// one of them where anything is retransmitted.
    public func codecNames(_ kind: MediaKind) -> [CodecName] {
        var names: [CodecName] = []
        var rates: [UInt32] = []
        for codec in codecs(kind) {
            names.append(codec.codecName)
            if codec.retransmits && !rates.contains(codec.clockRate) {
                rates.append(codec.clockRate)
            }
        }
        return names + rates.map { CodecName("rtx", clockRate: $0) }
    }

    /// The URIs of the header extensions for a kind.
    public func extensionURIs(_ kind: MediaKind) -> [ByteString] {
        extensions.filter({ $0.kinds.contains(kind) }).map { $0.uri }
    }

    /// Where the extension of that URI is among them. O(extensions).
    func extensionPosition(_ uri: ByteString) -> UInt16? {
        extensions.firstIndex(where: { $0.uri == uri }).map { UInt16($0) }
    }

    /// The codec that matches, of that kind or of any. Throws `invalidModification` if
    /// there is none. O(codecs).
    func find(
        _ codec: CodecName, _ kind: MediaKind?
    ) throws(JSEPError) -> (kind: MediaKind, position: UInt16) {
        for candidate in MediaKind.allCases where kind == nil || kind == candidate {
            if let position = codecs(candidate).firstIndex(where: { $0.matches(codec) }) {
                return (candidate, UInt16(position))
            }
        }
        throw JSEPError(.invalidModification, "a pinned codec is not in the capability set")
    }

    /// Not 64 to 95, which would be taken for RTCP (RFC 5761 section 4).
    static func isPayloadType(_ number: UInt8) -> Bool { number < 64 || 96...127 ~= number }

    /// 15 is reserved in the one-byte form (RFC 8285 section 4.2).
    static func isExtensionID(_ id: UInt16) -> Bool { 1...14 ~= id || 16...255 ~= id }

    /// Where the codec of that key is among those of the kind.
    func position(_ kind: MediaKind, _ key: CodecKey) -> UInt16? {
        switch kind {
        case .audio: audioKeys[key]
        case .video: videoKeys[key]
        }
    }

    /// What a media section offers of a kind if nothing else is asked for: all but
    /// comfort noise.
    private static func offered(
        _ kind: MediaKind, _ codecs: [CodecCapability], _ roles: [CodecRole],
        _ extensions: [HeaderExtensionCapability], _ table: FormatTable
    ) -> SectionFormats {
        let uses = table.codecs(kind).filter { !codecs[Int($0.codec)].isComfortNoise }
        return SectionFormats(
            kind: kind, codecs: uses.consistent(codecs, roles),
            extensions: extensions.indices.filter({ extensions[$0].kinds.contains(kind) }).map {
                ExtensionUse(position: UInt16($0), id: table.extensionIDs[$0])
            })
    }

    /// What a media section of this kind says at first.
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

    /// Sets aside what codecs have in any case.
    init(preferred: [CodecCapability]) throws(JSEPError) {
        used = [Bool](repeating: false, count: 128)
        for capability in preferred {
            for case let fixed? in [capability.payloadType, capability.retransmissionPayloadType] {
                guard CapabilitySet.isPayloadType(fixed) else {
                    throw JSEPError(.range, "a payload type is not 0 to 63 or 96 to 127")
                }
                if used[Int(fixed)] {
                    throw JSEPError(.invalidModification, "two codecs have one payload type")
                }
                used[Int(fixed)] = true
            }
        }
        let pinned = used
        for capability in preferred {
            guard let payloadType = capability.staticPayloadType else { continue }
            if pinned[Int(payloadType)] {
                throw JSEPError(.invalidModification, "two codecs have one payload type")
            }
            used[Int(payloadType)] = true
        }
    }

    mutating func assign(
        _ capabilities: [CodecCapability]
    ) throws(JSEPError) -> [CodecUse] {
        var assigned: [CodecUse] = []
        for (position, capability) in capabilities.enumerated() {
            try capability.validate()
            let payloadType = try takePrimary(of: capability)
            var retransmission = capability.retransmissionPayloadType
            if capability.retransmits && retransmission == nil {
                let near = capability.payloadType ?? capability.preferredPayloadType
                retransmission = try take(near.map { $0 &+ 1 })
            }
            assigned.append(
                CodecUse(
                    codec: UInt16(position), payloadType: payloadType,
                    retransmission: retransmission))
        }
        return assigned
    }

    private mutating func takePrimary(of capability: CodecCapability) throws(JSEPError) -> UInt8 {
        if let pinned = capability.payloadType { return pinned }
        if let fixed = capability.staticPayloadType { return try takeStatic(fixed) }
        return try take(capability.preferredPayloadType)
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
    /// The payload type below 35 that RFC 3551 gave the codec for good.
    fileprivate var staticPayloadType: UInt8? {
        guard payloadType == nil, let preferredPayloadType, preferredPayloadType < 35 else {
            return nil
        }
        return preferredPayloadType
    }

    fileprivate func validate() throws(JSEPError) {
        guard !name.isEmpty, name.allSatisfy({ ByteSet.token.contains($0) }) else {
            throw JSEPError(.type, "a codec's name is not a token")
        }
        if let preferredPayloadType, preferredPayloadType > 127 {
            throw JSEPError(.range, "a payload type is larger than 127")
        }
        if retransmissionPayloadType != nil && !retransmits {
            throw JSEPError(.type, "a codec is not retransmitted")
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
    /// What browsers agree on: Opus, G.722, PCMU, PCMA, comfort noise (offered on
    /// demand) and DTMF; VP8, H.264
    /// constrained baseline, VP9 and AV1 with retransmission.
    /// One set for all, which is made when it is first asked for.
    public static func standard() -> CapabilitySet { standardSet }

    /// The same codecs and numbers with this feedback; for audio, with `transportWide` if
    /// it is among it. Without `transportWide` and `receiverEstimate` the header
    /// extensions that they need are left out. Makes a new set: keep it.
    public static func standard(feedback: FeedbackSet) -> CapabilitySet {
        do throws(JSEPError) {
            return try CapabilitySet(
                audio: standardAudio.map {
                    var codec = $0
                    if !codec.feedback.isEmpty {
                        codec.feedback = feedback.intersection(.transportWide).feedback
                    }
                    return codec
                },
                video: standardVideo.map {
                    var codec = $0
                    codec.feedback = feedback.feedback
                    return codec
                },
                extensions: standardExtensions.enumerated().compactMap { (position, entry) in
                    let needed: FeedbackSet =
                        switch entry.uri {
                        case transportWideExtension: .transportWide
                        case sendTimeExtension: .receiverEstimate
                        default: []
                        }
                    guard feedback.isSuperset(of: needed) else { return nil }
                    return HeaderExtensionCapability(
                        entry.uri, for: entry.kinds, id: UInt16(position + 1))
                })
        } catch {
            preconditionFailure("the capabilities below are well formed")
        }
    }

    private static var sendTimeExtension: ByteString {
        "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
    }

    private static var transportWideExtension: ByteString {
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
    }

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
            CodecCapability("CN", clockRate: 8_000, preferredPayloadType: 13),
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
            HeaderExtensionCapability(sendTimeExtension, for: [.audio, .video]),
            HeaderExtensionCapability(transportWideExtension, for: [.audio, .video]),
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
