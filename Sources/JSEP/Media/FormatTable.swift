import SDP

/// Which payload types and extension identifiers a session gives to the codecs and
/// extensions of its capability set. Those of a peer that offered first are
/// taken over; a number that once had a meaning gets no other one (RFC 3264
/// section 8.3.2, RFC 8285 section 6).
struct FormatTable: Sendable {
    private var audio: [CodecUse]
    private var video: [CodecUse]
    private(set) var extensionIDs: [UInt16]
    /// What each payload type means.
    private var holders: [Holder]
    /// What each identifier below 256 means: nothing, extension n - 1 or another one.
    private var idHolders: [UInt16]

    private static let foreignID = UInt16.max

    private enum Holder: Hashable, Sendable {
        case free
        case codec(MediaKind, UInt16)
        case retransmission(MediaKind, UInt16)
        /// A codec that is not in the capability set, or that had the payload type
        /// before.
        case other
    }

    init(audio: [CodecUse], video: [CodecUse], extensionIDs: [UInt16]) {
        self.audio = audio
        self.video = video
        self.extensionIDs = extensionIDs
        holders = [Holder](repeating: .free, count: 128)
        idHolders = [UInt16](repeating: 0, count: 256)
        for (kind, uses) in [(MediaKind.audio, audio), (.video, video)] {
            for use in uses {
                holders[Int(use.payloadType & 127)] = .codec(kind, use.codec)
                if let retransmission = use.retransmission {
                    holders[Int(retransmission & 127)] = .retransmission(kind, use.codec)
                }
            }
        }
        for (position, id) in extensionIDs.enumerated() {
            idHolders[Int(id & 255)] = UInt16(position + 1)
        }
    }

    /// The codecs of a kind, by their position in the capability set.
    func codecs(_ kind: MediaKind) -> [CodecUse] {
        switch kind {
        case .audio: audio
        case .video: video
        }
    }

    /// Takes over what a peer's section says of payload types.
    mutating func adopt(_ codecs: [RemoteCodec], _ kind: MediaKind) {
        for codec in codecs {
            switch codec.meaning {
            case .codec(let position): take(codec.payloadType, for: .codec(kind, position))
            case .retransmission(of: let position):
                take(codec.payloadType, for: .retransmission(kind, position))
            case .other: take(codec.payloadType, for: .other)
            }
        }
    }

    /// Takes over what a peer's section says of extension identifiers.
    mutating func adopt(_ extensions: [RemoteExtension]) {
        for entry in extensions where 1...255 ~= entry.id {
            let holder = entry.position.map { $0 + 1 } ?? FormatTable.foreignID
            if idHolders[Int(entry.id)] == holder { continue }
            evict(id: entry.id)
            if let position = entry.position {
                retire(id: extensionIDs[Int(position)])
                extensionIDs[Int(position)] = entry.id
            }
            idHolders[Int(entry.id)] = holder
        }
    }

    private mutating func retire(id: UInt16) {
        if id != ExtensionUse.noID { idHolders[Int(id & 255)] = FormatTable.foreignID }
    }

    /// Gives the extension that has the identifier another one.
    private mutating func evict(id: UInt16) {
        let holder = idHolders[Int(id)]
        if holder == 0 || holder == FormatTable.foreignID { return }
        let free = (1...255).first { $0 != 15 && idHolders[$0] == 0 }
        if let free { idHolders[free] = holder }
        extensionIDs[Int(holder) - 1] = free.map { UInt16($0) } ?? ExtensionUse.noID
    }

    private mutating func take(_ payloadType: UInt8, for holder: Holder) {
        let slot = Int(payloadType & 127)
        if holders[slot] == holder { return }
        if isCodec(holder), self.payloadType(of: holder) == payloadType { return }
        evict(holders[slot])
        if isCodec(holder) {
            let before = Int(self.payloadType(of: holder))
            if before < 128, holders[before] == holder { holders[before] = .other }
            setPayloadType(payloadType, of: holder)
        }
        holders[slot] = holder
    }

    private func isCodec(_ holder: Holder) -> Bool { holder != .other && holder != .free }

    /// Gives the codec another payload type.
    private mutating func evict(_ holder: Holder) {
        guard isCodec(holder) else { return }
        let candidates = Array(96...127) + Array(35...63)
        let free = candidates.first { holders[$0] == .free }
        if let free { holders[free] = holder }
        setPayloadType(free.map { UInt8($0) } ?? CodecUse.noPayloadType, of: holder)
    }

    private func payloadType(of holder: Holder) -> UInt8 {
        switch holder {
        case .codec(let kind, let position): codecs(kind)[Int(position)].payloadType
        case .retransmission(let kind, let position):
            codecs(kind)[Int(position)].retransmission ?? CodecUse.noPayloadType
        case .free, .other: CodecUse.noPayloadType
        }
    }

    private mutating func setPayloadType(_ payloadType: UInt8, of holder: Holder) {
        switch holder {
        case .codec(.audio, let position): audio[Int(position)].payloadType = payloadType
        case .codec(.video, let position): video[Int(position)].payloadType = payloadType
        case .retransmission(.audio, let position):
            audio[Int(position)].retransmission = payloadType == 255 ? nil : payloadType
        case .retransmission(.video, let position):
            video[Int(position)].retransmission = payloadType == 255 ? nil : payloadType
        case .free, .other: break
        }
    }
}
