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
        for _ in 0..<choices.below(24) {
            model.edit(&edited, &choices)
            check(edited, model)
        }
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
