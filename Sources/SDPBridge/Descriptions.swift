// SAFETY of this file. As Handles.swift describes.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

/// What a `swiftsdp_description` is.
private final class DescriptionHandle {
    /// What may be applied; nil for what was.
    let created: CreatedDescription?
    let type: DescriptionType
    let bytes: [UInt8]
    let revision: UInt64

    init(_ created: CreatedDescription) {
        self.created = created
        type = created.type
        bytes = created.bytes
        revision = 0
    }

    init(_ applied: AppliedDescription) {
        created = nil
        type = applied.type
        bytes = applied.bytes
        revision = applied.revision
    }
}

@unsafe
private func description(_ handle: OpaquePointer?) throws(CallError) -> DescriptionHandle {
    guard let handle = unsafe handle else { throw CallError.argument("the description is NULL") }
    return unsafe object(handle, as: DescriptionHandle.self)
}

// MARK: Creating

private func voiceActivityDetection(_ raw: UInt32) throws(CallError) -> Bool? {
    switch Int(raw) {
    case SWIFTSDP_VAD_UNCHANGED: return nil
    case SWIFTSDP_VAD_ON: return true
    case SWIFTSDP_VAD_OFF: return false
    default: throw CallError.argument("there is no such voice activity detection")
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
        let options = OfferOptions(
            iceRestart: given.ice_restart,
            voiceActivityDetection: try voiceActivityDetection(given.voice_activity_detection))
        let offer = try negotiated { () throws(JSEPError) in try session.createOffer(options) }
        unsafe created = retained(DescriptionHandle(offer))
    }
    return unsafe created
}

@c @implementation
public func swiftsdp_session_create_answer(
    _ handle: OpaquePointer?, _ options: UnsafePointer<swiftsdp_answer_options>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var created: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let given = try unsafe load(options, defaults: swiftsdp_answer_options())
        let options = AnswerOptions(
            voiceActivityDetection: try voiceActivityDetection(given.voice_activity_detection))
        let answer = try negotiated { () throws(JSEPError) in try session.createAnswer(options) }
        unsafe created = retained(DescriptionHandle(answer))
    }
    return unsafe created
}

private func wish(_ raw: UInt32) throws(CallError) -> Bool? {
    switch Int(raw) {
    case SWIFTSDP_UNKNOWN: return nil
    case SWIFTSDP_YES: return true
    case SWIFTSDP_NO: return false
    default: throw CallError.argument("there is no such wish")
    }
}

@c @implementation
public func swiftsdp_session_offer_to_receive(
    _ handle: OpaquePointer?, _ audio: UInt32, _ video: UInt32,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let (audio, video) = (try wish(audio), try wish(video))
        try negotiated { () throws(JSEPError) in
            try session.offerToReceive(audio: audio, video: video)
        }
    }
}

// MARK: Looking

@c @implementation
public func swiftsdp_description_size(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: DescriptionHandle.self).bytes.count
}

@c @implementation
public func swiftsdp_description_type(_ handle: OpaquePointer?) -> UInt32 {
    guard let handle = unsafe handle else { return 0 }
    return UInt32(unsafe object(handle, as: DescriptionHandle.self).type.rawValue)
}

@c @implementation
public func swiftsdp_description_version(_ handle: OpaquePointer?) -> UInt64 {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: DescriptionHandle.self).created?.version ?? 0
}

@c @implementation
public func swiftsdp_description_revision(_ handle: OpaquePointer?) -> UInt64 {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: DescriptionHandle.self).revision
}

@c @implementation
public func swiftsdp_description_write(
    _ handle: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let bytes = try unsafe description(handle).bytes
        try unsafe write(ByteView(bytes.span), to: buffer, capacity)
    }
}

@c @implementation
public func swiftsdp_description_json_size(
    _ handle: OpaquePointer?, _ size: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let bytes = try unsafe description(handle).bytes
        guard let size = unsafe size else { throw CallError.argument("the size is NULL") }
        try described { () throws(SDPError) in
            unsafe size.pointee = try ByteView(bytes.span).jsonSize()
        }
    }
}

@c @implementation
public func swiftsdp_description_write_json(
    _ handle: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ size: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let bytes = try unsafe description(handle).bytes
        try described { () throws(SDPError) in
            try unsafe withMemory(buffer, capacity) { (memory) throws(SDPError) in
                let count = try ByteView(bytes.span).writeJSON(into: memory)
                unsafe size?.pointee = count
            }
        }
    }
}

@c @implementation
public func swiftsdp_description_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: DescriptionHandle.self)
}

@c @implementation
public func swiftsdp_session_description(
    _ handle: OpaquePointer?, _ which: UInt32, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var result: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        let session = try unsafe session(handle)
        let found: AppliedDescription?
        switch Int(which) {
        case SWIFTSDP_CURRENT_LOCAL: found = session.currentLocalDescription
        case SWIFTSDP_PENDING_LOCAL: found = session.pendingLocalDescription
        case SWIFTSDP_CURRENT_REMOTE: found = session.currentRemoteDescription
        case SWIFTSDP_PENDING_REMOTE: found = session.pendingRemoteDescription
        case SWIFTSDP_LOCAL:
            found = session.pendingLocalDescription ?? session.currentLocalDescription
        case SWIFTSDP_REMOTE:
            found = session.pendingRemoteDescription ?? session.currentRemoteDescription
        default: throw CallError.argument("there is no such description")
        }
        guard let found else { throw CallError.none }
        unsafe result = retained(DescriptionHandle(found))
    }
    return unsafe result
}

// MARK: Applying

private func type(_ raw: UInt32) throws(CallError) -> DescriptionType {
    try value(raw, "there is no such type of description")
}

/// None stands for the type that the state asks for.
private func localType(_ raw: UInt32) throws(CallError) -> DescriptionType? {
    Int(raw) == SWIFTSDP_TYPE_IMPLICIT ? nil : try type(raw)
}

/// Runs `body` and notes the events of its effects.
@unsafe
private func applies(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?,
    _ body: (JSEPSession) throws(CallError) -> DescriptionEffects
) -> Bool {
    unsafe changes(handle, error) { (handle) throws(CallError) in
        let effects = try body(handle.session)
        handle.events.add(effects)
        return effects.isStable
    }
}

@c @implementation
public func swiftsdp_session_set_local_description(
    _ handle: OpaquePointer?, _ raw: UInt32, _ given: OpaquePointer?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe applies(handle, error) { (session) throws(CallError) in
        let type = try localType(raw)
        guard let given = unsafe given else {
            return try negotiated { () throws(JSEPError) in
                try session.setLocalDescription(type)
            }
        }
        if type == .rollback { throw CallError.argument("a rollback has no description") }
        let created = unsafe object(given, as: DescriptionHandle.self).created
        return try negotiated { () throws(JSEPError) in
            guard let created else {
                throw JSEPError(
                    .invalidModification, "the description is not the one created last")
            }
            return try session.setLocalDescription(created, as: type)
        }
    }
}

@c @implementation
public func swiftsdp_session_set_local_text(
    _ handle: OpaquePointer?, _ raw: UInt32, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe applies(handle, error) { (session) throws(CallError) in
        let type = try localType(raw) ?? session.implicitLocalType
        try unsafe checkText(bytes, size)
        return try unsafe withBytes(bytes, size) { (text) throws(CallError) in
            try negotiated { () throws(JSEPError) in
                try session.setLocalDescription(type, text)
            }
        }
    }
}

@c @implementation
public func swiftsdp_session_set_remote_description(
    _ handle: OpaquePointer?, _ raw: UInt32, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe applies(handle, error) { (session) throws(CallError) in
        let type = try type(raw)
        try unsafe checkText(bytes, size)
        return try unsafe withBytes(bytes, size) { (text) throws(CallError) in
            try negotiated { () throws(JSEPError) in
                try session.setRemoteDescription(type, text)
            }
        }
    }
}
