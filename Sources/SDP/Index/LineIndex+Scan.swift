// SAFETY of this file. Bytes are read through `base` at positions below `count`,
// both of one view that outlives the scan: whole blocks of 64 bytes and perhaps
// the next byte, the rest copied by the shim; 16 bytes at a line's start only
// where that is at most `count - 16`. Without CR that ends a line, which is what
// `isPlain` says, a line's end is not before its start, so that `nameEnd` is in
// 0...16 and a slot, 7 bits and 5 joined by exclusive or, below 128. Records are
// written through `record` below `recordEnd`; both lie in the memory of `lines` and
// are made anew whenever that may have moved. `setCount` is told how many were
// written before anything else looks at `lines`.

import CSwiftSDPShims

/// Step 1 finds where lines end, in blocks of 64 bytes. Step 2 takes each line:
/// most are attributes whose name is known by the line's first 16 bytes and which
/// are too short to exceed a limit, and those take the short way; all others,
/// and those that may be wrong, are looked at one by one.
extension LineIndex {
    /// How far the scan has come.
    @safe
    private struct Progress: ~Copyable {
        let base: UnsafePointer<UInt8>
        let count: Int
        /// For each block that follows a bit for each line end; how many there are,
        /// how many of them are inside, and how many are taken. Of blocks inside it
        /// is known that each line ends with CR LF and has 16 readable bytes.
        var masks = InlineArray<64, UInt64>(repeating: 0)
        var maskCount = 0
        var insideCount = 0
        var masksTaken = 0
        /// Whether lines of these blocks may take the short way.
        var isPlain = false
        /// Where the current block starts, and its line ends that are left.
        var block = -64
        var ends: UInt64 = 0
        /// The line that is taken next, and the byte that ends it.
        var start = 0
        var ending = 0
        /// The last position at which a line may take the short way: 16 bytes are
        /// readable there. Before all lines until `v=0` has been seen.
        var lastShortWay = -1
        var firstNul = Int.max
        /// Where the next record is written and where memory or the limit ends.
        var record: UnsafeMutablePointer<LineRecord>
        var recordEnd: UnsafeMutablePointer<LineRecord>
        /// Whether the limits leave room for the lines that `AttributeName.table`
        /// calls harmless.
        let hasShortWay: Bool

        init(_ bytes: ByteView, records: UnsafeMutablePointer<LineRecord>, _ limits: Limits) {
            unsafe base = bytes.base
            count = bytes.count
            unsafe record = records
            unsafe recordEnd = records
            hasShortWay =
                limits.lineBytes >= 255 && limits.midBytes >= 16
                && limits.formatParameters >= 32 && limits.simulcastAlternatives >= 16
                && limits.groupMids >= 16
        }

        /// To be called whenever what it depends on has changed. The first line
        /// takes the long way, so that there is a byte before every other.
        mutating func setLastShortWay(hasVersion: Bool) {
            lastShortWay = isPlain && hasVersion && start > 0 ? count - 16 : -1
        }
    }

    mutating func fill(_ bytes: ByteView, as kind: DescriptionKind) throws(SDPError) {
        if bytes.isEmpty { throw SDPError(.empty, offset: 0) }
        if bytes.count > limits.bytes { throw SDPError(.tooManyBytes, offset: limits.bytes) }

        try lines.reserveNext()
        var progress = unsafe Progress(bytes, records: lines.base.unsafelyUnwrapped, limits)
        let isFragment = kind == .fragment
        var section = SectionCounts(hasVersion: isFragment, isFragment: isFragment)
        takeVersion(&progress, &section)
        while true {
            let isLineLeft =
                progress.masksTaken < progress.insideCount && section.hasVersion
                ? takeShortLinesInside(&progress, &section)
                : takeShortLinesNearEnd(&progress, &section)
            unsafe lines.setCount(progress.record - lines.base.unsafelyUnwrapped)
            if isLineLeft {
                let ending = progress.ending
                let hasReturn =
                    ending > progress.start && bytes[ending] == 0x0A && bytes[ending - 1] == 0x0D
                try append(
                    from: progress.start, to: ending - (hasReturn ? 1 : 0), of: bytes,
                    progress.firstNul, in: &section)
                progress.start = ending + 1
                progress.setLastShortWay(hasVersion: section.hasVersion)
                let records = unsafe lines.base.unsafelyUnwrapped
                unsafe progress.record = records + lines.count
                unsafe progress.recordEnd = records + min(lines.capacity, limits.lines)
            } else if progress.masksTaken < progress.maskCount {
                continue
            } else if progress.block + 64 < bytes.count {
                makeMasks(&progress, hasVersion: section.hasVersion)
            } else {
                break
            }
        }
        if progress.start < bytes.count {
            try append(
                from: progress.start, to: bytes.count, of: bytes, progress.firstNul, in: &section)
        }
        try closeSection(section)
        if !section.hasVersion { throw SDPError(.empty, offset: 0) }
    }

    /// Takes the first line, if it is `v=0` and CR LF as almost always.
    private mutating func takeVersion(
        _ progress: inout Progress, _ section: inout SectionCounts
    ) {
        guard progress.count >= 16, progress.hasShortWay, !section.isFragment, limits.lines > 0,
            unsafe swiftsdp_read_line_start(progress.base).low & 0xFF_FFFF_FFFF == 0x0A_0D30_3D76,
            section.place(UInt8(ascii: "v")) == nil
        else { return }
        section.hasVersion = true
        section.others = 1
        unsafe progress.record.initialize(
            to: LineRecord(offset: 0, length: 3, section: 0, type: UInt8(ascii: "v")))
        unsafe progress.record += 1
        unsafe progress.recordEnd =
            lines.base.unsafelyUnwrapped + min(lines.capacity, limits.lines)
        progress.start = 5
    }

    /// Makes the masks of the blocks that follow: of whole ones behind which a byte
    /// more can be read, at most 64, else of the last.
    private func makeMasks(_ progress: inout Progress, hasVersion: Bool) {
        let start = progress.block + 64
        let left = progress.count - start
        let bytes = unsafe progress.base + start
        progress.masksTaken = 0
        progress.insideCount = 0
        progress.maskCount = min((left - 1) / 64, progress.masks.count)
        if progress.maskCount > 0 {
            var span = progress.masks.mutableSpan
            let ends = unsafe span.withUnsafeMutableBufferPointer { buffer in
                unsafe swiftsdp_shim_line_feeds(
                    bytes, progress.maskCount, buffer.baseAddress.unsafelyUnwrapped)
            }
            if ends == swiftsdp_odd_line_ends {
                makeOddMasks(&progress)
            } else {
                // A line may have begun before these bytes, with a NUL.
                progress.isPlain = progress.hasShortWay && progress.firstNul == Int.max
                // Pairs are known of these bytes alone: a LF that comes first may be one
                // without a CR before it.
                let isPaired =
                    unsafe bytes[0] != 0x0A || start > 0 && progress.base[start - 1] == 0x0D
                if progress.isPlain && isPaired && ends == swiftsdp_only_pairs {
                    progress.insideCount = min(max(0, (left - 16) / 64), progress.maskCount)
                }
            }
        } else {
            progress.maskCount = 1
            makeOddMasks(&progress)
        }
        if start == 0 { progress.masks[0] &= UInt64.max << UInt64(progress.start) }
        progress.setLastShortWay(hasVersion: hasVersion)
    }

    /// Makes the masks of blocks of any bytes, of which the last may be cut short.
    private func makeOddMasks(_ progress: inout Progress) {
        let start = progress.block + 64
        progress.isPlain = progress.hasShortWay && progress.firstNul == Int.max
        for number in 0..<progress.maskCount {
            let block = start + 64 * number
            let left = progress.count - block
            let bytes = unsafe progress.base + block
            let masks =
                left >= 64
                ? unsafe swiftsdp_masks64(bytes)
                : unsafe swiftsdp_masks_of_tail(progress.base, progress.count)
            if masks.nul != 0 && progress.firstNul == Int.max {
                progress.firstNul = block + masks.nul.trailingZeroBitCount
            }
            var paired = masks.line_feed >> 1
            if left > 64, unsafe bytes[64] == 0x0A { paired |= 1 << 63 }
            let loneReturns = masks.carriage_return & ~paired
            progress.masks[number] = masks.line_feed | loneReturns
            if masks.nul != 0 || loneReturns != 0 { progress.isPlain = false }
        }
    }

    @inline(never)
    private mutating func takeShortLinesInside(
        _ progress: inout Progress, _ section: inout SectionCounts
    ) -> Bool {
        takeShortLines(&progress, &section, isInside: true)
    }

    @inline(never)
    private mutating func takeShortLinesNearEnd(
        _ progress: inout Progress, _ section: inout SectionCounts
    ) -> Bool {
        takeShortLines(&progress, &section, isInside: false)
    }

    /// Takes lines as long as they go the short way or are frequent. Returns
    /// whether it stopped at one that is neither; else all masks are taken, or
    /// those of blocks inside.
    @inline(__always)
    private mutating func takeShortLines(
        _ progress: inout Progress, _ section: inout SectionCounts, isInside: Bool
    ) -> Bool {
        let base = unsafe progress.base
        let lastShortWay = progress.lastShortWay
        var place = section.recordNumber
        var block = progress.block
        var ends = progress.ends
        var masksTaken = progress.masksTaken
        let maskCount = isInside ? progress.insideCount : progress.maskCount
        var start = progress.start
        var record = unsafe progress.record
        let recordEnd = unsafe progress.recordEnd
        var counts = section.counts
        while true {
            while ends == 0 {
                guard masksTaken < maskCount else {
                    progress.block = block
                    progress.masksTaken = masksTaken
                    progress.ends = 0
                    progress.start = start
                    unsafe progress.record = record
                    section.counts = counts
                    return false
                }
                ends = unsafe progress.masks[unchecked: masksTaken]
                masksTaken &+= 1
                block &+= 64
            }
            let ending = block &+ ends.trailingZeroBitCount
            if isInside || start <= lastShortWay, unsafe record < recordEnd {
                let line = unsafe base + start
                let head = unsafe swiftsdp_read_line_start(line)
                // Not the first byte of all: `setLastShortWay` saw to it, or `isPaired`.
                let end = unsafe isInside || base[ending &- 1] == 0x0D ? 2 : 1
                let length = ending &- start &- end &+ 1
                let nameEnd = min((head.colons | 1 &<< 16).trailingZeroBitCount, length)
                let prefix = unsafe AttributeName.table[unchecked: nameEnd]
                let low = head.low & prefix.lowMask
                let slot = AttributeName.slot(ofLineStart: low, end: nameEnd)
                let name = unsafe AttributeName.table[unchecked: slot]
                let isHarmless =
                    low == name.low && head.high & prefix.highMask == name.high
                    && length <= name.harmlessLength
                if isHarmless {
                    unsafe record.initialize(
                        to: LineRecord(
                            offset: start, length: length, nameEnd: nameEnd, section: place,
                            word: UInt32(truncatingIfNeeded: name.word)))
                    counts &+= SIMD2(name.sourceOrCandidate, name.groupOrRID)
                    unsafe record += 1
                    start = ending &+ 1
                    ends &= ends &- 1
                    continue
                }
            }
            progress.start = start
            progress.ending = ending
            unsafe progress.record = record
            section.counts = counts
            ends &= ends &- 1
            guard takeFrequentLine(&progress, &section) else {
                progress.block = block
                progress.masksTaken = masksTaken
                progress.ends = ends
                return true
            }
            start = progress.start
            unsafe record = progress.record
            counts = section.counts
            place = section.recordNumber
        }
    }

    /// Takes the line that was stopped at, if it is a right one of the frequent
    /// kinds: a=fmtp that is only too long to be harmless unseen, attributes with
    /// long names, and lines that are no attributes.
    @inline(never)
    private mutating func takeFrequentLine(
        _ progress: inout Progress, _ section: inout SectionCounts
    ) -> Bool {
        let start = progress.start
        let ending = progress.ending
        guard start <= progress.lastShortWay, unsafe progress.record < progress.recordEnd
        else { return false }
        let line = unsafe progress.base + start
        let hasReturn = unsafe progress.base[ending - 1] == 0x0D
        let length = ending - start - (hasReturn ? 1 : 0)
        guard length >= 2, length <= limits.lineBytes else { return false }
        let head = unsafe swiftsdp_read_line_start(line)
        let letter = UInt8(truncatingIfNeeded: head.low)
        var nameEnd = 0
        var name = AttributeName.other
        switch head.low & 0xFFFF {
        case 0x3D61:
            // `a=fmtp:`
            if head.low << 8 == 0x3A70_746D_663D_6100 && length > 6 {
                // Those of the first bytes and all others at most, and only then of all.
                let first = min(length, 32)
                let most = unsafe swiftsdp_count_byte(line, first, 0x3B) &+ length &- first
                guard
                    unsafe most < limits.formatParameters
                        || swiftsdp_count_byte(line, length, 0x3B) < limits.formatParameters
                else { return false }
                name = .formatParameters
                nameEnd = 6
            } else {
                guard head.colons == 0 && length >= 18 else { return false }
                let content = unsafe ByteView(base: line + 2, count: length - 2, of: progress)
                name = AttributeName(longStartOf: content)
                if name == .other { return false }
                nameEnd = 2 + name.text.utf8CodeUnitCount
            }
        case 0x3D6D:
            guard unsafe beginSection(after: &section, progress, line, length)
            else { return false }
        default:
            guard head.low >> 8 & 0xFF == 0x3D, section.place(letter) == nil else { return false }
            section.others += 1
        }
        unsafe progress.record.initialize(
            to: LineRecord(
                offset: start, length: length, nameEnd: nameEnd, section: section.recordNumber,
                word: UInt32(name.rawValue) << 24 | UInt32(letter) << 16))
        unsafe progress.record += 1
        progress.start = ending + 1
        return true
    }

    /// Begins a section with a line of m= that can only be right; false if it may
    /// be wrong, or the section before it, or memory has to grow.
    @inline(__always) @unsafe
    private mutating func beginSection(
        after section: inout SectionCounts, _ progress: borrowing Progress,
        _ line: UnsafePointer<UInt8>, _ length: Int
    ) -> Bool {
        let lineCount = unsafe progress.record - lines.base.unsafelyUnwrapped
        // A format takes two bytes at least, and has a blank before it.
        let formats = min(limits.formats, limits.otherFormats)
        guard section.number < limits.mediaSections, sections.count < sections.capacity,
            isWithinLimits(section, lineCount: lineCount),
            unsafe length / 2 <= formats || swiftsdp_count_byte(line, length, 0x20) - 2 <= formats
        else { return false }
        let ended = SectionRecord(firstLine: section.firstLine, end: lineCount)
        guard (try? sections.append(ended)) != nil else { return false }
        section.begin(at: lineCount)
        section.others = 1
        return true
    }
}
