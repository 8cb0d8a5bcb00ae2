import FuzzSupport
import SDP

/// A line as a plain loop finds it: what the line index is compared with.
package struct PlainLine {
    package let start: Int
    /// Where its ending begins.
    package let end: Int
    /// Where the next line begins.
    package let next: Int

    /// The lines of `bytes`, which end with CR LF, LF, CR or the last one with
    /// nothing.
    package static func all(of bytes: ByteView) -> [PlainLine] {
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
    package func location(of offset: Int) -> (line: Int, column: Int) {
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

/// Whether an error lies in the input, at the line and column that a plain
/// count gives, and can be shown without the input acting on a terminal.
package func checkPlace(of error: SDPError, in input: ByteView, _ lines: [PlainLine]) {
    require(error.offset >= 0 && error.offset <= input.count, "an error lies outside the input")
    let place = error.location(in: input.span)
    let expected = lines.location(of: error.offset)
    require(
        place.line == expected.line && place.column == expected.column,
        "an error has the wrong line or column", at: error.offset)
    require(error.code.reason.utf8CodeUnitCount > 0, "an error without a reason")
    let text = error.description(in: input.span).utf8
    require(
        text.allSatisfy { 0x20...0x7E ~= $0 } && text.count < 512,
        "an error's text is not short and printable", at: error.offset)
}
