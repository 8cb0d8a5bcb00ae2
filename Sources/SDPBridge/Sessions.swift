// SAFETY of this file. As Handles.swift describes; arrays of the caller are read
// within the call, as many elements as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import ICECredentials
import JSEP
import SDP

@unsafe
private func session(_ handle: OpaquePointer?) throws(CallError) -> JSEPSession {
    guard let handle = unsafe handle else { throw CallError.argument("the session is NULL") }
    return unsafe object(handle, as: JSEPSession.self)
}

@c @implementation
public func swiftsdp_session_create(
    _ configuration: UnsafePointer<swiftsdp_session_configuration>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var handle: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        let given = try unsafe load(configuration, defaults: swiftsdp_session_configuration())
        let random =
            unsafe given.random_source
            .map { unsafe object($0, as: RandomSource.self) } ?? RandomSource.kernel()
        unsafe handle = retained(
            JSEPSession(try SessionConfiguration(given), random: random))
    }
    return unsafe handle
}

extension SessionConfiguration {
    @unsafe
    fileprivate init(_ given: swiftsdp_session_configuration) throws(CallError) {
        let rawPolicy = unsafe UInt8(exactly: given.bundle_policy)
        guard let policy = rawPolicy.flatMap({ BundlePolicy(rawValue: $0) }) else {
            throw CallError.argument("there is no such bundle policy")
        }
        self.init(
            bundlePolicy: policy, fingerprints: try unsafe readFingerprints(given),
            limits: try unsafe Limits(given.limits))
        let messageSize = unsafe given.maximum_message_size
        if messageSize > 0 { maximumMessageSize = UInt64(messageSize) }
        writesRTCPAddress = unsafe !given.omits_rtcp_address
    }
}

@unsafe
private func readFingerprints(
    _ given: swiftsdp_session_configuration
) throws(CallError) -> [Fingerprint<ByteString>] {
    var fingerprints: [Fingerprint<ByteString>] = []
    let count = unsafe given.fingerprint_count
    if count == 0 { return fingerprints }
    guard let elements = unsafe given.fingerprints, 0...64 ~= count else {
        throw CallError.argument("there must be 1 to 64 fingerprints")
    }
    for position in 0..<count {
        let element = unsafe elements[position]
        let fingerprint = Fingerprint(
            hashFunction: unsafe copy(element.hash_function), value: unsafe copy(element.value))
        guard fingerprint.isWellFormed else {
            throw CallError.argument("a fingerprint is malformed")
        }
        fingerprints.append(fingerprint)
    }
    return fingerprints
}

@c @implementation
public func swiftsdp_session_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: JSEPSession.self)
}

@c @implementation
public func swiftsdp_session_signaling_state(_ handle: OpaquePointer?) -> UInt32 {
    guard let handle = unsafe handle else { return UInt32(SignalingState.closed.rawValue) }
    return UInt32(unsafe object(handle, as: JSEPSession.self).signalingState.rawValue)
}

private func direction(_ raw: UInt32) throws(CallError) -> MediaDirection {
    guard let direction = UInt8(exactly: raw).flatMap({ MediaDirection(rawValue: $0) }) else {
        throw CallError.argument("there is no such direction")
    }
    return direction
}

@c @implementation
public func swiftsdp_session_add_transceiver(
    _ handle: OpaquePointer?, _ initial: UnsafePointer<swiftsdp_transceiver_init>?,
    _ id: UnsafeMutablePointer<UInt32>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        guard unsafe initial != nil else { throw CallError.argument("the transceiver is NULL") }
        let given = try unsafe load(initial, defaults: swiftsdp_transceiver_init())
        let rawKind = unsafe UInt8(exactly: given.kind)
        guard let kind = rawKind.flatMap({ MediaKind(rawValue: $0) }) else {
            throw CallError.argument("there is no such kind")
        }
        let direction = try unsafe direction(given.direction)
        let streams = try unsafe readStreams(given)
        do throws(JSEPError) {
            let added = try session.addTransceiver(kind, direction: direction, streams: streams)
            unsafe id?.pointee = added.rawValue
        } catch {
            throw CallError(error)
        }
    }
}

@unsafe
private func readStreams(_ given: swiftsdp_transceiver_init) throws(CallError) -> [ByteString] {
    let count = unsafe given.stream_count
    if count == 0 { return [] }
    guard let elements = unsafe given.streams, 0...1_024 ~= count else {
        throw CallError.argument("there must be at most 1024 streams")
    }
    return (0..<count).map { unsafe copy(elements[$0]) }
}

@c @implementation
public func swiftsdp_session_set_direction(
    _ handle: OpaquePointer?, _ id: UInt32, _ raw: UInt32,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let direction = try direction(raw)
        do throws(JSEPError) {
            try session.setDirection(direction, of: TransceiverID(rawValue: id))
        } catch {
            throw CallError(error)
        }
    }
}

@c @implementation
public func swiftsdp_session_add_data_section(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        do throws(JSEPError) {
            try session.addDataSection()
        } catch {
            throw CallError(error)
        }
    }
}

@c @implementation
public func swiftsdp_session_transceiver_count(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: JSEPSession.self).transceivers.count
}

@unsafe
private func transceiver(
    _ handle: OpaquePointer?, _ position: Int
) throws(CallError) -> Transceiver {
    let transceivers = try unsafe session(handle).transceivers
    guard transceivers.indices.contains(position) else {
        throw CallError.argument("there is no transceiver at that position")
    }
    return transceivers[position]
}

@c @implementation
public func swiftsdp_session_transceiver(
    _ handle: OpaquePointer?, _ position: Int,
    _ result: UnsafeMutablePointer<swiftsdp_transceiver>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        let transceiver = try unsafe transceiver(handle, position)
        var described = swiftsdp_transceiver()
        described.id = transceiver.id.rawValue
        described.kind = UInt32(transceiver.kind.rawValue)
        described.direction = UInt32(transceiver.direction.rawValue)
        described.current_direction =
            transceiver.currentDirection.map { UInt32($0.rawValue) }
            ?? UInt32(SWIFTSDP_DIRECTION_NONE)
        described.mid_size = UInt64(transceiver.mid?.count ?? 0)
        described.is_stopped = transceiver.isStopped
        try unsafe fill(result, with: described)
    }
}

@c @implementation
public func swiftsdp_session_transceiver_mid(
    _ handle: OpaquePointer?, _ position: Int, _ buffer: UnsafeMutablePointer<CChar>?,
    _ capacity: Int, _ size: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let mid = [UInt8](try unsafe transceiver(handle, position).mid ?? ByteString())
        unsafe size?.pointee = mid.count
        try unsafe write(ByteView(mid.span), to: buffer, capacity)
    }
}

@c @implementation
public func swiftsdp_session_create_offer(
    _ handle: OpaquePointer?, _ options: UnsafePointer<swiftsdp_offer_options>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var created: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let given = try unsafe load(options, defaults: swiftsdp_offer_options())
        do throws(JSEPError) {
            let offer = try session.createOffer(OfferOptions(iceRestart: given.ice_restart))
            unsafe created = retained(offer)
        } catch {
            throw CallError(error)
        }
    }
    return unsafe created
}

@c @implementation
public func swiftsdp_offer_size(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: CreatedDescription.self).size
}

@c @implementation
public func swiftsdp_offer_version(_ handle: OpaquePointer?) -> UInt64 {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: CreatedDescription.self).version
}

@c @implementation
public func swiftsdp_offer_write(
    _ handle: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let handle = unsafe handle else { throw CallError.argument("the offer is NULL") }
        let bytes = unsafe object(handle, as: CreatedDescription.self).bytes
        try unsafe write(ByteView(bytes.span), to: buffer, capacity)
    }
}

@c @implementation
public func swiftsdp_offer_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: CreatedDescription.self)
}

@c @implementation
public func swiftsdp_session_set_local_offer(
    _ handle: OpaquePointer?, _ offer: OpaquePointer?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        guard let offer = unsafe offer else { throw CallError.argument("the offer is NULL") }
        do throws(JSEPError) {
            try session.setLocalDescription(unsafe object(offer, as: CreatedDescription.self))
        } catch {
            throw CallError(error)
        }
    }
}

@c @implementation
public func swiftsdp_session_set_remote_answer(
    _ handle: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        try unsafe checkText(bytes, size)
        try unsafe withBytes(bytes, size) { (answer) throws(CallError) in
            do throws(JSEPError) {
                try session.setRemoteDescription(.answer, answer)
            } catch {
                throw CallError(error)
            }
        }
    }
}
