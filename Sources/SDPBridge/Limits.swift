// SAFETY of this file. Pointers of the caller are used only within the call, as
// Handles.swift describes.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import SDP

@c @implementation
public func swiftsdp_limits_get(
    _ profile: UInt32, _ limits: UnsafeMutablePointer<swiftsdp_limits>?
) -> Bool {
    guard let limits = unsafe limits else { return false }
    let chosen: Limits
    switch Int(profile) {
    case SWIFTSDP_LIMITS_SFU: chosen = .sfu
    case SWIFTSDP_LIMITS_BROWSER: chosen = .browser
    case SWIFTSDP_LIMITS_UNLIMITED: chosen = .unlimited
    default: return false
    }
    return unsafe succeeds(nil) { () throws(CallError) in
        try unsafe fill(limits, with: swiftsdp_limits(chosen))
    }
}

extension swiftsdp_limits {
    init(_ limits: Limits) {
        self.init()
        bytes = UInt64(limits.bytes)
        line_bytes = UInt64(limits.lineBytes)
        lines = UInt64(limits.lines)
        media_sections = UInt64(limits.mediaSections)
        attributes = UInt64(limits.attributes)
        session_attributes = UInt64(limits.sessionAttributes)
        formats = UInt64(limits.formats)
        other_formats = UInt64(limits.otherFormats)
        format_parameters = UInt64(limits.formatParameters)
        candidates = UInt64(limits.candidates)
        sources = UInt64(limits.sources)
        rids = UInt64(limits.rids)
        simulcast_alternatives = UInt64(limits.simulcastAlternatives)
        mid_bytes = UInt64(limits.midBytes)
        groups = UInt64(limits.groups)
        group_mids = UInt64(limits.groupMids)
    }
}

extension Limits {
    /// The caller's limits; those of a server where there are none, and for
    /// members that the caller's struct is too old to have.
    @unsafe
    init(_ limits: UnsafePointer<swiftsdp_limits>?) throws(CallError) {
        self = unsafe Limits.clamped(try load(limits, defaults: swiftsdp_limits(.sfu)))
    }

    /// Not in an initialiser, where properties are set without their ceilings.
    private static func clamped(_ given: swiftsdp_limits) -> Limits {
        var limits = Limits.unlimited
        limits.bytes = Int(clamping: given.bytes)
        limits.lineBytes = Int(clamping: given.line_bytes)
        limits.lines = Int(clamping: given.lines)
        limits.mediaSections = Int(clamping: given.media_sections)
        limits.attributes = Int(clamping: given.attributes)
        limits.sessionAttributes = Int(clamping: given.session_attributes)
        limits.formats = Int(clamping: given.formats)
        limits.otherFormats = Int(clamping: given.other_formats)
        limits.formatParameters = Int(clamping: given.format_parameters)
        limits.candidates = Int(clamping: given.candidates)
        limits.sources = Int(clamping: given.sources)
        limits.rids = Int(clamping: given.rids)
        limits.simulcastAlternatives = Int(clamping: given.simulcast_alternatives)
        limits.midBytes = Int(clamping: given.mid_bytes)
        limits.groups = Int(clamping: given.groups)
        limits.groupMids = Int(clamping: given.group_mids)
        return limits
    }
}
