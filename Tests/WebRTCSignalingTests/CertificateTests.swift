import Foundation
import JSEP
import SDP
import Testing
import WebRTCSignaling
import X509

@Suite("Certificates")
struct CertificateTests {
    @Test(
        "SD-111 CO-16: signed by itself with SHA-256, valid for 30 days, random name and serial",
        arguments: CertificateAlgorithm.allCases)
    func generated(algorithm: CertificateAlgorithm) throws {
        let certificate = try WebRTCSignaling.Certificate.generate(algorithm)
        let parsed = try X509.Certificate(derEncoded: certificate.derBytes)
        #expect(
            parsed.signatureAlgorithm
                == (algorithm == .rsa2048 ? .sha256WithRSAEncryption : .ecdsaWithSHA256))
        #expect(parsed.publicKey.isValidSignature(parsed.signature, for: parsed))
        #expect(parsed.issuer == parsed.subject)
        #expect(parsed.notValidBefore < Date())
        let days = certificate.expires.timeIntervalSinceNow / 86_400
        #expect(29.9...30 ~= days)
        #expect(!certificate.isExpired())
        #expect(certificate.isExpired(at: certificate.expires))

        let other = try X509.Certificate(
            derEncoded: WebRTCSignaling.Certificate.generate(.ecdsaP256).derBytes)
        #expect(other.subject != parsed.subject)
        #expect(other.serialNumber != parsed.serialNumber)
        #expect(other.publicKey != parsed.publicKey)
    }

    @Test("SD-111: no certificate lasts longer than 365 days")
    func lifetime() throws {
        let long = try WebRTCSignaling.Certificate.generate(lifetime: .seconds(1_000 * 86_400))
        #expect(364.9...365 ~= long.expires.timeIntervalSinceNow / 86_400)
        let short = try WebRTCSignaling.Certificate.generate(lifetime: .seconds(3_600))
        #expect(3_590...3_600 ~= short.expires.timeIntervalSinceNow)
    }

    @Test("SD-111: WebCrypto identifiers, and notSupported for the rest")
    func identifiers() throws {
        #expect(try CertificateAlgorithm(name: "ecdsa", namedCurve: "P-256") == .ecdsaP256)
        #expect(
            try CertificateAlgorithm(
                name: "RSASSA-PKCS1-v1_5", modulusLength: 2_048, publicExponent: [1, 0, 1],
                hash: "sha-256") == .rsa2048)
        let refused: [() throws -> CertificateAlgorithm] = [
            { try CertificateAlgorithm(name: "ECDSA", namedCurve: "P-384") },
            { try CertificateAlgorithm(name: "ECDSA") },
            { try CertificateAlgorithm(name: "ECDH", namedCurve: "P-256") },
            { try CertificateAlgorithm(name: "ECDSA", namedCurve: "P-256", hash: "SHA-1") },
            {
                try CertificateAlgorithm(
                    name: "RSASSA-PKCS1-v1_5", modulusLength: 1_024, publicExponent: [1, 0, 1],
                    hash: "SHA-256")
            },
            {
                try CertificateAlgorithm(
                    name: "RSASSA-PKCS1-v1_5", modulusLength: 2_048, publicExponent: [3],
                    hash: "SHA-256")
            },
            {
                try CertificateAlgorithm(
                    name: "RSASSA-PKCS1-v1_5", modulusLength: 2_048, publicExponent: [1, 0, 1],
                    hash: "SHA-1")
            },
        ]
        for make in refused {
            let error = #expect(throws: JSEPError.self) { try make() }
            #expect(error?.kind == .notSupported)
        }
    }

    @Test(
        "PEM and DER bring the same certificate and key back",
        arguments: CertificateAlgorithm.allCases)
    func roundTrip(algorithm: CertificateAlgorithm) throws {
        let made = try WebRTCSignaling.Certificate.generate(algorithm)
        #expect(made.pem.hasPrefix("-----BEGIN CERTIFICATE-----"))
        #expect(made.privateKeyPEM.contains("PRIVATE KEY-----"))
        let copies = [
            try WebRTCSignaling.Certificate(pem: made.pem, privateKeyPEM: made.privateKeyPEM),
            try WebRTCSignaling.Certificate(
                derBytes: made.derBytes, privateKeyDERBytes: made.privateKeyDERBytes),
        ]
        for copy in copies {
            #expect(copy.derBytes == made.derBytes)
            #expect(copy.privateKeyDERBytes == made.privateKeyDERBytes)
            #expect(copy.pem == made.pem && copy.privateKeyPEM == made.privateKeyPEM)
            #expect(copy.fingerprint() == made.fingerprint())
            #expect(copy.expires == made.expires)
        }
    }

    @Test("A malformed certificate, or the key of another one, is refused")
    func foreignKey() throws {
        let one = try WebRTCSignaling.Certificate.generate()
        let other = try WebRTCSignaling.Certificate.generate()
        let makers: [() throws -> WebRTCSignaling.Certificate] = [
            { try .init(pem: one.pem, privateKeyPEM: other.privateKeyPEM) },
            { try .init(pem: "x", privateKeyPEM: one.privateKeyPEM) },
            { try .init(pem: one.pem, privateKeyPEM: "") },
            { try .init(derBytes: [], privateKeyDERBytes: one.privateKeyDERBytes) },
            { try .init(derBytes: one.derBytes, privateKeyDERBytes: [0x30, 0x82]) },
        ]
        for make in makers {
            let error = #expect(throws: JSEPError.self) { try make() }
            #expect(error?.kind == .invalidAccess)
        }
    }

    @Test("SD-113: lower case for programs, upper case in SDP")
    func fingerprints() throws {
        let certificate = try WebRTCSignaling.Certificate.generate()
        let lengths: [FingerprintHash: Int] = [.sha256: 95, .sha384: 143, .sha512: 191]
        for hash in FingerprintHash.allCases {
            let fingerprint = certificate.fingerprint(hash)
            #expect(fingerprint.isWellFormed)
            #expect(fingerprint.value.count == lengths[hash])
            #expect(fingerprint.value.description == fingerprint.value.description.uppercased())
        }
        #expect(certificate.fingerprints.map(\.algorithm) == ["sha-256", "sha-384", "sha-512"])
        #expect(
            certificate.fingerprints[0].value
                == certificate.fingerprint().value.description.lowercased())
    }

    @Test("CO-14 IO-57: every certificate and every chosen hash is in the offer")
    func severalCertificates() async throws {
        var configuration = Configuration()
        configuration.certificates = [try .generate(), try .generate(.rsa2048)]
        configuration.fingerprintHashes = [.sha256, .sha512]
        let connection = try PeerConnection(configuration)
        try connection.createDataChannel("x")
        let offer = try await connection.createOffer()
        for certificate in configuration.certificates {
            for hash in configuration.fingerprintHashes {
                let value = certificate.fingerprint(hash).value
                #expect(offer.sdp.contains("a=fingerprint:\(hash.rawValue) \(value)\r\n"))
            }
        }
        #expect(try await connection.certificates.count == 2)
    }

    @Test("SD-110: an expired certificate is refused at construction")
    func expired() throws {
        var configuration = Configuration()
        configuration.certificates = [try .generate(lifetime: .seconds(-1))]
        let error = #expect(throws: JSEPError.self) { try PeerConnection(configuration) }
        #expect(error?.kind == .invalidAccess)
    }

    @Test("CO-13 CO-15: the provider's certificate, or notReadable if it fails")
    func provider() async throws {
        let certificate = try WebRTCSignaling.Certificate.generate()
        var configuration = Configuration()
        configuration.certificateProvider = CertificateProvider { certificate }
        let connection = try PeerConnection(configuration)
        try connection.createDataChannel("x")
        let offer = try await connection.createOffer()
        #expect(offer.sdp.contains("\(certificate.fingerprint().value)"))
        #expect(try await connection.certificates.map(\.derBytes) == [certificate.derBytes])

        struct Failure: Error {}
        configuration.certificateProvider = CertificateProvider { throw Failure() }
        let failing = try PeerConnection(configuration)
        let error = await #expect(throws: JSEPError.self) { try await failing.createOffer() }
        #expect(error?.kind == .notReadable)
        #expect(failing.signalingState == .stable)
    }

    @Test("A pool hands each certificate out once, and never runs dry")
    func pool() async throws {
        let pool = CertificatePool(count: 3)
        var seen: Set<[UInt8]> = []
        for _ in 0..<10 { seen.insert(try await pool.take().derBytes) }
        #expect(seen.count == 10)
        var configuration = Configuration()
        configuration.certificateProvider = .pool(pool)
        let connections = [try PeerConnection(configuration), try PeerConnection(configuration)]
        var fingerprints: Set<[UInt8]> = []
        for connection in connections {
            fingerprints.insert(try await connection.certificates[0].derBytes)
        }
        #expect(fingerprints.count == 2)
    }

    @Test("SD-112: certificates and bundle policy cannot be changed")
    func setConfiguration() throws {
        var configuration = Configuration()
        configuration.certificates = [try .generate()]
        let connection = try PeerConnection(configuration)
        try connection.setConfiguration(configuration)
        var changed = configuration
        changed.certificates = []
        try connection.setConfiguration(changed)
        changed.certificates = [try .generate()]
        var error = #expect(throws: JSEPError.self) { try connection.setConfiguration(changed) }
        #expect(error?.kind == .invalidModification)
        changed = configuration
        changed.bundlePolicy = .maxBundle
        error = #expect(throws: JSEPError.self) { try connection.setConfiguration(changed) }
        #expect(error?.kind == .invalidModification)
        connection.close()
        error = #expect(throws: JSEPError.self) { try connection.setConfiguration(configuration) }
        #expect(error?.kind == .invalidState)
    }
}
