import ICECredentials
import SDP

/// Which media sections share a transport before the answer is known (RFC 9429
/// section 4.1.1).
public enum BundlePolicy: UInt8, Hashable, Sendable, CaseIterable {
    /// One transport for audio, one for video, one for data.
    case balanced = 0
    /// A transport for each media section.
    case maxCompat = 1
    /// One transport for all; an endpoint that cannot bundle gets one section.
    case maxBundle = 2
}

/// Which candidates may be used (W3C WebRTC, RTCIceTransportPolicy).
public enum ICETransportPolicy: UInt8, Hashable, Sendable {
    case all = 0
    /// Only relayed ones, so that no address of the host is told.
    case relay = 1
}

/// What a session is made with. One value may serve many sessions.
public struct SessionConfiguration: Sendable {
    public var bundlePolicy: BundlePolicy
    public var iceTransportPolicy = ICETransportPolicy.all
    /// How many candidates an agent gathers ahead; kept for `setConfiguration`.
    public var iceCandidatePoolSize: UInt8 = 0
    /// The codecs and header extensions that are offered.
    public var capabilities: CapabilitySet
    /// Fingerprints of the certificates that DTLS will show; at least one is
    /// needed before an offer can be made.
    public var fingerprints: [Fingerprint<ByteString>]
    /// Whether `a=rtcp` is written (RFC 9429 section 5.2.1 wants it).
    public var writesRTCPAddress: Bool
    /// The SCTP port of data channels.
    public var sctpPort: UInt16
    /// The largest data channel message that is taken, in bytes.
    public var maximumMessageSize: UInt64
    /// How many characters the ICE credentials of an offer have.
    public var credentialSizes: ICECredentialSizes
    /// How many encodings a sender may have.
    public var maximumEncodings = 8
    /// Whether answers accept simulcast of the peer. Browsers do not.
    public var receivesSimulcast = false
    /// Which codecs answers take, and in which order.
    public var codecPolicy = CodecPolicy()
    /// Whether a new transceiver or track takes an idle transceiver of its kind, so that
    /// descriptions do not grow: see `JSEPSession.release(_:)`.
    public var reusesIdleTransceivers = false
    /// What a remote description may cost.
    public var limits: Limits
    /// What servers may want.
    public var server = ServerOptions()

    public init(
        bundlePolicy: BundlePolicy = .balanced, capabilities: CapabilitySet = .standard(),
        fingerprints: [Fingerprint<ByteString>] = [], limits: Limits = .sfu
    ) {
        self.bundlePolicy = bundlePolicy
        self.capabilities = capabilities
        self.fingerprints = fingerprints
        writesRTCPAddress = true
        sctpPort = 5000
        maximumMessageSize = 262_144
        credentialSizes = ICECredentialSizes()
        self.limits = limits
    }

    /// Throws `invalidModification` if a session with this configuration cannot get
    /// the other one.
    func checkChange(to other: SessionConfiguration, isGathering: Bool) throws(JSEPError) {
        guard fingerprints == other.fingerprints else {
            throw JSEPError(.invalidModification, "the certificates cannot be changed")
        }
        guard bundlePolicy == other.bundlePolicy else {
            throw JSEPError(.invalidModification, "the bundle policy cannot be changed")
        }
        guard capabilities === other.capabilities, limits == other.limits,
            server == other.server
        else {
            throw JSEPError(.invalidModification, "this cannot be changed")
        }
        guard iceCandidatePoolSize == other.iceCandidatePoolSize || !isGathering else {
            throw JSEPError(
                .invalidModification, "the pool size cannot be changed once gathering has begun")
        }
    }
}
