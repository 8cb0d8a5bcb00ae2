import SDP

/// Calls `body` with a copy of `bytes` in a heap block of just that size, where
/// AddressSanitizer notices an access one byte beyond either end.
public func withExactCopy<Result>(of bytes: ByteView, _ body: (ByteView) -> Result) -> Result {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { unsafe memory.deallocate() }
    for position in 0..<bytes.count { unsafe memory[position] = bytes[position] }
    return unsafe body(ByteView(memory.span))
}

/// What `body` writes, after checks that hold for every use of a writer: it
/// measures what it writes, writes into memory of just that size, and asks for
/// that size where there is one byte less.
public func written(_ body: (inout DescriptionWriter) -> Void) -> [UInt8] {
    var measure = DescriptionWriter()
    body(&measure)
    let size: Int
    do throws(SDPError) {
        size = try measure.measured()
    } catch {
        violation("measuring failed: \(error)")
    }
    let (bytes, failure) = write(into: size, body)
    require(failure == nil && bytes.count == size, "the measured size is not the written one")
    if size > 0 {
        let (_, failure) = write(into: size - 1, body)
        require(
            failure == SDPError(.insufficientSpace, offset: size),
            "a buffer one byte too small is not reported with the size needed")
    }
    return bytes
}

/// What `body` writes, which must be `size` bytes.
public func written(size: Int, _ body: (inout DescriptionWriter) -> Void) -> [UInt8] {
    let (bytes, failure) = write(into: size, body)
    require(failure == nil && bytes.count == size, "another number of bytes is written")
    return bytes
}

/// The error of a writer that measures and of one with memory, which must be
/// of the same kind.
public func writingFailure(_ body: (inout DescriptionWriter) -> Void) -> SDPError.Code? {
    var measure = DescriptionWriter()
    body(&measure)
    let size = measure.count
    let measured: SDPError.Code?
    do throws(SDPError) {
        _ = try measure.measured()
        measured = nil
    } catch {
        measured = error.code
    }
    require(write(into: size, body).1?.code == measured, "measuring and writing fail differently")
    return measured
}

/// What `body` writes into a heap block of `size` bytes.
private func write(
    into size: Int, _ body: (inout DescriptionWriter) -> Void
) -> ([UInt8], SDPError?) {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size)
    defer { unsafe memory.deallocate() }
    unsafe memory.initialize(repeating: 0xAA)
    var writer = unsafe DescriptionWriter(into: memory.mutableSpan)
    body(&writer)
    do throws(SDPError) {
        let count = try writer.finish()
        return unsafe ([UInt8](memory.prefix(count)), nil)
    } catch {
        return ([], error)
    }
}

extension [UInt8] {
    /// A copy of the bytes of a view.
    public init(_ view: ByteView) {
        self = unsafe view.withUnsafeBytes { base, count in
            unsafe [UInt8](UnsafeBufferPointer(start: base, count: count))
        }
    }
}
