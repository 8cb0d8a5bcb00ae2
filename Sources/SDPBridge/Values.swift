// SAFETY of this file. A `MemorySink` is given a line only where the memory has room for it:
// for its texts and the longest syntax, or for its size as counted. Texts are read in the
// sizes that the caller states, and values as many as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import CSwiftSDPShims
import SDP

/// Where lines go.
private protocol ValueSink {
    /// Whether there is room for so many bytes.
    func hasRoom(_ size: Int) -> Bool
    /// Whether every text was one.
    var isValid: Bool { get }
    mutating func syntax(_ literal: StaticString)
    mutating func byte(_ byte: UInt8)
    @unsafe mutating func text(_ text: swiftsdp_slice)
    mutating func number(_ number: UInt32)
}

/// Memory that is large enough for the line.
@safe
private struct MemorySink: ValueSink {
    var next: UnsafeMutablePointer<UInt8>
    /// The address where the memory ends.
    var end: Int
    /// Bits that say what is wrong with a text.
    var faults: UInt8 = 0

    static let breaksLine: UInt8 = 1
    static let isNull: UInt8 = 2

    @inline(__always)
    func hasRoom(_ size: Int) -> Bool { left >= size }

    var left: Int {
        @inline(__always) get { unsafe end &- Int(bitPattern: next) }
    }

    var isValid: Bool {
        @inline(__always) get { faults == 0 }
    }

    @inline(__always)
    private mutating func advance(_ size: Int) {
        unsafe next += size
    }

    @inline(__always)
    mutating func syntax(_ literal: StaticString) {
        unsafe memcpy(next, literal.utf8Start, literal.utf8CodeUnitCount)
        advance(literal.utf8CodeUnitCount)
    }

    @inline(__always)
    mutating func byte(_ byte: UInt8) {
        unsafe next.pointee = byte
        advance(1)
    }

    @unsafe @inline(__always)
    mutating func text(_ text: swiftsdp_slice) {
        guard let bytes = unsafe text.bytes else {
            if unsafe text.size > 0 { faults |= MemorySink.isNull }
            return
        }
        let source = unsafe UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self)
        if unsafe !swiftsdp_shim_copy_value(next, source, text.size) {
            faults |= MemorySink.breaksLine
        }
        unsafe advance(text.size)
    }

    @inline(__always)
    mutating func number(_ number: UInt32) {
        advance(unsafe swiftsdp_shim_decimal(next, number))
    }
}

/// The size of lines.
private struct CountingSink: ValueSink {
    var count = 0
    var isValid = true

    func hasRoom(_ size: Int) -> Bool { true }
    mutating func syntax(_ literal: StaticString) { count += literal.utf8CodeUnitCount }
    mutating func byte(_ byte: UInt8) { count += 1 }

    @unsafe
    mutating func text(_ text: swiftsdp_slice) {
        let (sum, overflow) = unsafe count.addingReportingOverflow(text.size)
        if unsafe overflow || text.size < 0 || (text.size > 0 && text.bytes == nil) {
            isValid = false
        } else {
            count = sum
        }
    }

    mutating func number(_ number: UInt32) {
        var rest = number
        repeat {
            count += 1
            rest /= 10
        } while rest > 0
    }
}

/// Gives one line to `sink`; false if there is no such kind.
@unsafe @inline(__always)
private func give<Sink: ValueSink>(
    _ value: UnsafePointer<swiftsdp_value>, to sink: inout Sink
) -> Bool {
    let n = unsafe value.pointee.n
    let flags = unsafe value.pointee.flags
    switch unsafe Int(value.pointee.kind) {
    case SWIFTSDP_VALUE_LINE:
        let letter = UInt8(truncatingIfNeeded: n.0)
        guard letter &- UInt8(ascii: "a") < 26 else { return false }
        sink.byte(letter)
        sink.byte(UInt8(ascii: "="))
        unsafe sink.text(value.pointee.texts.0)
    case SWIFTSDP_VALUE_ATTRIBUTE:
        sink.syntax("a=")
        unsafe sink.text(value.pointee.texts.0)
        if flags & 1 != 0 {
            sink.syntax(":")
            unsafe sink.text(value.pointee.texts.1)
        }
    case SWIFTSDP_VALUE_RTPMAP:
        sink.syntax("a=rtpmap:")
        sink.number(n.0)
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.0)
        sink.syntax("/")
        sink.number(n.1)
        if n.2 > 0 {
            sink.syntax("/")
            sink.number(n.2)
        }
    case SWIFTSDP_VALUE_FMTP:
        sink.syntax("a=fmtp:")
        sink.number(n.0)
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.0)
    case SWIFTSDP_VALUE_RTCP_FB:
        sink.syntax("a=rtcp-fb:")
        if flags & 1 != 0 { sink.syntax("*") } else { sink.number(n.0) }
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.0)
        if unsafe value.pointee.texts.1.size > 0 {
            sink.syntax(" ")
            unsafe sink.text(value.pointee.texts.1)
        }
    case SWIFTSDP_VALUE_EXTMAP:
        sink.syntax("a=extmap:")
        sink.number(n.0)
        if unsafe value.pointee.texts.1.size > 0 {
            sink.syntax("/")
            unsafe sink.text(value.pointee.texts.1)
        }
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.0)
        if unsafe value.pointee.texts.2.size > 0 {
            sink.syntax(" ")
            unsafe sink.text(value.pointee.texts.2)
        }
    case SWIFTSDP_VALUE_SSRC:
        sink.syntax("a=ssrc:")
        sink.number(n.0)
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.0)
        if flags & 1 != 0 {
            sink.syntax(":")
            unsafe sink.text(value.pointee.texts.1)
        }
    case SWIFTSDP_VALUE_SSRC_GROUP:
        sink.syntax("a=ssrc-group:")
        unsafe sink.text(value.pointee.texts.0)
        for position in 0..<min(Int(flags), 3) {
            sink.syntax(" ")
            sink.number(position == 0 ? n.0 : position == 1 ? n.1 : n.2)
        }
    case SWIFTSDP_VALUE_FINGERPRINT:
        sink.syntax("a=fingerprint:")
        unsafe sink.text(value.pointee.texts.0)
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.1)
    case SWIFTSDP_VALUE_MSID:
        sink.syntax("a=msid:")
        unsafe sink.text(value.pointee.texts.0)
        if unsafe value.pointee.texts.1.size > 0 {
            sink.syntax(" ")
            unsafe sink.text(value.pointee.texts.1)
        }
    case SWIFTSDP_VALUE_CANDIDATE:
        sink.syntax("a=candidate:")
        unsafe sink.text(value.pointee.texts.0)
        sink.syntax(" ")
        sink.number(n.0)
        sink.syntax(flags & 1 != 0 ? " tcp " : " udp ")
        sink.number(n.1)
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.1)
        sink.syntax(" ")
        sink.number(n.2)
        sink.syntax(" typ ")
        unsafe sink.text(value.pointee.texts.2)
    case SWIFTSDP_VALUE_MEDIA:
        sink.syntax("m=")
        unsafe sink.text(value.pointee.texts.0)
        sink.syntax(" ")
        sink.number(n.0)
        if n.1 > 0 {
            sink.syntax("/")
            sink.number(n.1)
        }
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.1)
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.2)
    case SWIFTSDP_VALUE_CONNECTION:
        sink.syntax("c=IN ")
        unsafe sink.text(value.pointee.texts.0)
        sink.syntax(" ")
        unsafe sink.text(value.pointee.texts.1)
    default:
        return false
    }
    sink.syntax("\r\n")
    return true
}

/// Gives the lines of values to `sink` until there is perhaps no room for one; returns
/// which one that is.
@unsafe @_optimize(speed)
private func give<Sink: ValueSink>(
    _ values: UnsafePointer<swiftsdp_value>, _ range: Range<Int>, to destination: inout Sink
) throws(CallError) -> Int {
    // A copy of its own stays in registers.
    var sink = destination
    var position = range.lowerBound
    while position < range.upperBound {
        let value = unsafe values + position
        let sizes = unsafe value.pointee.texts
        let bits = unsafe sizes.0.size | sizes.1.size | sizes.2.size
        // More than the longest line without its texts: a candidate's syntax and three
        // numbers of ten digits. Sums of sizes below this bound do not overflow.
        let bound = unsafe sizes.0.size &+ sizes.1.size &+ sizes.2.size &+ 80
        guard sink.hasRoom(UInt(bitPattern: bits) < 1 << 32 ? bound : Int.max >> 1) else { break }
        guard unsafe give(value, to: &sink), sink.isValid else {
            destination = sink
            throw CallError.value(position)
        }
        position += 1
    }
    destination = sink
    return position
}

/// Writes the lines of values and returns their size, also where the memory ends before.
@unsafe
private func write(
    _ values: UnsafePointer<swiftsdp_value>, _ count: Int,
    to buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int
) throws(CallError) -> Int {
    var rest = CountingSink()
    guard let buffer = unsafe buffer else {
        _ = try unsafe give(values, 0..<count, to: &rest)
        return rest.count
    }
    var sink = unsafe MemorySink(
        next: buffer, end: Int(bitPattern: buffer) + min(capacity, Int.max >> 1))
    var position = 0
    do throws(CallError) {
        while true {
            position = try unsafe give(values, position..<count, to: &sink)
            if position == count { break }
            // The last lines may fit although they could be longer.
            var line = CountingSink()
            _ = try unsafe give(values, position..<position + 1, to: &line)
            guard line.count <= sink.left else { break }
            let end = sink.end
            sink.end = Int.max
            position = try unsafe give(values, position..<position + 1, to: &sink)
            sink.end = end
        }
    } catch {
        if sink.faults == MemorySink.breaksLine {
            throw CallError(SDPError(.valueBreaksLine, offset: error.offset))
        }
        throw error
    }
    let written = unsafe sink.next - buffer
    _ = try unsafe give(values, position..<count, to: &rest)
    let (size, overflow) = written.addingReportingOverflow(rest.count)
    return overflow ? Int.max : size
}

extension CallError {
    fileprivate static func value(_ position: Int) -> CallError {
        var error = CallError.argument("a value is none")
        error.offset = position
        return error
    }
}

@c @implementation
public func swiftsdp_values_write(
    _ values: UnsafePointer<swiftsdp_value>?, _ count: Int, _ buffer: UnsafeMutableRawPointer?,
    _ capacity: Int, _ size: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let capacity = unsafe buffer == nil ? 0 : capacity < 0 ? Int.max >> 1 : capacity
        let written = try unsafe convert(values, count, buffer, capacity)
        if written > capacity { throw CallError(SDPError(.insufficientSpace, offset: written)) }
        unsafe size?.pointee = written
    }
}

@c @implementation
public func swiftsdp_values_size(
    _ values: UnsafePointer<swiftsdp_value>?, _ count: Int, _ size: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let size = unsafe size else { throw CallError.argument("the size is NULL") }
        unsafe size.pointee = try convert(values, count, nil, 0)
    }
}

@unsafe
private func convert(
    _ values: UnsafePointer<swiftsdp_value>?, _ count: Int, _ buffer: UnsafeMutableRawPointer?,
    _ capacity: Int
) throws(CallError) -> Int {
    if count == 0 { return 0 }
    guard let values = unsafe values, count > 0 else {
        throw CallError.argument("the values are NULL")
    }
    return try unsafe write(
        values, count, to: buffer?.assumingMemoryBound(to: UInt8.self), capacity)
}
