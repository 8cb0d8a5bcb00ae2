import ICECredentials
import SDP

// How an offer is written: RFC 9429 section 5.2.1, in its order.

extension OfferPlan {
    func write(to writer: inout DescriptionWriter) {
        writer.line("v=0")
        writer.append(syntax: "o=- ")
        writer.append(sessionID)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(version)
        // The address says nothing, so that nothing of the host leaks.
        writer.line(" IN IP4 0.0.0.0")
        writer.line("s=-")
        writer.line("t=0 0")
        writeBundleGroup(to: &writer)
        writer.line("a=extmap-allow-mixed")
        writer.line("a=ice-options:trickle ice2")
        // Chromium rejects bundled sections for which it finds no fingerprint; the
        // session level serves them without a transport attribute of their own.
        if sections.contains(where: { $0.isLive && !$0.hasOwnTransport }) {
            for fingerprint in configuration.fingerprints { writer.attribute(fingerprint) }
        }
        for section in sections { write(section, to: &writer) }
    }

    private func writeBundleGroup(to writer: inout DescriptionWriter) {
        if bundledMids.isEmpty { return }
        writer.append(syntax: "a=group:BUNDLE")
        for mid in bundledMids {
            writer.append(byte: UInt8(ascii: " "))
            writer.append(mid)
        }
        writer.endLine()
    }

    private func write(_ section: SectionPlan, to writer: inout DescriptionWriter) {
        switch section.content {
        case .media(let kind, let direction, let streams, let body):
            writeMediaLine(kind, body, of: section, to: &writer)
            writeTransport(of: section, multiplexesRTCP: true, to: &writer)
            body.writeExtensions(to: &writer)
            writer.flag(direction.attributeName)
            if direction.sends && section.isLive { write(streams: streams, to: &writer) }
            // Also where another section has the transport: Chromium refuses a
            // bundle of which a section lacks it.
            if section.isLive { writer.flag(.rtcpMux) }
            if section.hasOwnTransport {
                if section.answeredRTCP == nil { writer.flag(.rtcpMuxOnly) }
                if section.answeredRTCP?.isReducedSize != false { writer.flag(.rtcpReducedSize) }
            }
            body.writeCodecs(to: &writer)
        case .data:
            writer.append(syntax: "m=application ")
            writer.append(section.port)
            writer.line(" UDP/DTLS/SCTP webrtc-datachannel")
            writer.line("c=IN IP4 0.0.0.0")
            writeTransport(of: section, multiplexesRTCP: false, to: &writer)
            writer.attribute(.sctpPort, UInt64(configuration.sctpPort))
            writer.attribute(.maximumMessageSize, configuration.maximumMessageSize)
        }
    }

    private func writeMediaLine(
        _ kind: MediaKind, _ body: CapabilityBody, of section: SectionPlan,
        to writer: inout DescriptionWriter
    ) {
        writer.append(syntax: "m=")
        writer.append(syntax: kind.text)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(section.port)
        writer.append(syntax: " UDP/TLS/RTP/SAVPF")
        body.writePayloadTypes(to: &writer)
        writer.endLine()
        writer.line("c=IN IP4 0.0.0.0")
    }

    private func writeTransport(
        of section: SectionPlan, multiplexesRTCP: Bool, to writer: inout DescriptionWriter
    ) {
        if case .own(let credentials) = section.transport {
            if multiplexesRTCP && configuration.writesRTCPAddress && section.answeredRTCP == nil {
                writer.line("a=rtcp:9 IN IP4 0.0.0.0")
            }
            writer.attribute(.iceUsernameFragment, ByteString(credentials.usernameFragment))
            writer.attribute(.icePassword, ByteString(credentials.password))
            for fingerprint in configuration.fingerprints { writer.attribute(fingerprint) }
            writer.line("a=setup:actpass")
            writer.attribute(.tlsID, tlsID)
        }
        writer.attribute(.mid, section.mid)
        if section.transport == .bundleOnly { writer.flag(.bundleOnly) }
    }

    /// Without a stream the line says `-`: without a line, RFC 8830 and the
    /// check for negotiation would take the track for gone.
    private func write(streams: [ByteString], to writer: inout DescriptionWriter) {
        if streams.isEmpty { writer.line("a=msid:-") }
        for stream in streams { writer.attribute(.msid, stream) }
    }
}

extension SectionPlan {
    fileprivate var hasOwnTransport: Bool {
        if case .own = transport { true } else { false }
    }

    fileprivate var port: UInt64 {
        switch transport {
        case .own, .bundled: 9
        case .bundleOnly, .none: 0
        }
    }
}
