import JSEP
import SDP
import Testing
import WebRTCSignaling

extension BrowserTests {
    /// The first offer of a connection.
    @Suite struct Offers {
        @Test(arguments: [
            OfferShape("data", [], data: true),
            OfferShape("audio", [.audio]),
            OfferShape("video", [.video]),
            .audioVideoData,
        ])
        func accepted(_ shape: OfferShape) async throws {
            try await Exchange.withBrowser(shape.connection()) { exchange in
                try await exchange.negotiate()
                let state = try await exchange.browser.state
                #expect(state.hasData == shape.hasData)
                #expect(state.transceivers.map(\.kind) == shape.media.map { "\($0)" })
            }
        }

        @Test(arguments: BundlePolicy.allCases, [OfferShape.audioVideoData, .twoOfEach])
        func bundlePolicies(_ policy: BundlePolicy, _ shape: OfferShape) async throws {
            try await Exchange.withBrowser(shape.connection(policy: policy)) { exchange in
                try await exchange.negotiate()
            }
        }

        @Test(arguments: BundlePolicy.allCases)
        func twentySections(_ policy: BundlePolicy) async throws {
            let ours = try OfferShape.twentySections.connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
            }
        }

        @Test(arguments: MediaKind.allCases, MediaDirection.allCases)
        func directionsToReceiver(_ kind: MediaKind, _ direction: MediaDirection) async throws {
            let ours = try OfferShape("one", [kind]).connection(direction: direction)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
            }
        }

        @Test(arguments: MediaKind.allCases, MediaDirection.allCases)
        func directionsToSender(_ kind: MediaKind, _ direction: MediaDirection) async throws {
            let ours = try OfferShape("one", [kind]).connection(direction: direction)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate(.init(sends: true))
            }
        }

        @Test(arguments: BundlePolicy.allCases, [OfferShape.audioVideoData, .twoOfEach])
        func bothSend(_ policy: BundlePolicy, _ shape: OfferShape) async throws {
            try await Exchange.withBrowser(shape.connection(policy: policy)) { exchange in
                try await exchange.negotiate(.init(sends: true))
            }
        }

        @Test(arguments: [
            [], ["stream"], ["a", "b"], ["{3f2504e0-4f89-11d3-9a0c-0305e82c3301}"],
            [String(repeating: "s", count: 64)],
        ])
        func streams(_ streams: [String]) async throws {
            let ours = try OfferShape.audioVideoData.connection(streams: streams)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                let received = try await exchange.browser.receivedStreams
                #expect(received == ["0": streams, "1": streams])
            }
        }

        @Test func answerWithCandidates() async throws {
            try await Exchange.withBrowser(OfferShape.audioVideoData.connection()) { exchange in
                let round = try await exchange.negotiate(.init(gathers: true))
                let candidateCount = try SectionSummary.all(of: round.answer)[0].candidateCount
                #expect(candidateCount > 0)
            }
        }
    }
}
