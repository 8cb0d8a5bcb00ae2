import JSEP

/// The key and signature of a certificate that is to be generated (W3C WebRTC,
/// RTCPeerConnection.generateCertificate).
public enum CertificateAlgorithm: Hashable, Sendable, CaseIterable {
    /// ECDSA on P-256, signed with SHA-256: small and fast to make.
    case ecdsaP256
    /// RSASSA-PKCS1-v1_5 with 2048 bits and exponent 65537, signed with SHA-256:
    /// takes a good part of a second to make.
    case rsa2048

    /// The algorithm that a WebCrypto identifier names; names are compared
    /// without case. Throws `notSupported` for any other.
    public init(
        name: String, namedCurve: String? = nil, modulusLength: Int? = nil,
        publicExponent: [UInt8]? = nil, hash: String? = nil
    ) throws(JSEPError) {
        let exponent = publicExponent.map { $0.drop { $0 == 0 } }
        switch name.uppercased() {
        case "ECDSA" where namedCurve == "P-256" && (hash ?? "SHA-256").uppercased() == "SHA-256":
            self = .ecdsaP256
        case "RSASSA-PKCS1-V1_5"
        where modulusLength == 2_048 && exponent == [1, 0, 1] && hash?.uppercased() == "SHA-256":
            self = .rsa2048
        default:
            throw JSEPError(.notSupported, "no certificate can be generated with this algorithm")
        }
    }
}

/// A hash that a=fingerprint names (RFC 8122 section 5).
public enum FingerprintHash: String, Hashable, Sendable, CaseIterable {
    case sha256 = "sha-256"
    case sha384 = "sha-384"
    case sha512 = "sha-512"
}
