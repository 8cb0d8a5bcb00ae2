import FuzzSupport
import SDP

/// The property `kernels`: each C function that looks at many bytes at once says,
/// in each of its forms, what a plain loop says, and reads nothing behind its input.
@c(LLVMFuzzerTestOneInput)
public func testKernels(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: data, count: size)
    let input = unsafe ByteView(buffer.span)
    var choices = Choices(of: input)
    checkLineFeeds(in: input)
    checkMasks(of: input)
    for _ in 0..<16 {
        let start = choices.below(input.count + 1)
        let rest = input.count - start
        // Most fields are short.
        let count = choices.below(min(rest, choices.below(4) == 0 ? rest : 70) + 1)
        let slice = input.extracting(start..<start + count)
        withExactCopy(of: slice) { checkSearches(in: $0, &choices) }
        let behind = choices.below(3) == 0 ? 0 : choices.below(min(rest - count, 40) + 1)
        withExactCopy(of: input.extracting(start..<start + count + behind)) {
            checkFields(in: $0, until: count, &choices)
        }
    }
    withExactCopy(of: input) { checkJSON($0, &choices) }
    return 0
}
