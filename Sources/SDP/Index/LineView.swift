/// One line of a description, borrowed.
public struct LineView: ~Escapable {
    let description: ByteView
    let record: LineRecord

    @_lifetime(copy description)
    init(_ record: LineRecord, of description: ByteView) {
        self.record = record
        self.description = description
    }

    /// The type letter, `a` for an attribute; 0 for a blank line.
    public var type: UInt8 { record.type }

    /// The number of the section: 0 is the session level.
    public var section: Int { Int(record.section) }

    /// Where the line begins in the description.
    public var offset: Int { Int(record.offset) }

    /// Where the value begins in the description.
    public var valueOffset: Int { record.valueOffset }

    /// The whole line without its ending.
    public var bytes: ByteView {
        @_lifetime(copy self)
        get { description.extracting(Int(record.offset)..<record.end) }
    }

    /// What follows `x=`, or an attribute's name and colon. Empty for a flag.
    public var value: ByteView {
        @_lifetime(copy self)
        get { description.extracting(record.valueOffset..<record.end) }
    }

    /// Whether this is an attribute with a colon behind its name.
    public var hasValue: Bool { record.hasValue }

    /// What kind of attribute this is; `other` for other names and other lines.
    public var attributeName: AttributeName { AttributeName(rawValue: record.attribute) }

    /// The name of an attribute as written; empty for other lines.
    public var attributeNameBytes: ByteView {
        @_lifetime(copy self)
        get {
            let start = record.type == 0 ? 0 : Int(record.offset) + 2
            return description.extracting(start..<start + record.nameLength)
        }
    }

    /// The value as `Value` reads it, or an error with its place in the
    /// description.
    @_lifetime(copy self)
    public func read<Value: ReadableValue & ~Escapable>(
        as: Value.Type
    ) throws(SDPError) -> Value {
        do throws(SDPError) {
            return try Value(reading: value)
        } catch {
            throw error.shifted(by: valueOffset, section: section)
        }
    }

    /// The attribute's value as `Attribute` reads it. Throws `missingValue` if
    /// the name stands alone.
    @_lifetime(copy self)
    public func read<Attribute: ReadableAttribute & ~Escapable>(
        attribute: Attribute.Type
    ) throws(SDPError) -> Attribute {
        guard hasValue else {
            throw SDPError(.missingValue, offset: record.end, section: section)
        }
        return try read(as: attribute)
    }
}

/// A value that can be read from the bytes of a line.
public protocol ReadableValue: ~Escapable {
    /// Reads the value. Errors hold offsets from its start.
    @_lifetime(copy value)
    init(reading value: ByteView) throws(SDPError)
}

/// An attribute that can be read from its value.
public protocol ReadableAttribute: ReadableValue, ~Escapable {
    static var name: AttributeName { get }
}
