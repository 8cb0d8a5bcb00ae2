/// `a=orient:landscape` (RFC 8866 section 6.8): how a presentation lies.
public enum Orientation: UInt8, Hashable, Sendable, CaseIterable {
    /// Upright.
    case portrait = 1
    /// Wide.
    case landscape = 2
    /// Wide, upside down.
    case seascape = 3

    private var text: StaticString {
        switch self {
        case .portrait: "portrait"
        case .landscape: "landscape"
        case .seascape: "seascape"
        }
    }
}

extension Orientation: ReadableAttribute, WritableAttribute, DigestedValue {
    public static var name: AttributeName { .orientation }

    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        let word = try reader.field()
        try reader.finish()
        if word == "portrait" {
            self = .portrait
        } else if word == "landscape" {
            self = .landscape
        } else if word == "seascape" {
            self = .seascape
        } else {
            throw SDPError(.unknownKeyword, offset: 0)
        }
    }

    public func write(to writer: inout DescriptionWriter) { writer.append(syntax: text) }

    @inline(__always)
    package func combine(into digest: inout ValueDigest) { digest.combine(UInt64(rawValue)) }
}
