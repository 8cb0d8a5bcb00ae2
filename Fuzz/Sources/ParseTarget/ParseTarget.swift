import FuzzSupport
import Properties
import SDP

/// An index that has seen every input before this one.
private nonisolated(unsafe) var reusedIndex = LineIndex(limits: .sfu)

/// What comes before an input that is only lines of a media section.
private let beginning = [UInt8](
    "v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 96 0\r\n".utf8)

/// The property `parse`: what reading, looking up and writing back must do with
/// any bytes.
@c(LLVMFuzzerTestOneInput)
public func testParse(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: data, count: size)
    let input = unsafe buffer.span
    checkWriter(with: ByteView(input))
    checkParse(input)
    // Short inputs are tried quickly and reach every attribute as lines of a
    // section.
    if size > 0 && size <= 512 && input[0] != UInt8(ascii: "v") {
        let description = unsafe beginning + buffer
        withExactCopy(of: ByteView(description.span)) { checkParse($0.span) }
    }
    return 0
}

private func checkParse(_ input: Span<UInt8>) {
    var index = LineIndex(limits: .sfu)
    do throws(SDPError) {
        let view = try index.read(input)
        checkReused(input, against: view)
        checkLongWay(input, against: view)
        checkDescription(view, of: ByteView(input))
        checkReadings(of: view)
        checkOwned(input, against: view)
    } catch {
        checkFailure(error, of: ByteView(input))
    }
}

private func checkReused(_ input: Span<UInt8>, against view: DescriptionView) {
    do throws(SDPError) {
        checkSame(try unsafe reusedIndex.read(input), view)
    } catch {
        violation("a reused index fails where a fresh one does not: \(error)", at: error.offset)
    }
}

/// Limits that leave no room for what most lines are taken by without a second look.
private var longWay: Limits {
    var limits = Limits.sfu
    limits.simulcastAlternatives = 15
    return limits
}

/// Whether the short way, which most lines take, and the long one find the same.
private func checkLongWay(_ input: Span<UInt8>, against view: DescriptionView) {
    var index = LineIndex(limits: longWay)
    do throws(SDPError) {
        checkSame(try index.read(input), view)
    } catch {
        require(
            error.code == .tooManySimulcastAlternatives, "the long way fails", at: error.offset)
    }
}

private func checkOwned(_ input: Span<UInt8>, against view: DescriptionView) {
    do throws(SDPError) {
        let owned = try SessionDescription(parsing: input)
        checkSame(owned.view, view)
        require(ByteView(owned.bytes.span) == view.bytes, "the owned bytes differ")
        checkOwned(owned, view)
        checkViolations(of: view)
        let media = owned.media
        require(media.count == view.media.count, "the owned media sections differ in number")
        for section in media {
            let borrowed = view.media[section.position]
            require(section.direction == borrowed.direction, "the owned direction differs")
            let mid = Result { () throws(SDPError) in ByteString(copying: try borrowed.mid) }
            require(section.mid == (try? mid.get()), "the owned mid differs")
            let codecs = Result { () throws(SDPError) in try section.codecs }
            let others = Result { () throws(SDPError) in try borrowed.codecs }
            require(codecs == others, "the owned codecs differ")
        }
    } catch {
        violation("an owned description fails where a view does not: \(error)", at: error.offset)
    }
}

/// Two views of the same bytes.
private func checkSame(_ a: DescriptionView, _ b: DescriptionView) {
    require(a.bytes == b.bytes, "the bytes of two readings differ")
    require(a.lineCount == b.lineCount, "the line counts of two readings differ")
    require(a.sectionCount == b.sectionCount, "the section counts of two readings differ")
    for position in 0..<a.lineCount {
        let one = a.line(position)
        let other = b.line(position)
        require(
            one.offset == other.offset && one.bytes.count == other.bytes.count
                && one.valueOffset == other.valueOffset && one.hasValue == other.hasValue
                && one.type == other.type && one.section == other.section
                && one.attributeName == other.attributeName
                && one.attributeNameBytes.count == other.attributeNameBytes.count,
            "a line of two readings differs", at: one.offset)
    }
    for number in 0..<a.sectionCount {
        require(
            a.section(number).lineCount == b.section(number).lineCount,
            "a section of two readings differs")
    }
}

/// What must hold of bytes that do not parse.
private func checkFailure(_ error: SDPError, of input: ByteView) {
    require(parseFailure(input.span) == error, "a second fresh index fails differently")
    do throws(SDPError) {
        _ = try unsafe reusedIndex.read(input.span)
        violation("a reused index reads what a fresh one does not")
    } catch let other {
        require(other == error, "a reused index fails differently", at: other.offset)
    }
    let long = parseFailure(input.span, limits: longWay)
    require(
        long == error || long?.code == .tooManySimulcastAlternatives,
        "the long way fails differently", at: error.offset)
    do throws(SDPError) {
        _ = try SessionDescription(parsing: input.span)
        violation("an owned description reads what a view does not")
    } catch let other {
        require(other == error, "an owned description fails differently", at: other.offset)
    }

    let lines = PlainLine.all(of: input)
    checkPlace(of: error, in: input, lines)
    if error.code == .empty {
        require(lines.allSatisfy { $0.start == $0.end }, "an empty description has a line")
        return
    }
    guard error.code != .tooManyBytes, error.code != .outOfMemory else { return }

    // The first violation: what comes before its line parses, and what comes
    // after it does not matter.
    guard let line = lines.first(where: { error.offset < $0.next }) ?? lines.last else {
        violation("an error in no line")
    }
    let through = input.extracting(0..<line.end)
    require(parseFailure(through.span) == error, "an error depends on later lines", at: line.start)
    var index = LineIndex(limits: .sfu)
    do throws(SDPError) {
        let before = try index.read(input.extracting(0..<line.start).span)
        let opens = error.code == .tooManyFormats ? 1 : 0
        require(
            error.section == before.sectionCount - 1 + opens, "the error names another section",
            at: error.offset)
    } catch let earlier {
        require(
            earlier.code == .empty && error.section == 0, "an earlier line is wrong as well",
            at: earlier.offset)
    }
}

private func parseFailure(_ bytes: Span<UInt8>, limits: Limits = .sfu) -> SDPError? {
    var index = LineIndex(limits: limits)
    do throws(SDPError) {
        _ = try index.read(bytes)
        return nil
    } catch {
        return error
    }
}

/// What must hold of a writer that is given the input as one value, and of a
/// number that depends on it.
private func checkWriter(with input: ByteView) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for position in 0..<input.count {
        hash = (hash ^ UInt64(input[position])) &* 0x0000_0100_0000_01B3
    }
    require(
        writingFailure { $0.append(input) } == refusal(of: input), "a value that ends its line")
    require(written { $0.append(lines: input) } == [UInt8](input), "bytes are written differently")

    let start = input.extracting(0..<min(input.count, 64))
    let copy = ByteString(start)
    require(copy == start && copy.count == start.count, "a copy of bytes differs")
    require(copy.breaksLine == (refusal(of: start) != nil), "a copy that ends its line")
    require(
        writingFailure { $0.append(copy) } == refusal(of: start), "a copy that ends its line")

    let number = hash >> (hash & 63)
    let digits = [UInt8](String(number).utf8)
    require(written { $0.append(number) } == digits, "a number is written differently")
    require(ByteString(decimal: number) == ByteString(digits), "a number has other digits")
}

/// The error that a writer has for bytes that would end their line.
private func refusal(of bytes: ByteView) -> SDPError.Code? {
    for position in 0..<bytes.count {
        let byte = bytes[position]
        if byte == 0x0A || byte == 0x0D || byte == 0 { return .valueBreaksLine }
    }
    return nil
}
