import FuzzSupport
import Oracle

/// The property `oracle`: a slow reference parser, which splits and compares, says the same.
@c(LLVMFuzzerTestOneInput)
public func testOracle(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let input = unsafe [UInt8](UnsafeBufferPointer(start: data, count: size))
    if let difference = oracleDifference(about: input) { violation(difference) }
    return 0
}
