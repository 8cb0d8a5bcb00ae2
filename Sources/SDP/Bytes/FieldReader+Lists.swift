extension FieldReader {
    /// Reads what is left, which must be fields of bytes of `set`, at least one,
    /// with one blank between any two.
    @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func fields(of set: ByteSet) throws(SDPError) -> ByteView {
        var list = self
        _ = try list.field(of: set)
        while !list.isAtEnd {
            try list.separator()
            _ = try list.field(of: set)
        }
        return remainder()
    }

    /// As `fields(of: .token)`.
    @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func tokens() throws(SDPError) -> ByteView {
        hasPlainTokens() ? remainder() : try fields(of: .token)
    }

    /// Reads parts of bytes of `set`, at least one, with one `separator`, which
    /// is not in the set, between any two.
    @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func list(
        of set: ByteSet, separatedBy separator: UInt8
    ) throws(SDPError) -> ByteView {
        var list = self
        repeat {
            if list.bytes(in: set).isEmpty {
                throw list.failure(list.isAtEnd ? .missingField : .malformedValue)
            }
        } while list.skip(separator)
        let count = list.offset - offset
        let rest = remainder()
        self = list
        return rest.extracting(0..<count)
    }
}

extension ByteView {
    /// Calls `body` with what lies between any two separators, and before the
    /// first and behind the last. Parts may be empty.
    func forEachPart<Failure: Error>(
        separatedBy separator: UInt8, _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        var reader = FieldReader(field: self)
        repeat {
            try body(reader.bytes(until: separator))
        } while reader.skip(separator)
    }

    /// The decimal number that the bytes are; nil if they are none, or one above
    /// 2^64 - 1.
    public var decimal: UInt64? {
        var reader = FieldReader(field: self)
        guard let number = try? reader.number(), reader.isAtEnd else { return nil }
        return number
    }
}
