/// `a=source-filter: incl IN IP4 232.3.4.5 192.0.2.1` (RFC 4570 section 3): from whom
/// media is taken.
///
/// The blank before the value, which the grammar wants, may be absent; it is
/// always written.
public struct SourceFilter<Text: ~Escapable>: ~Escapable {
    /// Whether the sources are the only ones or those left out.
    public let mode: SourceFilterMode
    /// `IN`, or `*`.
    public let networkType: Text
    /// `IP4` or `IP6`, or `*` for both.
    public let addressType: Text
    /// The address that the filter is for, or `*` for all.
    public let destination: Text
    /// Addresses or host names with a blank between any two.
    public let sources: Text

    @_lifetime(copy networkType, copy addressType, copy destination, copy sources)
    public init(
        mode: SourceFilterMode, networkType: Text, addressType: Text, destination: Text,
        sources: Text
    ) {
        self.mode = mode
        self.networkType = networkType
        self.addressType = addressType
        self.destination = destination
        self.sources = sources
    }
}

extension SourceFilter: Escapable where Text: Escapable {}
extension SourceFilter: Sendable where Text: Sendable & ~Escapable {}
extension SourceFilter: Equatable where Text: Equatable {}

extension SourceFilter where Text: ~Escapable {
    public static var name: AttributeName { .sourceFilter }
}

extension SourceFilter: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        _ = reader.skip(0x20)
        mode = try SourceFilterMode(next: &reader)
        try reader.separator()
        networkType = try reader.field(of: .token)
        try reader.separator()
        addressType = try reader.field(of: .token)
        try reader.separator()
        destination = try reader.field()
        try reader.separator()
        var list = reader
        _ = try list.field()
        while !list.isAtEnd {
            try list.separator()
            _ = try list.field()
        }
        sources = reader.remainder()
    }
}

extension SourceFilter: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(mode.rawValue))
        digest.combine(networkType)
        digest.combine(addressType)
        digest.combine(destination)
        digest.combine(sources)
    }
}

extension SourceFilter: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        writer.append(byte: UInt8(ascii: " "))
        writer.append(syntax: mode.text)
        writer.append(byte: UInt8(ascii: " "))
        networkType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        addressType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        destination.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        sources.append(to: &writer)
    }
}

extension SourceFilter<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing SourceFilter<ByteView>) {
        self.init(
            mode: other.mode, networkType: ByteString(other.networkType),
            addressType: ByteString(other.addressType), destination: ByteString(other.destination),
            sources: ByteString(other.sources))
    }
}

extension SourceFilter where Text == ByteView {
    /// Calls `body` with each source in order.
    public func forEachSource<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        try sources.forEachWord(body)
    }
}

/// What the sources of an a=source-filter line are.
public enum SourceFilterMode: UInt8, Hashable, Sendable {
    /// The only ones from which media is taken.
    case include = 1
    /// Those from which none is taken.
    case exclude = 2

    var text: StaticString { self == .include ? "incl" : "excl" }

    init(next reader: inout FieldReader) throws(SDPError) {
        let place = reader.offset
        let word = try reader.field()
        if word == "incl" {
            self = .include
        } else if word == "excl" {
            self = .exclude
        } else {
            throw SDPError(.unknownKeyword, offset: place)
        }
    }
}
