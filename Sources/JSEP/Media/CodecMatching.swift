import SDP

// When two descriptions of a codec mean the same one.

/// The parameters of a codec, taken apart.
struct CodecParameters {
    /// Names in lower case, in order; the last of equal ones.
    private var entries: [(name: ByteString, value: ByteString)] = []

    init(_ text: ByteString?) {
        var start = 0
        let bytes = text.map { [UInt8]($0) } ?? []
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
            insert(bytes[start..<end])
            start = end + 1
        }
        entries.sort { $0.name < $1.name }
    }

    private mutating func insert(_ parameter: ArraySlice<UInt8>) {
        let trimmed = parameter.drop { $0 == 0x20 }
        if trimmed.isEmpty { return }
        let equals = trimmed.firstIndex(of: UInt8(ascii: "=")) ?? trimmed.endIndex
        let name = ByteString(trimmed[..<equals].map { lowercased($0) })
        let value = ByteString([UInt8](trimmed[equals...].dropFirst()))
        entries.append((name, value))
    }

    /// The parameters of a codec of that name, with those that it has where they are not
    /// written.
    init(_ text: ByteString?, of codec: ByteString) {
        self.init(text)
        if codec.equalsIgnoringCase("H264") {
            setDefault("packetization-mode", "0")
            setDefault("profile-level-id", "420010")
        } else if codec.equalsIgnoringCase("VP9") {
            setDefault("profile-id", "0")
        } else if codec.equalsIgnoringCase("AV1") {
            setDefault("profile", "0")
            setDefault("level-idx", "5")
            setDefault("tier", "0")
        }
    }

    /// Whether all of the other's parameters are here, levels of profiles aside.
    func contains(_ other: CodecParameters) -> Bool {
        other.entries.allSatisfy { name, wanted in
            guard let given = value(name) else { return false }
            if name == "profile-level-id" {
                return CodecKey.h264Profile(given) == CodecKey.h264Profile(wanted)
            }
            return given.equalsIgnoringCase(wanted)
        }
    }

    func value(_ name: ByteString) -> ByteString? { entries.first { $0.name == name }?.value }

    /// Adds what the parameter means where it is not written.
    private mutating func setDefault(_ name: ByteString, _ value: ByteString) {
        if self.value(name) != nil { return }
        entries.append((name, value))
        entries.sort { $0.name < $1.name }
    }

    static func == (a: CodecParameters, b: CodecParameters) -> Bool {
        a.entries.count == b.entries.count
            && zip(a.entries, b.entries).allSatisfy {
                $0.name == $1.name && $0.value.equalsIgnoringCase($1.value)
            }
    }
}

/// What tells codecs apart when two sides negotiate: name, clock rate and channels,
/// and those parameters that both must have in common.
struct CodecKey: Hashable, Sendable {
    private let name: ByteString
    private let clockRate: UInt32
    private let channels: UInt32
    private let form: ByteString

    init(name: ByteString, clockRate: UInt32, channels: UInt32?, parameters: ByteString?) {
        self.name = ByteString(name.map { lowercased($0) })
        self.clockRate = clockRate
        self.channels = channels ?? 1
        form = CodecKey.form(self.name, parameters)
    }

    init(_ codec: CodecCapability) {
        self.init(
            name: codec.name, clockRate: codec.clockRate, channels: codec.channels,
            parameters: codec.parameters)
    }

    private static func form(_ name: ByteString, _ text: ByteString?) -> ByteString {
        switch name {
        case "h264":
            let parameters = CodecParameters(text)
            let mode = parameters.value("packetization-mode") ?? "0"
            let profile = h264Profile(parameters.value("profile-level-id") ?? "420010")
            return ByteString([UInt8](mode) + [0x20] + profile)
        case "vp9", "h265": return CodecParameters(text).value("profile-id") ?? defaultProfile(name)
        case "av1": return CodecParameters(text).value("profile") ?? "0"
        default: return ByteString()
        }
    }

    private static func defaultProfile(_ name: ByteString) -> ByteString {
        name == "h265" ? "1" : "0"
    }

    /// The profile of a profile-level-id without its level, all ways to write
    /// constrained baseline as one (RFC 6184 section 8.1).
    fileprivate static func h264Profile(_ levelID: ByteString) -> [UInt8] {
        let id = levelID.map { lowercased($0) }
        guard id.count == 6 else { return id }
        let constraints = hexadecimal(id[2]) << 4 | hexadecimal(id[3])
        let isConstrained =
            switch (id[0], id[1]) {
            case (UInt8(ascii: "4"), UInt8(ascii: "2")): constraints & 0x40 != 0
            case (UInt8(ascii: "4"), UInt8(ascii: "d")): constraints & 0x80 != 0
            case (UInt8(ascii: "5"), UInt8(ascii: "8")): constraints & 0xC0 == 0xC0
            default: false
            }
        return isConstrained ? Array("constrained-baseline".utf8) : Array(id[..<4])
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit >= 0x61 ? (digit &- 0x57) & 15 : (digit &- 0x30) & 15
    }
}

extension CodecCapability {
    /// Whether it is a codec of its own, and not one that helps others.
    var isMedia: Bool { !CodecName.isAuxiliary(name) }

    var isComfortNoise: Bool { name.equalsIgnoringCase("CN") }

    /// Whether both mean one codec (W3C WebRTC, codec match).
    func matches(_ other: CodecName) -> Bool {
        guard name.equalsIgnoringCase(other.name), clockRate == other.clockRate,
            (channels ?? 1) == (other.channels ?? 1)
        else { return false }
        // Those of redundancy are payload types, which differ between sections.
        if isRedundancy { return true }
        return CodecParameters(parameters, of: name) == CodecParameters(other.parameters, of: name)
    }

    /// The parameters, with Opus told whether to use discontinuous transmission
    /// (RFC 9429 section 5.2.3.2).
    func parameters(detectingVoice detectsVoice: Bool?) -> ByteString? {
        guard let detectsVoice, name.equalsIgnoringCase("opus") else { return parameters }
        let setting: ByteString = detectsVoice ? "usedtx=1" : "usedtx=0"
        guard let parameters else { return setting }
        let kept = [UInt8](parameters).split(separator: UInt8(ascii: ";")).filter {
            !ByteString([UInt8]($0.drop { $0 == 0x20 }.prefix(7))).equalsIgnoringCase("usedtx=")
        }
        return ByteString([UInt8](kept.joined(separator: [UInt8(ascii: ";")])) + [0x3B] + setting)
    }
}

extension CodecName {
    /// Retransmission, redundancy, error correction and comfort noise.
    static func isAuxiliary(_ name: ByteString) -> Bool {
        let names: [ByteString] = ["rtx", "red", "ulpfec", "flexfec", "flexfec-03", "CN"]
        return names.contains { $0.equalsIgnoringCase(name) }
    }

    var isRetransmission: Bool { name.equalsIgnoringCase("rtx") }
}
