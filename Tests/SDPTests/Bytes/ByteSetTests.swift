import SDP
import Testing

/// The masks hold exactly what the RFCs list.
@Suite struct ByteSetTests {
    static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    static let digits = "0123456789"

    private func check(_ set: ByteSet, _ expected: String) {
        let members = Set(expected.utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(set.contains(byte) == members.contains(byte), "byte \(byte)")
        }
    }

    @Test("GR-07: digits")
    func digitSet() { check(.digits, ByteSetTests.digits) }

    @Test("GR-06: token-char of RFC 8866")
    func tokenSet() {
        check(.token, ByteSetTests.letters + ByteSetTests.digits + "!#$%&'*+-.^_`{|}~")
    }

    @Test("GR-28: ice-char of RFC 8839")
    func iceSet() { check(.ice, ByteSetTests.letters + ByteSetTests.digits + "+/") }

    @Test("GR-40: hexadecimal digits and the colon")
    func fingerprintSet() { check(.fingerprint, ByteSetTests.digits + "abcdefABCDEF:") }
}
