// SAFETY of this file. As Handles.swift describes; arrays of the caller are read
// within the call, as many elements as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import ICECredentials
import JSEP
import SDP

/// What a `swiftsdp_session` is.
@safe
final class SessionHandle {
    let session: JSEPSession
    var events: EventQueue

    init(_ session: JSEPSession, eventCapacity: Int) {
        self.session = session
        events = EventQueue(capacity: eventCapacity)
    }

    /// Each call is a whole operation, so that none is under way when it ends.
    func updateNegotiationNeeded() {
        if session.updateNegotiationNeeded() { events.add(.negotiationNeeded) }
    }
}

@unsafe
func sessionHandle(_ handle: OpaquePointer?) throws(CallError) -> SessionHandle {
    guard let handle = unsafe handle else { throw CallError.argument("the session is NULL") }
    return unsafe object(handle, as: SessionHandle.self)
}

@unsafe
func session(_ handle: OpaquePointer?) throws(CallError) -> JSEPSession {
    try unsafe sessionHandle(handle).session
}

/// Runs `body`, whose error is one of the session.
func negotiated<Result>(
    _ body: () throws(JSEPError) -> Result
) throws(CallError) -> Result {
    do throws(JSEPError) { return try body() } catch { throw CallError(error) }
}

/// Runs `body` with the session; updates the negotiation-needed flag if it returns
/// true.
@unsafe
func changes(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?,
    _ body: (SessionHandle) throws(CallError) -> Bool
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let handle = try unsafe sessionHandle(handle)
        if try body(handle) { handle.updateNegotiationNeeded() }
    }
}

// MARK: Configurations

@c @implementation
public func swiftsdp_session_create(
    _ configuration: UnsafePointer<swiftsdp_session_configuration>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var handle: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        let given = try unsafe load(configuration, defaults: swiftsdp_session_configuration())
        var configuration = SessionConfiguration(limits: try unsafe Limits(given.limits))
        configuration.fingerprints = try unsafe readFingerprints(
            given.fingerprints, given.fingerprint_count)
        try unsafe configuration.set(given)
        let random =
            unsafe given.random_source
            .map { unsafe object($0, as: RandomSource.self) } ?? RandomSource.kernel()
        let capacity = unsafe given.event_capacity
        guard capacity <= 1 << 20 else {
            throw CallError.argument("the event capacity is too large")
        }
        unsafe handle = retained(
            SessionHandle(
                JSEPSession(configuration, random: random),
                eventCapacity: capacity == 0 ? 4_096 : Int(capacity)))
    }
    return unsafe handle
}

extension SessionConfiguration {
    /// Takes what a session's configuration may be changed to later.
    @unsafe
    fileprivate mutating func set(
        _ given: swiftsdp_session_configuration
    ) throws(CallError) {
        bundlePolicy = try unsafe value(given.bundle_policy, "there is no such bundle policy")
        iceTransportPolicy = try unsafe value(
            given.ice_transport_policy, "there is no such transport policy")
        iceCandidatePoolSize = try unsafe number(
            given.candidate_pool_size, "the candidate pool is larger than 255")
        let port: UInt16 = try unsafe number(given.sctp_port, "the SCTP port is above 65535")
        sctpPort = port == 0 ? 5_000 : port
        let messageSize = unsafe given.maximum_message_size
        maximumMessageSize = messageSize == 0 ? 262_144 : UInt64(messageSize)
        let encodings = unsafe given.maximum_encodings
        guard encodings <= 64 else { throw CallError.argument("there are at most 64 encodings") }
        maximumEncodings = encodings == 0 ? 8 : Int(encodings)
        writesRTCPAddress = unsafe !given.omits_rtcp_address
        receivesSimulcast = unsafe given.receives_simulcast
        let (fragment, password) = unsafe (given.username_fragment_size, given.password_size)
        let usual = ICECredentialSizes()
        do throws(ICECredentialError) {
            credentialSizes = try ICECredentialSizes(
                usernameFragment: fragment == 0 ? usual.usernameFragment : Int(fragment),
                password: password == 0 ? usual.password : Int(password))
        } catch {
            throw CallError.argument("a size of credentials is out of its range")
        }
    }
}

/// The value of an enumeration that C names by a number.
func value<Value: RawRepresentable>(
    _ raw: UInt32, _ reason: StaticString
) throws(CallError) -> Value where Value.RawValue == UInt8 {
    guard let value = UInt8(exactly: raw).flatMap({ Value(rawValue: $0) }) else {
        throw CallError.argument(reason)
    }
    return value
}

/// A number that C has more bits for.
private func number<Number: FixedWidthInteger>(
    _ raw: UInt32, _ reason: StaticString
) throws(CallError) -> Number {
    guard let number = Number(exactly: raw) else { throw CallError.argument(reason) }
    return number
}

@unsafe
private func readFingerprints(
    _ elements: UnsafePointer<swiftsdp_fingerprint>?, _ count: Int
) throws(CallError) -> [Fingerprint<ByteString>] {
    try unsafe readArray(elements, count, limit: 64, "there must be at most 64 fingerprints") {
        (element) throws(CallError) in
        let fingerprint = Fingerprint(
            hashFunction: unsafe copy(element.hash_function), value: unsafe copy(element.value))
        guard fingerprint.isWellFormed else {
            throw CallError.argument("a fingerprint is malformed")
        }
        return fingerprint
    }
}

/// What `body` makes of each element of a caller's array.
@unsafe
func readArray<Element, Result>(
    _ elements: UnsafePointer<Element>?, _ count: Int, limit: Int, _ reason: StaticString,
    _ body: (Element) throws(CallError) -> Result
) throws(CallError) -> [Result] {
    var results: [Result] = []
    if count == 0 { return results }
    guard let elements = unsafe elements, 0...limit ~= count else {
        throw CallError.argument(reason)
    }
    for position in 0..<count { results.append(try body(unsafe elements[position])) }
    return results
}

@c @implementation
public func swiftsdp_session_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: SessionHandle.self)
}

@c @implementation
public func swiftsdp_session_set_configuration(
    _ handle: OpaquePointer?, _ given: UnsafePointer<swiftsdp_session_configuration>?,
    _ changesServers: Bool, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        guard unsafe given != nil else { throw CallError.argument("the configuration is NULL") }
        let given = try unsafe load(given, defaults: swiftsdp_session_configuration())
        var configuration = handle.session.configuration
        try unsafe configuration.set(given)
        if unsafe given.limits != nil { configuration.limits = try unsafe Limits(given.limits) }
        let fingerprints = try unsafe readFingerprints(
            given.fingerprints, given.fingerprint_count)
        if !fingerprints.isEmpty { configuration.fingerprints = fingerprints }
        try negotiated { () throws(JSEPError) in
            try handle.session.setConfiguration(configuration, changesServers: changesServers)
        }
        return false
    }
}

@c @implementation
public func swiftsdp_session_set_fingerprints(
    _ handle: OpaquePointer?, _ elements: UnsafePointer<swiftsdp_fingerprint>?, _ count: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let fingerprints = try unsafe readFingerprints(elements, count)
        try negotiated { () throws(JSEPError) in try session.setFingerprints(fingerprints) }
    }
}

@c @implementation
public func swiftsdp_session_set_identity_assertion(
    _ handle: OpaquePointer?, _ assertion: UnsafePointer<CChar>?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let assertion = try unsafe text(assertion, size)
        try negotiated { () throws(JSEPError) in
            try session.setIdentityAssertion(assertion.isEmpty ? nil : assertion)
        }
    }
}

// MARK: States

@c @implementation
public func swiftsdp_session_signaling_state(_ handle: OpaquePointer?) -> UInt32 {
    guard let handle = unsafe handle else { return UInt32(SignalingState.closed.rawValue) }
    let session = unsafe object(handle, as: SessionHandle.self).session
    return UInt32(session.signalingState.rawValue)
}

@c @implementation
public func swiftsdp_session_is_negotiation_needed(_ handle: OpaquePointer?) -> Bool {
    guard let handle = unsafe handle else { return false }
    return unsafe object(handle, as: SessionHandle.self).session.isNegotiationNeeded
}

@c @implementation
public func swiftsdp_session_can_trickle(_ handle: OpaquePointer?) -> UInt32 {
    guard let handle = unsafe handle,
        let answer = unsafe object(handle, as: SessionHandle.self).session.canTrickleCandidates
    else { return UInt32(SWIFTSDP_UNKNOWN) }
    return UInt32(answer ? SWIFTSDP_YES : SWIFTSDP_NO)
}

@c @implementation
public func swiftsdp_session_restart_ice(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        guard handle.session.signalingState != .closed else {
            throw CallError(JSEPError(.invalidState, "the session is closed"))
        }
        return handle.session.restartICE()
    }
}

@c @implementation
public func swiftsdp_session_close(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let handle = try unsafe sessionHandle(handle)
        if handle.session.signalingState == .closed { return }
        let live = handle.session.transceivers.filter { !$0.isStopping && !$0.isStopped }
        handle.session.close()
        for transceiver in live { handle.events.add(.trackEnded(transceiver.id)) }
    }
}
