/// `c=IN IP4 224.2.36.42/127/3` (RFC 8866 section 5.7): where media is sent to.
public struct ConnectionData<Text: ~Escapable>: ~Escapable {
    /// `IN`.
    public let networkType: Text
    /// `IP4` or `IP6`.
    public let addressType: Text
    /// An address or a host name, without what may follow a multicast address.
    public let address: Text
    /// How far a multicast packet goes; only behind an `IP4` address.
    public let timeToLive: UInt8?
    /// How many addresses there are from this one on; only of a multicast address,
    /// not 0.
    public let addressCount: UInt32?

    @_lifetime(copy networkType, copy addressType, copy address)
    public init(
        networkType: Text, addressType: Text, address: Text,
        timeToLive: UInt8? = nil, addressCount: UInt32? = nil
    ) {
        self.networkType = networkType
        self.addressType = addressType
        self.address = address
        self.timeToLive = timeToLive
        self.addressCount = addressCount
    }
}

extension ConnectionData: Escapable where Text: Escapable {}
extension ConnectionData: Sendable where Text: Sendable & ~Escapable {}
extension ConnectionData: Equatable where Text: Equatable {}

extension ConnectionData where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "c") }
}

extension ConnectionData: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        // As most are.
        var isIP4 = reader.skip("IN IP4 ")
        if isIP4 {
            var start = fields
            let types = start.remainder()
            networkType = types.extracting(0..<2)
            addressType = types.extracting(3..<6)
        } else {
            networkType = try reader.token()
            try reader.separator()
            addressType = try reader.token()
            try reader.separator()
            isIP4 = addressType == "IP4"
        }
        guard isIP4 || addressType == "IP6" else {
            address = try reader.word()
            timeToLive = nil
            addressCount = nil
            try reader.finish()
            return
        }
        address = try reader.part(endingBefore: UInt8(ascii: "/"))
        if isIP4, reader.skip(UInt8(ascii: "/")) {
            timeToLive = UInt8(try reader.number(upTo: 255))
        } else {
            timeToLive = nil
        }
        if reader.skip(UInt8(ascii: "/")) {
            addressCount = UInt32(try reader.number(in: 1...UInt64(UInt32.max)))
        } else {
            addressCount = nil
        }
        try reader.finish()
    }
}

extension ConnectionData: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(networkType)
        digest.combine(addressType)
        digest.combine(address)
        digest.combine(timeToLive.map(UInt64.init))
        digest.combine(addressCount.map(UInt64.init))
    }
}

extension ConnectionData: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        networkType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        addressType.append(to: &writer)
        writer.append(byte: UInt8(ascii: " "))
        address.append(to: &writer)
        if let timeToLive {
            writer.append(byte: UInt8(ascii: "/"))
            writer.append(UInt64(timeToLive))
        }
        if let addressCount {
            writer.append(byte: UInt8(ascii: "/"))
            writer.append(UInt64(addressCount))
        }
    }
}

extension ConnectionData<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing ConnectionData<ByteView>) {
        self.init(
            networkType: ByteString(other.networkType), addressType: ByteString(other.addressType),
            address: ByteString(other.address), timeToLive: other.timeToLive,
            addressCount: other.addressCount)
    }
}
