/// `a=identity:eyJpZHAiOnt9 ext=1` (RFC 8827 section 5): an assertion of who made the
/// description.
public struct Identity<Text: ~Escapable>: ~Escapable {
    /// Base64.
    public let assertion: Text
    /// `name` or `name=value` with a semicolon between any two.
    public let extensions: Text?

    @_lifetime(copy assertion, copy extensions)
    public init(assertion: Text, extensions: Text?) {
        self.assertion = assertion
        self.extensions = extensions
    }
}

extension Identity: Escapable where Text: Escapable {}
extension Identity: Sendable where Text: Sendable & ~Escapable {}
extension Identity: Equatable where Text: Equatable {}

extension Identity where Text: ~Escapable {
    public static var name: AttributeName { .identity }
}

extension Identity: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        assertion = try reader.field(of: .base64)
        try Identity.checkPadding(of: assertion)
        if reader.isAtEnd {
            extensions = nil
            return
        }
        try reader.separator()
        var list = reader
        repeat {
            _ = list.skip(0x20)
            if list.bytes(in: .token).isEmpty {
                throw list.failure(list.isAtEnd ? .missingField : .malformedValue)
            }
            if list.skip(UInt8(ascii: "=")), list.bytes(until: UInt8(ascii: ";")).isEmpty {
                throw list.failure(.missingField)
            }
        } while list.skip(UInt8(ascii: ";"))
        if !list.isAtEnd { throw list.failure(.malformedValue) }
        extensions = reader.remainder()
    }
}

extension Identity: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(assertion)
        digest.combine(extensions)
    }
}

extension Identity: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        assertion.append(to: &writer)
        if let extensions {
            writer.append(byte: UInt8(ascii: " "))
            extensions.append(to: &writer)
        }
    }
}

extension Identity<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Identity<ByteView>) {
        self.init(
            assertion: ByteString(other.assertion),
            extensions: ByteString(copying: other.extensions))
    }
}

extension Identity where Text == ByteView {
    /// Groups of four, of which only the last may end in `=`.
    private static func checkPadding(of base64: ByteView) throws(SDPError) {
        if base64.count % 4 != 0 { throw SDPError(.lengthOutOfRange, offset: 0) }
        let first = base64.firstIndex(of: UInt8(ascii: "=")) ?? base64.count
        if first < base64.count - 2
            || first == base64.count - 2 && base64[first + 1] != UInt8(ascii: "=")
        {
            throw SDPError(.malformedValue, offset: first)
        }
    }

    /// Calls `body` with each extension in order; the value is nil without `=`.
    public func forEachExtension<Failure: Error>(
        _ body: (_ name: ByteView, _ value: ByteView?) throws(Failure) -> Void
    ) throws(Failure) {
        try extensions?.forEachPart(separatedBy: UInt8(ascii: ";")) { part throws(Failure) in
            var reader = FieldReader(field: part)
            _ = reader.skip(0x20)
            let name = reader.bytes(until: UInt8(ascii: "="))
            if reader.skip(UInt8(ascii: "=")) {
                try body(name, reader.remainder())
            } else {
                try body(name, nil)
            }
        }
    }
}
