import FuzzSupport
import SDP

/// A description as a list of lists of lines: what edits are compared with.
struct EditModel {
    struct Line {
        var content: [UInt8]
        var ending: [UInt8]
    }

    var sections: [[Line]] = []

    init(_ description: SessionDescription) {
        let view = description.view
        var position = 0
        for number in 0..<view.sectionCount {
            var lines: [Line] = []
            for _ in 0..<view.section(number).lineCount {
                let line = view.line(position)
                position += 1
                let end = position < view.lineCount ? view.line(position).offset : view.bytes.count
                let ending = view.bytes.extracting(line.offset + line.bytes.count..<end)
                lines.append(Line(content: [UInt8](line.bytes), ending: [UInt8](ending)))
            }
            sections.append(lines)
        }
    }

    /// The lines with their endings. A line that had none gets CR LF if another one
    /// follows, and a CR that a LF follows one of its own.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for line in sections.joined() {
            let text = line.content + line.ending
            if let last = bytes.last, let first = text.first {
                if last != 0x0A && last != 0x0D {
                    bytes += [0x0D, 0x0A]
                } else if last == 0x0D && first == 0x0A {
                    bytes.append(0x0A)
                }
            }
            bytes += text
        }
        return bytes
    }

    private static let texts: [String] = [
        "a=sendonly", "a=x: \u{1}", "a=mid:0", "a= ", "a=:x", "s=", "o=- 1 1 IN IP4 0", "i=x",
        "m=audio 9 RTP/AVP 0", "m=", "v=0", "v=1", "t=0 0", "x=1", "=", "", "a", "a=b\r", "a=\n",
        "a=\0", "c=IN IP4 0.0.0.0", "k=x",
    ]

    /// Does the same to both, or nothing if that is refused.
    mutating func edit(_ edited: inout EditableDescription, _ choices: inout Choices) {
        let section = choices.below(sections.count + 1)
        let count = section < sections.count ? sections[section].count : 0
        // Positions may be out of range by one.
        let line = choices.below(count + 2)
        var text = Array(EditModel.texts[choices.below(EditModel.texts.count)].utf8)
        if choices.below(2) == 0, section < sections.count, count > 0 {
            text = sections[section][choices.below(count)].content
        }
        let added = Line(content: text, ending: [0x0D, 0x0A])
        do throws(SDPError) {
            switch choices.below(7) {
            case 0:
                try edited.insert(ByteView(text.span), before: line, ofSection: section)
                sections[section].insert(added, at: line)
            case 1:
                try edited.replace(line: line, ofSection: section, with: ByteView(text.span))
                sections[section][line] = added
            case 2:
                try edited.remove(line: line, ofSection: section)
                sections[section].remove(at: line)
            case 3:
                let target = choices.below(count + 1)
                try edited.move(line: line, ofSection: section, to: target)
                sections[section].insert(sections[section].remove(at: line), at: target)
            case 4:
                try edited.insertSection(ByteView(text.span), at: section)
                sections.insert([added], at: section)
            case 5:
                try edited.removeSection(section)
                sections.remove(at: section)
            default:
                let target = choices.below(sections.count + 1)
                try edited.moveSection(section, to: target)
                sections.insert(sections.remove(at: section), at: target)
            }
        } catch {
            require(error.code != .outOfMemory, "memory is out")
        }
    }
}
