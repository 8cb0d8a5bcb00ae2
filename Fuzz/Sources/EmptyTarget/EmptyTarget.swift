import FuzzSupport

/// Does nothing: what the speed of the other targets is compared with.
@c(LLVMFuzzerTestOneInput)
public func testEmpty(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt { 0 }
