/// `b=AS:128` (RFC 8866 section 5.8): the bandwidth that a session or section should
/// use.
public struct Bandwidth<Text: ~Escapable>: ~Escapable {
    /// `CT`, `AS`, `TIAS`, `RS`, `RR` or a later one; see `kind`.
    public let type: Text
    /// In kilobits a second for `CT` and `AS`, in bits a second for `TIAS` (RFC
    /// 3890), `RS` and `RR` (RFC 3556).
    public let value: UInt64

    @_lifetime(copy type)
    public init(type: Text, value: UInt64) {
        self.type = type
        self.value = value
    }
}

extension Bandwidth: Escapable where Text: Escapable {}
extension Bandwidth: Sendable where Text: Sendable & ~Escapable {}
extension Bandwidth: Equatable where Text: Equatable {}

extension Bandwidth where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "b") }
}

extension Bandwidth: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        type = try reader.field(of: .token, endingBefore: UInt8(ascii: ":"))
        guard reader.skip(UInt8(ascii: ":")) else {
            throw reader.failure(reader.isAtEnd ? .missingField : .malformedValue)
        }
        self.value = try reader.number()
        try reader.finish()
    }
}

extension Bandwidth: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(type)
        digest.combine(value)
    }
}

extension Bandwidth: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        type.append(to: &writer)
        writer.append(byte: UInt8(ascii: ":"))
        writer.append(value)
    }
}

extension Bandwidth<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Bandwidth<ByteView>) {
        self.init(type: ByteString(other.type), value: other.value)
    }
}

extension Bandwidth where Text == ByteView {
    /// The type, if it is one that is known here.
    public var kind: BandwidthKind? {
        if type == "AS" { return .applicationSpecific }
        if type == "TIAS" { return .transportIndependent }
        if type == "CT" { return .conferenceTotal }
        if type == "RS" { return .rtcpSenders }
        if type == "RR" { return .rtcpReceivers }
        return nil
    }
}

/// What a b= line bounds.
public enum BandwidthKind: UInt8, Hashable, Sendable {
    /// `CT`: the whole conference, in kilobits a second.
    case conferenceTotal = 1
    /// `AS`: one sender of the section with its headers, in kilobits a second.
    case applicationSpecific = 2
    /// `TIAS`: the same without lower layers, in bits a second (RFC 3890).
    case transportIndependent = 3
    /// `RS`: RTCP of senders, in bits a second (RFC 3556).
    case rtcpSenders = 4
    /// `RR`: RTCP of others, in bits a second (RFC 3556).
    case rtcpReceivers = 5
}
