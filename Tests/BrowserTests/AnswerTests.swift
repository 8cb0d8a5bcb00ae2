import JSEP
import SDP
import Testing

extension BrowserTests {
    /// Offers that Chromium makes now, answered by us, round after round.
    @Suite struct AnswerTests {
        /// What the page does before it offers, a script a round.
        static let rounds: [[String]] = [
            ["offerer.addTransceiver('audio');"],
            ["offerer.addTransceiver('video', { direction: 'recvonly' });"],
            ["offerer.createDataChannel('chat');"],
            [
                """
                for (const kind of ['audio', 'video', 'video', 'audio']) {
                    offerer.addTransceiver(kind, { direction: 'sendonly' });
                }
                offerer.createDataChannel('chat');
                """
            ],
            [
                """
                offerer.addTransceiver('video', { direction: 'sendonly', sendEncodings: [
                    { rid: 'q', scaleResolutionDownBy: 4 },
                    { rid: 'h', scaleResolutionDownBy: 2 }, { rid: 'f' }] });
                """, "offerer.addTransceiver('audio');",
            ],
            // Nothing changes; something is added; ICE restarts; one stops; its section is
            // taken again; all directions change.
            [
                "offerer.addTransceiver('audio'); offerer.addTransceiver('video');", "",
                "offerer.addTransceiver('video'); offerer.createDataChannel('late');",
                "offerer.restartIce();", "offerer.getTransceivers()[0].stop();",
                "offerer.addTransceiver('audio');",
                "for (const t of offerer.getTransceivers()) t.direction = 'inactive';",
            ],
        ]

        @Test("SD-64: Chromium takes our answers", arguments: rounds, [false, true])
        func accepted(_ rounds: [String], sends: Bool) async throws {
            let page = try #require(BrowserPage.current)
            var configuration = SessionConfiguration(
                fingerprints: [
                    Fingerprint(
                        hashFunction: "sha-256",
                        value: ByteString(
                            [UInt8](Array(repeating: "AB", count: 32).joined(separator: ":").utf8)))
                ])
            configuration.receivesSimulcast = true
            let session = JSEPSession(configuration)
            if sends {
                try session.addTrack("voice", .audio, streams: ["stream"])
                try session.addTrack("face", .video, streams: ["stream"])
            }
            for (number, script) in rounds.enumerated() {
                let offer = try await page.evaluate(
                    """
                    if (input) globalThis.offerer = new RTCPeerConnection();
                    \(script)
                    await offerer.setLocalDescription(await offerer.createOffer());
                    return offerer.localDescription.sdp;
                    """, input: number == 0, as: String.self)
                let bytes = [UInt8](offer.utf8)
                try session.setRemoteDescription(.offer, bytes.span)
                try session.setLocalDescription()
                let answer = String(
                    decoding: session.currentLocalDescription?.bytes ?? [], as: UTF8.self)
                let seen = try await page.evaluate(
                    """
                    try {
                        await offerer.setRemoteDescription({ type: 'answer', sdp: input });
                    } catch (error) { return [error.message]; }
                    return offerer.getTransceivers().filter((t) => t.mid !== null).map((t) =>
                        t.mid + ' ' + t.receiver.track.kind + ' ' + t.currentDirection);
                    """, input: answer, as: [String].self)
                // What the browser has now is ours, seen from the other side.
                let names: [MediaDirection: String] = [
                    .sendReceive: "sendrecv", .sendOnly: "recvonly", .receiveOnly: "sendonly",
                    .inactive: "inactive",
                ]
                let ours = session.transceivers.compactMap { transceiver -> String? in
                    guard let mid = transceiver.mid else { return nil }
                    let direction = transceiver.currentDirection.flatMap { names[$0] } ?? ""
                    return
                        "\(String(decoding: [UInt8](mid), as: UTF8.self)) \(transceiver.kind) \(direction)"
                }
                #expect(seen.sorted() == ours.sorted(), "round \(number): \(script)\n\(answer)")
            }
            let isClosed = try await page.evaluate(
                "offerer.close(); return true;", input: 0, as: Bool.self)
            #expect(isClosed)
        }
    }
}
