import Foundation
import SDP
import Testing

@Suite("Looking a section up by its mid")
struct MidTableTests {
    private func number(_ mid: String, in view: DescriptionView) -> Int? {
        let bytes = Array(mid.utf8)
        return view.sectionNumber(mid: ByteView(bytes.span))
    }

    @Test("Every section of every fixture is found by its mid, in a view and when it is owned")
    func fixtures() throws {
        var index = LineIndex(limits: .unlimited)
        for fixture in Fixtures.all {
            let owned = try SessionDescription(parsing: fixture.bytes.span, limits: .unlimited)
            let view = try index.read(fixture.bytes.span)
            var seen: [ByteString: Int] = [:]
            for section in 1..<max(1, view.sectionCount) {
                guard let mid = ByteString(copying: try view.section(section).mid) else { continue }
                if seen[mid] == nil { seen[mid] = section }
                let text = [UInt8](mid)
                let found = view.sectionNumber(mid: ByteView(text.span))
                #expect(found == seen[mid])
                let ownedFound = owned.view.sectionNumber(mid: ByteView(text.span))
                #expect(ownedFound == found)
            }
            for absent in ["", "absent", "\0", "0 ", String(repeating: "x", count: 300)] {
                let found = number(absent, in: view)
                #expect(found == nil)
            }
        }
    }

    @Test("The first of several sections with a mid is found, the others are reported (A60)")
    func duplicates() throws {
        let text = sdp(
            "m=audio 9 RTP/AVP 0", "a=mid:a", "m=audio 9 RTP/AVP 0", "a=mid:b",
            "m=audio 9 RTP/AVP 0", "a=mid:a", "m=audio 9 RTP/AVP 0", "m=audio 9 RTP/AVP 0",
            "a=mid:a ", "m=audio 9 RTP/AVP 0", "a=mid:(", "m=audio 9 RTP/AVP 0", "a=mid")
        let bytes = Array(text.utf8)
        var index = LineIndex()
        let view = try index.read(bytes.span)
        let a = number("a", in: view)
        let b = number("b", in: view)
        let malformed = number("(", in: view)
        #expect(a == 1)
        #expect(b == 2)
        #expect(malformed == nil)
        var repeated: [[Int]] = []
        try view.forEachRepeatedMid { first, second in repeated.append([first, second]) }
        #expect(repeated == [[1, 3], [1, 5]])
    }

    @Test("The next description has its own mids")
    func reuse() throws {
        var index = LineIndex(midKey: HashKey(1, 2))
        for round in 0..<40 {
            let count = (round * 37) % 90
            let lines = (0..<count).flatMap { ["m=audio 9 RTP/AVP 0", "a=mid:r\(round)-\($0)"] }
            let bytes = Array(sdp(lines).utf8)
            let view = try index.read(bytes.span)
            for section in 0..<count {
                let found = number("r\(round)-\(section)", in: view)
                #expect(found == section + 1)
            }
            let stale = number("r\(round - 1)-0", in: view)
            #expect(stale == nil)
        }
    }

    @Test("Mids that collide in the table are told apart (A69)")
    func collisions() throws {
        // Of 1,000 mids in 2,048 slots hundreds want a slot that is taken, whatever the key.
        let mids = (0..<1_000).map { "m\($0)" }
        let bytes = Array(sdp(mids.flatMap { ["m=audio 9 RTP/AVP 0", "a=mid:\($0)"] }).utf8)
        for seed in UInt64(0)..<8 {
            var index = LineIndex(limits: .unlimited, midKey: HashKey(seed, ~seed))
            let view = try index.read(bytes.span)
            for (position, mid) in mids.enumerated() {
                let found = number(mid, in: view)
                #expect(found == position + 1)
            }
            for absent in 1_000..<3_000 {
                let found = number("m\(absent)", in: view)
                #expect(found == nil)
            }
        }
    }

    @Test("Ten thousand look-ups among 1,024 sections take no longer for being many (A68)")
    func manyLookUps() throws {
        let lines = (0..<1_024).flatMap { number in
            ["m=audio 9 RTP/AVP 0"] + (0..<60).map { "a=x-\($0):y" } + ["a=mid:\(number)"]
        }
        let bytes = Array(sdp(lines).utf8)
        var index = LineIndex(limits: .unlimited)
        let view = try index.read(bytes.span)
        let clock = ContinuousClock()
        // The first one builds the table, which looks at every line once.
        let first = clock.measure { _ = number("absent", in: view) }
        var found = 0
        let all = clock.measure {
            for mid in 0..<10_000 where number("\(mid)", in: view) != nil { found += 1 }
        }
        #expect(found == 1_024)
        // A search would take ten thousand times the first; this leaves a factor of 100.
        #expect(all < first * 100 + .milliseconds(100))
    }

    @Test("The hash is SipHash, as its authors' test vectors say")
    func vectors() {
        // The table is keyed with 1 and 3 rounds; the published vectors have 2 and 4.
        let key = HashKey(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        let expected: [UInt64] = [
            0x726F_DB47_DD0E_0E31, 0x74F8_39C5_93DC_67FD, 0x0D6C_8009_D9A9_4F5A,
            0x8567_6696_D7FB_7E2D, 0xCF27_94E0_2771_87B7, 0x1876_5564_CD99_A68D,
            0xCBC9_466E_58FE_E3CE, 0xAB02_00F5_8B01_D137, 0x93F5_F579_9A93_2462,
            0x9E00_82DF_0BA9_E4B0, 0x7A5D_BBC5_94DD_B9F3, 0xF4B3_2F46_226B_ADA7,
            0x751E_8FBC_860E_E5FB, 0x14EA_5627_C084_3D90, 0xF723_CA90_8E7A_F2EE,
            0xA129_CA61_49BE_45E5,
        ]
        for count in 0..<16 {
            let bytes = (0..<UInt8(count)).map { $0 }
            let hash = SipHash.hash(ByteView(bytes.span), key: key, rounds: 2, finalRounds: 4)
            #expect(hash == expected[count])
        }
    }
}
