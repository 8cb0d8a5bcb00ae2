import CSwiftSDPShims
import FuzzSupport
import SDP

/// How a conversion ends.
private enum Outcome: Equatable {
    case done([UInt8])
    case notUTF8(Int)
    case malformed(Int)
}

/// Both conversions of JSON, in both forms, with room and without.
func checkJSON(_ input: ByteView, _ choices: inout Choices) {
    let bytes = [UInt8](input)
    let escaped = plainEscape(bytes)
    unsafe check(input, escaped, &choices) { unsafe swiftsdp_shim_json_escape($0, $1, $2, $3, $4) }
    checkSegments(of: input, escaped)
    let content = plainUnescape(bytes)
    unsafe check(input, content, &choices) {
        unsafe swiftsdp_shim_json_unescape($0, $1, $2, $3, $4)
    }
    checkInPlace(input, content)
    if case .done(let text) = escaped {
        require(plainUnescape(text) == .done(bytes), "what was escaped is read as something else")
        withExactCopy(of: ByteView(text.span)) { checkInPlace($0, .done(bytes)) }
    }
}

private typealias Conversion = (
    Bool, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>?, Int
) -> swiftsdp_shim_json

private func check(
    _ input: ByteView, _ expected: Outcome, _ choices: inout Choices, _ convert: Conversion
) {
    var size = 0
    for isVector in [true, false] {
        let counted = unsafe input.withUnsafeBytes { unsafe convert(isVector, $0, $1, nil, 0) }
        size = counted.written
        switch expected {
        case .done(let output):
            require(
                Int(counted.status) == SWIFTSDP_SHIM_JSON_DONE && size == output.count,
                "the size of a conversion")
        case .notUTF8(let place):
            require(
                Int(counted.status) == SWIFTSDP_SHIM_JSON_NOT_UTF8 && counted.read == place,
                "bytes that are no UTF-8")
        case .malformed(let place):
            require(
                Int(counted.status) == SWIFTSDP_SHIM_JSON_MALFORMED && counted.read == place,
                "bytes that are no content of a string")
        }
    }
    for capacity in [size, size + choices.below(40), choices.below(size)] {
        let fast = unsafe output(capacity, input) { unsafe convert(true, $0, $1, $2, $3) }
        let slow = unsafe output(capacity, input) { unsafe convert(false, $0, $1, $2, $3) }
        require(fast.bytes == slow.bytes, "two forms convert differently")
        require(
            fast.end.status == slow.end.status && fast.end.read == slow.end.read
                && fast.end.written == slow.end.written, "two forms end differently")
        if case .done(let all) = expected {
            require(all.starts(with: fast.bytes), "a conversion differs")
            let isFull = Int(fast.end.status) == SWIFTSDP_SHIM_JSON_FULL
            require(isFull == (capacity < size), "memory is full or not")
            require(isFull || fast.bytes.count == size, "a conversion is not complete")
        }
    }
}

/// What a conversion writes into a block of that size.
private func output(
    _ capacity: Int, _ input: ByteView,
    _ convert: (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>, Int) -> swiftsdp_shim_json
) -> (bytes: [UInt8], end: swiftsdp_shim_json) {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    defer { unsafe memory.deallocate() }
    let end = unsafe input.withUnsafeBytes { unsafe convert($0, $1, memory, capacity) }
    require(end.written <= capacity, "more is written than there is room for")
    return unsafe (Array(UnsafeBufferPointer(start: memory, count: end.written)), end)
}

/// The content in segments, of which none but the escapes lies outside of the input.
private func checkSegments(of input: ByteView, _ expected: Outcome) {
    for isVector in [true, false] {
        var joined: [UInt8] = []
        var position = 0
        var wasPlain = false
        while position < input.count {
            let rest = input.extracting(position..<input.count)
            let segment = unsafe rest.withUnsafeBytes {
                unsafe swiftsdp_shim_json_first_segment(isVector, $0, $1)
            }
            if unsafe Int(segment.status) == SWIFTSDP_SHIM_JSON_NOT_UTF8 {
                require(expected == .notUTF8(position), "a segment is no UTF-8", at: position)
                break
            }
            let bytes = unsafe [UInt8](
                UnsafeBufferPointer(start: segment.bytes, count: segment.count))
            let isPlain = bytes.first != UInt8(ascii: "\\")
            require(unsafe segment.read > 0 && !bytes.isEmpty, "a segment is empty", at: position)
            require(!isPlain || !wasPlain, "a run is shorter than it could be", at: position)
            wasPlain = isPlain
            joined += bytes
            unsafe position += segment.read
        }
        if case .done(let all) = expected {
            require(joined == all && position == input.count, "the segments are other content")
        } else {
            require(position < input.count, "bytes that are no UTF-8 are passed over")
        }
    }
}

/// The reading of content where it lies.
private func checkInPlace(_ input: ByteView, _ expected: Outcome) {
    var memory = [UInt8](input)
    let before = memory
    do throws(SDPError) {
        var span = memory.mutableSpan
        let count = try JSONContent.read(inPlace: &span)
        require(.done(Array(memory.prefix(count))) == expected, "content is read in place")
    } catch {
        require(memory == before, "content is changed though it cannot be read")
        let failure: Outcome =
            error.code == .malformedText ? .notUTF8(error.offset) : .malformed(error.offset)
        require(failure == expected, "content in place fails differently", at: error.offset)
    }
}

/// The scalar at the start of `bytes` and its size; nil if there is none in UTF-8.
private func scalar(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    guard case .valid(let encoded) = parser.parseScalar(from: &rest) else { return nil }
    return (Unicode.UTF8.decode(encoded), encoded.count)
}

private func plainEscape(_ bytes: [UInt8]) -> Outcome {
    var output: [UInt8] = []
    var position = 0
    while position < bytes.count {
        guard let (next, size) = scalar(bytes[position...]) else { return .notUTF8(position) }
        switch next {
        case "\"": output += Array("\\\"".utf8)
        case "\\": output += Array("\\\\".utf8)
        case "\u{8}": output += Array("\\b".utf8)
        case "\t": output += Array("\\t".utf8)
        case "\n": output += Array("\\n".utf8)
        case "\u{C}": output += Array("\\f".utf8)
        case "\r": output += Array("\\r".utf8)
        case "\0"..<" ":
            let digits = String(next.value, radix: 16)
            output += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        default: output += bytes[position..<position + size]
        }
        position += size
    }
    return .done(output)
}

private func plainUnescape(_ bytes: [UInt8]) -> Outcome {
    var output: [UInt8] = []
    var position = 0
    while position < bytes.count {
        guard let (next, size) = scalar(bytes[position...]) else { return .notUTF8(position) }
        if next < " " || next == "\"" { return .malformed(position) }
        guard next == "\\" else {
            output += bytes[position..<position + size]
            position += size
            continue
        }
        guard let (value, size) = plainEscape(at: bytes[position...]) else {
            return .malformed(position)
        }
        output += Array(String(Character(value)).utf8)
        position += size
    }
    return .done(output)
}

/// What the escape at the start of `bytes` stands for, and its size.
private func plainEscape(at bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
    switch bytes.dropFirst().first {
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
        return (Unicode.Scalar(bytes[bytes.startIndex + 1]), 2)
    default: break
    }
    guard let high = unit(bytes) else { return nil }
    if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
    guard UTF16.isLeadSurrogate(high), let low = unit(bytes.dropFirst(6)),
        UTF16.isTrailSurrogate(low)
    else { return nil }
    return (UTF16.decode(UTF16.EncodedScalar([high, low])), 12)
}

/// The code unit that `\uXXXX` at the start of `bytes` is.
private func unit(_ bytes: ArraySlice<UInt8>) -> UInt16? {
    guard bytes.count >= 6, bytes.starts(with: "\\u".utf8) else { return nil }
    let digits = bytes.dropFirst(2).prefix(4)
    guard
        digits.allSatisfy({ 0x30...0x39 ~= $0 || 0x41...0x46 ~= $0 || 0x61...0x66 ~= $0 })
    else { return nil }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
}
