import Testing

@testable import SignalingDriver

/// What a page does with the driver: requests, tasks one by one, promises and events.
final class Page {
    private let driver = Driver()
    private var requestCount = 0
    private var operationCount = 0
    private var settled: [Int: Result<JSON, PageError>] = [:]
    private var states: [Int: JSON] = [:]
    private(set) var isPending = false
    /// Events and settled operations in their order, in short: `signalingstatechange`,
    /// `settle 3`.
    private(set) var log: [String] = []
    /// Effects in their order, without `settle`.
    private(set) var effects: [JSON] = []

    /// An exception or a rejection.
    struct PageError: Error, Equatable {
        let name: String
        var detail: String?
        var line: Int?

        init(_ name: String) { self.name = name }

        init(_ json: JSON) {
            name = json["name"]?.string ?? ""
            detail = json["errorDetail"]?.string
            line = json["sdpLineNumber"]?.integer
        }
    }

    /// A promise.
    struct Operation: Hashable {
        let number: Int
    }

    // MARK: Requests

    @discardableResult
    func reply(to line: String) -> JSON {
        guard let reply = try? JSON(driver.reply(to: Array(line.utf8))) else { return nil }
        for state in reply["state"]?.array ?? [] { states[state["pc"]?.integer ?? 0] = state }
        for effect in reply["effects"]?.array ?? [] { apply(effect) }
        isPending = reply["pending"]?.bool ?? false
        return reply
    }

    @discardableResult
    func call(_ command: String, _ members: [(String, JSON)] = []) throws(PageError) -> JSON {
        requestCount += 1
        let request = JSON.object(
            [
                JSON.Member(name: "id", value: JSON(requestCount)),
                JSON.Member(name: "cmd", value: .string(command)),
            ] + members.map { JSON.Member(name: $0.0, value: $0.1) })
        let reply = reply(to: String(decoding: request.bytes, as: UTF8.self))
        if let error = reply["error"] { throw PageError(error) }
        return reply["ok"] ?? .null
    }

    private func apply(_ effect: JSON) {
        let name = effect["effect"]?.string ?? ""
        switch name {
        case "settle":
            let number = effect["op"]?.integer ?? -1
            #expect(settled[number] == nil, "settled twice")
            settled[number] =
                effect["error"].map { .failure(PageError($0)) }
                ?? .success(effect["ok"] ?? .null)
            log.append("settle \(number)")
        case "event":
            log.append(effect["type"]?.string ?? "")
            effects.append(effect)
        default:
            log.append(name)
            effects.append(effect)
        }
    }

    /// Begins an operation.
    func begin(_ command: String, _ members: [(String, JSON)] = []) -> Operation {
        operationCount += 1
        let operation = Operation(number: operationCount)
        do throws(PageError) {
            try call(command, [("op", JSON(operationCount))] + members)
        } catch {
            settled[operationCount] = .failure(error)
            log.append("settle \(operationCount)")
        }
        return operation
    }

    // MARK: Tasks

    /// Runs one task; false if there was none.
    @discardableResult
    func pump() -> Bool { (try? call("pump"))?["ran"]?.bool ?? false }

    /// Runs tasks until there are none.
    func drain() {
        var count = 0
        while isPending, count < 100_000 {
            pump()
            count += 1
        }
    }

    func isSettled(_ operation: Operation) -> Bool { settled[operation.number] != nil }

    func result(_ operation: Operation) -> Result<JSON, PageError>? { settled[operation.number] }

    /// Waits for an operation.
    @discardableResult
    func value(of operation: Operation) throws(PageError) -> JSON {
        while settled[operation.number] == nil, pump() {}
        guard let result = settled[operation.number] else { throw PageError("pending") }
        return try result.get()
    }

    func error(_ operation: Operation) -> String? {
        do throws(PageError) {
            try value(of: operation)
            return nil
        } catch {
            return error.name
        }
    }

    func clearLog() {
        log = []
        effects = []
    }

    func effects(_ name: String) -> [JSON] { effects.filter { $0["effect"]?.string == name } }

    func events(_ type: String) -> Int { log.count { $0 == type } }

    fileprivate func state(_ pc: Int) -> JSON { states[pc] ?? .null }
}

/// An RTCPeerConnection of a page.
struct Peer {
    let page: Page
    let pc: Int

    init(_ page: Page, _ config: JSON = [:]) throws {
        self.page = page
        pc = try #require(try page.call("pc.new", [("config", config)])["pc"]?.integer)
    }

    // MARK: What can be seen

    var state: JSON { page.state(pc) }
    var signalingState: String { state["signalingState"]?.string ?? "" }
    var localDescription: JSON? { state["pendingLocal"] ?? state["currentLocal"] }
    var remoteDescription: JSON? { state["pendingRemote"] ?? state["currentRemote"] }
    var transceivers: [JSON] { state["transceivers"]?.array ?? [] }
    var channels: [JSON] { state["channels"]?.array ?? [] }

    /// The ids of the transceivers.
    var ids: [Int] { transceivers.map { $0["id"]?.integer ?? 0 } }

    func member(_ name: String) -> [JSON?] { transceivers.map { $0[name] } }

    // MARK: Operations

    private func begin(_ command: String, _ members: [(String, JSON)]) -> Page.Operation {
        page.begin(command, [("pc", JSON(pc))] + members)
    }

    func call(_ command: String, _ members: [(String, JSON)] = []) throws(Page.PageError) -> JSON {
        try page.call(command, [("pc", JSON(pc))] + members)
    }

    func beginOffer(_ options: JSON = [:]) -> Page.Operation {
        begin("pc.createOffer", [("options", options)])
    }

    func beginAnswer() -> Page.Operation { begin("pc.createAnswer", [("options", [:])]) }

    func beginLocal(_ description: JSON = [:]) -> Page.Operation {
        begin("pc.setLocalDescription", [("description", description)])
    }

    func beginRemote(_ description: JSON) -> Page.Operation {
        begin("pc.setRemoteDescription", [("description", description)])
    }

    func beginCandidate(_ candidate: JSON) -> Page.Operation {
        begin("pc.addIceCandidate", [("candidate", candidate)])
    }

    func beginReplace(_ transceiver: Int, _ track: JSON) -> Page.Operation {
        begin("sender.replaceTrack", [("transceiver", JSON(transceiver)), ("track", track)])
    }

    func beginParameters(_ transceiver: Int, _ parameters: JSON) -> Page.Operation {
        begin(
            "sender.setParameters",
            [("transceiver", JSON(transceiver)), ("parameters", parameters)])
    }

    func createOffer(_ options: JSON = [:]) throws -> JSON {
        try page.value(of: beginOffer(options))
    }

    func createAnswer() throws -> JSON { try page.value(of: beginAnswer()) }

    func setLocal(_ description: JSON = [:]) throws { try page.value(of: beginLocal(description)) }

    func setRemote(_ description: JSON) throws { try page.value(of: beginRemote(description)) }

    func close() throws { _ = try call("pc.close") }

    // MARK: Media

    @discardableResult
    func addTransceiver(_ kind: String, _ initial: JSON = [:], track: JSON = nil) throws -> Int {
        let reply = try call(
            "pc.addTransceiver",
            [("kind", .string(kind)), ("track", track), ("init", initial)])
        return try #require(reply["transceiver"]?.integer)
    }

    @discardableResult
    func addTrack(_ id: String, _ kind: String, streams: [String] = []) throws -> Int {
        let reply = try call(
            "pc.addTrack",
            [
                ("track", ["id": .string(id), "kind": .string(kind)]),
                ("streams", .array(streams.map { .string($0) })),
            ])
        return try #require(reply["transceiver"]?.integer)
    }

    func setDirection(_ transceiver: Int, _ direction: String) throws {
        _ = try call(
            "transceiver.setDirection",
            [("transceiver", JSON(transceiver)), ("direction", .string(direction))])
    }

    func stop(_ transceiver: Int) throws {
        _ = try call("transceiver.stop", [("transceiver", JSON(transceiver))])
    }

    @discardableResult
    func createDataChannel(_ label: String = "", _ initial: JSON = [:]) throws -> Int {
        let reply = try call(
            "pc.createDataChannel", [("label", .string(label)), ("init", initial)])
        return try #require(reply["channel"]?.integer)
    }

    func parameters(_ transceiver: Int) throws -> JSON {
        try call("sender.getParameters", [("transceiver", JSON(transceiver))])
    }

    /// The whole of an offer and its answer.
    func negotiate(with peer: Peer) throws {
        try setLocal()
        try peer.setRemote(try #require(localDescription))
        try peer.setLocal()
        try setRemote(try #require(peer.localDescription))
    }
}

/// Whether `body` throws an error of that name.
func expectError(
    _ name: String, location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
    do {
        try body()
        Issue.record("nothing was thrown", sourceLocation: location)
    } catch let error as Page.PageError {
        #expect(error.name == name, sourceLocation: location)
    } catch {
        Issue.record(error, sourceLocation: location)
    }
}
