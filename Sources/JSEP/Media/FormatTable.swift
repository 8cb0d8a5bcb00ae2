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
    /// Payload types and identifiers that the program chose.
    private var pinnedTypes: Set<UInt8> = []
    private var pinnedIDs: Set<UInt16> = []

    private static let foreignID = UInt16.max

    private enum Holder: Hashable, Sendable {
        case free
        case codec(MediaKind, UInt16)
        case retransmission(MediaKind, UInt16)
        /// A codec that is not in the capability set, or that had the payload type
        /// before.
        case other

        init(_ codec: RemoteCodec, _ kind: MediaKind) {
            self =
                switch codec.meaning {
                case .codec(let position): .codec(kind, position)
                case .retransmission(of: let position): .retransmission(kind, position)
                case .other: .other
                }
        }
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

    /// Takes over the numbers of the peer's live sections.
    mutating func adopt(_ description: RemoteDescription) {
        for section in description.sections where !section.isRejected {
            if case .media(let kind) = section.content { adopt(section.codecs, kind) }
            adopt(section.extensions)
        }
    }

    /// Takes over what a peer's section says of payload types.
    private mutating func adopt(_ codecs: [RemoteCodec], _ kind: MediaKind) {
        for codec in codecs { take(codec.payloadType, for: Holder(codec, kind)) }
    }

    /// Takes over what a peer's section says of extension identifiers.
    private mutating func adopt(_ extensions: [RemoteExtension]) {
        for entry in extensions where 1...255 ~= entry.id {
            let holder = entry.position.map { $0 + 1 } ?? FormatTable.foreignID
            if idHolders[Int(entry.id)] == holder { continue }
            evict(id: entry.id)
            pinnedIDs.remove(entry.id)
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
        // One section alone may have it.
        if extensionIDs[Int(holder) - 1] != id { return }
        let free = (1...255).first { $0 != 15 && idHolders[$0] == 0 }
        if let free { idHolders[free] = holder }
        extensionIDs[Int(holder) - 1] = free.map { UInt16($0) } ?? ExtensionUse.noID
    }

    private mutating func take(_ payloadType: UInt8, for holder: Holder) {
        let slot = Int(payloadType & 127)
        if holders[slot] == holder { return }
        if isCodec(holder), self.payloadType(of: holder) == payloadType { return }
        evict(slot)
        pinnedTypes.remove(payloadType)
        if isCodec(holder) {
            let before = Int(self.payloadType(of: holder))
            if before < 128, holders[before] == holder { holders[before] = .other }
            setPayloadType(payloadType, of: holder)
        }
        holders[slot] = holder
    }

    private func isCodec(_ holder: Holder) -> Bool { holder != .other && holder != .free }

    /// Gives the codec that has the payload type another one.
    private mutating func evict(_ slot: Int) {
        let holder = holders[slot]
        // One section alone may have it.
        guard isCodec(holder), payloadType(of: holder) == slot else { return }
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

// MARK: Numbers that the program chooses

extension FormatTable {
    /// Gives codecs and extensions the numbers that `pins` say: `isShared`, those of all
    /// sections that have no others; else of one section. What has such a number gets
    /// another one if `isUntold`, that is if no description was ever made.
    ///
    /// Throws `range` for a number that is none, and if payload types run out;
    /// `invalidModification` for a codec or extension that is not in the capability set,
    /// for a number that means something else and for one thing that gets two.
    mutating func pin(
        _ pins: FormatPins, _ kind: MediaKind?, _ capabilities: CapabilitySet, isShared: Bool,
        isUntold: Bool
    ) throws(JSEPError) -> (codecs: [CodecUse], extensions: [ExtensionUse]) {
        var uses: [CodecUse] = []
        for pin in pins.payloadTypes {
            let (kind, position) = try capabilities.find(pin.codec, kind)
            let codec = Holder.codec(kind, position)
            try claim(pin.payloadType, for: codec, isShared: isShared, isUntold: isUntold)
            if let retransmission = pin.retransmission {
                guard capabilities.codecs(kind)[Int(position)].retransmits else {
                    throw JSEPError(.invalidModification, "a pinned codec is not retransmitted")
                }
                try claim(
                    retransmission, for: .retransmission(kind, position), isShared: isShared,
                    isUntold: isUntold)
            }
            if uses.contains(where: { $0.codec == position }) && !isShared {
                throw JSEPError(.invalidModification, "a codec is pinned twice")
            }
            uses.append(
                CodecUse(
                    codec: position, payloadType: pin.payloadType,
                    retransmission: pin.retransmission))
        }
        var extensions: [ExtensionUse] = []
        for pin in pins.extensions {
            guard let position = capabilities.extensionPosition(pin.uri) else {
                throw JSEPError(
                    .invalidModification, "a pinned header extension is not in the capability set")
            }
            try claim(id: pin.id, position, isShared: isShared, isUntold: isUntold)
            if extensions.contains(where: { $0.position == position }) {
                throw JSEPError(.invalidModification, "a header extension is pinned twice")
            }
            extensions.append(ExtensionUse(position: position, id: pin.id))
        }
        return (uses, extensions)
    }

    /// Whether the number still means what it was pinned for: a peer's offer may have
    /// taken it.
    func means(_ use: CodecUse, _ kind: MediaKind) -> Bool {
        holders[Int(use.payloadType & 127)] == .codec(kind, use.codec)
    }

    func meansRetransmission(_ use: CodecUse, _ kind: MediaKind) -> Bool {
        guard let retransmission = use.retransmission else { return false }
        return holders[Int(retransmission & 127)] == .retransmission(kind, use.codec)
    }

    func means(_ use: ExtensionUse) -> Bool { idHolders[Int(use.id & 255)] == use.position + 1 }

    /// Takes over the numbers of an offer that was made to another session, as if they
    /// were pinned. Throws `invalidModification` for one that was pinned otherwise.
    mutating func pin(_ description: RemoteDescription) throws(JSEPError) {
        for (index, section) in description.sections.enumerated() where !section.isRejected {
            guard case .media(let kind) = section.content else { continue }
            for codec in section.codecs {
                try checkPinned(codec.payloadType, Holder(codec, kind), section: index + 1)
            }
            for entry in section.extensions where pinnedIDs.contains(entry.id) {
                if entry.position.map({ $0 + 1 }) == idHolders[Int(entry.id & 255)] { continue }
                throw JSEPError(
                    .invalidModification, "an extension's id would have two meanings",
                    section: index + 1)
            }
        }
        adopt(description)
        for section in description.sections where !section.isRejected && section.isMedia {
            for codec in section.codecs { pinnedTypes.insert(codec.payloadType) }
            for entry in section.extensions { pinnedIDs.insert(entry.id) }
        }
    }

    private func checkPinned(
        _ payloadType: UInt8, _ holder: Holder, section: Int
    ) throws(JSEPError) {
        let slot = Int(payloadType & 127)
        let before = self.payloadType(of: holder)
        let isTaken = isPinned(payloadType) && holders[slot] != holder
        if isTaken || (before != payloadType && before < 128 && isPinned(before)) {
            throw JSEPError(
                .invalidModification, "a payload type would have two meanings", section: section)
        }
    }

    private func isPinned(_ payloadType: UInt8) -> Bool { pinnedTypes.contains(payloadType) }

    private mutating func claim(
        _ payloadType: UInt8, for holder: Holder, isShared: Bool, isUntold: Bool
    ) throws(JSEPError) {
        guard CapabilitySet.isPayloadType(payloadType) else {
            throw JSEPError(.range, "a payload type is not 0 to 63 or 96 to 127")
        }
        let slot = Int(payloadType)
        let before = self.payloadType(of: holder)
        if isShared, before != payloadType, before < 128, isPinned(before) {
            throw JSEPError(.invalidModification, "a codec is pinned twice")
        }
        // What was never told of is free again.
        if isShared, isUntold, before < 128, before != payloadType {
            holders[Int(before)] = .free
        }
        if holders[slot] != holder {
            if holders[slot] != .free {
                guard isUntold, isCodec(holders[slot]), !isPinned(payloadType) else {
                    throw JSEPError(
                        .invalidModification, "a payload type would have two meanings")
                }
                let moved = holders[slot]
                evict(slot)
                if case .codec = moved, self.payloadType(of: moved) == CodecUse.noPayloadType {
                    throw JSEPError(.range, "there are more codecs than payload types")
                }
            }
            holders[slot] = holder
        }
        if isShared { setPayloadType(payloadType, of: holder) }
        pinnedTypes.insert(payloadType)
    }

    private mutating func claim(
        id: UInt16, _ position: UInt16, isShared: Bool, isUntold: Bool
    ) throws(JSEPError) {
        guard CapabilitySet.isExtensionID(id) else {
            throw JSEPError(.range, "an extension's id is not 1 to 14 or 16 to 255")
        }
        let holder = position + 1
        let before = extensionIDs[Int(position)]
        if isShared, before != id, pinnedIDs.contains(before) {
            throw JSEPError(.invalidModification, "a header extension is pinned twice")
        }
        if isShared, isUntold, before != ExtensionUse.noID, before != id {
            idHolders[Int(before & 255)] = 0
        }
        if idHolders[Int(id)] != holder {
            if idHolders[Int(id)] != 0 {
                guard isUntold, idHolders[Int(id)] != FormatTable.foreignID,
                    !pinnedIDs.contains(id)
                else {
                    throw JSEPError(
                        .invalidModification, "an extension's id would have two meanings")
                }
                evict(id: id)
            }
            idHolders[Int(id)] = holder
        }
        if isShared { extensionIDs[Int(position)] = id }
        pinnedIDs.insert(id)
    }
}
