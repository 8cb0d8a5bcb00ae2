import SDP

/// What a description contains, for a person or as JSON.
struct DescriptionSummary: Encodable {
    var bytes: Int
    var lines: Int
    var origin: String?
    var name: String?
    var groups: [Group]
    var sessionAttributes: [Attribute]
    var media: [Media]

    struct Group: Encodable {
        var semantics: String
        var mids: [String]
    }

    struct Attribute: Encodable {
        var name: String
        var value: String?
    }

    struct CodecSummary: Encodable {
        var payloadType: UInt8
        var name: String
        var clockRate: UInt32
        var channels: UInt32?
        var parameters: String?
        var feedback: [String]
    }

    struct Media: Encodable {
        var kind: String
        var port: UInt16
        var transportProtocol: String
        var formats: [String]
        var mid: String?
        var direction: String
        var isBundleOnly: Bool
        var iceUsernameFragment: String?
        var fingerprints: [String]
        var setup: String?
        var codecs: [CodecSummary]
        var extensions: [Extension]
        var candidates: [String]
        var streams: [String]
        /// Attributes that are in none of the members above.
        var otherAttributes: [Attribute]
    }

    struct Extension: Encodable {
        var id: UInt16
        var uri: String
    }
}

extension DescriptionSummary {
    init(_ view: DescriptionView) throws(SDPError) {
        bytes = view.bytes.count
        lines = view.lineCount
        origin = Self.text(of: "o", in: view.session)
        name = Self.text(of: "s", in: view.session)
        var groups: [Group] = []
        try view.session.forEach(SDP.Group.self) { group in
            var mids: [String] = []
            group.forEachMid { mids.append(String($0)) }
            groups.append(Group(semantics: String(group.semantics), mids: mids))
        }
        self.groups = groups
        sessionAttributes = Attribute.all(of: view.session, but: [.group])
        media = []
        for position in 0..<view.media.count {
            media.append(try Media(view.media[position]))
        }
    }

    private static func text(of type: Unicode.Scalar, in section: SectionView) -> String? {
        guard let line = section.firstLine(ofType: UInt8(ascii: type)) else { return nil }
        return String(line.value)
    }
}

extension DescriptionSummary.Attribute {
    static func all(of section: SectionView, but names: [AttributeName]) -> [Self] {
        var attributes: [Self] = []
        section.forEachLine { line in
            guard line.type == UInt8(ascii: "a"), !names.contains(line.attributeName) else {
                return
            }
            attributes.append(
                Self(
                    name: String(line.attributeNameBytes),
                    value: line.hasValue ? String(line.value) : nil))
        }
        return attributes
    }
}

extension DescriptionSummary.Media {
    fileprivate static let shown: [AttributeName] = [
        .mid, .sendReceive, .sendOnly, .receiveOnly, .inactive, .bundleOnly, .iceUsernameFragment,
        .fingerprint, .setup, .rtpMap, .formatParameters, .rtcpFeedback, .extensionMap,
        .candidate, .msid,
    ]

    init(_ section: SectionView) throws(SDPError) {
        let line = try section.mediaLine
        kind = String(line.media)
        port = line.port
        transportProtocol = String(line.transportProtocol)
        var formats: [String] = []
        line.forEachFormat { formats.append(String($0)) }
        self.formats = formats
        mid = ByteString(copying: try section.mid)?.description
        direction = String(section.direction.attributeName)
        isBundleOnly = section.isBundleOnly
        iceUsernameFragment =
            ByteString(copying: try section.iceUsernameFragment)?.description
        setup = try section.setup.map { "\($0)" }
        codecs = try section.codecs.map(DescriptionSummary.CodecSummary.init)
        var fingerprints: [String] = []
        try section.forEachInherited(Fingerprint.self) {
            fingerprints.append("\(String($0.hashFunction)) \(String($0.value))")
        }
        self.fingerprints = fingerprints
        var extensions: [DescriptionSummary.Extension] = []
        try section.forEach(ExtensionMap.self) {
            extensions.append(DescriptionSummary.Extension(id: $0.id, uri: String($0.uri)))
        }
        self.extensions = extensions
        var candidates: [String] = []
        section.forEach(.candidate) { candidates.append(String($0.value)) }
        self.candidates = candidates
        var streams: [String] = []
        try section.forEach(MediaStreamID.self) { streams.append(String($0.streamID)) }
        self.streams = streams
        otherAttributes = DescriptionSummary.Attribute.all(of: section, but: Self.shown)
    }
}

extension DescriptionSummary.CodecSummary {
    init(_ codec: Codec) {
        payloadType = codec.payloadType
        name = codec.name.description
        clockRate = codec.clockRate
        channels = codec.channels
        parameters = codec.parameters?.description
        feedback = codec.feedback.map { feedback in
            feedback.parameter.map { "\(feedback.type) \($0)" } ?? feedback.type.description
        }
    }
}
