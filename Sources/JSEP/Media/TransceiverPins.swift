import SDP

/// What a program fixes of the media section of a transceiver, where the session would
/// else choose, or say nothing. What is nil or empty is not fixed.
public struct TransceiverPins: Equatable, Sendable {
    /// The name of the section: 1 to 16 token characters, so that it fits a one-byte
    /// header extension. One that the peer takes first gives way.
    public var mid: ByteString?
    /// The id of the sent track behind the stream in a=msid: 1 to 64 token characters.
    public var track: ByteString?
    /// The canonical name of `sources`: 1 to 255 bytes without blanks and controls.
    public var canonicalName: ByteString?
    /// The RTP sources that are sent, for a=ssrc. None is 0 or of another live
    /// transceiver.
    public var sources: [UInt32]
    /// Which of them belong together, for a=ssrc-group.
    public var sourceGroups: [SourceGroup]
    /// What the b= lines say.
    public var bandwidth: BandwidthLimits?
    /// Payload types and extension identifiers of this section alone.
    public var formats: FormatPins

    public init(
        mid: ByteString? = nil, track: ByteString? = nil, canonicalName: ByteString? = nil,
        sources: [UInt32] = [], sourceGroups: [SourceGroup] = [],
        bandwidth: BandwidthLimits? = nil, formats: FormatPins = FormatPins()
    ) {
        self.mid = mid
        self.track = track
        self.canonicalName = canonicalName
        self.sources = sources
        self.sourceGroups = sourceGroups
        self.bandwidth = bandwidth
        self.formats = formats
    }
}

/// RTP sources that belong together (RFC 5576 section 4.2). Chromium wants each source of a
/// `simulcast` group, or none, to be first in a `flowIdentification` group.
public struct SourceGroup: Hashable, Sendable {
    public enum Semantics: UInt8, Hashable, Sendable, CaseIterable {
        /// `FID`: a source and the one that retransmits it. Two sources.
        case flowIdentification = 0
        /// `SIM`: the encodings of one track, from low to high. Two or more.
        case simulcast = 1
        /// `FEC-FR`: a source and the one that repairs it (RFC 5956). Two.
        case forwardErrorCorrection = 2

        var text: StaticString {
            switch self {
            case .flowIdentification: "FID"
            case .simulcast: "SIM"
            case .forwardErrorCorrection: "FEC-FR"
            }
        }
    }

    public var semantics: Semantics
    /// Among the sources of the transceiver, each once.
    public var sources: [UInt32]

    public init(_ semantics: Semantics, _ sources: [UInt32]) {
        self.semantics = semantics
        self.sources = sources
    }
}

/// Payload types and identifiers that codecs and header extensions of the capability set
/// are to have.
public struct FormatPins: Equatable, Sendable {
    public var payloadTypes: [PayloadTypePin]
    public var extensions: [ExtensionPin]

    public init(payloadTypes: [PayloadTypePin] = [], extensions: [ExtensionPin] = []) {
        self.payloadTypes = payloadTypes
        self.extensions = extensions
    }

    var isEmpty: Bool { payloadTypes.isEmpty && extensions.isEmpty }
}

/// The payload types of a codec: 0 to 63 or 96 to 127 (RFC 5761 section 4).
public struct PayloadTypePin: Equatable, Sendable {
    /// Equal to a codec of the capability set, as for `setCodecPreferences`.
    public var codec: CodecName
    public var payloadType: UInt8
    /// That of its retransmission; nil leaves it to the session.
    public var retransmission: UInt8?

    public init(_ codec: CodecName, _ payloadType: UInt8, retransmission: UInt8? = nil) {
        self.codec = codec
        self.payloadType = payloadType
        self.retransmission = retransmission
    }
}

/// The identifier of a header extension: 1 to 14, or 16 to 255 in the two-byte form
/// (RFC 8285 section 4).
public struct ExtensionPin: Equatable, Sendable {
    public var uri: ByteString
    public var id: UInt16

    public init(_ uri: ByteString, _ id: UInt16) {
        self.uri = uri
        self.id = id
    }
}

/// What is fixed of a transceiver, in terms of the capability set. Immutable, and so
/// shared by the copies of a state.
final class PinnedTransceiver: Sendable {
    let pins: TransceiverPins
    /// Codecs with the numbers that this section gives them.
    let codecs: [CodecUse]
    let extensions: [ExtensionUse]

    init(_ pins: TransceiverPins, codecs: [CodecUse], extensions: [ExtensionUse]) {
        self.pins = pins
        self.codecs = codecs
        self.extensions = extensions
    }

    /// The same without a mid.
    var withoutMid: PinnedTransceiver {
        var pins = pins
        pins.mid = nil
        return PinnedTransceiver(pins, codecs: codecs, extensions: extensions)
    }

    /// The same without what is said of the sent track.
    var withoutSources: PinnedTransceiver {
        var pins = pins
        pins.track = nil
        pins.sources = []
        pins.sourceGroups = []
        return PinnedTransceiver(pins, codecs: codecs, extensions: extensions)
    }
}

extension Transceiver {
    /// What the program has fixed of its media section.
    public var pins: TransceiverPins { pinned?.pins ?? TransceiverPins() }
}

/// The RTP sources of a media section, as they are written.
struct SourcePlan: Hashable, Sendable {
    var sources: [UInt32]
    var groups: [SourceGroup]
    var canonicalName: ByteString

    func write(to writer: inout DescriptionWriter) {
        for group in groups {
            writer.append(syntax: "a=ssrc-group:")
            writer.append(syntax: group.semantics.text)
            for source in group.sources {
                writer.append(byte: UInt8(ascii: " "))
                writer.append(UInt64(source))
            }
            writer.endLine()
        }
        for source in sources {
            writer.attribute(
                SSRC<ByteString>(id: source, attribute: "cname", value: canonicalName))
        }
    }
}

// MARK: Checking and keeping pins

extension SessionState {
    /// Fixes what `pins` say of the transceiver, in place of what was fixed before.
    mutating func pin(
        _ pins: TransceiverPins, of id: TransceiverID, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        let position = try live(id)
        let transceiver = transceivers[position]
        if let mid = pins.mid, let applied = transceiver.mid, mid != applied {
            throw JSEPError(.invalidModification, "a mid cannot be changed")
        }
        let checked = try check(pins, transceiver.kind, of: transceiver, configuration)
        keep(checked, at: position)
    }

    /// Pins that were checked, with the numbers that the session has with them.
    struct CheckedPins {
        let pinned: PinnedTransceiver
        let formats: FormatTable
    }

    /// Throws `type` for malformed text and groups, `range` for numbers out of range and
    /// sources 0, `invalidModification` for what is fixed elsewhere, and `operation`
    /// beyond limits.
    func check(
        _ pins: TransceiverPins, _ kind: MediaKind, of transceiver: Transceiver?,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) -> CheckedPins {
        if let mid = pins.mid, mid != transceiver?.pins.mid, mid != transceiver?.mid {
            try checkMid(mid)
        }
        if let track = pins.track {
            guard 1...64 ~= track.count, track.allSatisfy({ ByteSet.token.contains($0) }) else {
                throw JSEPError(.type, "a track id must be 1 to 64 token characters")
            }
        }
        try pins.canonicalName?.checkCanonicalName()
        try pins.bandwidth?.check()
        try pins.checkSources(configuration.limits)
        for source in pins.sources {
            guard let holder = sources[source], holder != transceiver?.id,
                let position = position(of: holder), !transceivers[position].isStopping,
                !transceivers[position].isStopped
            else { continue }
            throw JSEPError(.invalidModification, "two sections have the same RTP source")
        }
        var formats = formats
        let numbers = try formats.pin(
            pins.formats, kind, configuration.capabilities, isShared: false, isUntold: isUntold)
        return CheckedPins(
            pinned: PinnedTransceiver(
                pins, codecs: numbers.codecs, extensions: numbers.extensions),
            formats: formats)
    }

    mutating func keep(_ checked: CheckedPins, at position: Int) {
        let id = transceivers[position].id
        forgetSources(of: transceivers[position])
        formats = checked.formats
        let pins = checked.pinned.pins
        for source in pins.sources { sources[source] = id }
        if let mid = pins.mid { reserve(mid) }
        transceivers[position].pinned = checked.pinned
    }

    mutating func forgetSources(of transceiver: Transceiver) {
        for source in transceiver.pinned?.pins.sources ?? []
        where sources[source] == transceiver.id {
            sources[source] = nil
        }
    }

    /// Throws `type` for a malformed mid, and `invalidModification` for one that is or was
    /// used.
    func checkMid(_ mid: ByteString) throws(JSEPError) {
        guard 1...16 ~= mid.count, mid.allSatisfy({ ByteSet.token.contains($0) }) else {
            throw JSEPError(.type, "a mid must be 1 to 16 token characters")
        }
        if usedMids.contains(mid) || reservedMids.contains(mid) {
            throw JSEPError(.invalidModification, "a mid is never used again")
        }
        if usedMids.count + reservedMids.count >= SessionState.maximumMids {
            throw JSEPError(.operation, "limit exceeded: mids of a session")
        }
    }

    /// Keeps a mid for a section; one that was proposed for another gives way.
    mutating func reserve(_ mid: ByteString) {
        if !reservedMids.insert(mid).inserted { return }
        for (owner, proposal) in proposals where proposal.mid == mid {
            proposals[owner]?.mid = nil
        }
    }

    /// The mid that is fixed for a section.
    func pinnedMid(of owner: SectionPlan.Owner) -> ByteString? {
        switch owner {
        case .transceiver(let id): position(of: id).flatMap { transceivers[$0].pinned?.pins.mid }
        case .data: dataMid
        case .none: nil
        }
    }

    /// Lets go of fixed mids that the peer's description has for its sections.
    mutating func yieldPinnedMids(to description: RemoteDescription) {
        let taken = description.sections.compactMap { $0.mid }.filter { reservedMids.contains($0) }
        if taken.isEmpty { return }
        let mids = Set(taken)
        for position in transceivers.indices where transceivers[position].mid == nil {
            guard let pinned = transceivers[position].pinned, let mid = pinned.pins.mid,
                mids.contains(mid)
            else { continue }
            transceivers[position].pinned = pinned.withoutMid
        }
        if data == nil, let dataMid, mids.contains(dataMid) { self.dataMid = nil }
    }

    /// What a section that sends says of its sources; nil if none are fixed.
    func sourcePlan(
        of transceiver: Transceiver, _ configuration: SessionConfiguration
    ) -> SourcePlan? {
        guard let pins = transceiver.pinned?.pins, !pins.sources.isEmpty,
            let name = pins.canonicalName ?? configuration.server.canonicalName ?? canonicalName
        else { return nil }
        return SourcePlan(
            sources: pins.sources, groups: pins.sourceGroups, canonicalName: name)
    }

    /// Whether a source is to be written for which no canonical name is known.
    func needsCanonicalName(_ configuration: SessionConfiguration) -> Bool {
        guard canonicalName == nil, configuration.server.canonicalName == nil else {
            return false
        }
        return transceivers.contains { transceiver in
            guard let pins = transceiver.pinned?.pins else { return false }
            return !pins.sources.isEmpty && pins.canonicalName == nil
        }
    }

    /// Whether no description was made or applied, so that numbers have no meaning for
    /// anybody yet.
    var isUntold: Bool {
        previous == nil && currentRemote == nil && pendingRemote == nil
    }
}

extension TransceiverPins {
    fileprivate func checkSources(_ limits: Limits) throws(JSEPError) {
        if sources.count > limits.sources {
            throw JSEPError(.operation, "limit exceeded: sources of a section")
        }
        if sources.contains(0) { throw JSEPError(.range, "an RTP source is 0") }
        let known = Set(sources)
        if known.count < sources.count {
            throw JSEPError(.invalidModification, "a section has an RTP source twice")
        }
        if sourceGroups.count > limits.sources {
            throw JSEPError(.operation, "limit exceeded: sources of a section")
        }
        var secondaries: Set<UInt32> = []
        var groups: Set<SourceGroup> = []
        for group in sourceGroups {
            let isPair = group.semantics != .simulcast
            let members = Set(group.sources)
            guard group.sources.count >= 2, !isPair || group.sources.count == 2,
                members.count == group.sources.count, members.isSubset(of: known)
            else { throw JSEPError(.type, "a group of RTP sources is malformed") }
            guard groups.insert(group).inserted,
                !isPair || secondaries.insert(group.sources[1]).inserted
            else {
                throw JSEPError(.invalidModification, "an RTP source is grouped twice")
            }
        }
    }
}
