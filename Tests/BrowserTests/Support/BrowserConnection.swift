import Testing

/// An RTCPeerConnection in the page.
struct BrowserConnection: Sendable {
    private let page: BrowserPage
    private let id: Int

    /// What an RTCPeerConnection says of itself.
    struct State: Decodable, Sendable {
        let signalingState: String
        let transceivers: [Transceiver]
        /// Whether it has a transport for data channels.
        let hasData: Bool
    }

    struct Transceiver: Decodable, Hashable, Sendable {
        let mid: String?
        let kind: String
        let currentDirection: String?
    }

    /// How the browser answers.
    struct Behaviour: Encodable, Sendable {
        /// Whether it sends in every section in which it may.
        var sends = false
        /// Whether the answer waits for all candidates.
        var gathers = false
    }

    /// Calls `body` with a connection that is closed afterwards.
    static func withConnection(
        _ body: (BrowserConnection) async throws -> Void
    ) async throws {
        let page = try #require(BrowserPage.current)
        let id = try await page.evaluate(
            """
            globalThis.connections ??= [];
            const connection = new RTCPeerConnection();
            connection.receivedStreams = {};
            connection.ontrack = (event) => {
                connection.receivedStreams[event.transceiver.mid] =
                    event.streams.map((stream) => stream.id);
            };
            return connections.push(connection) - 1;
            """, input: 0, as: Int.self)
        let connection = BrowserConnection(page: page, id: id)
        do {
            try await body(connection)
        } catch {
            try? await connection.close()
            throw error
        }
        try await connection.close()
    }

    /// Applies an offer; returns the answer that it also applies to itself.
    func answer(_ offer: String, as behaviour: Behaviour = Behaviour()) async throws -> String {
        try await evaluate(
            """
            await connection.setRemoteDescription({ type: 'offer', sdp: input.value.offer });
            for (const transceiver of connection.getTransceivers()) {
                if (input.value.behaviour.sends && !transceiver.sender.track) {
                    globalThis.camera ??= await navigator.mediaDevices.getUserMedia(
                        { audio: true, video: true });
                    const kind = transceiver.receiver.track.kind;
                    const track = camera.getTracks().find((track) => track.kind === kind);
                    connection.addTrack(track.clone(), camera);
                }
            }
            const answer = await connection.createAnswer();
            await connection.setLocalDescription(answer);
            if (!input.value.behaviour.gathers) return answer.sdp;
            while (connection.iceGatheringState !== 'complete') {
                await new Promise((resolve) => connection.addEventListener(
                    'icegatheringstatechange', resolve, { once: true }));
            }
            return connection.localDescription.sdp;
            """, Answering(offer: offer, behaviour: behaviour))
    }

    var state: State {
        get async throws {
            try await evaluate(
                """
                return {
                    signalingState: connection.signalingState,
                    hasData: connection.sctp !== null,
                    transceivers: connection.getTransceivers().map((transceiver) => ({
                        mid: transceiver.mid,
                        kind: transceiver.receiver.track.kind,
                        currentDirection: transceiver.currentDirection,
                    })),
                };
                """, 0)
        }
    }

    /// The ids of the streams that our tracks belong to, by mid.
    var receivedStreams: [String: [String]] {
        get async throws { try await evaluate("return connection.receivedStreams;", 0) }
    }

    private func close() async throws {
        let closed: Bool = try await evaluate(
            """
            for (const sender of connection.getSenders()) sender.track?.stop();
            connection.close();
            delete connections[input.connection];
            return true;
            """, 0)
        #expect(closed)
    }

    private func evaluate<Value: Decodable & Sendable>(
        _ javascript: String, _ value: some Encodable & Sendable
    ) async throws -> Value {
        try await page.evaluate(
            "const connection = connections[input.connection];\n" + javascript,
            input: Input(connection: id, value: value))
    }

    private struct Input<Value: Encodable & Sendable>: Encodable, Sendable {
        let connection: Int
        let value: Value
    }

    private struct Answering: Encodable, Sendable {
        let offer: String
        let behaviour: Behaviour
    }
}
