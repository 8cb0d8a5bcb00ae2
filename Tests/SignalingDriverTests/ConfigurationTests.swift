import Testing

@testable import SignalingDriver

/// What web-platform-tests' RTCConfiguration-*, RTCCertificate and
/// -generateCertificate ask.
@Suite("Configuration and certificates, as a page sees them")
struct ConfigurationTests {
    let page = Page()

    private func server(_ url: String) -> JSON { ["iceServers": [["urls": [.string(url)]]]] }

    @Test(
        "SD-112: URLs of ICE servers that are accepted",
        arguments: [
            "stun:example.net", "stun:example.net:", "stun:example.net:65535", "stun:[2001::1]",
            "stun:ho\tst", "stun:GOO\u{200B}\u{2060}\u{FEFF}goo.com", "stun:www.foo。bar.com",
            "stun:Ｇｏ.com", "stun:你好你好", "stun:%30%78%63%30%2e%30%32%35%30.01", "stun:.",
            "stun:!\"$&'()*+,-.;=_`{}~", "stun:1.2.3.4.", "stun:192.168.257", "stun:256.com",
            "\u{0}\u{1B} stun:example.com\u{1F} \r ", "stun:user@example.net", "stuns:a:1",
        ])
    func validURL(_ url: String) throws {
        let peer = try Peer(page, server(url))
        _ = try peer.call("pc.setConfiguration", [("config", server(url))])
    }

    @Test(
        "SD-112: URLs of ICE servers that are malformed",
        arguments: [
            "", "relative-url", "http://example.com", "stun://example.org/foo?x=y",
            "turn://example.org/foo?x=y", "stun:example.net:65536", "stun:example.net:b",
            "stun:example.net:-21", "stun:example.net#foo", "stun:[61:24:74]:98",
            "stun:[::127.0.0.1.]", "stun:GOO\u{A0}\u{3000}goo.com", "stun:%ef%b7%90zyx.com",
            "stun:\u{FFFD}", "stun:a.b.c.XN--pokxncvks", "stun:％４１.com", "stun:%25",
            "stun:hello%00", "stun:192.168.0.257", "stun:x x:12", "stun:[example.net]",
            "stun:[::1.2.3.]", "stun:[::%31]", "stun:%5B::1]", "stun:a<b", "stun:a\\b",
            "stun:10000000000", "stun:0xffffffff1", "stun:256.256.256.256", "stun:",
        ])
    func malformedURL(_ url: String) throws {
        expectError("SyntaxError") { _ = try Peer(page, server(url)) }
        let peer = try Peer(page)
        expectError("SyntaxError") {
            _ = try peer.call("pc.setConfiguration", [("config", server(url))])
        }
    }

    @Test("SD-112: servers without URLs, TURN servers without credentials")
    func servers() throws {
        expectError("SyntaxError") { _ = try Peer(page, ["iceServers": [["urls": []]]]) }
        expectError("TypeError") { _ = try Peer(page, ["iceServers": [[:]]]) }
        expectError("InvalidAccessError") { _ = try Peer(page, server("turn:example.net")) }
        expectError("InvalidAccessError") {
            _ = try Peer(
                page, ["iceServers": [["urls": ["turns:example.net"], "username": "u"]]])
        }
        _ = try Peer(
            page,
            [
                "iceServers": [
                    [
                        "urls": "turn:example.net?transport=tcp", "username": "",
                        "credential": "",
                    ]
                ]
            ])
    }

    @Test("SD-112 IO-54: policies are fixed, the pool size until setLocalDescription")
    func policies() throws {
        let peer = try Peer(page, ["bundlePolicy": "max-bundle"])
        func change(_ config: JSON) throws {
            _ = try peer.call("pc.setConfiguration", [("config", config)])
        }
        expectError("InvalidModificationError") { try change(["bundlePolicy": "balanced"]) }
        expectError("InvalidModificationError") {
            try change(["bundlePolicy": "max-bundle", "rtcpMuxPolicy": "negotiate"])
        }
        expectError("TypeError") { try change(["bundlePolicy": "some"]) }
        try change(["bundlePolicy": "max-bundle", "iceCandidatePoolSize": 3])
        try change(["bundlePolicy": "max-bundle", "iceTransportPolicy": "relay"])
        try peer.setLocal()
        expectError("InvalidModificationError") {
            try change(["bundlePolicy": "max-bundle", "iceCandidatePoolSize": 1])
        }
        try peer.close()
        expectError("InvalidStateError") { try change(["bundlePolicy": "max-bundle"]) }
        expectError("NotSupportedError") { _ = try Peer(page, ["rtcpMuxPolicy": "negotiate"]) }
    }

    private func generate(_ algorithm: JSON) -> Page.Operation {
        page.begin("cert.generate", [("algorithm", algorithm)])
    }

    @Test("SD-111 SD-113 IO-57: generated certificates are in the offer")
    func certificates() throws {
        let operation = generate(["name": "ECDSA", "namedCurve": "P-256"])
        #expect(!page.isSettled(operation))
        let first = try page.value(of: operation)
        let second = try page.value(
            of:
                generate(["name": "ECDSA", "namedCurve": "P-256", "expires": 1_000_000]))
        let handles: JSON = [first["cert"]!, second["cert"]!]
        let peer = try Peer(page, ["certificates": handles])
        let offer = try #require(
            try peer.createOffer(["offerToReceiveAudio": true])["sdp"]?.string)
        for certificate in [first, second] {
            let fingerprint = try #require(certificate["fingerprints"]?.array?.first)
            #expect(fingerprint["algorithm"] == "sha-256")
            let value = try #require(fingerprint["value"]?.string)
            #expect(value == value.lowercased())
            #expect(offer.contains("a=fingerprint:sha-256 \(value.uppercased())\r\n"))
        }
        let lasts = try #require(first["expires"]?.number) - (second["expires"]?.number ?? 0)
        #expect(abs(lasts - (30 * 24 * 3_600_000 - 1_000_000)) < 60_000)
        expectError("InvalidModificationError") {
            _ = try peer.call("pc.setConfiguration", [("config", [:])])
        }
        _ = try peer.call("pc.setConfiguration", [("config", ["certificates": handles])])
    }

    @Test("SD-110: an expired certificate is refused, an unknown one too")
    func expired() throws {
        let certificate = try page.value(
            of:
                generate(["name": "ECDSA", "namedCurve": "P-256", "expires": 0]))
        expectError("InvalidAccessError") {
            _ = try Peer(page, ["certificates": [certificate["cert"]!]])
        }
        expectError("TypeError") { _ = try Peer(page, ["certificates": [99]]) }
    }

    @Test("SD-111: algorithms that no certificate is made with")
    func algorithms() {
        for algorithm: JSON in [
            ["name": "invalid"], ["name": "ECDSA", "namedCurve": "P-384"], [:],
            [
                "name": "RSASSA-PKCS1-v1_5", "modulusLength": 2_048,
                "publicExponent": [1, 0, 1], "hash": "SHA-1",
            ],
        ] {
            #expect(page.error(generate(algorithm)) == "NotSupportedError")
        }
    }
}
