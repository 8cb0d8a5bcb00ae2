import Testing

@testable import SDP

@Suite struct AttributeNameTests {
    /// The names of RFC 8866 and of what WebRTC adds, as requirements GR-20 to
    /// GR-59 list them, with what each is called in Swift.
    static let names: [(String, AttributeName)] = [
        ("bundle-only", .bundleOnly), ("candidate", .candidate), ("cat", .category),
        ("charset", .characterSet), ("connection", .connection), ("content", .content),
        ("crypto", .crypto), ("dtls-id", .dtlsID), ("dtls-message", .dtlsMessage),
        ("end-of-candidates", .endOfCandidates), ("extmap", .extensionMap),
        ("extmap-allow-mixed", .extensionMapAllowMixed), ("fingerprint", .fingerprint),
        ("fmtp", .formatParameters), ("framerate", .framerate), ("group", .group),
        ("ice-lite", .iceLite), ("ice-mismatch", .iceMismatch), ("ice-options", .iceOptions),
        ("ice-pacing", .icePacing), ("ice-pwd", .icePassword), ("ice-ufrag", .iceUsernameFragment),
        ("identity", .identity), ("imageattr", .imageAttributes), ("inactive", .inactive),
        ("key-mgmt", .keyManagement), ("keywds", .keywords), ("label", .label),
        ("lang", .language), ("max-message-size", .maximumMessageSize),
        ("maxptime", .maximumPacketTime), ("mid", .mid), ("msid", .msid),
        ("msid-semantic", .msidSemantic), ("orient", .orientation), ("ptime", .packetTime),
        ("quality", .quality), ("recvonly", .receiveOnly),
        ("remote-candidates", .remoteCandidates), ("rid", .rid), ("rtcp", .rtcp),
        ("rtcp-fb", .rtcpFeedback), ("rtcp-mux", .rtcpMux), ("rtcp-mux-only", .rtcpMuxOnly),
        ("rtcp-rsize", .rtcpReducedSize), ("rtcp-xr", .rtcpExtendedReports), ("rtpmap", .rtpMap),
        ("sctp-port", .sctpPort), ("sctpmap", .sctpMap), ("sdplang", .sdpLanguage),
        ("sendonly", .sendOnly), ("sendrecv", .sendReceive), ("setup", .setup),
        ("simulcast", .simulcast), ("source-filter", .sourceFilter), ("ssrc", .ssrc),
        ("ssrc-group", .ssrcGroup), ("tls-id", .tlsID), ("tool", .tool), ("type", .type),
        ("x-google-flag", .googleFlag), ("zrtp-hash", .zrtpHash),
    ]

    private func recognised(_ bytes: [UInt8]) -> AttributeName {
        AttributeName(ByteView(bytes.span))
    }

    @Test("PV-02: every name is recognised, and written as itself")
    func recognisesAll() {
        #expect(AttributeNameTests.names.map(\.1) == AttributeName.all)
        for (text, name) in AttributeNameTests.names {
            #expect(recognised(Array(text.utf8)) == name)
            #expect(String(name) == text)
        }
        #expect(Set(AttributeName.all).count == AttributeNameTests.names.count)
        #expect(String(AttributeName.other) == "")
        #expect(String(AttributeName(rawValue: 255)) == "")
    }

    @Test("PV-02: the table holds each short name once, where its hash leads")
    func table() {
        var found: [AttributeName] = []
        for slot in AttributeName.table.indices {
            let entry = AttributeName.table[slot]
            guard entry.low != 0 else { continue }
            let name = AttributeName(rawValue: UInt8(entry.word >> 24))
            var line = "a=" + String(name)
            let end = line.utf8.count
            line += String(repeating: "\0", count: 16 - end)
            let bytes = Array(line.utf8)
            func word(_ start: Int) -> UInt64 {
                (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
            }
            #expect(entry.low == word(0) && entry.high == word(8))
            #expect(AttributeName.slot(ofLineStart: entry.low, end: end) == slot)
            #expect(entry.word & 0xFF_FFFF == 0x61_0000)
            let isCounted = [.ssrc, .candidate, .rid, .group].contains(name)
            #expect((entry.sourceOrCandidate + entry.groupOrRID > 0) == isCounted)
            found.append(name)
        }
        let long = AttributeName.all.filter { String($0).utf8.count > 14 }
        #expect(Set(found + long) == Set(AttributeName.all))
        #expect(found.count + long.count == AttributeName.all.count)
        for count in 0...16 {
            let masks = AttributeName.table[count]
            func mask(_ bytes: Int) -> UInt64 {
                bytes >= 8 ? .max : (1 << UInt64(8 * max(0, bytes))) - 1
            }
            #expect(masks.lowMask == mask(count) && masks.highMask == mask(count - 8))
        }
    }

    @Test("GR-04, A69: near misses are no names: cut, longer, in another case, one byte off")
    func nearMisses() {
        let names = Set(AttributeNameTests.names.map { Array($0.0.utf8) })
        var wrong: [[UInt8]] = []
        func expectOther(_ bytes: [UInt8]) {
            if !names.contains(bytes) && recognised(bytes) != .other { wrong.append(bytes) }
        }
        for name in names {
            for count in 0..<name.count {
                expectOther(Array(name[..<count]))
                expectOther(Array(name[(name.count - count)...]))
                for byte in UInt8.min...UInt8.max {
                    var changed = name
                    changed[count] = byte
                    expectOther(changed)
                }
            }
            for byte in UInt8.min...UInt8.max {
                expectOther(name + [byte])
                expectOther([byte] + name)
            }
            expectOther(Array(String(decoding: name, as: UTF8.self).uppercased().utf8))
            expectOther(name + name)
        }
        #expect(wrong.isEmpty)
    }

    @Test("PV-09: the strict reading has a bit for every name and one more")
    func namesFitIntoAWord() {
        #expect(AttributeName.all.count == 62)
        #expect(AttributeName.all.allSatisfy { $0.rawValue < 63 })
    }

    @Test("A69: random names of all lengths are no names")
    func randomNames() {
        let names = Set(AttributeNameTests.names.map { Array($0.0.utf8) })
        var random = SplitMix64(seed: 69)
        var wrong: [[UInt8]] = []
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(24)).map { _ in UInt8(97 + random.below(26)) }
            if recognised(bytes) != .other && !names.contains(bytes) { wrong.append(bytes) }
        }
        #expect(wrong.isEmpty)
    }
}
