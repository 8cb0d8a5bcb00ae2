import SDP
import Testing
import WebRTCSignaling

extension BrowserTests {
    /// Offers that Chromium refuses: that it accepts ours means something.
    @Suite struct Refusals {
        /// A change to an offer of audio, video and data.
        struct Fault: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let old: String
            let new: String

            init(_ name: String, _ old: String, _ new: String) {
                testDescription = name
                self.old = old
                self.new = new
            }
        }

        @Test(arguments: [
            Fault("feedback for another payload type", "a=rtcp-fb:96 ", "a=rtcp-fb:95 "),
            Fault("a mid twice", "a=mid:1\r\n", "a=mid:0\r\n"),
            Fault("a bundle of what is not there", "BUNDLE 0 1 2", "BUNDLE 0 1 9"),
            Fault("no user name fragment", "a=ice-ufrag:", "a=x-ufrag:"),
            Fault("no password", "a=ice-pwd:", "a=x-pwd:"),
            Fault("no fingerprint", "a=fingerprint:", "a=x-fingerprint:"),
            Fault("a malformed fingerprint", "a=fingerprint:sha-256 ", "a=fingerprint:sha-256 x"),
            Fault("no DTLS role", "a=setup:actpass", "a=setup:none"),
            Fault("no multiplexing of RTCP", "a=rtcp-mux\r\n", ""),
            Fault("a malformed codec", "a=rtpmap:111 opus/48000/2", "a=rtpmap:111 opus"),
            Fault("a large payload type", "a=rtpmap:111 ", "a=rtpmap:311 "),
            Fault("an identifier of two header extensions", "a=extmap:2 ", "a=extmap:1 "),
            Fault("no version", "v=0\r\n", ""),
        ])
        func refused(_ fault: Fault) async throws {
            let ours = try OfferShape.audioVideoData.connection(policy: .maxCompat)
            let offer = try await ours.createOffer()
            let broken = offer.sdp.replacing(fault.old, with: fault.new)
            #expect(broken != offer.sdp)
            try await BrowserConnection.withConnection { browser in
                await #expect(throws: ScriptError.self) { try await browser.answer(broken) }
                #expect(try await browser.state.signalingState == "stable")
                // The fault is all that is refused.
                _ = try await browser.answer(offer.sdp)
            }
        }
    }
}
