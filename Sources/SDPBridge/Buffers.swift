// SAFETY of this file. As Handles.swift describes: pointers of the caller are used
// only within the call, and no further than the size that comes with them.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import SDP

/// What a `swiftsdp_buffer` is.
@safe
final class BufferHandle {
    private var output = OutputBuffer()

    /// Adds what `body` adds, or nothing if it throws.
    func append(
        _ body: (inout OutputBuffer) throws(SDPError) -> Void
    ) throws(SDPError) {
        let before = output.count
        do throws(SDPError) {
            try body(&output)
        } catch {
            output.truncate(to: before)
            throw error
        }
    }

    func removeAll() { output.removeAll() }

    var bytes: swiftsdp_slice {
        unsafe output.withBytes { unsafe slice($0) }
    }
}

@unsafe
func bufferHandle(_ buffer: OpaquePointer?) throws(CallError) -> BufferHandle {
    guard let buffer = unsafe buffer else { throw CallError.argument("the buffer is NULL") }
    return unsafe object(buffer, as: BufferHandle.self)
}

/// The memory of the caller for the length of `body`; none if it is NULL.
@unsafe
func withMemory<Failure: Error>(
    _ start: UnsafeMutableRawPointer?, _ capacity: Int,
    _ body: (consuming MutableSpan<UInt8>) throws(Failure) -> Void
) throws(Failure) {
    // A size above the largest signed one arrives as a negative one.
    let count = unsafe start == nil ? 0 : capacity < 0 ? Int.max >> 1 : capacity
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: start, count: count)
    let bytes = unsafe buffer.bindMemory(to: UInt8.self)
    try body(unsafe MutableSpan(_unsafeElements: bytes))
}

/// Runs `body`, whose error is one of the description.
func described(_ body: () throws(SDPError) -> Void) throws(CallError) {
    do throws(SDPError) {
        try body()
    } catch {
        throw CallError(error)
    }
}

@c @implementation
public func swiftsdp_buffer_create(
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    unsafe retained(BufferHandle())
}

@c @implementation
public func swiftsdp_buffer_release(_ buffer: OpaquePointer?) {
    unsafe release(buffer, as: BufferHandle.self)
}

@c @implementation
public func swiftsdp_buffer_bytes(_ buffer: OpaquePointer?) -> swiftsdp_slice {
    guard let buffer = unsafe buffer else { return unsafe swiftsdp_slice() }
    return unsafe object(buffer, as: BufferHandle.self).bytes
}

@c @implementation
public func swiftsdp_buffer_clear(_ buffer: OpaquePointer?) {
    guard let buffer = unsafe buffer else { return }
    unsafe object(buffer, as: BufferHandle.self).removeAll()
}

@c @implementation
public func swiftsdp_buffer_append(
    _ buffer: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let buffer = try unsafe bufferHandle(buffer)
        try unsafe checkText(bytes, size)
        try described { () throws(SDPError) in
            try unsafe withBytes(bytes, size) { (bytes) throws(SDPError) in
                try buffer.append { (output) throws(SDPError) in
                    try output.append(ByteView(bytes))
                }
            }
        }
    }
}

@c @implementation
public func swiftsdp_buffer_append_json(
    _ buffer: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let buffer = try unsafe bufferHandle(buffer)
        try unsafe checkText(bytes, size)
        try described { () throws(SDPError) in
            try unsafe withBytes(bytes, size) { (bytes) throws(SDPError) in
                try buffer.append { (output) throws(SDPError) in
                    try output.appendJSON(ByteView(bytes))
                }
            }
        }
    }
}

// MARK: JSON

/// Runs `body` with a text of the caller and tells the size that it returns.
@unsafe
private func convert(
    _ bytes: UnsafeRawPointer?, _ size: Int, _ result: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?,
    _ body: (ByteView) throws(SDPError) -> Int
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe checkText(bytes, size)
        try described { () throws(SDPError) in
            let count = try unsafe withBytes(bytes, size) { (bytes) throws(SDPError) in
                try body(ByteView(bytes))
            }
            unsafe result?.pointee = count
        }
    }
}

@c @implementation
public func swiftsdp_json_escaped_size(
    _ bytes: UnsafeRawPointer?, _ size: Int, _ result: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe convert(bytes, size, result, error) { (bytes) throws(SDPError) in
        try bytes.jsonSize()
    }
}

@c @implementation
public func swiftsdp_json_escape(
    _ bytes: UnsafeRawPointer?, _ size: Int, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ result: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe convert(bytes, size, result, error) { (bytes) throws(SDPError) in
        var count = 0
        try unsafe withMemory(buffer, capacity) { (memory) throws(SDPError) in
            count = try bytes.writeJSON(into: memory)
        }
        return count
    }
}

@c @implementation
public func swiftsdp_json_unescaped_size(
    _ content: UnsafeRawPointer?, _ size: Int, _ result: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe convert(content, size, result, error) { (content) throws(SDPError) in
        try content.jsonContentSize()
    }
}

@c @implementation
public func swiftsdp_json_unescape(
    _ content: UnsafeRawPointer?, _ size: Int, _ buffer: UnsafeMutableRawPointer?,
    _ capacity: Int, _ result: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    if let buffer = unsafe buffer, unsafe content == UnsafeRawPointer(buffer), size >= 0 {
        return unsafe succeeds(error) { () throws(CallError) in
            guard capacity < 0 || capacity >= size else {
                throw CallError.argument("the buffer is smaller than the content in it")
            }
            try described { () throws(SDPError) in
                try unsafe withMemory(buffer, size) { (memory) throws(SDPError) in
                    var memory = memory
                    let count = try JSONContent.read(inPlace: &memory)
                    unsafe result?.pointee = count
                }
            }
        }
    }
    return unsafe convert(content, size, result, error) { (content) throws(SDPError) in
        var count = 0
        try unsafe withMemory(buffer, capacity) { (memory) throws(SDPError) in
            count = try content.readJSONContent(into: memory)
        }
        return count
    }
}
