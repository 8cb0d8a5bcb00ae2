import SDP

/// A line as a plain loop finds it: what the line index is compared with.
struct PlainLine {
    let start: Int
    /// Where its ending begins.
    let end: Int
    /// Where the next line begins.
    let next: Int

    /// The lines of `bytes`, which end with CR LF, LF, CR or the last one with
    /// nothing.
    static func all(of bytes: ByteView) -> [PlainLine] {
        var lines: [PlainLine] = []
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count && bytes[end] != 0x0A && bytes[end] != 0x0D { end += 1 }
            var next = min(end + 1, bytes.count)
            if next < bytes.count && bytes[end] == 0x0D && bytes[next] == 0x0A { next += 1 }
            lines.append(PlainLine(start: start, end: end, next: next))
            start = next
        }
        return lines
    }
}

extension [PlainLine] {
    /// Line and column of a byte, or of the end of the bytes, from 1.
    func location(of offset: Int) -> (line: Int, column: Int) {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].next <= offset { low = middle + 1 } else { high = middle }
        }
        // A byte behind the last one belongs to the last line, unless that ended.
        if low == count, let last, last.end == last.next { low -= 1 }
        let start = low < count ? self[low].start : last?.next ?? 0
        return (low + 1, offset - start + 1)
    }
}
