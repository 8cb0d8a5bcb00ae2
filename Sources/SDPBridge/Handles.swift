// SAFETY of this file. A handle is a retained reference that C holds; `object`
// may only be called with one that was not released, which swiftsdp.h asks of
// the caller. Texts and structs from C are read only within the call that got
// them, in sizes that the caller states; what is written to the caller's structs
// is never more than the caller's `struct_size`.

import CSwiftSDP
import JSEP
import SDP

/// A new handle for `object`, which C will release.
func retained(_ object: AnyObject) -> OpaquePointer {
    unsafe OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// The object of a handle.
@unsafe
func object<Object: AnyObject>(_ handle: OpaquePointer, as: Object.Type) -> Object {
    unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
}

/// Gives the reference of a handle back.
@unsafe
func release<Object: AnyObject>(_ handle: OpaquePointer?, as: Object.Type) {
    guard let handle = unsafe handle else { return }
    unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer(handle)).release()
}

/// What went wrong in a call, whatever part of the library noticed.
struct CallError: Error {
    var code: UInt32
    var section = 0
    var offset = 0
    var reason: StaticString

    static func argument(_ reason: StaticString) -> CallError {
        CallError(code: UInt32(SWIFTSDP_ERROR_ARGUMENT), reason: reason)
    }

    /// What was asked for is not there, which is no error.
    static var none: CallError { CallError(code: 0, reason: "") }

    init(code: UInt32, reason: StaticString) {
        self.code = code
        self.reason = reason
    }

    init(_ error: SDPError) {
        code = UInt32(error.code.rawValue)
        section = error.section
        offset = error.offset
        reason = error.code.reason
    }

    init(_ error: JSEPError) {
        let syntaxError = error.syntaxError
        code = syntaxError.map { UInt32($0.code.rawValue) } ?? 100 + UInt32(error.kind.rawValue)
        section = error.section
        offset = syntaxError?.offset ?? 0
        reason = error.reason
    }

    /// Tells the caller, who may not want to know.
    @unsafe
    func report(to error: UnsafeMutablePointer<swiftsdp_error>?) {
        guard let error = unsafe error else { return }
        var filled = unsafe swiftsdp_error()
        unsafe filled.code = code
        unsafe filled.section = UInt32(truncatingIfNeeded: section)
        unsafe filled.offset = UInt64(truncatingIfNeeded: offset)
        unsafe filled.reason = slice(reason)
        // An error struct that is too small to hold one stays as it is.
        do throws(CallError) { try unsafe fill(error, with: filled) } catch {}
    }
}

/// The caller's `struct_size`, which comes first in every struct.
@unsafe
func statedSize<Struct: BitwiseCopyable>(
    _ destination: UnsafePointer<Struct>
) throws(CallError) -> Int {
    let stated = unsafe UnsafeRawPointer(destination).load(as: Int.self)
    guard stated >= MemoryLayout<Int>.size else {
        throw CallError.argument("struct_size is not set")
    }
    return stated
}

/// Copies as much of `value` as the caller's struct has room for; `struct_size`
/// stays.
@unsafe
func fill<Struct: BitwiseCopyable>(
    _ destination: UnsafeMutablePointer<Struct>, with value: Struct
) throws(CallError) {
    let header = MemoryLayout<Int>.size
    let count = min(try unsafe statedSize(destination), MemoryLayout<Struct>.size)
    unsafe withUnsafeBytes(of: value) { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[header..<count])
        unsafe (UnsafeMutableRawPointer(destination) + header).copyMemory(
            from: rest.baseAddress ?? UnsafeRawPointer(destination), byteCount: rest.count)
    }
}

/// The caller's struct, its members beyond `struct_size` taken from `fallback`.
@unsafe
func load<Struct: BitwiseCopyable>(
    _ source: UnsafePointer<Struct>?, defaults fallback: Struct
) throws(CallError) -> Struct {
    guard let source = unsafe source else { return fallback }
    let count = min(try unsafe statedSize(source), MemoryLayout<Struct>.size)
    var value = fallback
    unsafe withUnsafeMutableBytes(of: &value) { bytes in
        unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: source, count: count))
    }
    return value
}

/// Makes sure that a caller's text can be one.
@unsafe
func checkText(_ start: UnsafeRawPointer?, _ size: Int) throws(CallError) {
    // A size above the largest signed one arrives as a negative one.
    if size < 0 { throw CallError(SDPError(.tooManyBytes, offset: 0)) }
    if unsafe start == nil && size > 0 { throw CallError.argument("the text is NULL") }
}

/// The bytes of a caller's text for the length of `body`.
@unsafe
func withBytes<Result, Failure: Error>(
    _ start: UnsafeRawPointer?, _ size: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
) throws(Failure) -> Result {
    let buffer = unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : max(size, 0))
    return try body(unsafe buffer.bindMemory(to: UInt8.self).span)
}

/// A copy of a caller's text.
@unsafe
func copy(_ slice: swiftsdp_slice) -> ByteString {
    unsafe withBytes(slice.bytes, slice.size) { ByteString($0) }
}

/// A copy of a caller's text, or an error that says what is wrong with it.
@unsafe
func text(_ start: UnsafePointer<CChar>?, _ size: Int) throws(CallError) -> ByteString {
    try unsafe checkText(start, size)
    return unsafe withBytes(start, size) { ByteString($0) }
}

@unsafe
func text(_ slice: swiftsdp_slice) throws(CallError) -> ByteString {
    try unsafe text(slice.bytes, slice.size)
}

/// The bytes of a view for the caller.
@unsafe
func slice(_ view: ByteView) -> swiftsdp_slice {
    unsafe view.withUnsafeBytes { start, count in
        unsafe swiftsdp_slice(
            bytes: count == 0 ? nil : UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self),
            size: count)
    }
}

/// A sentence for the caller.
@unsafe
func slice(_ text: StaticString) -> swiftsdp_slice {
    unsafe swiftsdp_slice(
        bytes: UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self),
        size: text.utf8CodeUnitCount)
}

/// Writes bytes into the caller's buffer, or says how large it must be.
@unsafe
func write(
    _ bytes: ByteView, to buffer: UnsafeMutableRawPointer?, _ capacity: Int
) throws(CallError) {
    guard let buffer = unsafe buffer, UInt(bitPattern: capacity) >= UInt(bytes.count) else {
        if bytes.isEmpty { return }
        throw CallError(SDPError(.insufficientSpace, offset: bytes.count))
    }
    unsafe bytes.withUnsafeBytes { start, count in
        // The caller may write a description over the bytes it was read from.
        unsafe buffer.copyMemory(from: start, byteCount: count)
    }
}

/// Runs `body`, tells the caller its error, and says whether there was none.
@unsafe
func succeeds(
    _ destination: UnsafeMutablePointer<swiftsdp_error>?, _ body: () throws(CallError) -> Void
) -> Bool {
    do throws(CallError) {
        try body()
        return true
    } catch {
        unsafe error.report(to: destination)
        return false
    }
}
