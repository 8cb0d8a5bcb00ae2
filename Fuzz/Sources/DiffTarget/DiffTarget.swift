import FuzzSupport
import SDP

/// The property `diff`: a difference names each line that is not in both, once, and no
/// other; a description has none from itself, and two have the same both ways.
///
/// An input is two descriptions with a NUL between them, or one that is compared with its
/// own lines in another order.
@c(LLVMFuzzerTestOneInput)
public func testDiff(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: data, count: size)
    let input = unsafe ByteView(buffer.span)
    var end = 0
    while end < input.count && input[end] != 0 { end += 1 }
    let old = input.extracting(0..<end)
    if end < input.count {
        check(old, input.extracting(end + 1..<input.count), isReordered: false)
    } else {
        checkReordered(old)
    }
    return 0
}

private func check(_ old: ByteView, _ new: ByteView, isReordered: Bool) {
    var oldIndex = LineIndex()
    var newIndex = LineIndex()
    do throws(SDPError) {
        let old = try oldIndex.read(old.span)
        let new = try newIndex.read(new.span)
        let difference = DescriptionDifference(from: old, to: new)
        check(difference, old, new)
        checkReversed(difference, DescriptionDifference(from: new, to: old))
        require(DescriptionDifference(from: old, to: old).isEmpty, "a difference from itself")
        require(!isReordered || difference.isEmpty, "the order of attributes is a difference")
        if difference.isEmpty {
            require(old.sectionCount == new.sectionCount, "equal ones have other sections")
        }
    } catch {
        // What does not parse is the concern of the property `parse`.
    }
}

/// The attributes of each section the other way round.
private func checkReordered(_ bytes: ByteView) {
    var index = LineIndex()
    do throws(SDPError) {
        let view = try index.read(bytes.span)
        var text: [UInt8] = []
        for number in 0..<view.sectionCount {
            let section = view.section(number)
            var attributes: [[UInt8]] = []
            section.forEachLine { line in
                if line.type == UInt8(ascii: "a") { attributes.append([UInt8](line.bytes)) }
            }
            // Of several mids the first one counts.
            var mids: [[UInt8]] = []
            section.forEach(.mid) { mids.append([UInt8]($0.bytes)) }
            if mids.count > 1 { return }
            section.forEachLine { line in
                if line.type == UInt8(ascii: "a") {
                    text += attributes.removeLast()
                } else {
                    text += [UInt8](line.bytes)
                }
                text += [0x0D, 0x0A]
            }
        }
        check(bytes, ByteView(text.span), isReordered: true)
    } catch {
        // What does not parse is the concern of the property `parse`.
    }
}

private func check(
    _ difference: DescriptionDifference, _ old: DescriptionView, _ new: DescriptionView
) {
    var seenOld = [Bool](repeating: false, count: old.sectionCount)
    var seenNew = [Bool](repeating: false, count: new.sectionCount)
    for section in difference.sections {
        if let number = section.old {
            require(number < old.sectionCount && !seenOld[number], "an old section twice")
            seenOld[number] = true
        }
        if let number = section.new {
            require(number < new.sectionCount && !seenNew[number], "a new section twice")
            seenNew[number] = true
        }
        guard let before = section.old, let after = section.new else {
            require(section.old != nil || section.new != nil, "a section of nothing")
            require(section.lines.isEmpty, "lines of a section that is one side's alone")
            continue
        }
        check(
            section.lines, isReordered: section.isReordered, old.section(before),
            new.section(after))
    }
    // What is not mentioned is the same, in the same place.
    require(
        seenOld.count - seenOld.count(where: \.self) == seenNew.count
            - seenNew.count(where: \.self),
        "sections are forgotten")
    for number in 0..<min(seenOld.count, seenNew.count) where !seenOld[number] {
        require(!seenNew[number], "a section is forgotten")
        check([], isReordered: false, old.section(number), new.section(number))
    }
}

/// Whether the lines that are the same on both sides are those not mentioned.
private func check(
    _ changed: [DescriptionDifference.Line], isReordered: Bool, _ old: SectionView,
    _ new: SectionView
) {
    var before = lines(of: old)
    var after = lines(of: new)
    for line in changed {
        require(line.old != nil || line.new != nil, "a line of nothing")
        require((line.old == nil) == (line.oldNumber == nil), "a number without a line")
        require((line.new == nil) == (line.newNumber == nil), "a number without a line")
        require(line.old == nil || line.old != line.new, "a line that is the same")
        if let number = line.oldNumber {
            require(
                number < before.count && before[number] == line.old.map { [UInt8]($0) },
                "an old line is another")
            before[number] = nil
        }
        if let number = line.newNumber {
            require(
                number < after.count && after[number] == line.new.map { [UInt8]($0) },
                "a new line is another")
            after[number] = nil
        }
    }
    let left = before.compactMap(\.self)
    let right = after.compactMap(\.self)
    require(
        left.sorted { $0.lexicographicallyPrecedes($1) }
            == right.sorted { $0.lexicographicallyPrecedes($1) }, "a line is forgotten")
    let isOther = { (line: [UInt8]) in line.first != UInt8(ascii: "a") }
    let isSame = left.filter(isOther) == right.filter(isOther)
    let hasOthers = changed.contains { line in
        [line.old, line.new].contains { $0.map { isOther([UInt8]($0)) } ?? false }
    }
    require(isReordered == (!isSame && !hasOthers), "the order of lines")
}

/// The lines of a section that are not blank, by number.
private func lines(of section: SectionView) -> [[UInt8]?] {
    var lines: [[UInt8]?] = []
    section.forEachLine { line in lines.append(line.type == 0 ? nil : [UInt8](line.bytes)) }
    return lines
}

private func checkReversed(_ one: DescriptionDifference, _ other: DescriptionDifference) {
    let numbers = { (section: DescriptionDifference.Section) in
        [section.old ?? -1, section.new ?? -1]
    }
    let order = { (a: [Int], b: [Int]) in a.lexicographicallyPrecedes(b) }
    require(
        one.sections.map(numbers).sorted(by: order)
            == other.sections.map { numbers($0).reversed() }.sorted(by: order),
        "a difference is another the other way round")
    for section in one.sections {
        let match = other.sections.first { $0.old == section.new && $0.new == section.old }
        require(
            match.map { lineNumbers($0, reversed: true) } == lineNumbers(section, reversed: false),
            "lines are different the other way round")
    }
}

private func lineNumbers(
    _ section: DescriptionDifference.Section, reversed isReversed: Bool
) -> [[Int]] {
    section.lines.map { line in
        let numbers = [line.oldNumber ?? -1, line.newNumber ?? -1]
        return isReversed ? numbers.reversed() : numbers
    }.sorted { $0.lexicographicallyPrecedes($1) }
}
