import JSEP
import SDP
import Testing

extension BrowserTests {
    /// What servers fix, hand over and share, as Chromium takes it.
    @Suite struct Pins {
        private static let fingerprint = Array(repeating: "AB", count: 32).joined(separator: ":")
        private static let vp8 = CodecName("VP8", clockRate: 90_000)
        private static let midURI: ByteString = "urn:ietf:params:rtp-hdrext:sdes:mid"

        private func server(
            change: (inout SessionConfiguration) -> Void = { _ in }
        ) -> JSEPSession {
            var configuration = SessionConfiguration(
                bundlePolicy: .maxBundle,
                fingerprints: [
                    Fingerprint(hashFunction: "sha-256", value: ByteString(Self.fingerprint))
                ])
            change(&configuration)
            return JSEPSession(configuration)
        }

        private func transport(_ name: ByteString, port: UInt16) -> HostTransport {
            HostTransport(
                usernameFragment: name,
                password: ByteString([UInt8](repeating: 0x70, count: 22) + [UInt8](name)),
                candidates: [
                    Candidate(
                        foundation: "1", component: 1, transport: "udp",
                        priority: 2_130_706_431, address: "127.0.0.1", port: port, type: "host",
                        relatedAddress: nil, relatedPort: nil, extensions: nil)
                ], endOfCandidates: true,
                defaultAddress: TransportAddress("127.0.0.1", port: port))
        }

        /// Offers to the browser, which sends in every section; its answer is applied.
        private func negotiate(
            _ session: JSEPSession, _ browser: BrowserConnection,
            _ options: OfferOptions = OfferOptions()
        ) async throws -> String {
            let offer = try session.createOffer(options)
            try session.setLocalDescription(offer)
            let answer = try await browser.answer(
                String(decoding: offer.bytes, as: UTF8.self), as: .init(sends: true))
            let bytes = [UInt8](answer.utf8)
            try session.setRemoteDescription(.answer, bytes.span)
            #expect(try await browser.state.signalingState == "stable")
            return answer
        }

        /// Of the connection that was made last.
        private func ask<Value: Decodable & Sendable>(
            _ expression: String, as: Value.Type
        ) async throws -> Value {
            try await #require(BrowserPage.current).evaluate(
                """
                const connection = connections[connections.length - 1];
                return \(expression);
                """, input: 0, as: Value.self)
        }

        @Test("IO-13 PV-60: ICE-lite with a transport of the host, offered, restarted, answered")
        func lite() async throws {
            try await BrowserConnection.withConnection { browser in
                let session = server {
                    $0.server.isICELite = true
                    $0.server.hostsTransports = true
                    $0.server.midPolicy = .text("sfu")
                }
                try session.addHostTransport(transport("one1", port: 4_001))
                try session.addTransceiver(.audio)
                try session.addTransceiver(.video)
                try session.addDataSection()
                let answer = try await negotiate(session, browser)
                #expect(answer.contains("a=mid:sfu2"))
                #expect(!answer.contains("ice-lite"))
                #expect(session.transports.map(\.role) == [.controlled])
                let before = session.remoteTransport(mid: "sfu0")?.iceUsernameFragment
                try session.restartHostTransport("one1", with: transport("two2", port: 4_002))
                _ = try await negotiate(session, browser)
                #expect(session.remoteTransport(mid: "sfu0")?.iceUsernameFragment != before)
                let remote = try await ask("connection.remoteDescription.sdp", as: String.self)
                #expect(remote.contains("a=ice-ufrag:two2"))
            }
        }

        private static let camera = TransceiverPins(
            mid: "cam", track: "track-1", canonicalName: "sfu@example", sources: [11, 12, 13, 14],
            sourceGroups: [
                SourceGroup(.simulcast, [11, 13]), SourceGroup(.flowIdentification, [11, 12]),
                SourceGroup(.flowIdentification, [13, 14]),
            ],
            bandwidth: BandwidthLimits(applicationSpecific: 900, transportIndependent: 800_000),
            formats: FormatPins(
                payloadTypes: [PayloadTypePin(vp8, 120, retransmission: 121)],
                extensions: [ExtensionPin(midURI, 13)]))

        @Test("IC-09 SO-28 SO-29: pinned names, sources, limits and numbers, and replaced ones")
        func pinned() async throws {
            try await BrowserConnection.withConnection { browser in
                let session = server()
                // Another section of the bundle has the session's numbers.
                try session.addTransceiver(.video, direction: .sendOnly, streams: ["other"])
                let id = try session.addTransceiver(
                    .video,
                    TransceiverInit(
                        direction: .sendOnly, streams: ["stream"], pins: Self.camera))
                let answer = try await negotiate(session, browser)
                let sections = try SectionSummary.all(of: answer)
                #expect(sections.map(\.mid) == ["0", "cam"])
                #expect(sections.map(\.isRejected) == [false, false])
                #expect(sections[1].codecs.contains { $0.name == "vp8" && $0.payloadType == 120 })
                #expect(sections[0].codecs.contains { $0.name == "vp8" && $0.payloadType == 96 })
                #expect(
                    sections[1].extensions.contains { $0.id == 13 && $0.uri == "\(Self.midURI)" })
                #expect(session.negotiatedCodecs(of: id)[0].payloadType == 120)
                #expect(try await browser.receivedStreams == ["0": ["other"], "cam": ["stream"]])
                let tracks = "connection.getReceivers().map((receiver) => receiver.track.id)"
                #expect(try await ask(tracks, as: [String].self)[1] == "track-1")
                try session.pin(
                    TransceiverPins(
                        sources: [21, 22, 23],
                        sourceGroups: [
                            SourceGroup(.flowIdentification, [21, 22]),
                            SourceGroup(.forwardErrorCorrection, [21, 23]),
                        ],
                        formats: Self.camera.formats), of: id)
                _ = try await negotiate(session, browser)
                let remote = try await ask("connection.remoteDescription.sdp", as: String.self)
                #expect(remote.contains("a=ssrc-group:FID 21 22"))
            }
        }

        @Test(
            "SO-28 SO-29: numbers adopted from what Chromium publishes with come back in its answer"
        )
        func adopted() async throws {
            try await BrowserConnection.withConnection { browser in
                let page = try #require(BrowserPage.current)
                let published = try await page.evaluate(
                    """
                    const publisher = new RTCPeerConnection();
                    publisher.addTransceiver('audio');
                    publisher.addTransceiver('video');
                    const offer = await publisher.createOffer();
                    publisher.close();
                    return offer.sdp;
                    """, input: 0, as: String.self)
                let session = server {
                    $0.capabilities = .standard(
                        feedback: [
                            .transportWide, .negativeAcknowledgement, .pictureLoss,
                            .fullIntraRequest,
                        ])
                }
                let bytes = [UInt8](published.utf8)
                try session.adoptFormats(of: bytes.span)
                try session.addTransceiver(.audio, direction: .sendOnly)
                try session.addTransceiver(.video, direction: .sendOnly)
                let answer = try await negotiate(session, browser)
                let theirs = try SectionSummary.all(of: published)
                let answered = try SectionSummary.all(of: answer)
                for (theirs, answered) in zip(theirs, answered) {
                    let numbers = { (codecs: Set<CodecSummary>) in
                        Set(codecs.filter { $0.feedback == nil })
                    }
                    #expect(!answered.codecs.isEmpty)
                    #expect(numbers(answered.codecs).isSubset(of: numbers(theirs.codecs)))
                    #expect(!answered.extensions.isEmpty)
                    #expect(answered.extensions.isSubset(of: theirs.extensions))
                }
                #expect(answer.contains(" transport-cc\r\n"))
                #expect(!answer.contains("goog-remb"))
            }
        }

        @Test("SD-64 IC-09: Chromium takes an answer that is lite, passive and pinned")
        func answered() async throws {
            let session = server {
                $0.server.isICELite = true
                $0.server.hostsTransports = true
                $0.server.answeredRole = .server
                $0.server.bandwidth.applicationSpecific = 600
            }
            try session.addHostTransport(transport("one1", port: 4_003))
            let id = try session.addTrack("t", .video, streams: ["s"])
            try session.pin(
                TransceiverPins(
                    track: "track-2", sources: [31, 32],
                    sourceGroups: [SourceGroup(.flowIdentification, [31, 32])]), of: id)
            let page = try #require(BrowserPage.current)
            let offer = try await page.evaluate(
                """
                globalThis.offerer = new RTCPeerConnection();
                offerer.addTransceiver('video');
                await offerer.setLocalDescription();
                return offerer.localDescription.sdp;
                """, input: 0, as: String.self)
            let bytes = [UInt8](offer.utf8)
            try session.setRemoteDescription(.offer, bytes.span)
            try session.setLocalDescription()
            let answer = String(
                decoding: session.currentLocalDescription?.bytes ?? [], as: UTF8.self)
            for line in [
                "a=ice-lite", "a=setup:passive", "a=msid:s track-2", "a=ssrc-group:FID 31 32",
                "b=AS:600", "a=ice-ufrag:one1",
            ] {
                #expect(answer.contains("\(line)\r\n"))
            }
            let seen = try await page.evaluate(
                """
                try {
                    await offerer.setRemoteDescription({ type: 'answer', sdp: input });
                    const transceiver = offerer.getTransceivers()[0];
                    return [offerer.signalingState, transceiver.currentDirection];
                } finally {
                    offerer.close();
                }
                """, input: answer, as: [String].self)
            #expect(seen == ["stable", "sendrecv"])
        }
    }
}
