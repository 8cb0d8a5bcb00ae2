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

/// What a session is made with. One value may serve many sessions.
public struct SessionConfiguration: Sendable {
    public var bundlePolicy: BundlePolicy
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
    /// What a remote description may cost.
    public var limits: Limits

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
}
