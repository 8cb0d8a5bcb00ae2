import SDP
import Testing

@Suite struct ByteStringTests {
    @Test func equalBytesAreEqual() {
        let short: ByteString = "0123456789abcde"
        #expect(short.count == 15)
        #expect(short == ByteString(Array("0123456789abcde".utf8)))
        #expect(short.description == "0123456789abcde")
    }
}
