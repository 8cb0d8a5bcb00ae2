/// `a=msid:stream track` (RFC 8830 section 2): a MediaStream that the track of this
/// section belongs to.
public struct MediaStreamID<Text: ~Escapable>: ~Escapable {
    /// 1 to 64 bytes of a token; `-` stands for no stream.
    public let streamID: Text
    /// 1 to 64 bytes of a token: historically the id of the track; JSEP ignores it.
    public let appData: Text?

    @_lifetime(copy streamID, copy appData)
    public init(streamID: Text, appData: Text?) {
        self.streamID = streamID
        self.appData = appData
    }
}

extension MediaStreamID: Escapable where Text: Escapable {}
extension MediaStreamID: Sendable where Text: Sendable & ~Escapable {}
extension MediaStreamID: Equatable where Text: Equatable {}

extension MediaStreamID where Text: ~Escapable {
    public static var name: AttributeName { .msid }
}

extension MediaStreamID: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        try self.init(FieldReader(value))
    }

    @inline(__always) @_lifetime(copy fields)
    init(_ fields: FieldReader) throws(SDPError) {
        var reader = fields
        streamID = try reader.token()
        if streamID.count > 64 { throw SDPError(.lengthOutOfRange, offset: 0) }
        if reader.skip(UInt8(ascii: " ")) {
            let place = reader.offset
            let appData = try reader.token()
            if appData.count > 64 { throw SDPError(.lengthOutOfRange, offset: place) }
            self.appData = appData
        } else {
            appData = nil
        }
        try reader.finish()
    }
}

extension MediaStreamID: DigestedValue, DigestedFields where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(streamID)
        digest.combine(appData)
    }
}

extension MediaStreamID: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        streamID.append(to: &writer)
        if let appData {
            writer.append(byte: UInt8(ascii: " "))
            appData.append(to: &writer)
        }
    }
}

extension MediaStreamID<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing MediaStreamID<ByteView>) {
        self.init(
            streamID: ByteString(other.streamID),
            appData: ByteString(copying: other.appData))
    }
}
