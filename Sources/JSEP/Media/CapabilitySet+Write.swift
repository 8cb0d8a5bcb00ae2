import SDP

// What a media section says of its codecs and header extensions. It depends on
// the capability set and the kind alone.

extension CapabilitySet {
    /// The formats of the m= line, each after a blank.
    func writePayloadTypes(of kind: MediaKind, to writer: inout DescriptionWriter) {
        for codec in codecs(kind) {
            writer.append(byte: UInt8(ascii: " "))
            writer.append(UInt64(codec.payloadType))
            if let retransmission = codec.retransmission {
                writer.append(byte: UInt8(ascii: " "))
                writer.append(UInt64(retransmission))
            }
        }
    }

    /// The a=extmap lines.
    func writeExtensions(of kind: MediaKind, to writer: inout DescriptionWriter) {
        for assigned in extensions where assigned.capability.kinds.contains(kind) {
            writer.attribute(
                ExtensionMap(
                    id: assigned.id, direction: nil, uri: assigned.capability.uri, attributes: nil))
        }
    }

    /// The a=rtpmap, a=rtcp-fb and a=fmtp lines and a=maxptime.
    func writeCodecs(of kind: MediaKind, to writer: inout DescriptionWriter) {
        for codec in codecs(kind) { codec.write(to: &writer) }
        if kind == .audio,
            let shortest = codecs(kind).compactMap({ $0.capability.maximumPacketTime }).min()
        {
            writer.attribute(.maximumPacketTime, UInt64(shortest))
        }
    }
}

extension CapabilitySet.AssignedCodec {
    fileprivate func write(to writer: inout DescriptionWriter) {
        writer.attribute(
            RTPMap(
                payloadType: payloadType, encodingName: capability.name,
                clockRate: capability.clockRate, channels: capability.channels))
        for feedback in capability.feedback {
            writer.attribute(
                RTCPFeedback(
                    payloadType: payloadType, type: feedback.type, parameter: feedback.parameter))
        }
        if let parameters = capability.parameters {
            writer.attribute(
                FormatParameters(
                    format: ByteString(decimal: UInt64(payloadType)), parameters: parameters))
        }
        if let retransmission {
            writer.attribute(
                RTPMap<ByteString>(
                    payloadType: retransmission, encodingName: "rtx",
                    clockRate: capability.clockRate, channels: nil))
            writer.append(syntax: "a=fmtp:")
            writer.append(UInt64(retransmission))
            writer.append(syntax: " apt=")
            writer.append(UInt64(payloadType))
            writer.endLine()
        }
    }
}
