/// `a=connection:new` (RFC 4145 section 5): whether a transport connection is to be
/// made anew.
public enum ConnectionReuse: UInt8, Hashable, Sendable, CaseIterable {
    /// A new connection.
    case new = 1
    /// The one that is there.
    case existing = 2

    private var text: StaticString {
        switch self {
        case .new: "new"
        case .existing: "existing"
        }
    }
}

extension ConnectionReuse: ReadableAttribute, WritableAttribute, DigestedValue {
    public static var name: AttributeName { .connection }

    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        let word = try reader.field()
        try reader.finish()
        if word == "new" {
            self = .new
        } else if word == "existing" {
            self = .existing
        } else {
            throw SDPError(.unknownKeyword, offset: 0)
        }
    }

    public func write(to writer: inout DescriptionWriter) { writer.append(syntax: text) }

    @inline(__always)
    package func combine(into digest: inout ValueDigest) { digest.combine(UInt64(rawValue)) }
}
