// SAFETY of this file. As Handles.swift describes.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

@c @implementation
public func swiftsdp_session_add_data_section(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        try negotiated { () throws(JSEPError) in try handle.session.addDataSection() }
        return true
    }
}

@c @implementation
public func swiftsdp_session_create_data_channel(
    _ handle: OpaquePointer?, _ initial: UnsafePointer<swiftsdp_data_channel_init>?,
    _ id: UnsafeMutablePointer<UInt32>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        guard unsafe initial != nil else { throw CallError.argument("the channel is NULL") }
        let given = try unsafe load(initial, defaults: swiftsdp_data_channel_init())
        let label = try unsafe text(given.label)
        var options = DataChannelInit()
        options.subprotocol = try unsafe text(given.subprotocol)
        options.isOrdered = unsafe !given.is_unordered
        let lifeTime = unsafe given.maximum_packet_life_time
        let retransmits = unsafe given.maximum_retransmits
        if unsafe given.has_maximum_packet_life_time { options.maximumPacketLifeTime = lifeTime }
        if unsafe given.has_maximum_retransmits { options.maximumRetransmits = retransmits }
        options.isNegotiated = unsafe given.is_negotiated
        if options.isNegotiated { options.streamID = unsafe given.stream_id }
        let made = try negotiated { () throws(JSEPError) in
            try handle.session.createDataChannel(label, options)
        }
        unsafe id?.pointee = made.id.rawValue
        return made.isFirst
    }
}

/// The data channel of that id, which is its position.
func dataChannel(_ session: JSEPSession, _ id: UInt32) throws(CallError) -> DataChannel {
    let channels = session.dataChannels
    guard Int(id) < channels.count else { throw CallError.argument("there is no such channel") }
    return channels[Int(id)]
}

@c @implementation
public func swiftsdp_session_set_channel_state(
    _ handle: OpaquePointer?, _ id: UInt32, _ state: UInt32,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let channel = try dataChannel(handle.session, id)
        let state: DataChannelState = try value(state, "there is no such state of a channel")
        if channel.state == .closed && state != .closed {
            throw CallError(JSEPError(.invalidState, "the channel is closed"))
        }
        handle.session.setState(state, of: channel.id)
        return false
    }
}

@c @implementation
public func swiftsdp_session_data_channel_count(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: SessionHandle.self).session.dataChannels.count
}

@c @implementation
public func swiftsdp_session_data_channel(
    _ handle: OpaquePointer?, _ position: Int,
    _ result: UnsafeMutablePointer<swiftsdp_data_channel>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        let channels = try unsafe session(handle).dataChannels
        guard channels.indices.contains(position) else {
            throw CallError.argument("there is no channel at that position")
        }
        let channel = channels[position]
        var described = swiftsdp_data_channel()
        described.id = channel.id.rawValue
        described.state = UInt32(channel.state.rawValue)
        described.stream_id = channel.streamID.map { UInt32($0) } ?? UInt32.max
        described.label_size = UInt64(channel.label.count)
        described.subprotocol_size = UInt64(channel.options.subprotocol.count)
        try unsafe fill(result, with: described)
    }
}
