import SDP

/// Which of a peer's codecs answers take, for all transceivers of a session. Codec
/// preferences of a transceiver (`setCodecPreferences`) come first: they set the order
/// and leave out codecs, and the rest of the policy holds for what they left.
///
/// What serves a codec goes with it: retransmission, redundancy (`red`) and error
/// correction of codecs that are not answered are not answered either, nor, where codecs
/// were left out, are DTMF and comfort noise of a clock rate that no codec has.
public struct CodecPolicy: Hashable, Sendable {
    /// In which order an answer lists codecs, and so which is used first.
    public enum Order: UInt8, Hashable, Sendable {
        /// That of the offer (RFC 9429 section 5.3.1).
        case peer = 0
        /// That of the capability set.
        case own = 1
    }

    public var order = Order.peer
    /// How many codecs that carry media an answer has in a section: 1 for a single one.
    /// Less than 1 counts as 1; nil is any number.
    public var maximumCodecs: Int?
    /// Which forms of codecs are taken. Codecs for whose name there is none are all.
    public var filters: [CodecFilter] = []

    public init() {}

    var selects: Bool { maximumCodecs != nil || !filters.isEmpty }
}

/// A form of a codec that answers take.
public struct CodecFilter: Hashable, Sendable {
    /// The encoding name, compared without case.
    public var name: ByteString
    /// Parameters that the offer's a=fmtp must have, with what RFCs say where one is not
    /// written: `packetization-mode=1;profile-level-id=42e01f`. Values are compared without
    /// case, a profile-level-id without its level. Nil or empty fits every form.
    public var parameters: ByteString?

    public init(_ name: ByteString, parameters: ByteString? = nil) {
        self.name = name
        self.parameters = parameters
    }
}

extension CodecPolicy {
    /// Whether a peer's codec of that name and with these parameters may be answered.
    /// O(filters × bytes).
    func accepts(_ name: ByteString, _ parameters: ByteString?) -> Bool {
        var isFiltered = false
        for filter in filters where filter.name.equalsIgnoringCase(name) {
            isFiltered = true
            let given = CodecParameters(parameters, of: name)
            if given.contains(CodecParameters(filter.parameters)) { return true }
        }
        return !isFiltered
    }

    /// What the policy keeps of the codecs that both have, in their order.
    func select(
        _ uses: [CodecUse], from known: [CodecCapability], _ roles: [CodecRole]
    ) -> [CodecUse] {
        if !selects { return uses }
        var left = max(1, maximumCodecs ?? .max)
        var rates: Set<UInt32> = []
        var kept: [CodecUse] = []
        for use in uses {
            if roles[Int(use.codec)] != .primary {
                kept.append(use)
            } else if left > 0 {
                left -= 1
                rates.insert(known[Int(use.codec)].clockRate)
                kept.append(use)
            }
        }
        return kept.filter { rates.contains(known[Int($0.codec)].clockRate) }
    }
}

/// What a codec is for.
enum CodecRole: UInt8, Sendable {
    /// The media that a section is for.
    case primary
    /// DTMF, comfort noise and the like.
    case event
    /// Redundant audio (RFC 2198), in video what carries `ulpfec`.
    case redundancy
    /// `ulpfec`, which is sent within redundancy (RFC 5109 section 14.2).
    case parity
    /// Error correction in a stream of its own.
    case repair

    init(_ codec: CodecCapability) {
        let name = codec.name
        if name.equalsIgnoringCase("red") {
            self = .redundancy
        } else if name.equalsIgnoringCase("ulpfec") {
            self = .parity
        } else if name.equalsIgnoringCase("flexfec") || name.equalsIgnoringCase("flexfec-03") {
            self = .repair
        } else {
            self =
                codec.isMedia && !name.equalsIgnoringCase("telephone-event") ? .primary : .event
        }
    }
}

extension [CodecUse] {
    /// These without redundancy and error correction that have nothing to protect.
    func consistent(_ known: [CodecCapability], _ roles: [CodecRole]) -> [CodecUse] {
        let hasRedundancy = contains {
            roles[Int($0.codec)] == .redundancy && primary(of: $0, known, roles) != nil
        }
        return filter { use in
            switch roles[Int(use.codec)] {
            case .primary, .event: true
            case .parity: hasRedundancy
            case .redundancy, .repair: primary(of: use, known, roles) != nil
            }
        }
    }

    /// The first codec that redundancy or error correction of these may be for.
    func primary(
        of use: CodecUse, _ known: [CodecCapability], _ roles: [CodecRole]
    ) -> CodecUse? {
        let codec = known[Int(use.codec)]
        return first {
            let other = known[Int($0.codec)]
            return roles[Int($0.codec)] == .primary && other.clockRate == codec.clockRate
                && (other.channels ?? 1) == (codec.channels ?? 1)
        }
    }
}

extension CodecCapability {
    /// Whether its parameters are payload types.
    var isRedundancy: Bool { name.equalsIgnoringCase("red") }

    /// The a=fmtp of redundant audio: the payload type as often as there are generations,
    /// two or as many as the capability's parameters have.
    func redundancy(of payloadType: UInt8) -> ByteString {
        let generations = parameters.map {
            [UInt8]($0).split(separator: UInt8(ascii: "/")).count
        }
        let number = [UInt8](ByteString(decimal: UInt64(payloadType)))
        let numbers = [[UInt8]](repeating: number, count: Swift.max(2, generations ?? 2))
        return ByteString([UInt8](numbers.joined(separator: [UInt8(ascii: "/")])))
    }
}

extension RemoteCodec {
    /// Whether it is redundancy of a payload type that is not among these.
    func isRedundancy(beside payloadTypes: [UInt8]) -> Bool {
        guard let parameters else { return false }
        let numbers = [UInt8](parameters).split(separator: UInt8(ascii: "/"))
        return !numbers.allSatisfy { digits in
            guard let number = ByteString([UInt8](digits)).decimal else { return false }
            return payloadTypes.contains { UInt64($0) == number }
        }
    }
}
