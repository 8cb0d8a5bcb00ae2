// SAFETY of this file. As Handles.swift describes; a source writes to the caller's
// buffer within the call, no more than the size that the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import ICECredentials
import SDP

/// Runs `body` with the source of a handle. No reference is counted for it: the
/// caller's lasts for the call, and counting takes as long as some bytes do.
@unsafe
private func withSource(
    _ handle: OpaquePointer?, _ body: (RandomSource) throws(CallError) -> Void
) throws(CallError) {
    guard let handle = unsafe handle else { throw CallError.argument("the source is NULL") }
    let reference = unsafe Unmanaged<RandomSource>.fromOpaque(UnsafeRawPointer(handle))
    let result = unsafe reference._withUnsafeGuaranteedRef { source -> Result<Void, CallError> in
        do throws(CallError) { return .success(try body(source)) } catch { return .failure(error) }
    }
    try result.get()
}

/// What C is told when the kernel refuses.
private func refused(_: RandomSourceError) -> CallError {
    CallError(
        code: UInt32(SWIFTSDP_ERROR_NOT_READABLE), reason: "the kernel gave no random bytes")
}

@c @implementation
public func swiftsdp_random_source_create(
    _ kind: UInt32, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var handle: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        let source: RandomSource
        switch Int(kind) {
        case SWIFTSDP_RANDOM_KERNEL: source = .kernel()
        case SWIFTSDP_RANDOM_BUFFERED: source = .buffered()
        case SWIFTSDP_RANDOM_FAST: source = .fast()
        default: throw CallError.argument("there is no such random source")
        }
        unsafe handle = retained(source)
    }
    return unsafe handle
}

@c @implementation
public func swiftsdp_random_source_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: RandomSource.self)
}

@c @implementation
public func swiftsdp_random_source_kind(_ handle: OpaquePointer?) -> UInt32 {
    guard let handle = unsafe handle else { return UInt32(SWIFTSDP_RANDOM_KERNEL) }
    return UInt32(unsafe object(handle, as: RandomSource.self).effectiveKind.rawValue)
}

@c @implementation
public func swiftsdp_random_source_reseed(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe withSource(handle) { (source) throws(CallError) in
            do throws(RandomSourceError) { try source.reseed() } catch { throw refused(error) }
        }
    }
}

@c @implementation
public func swiftsdp_random_source_bytes(
    _ handle: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe withSource(handle) { (source) throws(CallError) in
            if size == 0 { return }
            guard let buffer = unsafe buffer, size > 0 else {
                throw CallError.argument("the buffer is NULL or too large")
            }
            do throws(RandomSourceError) {
                try unsafe source.fill(buffer, size)
            } catch {
                throw refused(error)
            }
        }
    }
}

@c @implementation
public func swiftsdp_random_source_credentials(
    _ handle: OpaquePointer?, _ count: Int, _ usernameFragmentSize: Int, _ passwordSize: Int,
    _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe withSource(handle) { (source) throws(CallError) in
            guard ICECredentialSizes.usernameFragmentRange.contains(usernameFragmentSize),
                ICECredentialSizes.passwordRange.contains(passwordSize)
            else { throw CallError.argument("a size is out of its range") }
            let (size, isTooLarge) = count.multipliedReportingOverflow(
                by: usernameFragmentSize + passwordSize)
            guard count >= 0, !isTooLarge else {
                throw CallError.argument("the count is too large")
            }
            if size == 0 { return }
            guard let buffer = unsafe buffer, UInt(bitPattern: capacity) >= UInt(size) else {
                throw CallError(SDPError(.insufficientSpace, offset: size))
            }
            do throws(RandomSourceError) {
                try unsafe source.fillICECharacters(buffer, size)
            } catch {
                throw refused(error)
            }
        }
    }
}
