/// What verification remembers of a section.
struct SectionFacts {
    struct Flags: OptionSet {
        var rawValue: UInt16
        static let iceUsernameFragment = Flags(rawValue: 1 << 0)
        static let icePassword = Flags(rawValue: 1 << 1)
        static let fingerprint = Flags(rawValue: 1 << 2)
        /// A fingerprint of a known hash and of its size.
        static let knownFingerprint = Flags(rawValue: 1 << 3)
        static let setup = Flags(rawValue: 1 << 4)
        static let rtcpMux = Flags(rawValue: 1 << 5)
        static let rtcpMuxOnly = Flags(rawValue: 1 << 6)
        static let bundleOnly = Flags(rawValue: 1 << 7)
        static let sctpPort = Flags(rawValue: 1 << 8)
        static let extensionMap = Flags(rawValue: 1 << 9)
        static let portZero = Flags(rawValue: 1 << 10)
    }

    enum Transport: UInt8 { case rtp, sctp, legacySCTP, unknown }

    enum Address: UInt8 { case ip4, ip6, other }

    var flags: Flags = []
    /// The number of the BUNDLE group, from 1; 0 for none.
    var group: UInt16 = 0
    /// Where the section begins.
    var offset = 0
    var transport = Transport.unknown
    /// What the section's own c= line says.
    var address: Address?

    var isRTP: Bool { transport == .rtp }
    /// A section of an unknown profile is nobody's concern: it is rejected.
    var isKnown: Bool { transport != .unknown }

    func has(_ flag: Flags) -> Bool { flags.contains(flag) }

    /// Looks at every line of a section, and at what a line says by itself.
    init<Failure: Error>(
        _ section: SectionView, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        offset = section.lineCount > 0 ? section.line(0).offset : 0
        for position in 0..<section.lineCount {
            let line = section.line(position)
            switch line.type {
            case UInt8(ascii: "m"): setMedia(line)
            case UInt8(ascii: "c") where address == nil: setAddress(line)
            case UInt8(ascii: "a"): try set(line, report)
            default: break
            }
        }
    }

    private mutating func setMedia(_ line: LineView) {
        guard let media = try? line.read(as: MediaLine.self) else { return }
        if media.port == 0 { flags.insert(.portZero) }
        let name = media.transportProtocol
        if media.isRTP {
            transport = .rtp
        } else if name.equalsIgnoringCase("UDP/DTLS/SCTP")
            || name.equalsIgnoringCase("TCP/DTLS/SCTP")
        {
            transport = .sctp
        } else if name.equalsIgnoringCase("DTLS/SCTP") {
            transport = .legacySCTP
        }
    }

    private mutating func setAddress(_ line: LineView) {
        guard let connection = try? line.read(as: ConnectionData.self) else { return }
        if !(connection.networkType == "IN") {
            address = .other
        } else if connection.addressType == "IP4" {
            address = .ip4
        } else {
            address = connection.addressType == "IP6" ? .ip6 : .other
        }
    }

    private mutating func set<Failure: Error>(
        _ line: LineView, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        func violation(_ code: SDPError.Code) throws(Failure) {
            try report(SDPError(code, offset: line.offset, section: line.section))
        }
        switch line.attributeName {
        case .iceUsernameFragment: flags.insert(.iceUsernameFragment)
        case .icePassword: flags.insert(.icePassword)
        case .rtcpMux: flags.insert(.rtcpMux)
        case .rtcpMuxOnly: flags.insert(.rtcpMuxOnly)
        case .bundleOnly: flags.insert(.bundleOnly)
        case .sctpPort: flags.insert(.sctpPort)
        case .extensionMap: flags.insert(.extensionMap)
        case .fingerprint:
            guard let fingerprint = try? line.read(attribute: Fingerprint.self) else { return }
            flags.insert(.fingerprint)
            guard let size = fingerprint.hashSize else { return }
            if fingerprint.value.count == size * 3 - 1 {
                flags.insert(.knownFingerprint)
            } else {
                try violation(.unusableFingerprint)
            }
        case .setup:
            guard let role = try? line.read(attribute: SetupRole.self) else { return }
            flags.insert(.setup)
            if role == .holdconn { try violation(.unusableSetup) }
            if role == .actpass { try violation(.undecidedSetup) }
        case .candidate:
            guard let candidate = try? line.read(attribute: Candidate.self) else { return }
            if !(candidate.type == "host"),
                candidate.relatedAddress == nil || candidate.relatedPort == nil
            {
                try violation(.missingRelatedAddress)
            }
        default: break
        }
    }
}

extension Fingerprint where Text == ByteView {
    /// Bytes of the hash; nil if it is none of those that RFC 8122 section 5 lets
    /// be used.
    fileprivate var hashSize: Int? {
        if hashFunction.equalsIgnoringCase("sha-256") { return 32 }
        if hashFunction.equalsIgnoringCase("sha-1") { return 20 }
        if hashFunction.equalsIgnoringCase("sha-224") { return 28 }
        if hashFunction.equalsIgnoringCase("sha-384") { return 48 }
        if hashFunction.equalsIgnoringCase("sha-512") { return 64 }
        return nil
    }
}
