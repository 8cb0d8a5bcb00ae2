/// `a=candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host` (RFC 8839 section 5.1):
/// a transport address for connectivity checks.
public struct Candidate<Text: ~Escapable>: ~Escapable {
    /// 1 to 32 letters, digits, `+` and `/`.
    public let foundation: Text
    /// 1 to 256: 1 is RTP, 2 is RTCP.
    public let component: UInt16
    /// `udp` or `tcp`, compared without case.
    public let transport: Text
    /// The higher the better.
    public let priority: UInt32
    /// An IP address or a host name.
    public let address: Text
    /// 0 to 65535.
    public let port: UInt16
    /// `host`, `srflx`, `prflx`, `relay` or a later one.
    public let type: Text
    /// The base of a reflexive candidate.
    public let relatedAddress: Text?
    /// The port of the base.
    public let relatedPort: UInt16?
    /// Pairs of name and value, such as `tcptype active generation 0`.
    public let extensions: Text?

    @_lifetime(
        copy foundation, copy transport, copy address, copy type, copy relatedAddress,
        copy extensions)
    public init(
        foundation: Text, component: UInt16, transport: Text, priority: UInt32, address: Text,
        port: UInt16, type: Text, relatedAddress: Text?, relatedPort: UInt16?, extensions: Text?
    ) {
        self.foundation = foundation
        self.component = component
        self.transport = transport
        self.priority = priority
        self.address = address
        self.port = port
        self.type = type
        self.relatedAddress = relatedAddress
        self.relatedPort = relatedPort
        self.extensions = extensions
    }
}

extension Candidate: Escapable where Text: Escapable {}
extension Candidate: Sendable where Text: Sendable & ~Escapable {}
extension Candidate: Equatable where Text: Equatable {}

extension Candidate where Text: ~Escapable {
    public static var name: AttributeName { .candidate }
}

extension Candidate: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        foundation = try reader.iceCharacters()
        if foundation.count > 32 { throw SDPError(.lengthOutOfRange, offset: 0) }
        try reader.separator()
        component = UInt16(try reader.number(in: 1...256))
        try reader.separator()
        transport = try reader.token()
        try reader.separator()
        priority = UInt32(try reader.decimal(upTo: UInt64(UInt32.max)))
        try reader.separator()
        address = try reader.word()
        try reader.separator()
        port = UInt16(try reader.decimal(upTo: 65_535))
        try reader.separator()
        guard reader.skip("typ ") else { throw reader.failure(.malformedValue) }
        type = try reader.token()
        if reader.skip(" raddr ") {
            relatedAddress = try reader.word()
        } else {
            relatedAddress = nil
        }
        if reader.skip(" rport ") {
            relatedPort = UInt16(try reader.decimal(upTo: 65_535))
        } else {
            relatedPort = nil
        }
        if reader.isAtEnd {
            extensions = nil
        } else {
            try reader.separator()
            extensions = reader.remainder()
        }
    }
}

extension Candidate: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        foundation.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(UInt64(component))
        writer.append(byte: UInt8(ascii: " "))
        transport.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(UInt64(priority))
        writer.append(byte: UInt8(ascii: " "))
        address.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        writer.append(UInt64(port))
        writer.append(syntax: " typ ")
        type.append(to: &writer)
        if let relatedAddress {
            writer.append(syntax: " raddr ")
            relatedAddress.append(to: &writer)
        }
        if let relatedPort {
            writer.append(syntax: " rport ")
            writer.append(UInt64(relatedPort))
        }
        if let extensions {
            writer.append(byte: UInt8(ascii: " "))
            extensions.append(to: &writer)
        }
    }
}

extension Candidate<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Candidate<ByteView>) {
        self.init(
            foundation: ByteString(other.foundation),
            component: other.component,
            transport: ByteString(other.transport),
            priority: other.priority,
            address: ByteString(other.address),
            port: other.port,
            type: ByteString(other.type),
            relatedAddress: ByteString(copying: other.relatedAddress),
            relatedPort: other.relatedPort,
            extensions: ByteString(copying: other.extensions))
    }
}

extension Candidate: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(foundation)
        digest.combine(UInt64(component))
        digest.combine(transport)
        digest.combine(UInt64(priority))
        digest.combine(address)
        digest.combine(UInt64(port))
        digest.combine(type)
        digest.combine(relatedAddress)
        digest.combine(relatedPort.map(UInt64.init))
        digest.combine(extensions)
    }
}

extension Candidate where Text == ByteView {
    /// Calls `body` with name and value of each extension in order. The value
    /// of a last name that stands alone is empty.
    public func forEachExtension<Failure: Error>(
        _ body: (_ name: ByteView, _ value: ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        guard let extensions else { return }
        var reader = FieldReader(field: extensions)
        while !reader.isAtEnd {
            let name = reader.bytes(until: 0x20)
            _ = reader.skip(0x20)
            let value = reader.bytes(until: 0x20)
            _ = reader.skip(0x20)
            try body(name, value)
        }
    }

    /// The value of the first extension of that name, such as `tcptype`,
    /// `generation` or `ufrag`.
    @_lifetime(copy self)
    public func extensionValue(_ name: StaticString) -> ByteView? {
        guard let extensions else { return nil }
        var reader = FieldReader(field: extensions)
        while !reader.isAtEnd {
            let isWanted = reader.bytes(until: 0x20) == name
            _ = reader.skip(0x20)
            let value = reader.bytes(until: 0x20)
            _ = reader.skip(0x20)
            if isWanted { return value }
        }
        return nil
    }
}
