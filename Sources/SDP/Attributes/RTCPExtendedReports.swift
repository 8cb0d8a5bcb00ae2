/// `a=rtcp-xr:rcvr-rtt=all voip-metrics` (RFC 3611 section 5.1): extended reports that
/// may be sent.
public struct RTCPExtendedReports<Text: ~Escapable>: ~Escapable {
    /// The formats with a blank between any two; may be empty.
    public let formats: Text

    @_lifetime(copy formats)
    public init(formats: Text) {
        self.formats = formats
    }
}

extension RTCPExtendedReports: Escapable where Text: Escapable {}
extension RTCPExtendedReports: Sendable where Text: Sendable & ~Escapable {}
extension RTCPExtendedReports: Equatable where Text: Equatable {}

extension RTCPExtendedReports where Text: ~Escapable {
    public static var name: AttributeName { .rtcpExtendedReports }
}

extension RTCPExtendedReports: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        formats = reader.remainder()
        var list = FieldReader(field: formats)
        while !list.isAtEnd {
            _ = try list.field()
            if list.skip(0x20), list.isAtEnd { throw list.failure(.missingField) }
        }
    }
}

extension RTCPExtendedReports: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(formats)
    }
}

extension RTCPExtendedReports: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        formats.append(to: &writer)
    }
}

extension RTCPExtendedReports<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing RTCPExtendedReports<ByteView>) {
        self.init(formats: ByteString(other.formats))
    }
}

extension RTCPExtendedReports where Text == ByteView {
    /// Calls `body` with name and value of each format in order; the value is
    /// nil without `=`.
    public func forEachFormat<Failure: Error>(
        _ body: (_ name: ByteView, _ value: ByteView?) throws(Failure) -> Void
    ) throws(Failure) {
        try formats.forEachWord { word throws(Failure) in
            var reader = FieldReader(field: word)
            let name = reader.bytes(until: UInt8(ascii: "="))
            if reader.skip(UInt8(ascii: "=")) {
                try body(name, reader.remainder())
            } else {
                try body(name, nil)
            }
        }
    }
}
