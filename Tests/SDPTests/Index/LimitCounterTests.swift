import SDP
import Testing

@Suite struct LimitCounterTests {
    @Test("V17, A28: every counter and field is wider than the ceiling it counts to")
    func counters() throws {
        // Offsets and lengths are 32 bits, section numbers 16, and errors count in Int.
        let ceilings = Limits.unlimited
        #expect(ceilings.bytes < Int(UInt32.max) && ceilings.lineBytes < 1 << 31)
        #expect(ceilings.mediaSections <= Int(UInt16.max))
        #expect(ceilings.groups <= Int(UInt16.max))
        // Groups are numbered from 1 in 16 bits: as many as there may be do not wrap.
        let count = 20_000
        var text = "v=0\n"
        for _ in 0..<count { text += "a=group:BUNDLE x\n" }
        text += "m=audio 9 RTP/AVP 0\na=mid:x\n"
        let bytes = Array(text.utf8)
        let found = try violations(of: VerificationRules(.bundledTwice), in: bytes)
        #expect(found.count == count - 1)
    }

    @Test("GR-05: the fields of every limit are settable one by one, and nothing else changes")
    func independent() {
        let paths: [WritableKeyPath<Limits, Int>] = [
            \.bytes, \.lineBytes, \.lines, \.mediaSections, \.attributes, \.sessionAttributes,
            \.formats, \.otherFormats, \.formatParameters, \.candidates, \.sources, \.rids,
            \.simulcastAlternatives, \.midBytes, \.groups, \.groupMids,
        ]
        for path in paths {
            var limits = Limits.sfu
            limits[keyPath: path] = 3
            for other in paths where other != path {
                #expect(limits[keyPath: other] == Limits.sfu[keyPath: other])
            }
        }
    }
}
