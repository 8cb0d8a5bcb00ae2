extension ByteString {
    /// Calls `body` with the bytes as a view, for what only views can say: an
    /// owned value's list is walked by reading it here. Does not allocate.
    public func withView<Result: ~Copyable, Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        if case .heap(let bytes) = storage { return try body(ByteView(bytes.span)) }
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        for position in indices { bytes[position] = self[position] }
        return try body(ByteView(bytes.span.extracting(0..<count)))
    }

    /// Copies of what lies between the separators, without what is empty: the
    /// mids of a group by blanks, the formats of a rid by commas. O(count).
    public func parts(separatedBy separator: UInt8) -> [ByteString] {
        withView { view in
            var parts: [ByteString] = []
            view.forEachPart(separatedBy: separator) { part in
                if !part.isEmpty { parts.append(ByteString(part)) }
            }
            return parts
        }
    }
}
