import SDP

extension JSEPSession {
    /// The codecs that the last answer agreed on for a transceiver, retransmission
    /// among them; none before.
    public func negotiatedCodecs(of id: TransceiverID) -> [NegotiatedCodec] {
        guard let transceiver = transceiver(id), let formats = transceiver.negotiated?.formats
        else { return [] }
        let known = configuration.capabilities.codecs(transceiver.kind)
        var codecs: [NegotiatedCodec] = []
        for use in formats.codecs {
            let codec = known[Int(use.codec)]
            codecs.append(
                NegotiatedCodec(
                    payloadType: use.payloadType,
                    codec: CodecName(
                        codec.name, clockRate: codec.clockRate, channels: codec.channels,
                        parameters: codec.parameters)))
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
