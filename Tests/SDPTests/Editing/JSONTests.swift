import CSwiftSDPShims
import Foundation
import SDP
import Testing

@Suite("The content of a JSON string")
struct JSONTests {
    private func escaped(_ bytes: [UInt8]) throws(SDPError) -> [UInt8] {
        let view = ByteView(bytes.span)
        var memory = [UInt8](repeating: 0x55, count: try view.jsonSize())
        let size = try view.writeJSON(into: memory.mutableSpan)
        #expect(size == memory.count)
        return memory
    }

    private func unescaped(_ content: [UInt8]) throws(SDPError) -> [UInt8] {
        let view = ByteView(content.span)
        var memory = [UInt8](repeating: 0x55, count: try view.jsonContentSize())
        let size = try view.readJSONContent(into: memory.mutableSpan)
        #expect(size == memory.count)
        return memory
    }

    /// What Foundation reads from the content of a JSON string.
    private func decoded(_ content: [UInt8]) -> [UInt8]? {
        let text = [0x22] + content + [0x22]
        guard
            let value = try? JSONSerialization.jsonObject(
                with: Data(text), options: .fragmentsAllowed) as? String
        else { return nil }
        return Array(value.utf8)
    }

    @Test("Every fixture is the same after it was escaped and unescaped, and JSON to others")
    func fixtures() throws {
        for fixture in Fixtures.all {
            let content = try escaped(fixture.bytes)
            #expect(!content.contains { $0 < 0x20 })
            #expect(try unescaped(content) == fixture.bytes)
            #expect(decoded(content) == fixture.bytes)
            var inPlace = content
            var span = inPlace.mutableSpan
            let size = try JSONContent.read(inPlace: &span)
            #expect(Array(inPlace[..<size]) == fixture.bytes)
            let description = try SessionDescription(
                parsingJSONContent: content.span, limits: .unlimited)
            #expect(description.bytes == fixture.bytes)
        }
    }

    @Test("Each byte and character is escaped as RFC 8259 section 7 says")
    func characters() throws {
        let expected: [UInt8: String] = [
            0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: "\\\"",
            0x5C: "\\\\",
        ]
        for byte in UInt8(0)..<0x80 {
            let text = String(UnicodeScalar(byte))
            let hex = String(byte, radix: 16)
            let plain = byte < 0x20 ? "\\u00" + (hex.count < 2 ? "0" : "") + hex : text
            #expect(try escaped([byte]) == Array((expected[byte] ?? plain).utf8))
        }
        for text in ["é", "€", "𝄞", "\u{7F}", "\u{2028}", "\u{FFFD}", "\u{10FFFF}", "e\u{301}"] {
            #expect(try escaped(Array(text.utf8)) == Array(text.utf8))
        }
    }

    @Test("Bytes that are no UTF-8 are an error with their offset (A11)")
    func notUTF8() throws {
        let broken: [[UInt8]] = [
            [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80],
            [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xF0, 0x9D, 0x84],
        ]
        for bytes in broken {
            for before in [0, 1, 15, 16, 17, 63, 64, 65] {
                for after in [0, 20] {
                    let all =
                        [UInt8](repeating: 0x61, count: before) + bytes
                        + [UInt8](repeating: 0x61, count: after)
                    let writing = #expect(throws: SDPError.self) { try escaped(all) }
                    #expect(writing == SDPError(.malformedText, offset: before))
                    let reading = #expect(throws: SDPError.self) { try unescaped(all) }
                    #expect(reading == SDPError(.malformedText, offset: before))
                    var memory = [UInt8](repeating: 0, count: all.count * 6)
                    let direct = #expect(throws: SDPError.self) {
                        try ByteView(all.span).writeJSON(into: memory.mutableSpan)
                    }
                    #expect(direct == SDPError(.malformedText, offset: before))
                }
            }
        }
    }

    @Test("Escapes are read as JSON readers read them, or are an error with their offset")
    func escapes() throws {
        let valid = [
            "\\u0041", "\\u00e9", "\\u00E9", "\\u20ac", "\\ud834\\udd1e", "\\uD834\\uDD1E", "\\/",
            "\\\"", "\\\\", "\\b\\t\\n\\f\\r", "\\r\\n", "\\r", "\\r\\", "\\u000d\\u000a",
            "\\uffff", "\\u0000", "\\u", "\\u1", "\\u12", "\\u123", "\\uzzzz", "\\u12g4", "\\x41",
            "\\",
            "\"", "\n", "\t", "\\ud834", "\\udd1e", "\\ud834\\u0041", "\\ud834x", "\\ud834\\ud834",
            "\\ud834\\udd1", "\\'", "\\a", "\\0", "\\N", "\\U0041", "é", "/",
        ]
        for text in valid {
            for before in [0, 1, 3, 14, 15, 16, 17, 40] {
                for after in [0, 1, 4, 40] {
                    let content =
                        [UInt8](repeating: 0x61, count: before) + Array(text.utf8)
                        + [UInt8](repeating: 0x62, count: after)
                    let expected = decoded(content)
                    if text == "\\" && after > 0 { continue }
                    do throws(SDPError) {
                        let bytes = try unescaped(content)
                        #expect(bytes == expected, "\(text)")
                    } catch {
                        #expect(expected == nil, "\(text)")
                        #expect(error.code == .malformedEscape)
                        #expect(error.offset >= before && error.offset < content.count)
                    }
                }
            }
        }
    }

    @Test("Memory that is too small is an error with the size needed, and is not overrun (A71)")
    func smallMemory() throws {
        let bytes = Array(
            String(repeating: "a=x:\"é\"\u{1}\r\nplain text without anything\r\n", count: 9).utf8)
        let content = try escaped(bytes)
        for capacity in 0..<content.count {
            var memory = [UInt8](repeating: 0x55, count: capacity)
            let error = #expect(throws: SDPError.self) {
                try ByteView(bytes.span).writeJSON(into: memory.mutableSpan)
            }
            #expect(error == SDPError(.insufficientSpace, offset: content.count))
        }
        for capacity in 0..<bytes.count {
            var memory = [UInt8](repeating: 0x55, count: capacity)
            let error = #expect(throws: SDPError.self) {
                try ByteView(content.span).readJSONContent(into: memory.mutableSpan)
            }
            #expect(error == SDPError(.insufficientSpace, offset: bytes.count))
        }
    }

    @Test("The segments of the content are the content, and none is empty")
    func segments() throws {
        let start = "v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\n"
        let lines = "a=x:\"é\"\u{1}\r\na=\\\nm=audio 9 RTP/AVP 0\ra=y\r\r\na=last"
        for text in Fixtures.all.map(\.bytes) + [Array((start + lines).utf8)] {
            var editable = try EditableDescription(parsing: text.span, limits: .unlimited)
            try editable.append(ByteView(Array("a=added:𝄞\t".utf8).span), toSection: 0)
            var joined: [UInt8] = []
            try editable.forEachJSONSegment { segment in
                if segment.isEmpty { Issue.record("a segment is empty") }
                joined += [UInt8](copying: segment)
            }
            #expect(try joined == escaped(editable.bytes))
        }
        let broken = Array((start + "a=x:é\u{1}").utf8) + [0xC3, 0x0D, 0x0A]
        let editable = try EditableDescription(parsing: broken.span)
        var given = 0
        let error = #expect(throws: SDPError.self) {
            try editable.forEachJSONSegment { given += $0.count }
        }
        #expect(error == SDPError(.malformedText, offset: broken.count - 3))
        #expect(try given == escaped(Array(broken.dropLast(3))).count)
    }

    @Test("Vectors and the portable form give the same on random bytes, and stay in their memory")
    func differential() throws {
        var random = SplitMix64(seed: 8259)
        let words: [[UInt8]] = [
            [0x22], [0x5C], [0x0D, 0x0A], [0x0A], [0x01], Array("é".utf8), Array("𝄞".utf8), [0xFF],
            Array("\\r\\n".utf8), Array("\\n".utf8), Array("\\u00e9".utf8),
            Array("\\ud834\\udd1e".utf8),
            Array("\\".utf8), Array("\\/".utf8), Array("a=rtpmap:111 opus/48000/2".utf8),
        ]
        for round in 0..<6_000 {
            var bytes: [UInt8] = []
            for _ in 0..<random.below(12) {
                if random.below(3) > 0 {
                    bytes += [UInt8](repeating: 0x61, count: random.below(40))
                } else {
                    // Bytes that are no UTF-8 end every conversion: seldom.
                    let word = words[random.below(words.count)]
                    if word != [0xFF] || round % 8 == 0 { bytes += word }
                }
            }
            for reads in [false, true] {
                let capacity = random.below(bytes.count * 6 + 20)
                var outcomes: [[Int]] = []
                var memories: [[UInt8]] = []
                for vector in [true, false] {
                    for measures in [true, false] {
                        var memory = [UInt8](repeating: 0x55, count: capacity + 32)
                        let done = unsafe bytes.withUnsafeBufferPointer { input in
                            unsafe memory.withUnsafeMutableBufferPointer { output in
                                let source =
                                    unsafe input.baseAddress ?? UnsafePointer(output.baseAddress!)
                                let target = measures ? nil : output.baseAddress
                                return reads
                                    ? unsafe swiftsdp_shim_json_unescape(
                                        vector, source, input.count, target, capacity)
                                    : unsafe swiftsdp_shim_json_escape(
                                        vector, source, input.count, target, capacity)
                            }
                        }
                        #expect(memory[capacity...].allSatisfy { $0 == 0x55 })
                        let isFull = Int(done.status) == SWIFTSDP_SHIM_JSON_FULL
                        if measures {
                            #expect(!isFull)
                            if outcomes.count < 4 {
                                outcomes.append([done.read, done.written, Int(done.status)])
                            }
                        } else if isFull {
                            memories.append(Array(memory[..<min(done.written, capacity)]))
                            outcomes.append([-1, -1, -1])
                        } else {
                            memories.append(Array(memory[..<done.written]))
                            outcomes.append([done.read, done.written, Int(done.status)])
                        }
                    }
                }
                #expect(outcomes[0] == outcomes[2])
                #expect(outcomes[1] == outcomes[3])
                #expect(memories[0] == memories[1])
                // It is full exactly where what comes before the end or the first error
                // needs more.
                let measured = outcomes[0]
                #expect((outcomes[1][0] == -1) == (measured[1] > capacity))
                if outcomes[1][0] != -1 { #expect(outcomes[1] == measured) }
            }
        }
    }
}
