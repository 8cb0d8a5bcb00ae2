/// `a=rid:hi send pt=96,97;max-width=1280` (RFC 8851 section 10): a restricted RTP
/// stream of this section.
public struct RID<Text: ~Escapable>: ~Escapable {
    /// 1 or more letters, digits, `-` and `_`.
    public let id: Text
    /// Seen by whoever wrote the description.
    public let direction: StreamDirection
    /// The list behind `pt=`, with a comma between any two; nil is any format of
    /// the section.
    public let formats: Text?
    /// What follows, such as `max-width=1280;max-fps=30`.
    public let restrictions: Text?

    @_lifetime(copy id, copy formats, copy restrictions)
    public init(id: Text, direction: StreamDirection, formats: Text?, restrictions: Text?) {
        self.id = id
        self.direction = direction
        self.formats = formats
        self.restrictions = restrictions
    }
}

extension RID: Escapable where Text: Escapable {}
extension RID: Sendable where Text: Sendable & ~Escapable {}
extension RID: Equatable where Text: Equatable {}

extension RID where Text: ~Escapable {
    public static var name: AttributeName { .rid }
}

extension RID: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        id = try reader.field(of: .rid)
        try reader.separator()
        direction = try StreamDirection(next: &reader)
        guard !reader.isAtEnd else {
            formats = nil
            restrictions = nil
            return
        }
        try reader.separator()
        if reader.skip("pt=") {
            formats = try reader.list(of: .token, separatedBy: UInt8(ascii: ","))
            if reader.isAtEnd {
                restrictions = nil
                return
            }
            guard reader.skip(UInt8(ascii: ";")) else { throw reader.failure(.malformedValue) }
        } else {
            formats = nil
        }
        try RIDRestriction.check(reader)
        restrictions = reader.remainder()
    }
}

extension RID: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(id)
        digest.combine(UInt64(direction.rawValue))
        digest.combine(formats)
        digest.combine(restrictions)
    }
}

extension RID: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        id.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(syntax: direction.text)
        if let formats {
            writer.append(syntax: " pt=")
            formats.append(to: &writer)
        }
        if let restrictions {
            writer.append(syntax: formats == nil ? " " : ";")
            restrictions.append(to: &writer)
        }
    }
}

extension RID<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing RID<ByteView>) {
        self.init(
            id: ByteString(other.id), direction: other.direction,
            formats: ByteString(copying: other.formats),
            restrictions: ByteString(copying: other.restrictions))
    }
}

extension RID where Text == ByteView {
    /// Calls `body` with each format of the list in order.
    public func forEachFormat<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        try formats?.forEachPart(separatedBy: UInt8(ascii: ","), body)
    }

    /// Calls `body` with each restriction in order.
    public func forEachRestriction<Failure: Error>(
        _ body: (RIDRestriction) throws(Failure) -> Void
    ) throws(Failure) {
        try restrictions?.forEachPart(separatedBy: UInt8(ascii: ";")) { part throws(Failure) in
            try body(RIDRestriction(part))
        }
    }

    /// The number of the restriction of that name, such as `max-width`: nil if
    /// there is none, or none without a fraction.
    public func limit(_ name: StaticString) -> UInt64? {
        var limit: UInt64?
        forEachRestriction { restriction in
            if limit == nil, restriction.name == name { limit = restriction.value?.decimal }
        }
        return limit
    }
}

/// `max-width=1280` of an a=rid line (RFC 8851 section 5).
public struct RIDRestriction: ~Escapable {
    /// `max-width`, `max-height`, `max-fps`, `max-fs`, `max-br`, `max-pps`,
    /// `max-bpp`, `depend`, or a later one.
    public let name: ByteView
    /// What follows `=`, if it is there.
    public let value: ByteView?

    @_lifetime(copy part)
    init(_ part: ByteView) {
        var reader = FieldReader(field: part)
        name = reader.bytes(until: UInt8(ascii: "="))
        if reader.skip(UInt8(ascii: "=")) {
            value = reader.remainder()
        } else {
            value = nil
        }
    }

    /// Makes sure that only restrictions are left, with a semicolon between any
    /// two.
    static func check(_ restrictions: FieldReader) throws(SDPError) {
        var reader = restrictions
        repeat {
            let start = reader.offset
            let name = reader.bytes(in: .alphanumericHyphen)
            if name.isEmpty {
                throw reader.failure(reader.isAtEnd ? .missingField : .malformedValue)
            }
            if reader.skip(UInt8(ascii: "=")) {
                if name == "depend" {
                    _ = try reader.list(of: .rid, separatedBy: UInt8(ascii: ","))
                } else if name == "max-bpp" {
                    _ = try reader.number()
                    if reader.skip(UInt8(ascii: ".")) {
                        if reader.bytes(in: .digits).isEmpty {
                            throw reader.failure(.malformedNumber)
                        }
                    }
                } else if name == "max-width" || name == "max-height" || name == "max-fps"
                    || name == "max-fs" || name == "max-br" || name == "max-pps"
                {
                    _ = try reader.number()
                } else {
                    _ = reader.bytes(until: UInt8(ascii: ";"))
                }
            } else if name == "depend" {
                throw SDPError(.missingValue, offset: start)
            }
            if reader.isAtEnd { return }
        } while reader.skip(UInt8(ascii: ";"))
        throw reader.failure(.malformedValue)
    }
}
