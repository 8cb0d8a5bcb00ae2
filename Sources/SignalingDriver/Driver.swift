import Foundation
import ICECredentials
import JSEP
import SDP
import SignalingOperations
import WebRTCSignaling

/// Answers the requests of the conformance protocol: peer connections that a program
/// in any language drives over JSON lines. Queued tasks run by `pump` alone.
final class Driver {
    /// Where a driver has from what is not in the requests.
    struct Surroundings {
        var random: () -> RandomSource = { RandomSource.kernel() }
        /// Makes the certificate of a connection that none was configured for.
        var certificate: () throws(JSEPError) -> Certificate = { () throws(JSEPError) in
            try Certificate.generate()
        }
    }

    private(set) var isShutDown = false
    private let surroundings: Surroundings
    private let tasks = TaskQueue()
    /// By handle, from 1.
    private var connections: [DriverConnection] = []
    private var certificates: [Certificate] = []
    /// What the program calls the operations that are under way.
    private var operations: [OperationID: JSON] = [:]
    private var operationCount: UInt64 = 0
    /// Effects of this request that no connection has.
    private var effects: [JSON] = []

    init(_ surroundings: Surroundings = Surroundings()) { self.surroundings = surroundings }

    /// The reply to one request. Whatever the request is, there is one.
    func reply(to line: [UInt8]) -> [UInt8] {
        var members: [JSON.Member] = []
        do throws(JSONError) {
            let request = try JSON(line)
            members.append(JSON.Member(name: "id", value: request["id"] ?? .null))
            do throws(DriverError) {
                guard case .object = request, let command = request["cmd"]?.string else {
                    throw DriverError.type("a request needs a cmd")
                }
                members.append(
                    JSON.Member(name: "ok", value: try perform(command, request)))
            } catch {
                members.append(JSON.Member(name: "error", value: error.json))
            }
        } catch {
            members.append(JSON.Member(name: "id", value: .null))
            members.append(
                JSON.Member(
                    name: "error",
                    value: DriverError(
                        "SyntaxError", "no JSON at byte \(error.offset) of the request"
                    ).json))
        }
        var states: [JSON] = []
        for connection in connections {
            effects += connection.takeEffects { self.takeOperation($0) }
            if let state = connection.changedState() { states.append(state) }
        }
        members.append(JSON.Member(name: "effects", value: .array(effects)))
        members.append(JSON.Member(name: "state", value: .array(states)))
        members.append(JSON.Member(name: "pending", value: .bool(!tasks.isEmpty)))
        effects.removeAll(keepingCapacity: true)
        return JSON.object(members).bytes
    }

    /// What has that handle, counted from 1.
    private static func find<Value>(_ handle: JSON?, in values: [Value]) -> Value? {
        guard let number = handle?.integer, number >= 1, number <= values.count else {
            return nil
        }
        return values[number - 1]
    }

    /// The program's name for an operation that ends now.
    private func takeOperation(_ id: OperationID) -> JSON {
        operations.removeValue(forKey: id) ?? .null
    }

    private func operation(of request: JSON) throws(DriverError) -> OperationID {
        guard let name = request["op"] else { throw .type("the request needs an op") }
        operationCount += 1
        let id = OperationID(rawValue: operationCount)
        operations[id] = name
        return id
    }

    private func options(of request: JSON) throws(DriverError) -> JSON? {
        guard let options = request["options"] else { return nil }
        guard case .object = options else { throw .type("options are an object") }
        return options
    }

    // MARK: Commands

    private func perform(_ command: String, _ request: JSON) throws(DriverError) -> JSON {
        switch command {
        case "hello": return ["protocol": 1, "name": "swift-sdp"]
        case "pump": return ["ran": .bool(tasks.runNext())]
        case "shutdown":
            isShutDown = true
            return nil
        case "pc.new": return try newConnection(request)
        case "capabilities": return capabilities(request)
        case "cert.generate":
            try generateCertificate(request)
            return nil
        default: break
        }
        guard let connection = Self.find(request["pc"], in: connections) else {
            throw Self.commands.contains(command)
                ? DriverError.type("no such connection")
                : DriverError("NotSupportedError", "no such command")
        }
        switch command {
        case "pc.close": connection.core.close()
        case "pc.restartIce": connection.core.restartICE()
        case "pc.setConfiguration":
            try connection.setConfiguration(try DriverConfiguration(request["config"]))
        case "pc.createOffer":
            connection.createOffer(try options(of: request), try operation(of: request))
        case "pc.createAnswer":
            connection.createAnswer(try options(of: request), try operation(of: request))
        case "pc.setLocalDescription":
            let description = try DriverDescription(request["description"])
            connection.core.setLocalDescription(
                description.type, description.text, as: try operation(of: request))
        case "pc.setRemoteDescription":
            let description = try DriverDescription(request["description"])
            guard let type = description.type else {
                throw .type("a remote description needs a type")
            }
            connection.core.setRemoteDescription(
                type, description.text, as: try operation(of: request))
        case "pc.addIceCandidate":
            connection.core.addRemoteCandidate(
                CandidateInit(json: request["candidate"]), as: try operation(of: request))
        case "pc.addTrack": return try connection.addTrack(request)
        case "pc.removeTrack": try connection.removeTrack(request)
        case "pc.addTransceiver": return try connection.addTransceiver(request)
        case "pc.createDataChannel": return try connection.createDataChannel(request)
        case "transceiver.setDirection": try connection.setDirection(request)
        case "transceiver.stop": try connection.stop(request)
        case "transceiver.setCodecPreferences": try connection.setCodecPreferences(request)
        case "sender.replaceTrack":
            let target = try connection.transceiver(request)
            connection.replaceTrack(target, request["track"], try operation(of: request))
        case "sender.setParameters":
            let target = try connection.transceiver(request)
            connection.setParameters(target, request["parameters"], try operation(of: request))
        case "sender.setStreams": try connection.setStreams(request)
        case "sender.getParameters": return try connection.sendParameters(request)
        case "receiver.getParameters": return try connection.receiveParameters(request)
        case "channel.send": try connection.send(request)
        case "channel.close": try connection.closeChannel(request)
        default: throw DriverError("NotSupportedError", "no such command")
        }
        return nil
    }

    private static let commands: Set<String> = [
        "pc.close", "pc.restartIce", "pc.setConfiguration", "pc.createOffer",
        "pc.createAnswer", "pc.setLocalDescription", "pc.setRemoteDescription",
        "pc.addIceCandidate", "pc.addTrack", "pc.removeTrack", "pc.addTransceiver",
        "pc.createDataChannel", "transceiver.setDirection", "transceiver.stop",
        "transceiver.setCodecPreferences", "sender.replaceTrack", "sender.setParameters",
        "sender.setStreams", "sender.getParameters", "receiver.getParameters", "channel.send",
        "channel.close",
    ]

    private func newConnection(_ request: JSON) throws(DriverError) -> JSON {
        let configuration = try DriverConfiguration(request["config"])
        var chosen: [Certificate] = []
        for handle in configuration.certificates {
            guard let certificate = Self.find(JSON(handle), in: certificates) else {
                throw .type("no such certificate")
            }
            if certificate.isExpired() {
                throw DriverError("InvalidAccessError", "a certificate has expired")
            }
            chosen.append(certificate)
        }
        try configuration.checkServers()
        guard configuration.requiresMultiplexing else {
            throw DriverError("NotSupportedError", "RTCP is always multiplexed")
        }
        let connection = DriverConnection(
            handle: connections.count + 1, configuration, certificates: chosen, tasks: tasks,
            surroundings)
        connections.append(connection)
        return ["pc": JSON(connection.handle)]
    }

    private func capabilities(_ request: JSON) -> JSON {
        guard let kind = MediaKind(json: request["kind"]) else { return nil }
        let set = DriverConfiguration.capabilities
        return [
            "codecs": .array(set.codecNames(kind).map { $0.json(kind) }),
            "headerExtensions": .array(
                set.extensionURIs(kind).map { ["uri": .string($0.description)] }),
        ]
    }

    private func generateCertificate(_ request: JSON) throws(DriverError) {
        let id = try operation(of: request)
        let wanted = request["algorithm"]
        let algorithm: CertificateAlgorithm
        do throws(JSEPError) {
            algorithm = try CertificateAlgorithm(
                name: wanted?["name"]?.string ?? "", namedCurve: wanted?["namedCurve"]?.string,
                modulusLength: wanted?["modulusLength"]?.integer,
                publicExponent: wanted?["publicExponent"]?.array?.map {
                    UInt8(exactly: $0.integer ?? 0) ?? 0
                },
                hash: wanted?["hash"]?.string ?? wanted?["hash"]?["name"]?.string)
        } catch {
            return settle(id, .failure(DriverError(error)))
        }
        let longest = Double(Certificate.maximumLifetime.components.seconds) * 1_000
        let lifetime = min(max(wanted?["expires"]?.number ?? 30 * 24 * 3_600_000, 0), longest)
        tasks.enqueue {
            do throws(JSEPError) {
                let certificate = try Certificate.generate(
                    algorithm, lifetime: .milliseconds(Int64(lifetime)))
                let now = (Date().timeIntervalSince1970 * 1_000).rounded(.down)
                self.certificates.append(certificate)
                self.settle(
                    id,
                    .success([
                        "cert": JSON(self.certificates.count),
                        "expires": .number((now + lifetime).rounded(.down)),
                        "fingerprints": .array(
                            certificate.fingerprints.prefix(1).map {
                                ["algorithm": .string($0.algorithm), "value": .string($0.value)]
                            }),
                    ]))
            } catch {
                self.settle(id, .failure(DriverError(error)))
            }
        }
    }

    private func settle(_ id: OperationID, _ result: Result<JSON, DriverError>) {
        effects.append(Self.settled(takeOperation(id), result))
    }

    static func settled(_ operation: JSON, _ result: Result<JSON, DriverError>) -> JSON {
        switch result {
        case .success(let value): effect("settle", ["op": operation, "ok": value])
        case .failure(let error): effect("settle", ["op": operation, "error": error.json])
        }
    }

    /// An effect. The protocol says what its members are, but not where its name
    /// stands: it is the key of the members, and also stands beside them.
    static func effect(_ name: String, _ content: JSON) -> JSON {
        guard case .object(let members) = content else { return content }
        return .object(
            [
                JSON.Member(name: name, value: content),
                JSON.Member(name: "effect", value: .string(name)),
                JSON.Member(name: "kind", value: .string(name)),
            ] + members)
    }
}
