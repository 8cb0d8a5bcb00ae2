import JSEP
import SDP
import Testing

@Suite("Bundle policies and transport attributes: RFC 9429 sections 4.1.1 and 5.2.1")
struct BundlePolicyTests {
    /// Two audio and two video sections and data.
    private func offer(
        _ policy: BundlePolicy, change: (inout SessionConfiguration) -> Void = { _ in }
    ) throws -> DescriptionText {
        let session = JSEPSession.seeded(policy, change: change)
        for kind in [MediaKind.audio, .audio, .video, .video] { try session.addTransceiver(kind) }
        try session.addDataSection()
        return DescriptionText(try session.createOffer())
    }

    @Test(
        "IO-50 IO-51 IO-52: which sections are bundle-only",
        arguments: [
            (BundlePolicy.balanced, [1, 3]), (.maxCompat, []), (.maxBundle, [1, 2, 3, 4]),
        ])
    func bundleOnlySections(policy: BundlePolicy, bundled: [Int]) throws {
        let offer = try offer(policy)
        for position in offer.media.indices {
            let isBundled = bundled.contains(position)
            #expect(offer.media[position].contains("a=bundle-only") == isBundled)
            #expect(offer.hasTransport(position) == !isBundled)
            let port = offer.media[position][0].split(separator: " ")[1]
            #expect(port == (isBundled ? "0" : "9"))
        }
        #expect(offer.bundle == ["0", "1", "2", "3", "4"])
    }

    @Test("IO-54: balanced is the default; multiplexing is always required")
    func defaults() throws {
        #expect(SessionConfiguration().bundlePolicy == .balanced)
        #expect(try offer(.balanced).media[0].contains("a=rtcp-mux-only"))
    }

    @Test("IO-55 IO-58 IO-60: the transport attributes of an RTP section")
    func transportAttributes() throws {
        let section = try offer(.maxCompat).media[2]
        for line in [
            "a=setup:actpass", "a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp-mux", "a=rtcp-mux-only",
            "a=rtcp-rsize",
        ] {
            #expect(section.count { $0 == line } == 1)
        }
        for prefix in ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:sha-256 ", "a=tls-id:"] {
            #expect(section.count { $0.hasPrefix(prefix) } == 1)
        }
    }

    @Test(
        "Deviation from IO-55: what Chromium needs of a section without a transport of its own",
        arguments: BundlePolicy.allCases)
    func bundledSections(policy: BundlePolicy) throws {
        let offer = try offer(policy)
        for position in 0..<4 { #expect(offer.media[position].contains("a=rtcp-mux")) }
        #expect(!offer.media[4].contains("a=rtcp-mux"))
        let fingerprints = offer.session.filter { $0.hasPrefix("a=fingerprint:") }
        let expected = ["a=fingerprint:sha-256 " + AnsweringPeer.fingerprint]
        #expect(fingerprints == (policy == .maxCompat ? [] : expected))
    }

    @Test("IO-60: a=rtcp can be switched off")
    func rtcpAddressSwitch() throws {
        let offer = try offer(.maxCompat) { $0.writesRTCPAddress = false }
        #expect(!offer.text.contains("a=rtcp:"))
    }

    @Test(
        "IO-53 IO-56 IC-01 IC-02 IC-05: each transport has its own credentials",
        arguments: BundlePolicy.allCases)
    func credentials(policy: BundlePolicy) throws {
        let offer = try offer(policy)
        let own = offer.media.indices.filter { offer.hasTransport($0) }
        let ufrags = own.flatMap { offer.values("a=ice-ufrag:", $0) }
        let passwords = own.flatMap { offer.values("a=ice-pwd:", $0) }
        #expect(ufrags.count == own.count)
        #expect(Set(ufrags).count == own.count)
        #expect(Set(passwords).count == own.count)
        for text in ufrags + passwords {
            #expect(text.utf8.allSatisfy { ByteSet.ice.contains($0) })
        }
        #expect(ufrags.allSatisfy { 4...32 ~= $0.utf8.count })
        #expect(passwords.allSatisfy { 22...256 ~= $0.utf8.count })
    }

    @Test("IO-57: each certificate's fingerprint, the same in all sections")
    func fingerprints() throws {
        let other = Fingerprint<ByteString>(
            hashFunction: "sha-384",
            value: ByteString(Array(repeating: "0F", count: 48).joined(separator: ":")))
        let offer = try offer(.maxCompat) { $0.fingerprints.append(other) }
        let all = offer.media.indices.map { offer.values("a=fingerprint:", $0) }
        #expect(all[0].count == 2)
        #expect(all[0][0] == "sha-256 " + AnsweringPeer.fingerprint)
        #expect(all[0][1].hasPrefix("sha-384 0F:0F"))
        #expect(Set(all).count == 1)
    }

    @Test("IO-59: one tls-id of at least 20 characters and 120 bits")
    func tlsID() throws {
        let offer = try offer(.maxCompat)
        let ids = offer.media.indices.flatMap { offer.values("a=tls-id:", $0) }
        #expect(ids.count == 5)
        #expect(Set(ids).count == 1)
        #expect(ids[0].utf8.count * 6 >= 120 && ids[0].utf8.count >= 20)
        #expect(ids[0].utf8.allSatisfy { ByteSet.ice.contains($0) })
    }

    @Test("IO-61: no candidates before gathering", arguments: BundlePolicy.allCases)
    func noCandidates(policy: BundlePolicy) throws {
        let text = try offer(policy).text
        #expect(!text.contains("a=candidate") && !text.contains("a=end-of-candidates"))
    }

    @Test("max-bundle without media lets data carry the transport")
    func dataAlone() throws {
        let session = JSEPSession.seeded(.maxBundle)
        try session.addDataSection()
        let offer = DescriptionText(try session.createOffer())
        #expect(offer.hasTransport(0))
        #expect(offer.bundle == ["0"])
    }
}
