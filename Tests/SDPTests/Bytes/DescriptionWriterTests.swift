import SDP
import Testing

@Suite struct DescriptionWriterTests {
    /// Writes with each of the writer's functions.
    private func writeAll(to writer: inout DescriptionWriter) {
        let lines = Array("a=x:1\r\na=y\r\n".utf8)
        let value = Array("audio".utf8)
        writer.line("v=0")
        writer.append(syntax: "s=")
        writer.append(ByteView(value.span))
        writer.append(byte: UInt8(ascii: " "))
        writer.append("a string of more than fifteen bytes" as ByteString)
        writer.endLine()
        writer.flag(.rtcpMux)
        writer.attribute(Mid<ByteString>(id: "0"))
        writer.attribute(.iceOptions, "trickle")
        writer.attribute(.sctpPort, 5_000)
        writer.append(lines: ByteView(lines.span))
    }

    static let expected = """
        v=0\r\ns=audio a string of more than fifteen bytes\r\na=rtcp-mux\r\na=mid:0\r
        a=ice-options:trickle\r\na=sctp-port:5000\r\na=x:1\r\na=y\r\n
        """

    /// What is written into `size` bytes, which are guarded on both sides.
    private func write(
        size: Int, _ body: (inout DescriptionWriter) -> Void
    ) -> (result: Result<Int, SDPError>, bytes: [UInt8], guards: Bool) {
        var memory = [UInt8](repeating: 0xAA, count: size + 32)
        let result = DescriptionWriterTests.write(&memory, 16..<16 + size, body)
        let before = memory[..<16]
        let after = memory[(16 + size)...]
        let guards = before.allSatisfy { $0 == 0xAA } && after.allSatisfy { $0 == 0xAA }
        return (result, Array(memory[16..<16 + size]), guards)
    }

    private static func write(
        _ memory: inout [UInt8], _ range: Range<Int>, _ body: (inout DescriptionWriter) -> Void
    ) -> Result<Int, SDPError> {
        unsafe memory.withUnsafeMutableBufferPointer { buffer in
            let part = unsafe UnsafeMutableBufferPointer(rebasing: buffer[range])
            var writer = DescriptionWriter(into: unsafe part.mutableSpan)
            body(&writer)
            do throws(SDPError) {
                return .success(try writer.finish())
            } catch {
                return .failure(error)
            }
        }
    }

    private func measure(_ body: (inout DescriptionWriter) -> Void) throws(SDPError) -> Int {
        var writer = DescriptionWriter()
        body(&writer)
        return try writer.measured()
    }

    @Test("GR-03, A71: the size measured is the size written")
    func measures() throws {
        let size = try measure(writeAll)
        #expect(size == DescriptionWriterTests.expected.utf8.count)
        let written = write(size: size, writeAll)
        #expect(written.result == .success(size))
        #expect(String(decoding: written.bytes, as: UTF8.self) == DescriptionWriterTests.expected)
        #expect(written.guards)
        #expect(parseFailure(written.bytes) == nil)
    }

    @Test("A71, V3, V11: memory of any smaller size is an error with the size needed")
    func tooSmall() throws {
        let size = try measure(writeAll)
        for available in 0..<size {
            let written = write(size: available, writeAll)
            #expect(written.result == .failure(SDPError(.insufficientSpace, offset: size)))
            #expect(written.guards)
            // What fits is a prefix, the rest is untouched.
            let prefix = zip(written.bytes, DescriptionWriterTests.expected.utf8).prefix {
                $0 == $1
            }
            #expect(written.bytes[prefix.count...].allSatisfy { $0 == 0xAA })
        }
    }

    @Test("A71: more memory than needed is left alone")
    func tooLarge() throws {
        let size = try measure(writeAll)
        let written = write(size: size + 100, writeAll)
        #expect(written.result == .success(size))
        #expect(written.bytes[size...].allSatisfy { $0 == 0xAA })
    }

    @Test("A71: no memory at all, and nothing to write")
    func nothing() throws {
        #expect(try measure { _ in } == 0)
        #expect(write(size: 0) { _ in }.result == .success(0))
        #expect(write(size: 0) { $0.append(ByteString()) }.result == .success(0))
        let one = write(size: 0) { $0.append(byte: 1) }
        #expect(one.result == .failure(SDPError(.insufficientSpace, offset: 1)))
    }

    @Test(
        "Numbers in decimal, in exactly the bytes they need",
        arguments: [
            0, 1, 9, 10, 11, 99, 100, 65_535, 4_294_967_296, 9_999_999_999_999_999_999, .max,
        ]
            as [UInt64])
    func numbers(number: UInt64) throws {
        let text = Array(String(number).utf8)
        #expect(try measure { $0.append(number) } == text.count)
        let fits = write(size: text.count) { $0.append(number) }
        #expect(fits.bytes == text)
        #expect(fits.result == .success(text.count))
        let short = write(size: text.count - 1) { $0.append(number) }
        #expect(short.result == .failure(SDPError(.insufficientSpace, offset: text.count)))
        #expect(short.guards)
    }

    @Test("A76: bytes are measured, allocated once and written, or refused")
    func writesBytes() throws {
        let bytes = try [UInt8](writing: writeAll)
        #expect(String(decoding: bytes, as: UTF8.self) == DescriptionWriterTests.expected)
        var code: SDPError.Code?
        do throws(SDPError) {
            _ = try [UInt8](writing: { $0.append("a\nb" as ByteString) })
        } catch {
            code = error.code
        }
        #expect(code == .valueBreaksLine)
    }
}
