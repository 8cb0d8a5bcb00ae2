import Crypto
import Foundation
import JSEP
import SDP
import SwiftASN1
import X509
import _CryptoExtras

/// A certificate and its key, with which DTLS will show who this is (W3C WebRTC,
/// RTCCertificate).
///
/// The server's DTLS stack must use the same pair: take it out as PEM or DER, or
/// bring one in.
public struct Certificate: Sendable {
    /// The certificate, DER-encoded.
    public let derBytes: [UInt8]
    /// The certificate as PEM.
    public let pem: String
    /// The private key as PEM: PKCS #8 for ECDSA, PKCS #1 for RSA.
    public let privateKeyPEM: String
    /// The private key DER-encoded, in the same form.
    public let privateKeyDERBytes: [UInt8]
    /// After this moment the certificate is refused.
    public let expires: Date

    /// The longest a generated certificate may last: 365 days.
    public static let maximumLifetime = Duration.seconds(365 * 24 * 3_600)

    /// A new key and a certificate for it, signed by itself, with a random name
    /// and serial number. Lasts `lifetime`, 30 days if not said, 365 at most.
    /// Throws `notReadable` if none can be made.
    public static func generate(
        _ algorithm: CertificateAlgorithm = .ecdsaP256, lifetime: Duration? = nil
    ) throws(JSEPError) -> Certificate {
        let lifetime = min(lifetime ?? .seconds(30 * 24 * 3_600), maximumLifetime)
        do {
            let key =
                switch algorithm {
                case .ecdsaP256: X509.Certificate.PrivateKey(P256.Signing.PrivateKey())
                case .rsa2048:
                    X509.Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
                }
            let signature =
                switch algorithm {
                case .ecdsaP256: X509.Certificate.SignatureAlgorithm.ecdsaWithSHA256
                case .rsa2048: X509.Certificate.SignatureAlgorithm.sha256WithRSAEncryption
                }
            // A certificate counts whole seconds, and rounded up it would last longer
            // than it may.
            let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
            let name = try DistinguishedName { CommonName(UUID().uuidString) }
            let certificate = try X509.Certificate(
                version: .v3, serialNumber: X509.Certificate.SerialNumber(),
                publicKey: key.publicKey,
                // A peer's clock may be slow.
                notValidBefore: now.addingTimeInterval(-24 * 3_600),
                notValidAfter: now.addingTimeInterval(TimeInterval(lifetime.components.seconds)),
                issuer: name, subject: name, signatureAlgorithm: signature,
                extensions: X509.Certificate.Extensions(), issuerPrivateKey: key)
            return try Certificate(certificate, key)
        } catch {
            throw JSEPError(.notReadable, "no certificate could be made")
        }
    }

    /// A certificate and its key from PEM. Throws `invalidAccess` if either is
    /// malformed, or if the key is not that of the certificate.
    public init(pem: String, privateKeyPEM: String) throws(JSEPError) {
        try self.init {
            (
                try X509.Certificate(pemEncoded: pem),
                try X509.Certificate.PrivateKey(pemEncoded: privateKeyPEM)
            )
        }
    }

    /// A certificate and its key from DER; the key in PKCS #8, or in PKCS #1 for
    /// RSA. Throws `invalidAccess` if either is malformed, or if the key is not
    /// that of the certificate.
    public init(derBytes: [UInt8], privateKeyDERBytes: [UInt8]) throws(JSEPError) {
        try self.init {
            let key: X509.Certificate.PrivateKey
            if let pkcs8 = try? X509.Certificate.PrivateKey(derBytes: privateKeyDERBytes) {
                key = pkcs8
            } else {
                key = X509.Certificate.PrivateKey(
                    try _RSA.Signing.PrivateKey(derRepresentation: privateKeyDERBytes))
            }
            return (try X509.Certificate(derEncoded: derBytes), key)
        }
    }

    private init(
        _ read: () throws -> (X509.Certificate, X509.Certificate.PrivateKey)
    ) throws(JSEPError) {
        do {
            let (certificate, key) = try read()
            guard certificate.publicKey == key.publicKey else {
                throw JSEPError(.invalidAccess, "the key is not that of the certificate")
            }
            self = try Certificate(certificate, key)
        } catch let error as JSEPError {
            throw error
        } catch {
            throw JSEPError(.invalidAccess, "the certificate or its key is malformed")
        }
    }

    private init(_ certificate: X509.Certificate, _ key: X509.Certificate.PrivateKey) throws {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        derBytes = serializer.serializedBytes
        pem = try certificate.serializeAsPEM().pemString
        let document = try key.serializeAsPEM()
        privateKeyPEM = document.pemString
        privateKeyDERBytes = document.derBytes
        expires = certificate.notValidAfter
    }

    /// Whether the certificate may no longer be used at `date`.
    public func isExpired(at date: Date = Date()) -> Bool { expires <= date }

    /// The hash of the certificate as a=fingerprint says it, in upper case (RFC
    /// 8122 section 5).
    public func fingerprint(_ hash: FingerprintHash = .sha256) -> Fingerprint<ByteString> {
        let digest: [UInt8] =
            switch hash {
            case .sha256: Array(SHA256.hash(data: derBytes))
            case .sha384: Array(SHA384.hash(data: derBytes))
            case .sha512: Array(SHA512.hash(data: derBytes))
            }
        let digits = digest.map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.count < 2 ? "0" + text : text
        }
        return Fingerprint(
            hashFunction: ByteString(hash.rawValue),
            value: ByteString(digits.joined(separator: ":")))
    }

    /// Algorithm and value as RTCCertificate.getFingerprints() says them: in
    /// lower case.
    public var fingerprints: [(algorithm: String, value: String)] {
        FingerprintHash.allCases.map {
            ($0.rawValue, fingerprint($0).value.description.lowercased())
        }
    }
}
