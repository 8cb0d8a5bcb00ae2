import CSwiftSDPShims
import FuzzSupport
import SDP

/// The line feeds of whole blocks and one byte more, in every form.
func checkLineFeeds(in input: ByteView) {
    let blocks = (input.count - 1) / 64
    guard input.count > 0, blocks > 0 else { return }
    withExactCopy(of: input.extracting(0..<64 * blocks + 1)) { bytes in
        var expected = [UInt64](repeating: 0, count: blocks)
        var isOdd = false
        var hasFeedAlone = false
        for position in 0..<64 * blocks {
            let byte = bytes[position]
            let feedFollows = bytes[position + 1] == 0x0A
            if byte == 0x0A { expected[position / 64] |= 1 << UInt64(position % 64) }
            if byte == 0 || byte == 0x0D && !feedFollows { isOdd = true }
            if feedFollows && byte != 0x0D { hasFeedAlone = true }
        }
        let ends =
            isOdd
            ? swiftsdp_odd_line_ends
            : hasFeedAlone ? swiftsdp_some_line_feeds : swiftsdp_only_pairs
        for form in [swiftsdp_portable, swiftsdp_baseline, swiftsdp_widest] {
            var masks = [UInt64](repeating: .max, count: blocks)
            let found = unsafe bytes.withUnsafeBytes { base, _ in
                unsafe swiftsdp_shim_line_feeds_in_form(form, base, blocks, &masks)
            }
            require(found == ends, "the kind of line ends")
            require(isOdd || masks == expected, "the line feeds of blocks")
        }
    }
}

/// The masks of 64 bytes and of a tail, and the start of a line.
func checkMasks(of input: ByteView) {
    var start = 0
    while start < input.count {
        let count = min(64, input.count - start)
        withExactCopy(of: input.extracting(start..<start + count)) { block in
            var expected = swiftsdp_masks()
            for position in 0..<count {
                let bit: UInt64 = 1 << UInt64(position)
                if block[position] == 0x0A { expected.line_feed |= bit }
                if block[position] == 0x0D { expected.carriage_return |= bit }
                if block[position] == 0 { expected.nul |= bit }
            }
            unsafe block.withUnsafeBytes { base, count in
                if count < 64 {
                    require(unsafe swiftsdp_masks_of_tail(base, count) == expected, "a tail")
                    checkTail(of: input, expected)
                } else {
                    require(unsafe swiftsdp_masks64(base) == expected, "masks")
                    require(unsafe swiftsdp_masks64_portable(base) == expected, "plain masks")
                }
            }
        }
        start += 64
    }
    if input.count >= 16 {
        withExactCopy(of: input.extracting(0..<16)) { line in
            let start = unsafe line.withUnsafeBytes { base, _ in
                unsafe swiftsdp_read_line_start(base)
            }
            for position in 0..<16 {
                let word = position < 8 ? start.low : start.high
                require(
                    UInt8(truncatingIfNeeded: word >> UInt64(position % 8 * 8)) == line[position]
                        && (start.colons >> UInt32(position) & 1 == 1) == (line[position] == 0x3A),
                    "the start of a line")
            }
        }
    }
}

/// The masks of a tail that is seen together with what is before it.
private func checkTail(of input: ByteView, _ expected: swiftsdp_masks) {
    withExactCopy(of: input) { bytes in
        let found = unsafe bytes.withUnsafeBytes { unsafe swiftsdp_masks_of_tail($0, $1) }
        require(found == expected, "a tail behind other bytes")
    }
}

private func == (a: swiftsdp_masks, b: swiftsdp_masks) -> Bool {
    a.line_feed == b.line_feed && a.carriage_return == b.carriage_return && a.nul == b.nul
}

/// Searches and copies of bytes that are alone in their memory.
func checkSearches(in bytes: ByteView, _ choices: inout Choices) {
    let byte = bytes.isEmpty ? 0 : bytes[choices.below(bytes.count)]
    let array = [UInt8](bytes)
    for wanted in [byte, byte ^ 0x80, 0x0A] {
        require(bytes.firstIndex(of: wanted) == array.firstIndex(of: wanted), "a byte is found")
        require(
            bytes.count(of: wanted) == array.count { $0 == wanted }, "a byte is counted")
    }
    let breaks = array.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 }
    require(bytes.breaksLine == breaks, "bytes that end a line")
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: array.count)
    defer { unsafe copy.deallocate() }
    unsafe bytes.withUnsafeBytes { base, count in
        if count > 16 {
            unsafe swiftsdp_shim_copy_long(copy, base, count)
        } else {
            unsafe swiftsdp_shim_copy16(copy, base, count)
        }
        let ends = array.count { $0 == 0x0A || $0 == 0x0D || $0 == 0 }
        let isVisible = array.allSatisfy {
            $0 == 0x0A || $0 == 0x0D || $0 == 0 || 0x20..<0x7F ~= $0
        }
        let found = unsafe swiftsdp_shim_ends_lines(base, count, ends)
        // Other bytes that are not visible may make it look twice, never too few.
        if isVisible { require(found, "the ends of lines") }
        if ends > 0 {
            require(
                unsafe !swiftsdp_shim_ends_lines(base, count, ends - 1), "one end of a line more")
        }
    }
    for position in array.indices {
        require(unsafe copy[position] == array[position], "a copied value", at: position)
    }
    let number = UInt32(truncatingIfNeeded: choices.below(1 << 40) >> choices.below(40))
    let digits = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digits in
        var last = swiftsdp_decimal_text()
        let count = unsafe swiftsdp_shim_decimal(
            digits.baseAddress.unsafelyUnwrapped, number, &last)
        return unsafe Array(digits.prefix(count))
    }
    require(digits == Array(String(number).utf8), "a number is written")
}
