import SDP

extension JSEPSession {
    /// The codecs that the last answer agreed on for a transceiver, retransmission
    /// among them; none before. O(bytes of the peer's description).
    public func negotiatedCodecs(of id: TransceiverID) -> [NegotiatedCodec] {
        guard let transceiver = transceiver(id), let formats = transceiver.negotiated?.formats
        else { return [] }
        let known = configuration.capabilities.codecs(transceiver.kind)
        let peer = peerSection(of: id)?.codecs ?? []
        var codecs: [NegotiatedCodec] = []
        for use in formats.codecs {
            let codec = known[Int(use.codec)]
            codecs.append(
                NegotiatedCodec(
                    payloadType: use.payloadType,
                    codec: codec.codecName,
                    peerParameters: peer.first { $0.payloadType == use.payloadType }?.parameters))
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

    /// The peer's section of a transceiver that is in use, else the one it proposes.
    private func peerSection(of id: TransceiverID) -> RemoteDescription.Section? {
        guard let place = transceiver(id)?.index,
            let remote = state.currentRemote ?? state.pendingRemote,
            place < remote.owners.count, remote.owners[place] == .transceiver(id)
        else { return nil }
        return remote.description.sections[place]
    }

    /// How much the peer wants to be sent for a transceiver at most, in bits a second
    /// without headers: its b=TIAS, or what its b=AS comes to (RFC 9429 section 5.10). Nil
    /// if it says nothing, or before there is an answer.
    public func bitrateLimit(of id: TransceiverID) -> UInt64? {
        peerSection(of: id)?.bitrateLimit
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
