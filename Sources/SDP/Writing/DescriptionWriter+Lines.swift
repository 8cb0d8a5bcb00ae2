/// Text of a value: a borrowed `ByteView` where it was read, an owned
/// `ByteString` where it is kept.
public protocol ValueText: ~Escapable {
    /// Whether there are no bytes.
    var isEmpty: Bool { get }
    /// Writes the text.
    func append(to writer: inout DescriptionWriter)
}

extension ByteView: ValueText {
    public func append(to writer: inout DescriptionWriter) { writer.append(self) }
}

extension ByteString: ValueText {
    public func append(to writer: inout DescriptionWriter) { writer.append(self) }
}

/// A value that can be written as the value of a line.
public protocol WritableValue: ~Escapable {
    /// Writes the value.
    func write(to writer: inout DescriptionWriter)
}

/// An attribute that can be written.
public protocol WritableAttribute: WritableValue, ~Escapable {
    static var name: AttributeName { get }
}

extension DescriptionWriter {
    /// Writes CR LF.
    @_lifetime(self: copy self)
    public mutating func endLine() { append(syntax: "\r\n") }

    /// Writes a whole line, such as `s=-`.
    @_lifetime(self: copy self)
    public mutating func line(_ text: StaticString) {
        append(syntax: text)
        endLine()
    }

    /// Writes an attribute without a value: `a=rtcp-mux`.
    @_lifetime(self: copy self)
    public mutating func flag(_ name: AttributeName) {
        append(syntax: "a=")
        append(syntax: name.text)
        endLine()
    }

    /// Writes an attribute with its value.
    @_lifetime(self: copy self)
    public mutating func attribute<Attribute: WritableAttribute & ~Escapable>(
        _ attribute: borrowing Attribute
    ) {
        append(syntax: "a=")
        append(syntax: Attribute.name.text)
        append(byte: UInt8(ascii: ":"))
        attribute.write(to: &self)
        endLine()
    }

    /// Writes an attribute whose value is a text.
    @_lifetime(self: copy self)
    public mutating func attribute(_ name: AttributeName, _ value: ByteString) {
        append(syntax: "a=")
        append(syntax: name.text)
        append(byte: UInt8(ascii: ":"))
        append(value)
        endLine()
    }

    /// Writes an attribute whose value is a number.
    @_lifetime(self: copy self)
    public mutating func attribute(_ name: AttributeName, _ value: UInt64) {
        append(syntax: "a=")
        append(syntax: name.text)
        append(byte: UInt8(ascii: ":"))
        append(value)
        endLine()
    }
}
