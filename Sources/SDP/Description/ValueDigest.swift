/// A number made of every field that was read, so that reading a whole
/// description for its own sake has a result.
///
/// Numbers go in as they are, text by its length. Not a hash: descriptions that
/// differ may have the same digest.
package struct ValueDigest: Hashable, Sendable {
    package private(set) var value: UInt64 = 0

    package init() {}

    @inline(__always)
    package mutating func combine(_ number: UInt64) {
        value = (value << 5 | value >> 59) ^ number
    }

    @inline(__always)
    package mutating func combine(_ text: borrowing ByteView) {
        combine(UInt64(truncatingIfNeeded: text.count))
    }
}

extension ValueDigest {
    /// Nothing that is written counts as 0.
    @inline(__always)
    package mutating func combine(_ number: UInt64?) { combine(number ?? 0) }

    /// Nothing that is written counts as no bytes.
    @inline(__always)
    package mutating func combine(_ text: ByteView?) {
        if let text { combine(text) } else { combine(0 as UInt64) }
    }
}

/// A value of a line whose every field can go into a digest.
package protocol DigestedValue: ReadableValue, ~Escapable {
    func combine(into digest: inout ValueDigest)
}

/// One that is read field by field, faster where the memory behind it is known.
protocol DigestedFields: DigestedValue, ~Escapable {
    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError)

    /// Reads the value and combines its fields into the digest.
    static func read(_ fields: FieldReader, into digest: inout ValueDigest) throws(SDPError)
}

extension DigestedFields where Self: ~Escapable {
    static func read(_ fields: FieldReader, into digest: inout ValueDigest) throws(SDPError) {
        try readWhole(fields, into: &digest)
    }

    /// Reads what every value of the type may be.
    @inline(never)
    static func readWhole(
        _ fields: FieldReader, into digest: inout ValueDigest
    ) throws(SDPError) {
        let value = try Self(fields)
        value.combine(into: &digest)
    }
}
