// SAFETY of this file. As Handles.swift describes; arrays of the caller are read
// within the call, as many elements as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

// MARK: Changes

@unsafe
private func readStreams(
    _ elements: UnsafePointer<swiftsdp_slice>?, _ count: Int
) throws(CallError) -> [ByteString] {
    try unsafe readArray(elements, count, limit: 1_024, "there must be at most 1024 streams") {
        unsafe copy($0)
    }
}

extension CodecName {
    @unsafe
    fileprivate init(_ given: swiftsdp_codec) {
        let channels = unsafe given.channels
        let parameters = unsafe copy(given.parameters)
        self.init(
            unsafe copy(given.name), clockRate: unsafe given.clock_rate,
            channels: channels == 0 ? nil : channels,
            parameters: parameters.isEmpty ? nil : parameters)
    }
}

@unsafe
private func readEncodings(
    _ elements: UnsafePointer<swiftsdp_encoding>?, _ count: Int
) throws(CallError) -> [Encoding] {
    try unsafe readArray(elements, count, limit: 1_024, "there must be at most 1024 encodings") {
        (given) throws(CallError) in
        let rid = unsafe copy(given.rid)
        var encoding = Encoding(rid: rid.isEmpty ? nil : rid)
        encoding.isActive = unsafe !given.is_inactive
        let (bitrate, framerate, scale) = unsafe (
            given.maximum_bitrate, given.maximum_framerate, given.scale_resolution_down_by
        )
        if bitrate != 0 { encoding.maximumBitrate = bitrate }
        if framerate != 0 { encoding.maximumFramerate = framerate }
        if scale != 0 { encoding.scaleResolutionDownBy = scale }
        if unsafe given.codec.name.size != 0 { encoding.codec = unsafe CodecName(given.codec) }
        return encoding
    }
}

@c @implementation
public func swiftsdp_session_add_transceiver(
    _ handle: OpaquePointer?, _ initial: UnsafePointer<swiftsdp_transceiver_init>?,
    _ id: UnsafeMutablePointer<UInt32>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        guard unsafe initial != nil else { throw CallError.argument("the transceiver is NULL") }
        let given = try unsafe load(initial, defaults: swiftsdp_transceiver_init())
        let kind: MediaKind = try unsafe value(given.kind, "there is no such kind")
        let track = try unsafe text(given.track)
        let initial = TransceiverInit(
            direction: try unsafe value(given.direction, "there is no such direction"),
            streams: try unsafe readStreams(given.streams, given.stream_count),
            encodings: try unsafe readEncodings(given.encodings, given.encoding_count),
            track: track.isEmpty ? nil : track)
        let added = try negotiated { () throws(JSEPError) in
            try handle.session.addTransceiver(kind, initial)
        }
        unsafe id?.pointee = added.rawValue
        return true
    }
}

@c @implementation
public func swiftsdp_session_add_track(
    _ handle: OpaquePointer?, _ kind: UInt32, _ track: UnsafePointer<CChar>?, _ size: Int,
    _ streams: UnsafePointer<swiftsdp_slice>?, _ streamCount: Int,
    _ id: UnsafeMutablePointer<UInt32>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let kind: MediaKind = try value(kind, "there is no such kind")
        let track = try unsafe text(track, size)
        if track.isEmpty { throw CallError.argument("the track is empty") }
        let streams = try unsafe readStreams(streams, streamCount)
        let added = try negotiated { () throws(JSEPError) in
            try handle.session.addTrack(track, kind, streams: streams)
        }
        unsafe id?.pointee = added.rawValue
        return true
    }
}

@c @implementation
public func swiftsdp_session_remove_track(
    _ handle: OpaquePointer?, _ id: UInt32, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        try negotiated { () throws(JSEPError) in
            try handle.session.removeTrack(of: TransceiverID(rawValue: id))
        }
    }
}

@c @implementation
public func swiftsdp_session_replace_track(
    _ handle: OpaquePointer?, _ id: UInt32, _ track: UnsafePointer<CChar>?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let track = try unsafe text(track, size)
        try negotiated { () throws(JSEPError) in
            try handle.session.replaceTrack(
                of: TransceiverID(rawValue: id), with: track.isEmpty ? nil : track)
        }
        return false
    }
}

@c @implementation
public func swiftsdp_session_set_streams(
    _ handle: OpaquePointer?, _ id: UInt32, _ streams: UnsafePointer<swiftsdp_slice>?,
    _ count: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let streams = try unsafe readStreams(streams, count)
        try negotiated { () throws(JSEPError) in
            try handle.session.setStreams(streams, of: TransceiverID(rawValue: id))
        }
        return true
    }
}

@c @implementation
public func swiftsdp_session_set_direction(
    _ handle: OpaquePointer?, _ id: UInt32, _ direction: UInt32,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let direction: MediaDirection = try value(direction, "there is no such direction")
        return try negotiated { () throws(JSEPError) in
            try handle.session.setDirection(direction, of: TransceiverID(rawValue: id))
        }
    }
}

@c @implementation
public func swiftsdp_session_stop(
    _ handle: OpaquePointer?, _ id: UInt32, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let id = TransceiverID(rawValue: id)
        if handle.session.transceiver(id) == nil && handle.session.signalingState != .closed {
            throw CallError(JSEPError(.invalidState, "the transceiver is not of this session"))
        }
        let isNew = try negotiated { () throws(JSEPError) in try handle.session.stop(id) }
        if isNew { handle.events.add(.trackEnded(id)) }
        return isNew
    }
}

@c @implementation
public func swiftsdp_session_set_codec_preferences(
    _ handle: OpaquePointer?, _ id: UInt32, _ codecs: UnsafePointer<swiftsdp_codec>?,
    _ count: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let names = try unsafe readArray(
            codecs, count, limit: 1_024, "there must be at most 1024 codecs",
            { (codec) throws(CallError) in unsafe CodecName(codec) })
        try negotiated { () throws(JSEPError) in
            try handle.session.setCodecPreferences(
                names: names, of: TransceiverID(rawValue: id))
        }
        return false
    }
}

@c @implementation
public func swiftsdp_session_set_encodings(
    _ handle: OpaquePointer?, _ id: UInt32, _ encodings: UnsafePointer<swiftsdp_encoding>?,
    _ count: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let encodings = try unsafe readEncodings(encodings, count)
        try negotiated { () throws(JSEPError) in
            try handle.session.setEncodings(encodings, of: TransceiverID(rawValue: id))
        }
        return false
    }
}

// MARK: Looking

@c @implementation
public func swiftsdp_session_transceiver_count(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: SessionHandle.self).session.transceivers.count
}

extension swiftsdp_transceiver {
    fileprivate init(_ transceiver: Transceiver) {
        self.init()
        id = transceiver.id.rawValue
        kind = UInt32(transceiver.kind.rawValue)
        direction = UInt32(transceiver.direction.rawValue)
        current_direction =
            transceiver.currentDirection.map { UInt32($0.rawValue) }
            ?? UInt32(SWIFTSDP_DIRECTION_NONE)
        mid_size = UInt64(transceiver.mid?.count ?? 0)
        is_stopped = transceiver.isStopped
        is_stopping = transceiver.isStopping
        transport = transceiver.transport?.rawValue ?? UInt32.max
        stream_count = UInt32(truncatingIfNeeded: transceiver.streams.count)
        remote_stream_count = UInt32(truncatingIfNeeded: transceiver.remoteStreams.count)
        encoding_count = UInt32(truncatingIfNeeded: transceiver.encodings.count)
    }
}

@c @implementation
public func swiftsdp_session_transceiver(
    _ handle: OpaquePointer?, _ position: Int,
    _ result: UnsafeMutablePointer<swiftsdp_transceiver>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        let transceivers = try unsafe session(handle).transceivers
        guard transceivers.indices.contains(position) else {
            throw CallError.argument("there is no transceiver at that position")
        }
        try unsafe fill(result, with: swiftsdp_transceiver(transceivers[position]))
    }
}

@unsafe
private func find(
    _ handle: OpaquePointer?, _ result: UnsafeMutablePointer<swiftsdp_transceiver>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?,
    _ body: (JSEPSession) throws(CallError) -> Transceiver?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        guard let found = try body(unsafe session(handle)) else { throw CallError.none }
        try unsafe fill(result, with: swiftsdp_transceiver(found))
    }
}

@c @implementation
public func swiftsdp_session_find_transceiver(
    _ handle: OpaquePointer?, _ id: UInt32,
    _ result: UnsafeMutablePointer<swiftsdp_transceiver>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe find(handle, result, error) { $0.transceiver(TransceiverID(rawValue: id)) }
}

@c @implementation
public func swiftsdp_session_find_mid(
    _ handle: OpaquePointer?, _ mid: UnsafePointer<CChar>?, _ size: Int,
    _ result: UnsafeMutablePointer<swiftsdp_transceiver>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe find(handle, result, error) { (session) throws(CallError) in
        try unsafe checkText(mid, size)
        return unsafe withBytes(mid, size) { bytes in
            let mid = ByteView(bytes)
            return session.transceivers.first { $0.mid.map { $0 == mid } ?? false }
        }
    }
}

@c @implementation
public func swiftsdp_session_text(
    _ handle: OpaquePointer?, _ kind: UInt32, _ id: UInt32, _ number: Int,
    _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
    _ size: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let text = try text(unsafe session(handle), kind, id, number)
        unsafe size?.pointee = text.count
        try text.withView { (view) throws(CallError) in
            try unsafe write(view, to: buffer, capacity)
        }
    }
}

/// The text of a session that C names.
private func text(
    _ session: JSEPSession, _ kind: UInt32, _ id: UInt32, _ number: Int
) throws(CallError) -> ByteString {
    switch Int(kind) {
    case SWIFTSDP_TEXT_MID...SWIFTSDP_TEXT_REMOTE_STREAM:
        guard let transceiver = session.transceiver(TransceiverID(rawValue: id)) else {
            throw CallError.argument("there is no such transceiver")
        }
        switch Int(kind) {
        case SWIFTSDP_TEXT_MID: return transceiver.mid ?? ByteString()
        case SWIFTSDP_TEXT_TRACK: return transceiver.track ?? ByteString()
        case SWIFTSDP_TEXT_REMOTE_TRACK: return transceiver.remoteTrack ?? ByteString()
        default: break
        }
        let streams =
            Int(kind) == SWIFTSDP_TEXT_STREAM ? transceiver.streams : transceiver.remoteStreams
        guard streams.indices.contains(number) else {
            throw CallError.argument("there is no stream of that number")
        }
        return streams[number]
    case SWIFTSDP_TEXT_LABEL, SWIFTSDP_TEXT_SUBPROTOCOL:
        let channel = try dataChannel(session, id)
        return Int(kind) == SWIFTSDP_TEXT_LABEL ? channel.label : channel.options.subprotocol
    case SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT...SWIFTSDP_TEXT_REMOTE_PASSWORD:
        guard let transport = session.transports.first(where: { $0.id.rawValue == id }) else {
            throw CallError.argument("there is no such transport")
        }
        let isLocal = Int(kind) <= SWIFTSDP_TEXT_LOCAL_PASSWORD
        let parameters = isLocal ? transport.local : transport.remote
        let isFragment =
            Int(kind) == SWIFTSDP_TEXT_LOCAL_USERNAME_FRAGMENT
            || Int(kind) == SWIFTSDP_TEXT_REMOTE_USERNAME_FRAGMENT
        return (isFragment ? parameters?.usernameFragment : parameters?.password) ?? ByteString()
    case SWIFTSDP_TEXT_DATA_MID:
        return session.dataMid ?? ByteString()
    default:
        throw CallError.argument("there is no such text")
    }
}

// MARK: Lists

/// Where the texts of a list go: memory of the caller, or nowhere, to find the size.
@safe
struct TextMemory {
    private let memory: UnsafeMutablePointer<CChar>?
    private(set) var size = 0

    /// Whether there is memory.
    var isWritten: Bool { unsafe memory != nil }

    /// As much memory as a walk without it asked for.
    init(_ memory: UnsafeMutablePointer<CChar>?) { unsafe self.memory = memory }

    mutating func add(_ text: ByteString?) -> swiftsdp_slice {
        guard let text, !text.isEmpty else { return unsafe swiftsdp_slice() }
        defer { size += text.count }
        guard let start = unsafe memory.map({ unsafe $0 + size }) else {
            return unsafe swiftsdp_slice(bytes: nil, size: text.count)
        }
        for (position, byte) in text.enumerated() {
            unsafe start[position] = CChar(bitPattern: byte)
        }
        return unsafe swiftsdp_slice(bytes: start, size: text.count)
    }

    mutating func add(_ codec: CodecName) -> swiftsdp_codec {
        unsafe swiftsdp_codec(
            name: add(codec.name), parameters: add(codec.parameters),
            clock_rate: codec.clockRate, channels: codec.channels ?? 0)
    }
}

/// Throws unless a caller's memory, whose capacity arrives as a negative number beyond
/// the largest signed one, has room for so many elements.
@unsafe
func checkRoom<Element>(
    _ memory: UnsafeMutablePointer<Element>?, _ capacity: Int, for count: Int
) throws(CallError) {
    if count == 0 { return }
    guard unsafe memory != nil, UInt(bitPattern: capacity) >= UInt(count) else {
        throw CallError(SDPError(.insufficientSpace, offset: count))
    }
}

/// Writes what `body` makes of each value into an array of the caller, once all of it is
/// known to fit.
@unsafe
private func writeList<Value, Element>(
    _ values: [Value], _ elements: UnsafeMutablePointer<Element>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ texts: UnsafeMutablePointer<CChar>?,
    _ textCapacity: Int, _ textSize: UnsafeMutablePointer<Int>?,
    _ body: (Value, inout TextMemory) -> Element
) throws(CallError) {
    var sizes = unsafe TextMemory(nil)
    for value in values { _ = body(value, &sizes) }
    unsafe count?.pointee = values.count
    unsafe textSize?.pointee = sizes.size
    try unsafe checkRoom(texts, textCapacity, for: sizes.size)
    try unsafe checkRoom(elements, capacity, for: values.count)
    guard let elements = unsafe elements else { return }
    var memory = unsafe TextMemory(texts)
    for (position, value) in values.enumerated() {
        unsafe elements[position] = body(value, &memory)
    }
}

/// The transceiver of that id.
@unsafe
private func transceiver(
    _ handle: OpaquePointer?, _ id: UInt32
) throws(CallError) -> Transceiver {
    guard let found = try unsafe session(handle).transceiver(TransceiverID(rawValue: id)) else {
        throw CallError.argument("there is no such transceiver")
    }
    return found
}

@c @implementation
public func swiftsdp_session_encodings(
    _ handle: OpaquePointer?, _ id: UInt32, _ encodings: UnsafeMutablePointer<swiftsdp_encoding>?,
    _ capacity: Int, _ count: UnsafeMutablePointer<Int>?, _ texts: UnsafeMutablePointer<CChar>?,
    _ textCapacity: Int, _ textSize: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let own = try unsafe transceiver(handle, id).encodings
        try unsafe writeList(
            own, encodings, capacity, count, texts, textCapacity, textSize
        ) { encoding, memory in
            unsafe swiftsdp_encoding(
                rid: memory.add(encoding.rid),
                codec: encoding.codec.map { unsafe memory.add($0) } ?? swiftsdp_codec(),
                scale_resolution_down_by: encoding.scaleResolutionDownBy ?? 0,
                maximum_framerate: encoding.maximumFramerate ?? 0,
                maximum_bitrate: encoding.maximumBitrate ?? 0, is_inactive: !encoding.isActive)
        }
    }
}

@c @implementation
public func swiftsdp_session_codecs(
    _ handle: OpaquePointer?, _ kind: UInt32, _ codecs: UnsafeMutablePointer<swiftsdp_codec>?,
    _ capacity: Int, _ count: UnsafeMutablePointer<Int>?, _ texts: UnsafeMutablePointer<CChar>?,
    _ textCapacity: Int, _ textSize: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let capabilities = try unsafe session(handle).configuration.capabilities
        let kind: MediaKind = try value(kind, "there is no such kind")
        try unsafe writeList(
            capabilities.codecNames(kind), codecs, capacity, count, texts, textCapacity, textSize
        ) { codec, memory in
            unsafe memory.add(codec)
        }
    }
}

@c @implementation
public func swiftsdp_session_negotiated_codecs(
    _ handle: OpaquePointer?, _ id: UInt32,
    _ codecs: UnsafeMutablePointer<swiftsdp_negotiated_codec>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ texts: UnsafeMutablePointer<CChar>?,
    _ textCapacity: Int, _ textSize: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let transceiver = try unsafe transceiver(handle, id)
        let negotiated = try unsafe session(handle).negotiatedCodecs(of: transceiver.id)
        try unsafe writeList(
            negotiated, codecs, capacity, count, texts, textCapacity, textSize
        ) { codec, memory in
            unsafe swiftsdp_negotiated_codec(
                codec: memory.add(codec.codec),
                peer_parameters: memory.add(codec.peerParameters),
                payload_type: UInt32(codec.payloadType))
        }
    }
}

@c @implementation
public func swiftsdp_session_negotiated_extensions(
    _ handle: OpaquePointer?, _ id: UInt32,
    _ extensions: UnsafeMutablePointer<swiftsdp_negotiated_extension>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ texts: UnsafeMutablePointer<CChar>?,
    _ textCapacity: Int, _ textSize: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let transceiver = try unsafe transceiver(handle, id)
        let negotiated = try unsafe session(handle).negotiatedExtensions(of: transceiver.id)
        try unsafe writeList(
            negotiated, extensions, capacity, count, texts, textCapacity, textSize
        ) { value, memory in
            unsafe swiftsdp_negotiated_extension(uri: memory.add(value.uri), id: UInt32(value.id))
        }
    }
}
