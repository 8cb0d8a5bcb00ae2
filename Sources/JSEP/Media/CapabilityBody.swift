import SDP

/// What a media section says of its codecs and header extensions, as bytes. It
/// depends on the capability set and on `formats` alone, so it is written once
/// and copied into descriptions.
final class CapabilityBody: Sendable {
    let formats: SectionFormats
    /// The formats of the m= line, each after a blank.
    private let payloadTypes: [UInt8]
    /// The a=extmap lines.
    private let extensions: [UInt8]
    /// The a=rtpmap, a=rtcp-fb and a=fmtp lines and a=maxptime.
    private let codecs: [UInt8]

    /// Throws `valueBreaksLine` if a capability would.
    init(
        _ formats: SectionFormats, codecs known: [CodecCapability],
        extensions knownExtensions: [HeaderExtensionCapability]
    ) throws(SDPError) {
        self.formats = formats
        payloadTypes = try [UInt8](writing: { writer in
            for use in formats.codecs { use.writePayloadTypes(to: &writer) }
        })
        extensions = try [UInt8](writing: { writer in
            for use in formats.extensions {
                writer.attribute(
                    ExtensionMap(
                        id: use.id, direction: use.direction,
                        uri: knownExtensions[Int(use.position)].uri, attributes: nil))
            }
        })
        codecs = try [UInt8](writing: { writer in
            for use in formats.codecs {
                var capability = known[Int(use.codec)]
                if formats.kind == .audio, capability.isRedundancy,
                    let primary = formats.codecs.primary(
                        of: use, known, known.map { CodecRole($0) })
                {
                    capability.parameters = capability.redundancy(of: primary.payloadType)
                }
                use.write(capability, formats.voiceActivityDetection, to: &writer)
            }
            let limits = formats.codecs.compactMap { known[Int($0.codec)].maximumPacketTime }
            if formats.kind == .audio, let shortest = limits.min() {
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

extension CodecUse {
    fileprivate func writePayloadTypes(to writer: inout DescriptionWriter) {
        writer.append(byte: UInt8(ascii: " "))
        writer.append(UInt64(payloadType))
        if let retransmission {
            writer.append(byte: UInt8(ascii: " "))
            writer.append(UInt64(retransmission))
        }
    }

    fileprivate func write(
        _ capability: CodecCapability, _ detectsVoice: Bool?, to writer: inout DescriptionWriter
    ) {
        writer.attribute(
            RTPMap(
                payloadType: payloadType, encodingName: capability.name,
                clockRate: capability.clockRate, channels: capability.channels))
        for (position, entry) in capability.feedback.enumerated()
        where position < 64 && feedback >> UInt64(position) & 1 == 1 {
            writer.attribute(
                RTCPFeedback(
                    payloadType: payloadType, type: entry.type, parameter: entry.parameter))
        }
        if let parameters = capability.parameters(detectingVoice: detectsVoice) {
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
