// SAFETY of this file. As Handles.swift describes; arrays of the caller are read
// within the call, as many elements as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

@c @implementation
public func swiftsdp_capabilities_create(
    _ codecs: UnsafePointer<swiftsdp_codec_capability>?, _ codecCount: Int,
    _ extensions: UnsafePointer<swiftsdp_extension_capability>?, _ extensionCount: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var handle: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        var audio: [CodecCapability] = []
        var video: [CodecCapability] = []
        _ = try unsafe readArray(
            codecs, codecCount, limit: 256, "there must be at most 256 codecs"
        ) { (given) throws(CallError) in
            let kind: MediaKind = try unsafe value(given.kind, "there is no such kind")
            let codec = try unsafe CodecCapability(given)
            if kind == .audio { audio.append(codec) } else { video.append(codec) }
        }
        let known = try unsafe readArray(
            extensions, extensionCount, limit: 256, "there must be at most 256 extensions"
        ) { (given) throws(CallError) in try unsafe HeaderExtensionCapability(given) }
        let set = try negotiated { () throws(JSEPError) in
            try CapabilitySet(audio: audio, video: video, extensions: known)
        }
        unsafe handle = retained(set)
    }
    return unsafe handle
}

@c @implementation
public func swiftsdp_capabilities_create_standard(
    _ feedback: UInt32, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var handle: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        let feedback = try FeedbackSet(checking: feedback)
        unsafe handle = retained(
            feedback == .all ? CapabilitySet.standard() : .standard(feedback: feedback))
    }
    return unsafe handle
}

@c @implementation
public func swiftsdp_capabilities_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: CapabilitySet.self)
}

extension FeedbackSet {
    fileprivate init(checking raw: UInt32) throws(CallError) {
        guard raw & ~FeedbackSet.all.rawValue == 0 else {
            throw CallError.argument("there is no such feedback")
        }
        self.init(rawValue: raw)
    }
}

extension CodecCapability {
    @unsafe
    fileprivate init(_ given: swiftsdp_codec_capability) throws(CallError) {
        let (channels, parameters) = unsafe (given.channels, try text(given.parameters))
        var feedback = try unsafe FeedbackSet(checking: given.feedback).feedback
        feedback += try unsafe readArray(
            given.other_feedback, given.other_feedback_count, limit: 64,
            "there must be at most 64 kinds of feedback"
        ) { (given) throws(CallError) in
            try RTCPFeedback<ByteString>(ofCodec: try unsafe text(given))
        }
        self.init(
            try unsafe text(given.name), clockRate: unsafe given.clock_rate,
            channels: channels == 0 ? nil : channels,
            parameters: parameters.isEmpty ? nil : parameters, feedback: feedback,
            retransmits: unsafe given.retransmits)
        let packetTime = unsafe given.maximum_packet_time
        guard let checked = UInt16(exactly: packetTime) else {
            throw CallError.argument("a packet time is above 65535 milliseconds")
        }
        maximumPacketTime = packetTime == 0 ? nil : checked
        if unsafe given.has_payload_type {
            payloadType = try unsafe narrowed(given.payload_type)
        }
        if unsafe given.has_retransmission_payload_type {
            retransmissionPayloadType = try unsafe narrowed(given.retransmission_payload_type)
        }
    }
}

extension RTCPFeedback<ByteString> {
    /// What stands behind the payload type.
    fileprivate init(ofCodec text: ByteString) throws(CallError) {
        let line = Array("* ".utf8) + [UInt8](text)
        do throws(SDPError) {
            if ByteView(line.span).breaksLine { throw SDPError(.valueBreaksLine, offset: 0) }
            self.init(copying: try RTCPFeedback<ByteView>(reading: ByteView(line.span)))
        } catch {
            throw CallError(JSEPError(.type, "a codec's feedback is malformed"))
        }
    }
}

extension HeaderExtensionCapability {
    @unsafe
    fileprivate init(_ given: swiftsdp_extension_capability) throws(CallError) {
        var kinds: [MediaKind] = []
        if unsafe given.is_for_audio { kinds.append(.audio) }
        if unsafe given.is_for_video { kinds.append(.video) }
        let id = unsafe given.id
        self.init(
            try unsafe text(given.uri), for: kinds, id: id == 0 ? nil : try narrowed(id))
    }
}

/// A number that C has more bits for. One that does not fit is out of range as numbers
/// are that fit but may not be.
func narrowed<Number: FixedWidthInteger>(_ raw: UInt32) throws(CallError) -> Number {
    guard let number = Number(exactly: raw) else {
        throw CallError(JSEPError(.range, "a number is out of range"))
    }
    return number
}

// MARK: Server options

extension SessionConfiguration {
    /// Takes what a configuration says of capabilities and servers, if it does.
    @unsafe
    mutating func setServer(_ given: swiftsdp_session_configuration) throws(CallError) {
        if let set = unsafe given.capabilities {
            capabilities = unsafe object(set, as: CapabilitySet.self)
        }
        guard unsafe given.server != nil else { return }
        let options = try unsafe load(given.server, defaults: swiftsdp_server_options())
        server = ServerOptions()
        server.isICELite = unsafe options.is_ice_lite
        server.hostsTransports = unsafe options.hosts_transports
        server.answeredRole = unsafe options.answers_as_dtls_server ? .server : .client
        server.bandwidth = unsafe BandwidthLimits(options.bandwidth_as, options.bandwidth_tias)
        let prefix = try unsafe text(options.mid_prefix)
        server.midPolicy = prefix.isEmpty ? .integers : .text(prefix)
        let name = try unsafe text(options.canonical_name)
        server.canonicalName = name.isEmpty ? nil : name
        let server = server
        try negotiated { () throws(JSEPError) in try server.check() }
    }
}

extension BandwidthLimits {
    /// 0 stands for none.
    init(_ applicationSpecific: UInt32, _ transportIndependent: UInt32) {
        self.init(
            applicationSpecific: applicationSpecific == 0 ? nil : applicationSpecific,
            transportIndependent: transportIndependent == 0 ? nil : transportIndependent)
    }
}
