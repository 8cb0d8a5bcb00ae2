import SDP

/// What a server may want that a browser has no use for. The defaults are a browser's.
public struct ServerOptions: Hashable, Sendable {
    /// Whether the host's ICE agent is a lite one: it has an address that peers reach,
    /// waits for their checks and makes none (RFC 8445 section 2.5). Descriptions
    /// then have `a=ice-lite`, local candidates are of type `host`, and the role is
    /// controlled unless the peer is lite as well and answers (section 6.1.1).
    /// `ice2` and `trickle` are said as ever: a lite agent may tell candidates late,
    /// and needs none of its peer.
    public var isICELite = false
    /// Whether the host has the transports: it hands them over with
    /// `addHostTransport`, and the session draws no credentials.
    public var hostsTransports = false
    /// Which DTLS role an answer takes where the offer leaves it open.
    public var answeredRole = DTLSRole.client
    /// How media sections are named that nobody has named.
    public var midPolicy = MidPolicy.integers
    /// The canonical name of RTP sources whose transceiver has none of its own; nil
    /// for a random one, drawn once it is needed (RFC 7022 section 4.2).
    public var canonicalName: ByteString?
    /// What the b= lines of media sections say whose transceiver has no limits of its
    /// own.
    public var bandwidth = BandwidthLimits()

    public init() {}

    /// Throws `type` for a name that is malformed, and `range` for a limit out of
    /// range. Descriptions are not made with such options.
    public func check() throws(JSEPError) {
        if case .text(let prefix) = midPolicy {
            // With 65,535 mids behind it, it fits a one-byte header extension
            // (RFC 8285 section 4.2).
            guard 1...10 ~= prefix.count, prefix.allSatisfy({ ByteSet.token.contains($0) })
            else { throw JSEPError(.type, "a mid's prefix must be 1 to 10 token characters") }
        }
        try canonicalName?.checkCanonicalName()
        try bandwidth.check()
    }
}

/// Which side of DTLS one is (RFC 5763 section 5).
public enum DTLSRole: UInt8, Hashable, Sendable {
    /// `a=setup:active`: begins the handshake. Recommended for answers, since it needs
    /// not wait for them to arrive.
    case client = 0
    /// `a=setup:passive`.
    case server = 1

    var setup: SetupRole { self == .client ? .active : .passive }
}

/// How new media sections are named. A name is never used again in a session.
public enum MidPolicy: Hashable, Sendable {
    /// `0`, `1`, `2`, as browsers do.
    case integers
    /// The text, 1 to 10 token characters, with such a number behind it.
    case text(ByteString)

    var prefix: ByteString {
        switch self {
        case .integers: ByteString()
        case .text(let prefix): prefix
        }
    }
}

/// What the b= lines of a media section say: how much its sender shall send at most
/// (RFC 8866 section 5.8). Each 1 to 2,147,483,647, the largest that peers read.
public struct BandwidthLimits: Hashable, Sendable {
    /// `b=AS`, in kilobits a second, with the headers of RTP, UDP and IP.
    public var applicationSpecific: UInt32?
    /// `b=TIAS`, in bits a second, without headers (RFC 3890).
    public var transportIndependent: UInt32?

    public init(applicationSpecific: UInt32? = nil, transportIndependent: UInt32? = nil) {
        self.applicationSpecific = applicationSpecific
        self.transportIndependent = transportIndependent
    }

    func check() throws(JSEPError) {
        for case let limit? in [applicationSpecific, transportIndependent] {
            guard 1...UInt32(Int32.max) ~= limit else {
                throw JSEPError(.range, "a bandwidth is not 1 to 2147483647")
            }
        }
    }

    func write(to writer: inout DescriptionWriter) {
        if let applicationSpecific {
            writer.append(syntax: "b=AS:")
            writer.append(UInt64(applicationSpecific))
            writer.endLine()
        }
        if let transportIndependent {
            writer.append(syntax: "b=TIAS:")
            writer.append(UInt64(transportIndependent))
            writer.endLine()
        }
    }
}

extension ByteString {
    /// Throws `type` unless it can be a canonical name: 1 to 255 bytes (RFC 3550
    /// section 6.5) without blanks and controls.
    func checkCanonicalName() throws(JSEPError) {
        guard 1...255 ~= count, allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw JSEPError(.type, "a canonical name must be 1 to 255 visible characters")
        }
    }
}
