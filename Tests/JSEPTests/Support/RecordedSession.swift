import Foundation
import JSEP
import SDP
import Testing

/// A session of two browsers in Tests/Fixtures, an operation a line in the order it ended.
struct RecordedSession: Sendable, CustomTestStringConvertible {
    let name: String
    let operations: [Operation]
    /// The names that the two sides have in the record, the one that came first before.
    let peers: [String]

    var testDescription: String { name }

    struct Operation: Decodable, Sendable {
        let peer: String
        let producer: String
        let op: String
        var code: String?
        var type: String?
        var file: String?
        var options: [String: Bool]?
        var configuration: Configuration?
        var ok: Bool?
        var error: String?
        var state: State?
    }

    struct Configuration: Decodable, Sendable {
        var bundlePolicy: String?
        var iceTransportPolicy: String?
        var iceCandidatePoolSize: UInt8?
        var rtcpMuxPolicy: String?
        var certificates: [String]?
    }

    struct State: Decodable, Sendable {
        let signalingState: String
        let transceivers: [RecordedTransceiver]
    }

    struct RecordedTransceiver: Decodable, Sendable {
        let mid: String?
        let kind: String
        let direction: String
        let currentDirection: String?
    }

    static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// All of them, by name.
    static let all: [RecordedSession] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return files.filter { $0.hasSuffix(".jsonl") }.sorted().map { file in
            guard let text = try? Data(contentsOf: directory.appending(path: file)) else {
                preconditionFailure("cannot read \(file)")
            }
            let decoder = JSONDecoder()
            let operations = text.split(separator: 0x0A).map { line in
                guard let operation = try? decoder.decode(Operation.self, from: line) else {
                    preconditionFailure("\(file) has an unknown operation")
                }
                return operation
            }
            var peers: [String] = []
            for operation in operations where !peers.contains(operation.peer) {
                peers.append(operation.peer)
            }
            return RecordedSession(
                name: String(file.dropFirst("session-".count).dropLast(".jsonl".count)),
                operations: operations, peers: peers)
        }
    }()

    /// A description of Tests/Fixtures.
    static func description(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: name)))
    }
}

extension CapabilitySet {
    /// The codecs, numbers, feedback and header extensions that a browser's own
    /// descriptions have, in the order in which they come: what a session needs to stand
    /// in for it.
    static func recorded(_ descriptions: [[UInt8]]) throws -> CapabilitySet {
        var codecs: [MediaKind: [CodecCapability]] = [.audio: [], .video: []]
        var extensions: [HeaderExtensionCapability] = []
        var types: Set<UInt8> = []
        for text in descriptions {
            let description = try SessionDescription(parsing: text.span)
            let lines = DescriptionText(String(decoding: text, as: UTF8.self))
            for (position, section) in description.media.enumerated() {
                let media = section.view
                let line = try media.mediaLine
                guard line.port > 0 || media.isBundleOnly,
                    let kind: MediaKind =
                        line.media == "audio" ? .audio : line.media == "video" ? .video : nil
                else { continue }
                let own = try media.codecs
                for codec in own where codec.name != "rtx" {
                    guard types.insert(codec.payloadType).inserted else { continue }
                    var capability = CodecCapability(
                        codec.name, clockRate: codec.clockRate, channels: codec.channels,
                        parameters: codec.parameters,
                        feedback: codec.feedback.map {
                            RTCPFeedback(
                                payloadType: nil, type: $0.type, parameter: $0.parameter)
                        })
                    capability.payloadType = codec.payloadType
                    let retransmission = own.first {
                        $0.name == "rtx"
                            && $0.parameter("apt") == ByteString(decimal: UInt64(codec.payloadType))
                    }
                    if let retransmission, types.insert(retransmission.payloadType).inserted {
                        capability.retransmits = true
                        capability.retransmissionPayloadType = retransmission.payloadType
                    }
                    codecs[kind]?.append(capability)
                }
                for map in lines.values("a=extmap:", position) {
                    let fields = map.split(separator: " ")
                    let uri = ByteString([UInt8](fields[1].utf8))
                    guard let id = UInt16(fields[0].prefix { $0 != "/" }) else { continue }
                    if let place = extensions.firstIndex(where: { $0.uri == uri }) {
                        if !extensions[place].kinds.contains(kind) {
                            extensions[place].kinds.append(kind)
                        }
                    } else {
                        extensions.append(HeaderExtensionCapability(uri, for: [kind], id: id))
                    }
                }
            }
        }
        return try CapabilitySet(
            audio: codecs[.audio] ?? [], video: codecs[.video] ?? [], extensions: extensions)
    }
}
