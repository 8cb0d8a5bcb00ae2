import FuzzSupport
import SessionModel

/// The property `session`: whatever two programs do with two sessions that talk to each
/// other, what a session has said keeps its meaning, both sides agree, an error changes
/// nothing, and in the end nothing needs negotiation.
@c(LLVMFuzzerTestOneInput)
public func testSession(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let input = unsafe [UInt8](UnsafeBufferPointer(start: data, count: size))
    if let problem = sessionProblem(with: input) { violation(problem) }
    return 0
}
