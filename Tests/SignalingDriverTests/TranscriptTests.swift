import Foundation
import ICECredentials
import JSEP
import Testing
import WebRTCSignaling

@testable import SignalingDriver

/// Recorded exchanges: requests, each followed by its reply. `RECORD_TRANSCRIPTS=1` writes
/// the replies anew.
@Suite("Transcripts")
struct TranscriptTests {
    /// The same random bytes and the same certificate each time.
    private var driver: Driver {
        Driver(
            Driver.Surroundings(
                random: { RandomSource.seeded(7) },
                certificate: { () throws(JSEPError) in
                    try Certificate(pem: Self.certificate, privateKeyPEM: Self.key)
                }))
    }

    @Test("CO-09 SD-02 SD-15 SD-32 SD-50 SD-86: recorded requests get the recorded replies")
    func replies() throws {
        let file = try #require(
            Bundle.module.url(
                forResource: "exchange", withExtension: "jsonl", subdirectory: "Transcripts"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        if ProcessInfo.processInfo.environment["RECORD_TRANSCRIPTS"] != nil {
            return try record(lines)
        }
        let driver = driver
        try #require(lines.count > 20 && lines.count.isMultiple(of: 2))
        for (number, pair) in stride(from: 0, to: lines.count, by: 2).enumerated() {
            let reply = String(
                decoding: driver.reply(to: Array(lines[pair].utf8)), as: UTF8.self)
            #expect(reply == lines[pair + 1], "reply \(number + 1)")
        }
        #expect(driver.isShutDown)
    }

    /// Writes the requests again, with the replies of now, beside the sources.
    private func record(_ lines: [Substring]) throws {
        let driver = driver
        var output = ""
        for line in lines where line.contains("\"cmd\"") {
            output += line + "\n"
            output += String(decoding: driver.reply(to: Array(line.utf8)), as: UTF8.self) + "\n"
        }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Transcripts/exchange.jsonl")
        try output.write(to: file, atomically: true, encoding: .utf8)
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBgjCCASegAwIBAgIUSO/iltY9NLn1vz0oBxWS324XE64wCgYIKoZIzj0EAwIw
        FTETMBEGA1UEAwwKdHJhbnNjcmlwdDAgFw0yNjExMjIyMjE1MDBaGA8yMTI2MTAy
        OTIyMTUwMFowFTETMBEGA1UEAwwKdHJhbnNjcmlwdDBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABGgsDL17oEIc2qU1F6XylWD0DVcdjKoABAon7uSakzsyCZxw3bxq
        fVPDC+EzxcjRCBxRwECq9Yss/4KdWnOBIDCjUzBRMB0GA1UdDgQWBBQb7rXwdzBe
        /B1Ufwg4Cu2b+qW9hjAfBgNVHSMEGDAWgBQb7rXwdzBe/B1Ufwg4Cu2b+qW9hjAP
        BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDg+VN9tkU8Z5P+AGEV
        Ey+/BRffm+QhE+ZcnoLfcLs6ZgIhALlGAt6OHNd77vt0PdlgIrCWhOnzcUX4cEo1
        qQg2JmpM
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg53Ejo9myg2bxAuEC
        B/JXSNcHtvxYE8SoYx+8lUocAdKhRANCAARoLAy9e6BCHNqlNRel8pVg9A1XHYyq
        AAQKJ+7kmpM7MgmccN28an1TwwvhM8XI0QgcUcBAqvWLLP+CnVpzgSAw
        -----END PRIVATE KEY-----
        """
}
