/// What a description may cost. A limit that is exceeded is an error that
/// names it; nothing is ever cut short.
public struct Limits: Hashable, Sendable {
    /// Bytes of the description; at most 16 MiB.
    public var bytes: Int { didSet { bytes = clamped(bytes, Limits.maximumBytes) } }
    /// Bytes of a line without its ending; at most 1 MiB.
    public var lineBytes: Int { didSet { lineBytes = clamped(lineBytes, 1 << 20) } }
    /// Lines; at most 2^20.
    public var lines: Int { didSet { lines = clamped(lines, 1 << 20) } }
    /// Media sections; at most 65,535.
    public var mediaSections: Int {
        didSet { mediaSections = clamped(mediaSections, Int(LineRecord.Section.max)) }
    }
    /// Attributes of one media section; at most 65,535.
    public var attributes: Int { didSet { attributes = clamped(attributes, 65_535) } }
    /// Attributes of the session level; at most 65,535.
    public var sessionAttributes: Int {
        didSet { sessionAttributes = clamped(sessionAttributes, 65_535) }
    }
    /// Formats of an m= line that carries RTP; at most 256.
    public var formats: Int { didSet { formats = clamped(formats, 256) } }
    /// Formats of another m= line; at most 256.
    public var otherFormats: Int { didSet { otherFormats = clamped(otherFormats, 256) } }
    /// Parameters of an a=fmtp line; at most 65,535.
    public var formatParameters: Int {
        didSet { formatParameters = clamped(formatParameters, 65_535) }
    }
    /// Candidates of a section; at most 4,096.
    public var candidates: Int { didSet { candidates = clamped(candidates, 4_096) } }
    /// a=ssrc lines of a section; at most 65,535.
    public var sources: Int { didSet { sources = clamped(sources, 65_535) } }
    /// a=rid lines of a section; at most 255.
    public var rids: Int { didSet { rids = clamped(rids, 255) } }
    /// Alternatives of an a=simulcast line; at most 255.
    public var simulcastAlternatives: Int {
        didSet { simulcastAlternatives = clamped(simulcastAlternatives, 255) }
    }
    /// Bytes of a mid; at most 255.
    public var midBytes: Int { didSet { midBytes = clamped(midBytes, 255) } }
    /// a=group lines; at most 65,535.
    public var groups: Int { didSet { groups = clamped(groups, 65_535) } }
    /// Mids of one group; at most 65,535.
    public var groupMids: Int { didSet { groupMids = clamped(groupMids, 65_535) } }

    /// The most bytes that offsets of 32 bits are used for.
    static let maximumBytes = 16 << 20

    /// For a server that takes descriptions of hundreds of sections.
    public static let sfu = Limits(bytes: 4 << 20, mediaSections: 1_024, lines: 131_072)

    /// For a client that talks to one peer: 64 KiB and 64 sections.
    public static let browser = Limits(bytes: 64 << 10, mediaSections: 64, lines: 131_072)

    /// The hard ceilings, for tools. Never for input of strangers.
    public static let unlimited: Limits = {
        var limits = Limits(bytes: maximumBytes, mediaSections: 65_535, lines: 1 << 20)
        limits.lineBytes = 1 << 20
        limits.attributes = 65_535
        limits.sessionAttributes = 65_535
        limits.formats = 256
        limits.otherFormats = 256
        limits.formatParameters = 65_535
        limits.candidates = 4_096
        limits.sources = 65_535
        limits.rids = 255
        limits.simulcastAlternatives = 255
        limits.midBytes = 255
        limits.groups = 65_535
        limits.groupMids = 65_535
        return limits
    }()

    private init(bytes: Int, mediaSections: Int, lines: Int) {
        self.bytes = bytes
        self.mediaSections = mediaSections
        self.lines = lines
        lineBytes = 16 << 10
        attributes = 2_048
        sessionAttributes = 2_048
        formats = 128
        otherFormats = 64
        formatParameters = 64
        candidates = 256
        sources = 1_024
        rids = 16
        simulcastAlternatives = 32
        midBytes = 64
        groups = 64
        groupMids = 1_024
    }
}

private func clamped(_ value: Int, _ ceiling: Int) -> Int { max(0, min(value, ceiling)) }
