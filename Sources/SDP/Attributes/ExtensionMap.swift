/// `a=extmap:4/recvonly urn:ietf:params:rtp-hdrext:sdes:mid` (RFC 8285 section 5):
/// the local identifier of an RTP header extension.
public struct ExtensionMap<Text: ~Escapable>: ~Escapable {
    /// 1 to 14 fit the one-byte form, 15 is reserved, 16 to 255 need the two-byte
    /// form, 4096 to 4351 are placeholders.
    public let id: UInt16
    /// Nil if not written.
    public let direction: MediaDirection?
    /// What the extension is.
    public let uri: Text
    /// What follows the URI.
    public let attributes: Text?

    @_lifetime(copy uri, copy attributes)
    public init(id: UInt16, direction: MediaDirection?, uri: Text, attributes: Text?) {
        self.id = id
        self.direction = direction
        self.uri = uri
        self.attributes = attributes
    }
}

extension ExtensionMap: Escapable where Text: Escapable {}
extension ExtensionMap: Sendable where Text: Sendable & ~Escapable {}
extension ExtensionMap: Equatable where Text: Equatable {}

extension ExtensionMap where Text: ~Escapable {
    public static var name: AttributeName { .extensionMap }
}

extension ExtensionMap: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        id = UInt16(try reader.shortDecimal(upTo: 65_535))
        if reader.skip(UInt8(ascii: "/")) {
            let word = try reader.word()
            guard let direction = MediaDirection(word) else {
                throw SDPError(.unknownKeyword, offset: reader.offset - word.count)
            }
            self.direction = direction
        } else {
            direction = nil
        }
        try reader.separator()
        uri = try reader.word()
        if reader.skip(UInt8(ascii: " ")) {
            attributes = reader.remainder()
        } else {
            attributes = nil
        }
    }
}

extension ExtensionMap: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(id))
        digest.combine(direction.map { UInt64($0.rawValue) + 1 })
        digest.combine(uri)
        digest.combine(attributes)
    }
}

extension ExtensionMap: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        writer.append(UInt64(id))
        if let direction {
            writer.append(byte: UInt8(ascii: "/"))
            writer.append(syntax: direction.attributeName.text)
        }
        writer.append(byte: UInt8(ascii: " "))
        uri.append(to: &writer)
        if let attributes {
            writer.append(byte: UInt8(ascii: " "))
            attributes.append(to: &writer)
        }
    }
}

extension ExtensionMap<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing ExtensionMap<ByteView>) {
        self.init(
            id: other.id,
            direction: other.direction,
            uri: ByteString(other.uri),
            attributes: ByteString(copying: other.attributes))
    }
}
