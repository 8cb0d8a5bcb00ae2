import JSEP
import SDP
import Testing

extension BrowserTests {
    /// What servers ask of a browser, and take of its offers.
    @Suite struct Servers {
        private static let fingerprint = Array(repeating: "AB", count: 32).joined(separator: ":")

        private func server(
            change: (inout SessionConfiguration) -> Void = { _ in }
        ) -> JSEPSession {
            var configuration = SessionConfiguration(
                fingerprints: [
                    Fingerprint(hashFunction: "sha-256", value: ByteString(Self.fingerprint))
                ])
            change(&configuration)
            return JSEPSession(configuration)
        }

        /// Offers to the browser, which answers with a camera. The text of the answer.
        private func negotiate(
            _ session: JSEPSession, _ browser: BrowserConnection
        ) async throws -> String {
            let offer = try session.createOffer()
            try session.setLocalDescription(offer)
            let answer = try await browser.answer(
                String(decoding: offer.bytes, as: UTF8.self), as: .init(sends: true))
            let bytes = [UInt8](answer.utf8)
            try session.setRemoteDescription(.answer, bytes.span)
            return answer
        }

        @Test("SD-43 SD-44: Chromium sends the simulcast that is asked for")
        func receivedSimulcast() async throws {
            try await BrowserConnection.withConnection { browser in
                let session = server()
                var initial = TransceiverInit(direction: .receiveOnly)
                initial.receivedEncodings = [
                    [ReceivedEncoding("h")], [ReceivedEncoding("m"), ReceivedEncoding("n")],
                    [ReceivedEncoding("l", isPaused: true)],
                ]
                let id = try session.addTransceiver(.video, initial)
                let answer = try await negotiate(session, browser)
                #expect(answer.contains("a=simulcast:send h;m;"))
                let streams = session.negotiatedReceivedEncodings(of: id)
                #expect(streams.map { $0.map(\.rid) } == [["h"], ["m"], ["l"]])
                #expect(session.transceivers[0].currentDirection == .receiveOnly)
                // And goes on with it, also where nothing is received for a while.
                try session.setDirection(.inactive, of: id)
                _ = try await negotiate(session, browser)
                try session.setDirection(.receiveOnly, of: id)
                _ = try await negotiate(session, browser)
                #expect(session.negotiatedReceivedEncodings(of: id).count == 3)
            }
        }

        @Test("SO-11: Chromium takes an inactive section that is used again for another stream")
        func idleSection() async throws {
            try await BrowserConnection.withConnection { browser in
                let session = server { $0.reusesIdleTransceivers = true }
                let id = try session.addTransceiver(.video, direction: .sendOnly, streams: ["one"])
                try session.addTransceiver(.audio, direction: .sendOnly, streams: ["one"])
                _ = try await negotiate(session, browser)
                for stream in ["two", "three"] as [ByteString] {
                    try session.release(id)
                    _ = try await negotiate(session, browser)
                    #expect(
                        try session.addTransceiver(.video, direction: .sendOnly, streams: [stream])
                            == id)
                    _ = try await negotiate(session, browser)
                    let received = try await browser.receivedStreams
                    #expect(received == ["0": ["\(stream)"], "1": ["one"]])
                }
                #expect(session.currentLocalDescription?.bytes.isEmpty == false)
                #expect(session.transceivers.count == 2)
            }
        }

        @Test(
            "SD-67: Chromium takes answers of a codec policy to its own offers",
            arguments: 0..<5)
        func codecPolicy(which: Int) async throws {
            let session = server {
                switch which {
                case 0: $0.codecPolicy.order = .own
                case 1: $0.codecPolicy.maximumCodecs = 1
                case 2:
                    $0.codecPolicy.maximumCodecs = 1
                    $0.codecPolicy.order = .own
                    $0.codecPolicy.filters = [
                        CodecFilter("H264", parameters: "packetization-mode=0"),
                        CodecFilter("VP8", parameters: "none=1"),
                    ]
                case 3: Self.useRedundancy(&$0)
                default:
                    Self.useRedundancy(&$0)
                    $0.codecPolicy.maximumCodecs = 1
                }
            }
            let page = try #require(BrowserPage.current)
            let offer = try await page.evaluate(
                """
                globalThis.offerer = new RTCPeerConnection();
                globalThis.camera ??= await navigator.mediaDevices.getUserMedia(
                    { audio: true, video: true });
                for (const track of camera.getTracks()) offerer.addTrack(track.clone(), camera);
                await offerer.setLocalDescription();
                return offerer.localDescription.sdp;
                """, input: 0, as: String.self)
            let bytes = [UInt8](offer.utf8)
            try session.setRemoteDescription(.offer, bytes.span)
            try session.setLocalDescription()
            let answer = String(
                decoding: session.currentLocalDescription?.bytes ?? [], as: UTF8.self)
            let codecs = try await page.evaluate(
                """
                try {
                    await offerer.setRemoteDescription({ type: 'answer', sdp: input });
                    return offerer.getSenders().map((sender) =>
                        sender.getParameters().codecs.map((codec) =>
                            codec.mimeType + ' ' + codec.payloadType).join(', '));
                } finally {
                    for (const sender of offerer.getSenders()) sender.track?.stop();
                    offerer.close();
                }
                """, input: answer, as: [String].self)
            let ours = session.transceivers.map { transceiver in
                session.negotiatedCodecs(of: transceiver.id).map {
                    "\(transceiver.kind)/\($0.codec.name) \($0.payloadType)"
                }.joined(separator: ", ")
            }
            #expect(codecs.map { $0.lowercased() } == ours.map { $0.lowercased() })
            if which == 2 { #expect(codecs[1].lowercased().hasPrefix("video/h264 ")) }
            if which > 2 { #expect(codecs[0].lowercased().contains("audio/red")) }
            if which > 2 { #expect(codecs[1].lowercased().contains("video/ulpfec")) }
        }

        private static func useRedundancy(_ configuration: inout SessionConfiguration) {
            let standard = CapabilitySet.standard()
            let set = try? CapabilitySet(
                audio: standard.codecs(.audio) + [
                    CodecCapability("red", clockRate: 48_000, channels: 2)
                ],
                video: standard.codecs(.video) + [
                    CodecCapability("red", clockRate: 90_000, retransmits: true),
                    CodecCapability("ulpfec", clockRate: 90_000),
                ], extensions: [])
            if let set { configuration.capabilities = set }
        }
    }
}
