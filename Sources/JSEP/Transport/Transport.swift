import ICECredentials
import SDP

/// Names a transport of one session. Never reused.
public struct TransportID: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// Which side of ICE nominates (RFC 8445 section 6.1.1).
public enum ICERole: UInt8, Hashable, Sendable {
    case unknown = 0
    case controlling = 1
    case controlled = 2
}

/// An ICE transport with the DTLS transport over it, as far as descriptions tell
/// of them.
public struct Transport: Identifiable, Sendable {
    public let id: TransportID
    public internal(set) var role = ICERole.unknown
    /// What the applied local description says, the pending one before the current.
    public internal(set) var local: ICEParameters?
    /// What the applied remote description says.
    public internal(set) var remote: ICEParameters?

    /// Our DTLS role once an answer has settled it.
    public internal(set) var setup: SetupRole?

    /// Those of `local`, as they were drawn.
    var credentials: ICECredentialPair?
    /// What the peer's certificates were when the association was made.
    var remoteFingerprints: [Fingerprint<ByteString>] = []
    var remoteTLSID: ByteString?
}

/// Names a generation of an ICE transport's candidates and lets checks of the
/// peer in (RFC 8839 section 5.4).
public struct ICEParameters: Hashable, Sendable {
    public let usernameFragment: ByteString
    public let password: ByteString
}

/// The SCTP association of data channels, as far as descriptions tell of it.
public struct SCTPTransport: Sendable {
    /// The transport that it runs over.
    public let transport: TransportID
    /// The largest message that the peer takes, in bytes; nil if there is no
    /// limit. 65,536 as long as the peer has said nothing (RFC 8841 section 6).
    public internal(set) var maximumMessageSize: UInt64?
}

/// A candidate of the peer, as signalling brings it (W3C WebRTC,
/// RTCIceCandidateInit).
public struct CandidateInit: Hashable, Sendable {
    /// `candidate:1 1 udp ...`, or nothing for the end of candidates.
    public var candidate: ByteString
    public var mid: ByteString?
    public var index: UInt16?
    public var usernameFragment: ByteString?

    public init(
        _ candidate: ByteString, mid: ByteString? = nil, index: UInt16? = nil,
        usernameFragment: ByteString? = nil
    ) {
        self.candidate = candidate
        self.mid = mid
        self.index = index
        self.usernameFragment = usernameFragment
    }
}
