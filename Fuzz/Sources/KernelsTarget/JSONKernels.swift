import CSwiftSDPShims
import FuzzSupport
import SDP

/// Both conversions of JSON, in both forms, with room and without.
func checkJSON(_ input: ByteView, _ choices: inout Choices) {
    let bytes = [UInt8](input)
    let escaped = PlainJSON.escape(bytes)
    unsafe check(input, escaped, &choices) { unsafe swiftsdp_shim_json_escape($0, $1, $2, $3, $4) }
    checkSegments(of: input, escaped)
    let content = PlainJSON.unescape(bytes)
    unsafe check(input, content, &choices) {
        unsafe swiftsdp_shim_json_unescape($0, $1, $2, $3, $4)
    }
    checkInPlace(input, content)
    if case .done(let text) = escaped {
        require(
            PlainJSON.unescape(text) == .done(bytes), "what was escaped is read as something else")
        withExactCopy(of: ByteView(text.span)) { checkInPlace($0, .done(bytes)) }
    }
}

private typealias Conversion = (
    Bool, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>?, Int
) -> swiftsdp_shim_json

private func check(
    _ input: ByteView, _ expected: PlainJSON.Outcome, _ choices: inout Choices,
    _ convert: Conversion
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
private func checkSegments(of input: ByteView, _ expected: PlainJSON.Outcome) {
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
private func checkInPlace(_ input: ByteView, _ expected: PlainJSON.Outcome) {
    var memory = [UInt8](input)
    let before = memory
    do throws(SDPError) {
        var span = memory.mutableSpan
        let count = try JSONContent.read(inPlace: &span)
        require(.done(Array(memory.prefix(count))) == expected, "content is read in place")
    } catch {
        require(memory == before, "content is changed though it cannot be read")
        let failure: PlainJSON.Outcome =
            error.code == .malformedText ? .notUTF8(error.offset) : .malformed(error.offset)
        require(failure == expected, "content in place fails differently", at: error.offset)
    }
}
