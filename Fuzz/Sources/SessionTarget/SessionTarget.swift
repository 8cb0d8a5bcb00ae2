import FuzzSupport
import SessionModel

/// The property `session`: whatever two programs do with two sessions that talk to each
/// other, what a session has said keeps its meaning, both sides agree, an error changes
/// nothing, and in the end nothing needs negotiation.
///
/// Each byte of an input is a choice.
@c(LLVMFuzzerTestOneInput)
public func testSession(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    var source = unsafe ByteSource([UInt8](UnsafeBufferPointer(start: data, count: min(size, 2_048))))
    let problem = runSessions(choose: { source.below($0) }, isAtEnd: { source.isAtEnd })
    if let problem { violation(problem) }
    return 0
}
