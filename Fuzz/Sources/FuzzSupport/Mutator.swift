import CFuzzer
import SDP

/// Changes of lines, attributes and tokens, which get behind what a parser refuses first;
/// half of the time libFuzzer's own.
@c(LLVMFuzzerCustomMutator)
public func mutate(
    _ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32
) -> Int {
    var mutator = Mutator(seed)
    if size == 0 || mutator.below(2) == 0 { return unsafe LLVMFuzzerMutate(data, size, maximum) }
    let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: size))
    var lines = Mutator.lines(of: bytes)
    for _ in 0...mutator.below(3) { mutator.change(&lines) }
    return unsafe store(lines.joined(), data, maximum)
}

/// Sections and lines of two inputs in one.
@c(LLVMFuzzerCustomCrossOver)
public func crossOver(
    _ first: UnsafePointer<UInt8>, _ firstSize: Int, _ second: UnsafePointer<UInt8>,
    _ secondSize: Int, _ output: UnsafeMutablePointer<UInt8>, _ maximum: Int, _ seed: UInt32
) -> Int {
    var mutator = Mutator(seed)
    var lines = unsafe Mutator.lines(of: Array(UnsafeBufferPointer(start: first, count: firstSize)))
    let others = unsafe Mutator.lines(
        of: Array(UnsafeBufferPointer(start: second, count: secondSize)))
    if !others.isEmpty {
        let start = mutator.below(others.count)
        let place = mutator.below(lines.count + 1)
        let end =
            mutator.below(2) == 0
            ? Mutator.endOfSection(start, of: others)
            : min(start + 1 + mutator.below(8), others.count)
        lines.insert(contentsOf: others[start..<end], at: place)
    }
    return unsafe store(lines.joined(), output, maximum)
}

private func store(
    _ bytes: some Sequence<UInt8>, _ output: UnsafeMutablePointer<UInt8>, _ maximum: Int
) -> Int {
    var count = 0
    for byte in bytes.prefix(maximum) {
        unsafe output[count] = byte
        count += 1
    }
    return count
}

private struct Mutator {
    private var choices: Choices

    init(_ seed: UInt32) {
        choices = Choices(of: ByteView(Array(String(seed).utf8).span))
    }

    mutating func below(_ limit: Int) -> Int { choices.below(limit) }

    /// Lines with their endings.
    static func lines(of bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = 0
        for (position, byte) in bytes.enumerated() where byte == 0x0A {
            lines.append(Array(bytes[start...position]))
            start = position + 1
        }
        if start < bytes.count { lines.append(Array(bytes[start...])) }
        return lines
    }

    /// Where the section of a line ends.
    static func endOfSection(_ start: Int, of lines: [[UInt8]]) -> Int {
        lines[(start + 1)...].firstIndex { $0.first == UInt8(ascii: "m") } ?? lines.count
    }

    mutating func change(_ lines: inout [[UInt8]]) {
        if lines.isEmpty { return lines.append(sample()) }
        let place = below(lines.count)
        switch below(14) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[below(lines.count)], at: place)
        case 2: lines.swapAt(place, below(lines.count))
        case 3, 4: lines.insert(sample(), at: place)
        case 5:
            // Up to and beyond most limits.
            let count = 1 << below(9)
            lines.insert(contentsOf: Array(repeating: lines[place], count: count), at: place)
        case 6:
            let end = Mutator.endOfSection(place, of: lines)
            lines.insert(contentsOf: lines[place..<end], at: below(lines.count + 1))
        case 7: lines.removeSubrange(place..<Mutator.endOfSection(place, of: lines))
        case 8: changeEnding(&lines[place])
        case 9: changeName(&lines[place])
        default: changeToken(&lines[place])
        }
    }

    private mutating func changeEnding(_ line: inout [UInt8]) {
        while line.last == 0x0A || line.last == 0x0D { line.removeLast() }
        line += Mutator.endings[below(Mutator.endings.count)]
    }

    /// Another attribute, none, or one without its value.
    private mutating func changeName(_ line: inout [UInt8]) {
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        switch below(3) {
        case 0:
            let rest = colon.map { line[$0...] } ?? [0x0D, 0x0A]
            line = Array("a=\(Mutator.names[below(Mutator.names.count)])".utf8) + rest
        case 1: if let colon { line.replaceSubrange(colon..., with: [0x0D, 0x0A]) }
        default: if let colon { line.replaceSubrange((colon + 1)..., with: [0x0D, 0x0A]) }
        }
    }

    /// What stands between separators is removed, doubled or made another.
    private mutating func changeToken(_ line: inout [UInt8]) {
        var starts = [0]
        for (position, byte) in line.enumerated() where Mutator.separators.contains(byte) {
            starts.append(position + 1)
        }
        let place = below(starts.count)
        let start = starts[place]
        let end = place + 1 < starts.count ? starts[place + 1] : line.count
        let token = line[start..<max(start, end - 1)]
        switch below(7) {
        case 0: line.removeSubrange(start..<end)
        case 1: line.insert(contentsOf: line[start..<end], at: start)
        case 2:
            let count = 1 << below(8)
            let copies = repeatElement(line[start..<end], count: count).joined()
            line.insert(contentsOf: Array(copies), at: start)
        case 3: line.insert(Mutator.separators[below(Mutator.separators.count)], at: start)
        case 4:
            // The next number, or the last one.
            guard let number = UInt64(String(decoding: token, as: UTF8.self)) else { fallthrough }
            let next = below(2) == 0 ? number &+ 1 : number &- 1
            line.replaceSubrange(token.indices, with: Array(String(next).utf8))
        default:
            line.replaceSubrange(
                token.indices, with: Array(Mutator.tokens[below(Mutator.tokens.count)].utf8))
        }
    }

    private mutating func sample() -> [UInt8] {
        Array(Mutator.samples[below(Mutator.samples.count)].utf8) + [0x0D, 0x0A]
    }

    private static let separators = Array(" :/;,=\t".utf8)
    private static let endings: [[UInt8]] = [
        [0x0D, 0x0A], [0x0A], [0x0D], [], [0x0A, 0x0D], [0x0D, 0x0D, 0x0A], [0x20, 0x0D, 0x0A],
        [0x0D, 0x0A, 0x0D, 0x0A], [0x00, 0x0D, 0x0A],
    ]
    private static let names = AttributeName.all.map { String($0) }

    /// Numbers at the ends of ranges, and words that mean something.
    private static let tokens = [
        "", "0", "1", "-1", "+1", "00", "14", "15", "16", "63", "64", "95", "96", "127", "128",
        "255", "256", "4095", "4096", "65535", "65536", "2147483648", "4294967295", "4294967296",
        "18446744073709551615", "18446744073709551616", "0x10", "1.5", "*", "~", "-", "audio",
        "video", "application", "text", "RTP", "IN", "IP4", "IP6", "BUNDLE", "LS", "FID", "SIM",
        "send", "recv", "sendrecv", "sendonly", "recvonly", "inactive", "active", "passive",
        "actpass", "nack", "pli", "rtx", "opus", "VP8", "H264", "red", "apt=96", "cname", "msid",
        "typ", "host", "relay", "raddr", "rport", "udp", "tcp", "%n%s",
        "0123456789012345678901234567890123456789012345678901234567890123456",
    ]

    /// A line of each kind.
    private static let samples = [
        "v=0", "o=- 1 2 IN IP4 0.0.0.0", "s=-", "i=x", "u=http://x/%41", "e=x@y", "p=+1",
        "c=IN IP4 224.2.1.1/127/3", "c=IN IP6 ff15::101/3", "b=AS:128", "b=TIAS:9", "t=0 0",
        "r=7d 1h 0 25h", "z=0 -1h 1 2d", "k=prompt", "k=clear:x",
        "m=audio 9 UDP/TLS/RTP/SAVPF 96 0 97", "m=video 0 UDP/TLS/RTP/SAVPF 96 97",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "m=audio 9/2 RTP/AVP 0",
        "m=application 9 DTLS/SCTP 5000", "a=mid:0", "a=mid:1", "a=group:BUNDLE 0 1",
        "a=group:LS 0 1", "a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive", "a=rtcp-mux",
        "a=rtcp-mux-only", "a=rtcp-rsize", "a=bundle-only", "a=end-of-candidates", "a=ice-lite",
        "a=ice-mismatch", "a=extmap-allow-mixed", "a=rtpmap:96 VP8/90000",
        "a=rtpmap:97 rtx/90000", "a=rtpmap:111 opus/48000/2", "a=fmtp:97 apt=96",
        "a=fmtp:96 profile-id=0; x=y", "a=fmtp:111 minptime=10;useinbandfec=1",
        "a=rtcp-fb:96 nack pli", "a=rtcp-fb:* transport-cc",
        "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=extmap:2/sendonly urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id x",
        "a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:"
            + "66:77:88:99:AA:BB:CC:DD:EE:FF",
        "a=fingerprint:sha-1 AB:CD", "a=setup:actpass", "a=setup:active", "a=setup:passive",
        "a=ice-ufrag:abcd", "a=ice-pwd:0123456789012345678901", "a=ice-options:trickle ice2",
        "a=ice-pacing:50",
        "a=candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host generation 0",
        "a=candidate:1 1 tcp 1 x.local 9 typ relay raddr 0.0.0.0 rport 9 tcptype active",
        "a=remote-candidates:1 192.0.2.1 9", "a=rtcp:9 IN IP4 0.0.0.0", "a=msid:s t", "a=msid:-",
        "a=msid-semantic: WMS s", "a=ssrc:1 cname:x", "a=ssrc:2 msid:s t", "a=ssrc-group:FID 1 2",
        "a=rid:1 send pt=96;max-width=1280", "a=rid:2 recv", "a=simulcast:send 1;~2 recv 3,4",
        "a=sctp-port:5000", "a=sctpmap:5000 webrtc-datachannel 256", "a=max-message-size:262144",
        "a=tls-id:aaaaaaaaaaaaaaaaaaaa", "a=identity:eyJ x=y", "a=ptime:20", "a=maxptime:60.5",
        "a=framerate:29.97", "a=quality:10", "a=orient:portrait", "a=type:broadcast",
        "a=charset:UTF-8", "a=sdplang:en", "a=lang:de-AT", "a=tool:x y", "a=cat:x", "a=keywds:x",
        "a=content:main,alt", "a=label:1", "a=connection:new",
        "a=rtcp-xr:rcvr-rtt=all:10 voip-metrics",
        "a=source-filter: incl IN IP4 * 192.0.2.1 192.0.2.2",
        "a=imageattr:97 send [x=[480:16:800],y=320,q=0.6] [x=800] recv *", "a=crypto:1 x inline:y",
        "a=x-unknown", "a=x-unknown:value", "",
    ]
}
