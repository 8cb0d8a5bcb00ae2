// SAFETY of this file. As Handles.swift describes; arrays of the caller are read
// within the call, as many elements as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

@c @implementation
public func swiftsdp_session_pin_transceiver(
    _ handle: OpaquePointer?, _ id: UInt32, _ pins: UnsafePointer<swiftsdp_pins>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let pins = try unsafe TransceiverPins(try load(pins, defaults: swiftsdp_pins()))
        try negotiated { () throws(JSEPError) in
            try session.pin(pins, of: TransceiverID(rawValue: id))
        }
    }
}

@c @implementation
public func swiftsdp_session_pin_formats(
    _ handle: OpaquePointer?, _ payloadTypes: UnsafePointer<swiftsdp_payload_type_pin>?,
    _ payloadTypeCount: Int, _ extensions: UnsafePointer<swiftsdp_extension_pin>?,
    _ extensionCount: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let pins = try unsafe FormatPins(
            payloadTypes, payloadTypeCount, extensions, extensionCount)
        try negotiated { () throws(JSEPError) in try session.pin(pins) }
    }
}

@c @implementation
public func swiftsdp_session_adopt_formats(
    _ handle: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        try unsafe checkText(bytes, size)
        try unsafe withBytes(bytes, size) { (offer) throws(CallError) in
            try negotiated { () throws(JSEPError) in try session.adoptFormats(of: offer) }
        }
    }
}

@c @implementation
public func swiftsdp_session_add_named_data_section(
    _ handle: OpaquePointer?, _ mid: UnsafePointer<CChar>?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let mid = try unsafe text(mid, size)
        try negotiated { () throws(JSEPError) in try handle.session.addDataSection(mid: mid) }
        return true
    }
}

extension TransceiverPins {
    @unsafe
    init(_ given: swiftsdp_pins) throws(CallError) {
        let mid = try unsafe text(given.mid)
        let track = try unsafe text(given.track)
        let name = try unsafe text(given.canonical_name)
        let groups = try unsafe readArray(
            given.groups, given.group_count, limit: 65_535, "there are too many groups"
        ) { (group) throws(CallError) in
            SourceGroup(
                try unsafe value(group.semantics, "there is no such kind of group"),
                try unsafe readSources(group.sources, group.source_count))
        }
        self.init(
            mid: mid.isEmpty ? nil : mid, track: track.isEmpty ? nil : track,
            canonicalName: name.isEmpty ? nil : name,
            sources: try unsafe readSources(given.sources, given.source_count),
            sourceGroups: groups,
            bandwidth: unsafe given.has_bandwidth
                ? BandwidthLimits(given.bandwidth_as, given.bandwidth_tias) : nil,
            formats: try unsafe FormatPins(
                given.payload_types, given.payload_type_count, given.extensions,
                given.extension_count))
    }
}

@unsafe
private func readSources(
    _ elements: UnsafePointer<UInt32>?, _ count: Int
) throws(CallError) -> [UInt32] {
    try unsafe readArray(elements, count, limit: 65_535, "there are too many sources") { $0 }
}

extension FormatPins {
    @unsafe
    fileprivate init(
        _ payloadTypes: UnsafePointer<swiftsdp_payload_type_pin>?, _ payloadTypeCount: Int,
        _ extensions: UnsafePointer<swiftsdp_extension_pin>?, _ extensionCount: Int
    ) throws(CallError) {
        self.init(
            payloadTypes: try unsafe readArray(
                payloadTypes, payloadTypeCount, limit: 256, "there are too many payload types"
            ) { (given) throws(CallError) in
                PayloadTypePin(
                    unsafe CodecName(given.codec), try unsafe narrowed(given.payload_type),
                    retransmission: unsafe given.has_retransmission
                        ? try narrowed(given.retransmission) : nil)
            },
            extensions: try unsafe readArray(
                extensions, extensionCount, limit: 256, "there are too many extensions"
            ) { (given) throws(CallError) in
                ExtensionPin(try unsafe text(given.uri), try unsafe narrowed(given.id))
            })
    }
}
