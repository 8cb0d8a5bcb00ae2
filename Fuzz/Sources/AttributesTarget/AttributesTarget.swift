import FuzzSupport
import Properties
import SDP

/// The property `attributes`: each typed attribute and line is read, written and read
/// again as the same, alone and in its place; and one that is made of any bytes is either
/// written as one line, or refused.
///
/// The first byte of an input chooses the name, the rest is the value.
@c(LLVMFuzzerTestOneInput)
public func testAttributes(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: data, count: size)
    guard let first = unsafe buffer.first else { return 0 }
    let value = unsafe ByteView(buffer.span).extracting(1..<size)
    checkMade(of: value)

    let start = [UInt8](starts[Int(first) % starts.count].utf8)
    let description = beginning + start + [UInt8](value)
    withExactCopy(of: ByteView(description.span)) { checkLines(of: $0.span) }
    return 0
}

private let beginning = [UInt8](
    "v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 96\r\n".utf8)

/// Each attribute that has a name, and each line.
private let starts =
    AttributeName.all.map { "a=\($0.text):" } + "ciubepkmrzt".map { "\($0)=" }
    + ["a=", "a=x:"]

private func checkLines(of input: Span<UInt8>) {
    var index = LineIndex(limits: .unlimited)
    do throws(SDPError) {
        let view = try index.read(input)
        for position in 0..<view.lineCount { _ = checkValue(of: view.line(position)) }
    } catch {
        // What is no line is the concern of the property `parse`.
    }
}
