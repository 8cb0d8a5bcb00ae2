// SAFETY of this file. As Handles.swift describes; arrays of the caller are read and
// written within the call, as many elements as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

@c @implementation
public func swiftsdp_session_add_host_transport(
    _ handle: OpaquePointer?, _ transport: UnsafePointer<swiftsdp_host_transport>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let transport = try unsafe HostTransport(reading: transport)
        try negotiated { () throws(JSEPError) in try session.addHostTransport(transport) }
    }
}

@c @implementation
public func swiftsdp_session_restart_host_transport(
    _ handle: OpaquePointer?, _ fragment: UnsafePointer<CChar>?, _ size: Int,
    _ transport: UnsafePointer<swiftsdp_host_transport>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let fragment = try unsafe text(fragment, size)
        let transport = try unsafe HostTransport(reading: transport)
        try negotiated { () throws(JSEPError) in
            try handle.session.restartHostTransport(fragment, with: transport)
        }
        return true
    }
}

@c @implementation
public func swiftsdp_session_remove_host_transport(
    _ handle: OpaquePointer?, _ fragment: UnsafePointer<CChar>?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let fragment = try unsafe text(fragment, size)
        try negotiated { () throws(JSEPError) in try session.removeHostTransport(fragment) }
    }
}

@c @implementation
public func swiftsdp_session_set_default_address(
    _ handle: OpaquePointer?, _ fragment: UnsafePointer<CChar>?, _ size: Int,
    _ address: UnsafePointer<CChar>?, _ addressSize: Int, _ port: UInt16, _ isTCP: Bool,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let fragment = try unsafe text(fragment, size)
        let address = TransportAddress(
            try unsafe text(address, addressSize), port: port, isTCP: isTCP)
        try negotiated { () throws(JSEPError) in
            try session.setDefaultAddress(address, usernameFragment: fragment)
        }
    }
}

@c @implementation
public func swiftsdp_session_missing_transports(
    _ handle: OpaquePointer?, _ options: UnsafePointer<swiftsdp_offer_options>?,
    _ demands: UnsafeMutablePointer<swiftsdp_transport_demand>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        guard let count = unsafe count else { throw CallError.argument("the count is NULL") }
        let given = try unsafe load(options, defaults: swiftsdp_offer_options())
        let missing = session.missingTransports(OfferOptions(iceRestart: given.ice_restart))
        unsafe count.pointee = missing.count
        guard let demands = unsafe demands else { return }
        let room = capacity < 0 ? missing.count : min(capacity, missing.count)
        for position in 0..<room {
            unsafe demands[position] = swiftsdp_transport_demand(missing[position], session)
        }
    }
}

extension swiftsdp_transport_demand {
    fileprivate init(_ demand: TransportDemand, _ session: JSEPSession) {
        self.init()
        index = UInt32(truncatingIfNeeded: demand.index)
        switch demand.section {
        case .transceiver(let id):
            section = UInt32(SWIFTSDP_SECTION_TRANSCEIVER)
            transceiver = id.rawValue
        case .data:
            section = UInt32(SWIFTSDP_SECTION_DATA)
            transceiver = UInt32.max
        }
        let restarting = demand.restarts.flatMap { fragment in
            session.transports.first { $0.local?.usernameFragment == fragment }
        }
        transport = restarting?.id.rawValue ?? UInt32.max
    }
}

extension HostTransport {
    @unsafe
    fileprivate init(
        reading pointer: UnsafePointer<swiftsdp_host_transport>?
    ) throws(CallError) {
        guard unsafe pointer != nil else { throw CallError.argument("the transport is NULL") }
        let given = try unsafe load(pointer, defaults: swiftsdp_host_transport())
        let tlsID = try unsafe text(given.tls_id)
        let address = try unsafe text(given.default_address)
        self.init(
            usernameFragment: try unsafe text(given.username_fragment),
            password: try unsafe text(given.password),
            fingerprints: try unsafe readFingerprints(given.fingerprints, given.fingerprint_count),
            tlsID: tlsID.isEmpty ? nil : tlsID,
            candidates: try unsafe readArray(
                given.candidates, given.candidate_count, limit: 4_096,
                "there are too many candidates"
            ) { (line) throws(CallError) in try Candidate(checking: try unsafe text(line)) },
            endOfCandidates: unsafe given.end_of_candidates,
            defaultAddress: address.isEmpty
                ? nil
                : unsafe TransportAddress(
                    address, port: given.default_port, isTCP: given.default_is_tcp),
            section: try unsafe HostedSection(given.section, given.transceiver))
    }
}

extension HostedSection {
    /// Nil for any.
    fileprivate init?(_ section: UInt32, _ transceiver: UInt32) throws(CallError) {
        switch Int(section) {
        case SWIFTSDP_SECTION_ANY: return nil
        case SWIFTSDP_SECTION_TRANSCEIVER:
            self = .transceiver(TransceiverID(rawValue: transceiver))
        case SWIFTSDP_SECTION_DATA: self = .data
        default: throw CallError.argument("there is no such section")
        }
    }
}

extension Candidate<ByteString> {
    /// `candidate:1 1 udp ...`
    init(checking line: ByteString) throws(CallError) {
        let bytes = [UInt8](line)
        do throws(SDPError) {
            self.init(
                copying: try Candidate<ByteView>(
                    readingCandidateString: ByteView(bytes.span)))
        } catch {
            throw CallError(JSEPError(.type, "a candidate is malformed"))
        }
    }
}
