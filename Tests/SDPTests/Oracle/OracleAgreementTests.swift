import SDP
import Testing

/// The line index and a slow, plain parser say the same of every input.
@Suite struct OracleAgreementTests {
    @Test("PV-01, GR-02, GR-03: agrees on every fixture", arguments: Fixtures.all)
    func agreesOnFixture(_ fixture: Fixture) {
        #expect(Agreement().difference(about: fixture.bytes) == nil)
    }

    @Test("GR-05: agrees on every fixture under small limits", arguments: Fixtures.small)
    func agreesUnderSmallLimits(_ fixture: Fixture) {
        #expect(Agreement(limits: smallLimits).difference(about: fixture.bytes) == nil)
    }

    @Test("A4, A8, A9: agrees on mutated fixtures", arguments: 0..<16)
    func agreesOnMutations(seed: Int) {
        var mutator = Mutator(seed: UInt64(seed))
        var random = SplitMix64(seed: UInt64(seed) | 0xFFFF_0000)
        let agreement = Agreement(limits: seed % 4 == 3 ? smallLimits : .sfu)
        var rejected = 0
        for _ in 0..<400 {
            let fixture = Fixtures.small[random.below(Fixtures.small.count)]
            let bytes = mutator.mutated(fixture.bytes)
            if parseFailure(bytes, limits: agreement.limits) != nil { rejected += 1 }
            if let difference = agreement.difference(about: bytes) {
                Issue.record("\(fixture.name) changed to \(bytes.span.shown): \(difference)")
                return
            }
        }
        // The changes must reach both outcomes to mean anything.
        #expect(rejected > 40)
        if seed % 4 != 3 { #expect(rejected < 360) }
    }

    @Test("A4: agrees on line ends in any order", arguments: 0..<8)
    func agreesOnLineEndSoup(seed: Int) {
        let pieces: [[UInt8]] = [
            [0x0D], [0x0A], [0x0D, 0x0A], Array("a=".utf8), Array("x".utf8), Array("m=".utf8),
            Array(":".utf8), Array("a=mid:0".utf8), Array("c=x".utf8), [0x0D, 0x0A, 0x61, 0x3D],
        ]
        var random = SplitMix64(seed: UInt64(seed))
        let agreement = Agreement()
        for _ in 0..<400 {
            var bytes = Array("v=0\n".utf8)
            for _ in 0..<random.below(60) { bytes += pieces[random.below(pieces.count)] }
            if random.below(20) == 0 { bytes[random.below(bytes.count)] = 0 }
            if let difference = agreement.difference(about: bytes) {
                Issue.record("\(bytes.span.shown): \(difference)")
                return
            }
        }
    }

    /// One of each shape of description, so that all lengths together stay fast.
    private static let prefixed = [
        "chromium156-data-only-offer.sdp", "firefox153-empty-offer.sdp", "ffmpeg5.1-av.sdp",
        "gstrtsp1.22-h264-opus-describe.sdp", "baresip1.0-plain-offer.sdp",
        "libdatachannel0.24-data-only-offer-gathered.sdp", "aiortc1.16-data-only-offer.sdp",
        "firefox153-codecprefs-audio-pcmu-opus-offer.sdp",
        "janus1.1-echotest-audio-only-answer-to-chromium156.sdp",
    ]

    @Test("A15: agrees on every prefix", arguments: prefixed)
    func agreesOnPrefixes(name: String) throws {
        let fixture = try Fixtures.named(name)
        let agreement = Agreement()
        for count in 0..<fixture.bytes.count {
            if let difference = agreement.difference(about: Array(fixture.bytes[..<count])) {
                Issue.record("\(count) bytes: \(difference)")
                return
            }
        }
    }

    @Test("A15: every prefix of every small fixture parses or fails, and never traps")
    func prefixesOfAllNeverTrap() {
        for fixture in Fixtures.small {
            for count in stride(from: 1, to: fixture.bytes.count, by: 37) {
                let prefix = Array(fixture.bytes[..<count])
                let failed = parseFailure(prefix) != nil
                // Only the cut line can be wrong: one letter, or `a=` without a name.
                let last = OracleParser.split(prefix).last
                let isCut = last.map { $0.content.count <= 2 && $0.ending.isEmpty } ?? true
                #expect(!failed || isCut || count < 3, "\(fixture.name), \(count) bytes")
            }
        }
    }
}

extension Span<UInt8> {
    /// The bytes as text in which nothing is lost.
    var shown: String {
        var text = ""
        for position in indices {
            text += String(UnicodeScalar(self[position])).debugDescription.dropFirst().dropLast()
        }
        return text
    }
}
