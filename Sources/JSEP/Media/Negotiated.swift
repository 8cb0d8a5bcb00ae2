import SDP

extension JSEPSession {
    /// The codecs that the last answer agreed on for a transceiver, retransmission
    /// among them; none before. O(bytes of the peer's description).
    public func negotiatedCodecs(of id: TransceiverID) -> [NegotiatedCodec] {
        guard let transceiver = transceiver(id), let formats = transceiver.negotiated?.formats
        else { return [] }
        let known = configuration.capabilities.codecs(transceiver.kind)
        let peer = peerParameters(of: transceiver)
        var codecs: [NegotiatedCodec] = []
        for use in formats.codecs {
            let codec = known[Int(use.codec)]
            codecs.append(
                NegotiatedCodec(
                    payloadType: use.payloadType,
                    codec: CodecName(
                        codec.name, clockRate: codec.clockRate, channels: codec.channels,
                        parameters: codec.parameters),
                    peerParameters: peer[use.payloadType]))
            if let retransmission = use.retransmission {
                codecs.append(
                    NegotiatedCodec(
                        payloadType: retransmission,
                        codec: CodecName(
                            "rtx", clockRate: codec.clockRate,
                            parameters: "apt=" + ByteString(decimal: UInt64(use.payloadType)))))
            }
        }
        return codecs
    }

    /// What a=fmtp says in the peer's section of a transceiver.
    private func peerParameters(of transceiver: Transceiver) -> [UInt8: ByteString] {
        var parameters: [UInt8: ByteString] = [:]
        guard let place = transceiver.index,
            let remote = state.currentRemote ?? state.pendingRemote,
            place < remote.owners.count, remote.owners[place] == .transceiver(transceiver.id)
        else { return parameters }
        let bytes = remote.description.bytes
        var index = LineIndex(limits: configuration.limits)
        do throws(SDPError) {
            let view = try index.read(bytes.span)
            try view.media[place].forEachCodec { codec throws(SDPError) in
                if let given = codec.parameters {
                    parameters[codec.payloadType] = ByteString(given.parameters)
                }
            }
        } catch {
            // It was read when it was applied.
        }
        return parameters
    }

    /// The header extensions that the last answer agreed on for a transceiver.
    public func negotiatedExtensions(of id: TransceiverID) -> [(id: UInt16, uri: ByteString)] {
        let known = configuration.capabilities.extensions
        return transceiver(id)?.negotiated?.formats.extensions.map {
            (id: $0.id, uri: known[Int($0.position)].uri)
        } ?? []
    }
}

extension ByteString {
    static func + (a: ByteString, b: ByteString) -> ByteString {
        ByteString([UInt8](a) + [UInt8](b))
    }
}
