/// `a=remote-candidates:1 192.0.2.3 45664 2 192.0.2.3 45665` (RFC 8839 section 5.2):
/// the peer's candidates of the pairs in use.
public struct RemoteCandidates<Text: ~Escapable>: ~Escapable {
    /// Component, address and port of each, with a blank between any two fields.
    public let candidates: Text

    @_lifetime(copy candidates)
    public init(candidates: Text) {
        self.candidates = candidates
    }
}

extension RemoteCandidates: Escapable where Text: Escapable {}
extension RemoteCandidates: Sendable where Text: Sendable & ~Escapable {}
extension RemoteCandidates: Equatable where Text: Equatable {}

extension RemoteCandidates where Text: ~Escapable {
    public static var name: AttributeName { .remoteCandidates }
}

extension RemoteCandidates: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        var list = reader
        repeat {
            _ = try list.number(in: 1...256)
            try list.separator()
            _ = try list.field()
            try list.separator()
            _ = try list.number(upTo: 65_535)
            if list.isAtEnd { break }
            try list.separator()
        } while true
        candidates = reader.remainder()
    }
}

extension RemoteCandidates: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(candidates)
    }
}

extension RemoteCandidates: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        candidates.append(to: &writer)
    }
}

extension RemoteCandidates<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing RemoteCandidates<ByteView>) {
        self.init(candidates: ByteString(other.candidates))
    }
}

/// One candidate of an a=remote-candidates line.
public struct RemoteCandidate: ~Escapable {
    /// 1 to 256: 1 is RTP, 2 is RTCP.
    public let component: UInt16
    /// An IP address or a host name.
    public let address: ByteView
    public let port: UInt16

    @_lifetime(copy address)
    init(component: UInt16, address: ByteView, port: UInt16) {
        self.component = component
        self.address = address
        self.port = port
    }
}

extension RemoteCandidates where Text == ByteView {
    /// Calls `body` with each candidate in order. Throws what reading a line of
    /// other fields would throw.
    public func forEach(
        _ body: (RemoteCandidate) throws(SDPError) -> Void
    ) throws(SDPError) {
        var reader = FieldReader(field: candidates)
        while !reader.isAtEnd {
            let component = UInt16(try reader.number(in: 1...256))
            try reader.separator()
            let address = try reader.field()
            try reader.separator()
            let port = UInt16(try reader.number(upTo: 65_535))
            _ = reader.skip(0x20)
            try body(RemoteCandidate(component: component, address: address, port: port))
        }
    }
}
