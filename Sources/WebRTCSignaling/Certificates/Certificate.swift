import Crypto
import Foundation
import JSEP
import SDP
import SwiftASN1
import X509

/// A certificate and its key, with which DTLS will show who this is (W3C WebRTC,
/// RTCCertificate).
public struct Certificate: Sendable {
    /// The certificate, DER-encoded.
    public let derBytes: [UInt8]
    /// The private key in PEM (PKCS #8), for the DTLS stack.
    public let privateKeyPEM: String
    /// After this moment the certificate is refused.
    public let expires: Date

    /// A new ECDSA P-256 key and a certificate for it, signed by itself with
    /// SHA-256, with a random name and serial number, valid for 30 days. Throws
    /// `notReadable` if none can be made.
    public static func generate() throws(JSEPError) -> Certificate {
        do {
            return try Certificate(key: P256.Signing.PrivateKey())
        } catch {
            throw JSEPError(.notReadable, "no certificate could be made")
        }
    }

    private init(key: P256.Signing.PrivateKey) throws {
        let now = Date()
        expires = now.addingTimeInterval(30 * 24 * 3600)
        let name = try DistinguishedName { CommonName(UUID().uuidString) }
        let privateKey = X509.Certificate.PrivateKey(key)
        let certificate = try X509.Certificate(
            version: .v3, serialNumber: X509.Certificate.SerialNumber(),
            publicKey: privateKey.publicKey,
            // A peer's clock may be slow.
            notValidBefore: now.addingTimeInterval(-24 * 3600), notValidAfter: expires,
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: X509.Certificate.Extensions(), issuerPrivateKey: privateKey)
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        derBytes = serializer.serializedBytes
        privateKeyPEM = key.pemRepresentation
    }

    /// The SHA-256 hash of the certificate, as a=fingerprint says it (RFC 8122
    /// section 5).
    public var fingerprint: Fingerprint<ByteString> {
        let digits = SHA256.hash(data: derBytes).map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.count < 2 ? "0" + text : text
        }
        return Fingerprint(
            hashFunction: "sha-256", value: ByteString(digits.joined(separator: ":")))
    }
}
