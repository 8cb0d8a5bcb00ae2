/// `a=msid:stream track` (RFC 8830 section 2): a MediaStream that the track of this
/// section belongs to.
public struct MediaStreamID<Text: ~Escapable>: ~Escapable {
    /// `-` stands for no stream.
    public let streamID: Text
    /// Historically the id of the track; JSEP ignores it.
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
        var reader = FieldReader(value)
        streamID = try reader.field(of: .token)
        if reader.skip(UInt8(ascii: " ")) {
            appData = try reader.field(of: .token)
        } else {
            appData = nil
        }
        try reader.finish()
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
