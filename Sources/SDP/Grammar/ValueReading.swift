extension LineView {
    /// Reads every field of the line's value into the digest.
    @inline(__always)
    func read(into digest: inout ValueDigest) throws(SDPError) { try checkValue() }
}
