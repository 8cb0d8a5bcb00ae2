import CSwiftSDPShims
import Testing

/// The vector forms of the C functions say what the portable ones say.
@Suite struct ShimTests {
    /// Blocks in which CR, LF, NUL and their neighbours are frequent.
    static func bytes(_ count: Int, _ random: inout SplitMix64) -> [UInt8] {
        let frequent: [UInt8] = [0x0A, 0x0D, 0x00, 0x0B, 0x09, 0x0C, 0x0E, 0x01, 0x8A, 0x8D, 0x80]
        return (0..<count).map { _ in
            random.below(2) == 0
                ? frequent[random.below(frequent.count)] : UInt8(random.below(256))
        }
    }

    @Test("A4: the masks of 64 bytes, at every alignment", arguments: 0..<8)
    func masks(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        for _ in 0..<200 {
            let bytes = ShimTests.bytes(96, &random)
            for start in stride(from: 0, through: 32, by: 1 + random.below(7)) {
                unsafe bytes.withUnsafeBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    let fast = unsafe swiftsdp_masks64(base + start)
                    let slow = unsafe swiftsdp_masks64_portable(base + start)
                    #expect(fast.line_feed == slow.line_feed)
                    #expect(fast.carriage_return == slow.carriage_return)
                    #expect(fast.nul == slow.nul)
                }
            }
        }
    }

    @Test("A4: the portable masks have a bit for each byte, by its value")
    func portableMasks() {
        for byte in UInt8.min...UInt8.max {
            for position in [0, 1, 15, 16, 31, 32, 62, 63] {
                var bytes = [UInt8](repeating: 0x20, count: 64)
                bytes[position] = byte
                let masks = unsafe swiftsdp_masks64_portable(bytes)
                let bit: UInt64 = 1 << UInt64(position)
                #expect(masks.line_feed == (byte == 0x0A ? bit : 0))
                #expect(masks.carriage_return == (byte == 0x0D ? bit : 0))
                #expect(masks.nul == (byte == 0 ? bit : 0))
            }
        }
    }

    @Test("A16: the masks of a tail hold nothing behind it and nothing before")
    func tailMasks() {
        var random = SplitMix64(seed: 64)
        for count in 0..<200 where count % 64 > 0 {
            let bytes = ShimTests.bytes(count + 64, &random)
            let tail = unsafe swiftsdp_masks_of_tail(bytes, count)
            let whole = unsafe swiftsdp_masks64_portable(Array(bytes[(count - count % 64)...]))
            let inside: UInt64 = (1 << UInt64(count % 64)) - 1
            #expect(tail.line_feed == whole.line_feed & inside)
            #expect(tail.carriage_return == whole.carriage_return & inside)
            #expect(tail.nul == whole.nul & inside)
        }
    }

    /// Whole blocks and one byte more, of lines that end in one way or in several.
    static func lines(_ blocks: Int, _ kind: Int, _ random: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < 64 * blocks {
            bytes += (0..<random.below(70)).map { _ in UInt8(0x20 + random.below(0xE0)) }
            switch kind == 2 ? random.below(40) : kind {
            case 0: bytes += [0x0D, 0x0A]
            case 1: bytes += [0x0A]
            case 2: bytes += [0x0D]
            case 3: bytes += [0x00]
            default: bytes += [0x0D, 0x0A]
            }
        }
        return Array(bytes[..<(64 * blocks)]) + [random.below(2) == 0 ? 0x0A : 0x41]
    }

    @Test("A4-A7, A9: line feeds and the kind of line ends, in every form", arguments: 0..<3)
    func lineFeeds(kind: Int) {
        var random = SplitMix64(seed: UInt64(kind))
        var kinds: Set<UInt32> = []
        for _ in 0..<400 {
            let blocks = 1 + random.below(4)
            let bytes = ShimTests.lines(blocks, kind, &random)
            var expected = [UInt64](repeating: 0, count: blocks)
            var ends = swiftsdp_only_pairs
            for position in 0..<(64 * blocks) {
                let isFeed = bytes[position] == 0x0A
                let feedFollows = bytes[position + 1] == 0x0A
                if isFeed { expected[position / 64] |= 1 << UInt64(position % 64) }
                if bytes[position] == 0 || bytes[position] == 0x0D && !feedFollows {
                    ends = swiftsdp_odd_line_ends
                } else if feedFollows && bytes[position] != 0x0D
                    && ends != swiftsdp_odd_line_ends
                {
                    ends = swiftsdp_some_line_feeds
                }
            }
            kinds.insert(ends.rawValue)
            for form in [swiftsdp_portable, swiftsdp_baseline, swiftsdp_widest] {
                var masks = [UInt64](repeating: .max, count: blocks)
                let found = unsafe swiftsdp_shim_line_feeds_in_form(form, bytes, blocks, &masks)
                #expect(found == ends)
                if found != swiftsdp_odd_line_ends { #expect(masks == expected) }
            }
        }
        #expect(kinds.count >= 2)
    }

    @Test("A44, A54: a byte is counted")
    func counts() {
        var random = SplitMix64(seed: 8)
        for count in 0...80 {
            let bytes = ShimTests.bytes(count, &random)
            for byte: UInt8 in [0x0A, 0x80, 0x00] {
                let counted = unsafe swiftsdp_count_byte(bytes, count, byte)
                #expect(counted == bytes.count { $0 == byte })
            }
        }
        let all = [UInt8](repeating: 0x3B, count: 5_000)
        #expect(unsafe swiftsdp_count_byte(all, all.count, 0x3B) == all.count)
    }

    @Test("PV-02: the start of a line as two numbers and its colons")
    func lineStarts() {
        var random = SplitMix64(seed: 9)
        for _ in 0..<500 {
            let bytes = (0..<16).map { _ in random.below(4) == 0 ? 0x3A : UInt8(random.below(256)) }
            let start = unsafe swiftsdp_read_line_start(bytes)
            for position in 0..<16 {
                let word = position < 8 ? start.low : start.high
                let byte = UInt8(truncatingIfNeeded: word >> UInt64(position % 8 * 8))
                #expect(byte == bytes[position])
                #expect((start.colons >> UInt32(position) & 1 == 1) == (bytes[position] == 0x3A))
            }
        }
    }

    @Test("A9, A76: a byte is found, and a line is broken, where it is")
    func searches() {
        var random = SplitMix64(seed: 7)
        for count in 0...80 {
            for _ in 0..<20 {
                let bytes = ShimTests.bytes(count, &random)
                let byte = UInt8(random.below(256))
                let found = unsafe swiftsdp_find_byte(bytes, count, byte)
                #expect(found == bytes.firstIndex(of: byte) ?? count)
                let clean = bytes.map { $0 == 0x0A || $0 == 0x0D || $0 == 0 ? 0x41 : $0 }
                let breaks = unsafe [
                    swiftsdp_breaks_line(bytes, count), swiftsdp_breaks_line(clean, count),
                ]
                #expect(breaks == [bytes != clean, false])
            }
        }
    }
}
