import FuzzSupport
import SDP

/// The property `edit`: whatever is done to a description, the lines that were not
/// touched are written byte for byte, an edit that fails changes nothing, and what
/// is written is read again as the same lines in the same sections.
@c(LLVMFuzzerTestOneInput)
public func testEdit(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: data, count: size)
    let input = unsafe ByteView(buffer.span)
    do throws(SDPError) {
        let description = try SessionDescription(parsing: input.span)
        var choices = Choices(of: input)
        var model = EditModel(description)
        var edited = try EditableDescription(description)
        check(edited, model)
        checkSearches(edited, model)
        checkConveniences(description)
        for _ in 0..<choices.below(24) {
            model.edit(&edited, &choices)
            check(edited, model)
        }
        checkSearches(edited, model)
        checkReadAgain(edited, model)
    } catch {
        // What does not parse is the concern of the property `parse`.
    }
    return 0
}

/// What is written, in each way that there is.
private func check(_ edited: borrowing EditableDescription, _ model: EditModel) {
    let expected = model.bytes
    require(edited.bytes == expected, "the edited description is another")
    require(edited.size == expected.count, "the size is another")
    require(edited.sectionCount == model.sections.count, "the number of sections is another")
    var joined: [UInt8] = []
    edited.forEachSegment { joined += [UInt8]($0) }
    require(joined == expected, "the segments are others")
    do throws(SDPError) {
        for (number, section) in model.sections.enumerated() {
            require(
                try edited.lineCount(ofSection: number) == section.count, "a section's lines")
            for (position, line) in section.enumerated() {
                let found = try edited.line(position, ofSection: number)
                require([UInt8](found.bytes) == line.content, "a line is another")
                require(found.section == number, "a line names another section")
            }
        }
        var memory = [UInt8](repeating: 0, count: expected.count)
        try edited.write(into: memory.mutableSpan)
        require(memory == expected, "another description is written")
        let content = try edited.jsonSize()
        var json = [UInt8](repeating: 0, count: content)
        try edited.writeJSON(into: json.mutableSpan)
        var segments: [UInt8] = []
        try edited.forEachJSONSegment { segments += [UInt8]($0) }
        require(segments == json, "JSON in segments is another description")
        var back = [UInt8](repeating: 0, count: expected.count)
        let size = try ByteView(json.span).readJSONContent(into: back.mutableSpan)
        require(size == expected.count && back == expected, "JSON is another description")
    } catch {
        require(error.code == .malformedText, "a description cannot be written", at: error.offset)
    }
}

/// Lines that are found by name and by type, from every line on.
private func checkSearches(_ edited: borrowing EditableDescription, _ model: EditModel) {
    do throws(SDPError) {
        for (number, section) in model.sections.enumerated() {
            for start in 0...min(section.count, 20) {
                let mid = section[start...].firstIndex {
                    $0.content.starts(with: "a=mid:".utf8) || $0.content == Array("a=mid".utf8)
                }
                let found = try edited.firstLine(.mid, ofSection: number, from: start)
                // Blanks behind a flag belong to neither name nor value.
                require(found == mid || mid == nil, "another a=mid line is found")
                let connection = section[start...].firstIndex {
                    $0.content.first == UInt8(ascii: "c")
                }
                require(
                    try edited.firstLine(
                        ofType: UInt8(ascii: "c"), ofSection: number, from: start) == connection,
                    "another c= line is found")
            }
        }
        var buffer = OutputBuffer()
        try edited.append(to: &buffer)
        require(ByteString(buffer.bytes) == ByteString(model.bytes), "a buffer has something else")
    } catch {
        violation("a search in an edited description fails: \(error)", at: error.offset)
    }
}

/// Lines made from values are the lines that are made from their texts.
private func checkConveniences(_ description: SessionDescription) {
    do throws(SDPError) {
        var one = try EditableDescription(parsing: description.bytes.span)
        var other = try EditableDescription(description)
        let last = one.sectionCount - 1
        let text = Array("a=mid:x".utf8)
        try one.append(ByteView(text.span), toSection: last)
        let count = try other.lineCount(ofSection: last)
        try other.insert(Mid<ByteString>(id: "x"), before: count, ofSection: last)
        require(one.bytes == other.bytes, "a line made from a value is another")
        try one.replace(line: count, ofSection: last, with: ByteView(Array("a=mid:y".utf8).span))
        try other.replace(line: count, ofSection: last, with: Mid<ByteString>(id: "y"))
        require(one.bytes == other.bytes, "a line replaced by a value is another")
    } catch {
        require(error.code.rawValue >= 40, "a line cannot be added")
    }
}

private func checkReadAgain(_ edited: borrowing EditableDescription, _ model: EditModel) {
    do throws(SDPError) {
        let again = try edited.finished()
        let view = again.view
        require(view.sectionCount == model.sections.count, "other sections are read again")
        for (number, section) in model.sections.enumerated() {
            let lines = view.section(number)
            require(lines.lineCount == section.count, "other lines are read again")
            for (position, line) in section.enumerated() {
                require(
                    [UInt8](lines.line(position).bytes) == line.content,
                    "a line is read differently")
            }
        }
    } catch {
        // Only counts may be too high, which are checked when it is read again.
        require((40...60).contains(error.code.rawValue), "what was edited is no description")
    }
}
