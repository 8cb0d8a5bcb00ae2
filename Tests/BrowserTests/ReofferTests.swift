import JSEP
import SDP
import Testing
import WebRTCSignaling

extension BrowserTests {
    /// Further offers of a connection.
    @Suite struct Reoffers {
        @Test(arguments: BundlePolicy.allCases, [false, true])
        func unchanged(_ policy: BundlePolicy, browserSends: Bool) async throws {
            let ours = try OfferShape.twoOfEach.connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                let first = try await exchange.negotiate(.init(sends: browserSends))
                let second = try await exchange.negotiate(.init(sends: browserSends))
                let third = try await exchange.negotiate(.init(sends: browserSends))
                #expect(withoutOrigin(third.offer) == withoutOrigin(second.offer))
                #expect(try fragments(first.offer).isSuperset(of: fragments(second.offer)))
                #expect(try fragments(second.answer) == fragments(third.answer))
            }
        }

        @Test(arguments: BundlePolicy.allCases, MediaKind.allCases)
        func added(_ policy: BundlePolicy, _ kind: MediaKind) async throws {
            let ours = try OfferShape.audioVideoData.connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                try ours.addTransceiver(kind, streams: ["added"])
                try await exchange.negotiate()
                let received = try await exchange.browser.receivedStreams
                #expect(received["3"] == ["added"])
            }
        }

        @Test(arguments: BundlePolicy.allCases)
        func addedAfterNothingButData(_ policy: BundlePolicy) async throws {
            let ours = try OfferShape("data", [], data: true).connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                try ours.addTransceiver(.video)
                try ours.addTransceiver(.audio)
                try await exchange.negotiate(.init(sends: true))
            }
        }

        @Test(arguments: BundlePolicy.allCases)
        func addedData(_ policy: BundlePolicy) async throws {
            let ours = try OfferShape("media", [.audio, .video]).connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                try ours.createDataChannel("later")
                try await exchange.negotiate()
                #expect(try await exchange.browser.state.hasData)
            }
        }

        @Test(arguments: BundlePolicy.allCases)
        func iceRestart(_ policy: BundlePolicy) async throws {
            let ours = try OfferShape.audioVideoData.connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                let first = try await exchange.negotiate()
                let second = try await exchange.negotiate(options: .init(iceRestart: true))
                #expect(try fragments(first.offer).isDisjoint(with: fragments(second.offer)))
                #expect(try fragments(first.answer).isDisjoint(with: fragments(second.answer)))
            }
        }

        @Test(arguments: MediaDirection.allCases, MediaDirection.allCases)
        func direction(from old: MediaDirection, to new: MediaDirection) async throws {
            let ours = try OfferShape.audioVideoData.connection(direction: old)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate(.init(sends: true))
                for transceiver in ours.transceivers { try transceiver.setDirection(new) }
                try await exchange.negotiate(.init(sends: true))
            }
        }

        @Test(arguments: BundlePolicy.allCases, 0..<4)
        func stopped(_ policy: BundlePolicy, _ position: Int) async throws {
            let ours = try OfferShape.twoOfEach.connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                try ours.transceivers[position].stop()
                try await exchange.negotiate(rejecting: [position])
                #expect(ours.transceivers.count == 3)
                try await exchange.negotiate(rejecting: [position])
            }
        }

        /// A new transceiver takes the section of one that was stopped, whatever its
        /// kind.
        @Test(arguments: BundlePolicy.allCases, MediaKind.allCases)
        func recycled(_ policy: BundlePolicy, _ kind: MediaKind) async throws {
            let ours = try OfferShape.twoOfEach.connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                try ours.transceivers[2].stop()
                try await exchange.negotiate(rejecting: [2])
                let added = try ours.addTransceiver(kind, streams: ["recycled"])
                let round = try await exchange.negotiate()
                #expect(try SectionSummary.all(of: round.offer).count == 5)
                let mid = try #require(added.mid)
                #expect(try SectionSummary.all(of: round.offer)[2].mid == mid)
                let received = try await exchange.browser.receivedStreams
                #expect(received[mid] == ["recycled"])
                try await exchange.negotiate(.init(sends: true))
            }
        }

        @Test(arguments: BundlePolicy.allCases)
        func simulcast(_ policy: BundlePolicy) async throws {
            let ours = try OfferShape("audio", [.audio]).connection(policy: policy)
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                let layers = ["a", "b", "c"].map { Encoding(rid: ByteString($0)) }
                try ours.addTransceiver(.video, direction: .sendOnly, sendEncodings: layers)
                let round = try await exchange.negotiate()
                #expect(round.offer.contains("a=simulcast:send a;b;c\r\n"))
                try await exchange.negotiate()
            }
        }

        /// Chromium rejects what it has no codec for, also the section that speaks
        /// for the bundle.
        @Test(
            arguments: [BundlePolicy.balanced, .maxCompat],
            [
                OfferShape("last", [.audio, .audio, .video]),
                OfferShape("middle", [.audio, .video, .audio], data: true),
                OfferShape("first", [.video, .audio], data: true),
                OfferShape("all but data", [.video], data: true),
                OfferShape("all", [.video]),
            ])
        func rejected(_ policy: BundlePolicy, _ shape: OfferShape) async throws {
            try await expectRejectedVideo(policy, shape)
        }

        @Test(arguments: [
            OfferShape("last", [.audio, .audio, .video]),
            OfferShape("middle", [.audio, .video, .audio], data: true),
            OfferShape("all", [.video]),
        ])
        func rejectedInOneBundle(_ shape: OfferShape) async throws {
            try await expectRejectedVideo(.maxBundle, shape)
        }

        /// No transport is left for the other sections; one side or the other says so.
        @Test func rejectedOnlyTransport() async throws {
            let shape = OfferShape("first", [.video, .audio], data: true)
            let ours = try shape.connection(policy: .maxBundle, capabilities: Self.unknownVideo())
            try await Exchange.withBrowser(ours) { exchange in
                await #expect(throws: (any Error).self) { try await exchange.negotiate() }
                #expect(ours.signalingState == .haveLocalOffer)
            }
        }

        private func expectRejectedVideo(
            _ policy: BundlePolicy, _ shape: OfferShape
        ) async throws {
            let ours = try shape.connection(policy: policy, capabilities: Self.unknownVideo())
            let rejected = shape.media.indices.filter { shape.media[$0] == .video }
            try await Exchange.withBrowser(ours) { exchange in
                let round = try await exchange.negotiate(rejecting: rejected)
                #expect(ours.transceivers.map(\.kind) == shape.media.filter { $0 != .video })
                try await exchange.negotiate(rejecting: rejected)
                // Chromium 156 cannot set up a recycled section that stands before the
                // one that speaks for the bundle.
                if rejected.first == 0 && round.answer.contains("a=group:BUNDLE ") { return }
                try ours.addTransceiver(.audio)
                try await exchange.negotiate(rejecting: Array(rejected.dropFirst()))
            }
        }

        private static func unknownVideo() throws -> CapabilitySet {
            try CapabilitySet(
                audio: [CodecCapability("opus", clockRate: 48_000, channels: 2)],
                video: [CodecCapability("UNKNOWN", clockRate: 90_000)], extensions: [])
        }

        @Test func manyRounds() async throws {
            let ours = try OfferShape.audioVideoData.connection()
            try await Exchange.withBrowser(ours) { exchange in
                try await exchange.negotiate()
                for round in 0..<10 {
                    try ours.addTransceiver(round % 2 == 0 ? .video : .audio)
                    try ours.transceivers[round].setDirection(.sendOnly)
                    try await exchange.negotiate(
                        .init(sends: round >= 5), options: .init(iceRestart: round % 3 == 0))
                }
            }
        }
    }
}

/// The lines but that of the version.
private func withoutOrigin(_ description: String) -> [Substring] {
    description.split(separator: "\r\n").filter { !$0.hasPrefix("o=") }
}

/// The ICE user name fragments of a description.
private func fragments(_ description: String) throws -> Set<String> {
    Set(try SectionSummary.all(of: description).compactMap(\.usernameFragment))
}
