#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Ends the process with the reason, so that libFuzzer keeps the input.
public func violation(_ reason: String, at offset: Int = 0) -> Never {
    let text = [UInt8]("property violated at byte \(offset): \(reason)\n".utf8)
    unsafe text.withUnsafeBytes { _ = unsafe write(2, $0.baseAddress, $0.count) }
    abort()
}

/// A property that holds for every input. `offset` is where in the input to
/// look.
@inline(__always)
public func require(_ holds: Bool, _ reason: StaticString, at offset: Int = 0) {
    if !holds { violation("\(reason)", at: offset) }
}
