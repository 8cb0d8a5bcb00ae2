import SDP
import Testing

/// What reads hot attributes 16 bytes at a time says what a byte by byte reading
/// says, wherever the bytes lie in 16.
@Suite struct FieldPartsTests {
    /// Where a=rtpmap and a=fmtp, whose fields are tokens, end them.
    @Test("GR-06: every byte behind tokens of every size ends them or belongs to them")
    func tokensOfEverySize() {
        for byte in UInt8.min...UInt8.max where byte != 0x2F {
            for size in [1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33] {
                let token = [UInt8](repeating: UInt8(ascii: "t"), count: size)
                let bytes = Array("0 ".utf8) + token + [byte] + Array("t/1".utf8)
                var found: SDPError?
                do throws(SDPError) {
                    let map = try RTPMap(reading: ByteView(bytes.span))
                    if map.encodingName.count != size + 2 { found = SDPError(.empty, offset: 0) }
                } catch {
                    found = error
                }
                let isToken = ByteSet.token.contains(byte)
                let code: SDPError.Code = byte == 0x20 ? .missingField : .malformedValue
                #expect(
                    found == (isToken ? nil : SDPError(code, offset: 2 + size)), "\(byte) \(size)")
            }
        }
    }

    @Test("GR-06: tokens at the end of values of every size", arguments: 1...40)
    func tokensAtTheEnd(size: Int) throws {
        for blanks in 0...2 {
            let token = String(repeating: "t", count: size)
            let text = token + String(repeating: " ", count: blanks)
            let mid = try read(text, Mid.init(copying:))
            #expect(mid.id.description == token)
        }
        let text = String(repeating: "t", count: size) + "("
        let found = failure(of: Mid<ByteView>.self, reading: text)
        #expect(found == SDPError(.malformedValue, offset: size))
    }

    @Test(
        "GR-40: fingerprints of every size, with one byte wrong at every place", arguments: 1...40)
    func fingerprints(pairs: Int) throws {
        let digits = [String](repeating: "aF", count: pairs).joined(separator: ":")
        #expect(
            try read("x \(digits)", Fingerprint.init(copying:)).value.count == digits.utf8.count)
        for place in 0..<digits.utf8.count {
            for wrong in [":", "g", "@", "`", "/", "G", "0"] {
                var bytes = Array("x \(digits)".utf8)
                let isColon = bytes[2 + place] == UInt8(ascii: ":")
                if isColon == (wrong == ":") || !isColon && wrong == "0" { continue }
                bytes[2 + place] = Array(wrong.utf8)[0]
                let found = failure(
                    of: Fingerprint<ByteView>.self, reading: String(decoding: bytes, as: UTF8.self))
                #expect(found?.offset == 2 + place)
            }
        }
    }

    @Test("A31, A38: numbers at the bounds of what is added up without care")
    func numbers() {
        for (text, id) in [
            ("4294967295 a", UInt32.max), ("00000000000000000000000000000000001 a", 1),
        ] {
            #expect((try? read(text, SSRC.init(copying:)).id) == id)
        }
        for text in [
            "4294967296 a", "9999999999999999999 a", "18446744073709551616 a",
            "18446744073709551617 a", "99999999999999999999999999999 a",
        ] {
            let found = failure(of: SSRC<ByteView>.self, reading: text)
            #expect(found == SDPError(.numberOutOfRange, offset: 0))
        }
    }
}
