import SDP
import Testing

/// The bytes behind a value are looked at where that is faster, and never change what
/// is read of it.
@Suite struct BytesBehindTests {
    private static let lines = [
        "a=rtcp-fb:96 nack pli", "a=rtcp-fb:127 transport-cc", "a=rtcp-fb:* ccm fir",
        "a=rtcp-fb:96 trr-int 100", "a=rtcp-fb:5 goog-remb", "a=rtpmap:111 opus/48000/2",
        "a=rtpmap:0 PCMU/8000", "a=rtpmap:101 telephone-event/8000", "a=rtpmap:96 H264/90000",
        "a=rtpmap:96 x_+y/4294967295/1", "a=fmtp:96 apt=97", "a=fmtp:96 a=1; b=2;c;=d;",
        "a=fmtp:109 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f",
        "a=extmap:4/recvonly urn:ietf:params:rtp-hdrext:sdes:mid", "a=extmap:14 urn:x y z",
        "a=ssrc:1399694169 cname:Qxv/+a b", "a=ssrc-group:FID 2231627014 632943048",
        "a=candidate:842163049 1 udp 1677729535 203.0.113.7 58779 typ srflx raddr 0.0.0.0 rport 0",
        "a=candidate:1 1 UDP 1 ::1 9 typ host generation 0 ufrag x", "a=mid:audio_0",
        "a=msid:{3f2c} 4b0a-11", "a=setup:actpass", "a=ice-ufrag:a+b/",
        "a=ice-pwd:0123456789+/abcd",
        "a=ice-options:trickle renomination", "a=fingerprint:sha-1 AA:BB:0c:DD:EE:FF:00",
        "a=rtcp:9 IN IP4 0.0.0.0", "a=group:BUNDLE 0 1 a_b", "a=msid-semantic: WMS *",
        "a=sctp-port:5000", "a=max-message-size:262144", "a=rtcp-xr:rcvr-rtt=all x", "a=sendrecv",
        "a=rid:hi send pt=96", "a=x-unknown:1", "c=IN IP4 224.2.36.42/127/3",
        "c=IN IP6 ff15::101/3",
        "b=AS:64", "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99", "m=audio 9/2 RTP/AVP 0",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    ]

    private static let bytes = Array(" \t0159/:;=*-_+a~(,\"\u{7F}\u{1}".utf8) + [0x80, 0xFF]

    /// What reading the last line says, whose offset is the same wherever it is last.
    private func read(_ line: [UInt8], andBehind rest: String) -> (ValueDigest?, SDPError?) {
        let bytes = Array("v=0\r\nm=audio 9 RTP/AVP 0\r\n".utf8) + line + Array(rest.utf8)
        do throws(SDPError) {
            let description = try SessionDescription(parsing: bytes.span)
            var digest = ValueDigest()
            try description.view.line(2).read(into: &digest)
            return (digest, nil)
        } catch {
            return (nil, error)
        }
    }

    @Test("GR-20, GR-59, PV-02: lines read alike alone and before others", arguments: 0..<8)
    func alike(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed) &+ 401)
        let behind = [
            "\r\n", "\n", "\r", "\r\na=tool:" + String(repeating: "9", count: 80) + "\r\n",
        ]
        for round in 0..<3_000 {
            var line = Array(BytesBehindTests.lines[round % BytesBehindTests.lines.count].utf8)
            for _ in 0..<random.below(4) {
                let place = 2 + random.below(line.count - 1)
                let byte = BytesBehindTests.bytes[random.below(BytesBehindTests.bytes.count)]
                switch random.below(3) {
                case 0: line.insert(byte, at: place)
                case 1 where place < line.count: line[place] = byte
                default: if place < line.count && line.count > 8 { line.remove(at: place) }
                }
            }
            let alone = read(line, andBehind: "")
            for rest in behind {
                let other = read(line, andBehind: rest)
                #expect(
                    alone.0 == other.0 && alone.1 == other.1,
                    "\(String(decoding: line, as: UTF8.self)), then \(rest.utf8.count) bytes")
            }
        }
    }
}
