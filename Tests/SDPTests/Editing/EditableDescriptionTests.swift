import Foundation
import SDP
import Testing

extension ByteView {
    fileprivate var copied: [UInt8] { (0..<count).map { self[$0] } }
}

/// Edits with texts, so that tests stay readable.
extension EditableDescription {
    fileprivate mutating func insert(
        text: [UInt8], before line: Int, ofSection section: Int
    ) throws(SDPError) {
        try insert(ByteView(text.span), before: line, ofSection: section)
    }

    fileprivate mutating func replace(
        line: Int, ofSection section: Int, text: [UInt8]
    ) throws(SDPError) {
        try replace(line: line, ofSection: section, with: ByteView(text.span))
    }

    fileprivate mutating func insertSection(text: [UInt8], at section: Int) throws(SDPError) {
        try insertSection(ByteView(text.span), at: section)
    }

    fileprivate func text(_ line: Int, _ section: Int) throws -> [UInt8] {
        try self.line(line, ofSection: section).bytes.copied
    }
}

/// The same description as lists of lines with their endings, edited the plain way.
private struct Model {
    var sections: [[[UInt8]]]

    init(_ bytes: [UInt8]) throws {
        var index = LineIndex(limits: .unlimited)
        let view = try index.read(bytes.span)
        var sections: [[[UInt8]]] = []
        var starts: [Int] = []
        for number in 0..<view.lineCount { starts.append(view.line(number).offset) }
        starts.append(bytes.count)
        var next = 0
        for number in 0..<view.sectionCount {
            let count = view.section(number).lineCount
            sections.append(
                (next..<next + count).map { [UInt8](bytes[starts[$0]..<starts[$0 + 1]]) })
            next += count
        }
        self.sections = sections
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for line in sections.joined() {
            if let last = bytes.last, last != 0x0A {
                if last != 0x0D {
                    bytes += [0x0D, 0x0A]
                } else if line.first == 0x0A {
                    bytes.append(0x0A)
                }
            }
            bytes += line
        }
        return bytes
    }

    static func content(_ line: [UInt8]) -> [UInt8] {
        Array(line.prefix { $0 != 0x0A && $0 != 0x0D })
    }

    /// The line that opens a section.
    func opening(_ section: Int) -> Int {
        sections[section].firstIndex { !Model.content($0).isEmpty } ?? 0
    }
}

@Suite("Editing")
struct EditableDescriptionTests {
    private static let endings: [[UInt8]] = [[0x0D, 0x0A], [0x0A], [0x0D]]

    /// The fixture with other line endings, blank lines and perhaps no last one.
    private func reframed(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes where byte != 0x0D {
            if byte != 0x0A {
                result.append(byte)
                continue
            }
            result += Self.endings[random.below(3)]
            while random.below(12) == 0 { result += Self.endings[random.below(3)] }
        }
        if random.below(2) == 0 {
            while result.last == 0x0A || result.last == 0x0D { result.removeLast() }
        }
        return result
    }

    @Test(
        "Random edits leave every other line byte for byte, whatever its ending (A7, A13)",
        arguments: Fixtures.all.indices)
    func randomEdits(number: Int) throws {
        let fixture = Fixtures.all[number]
        if fixture.bytes.count > 60_000 && number % 4 != 0 { return }
        var random = SplitMix64(seed: UInt64(number) + 77)
        let bytes = number % 3 == 0 ? fixture.bytes : reframed(fixture.bytes, &random)
        var editable = try EditableDescription(parsing: bytes.span, limits: .unlimited)
        var model = try Model(bytes)
        #expect(editable.bytes == bytes)
        var segments = 0
        editable.forEachSegment { _ in segments += 1 }
        #expect(segments == 1)

        for step in 0..<60 {
            let section = random.below(model.sections.count)
            let count = model.sections[section].count
            let opening = model.opening(section)
            let line = random.below(count)
            let text = Array("a=edit:\(step) of \(number)".utf8)
            switch random.below(9) {
            case 0, 1:
                let place = min(opening + 1 + random.below(count - opening), count)
                try editable.insert(text: text, before: place, ofSection: section)
                model.sections[section].insert(text + [0x0D, 0x0A], at: place)
            case 2, 3, 4:
                guard line > opening else { continue }
                try editable.replace(line: line, ofSection: section, text: text)
                model.sections[section][line] = text + [0x0D, 0x0A]
            case 5:
                guard line > opening else { continue }
                try editable.remove(line: line, ofSection: section)
                model.sections[section].remove(at: line)
            case 6:
                let target = random.below(count)
                guard line > opening, target > opening else { continue }
                try editable.move(line: line, ofSection: section, to: target)
                let moved = model.sections[section].remove(at: line)
                model.sections[section].insert(moved, at: target)
            case 7:
                let target = random.below(model.sections.count)
                guard section > 0, target > 0 else { continue }
                try editable.moveSection(section, to: target)
                let moved = model.sections.remove(at: section)
                model.sections.insert(moved, at: target)
            default:
                if random.below(2) == 0, section > 0, model.sections.count > 2 {
                    try editable.removeSection(section)
                    model.sections.remove(at: section)
                } else if section > 0 {
                    let media = Array("m=text \(step) RTP/AVP 98".utf8)
                    try editable.insertSection(text: media, at: section)
                    model.sections.insert([media + [0x0D, 0x0A]], at: section)
                }
            }
        }

        let expected = model.bytes
        let size = editable.size
        let written = editable.bytes
        #expect(written == expected)
        #expect(size == expected.count)
        let sectionCount = editable.sectionCount
        #expect(sectionCount == model.sections.count)
        for section in model.sections.indices {
            let lineCount = try editable.lineCount(ofSection: section)
            #expect(lineCount == model.sections[section].count)
            for line in model.sections[section].indices {
                let text = try editable.text(line, section)
                #expect(text == Model.content(model.sections[section][line]))
            }
        }
        // What is written is read again as the same lines in the same sections.
        let again = try Model(written)
        #expect(
            again.sections.map { $0.map(Model.content) }
                == model.sections.map { $0.map(Model.content) })
        var memory = [UInt8](repeating: 0, count: size)
        let count = try editable.write(into: memory.mutableSpan)
        #expect(count == size)
        #expect(memory == expected)
    }

    private static let small = sdp(
        "a=one", "m=audio 9 RTP/AVP 0", "a=mid:0", "m=video 9 RTP/AVP 96")

    private func editing<Result>(
        _ text: String = small, _ body: (inout EditableDescription) throws -> Result
    ) throws -> Result {
        var editable = try EditableDescription(parsing: Array(text.utf8).span)
        return try body(&editable)
    }

    @Test(
        "A line that is not one, or may not stand there, is refused and changes nothing (A76)",
        arguments: [
            ("a=x\r\na=y", 1, SDPError.Code.valueBreaksLine), ("a=x\n", 1, .valueBreaksLine),
            ("a=x\r", 1, .valueBreaksLine), ("a=x\0y", 1, .valueBreaksLine),
            ("", 1, .malformedLine), ("a", 1, .malformedLine), ("ax", 1, .malformedLine),
            ("a=", 1, .malformedAttributeName), ("a=:x", 1, .malformedAttributeName),
            ("q=1", 1, .unknownLineType), ("A=1", 1, .unknownLineType),
            ("m=audio 9 RTP/AVP 0", 1, .misplacedLine), ("s=x", 1, .misplacedLine),
            ("m=audio 9 RTP/AVP 0", 0, .misplacedLine), ("v=0", 0, .misplacedLine),
            ("s=x", 0, .duplicateLine), ("o=- 1 1 IN IP4 0.0.0.0", 0, .duplicateLine),
            ("a=LONG", 1, .lineTooLong),
        ])
    func refused(text: String, section: Int, code: SDPError.Code) throws {
        let text = text.replacing("LONG", with: String(repeating: "x", count: 16_384))
        try editing { editable in
            let before = editable.bytes
            let insertion = #expect(throws: SDPError.self) {
                try editable.insert(text: Array(text.utf8), before: 1, ofSection: section)
            }
            #expect(insertion?.code == code)
            #expect(insertion?.section == section)
            let replacement = #expect(throws: SDPError.self) {
                try editable.replace(
                    line: section == 0 ? 4 : 1, ofSection: section, text: Array(text.utf8))
            }
            #expect(replacement?.code == code)
            let after = editable.bytes
            #expect(after == before)
        }
    }

    @Test("The lines that open sections stay where they are (PV-01)")
    func openingLines() throws {
        func code(_ body: (inout EditableDescription) throws(SDPError) -> Void) throws -> SDPError
            .Code?
        {
            try editing { editable in
                do throws(SDPError) {
                    try body(&editable)
                    return nil
                } catch {
                    return error.code
                }
            }
        }
        let attribute = Array("a=x".utf8)
        let media = Array("m=text 9 RTP/AVP 98".utf8)
        let version = Array("v=0".utf8)
        for section in 0...2 {
            #expect(
                try code { (e) throws(SDPError) in try e.remove(line: 0, ofSection: section) }
                    == .misplacedLine)
            #expect(
                try code { (e) throws(SDPError) in
                    try e.insert(text: attribute, before: 0, ofSection: section)
                } == .misplacedLine)
            #expect(
                try code { (e) throws(SDPError) in
                    try e.replace(line: 0, ofSection: section, text: attribute)
                } == .misplacedLine)
        }
        #expect(
            try code { (e) throws(SDPError) in try e.move(line: 0, ofSection: 1, to: 1) }
                == .misplacedLine)
        #expect(
            try code { (e) throws(SDPError) in try e.move(line: 1, ofSection: 1, to: 0) }
                == .misplacedLine)
        #expect(
            try code { (e) throws(SDPError) in try e.replace(line: 0, ofSection: 1, text: media) }
                == nil)
        #expect(
            try code { (e) throws(SDPError) in try e.replace(line: 0, ofSection: 0, text: version) }
                == nil)
        for bad in [-1, 5, Int.max, Int.min] {
            #expect(
                try code { (e) throws(SDPError) in try e.remove(line: bad, ofSection: 1) }
                    == .positionOutOfRange)
            #expect(
                try code { (e) throws(SDPError) in try e.remove(line: 1, ofSection: bad) }
                    == .positionOutOfRange)
            #expect(
                try code { (e) throws(SDPError) in
                    try e.insert(text: attribute, before: bad, ofSection: 1)
                } == .positionOutOfRange)
            #expect(
                try code { (e) throws(SDPError) in try e.moveSection(1, to: bad) }
                    == .positionOutOfRange)
            #expect(
                try code { (e) throws(SDPError) in try e.insertSection(text: media, at: bad) }
                    == .positionOutOfRange)
        }
        #expect(
            try code { (e) throws(SDPError) in try e.removeSection(0) } == .positionOutOfRange)
        #expect(
            try code { (e) throws(SDPError) in try e.insertSection(text: media, at: 0) }
                == .positionOutOfRange)
        #expect(
            try code { (e) throws(SDPError) in try e.insertSection(text: attribute, at: 1) }
                == .misplacedLine)
    }

    @Test("A last line without an ending gets one only when it is no longer the last (A4)")
    func missingEnding() throws {
        let open = "v=0\ns=-\nm=audio 9 RTP/AVP 0\na=last"
        func edited(_ body: (inout EditableDescription) throws(SDPError) -> Void) throws -> String {
            try editing(open) { editable in
                try body(&editable)
                return String(decoding: editable.bytes, as: UTF8.self)
            }
        }
        let line = Array("a=x".utf8)
        #expect(
            try edited { (e) throws(SDPError) in try e.insert(text: line, before: 1, ofSection: 1) }
                == "v=0\ns=-\nm=audio 9 RTP/AVP 0\na=x\r\na=last")
        #expect(
            try edited { (e) throws(SDPError) in try e.insert(text: line, before: 2, ofSection: 1) }
                == "v=0\ns=-\nm=audio 9 RTP/AVP 0\na=last\r\na=x\r\n")
        #expect(
            try edited { (e) throws(SDPError) in
                try e.insertSection(text: Array("m=text 9 RTP/AVP 98".utf8), at: 1)
                try e.moveSection(2, to: 1)
            } == "v=0\ns=-\nm=audio 9 RTP/AVP 0\na=last\r\nm=text 9 RTP/AVP 98\r\n")
        #expect(
            try edited { (e) throws(SDPError) in try e.remove(line: 1, ofSection: 1) }
                == "v=0\ns=-\nm=audio 9 RTP/AVP 0\n")
    }

    @Test("Attributes are written with their types, and refused where they break a line (A76)")
    func typedAttributes() throws {
        try editing { editable in
            let mid = try #require(try editable.firstLine(.mid, ofSection: 1))
            try editable.replace(line: mid, ofSection: 1, with: Mid<ByteString>(id: "audio"))
            try editable.insert(
                ICEUsernameFragment<ByteString>(value: "abcd"), before: mid + 1, ofSection: 1)
            let text = String(decoding: editable.bytes, as: UTF8.self)
            #expect(
                text
                    == EditableDescriptionTests.small.replacing(
                        "a=mid:0", with: "a=mid:audio\r\na=ice-ufrag:abcd"))
            let error = #expect(throws: SDPError.self) {
                try editable.replace(line: mid, ofSection: 1, with: Mid<ByteString>(id: "0\r\na=x"))
            }
            #expect(error?.code == .valueBreaksLine)
            let finished = try editable.finished()
            #expect(finished.media[0].mid == "audio")
            let c = try editable.firstLine(ofType: UInt8(ascii: "c"), ofSection: 1)
            #expect(c == nil)
        }
    }

    @Test("A line is looked up among original and added ones, from any number on (A68)")
    func lookUps() throws {
        try editing { editable in
            let line = Array("a=x:1".utf8)
            for position in [1, 3, 3] {
                try editable.insert(ByteView(line.span), before: position, ofSection: 1)
            }
            let count = try editable.lineCount(ofSection: 1)
            for start in [Int.min, -1, 0, 1, 2, 3, count - 1, count, count + 1, .max] {
                var expected: Int?
                for position in (0..<count).reversed() where position >= start {
                    if try editable.line(position, ofSection: 1).bytes == "a=x:1" {
                        expected = position
                    }
                }
                let found = try editable.firstLine(.other, ofSection: 1, from: start)
                #expect(found == expected)
                let m = try editable.firstLine(
                    ofType: UInt8(ascii: "m"), ofSection: 1, from: start)
                #expect(m == (start <= 0 ? 0 : nil))
            }
            #expect(throws: SDPError.self) { try editable.firstLine(.mid, ofSection: 9) }
        }
    }

    @Test("Memory that is too small is an error with the size needed (A71)")
    func smallMemory() throws {
        try editing { editable in
            try editable.remove(line: 1, ofSection: 1)
            let size = editable.size
            for capacity in [0, 1, size - 1] {
                var memory = [UInt8](repeating: 0x55, count: capacity)
                let error = #expect(throws: SDPError.self) {
                    try editable.write(into: memory.mutableSpan)
                }
                #expect(error?.code == .insufficientSpace)
                #expect(error?.offset == size)
            }
            var buffer = OutputBuffer()
            try editable.append(to: &buffer)
            try editable.append(to: &buffer)
            let copy = buffer.bytes.copied
            #expect(copy == editable.bytes + editable.bytes)
        }
    }

    @Test("Edits of one line in each of 50 sections leave 101 segments")
    func segments() throws {
        let fixture = try Fixtures.named("chromium156-video-50-offer.sdp")
        var editable = try EditableDescription(parsing: fixture.bytes.span)
        for section in 1...50 {
            let line = try #require(try editable.firstLine(.setup, ofSection: section))
            try editable.replace(line: line, ofSection: section, text: Array("a=setup:active".utf8))
        }
        var segments = 0
        editable.forEachSegment { _ in segments += 1 }
        #expect(segments == 101)
        let text = String(decoding: fixture.bytes, as: UTF8.self)
        let expected = Array(text.replacing("a=setup:actpass", with: "a=setup:active").utf8)
        let written = editable.bytes
        #expect(written == expected)
    }
}
