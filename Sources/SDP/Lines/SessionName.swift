/// `s=-` (RFC 8866 section 5.3): the name of the session.
///
/// An empty name, which the grammar does not know and real producers write, is
/// accepted.
public struct SessionName<Text: ~Escapable>: ~Escapable {
    /// Any text; `-` or a blank for none.
    public let text: Text

    @_lifetime(copy text)
    public init(text: Text) {
        self.text = text
    }
}

extension SessionName: Escapable where Text: Escapable {}
extension SessionName: Sendable where Text: Sendable & ~Escapable {}
extension SessionName: Equatable where Text: Equatable {}

extension SessionName where Text: ~Escapable {
    public static var lineType: UInt8 { UInt8(ascii: "s") }
}

extension SessionName: ReadableValue, ReadableLine where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        // A blank is a name, and so none of those to be left out.
        text = value
    }
}

extension SessionName: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(text)
    }
}

extension SessionName: WritableValue, WritableLine where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        text.append(to: &writer)
    }
}

extension SessionName<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing SessionName<ByteView>) {
        self.init(text: ByteString(other.text))
    }
}
