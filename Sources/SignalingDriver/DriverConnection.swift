import JSEP
import SDP
import SignalingOperations
import WebRTCSignaling

/// One connection of the driver: the engine's, with handles for what a page holds.
final class DriverConnection {
    let handle: Int
    let core: ConnectionCore
    private let tasks: TaskQueue
    private let surroundings: Driver.Surroundings
    private var configuration: DriverConfiguration
    /// What the program was told last.
    private var reported: [UInt8] = []
    private var reportedRevision: UInt64?
    private var hasNews = true
    /// Descriptions as they are written, by revision.
    private var written: [UInt64: [UInt8]] = [:]
    private var candidateCount: UInt16 = 0

    init(
        handle: Int, _ configuration: DriverConfiguration, certificates: [Certificate],
        tasks: TaskQueue, _ surroundings: Driver.Surroundings
    ) {
        self.handle = handle
        self.surroundings = surroundings
        self.configuration = configuration
        self.tasks = tasks
        let fingerprints = certificates.map { $0.fingerprint() }
        core = ConnectionCore(
            session: JSEPSession(
                configuration.session(fingerprints: fingerprints),
                random: surroundings.random()),
            tasks: tasks)
    }

    private var session: JSEPSession { core.session }

    // MARK: Handles

    /// Handles are unique among all connections.
    private func global(_ id: UInt32) -> JSON { JSON(handle << 24 | Int(id)) }

    private func local(_ json: JSON?) -> UInt32? {
        guard let number = json?.integer, number >> 24 == handle else { return nil }
        return UInt32(number & 0xFF_FFFF)
    }

    /// A transceiver of this connection, also one that left it.
    func transceiver(_ request: JSON) throws(DriverError) -> Transceiver {
        if let id = local(request["transceiver"]).map({ TransceiverID(rawValue: $0) }),
            let transceiver = session.transceiver(id)
                ?? core.removedTransceivers.first(where: { $0.id == id })
        {
            return transceiver
        }
        throw .type("no such transceiver")
    }

    private func channel(_ request: JSON) throws(DriverError) -> DataChannel {
        if let id = local(request["channel"]).map({ DataChannelID(rawValue: $0) }),
            let channel = session.dataChannels.first(where: { $0.id == id })
        {
            return channel
        }
        throw .type("no such channel")
    }

    private func streams(_ json: JSON?) -> [ByteString] {
        (json?.array ?? []).map { ByteString($0.string ?? "") }
    }

    // MARK: Commands

    func setConfiguration(_ new: DriverConfiguration) throws(DriverError) {
        if core.isClosed {
            throw DriverError("InvalidStateError", "the connection is closed")
        }
        guard new.certificates == configuration.certificates else {
            throw DriverError(
                "InvalidModificationError", "the certificates cannot be changed")
        }
        guard new.requiresMultiplexing == configuration.requiresMultiplexing else {
            throw DriverError(
                "InvalidModificationError", "the rtcpMuxPolicy cannot be changed")
        }
        try new.checkServers()
        let changesServers = new.servers != configuration.servers
        try pageErrors { () throws(JSEPError) in
            try session.setConfiguration(
                new.session(fingerprints: session.configuration.fingerprints),
                changesServers: changesServers)
        }
        configuration = new
    }

    func createOffer(_ options: JSON?, _ id: OperationID) {
        core.createOffer(
            OfferOptions(
                iceRestart: options?["iceRestart"]?.truth ?? false,
                voiceActivityDetection: options?["voiceActivityDetection"]?.truth),
            receivesAudio: options?["offerToReceiveAudio"]?.truth,
            receivesVideo: options?["offerToReceiveVideo"]?.truth, as: id)
    }

    func createAnswer(_ options: JSON?, _ id: OperationID) {
        core.createAnswer(
            AnswerOptions(voiceActivityDetection: options?["voiceActivityDetection"]?.truth),
            as: id)
    }

    func addTrack(_ request: JSON) throws(DriverError) -> JSON {
        guard let track = request["track"], let kind = MediaKind(json: track["kind"]) else {
            throw .type("a track needs a kind")
        }
        let id = try pageErrors { () throws(JSEPError) in
            try core.addTrack(
                ByteString(track["id"]?.string ?? ""), kind, streams: streams(request["streams"]))
        }
        return ["transceiver": global(id.rawValue)]
    }

    func removeTrack(_ request: JSON) throws(DriverError) {
        let isOwn = (request["ownerPc"]?.integer ?? handle) == handle
        let id = isOwn ? try transceiver(request).id : TransceiverID(rawValue: 0)
        try pageErrors { () throws(JSEPError) in try core.removeTrack(of: id, isOwn: isOwn) }
    }

    func addTransceiver(_ request: JSON) throws(DriverError) -> JSON {
        let track = request["track"]
        guard let kind = MediaKind(json: track?["kind"] ?? request["kind"]) else {
            throw .type("a transceiver needs a kind")
        }
        let initial = request["init"]
        var settings = TransceiverInit(
            streams: streams(initial?["streams"]),
            track: track.map { ByteString($0["id"]?.string ?? $0.string ?? "") })
        if let direction = initial?["direction"] {
            guard let direction = MediaDirection(json: direction) else {
                throw .type("no such direction")
            }
            settings.direction = direction
        }
        for encoding in initial?["sendEncodings"]?.array ?? [] {
            settings.encodings.append(try Encoding(json: encoding, kind))
        }
        let id = try pageErrors { () throws(JSEPError) in
            try core.addTransceiver(kind, settings)
        }
        return ["transceiver": global(id.rawValue)]
    }

    func createDataChannel(_ request: JSON) throws(DriverError) -> JSON {
        var options = DataChannelInit()
        let initial = request["init"]
        options.isOrdered = initial?["ordered"]?.bool ?? true
        options.maximumPacketLifeTime = (initial?["maxPacketLifeTime"]?.integer).map {
            UInt16(clamping: $0)
        }
        options.maximumRetransmits = (initial?["maxRetransmits"]?.integer).map {
            UInt16(clamping: $0)
        }
        options.subprotocol = ByteString(initial?["protocol"]?.string ?? "")
        options.isNegotiated = initial?["negotiated"]?.bool ?? false
        options.streamID = (initial?["id"]?.integer).map { UInt16(clamping: $0) }
        let id = try pageErrors { () throws(JSEPError) in
            try core.createDataChannel(ByteString(request["label"]?.string ?? ""), options)
        }
        return ["channel": global(id.rawValue)]
    }

    func setDirection(_ request: JSON) throws(DriverError) {
        let id = try transceiver(request).id
        let direction = MediaDirection(json: request["direction"])
        if direction == nil, request["direction"]?.string != "stopped" {
            throw .type("no such direction")
        }
        try pageErrors { () throws(JSEPError) in try core.setDirection(direction, of: id) }
    }

    func stop(_ request: JSON) throws(DriverError) {
        let id = try transceiver(request).id
        try pageErrors { () throws(JSEPError) in try core.stop(id) }
    }

    func setCodecPreferences(_ request: JSON) throws(DriverError) {
        let target = try transceiver(request)
        var codecs: [CodecName] = []
        for codec in request["codecs"]?.array ?? [] {
            guard let name = CodecName(json: codec, target.kind) else {
                throw DriverError("InvalidModificationError", "no such codec")
            }
            codecs.append(name)
        }
        try pageErrors { () throws(JSEPError) in
            try core.setCodecPreferences(codecs, of: target.id)
        }
    }

    func replaceTrack(_ target: Transceiver, _ track: JSON?, _ id: OperationID) {
        core.replaceTrack(
            of: target.id, with: (track?["id"]?.string ?? track?.string).map { ByteString($0) },
            MediaKind(json: track?["kind"]), as: id)
    }

    func setStreams(_ request: JSON) throws(DriverError) {
        let id = try transceiver(request).id
        try pageErrors { () throws(JSEPError) in
            try core.setStreams(streams(request["streams"]), of: id)
        }
    }

    // MARK: Parameters

    func sendParameters(_ request: JSON) throws(DriverError) -> JSON {
        let target = try transceiver(request)
        return json(core.sendParameters(of: target.id), target.kind)
    }

    private func json(_ parameters: SendParameters, _ kind: MediaKind) -> JSON {
        [
            "transactionId": .string(String(parameters.transactionID)),
            "encodings": .array(parameters.encodings.map { $0.json(kind) }),
            "codecs": codecs(parameters.codecs, kind),
            "headerExtensions": headerExtensions(parameters.headerExtensions),
            "rtcp": ["cname": "", "reducedSize": true],
        ]
    }

    func receiveParameters(_ request: JSON) throws(DriverError) -> JSON {
        let target = try transceiver(request)
        return [
            "codecs": codecs(core.codecs(of: target.id, sending: false), target.kind),
            "headerExtensions": headerExtensions(core.headerExtensions(of: target.id)),
            "rtcp": ["reducedSize": true],
        ]
    }

    private func codecs(_ codecs: [SendParameters.Codec], _ kind: MediaKind) -> JSON {
        .array(
            codecs.map {
                .object(
                    [JSON.Member(name: "payloadType", value: JSON($0.payloadType))]
                        + $0.codec.members(kind))
            })
    }

    private func headerExtensions(_ extensions: [SendParameters.HeaderExtension]) -> JSON {
        .array(
            extensions.map {
                ["uri": .string($0.uri.description), "id": JSON($0.id), "encrypted": false]
            })
    }

    func setParameters(_ target: Transceiver, _ json: JSON?, _ id: OperationID) {
        var parameters = SendParameters(
            transactionID: UInt64(json?["transactionId"]?.string ?? "") ?? 0, encodings: [])
        do throws(DriverError) {
            for encoding in json?["encodings"]?.array ?? [] {
                parameters.encodings.append(try Encoding(json: encoding, target.kind))
            }
        } catch {
            // A codec that is none cannot be one that was negotiated.
            return core.setParameters(nil, of: target.id, as: id)
        }
        for codec in json?["codecs"]?.array ?? [] {
            guard let name = CodecName(json: codec, target.kind),
                let payloadType = UInt8(exactly: codec["payloadType"]?.integer ?? -1)
            else { return core.setParameters(nil, of: target.id, as: id) }
            parameters.codecs.append(
                SendParameters.Codec(payloadType: payloadType, codec: name))
        }
        for value in json?["headerExtensions"]?.array ?? [] {
            parameters.headerExtensions.append(
                SendParameters.HeaderExtension(
                    id: UInt16(clamping: value["id"]?.integer ?? 0),
                    uri: ByteString(value["uri"]?.string ?? "")))
        }
        if let rtcp = json?["rtcp"],
            rtcp["reducedSize"]?.bool == false || !(rtcp["cname"]?.string ?? "").isEmpty
        {
            return core.setParameters(nil, of: target.id, as: id)
        }
        core.setParameters(parameters, of: target.id, as: id)
    }

    // MARK: Data channels

    func send(_ request: JSON) throws(DriverError) {
        if state(of: try channel(request)) == .connecting {
            throw DriverError("InvalidStateError", "the channel is not open")
        }
    }

    func closeChannel(_ request: JSON) throws(DriverError) {
        core.closeDataChannel(try channel(request).id)
    }

    private func state(of channel: DataChannel) -> DataChannelState {
        core.isClosed ? .closed : channel.state
    }

    // MARK: Effects

    /// The effects since the last call, for the page; what the connection asks of its
    /// surroundings is seen to here.
    func takeEffects(_ operation: (OperationID) -> JSON) -> [JSON] {
        var output: [JSON] = []
        var gathering: [DescriptionEffects.GatheringTransport] = []
        var effects = core.takeEffects()
        hasNews = hasNews || !effects.isEmpty
        while !effects.isEmpty {
            for effect in effects {
                switch effect {
                case .needsCertificate: provideCertificate()
                case .needsInspection(let id): core.inspected(id, allows: true)
                case .gather(let transport): gathering.append(transport)
                case .settled(let id, let result):
                    output.append(
                        Driver.settled(
                            operation(id), result.map(json).mapError { DriverError($0) }))
                default: output.append(json(effect))
                }
            }
            effects = core.takeEffects()
        }
        if !gathering.isEmpty { gather(gathering) }
        return output
    }

    private func json(_ value: OperationValue) -> JSON {
        switch value {
        case .nothing: nil
        case .description(let created):
            [
                "type": created.type.json,
                "sdp": .string(String(decoding: created.bytes, as: UTF8.self)),
            ]
        }
    }

    private func json(_ effect: ConnectionEffect) -> JSON {
        let pc = JSON(handle)
        switch effect {
        case .fired(let event):
            let type =
                switch event {
                case .negotiationNeeded: "negotiationneeded"
                case .signalingStateChange: "signalingstatechange"
                case .iceGatheringStateChange: "icegatheringstatechange"
                }
            return Driver.effect("event", ["pc": pc, "type": .string(type)])
        case .candidate(let candidate):
            return Driver.effect(
                "icecandidate", ["pc": pc, "candidate": candidate?.json ?? .null])
        case .gatheringStateChanged(let id):
            return Driver.effect(
                "transportEvent",
                [
                    "pc": pc, "transport": global(id.rawValue), "on": "ice",
                    "type": "gatheringstatechange",
                ])
        case .track(let id, let streams):
            return Driver.effect(
                "track",
                [
                    "pc": pc, "transceiver": global(id.rawValue),
                    "streams": .array(streams.map { .string($0.description) }),
                ])
        case .streamAdded(let stream, let id):
            return streamChange("streamAdd", stream, id)
        case .streamRemoved(let stream, let id):
            return streamChange("streamRemove", stream, id)
        case .muted(let id):
            return Driver.effect("mute", ["pc": pc, "transceiver": global(id.rawValue)])
        case .ended(let id):
            return Driver.effect("ended", ["pc": pc, "transceiver": global(id.rawValue)])
        case .channelFailed(let id):
            return Driver.effect(
                "channelEvent",
                [
                    "pc": pc, "channel": global(id.rawValue),
                    "error": [
                        "name": "OperationError", "message": "no stream is left",
                        "errorDetail": "data-channel-failure",
                    ],
                ])
        case .channelClosed(let id):
            return Driver.effect(
                "channelEvent", ["pc": pc, "channel": global(id.rawValue), "type": "close"])
        case .settled, .needsCertificate, .needsInspection, .gather: return nil
        }
    }

    private func streamChange(
        _ name: String, _ stream: ByteString, _ id: TransceiverID
    ) -> JSON {
        Driver.effect(
            name,
            [
                "pc": JSON(handle), "stream": .string(stream.description),
                "transceiver": global(id.rawValue),
            ])
    }

    private func provideCertificate() {
        do throws(JSEPError) {
            core.provide(fingerprints: [try surroundings.certificate().fingerprint()])
        } catch {
            core.certificateFailed(error)
        }
    }

    /// Gathers one host candidate a transport, each step in a task of its own.
    private func gather(_ transports: [DescriptionEffects.GatheringTransport]) {
        for transport in transports {
            tasks.enqueue { self.core.gatheringStarted(transport) }
        }
        if configuration.transportPolicy == .all {
            for transport in transports {
                candidateCount &+= 1
                let candidate = Candidate<ByteString>(
                    foundation: "1", component: 1, transport: "udp", priority: 2_130_706_431,
                    address: "127.0.0.1", port: 40_000 + candidateCount % 20_000, type: "host",
                    relatedAddress: nil, relatedPort: nil, extensions: nil)
                tasks.enqueue { _ = try? self.core.gathered(candidate, transport) }
            }
        }
        tasks.enqueue { self.core.allGathered() }
        tasks.enqueue {
            for transport in transports { self.core.gatheringEnded(transport) }
        }
    }
}

// MARK: - Snapshots

extension DriverConnection {
    /// What a page can see, if it is not what was said last.
    func changedState() -> JSON? {
        if reportedRevision == core.revision && !hasNews { return nil }
        reportedRevision = core.revision
        hasNews = false
        let state = snapshot.bytes
        if state == reported { return nil }
        reported = state
        return .encoded(state)
    }

    private var snapshot: JSON {
        let isClosed = core.isClosed
        let connectionState: JSON = isClosed ? "closed" : "new"
        let descriptions = [
            session.pendingLocalDescription, session.currentLocalDescription,
            session.pendingRemoteDescription, session.currentRemoteDescription,
        ]
        written = descriptions.reduce(into: [:]) { kept, description in
            if let description {
                kept[description.revision] =
                    written[description.revision] ?? json(description).bytes
            }
        }
        let texts = descriptions.map { description -> JSON in
            description.flatMap { written[$0.revision] }.map { .encoded($0) } ?? .null
        }
        return [
            "pc": JSON(handle),
            "signalingState": session.signalingState.json,
            "iceGatheringState": core.iceGatheringState.json,
            "iceConnectionState": connectionState,
            "connectionState": connectionState,
            "canTrickle": session.canTrickleCandidates.map { .bool($0) } ?? .null,
            "pendingLocal": texts[0], "currentLocal": texts[1],
            "pendingRemote": texts[2], "currentRemote": texts[3],
            "sctp": sctp,
            "transceivers": .array(session.transceivers.map { json($0) }),
            "removed": .array(core.removedTransceivers.map { json($0) }),
            "channels": .array(session.dataChannels.map { json($0) }),
            "transports": .array(session.transports.map { json($0) }),
        ]
    }

    private func json(_ description: AppliedDescription) -> JSON {
        [
            "type": description.type.json,
            "sdp": .string(String(decoding: description.bytes, as: UTF8.self)),
            "rev": JSON(description.revision),
        ]
    }

    private var sctp: JSON {
        guard let sctp = session.sctp else { return nil }
        return [
            "state": core.isClosed ? "closed" : "connecting",
            "maxMessageSize": sctp.maximumMessageSize.map { JSON($0) } ?? "infinity",
            "maxChannels": nil,
            "transport": global(sctp.transport.rawValue),
        ]
    }

    private func json(_ transceiver: Transceiver) -> JSON {
        let isStopped = transceiver.isStopped || core.isClosed
        let isStopping = isStopped || transceiver.isStopping
        return [
            "id": global(transceiver.id.rawValue),
            "kind": .string(transceiver.kind.name),
            "mid": JSON(transceiver.mid?.description),
            "direction": isStopping ? "stopped" : transceiver.direction.json,
            "currentDirection": isStopped
                ? "stopped" : transceiver.currentDirection?.json ?? .null,
            "stopped": .bool(isStopped),
            "senderTrack": JSON(transceiver.track?.description),
            "receiverTrack": .string("remote-\(handle)-\(transceiver.id.rawValue)"),
            "transport": transceiver.transport.map { global($0.rawValue) } ?? .null,
        ]
    }

    private func json(_ channel: DataChannel) -> JSON {
        [
            "handle": global(channel.id.rawValue),
            "label": .string(channel.label.description),
            "ordered": .bool(channel.options.isOrdered),
            "maxPacketLifeTime": channel.options.maximumPacketLifeTime.map { JSON($0) } ?? .null,
            "maxRetransmits": channel.options.maximumRetransmits.map { JSON($0) } ?? .null,
            "protocol": .string(channel.options.subprotocol.description),
            "negotiated": .bool(channel.options.isNegotiated),
            "id": channel.streamID.map { JSON($0) } ?? .null,
            "readyState": state(of: channel).json,
            "bufferedAmount": 0,
        ]
    }

    private func json(_ transport: Transport) -> JSON {
        let state: JSON = core.isClosed ? "closed" : "new"
        return [
            "id": global(transport.id.rawValue),
            "dtlsState": state,
            "iceState": state,
            "gatheringState": core.gatheringState(of: transport.id).json,
            "role": transport.role.json,
            "local": json(transport.local),
            "remote": json(transport.remote),
        ]
    }

    private func json(_ parameters: ICEParameters?) -> JSON {
        guard let parameters else { return nil }
        return [
            "usernameFragment": .string(parameters.usernameFragment.description),
            "password": .string(parameters.password.description),
        ]
    }
}
