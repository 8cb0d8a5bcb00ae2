import SDP

/// What a media section says of its codecs and header extensions. It depends on
/// the capability set, the kind and the order of the codecs alone, so it is
/// written once and copied into offers.
final class CapabilityBody: Sendable {
    /// The payload types of the codecs, without those of retransmissions. Of one
    /// capability set, bodies with the same ones say the same.
    let order: [UInt8]
    /// The formats of the m= line, each after a blank.
    private let payloadTypes: [UInt8]
    /// The a=extmap lines.
    private let extensions: [UInt8]
    /// The a=rtpmap, a=rtcp-fb and a=fmtp lines and a=maxptime.
    private let codecs: [UInt8]

    private let offered: [Bool]

    /// Whether the payload type is one of these formats.
    func offers(payloadType: UInt8) -> Bool { offered[Int(payloadType & 127)] }

    /// Throws `valueBreaksLine` if a capability would.
    init(
        _ kind: MediaKind, codecs assigned: [CapabilitySet.AssignedCodec],
        extensions: [CapabilitySet.AssignedExtension]
    ) throws(SDPError) {
        var offered = [Bool](repeating: false, count: 128)
        for codec in assigned {
            offered[Int(codec.payloadType)] = true
            if let retransmission = codec.retransmission { offered[Int(retransmission)] = true }
        }
        self.offered = offered
        order = assigned.map { $0.payloadType }
        payloadTypes = try [UInt8](writing: { writer in
            for codec in assigned { codec.writePayloadTypes(to: &writer) }
        })
        self.extensions = try [UInt8](writing: { writer in
            for assigned in extensions where assigned.capability.kinds.contains(kind) {
                writer.attribute(
                    ExtensionMap(
                        id: assigned.id, direction: nil, uri: assigned.capability.uri,
                        attributes: nil))
            }
        })
        codecs = try [UInt8](writing: { writer in
            for codec in assigned { codec.write(to: &writer) }
            let limits = assigned.compactMap({ $0.capability.maximumPacketTime })
            if kind == .audio, let shortest = limits.min() {
                writer.attribute(.maximumPacketTime, UInt64(shortest))
            }
        })
    }

    func writePayloadTypes(to writer: inout DescriptionWriter) {
        let payloadTypes = payloadTypes
        writer.append(lines: ByteView(payloadTypes.span))
    }

    func writeExtensions(to writer: inout DescriptionWriter) {
        let extensions = extensions
        writer.append(lines: ByteView(extensions.span))
    }

    func writeCodecs(to writer: inout DescriptionWriter) {
        let codecs = codecs
        writer.append(lines: ByteView(codecs.span))
    }
}

extension CapabilitySet.AssignedCodec {
    fileprivate func writePayloadTypes(to writer: inout DescriptionWriter) {
        writer.append(byte: UInt8(ascii: " "))
        writer.append(UInt64(payloadType))
        if let retransmission {
            writer.append(byte: UInt8(ascii: " "))
            writer.append(UInt64(retransmission))
        }
    }

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
