// SAFETY of this file. As Handles.swift describes; arrays of the caller are read
// within the call, as many elements as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

// MARK: Simulcast

@unsafe
private func readReceivedEncodings(
    _ elements: UnsafePointer<swiftsdp_received_encoding>?, _ count: Int
) throws(CallError) -> [[ReceivedEncoding]] {
    var streams: [[ReceivedEncoding]] = []
    let reason: StaticString = "there must be at most 1024 encodings"
    _ = try unsafe readArray(elements, count, limit: 1_024, reason) {
        (given) throws(CallError) in
        let restrictions = try unsafe text(given.restrictions)
        let encoding = ReceivedEncoding(
            try unsafe text(given.rid), isPaused: unsafe given.is_paused,
            codecs: try unsafe readArray(
                given.codecs, given.codec_count, limit: 128, "there must be at most 128 codecs",
                { (codec) throws(CallError) in unsafe CodecName(codec) }),
            restrictions: restrictions.isEmpty ? nil : restrictions)
        if unsafe !given.is_alternative {
            streams.append([encoding])
        } else if streams.isEmpty {
            throw CallError.argument("the first encoding is no alternative")
        } else {
            streams[streams.count - 1].append(encoding)
        }
    }
    return streams
}

@c @implementation
public func swiftsdp_session_set_received_encodings(
    _ handle: OpaquePointer?, _ id: UInt32,
    _ encodings: UnsafePointer<swiftsdp_received_encoding>?, _ count: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let streams = try unsafe readReceivedEncodings(encodings, count)
        try negotiated { () throws(JSEPError) in
            try handle.session.setReceivedEncodings(streams, of: TransceiverID(rawValue: id))
        }
        return true
    }
}

@c @implementation
public func swiftsdp_session_negotiated_encodings(
    _ handle: OpaquePointer?, _ id: UInt32,
    _ encodings: UnsafeMutablePointer<swiftsdp_negotiated_encoding>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ texts: UnsafeMutablePointer<CChar>?,
    _ textCapacity: Int, _ textSize: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let id = try unsafe transceiver(handle, id).id
        let codecs = session.negotiatedCodecs(of: id)
        let list = session.negotiatedReceivedEncodings(of: id).enumerated().flatMap {
            (stream, alternatives) in alternatives.map { (stream: stream, encoding: $0) }
        }
        try unsafe writeList(
            list, encodings, capacity, count, texts, textCapacity, textSize
        ) { entry, memory in
            let payloadTypes = codecs.compactMap { codec in
                entry.encoding.codecs.contains(codec.codec) ? codec.payloadType : nil
            }
            return unsafe swiftsdp_negotiated_encoding(
                rid: memory.add(entry.encoding.rid),
                restrictions: memory.add(entry.encoding.restrictions),
                payload_types: memory.add(ByteString(payloadTypes)),
                stream: UInt32(truncatingIfNeeded: entry.stream),
                is_paused: entry.encoding.isPaused)
        }
    }
}

@c @implementation
public func swiftsdp_session_bitrate_limit(
    _ handle: OpaquePointer?, _ id: UInt32, _ limit: UnsafeMutablePointer<UInt64>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let id = try unsafe transceiver(handle, id).id
        guard let found = try unsafe session(handle).bitrateLimit(of: id) else {
            throw CallError.none
        }
        unsafe limit?.pointee = found
    }
}

// MARK: Configuration

/// Changes the configuration of a session.
@unsafe
private func configure(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?,
    _ body: (inout SessionConfiguration) throws(CallError) -> Void
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        var configuration = handle.session.configuration
        try body(&configuration)
        try negotiated { () throws(JSEPError) in
            try handle.session.setConfiguration(configuration)
        }
        return false
    }
}

@c @implementation
public func swiftsdp_session_set_codec_policy(
    _ handle: OpaquePointer?, _ policy: UnsafePointer<swiftsdp_codec_policy>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe configure(handle, error) { (configuration) throws(CallError) in
        let given = try unsafe load(policy, defaults: swiftsdp_codec_policy())
        var policy = CodecPolicy()
        policy.order = try unsafe value(given.order, "there is no such order of codecs")
        let maximum = unsafe given.maximum_codecs
        policy.maximumCodecs = maximum == 0 ? nil : Int(maximum)
        let reason: StaticString = "there must be at most 1024 filters"
        policy.filters = try unsafe readArray(
            given.filters, given.filter_count, limit: 1_024, reason
        ) { (filter) throws(CallError) in
            let name = try unsafe text(filter.name)
            if name.isEmpty { throw CallError.argument("a filter is of no codec") }
            return CodecFilter(name, parameters: try unsafe text(filter.parameters))
        }
        configuration.codecPolicy = policy
    }
}

@c @implementation
public func swiftsdp_session_set_reuses_idle_transceivers(
    _ handle: OpaquePointer?, _ reuses: Bool, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe configure(handle, error) { configuration in
        configuration.reusesIdleTransceivers = reuses
    }
}

@c @implementation
public func swiftsdp_session_release_transceiver(
    _ handle: OpaquePointer?, _ id: UInt32, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        try negotiated { () throws(JSEPError) in
            try handle.session.release(TransceiverID(rawValue: id))
        }
    }
}
