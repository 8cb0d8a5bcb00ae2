// SAFETY of this file. As Handles.swift describes; memory of the caller is written to
// once all that goes there is known to fit.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

// MARK: Candidates of this side

@c @implementation
public func swiftsdp_session_add_local_candidate(
    _ handle: OpaquePointer?, _ candidate: UnsafePointer<CChar>?, _ size: Int,
    _ fragment: UnsafePointer<CChar>?, _ fragmentSize: Int,
    _ isAdded: UnsafeMutablePointer<Bool>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let handle = try unsafe sessionHandle(handle)
        let fragment = try unsafe text(fragment, fragmentSize)
        try unsafe checkText(candidate, size)
        let parsed = try unsafe withBytes(candidate, size) { (bytes) throws(CallError) in
            do throws(SDPError) {
                return Candidate<ByteString>(
                    copying: try Candidate<ByteView>(readingCandidateString: ByteView(bytes)))
            } catch {
                throw CallError(JSEPError(.type, "a candidate is malformed"))
            }
        }
        let added = try negotiated { () throws(JSEPError) in
            try handle.session.addLocalCandidate(parsed, usernameFragment: fragment)
        }
        unsafe isAdded?.pointee = added
        if added {
            // As it is told: a policy may have taken something out.
            let line = handle.session.localCandidates(usernameFragment: fragment).last
            handle.noteCandidate(line ?? ByteString(), fragment)
        }
    }
}

@c @implementation
public func swiftsdp_session_end_local_candidates(
    _ handle: OpaquePointer?, _ fragment: UnsafePointer<CChar>?, _ fragmentSize: Int,
    _ isAdded: UnsafeMutablePointer<Bool>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let handle = try unsafe sessionHandle(handle)
        let fragment = try unsafe text(fragment, fragmentSize)
        let added = try negotiated { () throws(JSEPError) in
            try handle.session.endLocalCandidates(usernameFragment: fragment)
        }
        unsafe isAdded?.pointee = added
        if added { handle.noteCandidate(nil, fragment) }
    }
}

extension SessionHandle {
    /// Notes what the peer is to be told of a generation.
    fileprivate func noteCandidate(_ line: ByteString?, _ fragment: ByteString) {
        guard let section = session.localSection(usernameFragment: fragment) else { return }
        let text = line.map { ByteString(Array("candidate:".utf8) + [UInt8]($0)) }
        events.add(
            .candidate(
                text ?? ByteString(), mid: section.mid, index: section.index,
                usernameFragment: fragment))
    }
}

// MARK: Candidates of the peer

@c @implementation
public func swiftsdp_session_add_remote_candidate(
    _ handle: OpaquePointer?, _ candidate: UnsafePointer<swiftsdp_candidate_init>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        var added: CandidateInit?
        if unsafe candidate != nil {
            let given = try unsafe load(candidate, defaults: swiftsdp_candidate_init())
            let mid = try unsafe text(given.mid)
            let fragment = try unsafe text(given.username_fragment)
            added = CandidateInit(
                try unsafe text(given.candidate), mid: mid.isEmpty ? nil : mid,
                index: unsafe given.has_index ? given.index : nil,
                usernameFragment: fragment.isEmpty ? nil : fragment)
        }
        try negotiated { () throws(JSEPError) in try session.addRemoteCandidate(added) }
    }
}

@c @implementation
public func swiftsdp_session_add_remote_fragment(
    _ handle: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        try unsafe checkText(bytes, size)
        try unsafe withBytes(bytes, size) { (text) throws(CallError) in
            try negotiated { () throws(JSEPError) in try session.addRemoteFragment(text) }
        }
    }
}

// MARK: Transports

@c @implementation
public func swiftsdp_session_transport_count(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: SessionHandle.self).session.transports.count
}

@c @implementation
public func swiftsdp_session_transport(
    _ handle: OpaquePointer?, _ position: Int,
    _ result: UnsafeMutablePointer<swiftsdp_transport>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        let transports = try unsafe session(handle).transports
        guard transports.indices.contains(position) else {
            throw CallError.argument("there is no transport at that position")
        }
        let transport = transports[position]
        var described = swiftsdp_transport()
        described.id = transport.id.rawValue
        described.ice_role = UInt32(transport.role.rawValue)
        described.setup = UInt32(transport.setup?.rawValue ?? 0)
        described.has_local_credentials = transport.local != nil
        described.has_remote_credentials = transport.remote != nil
        try unsafe fill(result, with: described)
    }
}

@c @implementation
public func swiftsdp_session_remote_transport(
    _ handle: OpaquePointer?, _ mid: UnsafePointer<CChar>?, _ size: Int,
    _ result: UnsafeMutablePointer<swiftsdp_remote_transport>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        let stated = try unsafe statedSize(result)
        guard unsafe stated >= MemoryLayout<swiftsdp_remote_transport>.size else {
            throw CallError.argument("the struct is not whole")
        }
        guard let transport = session.remoteTransport(mid: try unsafe text(mid, size)) else {
            throw CallError.none
        }
        let lines = transport.candidates.map { candidate in
            ByteString(
                (try? [UInt8](writing: { candidate.writeCandidateString(to: &$0) })) ?? [])
        }
        var sizes = unsafe TextMemory(nil)
        unsafe result.pointee.write(transport, lines, &sizes)
        unsafe result.pointee.text_size = sizes.size
        unsafe result.pointee.fingerprint_count = transport.fingerprints.count
        unsafe result.pointee.candidate_count = lines.count
        let given = unsafe result.pointee
        let fingerprints = transport.fingerprints.count
        try unsafe checkRoom(given.texts, given.text_capacity, for: sizes.size)
        try unsafe checkRoom(
            given.fingerprints, given.fingerprint_capacity, for: fingerprints)
        try unsafe checkRoom(given.candidates, given.candidate_capacity, for: lines.count)
        var memory = unsafe TextMemory(given.texts)
        unsafe result.pointee.write(transport, lines, &memory)
    }
}

extension swiftsdp_remote_transport {
    /// Writes the texts, and where they are, into the caller's memory; without any, finds
    /// their size.
    @unsafe
    fileprivate mutating func write(
        _ transport: RemoteTransport, _ lines: [ByteString], _ memory: inout TextMemory
    ) {
        unsafe username_fragment = memory.add(transport.iceUsernameFragment)
        unsafe password = memory.add(transport.icePassword)
        unsafe setup = UInt32(transport.setup.rawValue)
        unsafe end_of_candidates = transport.endOfCandidates
        for (position, fingerprint) in transport.fingerprints.enumerated() {
            let written = unsafe swiftsdp_fingerprint(
                hash_function: memory.add(fingerprint.hashFunction),
                value: memory.add(fingerprint.value))
            if memory.isWritten { unsafe fingerprints?[position] = written }
        }
        for (position, line) in lines.enumerated() {
            let written = unsafe memory.add(line)
            if memory.isWritten { unsafe candidates?[position] = written }
        }
    }
}

@c @implementation
public func swiftsdp_session_sctp(
    _ handle: OpaquePointer?, _ result: UnsafeMutablePointer<swiftsdp_sctp>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        guard let sctp = try unsafe session(handle).sctp else { throw CallError.none }
        var described = swiftsdp_sctp()
        described.transport = sctp.transport.rawValue
        described.is_unlimited = sctp.maximumMessageSize == nil
        described.maximum_message_size = sctp.maximumMessageSize ?? 0
        try unsafe fill(result, with: described)
    }
}
