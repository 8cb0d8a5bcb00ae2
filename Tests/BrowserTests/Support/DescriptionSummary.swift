import SDP

/// What the tests compare of a media section.
struct SectionSummary: Sendable {
    var mid: String
    var isRejected: Bool
    var usernameFragment: String?
    var password: String?
    var fingerprint: Fingerprint<ByteString>?
    var candidateCount = 0
    var codecs: Set<CodecSummary> = []
    var extensions: Set<ExtensionSummary> = []

    init(_ section: MediaSection) throws {
        let view = section.view
        mid = section.mid?.description ?? ""
        isRejected = try view.mediaLine.port == 0 && !view.isBundleOnly
        usernameFragment = ByteString(copying: try view.iceUsernameFragment)?.description
        password = ByteString(copying: try view.icePassword)?.description
        if let fingerprint = try view.fingerprint {
            self.fingerprint = Fingerprint<ByteString>(copying: fingerprint)
        }
        for codec in try section.codecs { codecs.formUnion(CodecSummary.all(of: codec)) }
        var candidates = 0
        try view.forEach(Candidate.self) { _ in candidates += 1 }
        candidateCount = candidates
        var extensions: Set<ExtensionSummary> = []
        try view.forEach(ExtensionMap.self) { map in
            extensions.insert(
                ExtensionSummary(id: map.id, uri: ByteString(map.uri).description))
        }
        self.extensions = extensions
    }

    /// The media sections of a description.
    static func all(of text: String) throws -> [SectionSummary] {
        try SessionDescription(parsing: text).media.map { try SectionSummary($0) }
    }
}

/// A codec, or one kind of feedback for it.
struct CodecSummary: Hashable, Sendable {
    var payloadType: UInt8
    var name: String
    var clockRate: UInt32
    var channels: UInt32
    var feedback: String?

    static func all(of codec: Codec) -> [CodecSummary] {
        let plain = CodecSummary(
            payloadType: codec.payloadType, name: codec.name.description.lowercased(),
            clockRate: codec.clockRate, channels: codec.channels ?? 1)
        return [plain]
            + codec.feedback.map { entry in
                var summary = plain
                summary.feedback = "\(entry.type) \(entry.parameter ?? "")"
                return summary
            }
    }
}

struct ExtensionSummary: Hashable, Sendable {
    var id: UInt16
    var uri: String
}
