import FuzzSupport
import SDP

/// The property `json`: the content of a JSON string says what a plain conversion says, in
/// memory of just its size and in its own place; and what was escaped stands for what it
/// was made of.
@c(LLVMFuzzerTestOneInput)
public func testJSON(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: data, count: size)
    let input = unsafe ByteView(buffer.span)
    let escaped = PlainJSON.escape([UInt8](input))
    checkEscape(input, escaped)
    checkUnescape(input, PlainJSON.unescape([UInt8](input)))
    if case .done(let content) = escaped {
        checkUnescape(ByteView(content.span), .done([UInt8](input)))
        checkPieces(input, content)
    }
    return 0
}

private func outcome(_ body: () throws(SDPError) -> [UInt8]) -> PlainJSON.Outcome {
    do throws(SDPError) {
        return .done(try body())
    } catch {
        return error.code == .malformedText ? .notUTF8(error.offset) : .malformed(error.offset)
    }
}

/// What `write` writes into memory of `size` bytes, and that it needs no less.
private func exact(
    _ size: Int, _ write: (consuming MutableSpan<UInt8>) throws(SDPError) -> Int
) throws(SDPError) -> [UInt8] {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size)
    defer { unsafe memory.deallocate() }
    unsafe memory.initialize(repeating: 0xAA)
    if size > 0 {
        do throws(SDPError) {
            _ = try write(unsafe memory.extracting(0..<size - 1).mutableSpan)
            violation("one byte less is enough")
        } catch {
            require(
                error == SDPError(.insufficientSpace, offset: size),
                "a buffer one byte too small is not reported with the size needed")
        }
    }
    let count = try write(unsafe memory.mutableSpan)
    require(count == size, "the measured size is not the written one")
    return unsafe Array(memory)
}

private func checkEscape(_ input: ByteView, _ expected: PlainJSON.Outcome) {
    let found = outcome { () throws(SDPError) in
        try exact(try input.jsonSize()) { (memory) throws(SDPError) in
            try input.writeJSON(into: memory)
        }
    }
    require(found == expected, "bytes are escaped differently")
}

private func checkUnescape(_ content: ByteView, _ expected: PlainJSON.Outcome) {
    let found = outcome { () throws(SDPError) in
        try exact(try content.jsonContentSize()) { (memory) throws(SDPError) in
            try content.readJSONContent(into: memory)
        }
    }
    require(found == expected, "content is read differently")

    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: content.count)
    defer { unsafe memory.deallocate() }
    for position in 0..<content.count { unsafe memory[position] = content[position] }
    let inPlace = outcome { () throws(SDPError) in
        var span = unsafe memory.mutableSpan
        let count = try JSONContent.read(inPlace: &span)
        return unsafe Array(memory.prefix(count))
    }
    require(inPlace == expected, "content is read differently in place")
    if case .done = expected { return }
    require(unsafe Array(memory) == [UInt8](content), "content that is none is changed")
}

/// A writer that is given whole characters, one after another.
private func checkPieces(_ input: ByteView, _ content: [UInt8]) {
    var writer = JSONWriter()
    var memory = [UInt8](repeating: 0, count: content.count)
    var target = JSONWriter(into: memory.mutableSpan)
    var start = 0
    for end in 1...max(1, input.count) {
        let isWhole = end >= input.count || input[end] & 0xC0 != 0x80
        if !isWhole || start >= input.count { continue }
        let piece = input.extracting(start..<min(end, input.count))
        writer.append(piece)
        target.append(piece)
        start = end
    }
    do throws(SDPError) {
        require(try writer.measured() == content.count, "pieces are measured differently")
        require(try target.finish() == content.count, "pieces are written differently")
    } catch {
        violation("pieces fail where the whole does not", at: error.offset)
    }
    require(memory == content, "pieces are written differently")
}
