import FuzzSupport
import SDP

/// What must hold of a description that parses.
package func checkDescription(_ view: DescriptionView, of input: ByteView) {
    require(view.bytes == input, "the description is not its input")
    let lines = PlainLine.all(of: input)
    require(view.lineCount == lines.count, "the number of lines is wrong")
    require(view.media.count == view.sectionCount - 1, "the number of media sections is wrong")

    var position = 0
    let session = AttributeTable(of: view.session)
    for number in 0..<view.sectionCount {
        let section = view.section(number)
        require(section.number == number, "a section has another number")
        require(section.isMedia == (number > 0), "a section is of the other kind")
        require(section.lineCount <= lines.count - position, "sections overlap")
        for ordinal in 0..<section.lineCount {
            let line = section.line(ordinal)
            checkLine(line, lines[position], of: input)
            require(line.section == number, "a line names another section", at: line.offset)
            require(
                view.line(position).offset == line.offset, "a line has two places", at: line.offset)
            let opens = line.type == UInt8(ascii: "m")
            require(
                opens == (ordinal == 0 && number > 0), "a section begins elsewhere",
                at: line.offset)
            position += 1
        }
        let attributes = AttributeTable(of: section)
        checkLimits(of: section)
        checkLookups(in: section, attributes)
        checkValues(of: section, attributes, session: view.session, session, input, lines)
    }
    require(position == lines.count, "lines belong to no section")

    var media = 0
    func visit(_ section: SectionView) {
        media += 1
        require(section.number == media, "media sections are out of order")
        require(view.media[media - 1].number == media, "a media section is at another position")
    }
    view.media.forEach(visit)
    require(media == view.media.count, "a walk of the media sections is not complete")
    checkParts(of: view, lines)
}

/// Whether a line is where and what a plain reading finds.
private func checkLine(_ line: LineView, _ plain: PlainLine, of input: ByteView) {
    let start = plain.start
    require(line.offset == start, "a line begins elsewhere", at: start)
    require(line.bytes == input.extracting(start..<plain.end), "a line ends elsewhere", at: start)
    if start == plain.end {
        require(
            line.type == 0 && line.value.isEmpty && line.attributeNameBytes.isEmpty
                && !line.hasValue && line.attributeName == .other && line.valueOffset == start,
            "a blank line has content", at: start)
        return
    }
    require(line.type == input[start], "a line has another type", at: start)
    require(plain.end - start >= 2 && input[start + 1] == 0x3D, "a line without =", at: start)
    var name = start + 2..<start + 2
    var value = start + 2
    if line.type == UInt8(ascii: "a") {
        var colon = value
        while colon < plain.end && input[colon] != 0x3A { colon += 1 }
        require(line.hasValue == (colon < plain.end), "an attribute's colon", at: start)
        name = value..<colon
        value = min(colon + 1, plain.end)
        // Blanks behind a flag belong to neither name nor value.
        while !line.hasValue, let last = name.last, input[last] == 0x20 || input[last] == 0x09 {
            name = name.dropLast()
        }
    } else {
        require(!line.hasValue, "a line that is no attribute has a name", at: start)
    }
    require(line.attributeNameBytes == input.extracting(name), "an attribute's name", at: start)
    require(line.valueOffset == value, "a value begins elsewhere", at: start)
    require(line.value == input.extracting(value..<plain.end), "a value is another", at: start)
    checkName(line, at: start)
}

/// Whether a name is recognised exactly if it is one of those known.
private func checkName(_ line: LineView, at start: Int) {
    let name = line.attributeNameBytes
    if line.attributeName != .other {
        require(name == line.attributeName.text, "a name taken for another", at: start)
    } else if !name.isEmpty {
        for known in knownNames {
            require(name != known.text, "a known name is not recognised", at: start)
        }
    }
    require(AttributeName(name) == line.attributeName, "a name in two ways", at: start)
}

private let knownNames = AttributeName.all

extension ByteView {
    static func != (view: ByteView, literal: StaticString) -> Bool { !(view == literal) }
}

/// Whether what was read keeps within what the limits say.
private func checkLimits(of section: SectionView) {
    let limits = Limits.sfu
    var attributes = 0
    var sources = 0
    var rids = 0
    var candidates = 0
    var groups = 0
    section.forEachLine { line in
        require(line.bytes.count <= limits.lineBytes, "limit of a line", at: line.offset)
        if line.type == UInt8(ascii: "a") { attributes += 1 }
        if line.attributeNameBytes == "ssrc" { sources += 1 }
        if line.attributeNameBytes == "rid" { rids += 1 }
        if line.attributeNameBytes == "candidate" { candidates += 1 }
        if line.attributeNameBytes == "group" { groups += 1 }
        if line.attributeNameBytes == "mid" {
            require(line.value.count <= limits.midBytes, "limit of a mid", at: line.offset)
        }
    }
    let most = section.isMedia ? limits.attributes : limits.sessionAttributes
    require(attributes <= most, "limit of attributes")
    require(sources <= limits.sources, "limit of a=ssrc lines")
    require(rids <= limits.rids, "limit of a=rid lines")
    require(candidates <= limits.candidates, "limit of candidates")
    require(groups <= limits.groups, "limit of groups")
}

/// Whether types, names, values and line ends, written one after another, are
/// the description.
private func checkParts(of view: DescriptionView, _ lines: [PlainLine]) {
    let parts = written { writer in
        for position in 0..<view.lineCount {
            let line = view.line(position)
            if line.type != 0 {
                writer.append(byte: line.type)
                writer.append(syntax: "=")
                writer.append(line.attributeNameBytes)
                if line.hasValue { writer.append(byte: UInt8(ascii: ":")) }
                if line.type == UInt8(ascii: "a") && !line.hasValue {
                    let end = line.offset + 2 + line.attributeNameBytes.count
                    writer.append(view.bytes.extracting(end..<line.valueOffset))
                }
                writer.append(line.value)
            }
            let plain = lines[position]
            writer.append(lines: view.bytes.extracting(plain.end..<plain.next))
        }
    }
    require(ByteView(parts.span) == view.bytes, "the parts do not make up the whole")
}
