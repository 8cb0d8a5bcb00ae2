// SAFETY of this file. As Handles.swift describes.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP

@c @implementation
public func swiftsdp_offer_cache_create(
    _ limit: UInt64, _ sessionLimit: UInt64
) -> OpaquePointer? {
    let limit = limit == 0 ? 64 << 20 : Int(clamping: limit)
    return unsafe retained(
        OfferCache(
            byteLimit: limit,
            sessionByteLimit: sessionLimit == 0 ? nil : Int(clamping: sessionLimit)))
}

@c @implementation
public func swiftsdp_offer_cache_statistics(
    _ handle: OpaquePointer?, _ result: UnsafeMutablePointer<swiftsdp_offer_cache_state>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let handle = unsafe handle else { throw CallError.argument("the cache is NULL") }
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        let statistics = unsafe object(handle, as: OfferCache.self).statistics
        var told = swiftsdp_offer_cache_state()
        told.hits = UInt64(statistics.hits)
        told.misses = UInt64(statistics.misses)
        told.bodies = UInt64(statistics.bodies)
        told.bytes = UInt64(statistics.bytes)
        told.evictions = UInt64(statistics.evictions)
        try unsafe fill(result, with: told)
    }
}

@c @implementation
public func swiftsdp_offer_cache_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: OfferCache.self)
}
