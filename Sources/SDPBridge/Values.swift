// SAFETY of this file. A `QuickSink` begins a line only where 128 bytes are left, and a
// text of more than 16 bytes only where 128 are left behind it. What a line has besides
// such texts, with what is written over and beyond, is no more than 128 bytes. A `SlowSink`
// writes nothing that there is no room for. Texts are read in the sizes that the caller
// states, and values as many as the caller states.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import CSwiftSDPShims
import SDP

/// Where lines go.
private protocol ValueSink {
    mutating func syntax(_ literal: StaticString)
    mutating func byte(_ byte: UInt8)
    @unsafe mutating func text(_ text: swiftsdp_slice)
    mutating func number(_ number: UInt32)
}

/// Memory with room to spare, for texts that are looked through afterwards.
@safe
private struct QuickSink: ValueSink {
    var next: UnsafeMutablePointer<UInt8>
    /// The last address at which there is room to spare; 0 after what it cannot
    /// write.
    var limit: Int
    let lastNumber: UnsafeMutablePointer<swiftsdp_decimal_text>

    static let spare = 128

    /// The bytes before `limit`, fewer than none behind it.
    var room: Int {
        @inline(__always) get { unsafe limit &- Int(bitPattern: next) }
    }

    @inline(__always)
    private mutating func advance(_ size: Int) {
        unsafe next =
            UnsafeMutablePointer(bitPattern: Int(bitPattern: next) &+ size)
            .unsafelyUnwrapped
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
        let size = unsafe UInt(bitPattern: text.size)
        let bytes = unsafe UnsafeRawPointer(text.bytes)?.assumingMemoryBound(to: UInt8.self)
        guard let bytes = unsafe bytes else {
            if size > 0 { limit = 0 }
            return
        }
        if size <= 16 {
            unsafe swiftsdp_shim_copy16(next, bytes, Int(bitPattern: size))
        } else {
            guard size < UInt(bitPattern: max(room, 0)) else {
                limit = 0
                return
            }
            unsafe swiftsdp_shim_copy_long(next, bytes, Int(bitPattern: size))
        }
        advance(Int(bitPattern: size))
    }

    @inline(__always)
    mutating func number(_ number: UInt32) {
        advance(unsafe swiftsdp_shim_decimal(next, number, lastNumber))
    }
}

/// Memory that lines may not fit into, or none; counts on when it is full.
@safe
private struct SlowSink: ValueSink {
    private var next: UnsafeMutablePointer<UInt8>?
    private var left: Int
    private(set) var count = 0
    private(set) var isText = true
    private(set) var breaksLine = false
    private let checksTexts: Bool

    init(_ memory: UnsafeMutablePointer<UInt8>?, _ capacity: Int, checksTexts: Bool) {
        unsafe next = memory
        left = capacity
        self.checksTexts = checksTexts
    }

    @unsafe @inline(__always)
    private mutating func put(_ bytes: UnsafePointer<UInt8>, _ size: Int) {
        count &+= size
        if unsafe next != nil { unsafe copy(bytes, size) }
    }

    @unsafe @inline(never)
    private mutating func copy(_ bytes: UnsafePointer<UInt8>, _ size: Int) {
        guard let memory = unsafe next, size <= left else {
            unsafe next = nil
            return
        }
        unsafe memcpy(memory, bytes, size)
        unsafe next = memory + size
        left -= size
    }

    @inline(__always)
    mutating func syntax(_ literal: StaticString) {
        unsafe put(literal.utf8Start, literal.utf8CodeUnitCount)
    }

    @inline(__always)
    mutating func byte(_ byte: UInt8) {
        var byte = byte
        unsafe put(&byte, 1)
    }

    @unsafe @inline(never)
    mutating func text(_ text: swiftsdp_slice) {
        let size = unsafe text.size
        guard let bytes = unsafe UnsafeRawPointer(text.bytes) else {
            if size != 0 { isText = false }
            return
        }
        // More than memory can hold, so that the sum of all cannot overflow.
        guard size >= 0, size < Int.max >> 1, count < Int.max >> 1 else {
            isText = false
            return
        }
        let text = unsafe bytes.assumingMemoryBound(to: UInt8.self)
        if checksTexts, unsafe swiftsdp_breaks_line(text, size) { breaksLine = true }
        unsafe put(text, size)
    }

    @inline(never)
    mutating func number(_ number: UInt32) {
        guard unsafe next != nil else {
            count &+= Int(swiftsdp_shim_digit_count(number))
            return
        }
        var text = swiftsdp_decimal_text()
        unsafe swiftsdp_shim_make_decimal(&text, number)
        let size = Int(text.count)
        unsafe withUnsafeBytes(of: &text.digits) { digits in
            let start = unsafe digits.baseAddress.unsafelyUnwrapped
            unsafe put(start.assumingMemoryBound(to: UInt8.self), size)
        }
    }
}

/// Gives one line to `sink`; false if there is no such kind.
@unsafe @inline(__always)
private func give<Sink: ValueSink>(
    _ value: UnsafePointer<swiftsdp_value>, to sink: inout Sink
) -> Bool {
    let blank = UInt8(ascii: " ")
    // What stands before the second text, or 0 if there is none.
    var separator: UInt8 = 0
    switch unsafe Int(value.pointee.kind) {
    case SWIFTSDP_VALUE_LINE:
        let letter = unsafe UInt8(truncatingIfNeeded: value.pointee.n.0)
        guard letter &- UInt8(ascii: "a") < 26 else { return false }
        sink.byte(letter)
        sink.byte(UInt8(ascii: "="))
    case SWIFTSDP_VALUE_ATTRIBUTE:
        sink.syntax("a=")
        if unsafe value.pointee.flags & 1 != 0 { separator = UInt8(ascii: ":") }
    case SWIFTSDP_VALUE_RTPMAP:
        sink.syntax("a=rtpmap:")
        unsafe sink.number(value.pointee.n.0)
        sink.byte(blank)
        unsafe sink.text(value.pointee.texts.0)
        sink.byte(UInt8(ascii: "/"))
        unsafe sink.number(value.pointee.n.1)
        if unsafe value.pointee.n.2 > 0 {
            sink.byte(UInt8(ascii: "/"))
            unsafe sink.number(value.pointee.n.2)
        }
        sink.syntax("\r\n")
        return true
    case SWIFTSDP_VALUE_FMTP:
        sink.syntax("a=fmtp:")
        unsafe sink.number(value.pointee.n.0)
        sink.byte(blank)
    case SWIFTSDP_VALUE_RTCP_FB:
        sink.syntax("a=rtcp-fb:")
        if unsafe value.pointee.flags & 1 != 0 {
            sink.byte(UInt8(ascii: "*"))
        } else {
            unsafe sink.number(value.pointee.n.0)
        }
        sink.byte(blank)
        if unsafe value.pointee.texts.1.size > 0 { separator = blank }
    case SWIFTSDP_VALUE_EXTMAP:
        sink.syntax("a=extmap:")
        unsafe sink.number(value.pointee.n.0)
        if unsafe value.pointee.texts.1.size > 0 {
            sink.byte(UInt8(ascii: "/"))
            unsafe sink.text(value.pointee.texts.1)
        }
        sink.byte(blank)
        unsafe sink.text(value.pointee.texts.0)
        if unsafe value.pointee.texts.2.size > 0 {
            sink.byte(blank)
            unsafe sink.text(value.pointee.texts.2)
        }
        sink.syntax("\r\n")
        return true
    case SWIFTSDP_VALUE_SSRC:
        sink.syntax("a=ssrc:")
        unsafe sink.number(value.pointee.n.0)
        sink.byte(blank)
        if unsafe value.pointee.flags & 1 != 0 { separator = UInt8(ascii: ":") }
    case SWIFTSDP_VALUE_SSRC_GROUP:
        sink.syntax("a=ssrc-group:")
        unsafe sink.text(value.pointee.texts.0)
        let n = unsafe value.pointee.n
        let count = unsafe min(value.pointee.flags, 3)
        for position in 0..<count {
            sink.byte(blank)
            sink.number(position == 0 ? n.0 : position == 1 ? n.1 : n.2)
        }
        sink.syntax("\r\n")
        return true
    case SWIFTSDP_VALUE_FINGERPRINT:
        sink.syntax("a=fingerprint:")
        separator = blank
    case SWIFTSDP_VALUE_MSID:
        sink.syntax("a=msid:")
        if unsafe value.pointee.texts.1.size > 0 { separator = blank }
    case SWIFTSDP_VALUE_CANDIDATE:
        sink.syntax("a=candidate:")
        unsafe sink.text(value.pointee.texts.0)
        sink.byte(blank)
        unsafe sink.number(value.pointee.n.0)
        unsafe sink.syntax(value.pointee.flags & 1 != 0 ? " tcp " : " udp ")
        unsafe sink.number(value.pointee.n.1)
        sink.byte(blank)
        unsafe sink.text(value.pointee.texts.1)
        sink.byte(blank)
        unsafe sink.number(value.pointee.n.2)
        sink.syntax(" typ ")
        unsafe sink.text(value.pointee.texts.2)
        sink.syntax("\r\n")
        return true
    case SWIFTSDP_VALUE_MEDIA:
        sink.syntax("m=")
        unsafe sink.text(value.pointee.texts.0)
        sink.byte(blank)
        unsafe sink.number(value.pointee.n.0)
        if unsafe value.pointee.n.1 > 0 {
            sink.byte(UInt8(ascii: "/"))
            unsafe sink.number(value.pointee.n.1)
        }
        sink.byte(blank)
        unsafe sink.text(value.pointee.texts.1)
        sink.byte(blank)
        unsafe sink.text(value.pointee.texts.2)
        sink.syntax("\r\n")
        return true
    case SWIFTSDP_VALUE_CONNECTION:
        sink.syntax("c=IN ")
        separator = blank
    default:
        return false
    }
    unsafe sink.text(value.pointee.texts.0)
    if separator != 0 {
        sink.byte(separator)
        unsafe sink.text(value.pointee.texts.1)
    }
    sink.syntax("\r\n")
    return true
}

/// Writes the lines of values from number `position` on to `start` and on while there is
/// room to spare. Returns where it came to, in memory and among the values; a value that is
/// none is left there.
@unsafe @_optimize(speed) @inline(never)
private func writeQuickly(
    _ values: UnsafePointer<swiftsdp_value>, _ count: Int, from position: Int,
    to start: UnsafeMutablePointer<UInt8>, _ capacity: Int,
    _ lastNumber: UnsafeMutablePointer<swiftsdp_decimal_text>
) throws(CallError) -> (UnsafeMutablePointer<UInt8>, Int) {
    var sink = unsafe QuickSink(
        next: start, limit: Int(bitPattern: start) &+ capacity &- QuickSink.spare,
        lastNumber: lastNumber)
    var position = position
    while true {
        // So few that they are still in the cache when they are looked through.
        let first = position
        let begin = unsafe sink.next
        var line = unsafe begin
        var value = unsafe values + first
        let stop = unsafe values + min(first &+ 256, count)
        while unsafe value < stop, sink.room >= 0 {
            unsafe line = sink.next
            if unsafe !give(value, to: &sink) { sink.limit = 0 }
            unsafe value += 1
        }
        if sink.limit == 0 {
            unsafe sink.next = line
            unsafe value -= 1
        }
        position = unsafe value - values
        // What ends the lines is two such bytes in each.
        if unsafe !swiftsdp_shim_ends_lines(begin, sink.next - begin, 2 &* (position &- first)) {
            var check = unsafe SlowSink(nil, 0, checksTexts: true)
            try unsafe writeSlowly(values, first..<position, to: &check)
        }
        if unsafe value < stop || position == count { return unsafe (sink.next, position) }
    }
}

@unsafe
private func writeSlowly(
    _ values: UnsafePointer<swiftsdp_value>, _ range: Range<Int>, to sink: inout SlowSink
) throws(CallError) {
    for position in range {
        guard unsafe give(values + position, to: &sink), sink.isText else {
            var error = CallError.argument("a value is none")
            error.offset = position
            throw error
        }
        if sink.breaksLine { throw CallError(SDPError(.valueBreaksLine, offset: position)) }
    }
}

/// Writes the lines of values and returns their size, also where the memory ends before.
@unsafe
private func write(
    _ values: UnsafePointer<swiftsdp_value>, _ count: Int,
    to buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int
) throws(CallError) -> Int {
    guard let buffer = unsafe buffer else {
        var sink = unsafe SlowSink(nil, 0, checksTexts: false)
        try unsafe writeSlowly(values, 0..<count, to: &sink)
        return sink.count
    }
    var lastNumber = swiftsdp_decimal_text()
    var (next, position) = try unsafe writeQuickly(
        values, count, from: 0, to: buffer, capacity, &lastNumber)
    var left = unsafe capacity - (next - buffer)
    if position < count {
        try unsafe writeLast(values, count, &position, to: &next, &left, &lastNumber)
    }
    var sink = unsafe SlowSink(next, left, checksTexts: true)
    try unsafe writeSlowly(values, position..<count, to: &sink)
    let (size, overflow) = (capacity - left).addingReportingOverflow(sink.count)
    return overflow ? Int.max : size
}

/// Writes the lines for which there is room, but none to spare: in other memory, if they
/// fit there.
@unsafe
private func writeLast(
    _ values: UnsafePointer<swiftsdp_value>, _ count: Int, _ position: inout Int,
    to next: inout UnsafeMutablePointer<UInt8>, _ left: inout Int,
    _ lastNumber: UnsafeMutablePointer<swiftsdp_decimal_text>
) throws(CallError) {
    var memory = InlineArray<512, UInt8>(repeating: 0)
    var span = memory.mutableSpan
    let room = unsafe span.withUnsafeMutableBufferPointer { unsafe $0 }
    let start = unsafe room.baseAddress.unsafelyUnwrapped
    let (end, stop) = try unsafe writeQuickly(
        values, count, from: position, to: start, room.count, lastNumber)
    let size = unsafe end - start
    if size > left { return }
    unsafe memcpy(next, start, size)
    unsafe next += size
    left -= size
    position = stop
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
