import Testing

/// Texts for the ids of a list of what has gone wrong in other parsers. Ids that are no
/// texts (answers to offers, buffers, allocation, injection) are tested elsewhere.
enum AdversarialInputs {
    struct Case: Sendable, CustomTestStringConvertible {
        let id: Int
        let texts: [[UInt8]]
        var testDescription: String { "A\(id), \(texts.count) texts" }

        init(_ id: Int, _ texts: [[UInt8]]) {
            self.id = id
            self.texts = texts
        }

        init(_ id: Int, _ texts: [String]) { self.init(id, texts.map { Array($0.utf8) }) }
    }

    private static let head =
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
    private static let section = "m=audio 9 UDP/TLS/RTP/SAVPF 96 97 0\r\na=rtpmap:96 x/1\r\n"

    /// A description with a line at the session level.
    private static func session(_ lines: String...) -> [String] {
        lines.map { "\(head)\($0)\r\n\(section)" }
    }

    /// A description with a line in a media section.
    private static func media(_ lines: [String]) -> [String] {
        lines.map { "\(head)\(section)\($0)\r\n" }
    }

    private static func media(_ lines: String...) -> [String] { media(lines) }

    private static func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    private static let numbers = [
        "-1", "0", "1", "9", "65535", "65536", "70000", "2147483648", "4294967295", "4294967296",
        "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "9999999999999999999999999", "00", "0x50", "+9", "٣", "", "x", "1.5", " 1", "1e3",
    ]

    static let all: [Case] = framing + structure + values + attributes + semantics

    private static let framing: [Case] = [
        Case(1, [""]),
        Case(2, (0...255).map { [UInt8($0)] }),
        Case(3, ["v", "v=", "=", "a", "m", "a=", "v=0\na", "v=0\nm", "v=0\n=", "v=0\na="]),
        Case(4, [head + String(section.dropLast()), "v=0", String(head.dropLast())]),
        Case(5, [(head + section).replacing("\r\n", with: "\n")]),
        Case(6, [(head + section).replacing("\r\n", with: "\r")]),
        Case(
            7,
            [
                (head + section).replacing("\r\n", with: "\n\r"), "v=0\r\r\n\n\ns=-\r\n\r",
                "v=0\n\r\n\rs=-\r\rt=0 0\n\n",
            ]),
        Case(8, session("a=tool:x\ry", "a=tool:x\r\ry", "a=x\ry")),
        Case(9, session("a=x\0y", "a=x:\0", "\0=x", "a\0=x", "s=\0", "a=\0")),
        Case(10, ["\u{FEFF}" + head, head + "\u{FEFF}" + section]),
        Case(
            11,
            [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80]]
                .flatMap { bad in
                    ["s=", "i=", "a=", "a=x:", "a=tool:", "m=", "o="].map {
                        Array("v=0\r\n\($0)".utf8) + bad + [0x0D, 0x0A]
                    }
                }),
        Case(
            12,
            media(
                " a=x", "a= x", "a=x ", "a=mid: 0", "a=mid:0 ", "a=mid:0\t", "a=mid:\t0",
                "a=rtpmap:96  x/1", "a=group:BUNDLE  0", " ", "\t", "a=rtcp-mux ", "a=rtcp-mux \t ")
                + ["v=0 \r\n", " v=0\r\n"]),
        Case(13, ["v=0\n" + repeated("\n", 10_000), repeated("\r\n", 10_000) + "v=0\r\n"]),
        Case(14, session("A=x", "M=audio 9 RTP/AVP 0", "v =0", "a =x", "T=0 0")),
        Case(15, (0..<(head + section).utf8.count).map { Array((head + section).utf8.prefix($0)) }),
        Case(16, [16_381, 16_382, 16_383].map { head + "a=" + repeated("x", $0) + "\r\n" }),
    ]

    private static let structure: [Case] = [
        Case(17, [head, "v=0\r\n", head + "a=x\r\n"]),
        Case(18, [section + head, "m=audio 9 RTP/AVP 0\r\n", "v=0\r\n" + section]),
        Case(19, ["v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\na=x\r\nt=0 0\r\n" + section]),
        Case(
            20,
            ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "c=IN IP4 0.0.0.0"].flatMap {
                ["\(head)\($0)\r\n\(section)", "\(head)\(section)\($0)\r\n"]
            }),
        Case(
            21,
            (1..<5).map { missing in
                head.split(separator: "\r\n").enumerated().filter { $0.offset != missing }
                    .map { $0.element + "\r\n" }.joined() + section
            }),
        Case(
            22,
            [
                "", "-", "- 1", "- 1 1", "- 1 1 IN", "- 1 1 IN IP4", "- 1 1 IN IP4 ",
                "-  1 1 IN IP4 x",
            ]
            .map { "v=0\r\no=\($0)\r\ns=-\r\nt=0 0\r\n" }),
        Case(
            23, media("b=AS:1\r\nb=AS:1\r\nb=TIAS:2", "b=AS", "b=", "b=:", "b=AS:x", "b=X-YZ:128")),
        Case(24, [head + repeated("m=audio 0 RTP/AVP 0\r\n", 3)]),
        Case(25, (UInt8(0x21)...0x7E).map { "\(head)\(Character(UnicodeScalar($0)))=x\r\n" }),
        Case(26, [head + repeated("m=audio 9 RTP/AVP 0\r\n", 1_025)]),
        Case(27, ["v=0\n" + repeated("m=\n", 1_100)]),
        Case(28, ["v=0\n" + repeated("a=x\n", 2_100)]),
    ]

    private static let values: [Case] = [
        Case(29, numbers.map { "\(head)m=audio \($0) RTP/AVP 0\r\n" }),
        Case(30, numbers.map { "\(head)m=audio 9/\($0) RTP/AVP 0\r\n" }),
        Case(
            31,
            (numbers + ["127", "128", "255", "256"]).flatMap {
                ["\(head)m=audio 9 RTP/AVP \($0)\r\n"] + media("a=rtpmap:\($0) x/1")
            }),
        Case(32, ["\(head)m=audio 9 RTP/AVP\(repeated(" 96", 129))\r\n"]),
        Case(33, numbers.map { "v=0\r\no=- \($0) \($0) IN IP4 x\r\ns=-\r\nt=0 0\r\n" }),
        Case(34, media(numbers.flatMap { ["a=rtpmap:96 x/\($0)", "a=rtpmap:96 x/1/\($0)"] })),
        Case(35, media(numbers.flatMap { ["a=ptime:\($0)", "a=maxptime:\($0)"] })),
        Case(36, media(numbers.map { "b=AS:\($0)" })),
        Case(
            37,
            numbers.flatMap {
                [
                    "v=0\r\ns=-\r\nt=\($0) \($0)\r\nr=\($0)d \($0)h \($0)\r\nz=\($0) -\($0)h\r\n",
                    "v=0\r\ns=-\r\nt=0 0\r\nr=7d 1h 0 \($0)s\r\nz=0 \($0)\r\n",
                ]
            }),
        Case(38, media(numbers.flatMap { ["a=ssrc:\($0) cname:x", "a=ssrc-group:FID \($0) 1"] })),
        Case(
            39,
            media(
                numbers.flatMap {
                    [
                        "a=candidate:1 \($0) udp 1 192.0.2.1 9 typ host",
                        "a=candidate:1 1 udp \($0) 192.0.2.1 9 typ host",
                        "a=candidate:1 1 udp 1 192.0.2.1 \($0) typ host",
                        "a=candidate:1 1 udp 1 192.0.2.1 9 typ relay raddr 0.0.0.0 rport \($0)",
                    ]
                })),
        Case(
            40,
            media(
                (numbers + ["15", "255", "256", "4096"]).flatMap {
                    ["a=extmap:\($0) x:y", "a=extmap:1/\($0) x:y", "a=extmap:\($0)/sendonly x:y z"]
                })),
    ]

    private static let attributes: [Case] = [
        Case(
            41,
            media(
                OracleGrammar.known.sorted().flatMap { ["a=\($0)", "a=\($0):", "a=\($0): "] })),
        Case(42, media("a=:x", "a=x:", "a=:", "a=x::", "a=x y:z", "a=(x)", "a=x: ")),
        Case(
            43,
            ["a=rtpmap:96 ", "a=candidate:", "a=ssrc:1 cname:", "m=", "m=audio 9 "].map {
                "\(head)\(section)\($0)\(repeated("x", 65_536))\r\n"
            }),
        Case(
            44,
            media(
                [";;;;", "x", "==", "=;=", "x=y=z==", "a=1;a=2", "a=1; b=2;", "0-15", "111/111"].map
                { "a=fmtp:96 \($0)" } + ["a=fmtp:96 " + repeated("a=b;", 5_000), "a=fmtp:96"])),
        Case(45, media("a=rtpmap:98 x/1", "a=fmtp:97 x\r\na=rtpmap:97 x/1", "a=fmtp:98 x")),
        Case(
            46,
            media(
                ["97", "98", "96", "x", "", "4294967296"].map {
                    "a=rtpmap:97 rtx/1\r\na=fmtp:97 apt=\($0)"
                })),
        Case(
            47,
            media(
                "a=rtcp-fb:* nack", "a=rtcp-fb:*", "a=rtcp-fb:", "a=rtcp-fb:96", "a=rtcp-fb:96 ",
                "a=rtcp-fb:** nack", "a=rtcp-fb:96 x y z", "a=rtcp-fb:128 nack",
                "a=rtcp-fb:96  nack")
        ),
        Case(
            48,
            media(
                "a=fingerprint:sha-256", "a=fingerprint:sha-256 ", "a=fingerprint:sha-256 A",
                "a=fingerprint:sha-256 AB:", "a=fingerprint:sha-256 :AB",
                "a=fingerprint:sha-256 AB",
                "a=fingerprint:sha-256 ab:cd", "a=fingerprint:sha-256 AG", "a=fingerprint: AB",
                "a=fingerprint:sha-256 ABC", "a=fingerprint:sha-256 AB CD",
                "a=fingerprint:sha-256 A::B")),
        Case(
            49,
            media(
                [3, 4, 256, 257].map { "a=ice-ufrag:\(repeated("a", $0))" }
                    + [21, 22, 256, 257].map { "a=ice-pwd:\(repeated("/", $0))" }
                    + ["a=ice-ufrag:ab c", "a=ice-ufrag:a-cd", "a=ice-ufrag:abcd "])),
        Case(
            50,
            session("a=ice-ufrag:aaaa\r\na=ice-pwd:\(repeated("a", 22))").map {
                $0 + "a=ice-ufrag:bbbb\r\nm=audio 0 RTP/AVP 0\r\na=ice-ufrag:cccc\r\n"
            }),
        Case(
            51,
            media(
                [
                    "1 1 udp 1 x.local 9 typ host", " 1 udp 1 x 9 typ host",
                    "1 1 udp 1 fe80::1%2 9 typ host",
                    "1 1 udp 1 x 9 typ srflx", "1 1 udp 1 x 9 typ", "1 1 udp 1 x 9",
                    "1 1 udp 1 x 9 type host",
                    "1 1 udp 1 x 9 typ relay raddr", "1 1 udp 1 x 9 typ relay raddr y rport",
                    "1 1 udp 1 x 9 typ host" + repeated(" a b", 1_000),
                    "1 1 tcp 1 x 9 typ host tcptype active",
                    "1  1 udp 1 x 9 typ host",
                ].map { "a=candidate:\($0)" })),
        Case(
            52,
            media(
                "a=rtcp:1", "a=rtcp:1 IN", "a=rtcp:1 IN IP4", "a=rtcp:1 IN IP4 ",
                "a=rtcp:1 IN IP4 x",
                "a=rtcp:1 IN IP4 x y", "a=rtcp:65536", "a=rtcp: IN IP4 x")),
        Case(
            53,
            media(
                "a=msid:-", "a=msid:- -", "a=msid:a", "a=msid:a b", "a=msid:a b c", "a=msid:",
                "a=msid:\(repeated("a", 64))", "a=msid:\(repeated("a", 65))",
                repeated("a=msid:a b\r\n", 100))),
        Case(
            54,
            media(
                [
                    "~", "~x", "x;;y", "x,,y", "x;", ",x", "x y", "", "x recv y", "x send y",
                    "x recv y z",
                ]
                .map { "a=rid:x send\r\na=simulcast:send \($0)" })),
        Case(
            55,
            media(
                "a=rid:\(repeated("x", 300)) send", "a=rid:x", "a=rid:x both", "a=rid: send",
                "a=rid:x send pt=", "a=rid:x send pt=96;", "a=rid:x send;", "a=rid:x send a=b",
                "a=rid:x send\r\na=rid:x send")),
        Case(
            56,
            media(
                "a=ssrc-group:FID 1 2", "a=ssrc-group:", "a=ssrc-group:FID", "a=ssrc-group:FID x",
                "a=ssrc-group:FID  1", "a=ssrc:1", "a=ssrc:1 ", "a=ssrc:1 :x", "a=ssrc:1 cname:",
                (0..<2_000).map { "a=ssrc:\($0) cname:x" }.joined(separator: "\r\n"))),
        Case(57, media(numbers.flatMap { ["a=sctp-port:\($0)", "a=max-message-size:\($0)"] })),
        Case(
            58,
            ["u=http://x/%", "u=http://x/%0", "u=%", "u=", "u= "].map { "v=0\r\ns=-\r\n\($0)\r\n" }),
        Case(
            59,
            ["%n%s%x", "\u{1B}[31m", "\u{7F}\u{8}\u{7}"].flatMap { hostile in
                ["v", "o", "s", "i", "c", "t", "m", "a", "k", "z", "%"].map {
                    "v=0\r\n\($0)=\(hostile)\r\n"
                }
            }),
    ]

    private static let semantics: [Case] = [
        Case(60, [head + repeated("m=audio 9 RTP/AVP 0\r\na=mid:x\r\n", 3)]),
        Case(
            61,
            session(
                "a=group:BUNDLE", "a=group:BUNDLE x", "a=group:BUNDLE x x", "a=group:BUNDLE ",
                "a=group:BUNDLE  x", "a=group:BUNDLE x\r\na=group:BUNDLE x", "a=group:",
                "a=group: x",
                "a=group:BUNDLE x" + repeated(" y", 1_500))),
        Case(
            62,
            [
                head + "a=group:BUNDLE x y\r\n" + section + "a=mid:x\r\na=extmap:1 a:b\r\n"
                    + section
                    + "a=mid:y\r\na=extmap:1 a:c\r\na=extmap:2 a:b\r\n"
            ]),
        Case(
            63,
            [
                head + "a=group:BUNDLE x y\r\n" + section + "a=mid:x\r\n"
                    + section.replacing("x/1", with: "y/1") + "a=mid:y\r\n"
            ]),
        Case(
            66,
            media("a=sendrecv\r\na=sendonly", "a=sendrecv:x", "a=sendrecv:", "a=sendonly recvonly")),
        Case(
            67,
            [1, 4].map { sections in
                let attributes = (0..<2_048 / sections).map { "a=x\($0)-\(repeated("y", 16))\r\n" }
                return head + repeated(section + attributes.joined(), sections)
            }),
    ]
}
