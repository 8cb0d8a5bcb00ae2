import ICECredentials
import JSEP
import SDP
import Synchronization

/// A description and what it is for (W3C WebRTC, RTCSessionDescriptionInit).
public struct SessionDescriptionInit: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Codable {
        case offer
        case answer
    }

    public var type: Kind
    public var sdp: String

    public init(type: Kind, sdp: String) {
        self.type = type
        self.sdp = sdp
    }
}

/// What a connection is made with (W3C WebRTC, RTCConfiguration).
public struct Configuration: Sendable {
    public var bundlePolicy = BundlePolicy.balanced
    /// What DTLS will show; without one, the provider is asked.
    public var certificates: [Certificate] = []
    /// Where a certificate comes from if none is configured.
    public var certificateProvider = CertificateProvider.generating()
    /// The hashes of each certificate that offers have as a=fingerprint; at
    /// least one.
    public var fingerprintHashes: [FingerprintHash] = [.sha256]
    /// The codecs and header extensions that are offered.
    public var capabilities = CapabilitySet.standard()
    /// Makes the connection's own source of random bytes.
    public var randomSource: @Sendable () -> sending RandomSource = { RandomSource.kernel() }
    /// What a remote description may cost.
    public var limits = Limits.sfu

    public init() {}

    fileprivate func fingerprints(of certificate: Certificate) -> [Fingerprint<ByteString>] {
        (fingerprintHashes.isEmpty ? [.sha256] : fingerprintHashes).map {
            certificate.fingerprint($0)
        }
    }
}

/// The offer/answer exchange as in a browser (W3C WebRTC, RTCPeerConnection):
/// signalling only, no transport. Usable from any thread or task.
public final class PeerConnection: Sendable {
    private let session: Mutex<JSEPSession>
    private let chain = OperationsChain()
    /// Gets the certificate that nobody configured.
    private let provision: Task<Certificate, any Error>?
    /// What the connection was made with.
    public let configuration: Configuration

    /// A connection in the state `stable`. Begins to get a certificate if none is
    /// configured. Throws `invalidAccess` for a certificate that has expired.
    public init(_ configuration: Configuration = Configuration()) throws(JSEPError) {
        if configuration.certificates.contains(where: { $0.isExpired() }) {
            throw JSEPError(.invalidAccess, "a certificate has expired")
        }
        self.configuration = configuration
        let configured = configuration.certificates
        let settings = SessionConfiguration(
            bundlePolicy: configuration.bundlePolicy, capabilities: configuration.capabilities,
            fingerprints: configured.flatMap { configuration.fingerprints(of: $0) },
            limits: configuration.limits)
        session = Mutex(JSEPSession(settings, random: configuration.randomSource()))
        let provider = configuration.certificateProvider
        provision = configured.isEmpty ? Task { try await provider.certificate() } : nil
    }

    /// Accepts a configuration that changes nothing: bundle policy, certificates,
    /// capabilities, limits and hashes are fixed when the connection is made. No
    /// certificates leave those that there are. Throws `invalidModification` for a
    /// change, and `invalidState` on a closed connection (W3C WebRTC,
    /// setConfiguration).
    public func setConfiguration(_ configuration: Configuration) throws(JSEPError) {
        if signalingState == .closed { throw JSEPError(.invalidState, "the session is closed") }
        let certificates = configuration.certificates.map(\.derBytes)
        guard
            certificates.isEmpty || certificates == self.configuration.certificates.map(\.derBytes)
        else { throw JSEPError(.invalidModification, "the certificates cannot be changed") }
        guard configuration.bundlePolicy == self.configuration.bundlePolicy else {
            throw JSEPError(.invalidModification, "the bundle policy cannot be changed")
        }
        guard configuration.capabilities === self.configuration.capabilities,
            configuration.limits == self.configuration.limits,
            configuration.fingerprintHashes == self.configuration.fingerprintHashes
        else { throw JSEPError(.invalidModification, "this cannot be changed") }
    }

    /// The certificates that DTLS must show: those configured, or the one that
    /// was provided. Throws `notReadable` if there is none.
    public var certificates: [Certificate] {
        get async throws(JSEPError) {
            guard let provision else { return configuration.certificates }
            do {
                return [try await provision.value]
            } catch {
                throw JSEPError(.notReadable, "no certificate could be made")
            }
        }
    }

    /// Where the exchange stands.
    public var signalingState: SignalingState { session.withLock { $0.signalingState } }

    /// The transceivers in the order they were added.
    public var transceivers: [RTPTransceiver] {
        session.withLock { $0.transceivers.map(\.id) }.map {
            RTPTransceiver(connection: self, id: $0)
        }
    }

    /// The local description that was not answered yet.
    public var pendingLocalDescription: SessionDescriptionInit? {
        session.withLock { $0.pendingLocalDescription.map(SessionDescriptionInit.init) }
    }

    /// The local description that was answered last.
    public var currentLocalDescription: SessionDescriptionInit? {
        session.withLock { $0.currentLocalDescription.map(SessionDescriptionInit.init) }
    }

    /// The peer's side of the transport that the section of this mid uses, once
    /// an answer is applied.
    public func remoteTransport(mid: ByteString) -> RemoteTransport? {
        session.withLock { $0.remoteTransport(mid: mid) }
    }

    /// Adds a transceiver, for a new media section of the next offer. Throws
    /// `invalidState` on a closed connection and `type` for a stream id that is
    /// not 1 to 64 token characters.
    @discardableResult
    public func addTransceiver(
        _ kind: MediaKind, direction: MediaDirection = .sendReceive, streams: [String] = []
    ) throws(JSEPError) -> RTPTransceiver {
        let ids = streams.map { ByteString($0) }
        let id = try session.withLock { (session) throws(JSEPError) in
            try session.addTransceiver(kind, direction: direction, streams: ids)
        }
        return RTPTransceiver(connection: self, id: id)
    }

    /// Creates a data channel; the first one asks for the data section. Throws
    /// `type` for a label of more than 65,535 bytes.
    @discardableResult
    public func createDataChannel(_ label: String) throws(JSEPError) -> DataChannel {
        if label.utf8.count > 65_535 {
            throw JSEPError(.type, "a label may not be longer than 65535 bytes")
        }
        try session.withLock { (session) throws(JSEPError) in try session.addDataSection() }
        return DataChannel(label: label)
    }

    /// Makes an offer. Throws `invalidState` unless the state is `stable` or
    /// `haveLocalOffer` when its turn comes, and `notReadable` if there is no
    /// certificate.
    public func createOffer(
        _ options: OfferOptions = OfferOptions()
    ) async throws(JSEPError) -> SessionDescriptionInit {
        try await chain.run { () async throws(JSEPError) in
            SessionDescriptionInit(try await self.makeOffer(options))
        }
    }

    /// Applies the offer that was created last; without an argument, or with an
    /// empty text, makes one if there is none.
    public func setLocalDescription(
        _ description: SessionDescriptionInit? = nil
    ) async throws(JSEPError) {
        try await chain.run { () async throws(JSEPError) in
            if let description, description.type == .answer {
                throw JSEPError(.invalidState, "there is no remote offer to answer")
            }
            var offer = self.session.withLock { $0.lastCreatedOffer }
            if let description, !description.sdp.isEmpty {
                guard let created = offer, created.bytes.elementsEqual(description.sdp.utf8) else {
                    throw JSEPError(
                        .invalidModification, "the offer is not the one created last")
                }
            } else {
                offer = try await self.makeOffer(OfferOptions())
            }
            guard let offer else {
                throw JSEPError(.invalidModification, "no offer was created")
            }
            try self.session.withLock { (session) throws(JSEPError) in
                try session.setLocalDescription(offer)
            }
        }
    }

    /// Applies the peer's answer. Throws what `JSEPSession.setRemoteAnswer`
    /// throws; a remote offer throws `invalidState`.
    public func setRemoteDescription(
        _ description: SessionDescriptionInit
    ) async throws(JSEPError) {
        try await chain.run { () async throws(JSEPError) in
            guard description.type == .answer else {
                throw JSEPError(.invalidState, "remote offers are not answered yet")
            }
            let bytes = [UInt8](description.sdp.utf8)
            try self.session.withLock { (session) throws(JSEPError) in
                try session.setRemoteAnswer(bytes.span)
            }
        }
    }

    /// Ends the exchange.
    public func close() {
        session.withLock { $0.close() }
        provision?.cancel()
    }

    private func makeOffer(
        _ options: OfferOptions
    ) async throws(JSEPError) -> Offer {
        try await provideCertificate()
        return try session.withLock { (session) throws(JSEPError) in
            try session.createOffer(options)
        }
    }

    private func provideCertificate() async throws(JSEPError) {
        let needsCertificate = session.withLock { session in
            session.signalingState != .closed && session.configuration.fingerprints.isEmpty
        }
        if !needsCertificate { return }
        let fingerprints = try await certificates.flatMap { configuration.fingerprints(of: $0) }
        try session.withLock { (session) throws(JSEPError) in
            if session.configuration.fingerprints.isEmpty {
                try session.setFingerprints(fingerprints)
            }
        }
    }

    fileprivate func transceiver(_ id: TransceiverID) -> Transceiver? {
        session.withLock { $0.transceiver(id) }
    }

    fileprivate func setCodecPreferences(
        _ codecs: [CodecCapability], of id: TransceiverID
    ) throws(JSEPError) {
        try session.withLock { (session) throws(JSEPError) in
            try session.setCodecPreferences(codecs, of: id)
        }
    }

    fileprivate func setDirection(
        _ direction: MediaDirection, of id: TransceiverID
    ) throws(JSEPError) {
        try session.withLock { (session) throws(JSEPError) in
            try session.setDirection(direction, of: id)
        }
    }
}

extension SessionDescriptionInit {
    init(_ offer: Offer) {
        self.init(type: .offer, sdp: String(decoding: offer.bytes, as: UTF8.self))
    }
}

/// A transceiver of a connection (W3C WebRTC, RTCRtpTransceiver).
public struct RTPTransceiver: Sendable {
    public let connection: PeerConnection
    public let id: TransceiverID

    private var state: Transceiver? { connection.transceiver(id) }

    /// The name of its media section once a description with it is applied.
    public var mid: String? { state?.mid?.description }

    /// What was negotiated last; nil before the first answer.
    public var currentDirection: MediaDirection? { state?.currentDirection }

    /// What the program wants.
    public var direction: MediaDirection { state?.direction ?? .inactive }

    /// Whether its media section was rejected.
    public var isStopped: Bool { state?.isStopped ?? true }

    /// Offers these codecs alone, in this order; none offers all again. Throws
    /// `invalidModification` for a codec that is not among the capabilities.
    public func setCodecPreferences(_ codecs: [CodecCapability]) throws(JSEPError) {
        try connection.setCodecPreferences(codecs, of: id)
    }

    /// Changes what the program wants. Throws `invalidState` if it is stopped.
    public func setDirection(_ direction: MediaDirection) throws(JSEPError) {
        try connection.setDirection(direction, of: id)
    }
}

extension RTPTransceiver: Equatable {
    public static func == (a: RTPTransceiver, b: RTPTransceiver) -> Bool {
        a.connection === b.connection && a.id == b.id
    }
}

/// A data channel as far as signalling knows it (W3C WebRTC, RTCDataChannel).
public struct DataChannel: Hashable, Sendable {
    public let label: String
}
