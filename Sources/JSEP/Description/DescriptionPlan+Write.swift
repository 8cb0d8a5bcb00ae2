import ICECredentials
import SDP

// How an offer or answer is written: RFC 9429 sections 5.2.1 and 5.3.1, in their
// order.

extension DescriptionPlan {
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
        for mids in bundleGroups { DescriptionPlan.write("a=group:BUNDLE", mids, to: &writer) }
        for mids in lipSyncGroups { DescriptionPlan.write("a=group:LS", mids, to: &writer) }
        if isICELite { writer.flag(.iceLite) }
        if allowsMixedExtensions { writer.flag(.extensionMapAllowMixed) }
        switch (supportsTrickle, supportsICE2) {
        case (true, true): writer.line("a=ice-options:trickle ice2")
        case (true, false): writer.line("a=ice-options:trickle")
        case (false, true): writer.line("a=ice-options:ice2")
        case (false, false): break
        }
        if let identityAssertion { writer.attribute(.identity, identityAssertion) }
        // Chromium rejects bundled sections for which it finds no fingerprint; the
        // session level serves them without a transport attribute of their own.
        if sections.contains(where: { $0.isLive && $0.ownTransport == nil }) {
            for fingerprint in sharedFingerprints { writer.attribute(fingerprint) }
        }
        for section in sections { write(section, to: &writer) }
    }

    private static func write(
        _ semantics: StaticString, _ mids: [ByteString], to writer: inout DescriptionWriter
    ) {
        writer.append(syntax: semantics)
        for mid in mids {
            writer.append(byte: UInt8(ascii: " "))
            writer.append(mid)
        }
        writer.endLine()
    }

    private func write(_ section: SectionPlan, to writer: inout DescriptionWriter) {
        switch section.content {
        case .media(let media):
            write(media, of: section, to: &writer)
        case .data(let data):
            write(data, of: section, to: &writer)
        case .rejected(let line):
            writer.append(syntax: "m=")
            line.write(to: &writer)
            writer.endLine()
            writer.line("c=IN IP4 0.0.0.0")
            if section.writesMid { writer.attribute(.mid, section.mid) }
            if line.media == "audio" || line.media == "video" { writer.flag(.inactive) }
        }
    }

    private func write(
        _ media: MediaPlan, of section: SectionPlan, to writer: inout DescriptionWriter
    ) {
        writer.append(syntax: "m=")
        writer.append(syntax: media.kind.text)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(section.port)
        writer.append(byte: UInt8(ascii: " "))
        if let transportProtocol = media.transportProtocol {
            writer.append(transportProtocol)
        } else {
            writer.append(
                syntax: section.address.isTCP ? "TCP/DTLS/RTP/SAVPF" : "UDP/TLS/RTP/SAVPF")
        }
        media.body.writePayloadTypes(to: &writer)
        writer.endLine()
        writeConnection(of: section, to: &writer)
        if section.isLive { media.bandwidth.write(to: &writer) }
        writeTransport(of: section, to: &writer)
        media.body.writeExtensions(to: &writer)
        writer.flag(media.direction.attributeName)
        if section.isLive, let streams = media.streams {
            write(streams: streams, media.track, to: &writer)
        }
        // Also where another section has the transport: Chromium refuses a
        // bundle of which a section lacks it.
        if section.isLive && media.multiplexesRTCP { writer.flag(.rtcpMux) }
        if section.ownTransport != nil {
            if media.isRTCPMuxOnly { writer.flag(.rtcpMuxOnly) }
            if media.reducesRTCPSize { writer.flag(.rtcpReducedSize) }
        }
        media.body.writeCodecs(to: &writer)
        if section.isLive {
            media.writeSimulcast(to: &writer)
            media.sources?.write(to: &writer)
        }
    }

    private func write(
        _ data: DataPlan, of section: SectionPlan, to writer: inout DescriptionWriter
    ) {
        writer.append(syntax: "m=application ")
        writer.append(section.port)
        writer.append(byte: UInt8(ascii: " "))
        if let transportProtocol = data.transportProtocol {
            writer.append(transportProtocol)
        } else {
            writer.append(syntax: section.address.isTCP ? "TCP/DTLS/SCTP" : "UDP/DTLS/SCTP")
        }
        writer.append(byte: UInt8(ascii: " "))
        writer.append(data.format ?? "webrtc-datachannel")
        writer.endLine()
        writeConnection(of: section, to: &writer)
        writeTransport(of: section, to: &writer)
        if data.multiplexesRTCP && section.ownTransport != nil {
            writer.flag(.rtcpMux)
            writer.flag(.rtcpReducedSize)
        }
        if data.transportProtocol == "DTLS/SCTP", let format = data.format {
            // Peers from before RFC 8841 have the port in the m= line.
            writer.append(syntax: "a=sctpmap:")
            writer.append(format)
            writer.line(" webrtc-datachannel 1024")
        } else {
            writer.attribute(.sctpPort, UInt64(data.sctpPort))
        }
        writer.attribute(.maximumMessageSize, data.maximumMessageSize)
    }

    /// The c= line.
    private func writeConnection(of section: SectionPlan, to writer: inout DescriptionWriter) {
        writer.append(syntax: "c=")
        section.address.write(to: &writer)
        writer.endLine()
    }

    /// What section without a transport of their own inherit: that of the one that
    /// speaks for the first bundle.
    private var sharedFingerprints: [Fingerprint<ByteString>] {
        let tag = bundleGroups.first?.first
        let speaker = sections.first { $0.mid == tag && $0.ownTransport != nil }
        return fingerprints(of: speaker?.ownTransport)
    }

    private func fingerprints(of transport: TransportPlan?) -> [Fingerprint<ByteString>] {
        let own = transport?.association?.fingerprints ?? []
        return own.isEmpty ? fingerprints : own
    }

    /// The transport attributes.
    private func writeTransport(of section: SectionPlan, to writer: inout DescriptionWriter) {
        if let transport = section.ownTransport {
            if transport.writesRTCPAddress && writesRTCPAddress {
                writer.append(syntax: "a=rtcp:")
                writer.append(UInt64(section.address.port))
                writer.append(byte: UInt8(ascii: " "))
                section.address.write(to: &writer)
                writer.endLine()
            }
            writer.attribute(.iceUsernameFragment, transport.usernameFragment)
            writer.attribute(.icePassword, ByteString(transport.credentials.password))
            for fingerprint in fingerprints(of: transport) { writer.attribute(fingerprint) }
            writer.attribute(transport.setup)
            if let association = transport.association {
                if let tlsID = association.tlsID { writer.attribute(.tlsID, tlsID) }
            } else {
                writer.attribute(.tlsID, tlsID)
            }
            for line in transport.candidates.lines { writer.attribute(.candidate, line) }
            if transport.candidates.isComplete { writer.flag(.endOfCandidates) }
        }
        if section.writesMid { writer.attribute(.mid, section.mid) }
        if section.transport == .bundleOnly { writer.flag(.bundleOnly) }
    }

    /// Without a stream the line says `-`: without a line, RFC 8830 and the
    /// check for negotiation would take the track for gone.
    private func write(
        streams: [ByteString], _ track: ByteString?, to writer: inout DescriptionWriter
    ) {
        for stream in streams.isEmpty ? ["-"] : streams {
            writer.attribute(MediaStreamID(streamID: stream, appData: track))
        }
    }
}

extension MediaPlan {
    fileprivate func writeSimulcast(to writer: inout DescriptionWriter) {
        for rid in sentRIDs {
            writer.attribute(
                RID(id: rid, direction: .send, formats: nil, restrictions: nil))
        }
        for plan in receivedStreams.joined() {
            let payloadTypes = plan.payloadTypes.map { [UInt8](ByteString(decimal: UInt64($0))) }
            writer.attribute(
                RID(
                    id: plan.rid, direction: .receive,
                    formats: payloadTypes.isEmpty
                        ? nil
                        : ByteString([UInt8](payloadTypes.joined(separator: [UInt8(ascii: ",")]))),
                    restrictions: plan.restrictions))
        }
        let sends = sentRIDs.count > 1
        // A lone encoding is no simulcast.
        let receives = receivedStreams.joined().count > 1
        if !sends && !receives { return }
        writer.append(syntax: "a=simulcast:")
        if sends {
            writer.append(syntax: "send ")
            MediaPlan.write(sentRIDs.map { [RIDPlan(rid: $0)] }, to: &writer)
        }
        if sends && receives { writer.append(byte: 0x20) }
        if receives {
            writer.append(syntax: "recv ")
            MediaPlan.write(receivedStreams, to: &writer)
        }
        writer.endLine()
    }

    private static func write(_ streams: [[RIDPlan]], to writer: inout DescriptionWriter) {
        for (place, stream) in streams.enumerated() {
            if place > 0 { writer.append(byte: UInt8(ascii: ";")) }
            for (alternative, plan) in stream.enumerated() {
                if alternative > 0 { writer.append(byte: UInt8(ascii: ",")) }
                if plan.isPaused { writer.append(byte: UInt8(ascii: "~")) }
                writer.append(plan.rid)
            }
        }
    }
}

extension SectionPlan {
    /// The address of the m= and c= lines.
    var address: DefaultAddress {
        switch transport {
        case .own(let plan): plan.candidates.defaultAddress
        case .bundled(let address): address
        case .bundleOnly, .none: DefaultAddress()
        }
    }

    fileprivate var port: UInt64 {
        switch transport {
        case .own, .bundled: UInt64(address.port)
        case .bundleOnly, .none: 0
        }
    }
}
