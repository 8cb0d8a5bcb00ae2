import JSEP
import SDP
import Synchronization
import Testing
import WebRTCSignaling

/// Notes what happens, from any thread.
final class Recorder: Sendable {
    private let entries = Mutex<[String]>([])

    var all: [String] { entries.withLock { $0 } }

    func note(_ entry: String) { entries.withLock { $0.append(entry) } }

    /// Waits until there are that many entries.
    func wait(for count: Int) async throws {
        while all.count < count { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// Lets a test go on when it wants to.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

@Suite("PeerConnection: operations", .timeLimit(.minutes(1)))
struct ConnectionOperationTests {
    /// A connection whose certificate does not come before the gate is opened.
    private func connection(waitingFor gate: Gate) throws -> PeerConnection {
        var configuration = Configuration()
        configuration.certificateProvider = CertificateProvider {
            await gate.wait()
            return try Certificate.generate()
        }
        return try PeerConnection(configuration)
    }

    @Test("CO-02 CO-04: operations complete in the order of their calls")
    func order() async throws {
        let recorder = Recorder()
        let connection = try PeerConnection()
        try connection.addTransceiver(.audio)
        connection.createOffer(
            success: { _ in recorder.note("offer") }, failure: { _ in recorder.note("failed") })
        connection.createAnswer(
            success: { _ in recorder.note("answer") },
            failure: { recorder.note("\($0.kind)") })
        try await connection.setLocalDescription()
        recorder.note("local")
        #expect(recorder.all == ["offer", "invalidState", "local"])
        #expect(connection.signalingState == .haveLocalOffer)
    }

    @Test("CO-09: closing ends what is under way with an error")
    func closing() async throws {
        let gate = Gate()
        let connection = try connection(waitingFor: gate)
        let offer = Task { try await connection.createOffer() }
        let local = Task { try await connection.setLocalDescription() }
        try await Task.sleep(for: .milliseconds(20))
        connection.close()
        let first = await #expect(throws: JSEPError.self) { try await offer.value }
        let second = await #expect(throws: JSEPError.self) { try await local.value }
        #expect(first?.kind == .invalidState && second?.kind == .invalidState)
        gate.open()
    }

    @Test("A task that is cancelled does not withdraw its operation")
    func cancellation() async throws {
        let gate = Gate()
        let connection = try connection(waitingFor: gate)
        try connection.addTransceiver(.audio)
        let waiting = Task { try await connection.setLocalDescription() }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        gate.open()
        try await waiting.value
        #expect(connection.signalingState == .haveLocalOffer)
    }

    @Test("CO-13 CO-15: a certificate that cannot be made fails what waits, not what follows")
    func provider() async throws {
        let attempts = Recorder()
        var configuration = Configuration()
        configuration.certificateProvider = CertificateProvider {
            attempts.note("asked")
            if attempts.all.count < 3 { throw CancellationError() }
            return try Certificate.generate()
        }
        let connection = try PeerConnection(configuration)
        try await attempts.wait(for: 1)
        while true {
            do throws(JSEPError) {
                _ = try await connection.createOffer()
                break
            } catch {
                #expect(error.kind == .notReadable)
            }
        }
        #expect(attempts.all.count == 3)
        #expect(try await connection.certificates.count == 1)
    }

    @Test("CO-17: resources that are missing make an OperationError, and change nothing")
    func resources() async throws {
        var configuration = Configuration()
        configuration.resourceCheck = { $0.audio == 1 && $0.video == 0 }
        let connection = try PeerConnection(configuration)
        try connection.addTransceiver(.audio)
        _ = try await connection.createOffer()
        try connection.addTransceiver(.video)
        let error = await #expect(throws: JSEPError.self) { try await connection.createOffer() }
        #expect(error?.kind == .operation)
        #expect(connection.signalingState == .stable)
        #expect(connection.transceivers.count == 2)
    }

    @Test("CO-21 CO-22: a connection that changed meanwhile is inspected anew")
    func inspectedAnew() async throws {
        let gate = Gate()
        let asked = Recorder()
        var configuration = Configuration()
        configuration.resourceCheck = { demand in
            asked.note("\(demand.audio) \(demand.video)")
            await gate.wait()
            return true
        }
        let connection = try PeerConnection(configuration)
        try connection.addTransceiver(.audio)
        async let pending = connection.createOffer()
        try await asked.wait(for: 1)
        try connection.addTransceiver(.video)
        gate.open()
        let offer = try await pending
        #expect(offer.sdp.contains("m=video"))
        #expect(asked.all == ["1 0", "1 1"])
    }

    @Test("CO-02 CO-09: calls of many tasks all end, also if the connection is closed meanwhile")
    func manyTasks() async throws {
        for closesAfter in [0, 3, 40, 10_000] {
            let ours = try PeerConnection()
            let theirs = try PeerConnection()
            let ended = Recorder()
            await withTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask {
                        for round in 0..<12 {
                            do throws(JSEPError) {
                                switch (task + round) % 6 {
                                case 0: try ours.addTransceiver(.video)
                                case 1: try await ours.setLocalDescription()
                                case 2:
                                    guard let offer = ours.localDescription else { break }
                                    try await theirs.setRemoteDescription(offer)
                                case 3: try await theirs.setLocalDescription()
                                case 4:
                                    guard let answer = theirs.localDescription else { break }
                                    try await ours.setRemoteDescription(answer)
                                default: _ = try await ours.createOffer()
                                }
                            } catch {
                                #expect(error.kind != .syntax && error.kind != .notReadable)
                            }
                            ended.note("x")
                            if ended.all.count > closesAfter { ours.close() }
                        }
                    }
                }
            }
            #expect(ended.all.count == 96)
        }
    }

    // MARK: Legacy forms

    @Test("LG-01 LG-02 LG-03: exactly one closure is called, once")
    func legacy() async throws {
        let recorder = Recorder()
        let connection = try PeerConnection()
        connection.createOffer(
            success: { recorder.note($0.type.rawValue) },
            failure: { _ in recorder.note("failure") })
        connection.createAnswer(
            success: { _ in recorder.note("success") },
            failure: { recorder.note("\($0.kind)") })
        try await recorder.wait(for: 2)
        _ = try await connection.createOffer()
        #expect(recorder.all == ["offer", "invalidState"])
    }

    @Test("LG-02 CO-09: no closure is called if the connection is closed first")
    func legacyClosed() async throws {
        let gate = Gate()
        let recorder = Recorder()
        let connection = try connection(waitingFor: gate)
        connection.createOffer(
            success: { _ in recorder.note("success") },
            failure: { _ in recorder.note("failure") })
        connection.close()
        gate.open()
        connection.createOffer(
            success: { _ in recorder.note("success") },
            failure: { recorder.note("\($0.kind)") })
        try await recorder.wait(for: 1)
        #expect(recorder.all == ["invalidState"])
    }

    @Test("LG-04 LG-05 CO-42: the other operations have the form, too")
    func legacyForms() async throws {
        let recorder = Recorder()
        let ours = try PeerConnection()
        let theirs = try PeerConnection()
        try ours.addTransceiver(.audio)
        let offer = try await ours.createOffer()
        ours.setLocalDescription(
            offer, success: { recorder.note("local") }, failure: { _ in recorder.note("no") })
        theirs.setRemoteDescription(
            offer, success: { recorder.note("remote") }, failure: { _ in recorder.note("no") })
        try await recorder.wait(for: 2)
        theirs.addIceCandidate(
            ICECandidateInit(), success: { recorder.note("candidate") },
            failure: { _ in recorder.note("no") })
        theirs.createAnswer(
            success: { recorder.note($0.type.rawValue) }, failure: { _ in recorder.note("no") })
        try await recorder.wait(for: 4)
        #expect(recorder.all.sorted() == ["answer", "candidate", "local", "remote"])
    }

    @Test("LG-06 LG-07 LG-10 LG-14: offerToReceive makes transceivers at the call")
    func offerToReceive() async throws {
        let connection = try PeerConnection()
        connection.createOffer(
            offerToReceiveAudio: true, offerToReceiveVideo: true, success: { _ in },
            failure: { _ in })
        #expect(connection.transceivers.map(\.kind) == [.audio, .video])
        #expect(connection.transceivers.map(\.direction) == [.receiveOnly, .receiveOnly])
        connection.close()
        let error = await #expect(throws: JSEPError.self) {
            try await connection.createOffer(offerToReceiveAudio: true)
        }
        #expect(error?.kind == .invalidState)
    }

    // MARK: Events

    @Test("SD-02 SD-100 SD-105: handlers are called in order, before the operation returns")
    func handlers() async throws {
        let recorder = Recorder()
        let connection = try PeerConnection()
        connection.onNegotiationNeeded = { recorder.note("negotiationneeded") }
        connection.onSignalingStateChange = { recorder.note("\($0)") }
        try connection.addTransceiver(.audio)
        try connection.addTransceiver(.video)
        try await recorder.wait(for: 1)
        try await connection.setLocalDescription()
        recorder.note("set")
        #expect(recorder.all == ["negotiationneeded", "haveLocalOffer", "set"])
    }

    @Test("SD-105: a handler may call the connection")
    func reentrance() async throws {
        let recorder = Recorder()
        let connection = try PeerConnection()
        connection.onNegotiationNeeded = { [weak connection] in
            connection?.createOffer(
                success: { recorder.note($0.type.rawValue) },
                failure: { _ in recorder.note("failure") })
        }
        try connection.addTransceiver(.audio)
        try await recorder.wait(for: 1)
        #expect(recorder.all == ["offer"])
    }

    @Test("The sequence of events has them all, and ends with the connection")
    func sequence() async throws {
        let connection = try PeerConnection()
        let events = connection.events
        try connection.addTransceiver(.audio)
        try await connection.setLocalDescription()
        connection.close()
        var states: [SignalingState] = []
        for await case .signalingStateChange(let state) in events { states.append(state) }
        #expect(states == [.haveLocalOffer])
        for await _ in connection.events { Issue.record("an event after the end") }
    }

    @Test("A connection that nothing holds any more goes away")
    func release() async throws {
        weak var released: PeerConnection?
        do {
            let connection = try PeerConnection()
            try connection.addTransceiver(.audio)
            try await connection.setLocalDescription()
            released = connection
        }
        for _ in 0..<1_000 where released != nil { try await Task.sleep(for: .milliseconds(1)) }
        #expect(released == nil)
    }

    // MARK: Configuration

    @Test("SD-112 OP-09: setConfiguration changes servers and policy alone")
    func configuration() async throws {
        var configuration = Configuration()
        configuration.certificates = [try Certificate.generate()]
        let connection = try PeerConnection(configuration)
        configuration.iceServers = [ICEServer(urls: ["stun:example.net"])]
        try connection.setConfiguration(configuration)
        #expect(connection.configuration.iceServers == configuration.iceServers)
        func refused(_ change: (inout Configuration) throws -> Void) rethrows -> JSEPError.Kind? {
            var changed = configuration
            try change(&changed)
            do throws(JSEPError) {
                try connection.setConfiguration(changed)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(refused { $0.bundlePolicy = .maxBundle } == .invalidModification)
        #expect(
            try refused { $0.certificates = [try Certificate.generate()] }
                == .invalidModification)
        #expect(refused { $0.iceServers = [ICEServer(urls: ["http://a"])] } == .syntax)
        #expect(refused { $0.iceServers = [ICEServer(urls: ["turn:a"])] } == .invalidAccess)
        #expect(refused { $0.iceCandidatePoolSize = 1 } == nil)
        try await connection.setLocalDescription()
        #expect(refused { $0.iceCandidatePoolSize = 2 } == .invalidModification)
        connection.close()
        #expect(refused { _ in } == .invalidState)
    }
}
