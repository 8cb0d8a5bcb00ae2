import FuzzSupport
import SessionModel

/// The property `answer`: whatever a peer says, in whatever state, a session takes it or
/// refuses it and stays as it was. See `HostilePeer` for what an input is.
@c(LLVMFuzzerTestOneInput)
public func testAnswer(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let input = unsafe [UInt8](UnsafeBufferPointer(start: data, count: size))
    if let problem = hostilePeerProblem(with: input) { violation(problem) }
    return 0
}
