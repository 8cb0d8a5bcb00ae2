/// `a=setup:actpass` (RFC 4145 section 4, RFC 8842): which side begins the DTLS
/// handshake.
public enum SetupRole: UInt8, Hashable, Sendable, CaseIterable {
    /// Begins the handshake: the DTLS client.
    case active = 1
    /// Waits for it: the DTLS server.
    case passive = 2
    /// Leaves the choice to the answerer; what every offer says.
    case actpass = 3
    /// No connection for now; not used in WebRTC.
    case holdconn = 4

    private var text: StaticString {
        switch self {
        case .active: "active"
        case .passive: "passive"
        case .actpass: "actpass"
        case .holdconn: "holdconn"
        }
    }
}

extension SetupRole: ReadableAttribute, WritableAttribute {
    public static var name: AttributeName { .setup }

    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        let word = try reader.word()
        try reader.finish()
        if word == "active" {
            self = .active
        } else if word == "passive" {
            self = .passive
        } else if word == "actpass" {
            self = .actpass
        } else if word == "holdconn" {
            self = .holdconn
        } else {
            throw SDPError(.unknownKeyword, offset: 0)
        }
    }

    public func write(to writer: inout DescriptionWriter) { writer.append(syntax: text) }
}

extension SetupRole: DigestedValue, DigestedFields {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(rawValue))
    }
}
