import ICECredentials
import JSEP
import SDP

/// What a connection is made with (W3C WebRTC, RTCConfiguration), and what a
/// browser has of its own.
public struct Configuration: Sendable {
    public var bundlePolicy = BundlePolicy.balanced
    /// Which candidates may be gathered and used.
    public var iceTransportPolicy = ICETransportPolicy.all
    /// How many candidates an agent may gather ahead.
    public var iceCandidatePoolSize: UInt8 = 0
    /// What the gatherer is told of.
    public var iceServers: [ICEServer] = []
    /// What DTLS will show; without one, the provider is asked.
    public var certificates: [Certificate] = []
    /// Where a certificate comes from if none is configured.
    public var certificateProvider = CertificateProvider.generating()
    /// The hashes of each certificate that descriptions have as a=fingerprint; at
    /// least one.
    public var fingerprintHashes: [FingerprintHash] = [.sha256]
    /// Where candidates of this side come from.
    public var gatherer = CandidateGatherer.none
    /// Asked before an offer or answer is made, and again if the connection changed
    /// meanwhile: whether the system can serve the media. `operation` is thrown if
    /// not.
    public var resourceCheck: (@Sendable (MediaDemand) async -> Bool)?
    /// The codecs and header extensions that are offered.
    public var capabilities = CapabilitySet.standard()
    /// Makes the connection's own source of random bytes.
    public var randomSource: @Sendable () -> sending RandomSource = { RandomSource.kernel() }
    /// What a remote description may cost.
    public var limits = Limits.sfu
    /// What servers may want. With `hostsTransports` the gatherer is not asked.
    public var server = ServerOptions()

    public init() {}

    func fingerprints(of certificates: [Certificate]) -> [Fingerprint<ByteString>] {
        let hashes = fingerprintHashes.isEmpty ? [.sha256] : fingerprintHashes
        return certificates.flatMap { certificate in
            hashes.map { certificate.fingerprint($0) }
        }
    }

    func checkServers() throws(JSEPError) {
        for server in iceServers { try server.check() }
    }

    func session(fingerprints: [Fingerprint<ByteString>]) -> SessionConfiguration {
        var session = SessionConfiguration(
            bundlePolicy: bundlePolicy, capabilities: capabilities, fingerprints: fingerprints,
            limits: limits)
        session.iceTransportPolicy = iceTransportPolicy
        session.iceCandidatePoolSize = iceCandidatePoolSize
        session.server = server
        return session
    }
}

/// How many tracks of each kind a description is about.
public struct MediaDemand: Hashable, Sendable {
    public let audio: Int
    public let video: Int
}
