import SDP
import Testing

/// Lines are found 64 bytes at a time: a line end may fall on either side of a
/// block's edge, or across it.
@Suite struct BlockBoundaryTests {
    static let endings = ["\r\n", "\n", "\r", "\r\r\n", "\n\r", "\r\n\r\n", "\n\n", "\r\n\r"]

    @Test("A5, A6, A7: a line end at every place in a block", arguments: endings)
    func lineEndAtEveryAlignment(ending: String) {
        let agreement = Agreement()
        for size in 0...130 {
            let filler = String(repeating: "x", count: size)
            for tail in ["", "a=b", "a=b\r\n", "a=\(filler)\(ending)i=\(filler)"] {
                let text = "v=0\ns=\(filler)\(ending)\(tail)"
                if let difference = agreement.difference(about: Array(text.utf8)) {
                    Issue.record("\(size) bytes before, \(tail.utf8.count) after: \(difference)")
                    return
                }
            }
        }
    }

    @Test(
        "A5, A6, A7: a line end at every place before many that are CR LF", arguments: endings)
    func lineEndBeforeOrdinaryOnes(ending: String) {
        let agreement = Agreement()
        let ordinary = String(repeating: "a=sendrecv\r\n", count: 100)
        for first in ["\r", "\n", "\r\n"] {
            for size in 0...200 {
                let filler = String(repeating: "x", count: size)
                let text = "v=0\(first)a=rtpmap:\(filler)\(ending)\(ordinary)"
                if let difference = agreement.difference(about: Array(text.utf8)) {
                    Issue.record("\(size) bytes before: \(difference)")
                    return
                }
            }
        }
    }

    @Test("A9: a NUL at every place in a block is found where it is")
    func nulAtEveryAlignment() {
        for size in 0...130 {
            for tail in ["", "x", "\r\na=b\r\n"] {
                let bytes = Array("v=0\ns=\(String(repeating: "x", count: size))\0\(tail)".utf8)
                #expect(parseFailure(bytes) == SDPError(.nulByte, offset: 6 + size))
                #expect(Agreement().difference(about: bytes) == nil)
            }
        }
    }

    @Test("A9: a NUL comes before what is wrong with lines behind it")
    func nulBeforeOrdinaryLines() {
        // The line with the NUL ends among blocks that have none.
        let candidates = String(
            repeating: "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n",
            count: Limits.sfu.candidates + 1)
        for size in 0...70 {
            let filler = String(repeating: "x", count: size)
            let bytes = Array("v=0\r\ns=\(filler)\r\na=mid:\0zz\r\n\(candidates)".utf8)
            #expect(parseFailure(bytes) == SDPError(.nulByte, offset: 15 + size))
        }
    }

    @Test("A9: a line before the NUL is judged first")
    func earlierErrorBeforeNul() {
        // Both lie in one block of 64 bytes, which is searched at once.
        #expect(parseFailure("v=0\nX=1\ns=\0\n") == SDPError(.unknownLineType, offset: 4))
        #expect(parseFailure("v=0\ns=1\n\0\n") == SDPError(.nulByte, offset: 8))
    }

    @Test("GR-03: inputs of whole blocks end with their last line")
    func inputsOfWholeBlocks() {
        for blocks in 1...3 {
            for ending in ["", "\n", "\r", "\r\n"] {
                let size = blocks * 64 - 6 - ending.utf8.count
                let text = "v=0\ns=\(String(repeating: "x", count: size))\(ending)"
                #expect(text.utf8.count == blocks * 64)
                #expect(Agreement().difference(about: Array(text.utf8)) == nil)
            }
        }
    }
}
