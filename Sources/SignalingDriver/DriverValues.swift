import JSEP
import SDP
import SignalingOperations
import WebRTCSignaling

// Values of the protocol.

/// A description as a page gives it.
struct DriverDescription {
    var type: DescriptionType?
    var text: [UInt8]

    init(_ json: JSON?) throws(DriverError) {
        if let name = json?["type"] {
            guard let type = DescriptionType(json: name) else {
                throw .type("no such type of description")
            }
            self.type = type
        }
        text = Array((json?["sdp"]?.string ?? "").utf8)
    }
}

/// RTCConfiguration, as far as signalling has a use for it.
struct DriverConfiguration {
    static let capabilities = CapabilitySet.standard()

    var bundlePolicy = BundlePolicy.balanced
    var transportPolicy = ICETransportPolicy.all
    var requiresMultiplexing = true
    var poolSize: UInt8 = 0
    var servers: [ICEServer] = []
    /// Handles.
    var certificates: [Int] = []

    init(_ json: JSON?) throws(DriverError) {
        guard let json else { return }
        switch json["bundlePolicy"]?.string ?? "balanced" {
        case "balanced": bundlePolicy = .balanced
        case "max-compat": bundlePolicy = .maxCompat
        case "max-bundle": bundlePolicy = .maxBundle
        default: throw .type("no such bundlePolicy")
        }
        switch json["iceTransportPolicy"]?.string ?? "all" {
        case "all": transportPolicy = .all
        case "relay": transportPolicy = .relay
        default: throw .type("no such iceTransportPolicy")
        }
        switch json["rtcpMuxPolicy"]?.string ?? "require" {
        case "require": requiresMultiplexing = true
        case "negotiate": requiresMultiplexing = false
        default: throw .type("no such rtcpMuxPolicy")
        }
        guard let poolSize = UInt8(exactly: json["iceCandidatePoolSize"]?.integer ?? 0) else {
            throw .type("iceCandidatePoolSize is out of range")
        }
        self.poolSize = poolSize
        for server in json["iceServers"]?.array ?? [] {
            let urls: [String]
            if let url = server["urls"]?.string {
                urls = [url]
            } else if let list = server["urls"]?.array {
                urls = list.compactMap { $0.string }
            } else {
                throw .type("an ICE server needs urls")
            }
            servers.append(
                ICEServer(
                    urls: urls, username: server["username"]?.string,
                    credential: server["credential"]?.string))
        }
        certificates = (json["certificates"]?.array ?? []).map { $0.integer ?? 0 }
    }

    func checkServers() throws(DriverError) {
        try pageErrors { () throws(JSEPError) in
            for server in servers { try server.check() }
        }
    }

    func session(fingerprints: [Fingerprint<ByteString>]) -> SessionConfiguration {
        var session = SessionConfiguration(
            bundlePolicy: bundlePolicy, capabilities: Self.capabilities,
            fingerprints: fingerprints)
        session.iceTransportPolicy = transportPolicy
        session.iceCandidatePoolSize = poolSize
        return session
    }
}

extension DescriptionType {
    init?(json: JSON) {
        switch json.string {
        case "offer": self = .offer
        case "pranswer": self = .provisionalAnswer
        case "answer": self = .answer
        case "rollback": self = .rollback
        default: return nil
        }
    }

    var json: JSON {
        switch self {
        case .offer: "offer"
        case .provisionalAnswer: "pranswer"
        case .answer: "answer"
        case .rollback: "rollback"
        }
    }
}

extension SignalingState {
    var json: JSON {
        switch self {
        case .stable: "stable"
        case .haveLocalOffer: "have-local-offer"
        case .haveRemoteOffer: "have-remote-offer"
        case .haveLocalProvisionalAnswer: "have-local-pranswer"
        case .haveRemoteProvisionalAnswer: "have-remote-pranswer"
        case .closed: "closed"
        }
    }
}

extension GatheringState {
    var json: JSON {
        switch self {
        case .new: "new"
        case .gathering: "gathering"
        case .complete: "complete"
        }
    }
}

extension ICERole {
    var json: JSON {
        switch self {
        case .unknown: "unknown"
        case .controlling: "controlling"
        case .controlled: "controlled"
        }
    }
}

extension DataChannelState {
    var json: JSON {
        switch self {
        case .connecting: "connecting"
        case .open: "open"
        case .closing: "closing"
        case .closed: "closed"
        }
    }
}

extension MediaKind {
    init?(json: JSON?) {
        switch json?.string {
        case "audio": self = .audio
        case "video": self = .video
        default: return nil
        }
    }

    var name: String { self == .audio ? "audio" : "video" }
}

extension MediaDirection {
    init?(json: JSON?) {
        guard
            let direction = Self.allCases.first(where: {
                String($0.attributeName) == json?.string
            })
        else { return nil }
        self = direction
    }

    var json: JSON { .string(String(attributeName)) }
}

extension CandidateInit {
    /// Nil if the page gave nothing but the end of all candidates.
    init?(json: JSON?) {
        self.init(
            ByteString(json?["candidate"]?.string ?? ""),
            mid: (json?["sdpMid"]?.string).map { ByteString($0) },
            index: (json?["sdpMLineIndex"]?.integer).map { UInt16(clamping: $0) },
            usernameFragment: (json?["usernameFragment"]?.string).map { ByteString($0) })
        if candidate.isEmpty && mid == nil && index == nil && usernameFragment == nil {
            return nil
        }
    }
}

extension LocalCandidate {
    var json: JSON {
        [
            "candidate": .string(candidate.description), "sdpMid": .string(mid.description),
            "sdpMLineIndex": JSON(index),
            "usernameFragment": .string(usernameFragment.description),
        ]
    }
}

extension CodecName {
    /// Nil if it is no codec of that kind.
    init?(json: JSON?, _ kind: MediaKind) {
        guard let parts = json?["mimeType"]?.string?.split(separator: "/", maxSplits: 1),
            parts.count == 2, parts[0].lowercased() == kind.name,
            let clockRate = UInt32(exactly: json?["clockRate"]?.integer ?? -1)
        else { return nil }
        self.init(
            ByteString(parts[1]), clockRate: clockRate,
            channels: (json?["channels"]?.integer).map { UInt32(clamping: $0) },
            parameters: (json?["sdpFmtpLine"]?.string).map { ByteString($0) })
    }

    func json(_ kind: MediaKind) -> JSON { .object(members(kind)) }

    func members(_ kind: MediaKind) -> [JSON.Member] {
        var members = [
            JSON.Member(name: "mimeType", value: .string("\(kind.name)/\(name.description)")),
            JSON.Member(name: "clockRate", value: JSON(clockRate)),
        ]
        if let channels { members.append(JSON.Member(name: "channels", value: JSON(channels))) }
        if let parameters {
            members.append(
                JSON.Member(name: "sdpFmtpLine", value: .string(parameters.description)))
        }
        return members
    }
}

extension Encoding {
    init(json: JSON, _ kind: MediaKind) throws(DriverError) {
        self.init(rid: (json["rid"]?.string).map { ByteString($0) })
        isActive = json["active"]?.bool ?? true
        maximumBitrate = (json["maxBitrate"]?.integer).map { UInt32(clamping: $0) }
        maximumFramerate = json["maxFramerate"]?.number
        scaleResolutionDownBy = json["scaleResolutionDownBy"]?.number
        if let codec = json["codec"] {
            guard let name = CodecName(json: codec, kind) else {
                throw DriverError("OperationError", "the codec of an encoding is unknown")
            }
            self.codec = name
        }
    }

    func json(_ kind: MediaKind) -> JSON {
        var members = [JSON.Member(name: "active", value: .bool(isActive))]
        if let rid { members.append(JSON.Member(name: "rid", value: .string(rid.description))) }
        if let maximumBitrate {
            members.append(JSON.Member(name: "maxBitrate", value: JSON(maximumBitrate)))
        }
        if let maximumFramerate {
            members.append(JSON.Member(name: "maxFramerate", value: .number(maximumFramerate)))
        }
        if kind == .video {
            members.append(
                JSON.Member(
                    name: "scaleResolutionDownBy", value: .number(scaleResolutionDownBy ?? 1)))
        }
        if let codec { members.append(JSON.Member(name: "codec", value: codec.json(kind))) }
        return .object(members)
    }
}
