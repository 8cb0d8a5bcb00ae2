// SAFETY of this file. `position` and `end` start as the bounds of a view whose
// lifetime the reader copies. `position` only grows, and by no more than
// `end - position`: each step forward either follows a comparison with `end`,
// is a result of a search within `end - position` bytes, or is over digits or
// characters of tokens and such, none of which the byte at `end` is: if it may be
// read, it is a blank that was left out or one of those that end a line. Every load
// follows a check that `position < end`, but for those of the shims, which are given
// `readable`: the end of the view, or of the description whose part it is.

import CSwiftSDPShims

/// Reads the fields of one value from left to right.
///
/// Blanks at the end of a value are not part of it: real devices send them.
/// Does not allocate.
@safe
public struct FieldReader: ~Escapable {
    private let start: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    private let readable: UnsafePointer<UInt8>
    private var position: UnsafePointer<UInt8>

    /// A reader at the start of one field of a value, whose blanks count.
    @_lifetime(copy field)
    init(field: ByteView) {
        unsafe start = field.base
        unsafe position = field.base
        unsafe end = field.base + field.count
        unsafe readable = end
    }

    /// A reader at the start of `value`.
    @_lifetime(copy value)
    public init(_ value: ByteView) {
        unsafe self.init(
            start: value.base, end: value.base + value.count, readable: value.base + value.count,
            of: value)
    }

    /// A reader of a line from `start` on, where its value begins, which may look at
    /// bytes behind the line where that is faster.
    @inline(__always) @_lifetime(copy description)
    init(from start: Int, ofLine line: LineRecord, of description: ByteView) {
        precondition(start >= 0 && start <= line.end && line.end <= description.count)
        let base = unsafe description.base
        unsafe self.init(
            start: base + start, end: base + line.end, readable: base + description.count,
            of: description)
    }

    /// A reader at the start of an attribute's value, which may look at bytes
    /// behind the value where that is faster. Every attribute has a name before it.
    @inline(__always) @_lifetime(copy description)
    init(_ attribute: LineRecord, of description: ByteView) {
        precondition(attribute.hasValue && attribute.end <= description.count)
        let base = unsafe description.base
        let end = unsafe base + attribute.end
        unsafe start = base + attribute.attributeValueOffset
        unsafe position = start
        unsafe readable = base + description.count
        unsafe self.end = end[-1] <= 0x20 ? FieldReader.trimmed(from: start, to: end) : end
    }

    @inline(__always) @_lifetime(copy owner) @unsafe
    private init(
        start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, readable: UnsafePointer<UInt8>,
        of owner: ByteView
    ) {
        unsafe self.start = start
        unsafe position = start
        unsafe self.readable = readable
        unsafe self.end =
            end > start && end[-1] <= 0x20 ? FieldReader.trimmed(from: start, to: end) : end
    }

    /// The end without the blanks before it.
    @inline(never) @unsafe
    private static func trimmed(
        from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        var end = unsafe end
        while unsafe end > start && (end[-1] == 0x20 || end[-1] == 0x09) { unsafe end -= 1 }
        return unsafe end
    }

    /// Whether at least two bytes are left of which the second is a blank.
    var hasBlankBehindNext: Bool { unsafe end - position > 1 && position[1] == 0x20 }

    /// How many bytes are left.
    var bytesLeft: Int { unsafe end - position }

    /// Whether every byte has been read.
    public var isAtEnd: Bool { unsafe position == end }

    /// The number of bytes read: where an error of this value lies.
    public var offset: Int { unsafe position - start }

    /// The next byte, which stays unread.
    public var next: UInt8? { unsafe position < end ? position.pointee : nil }

    /// An error at the current position.
    public func failure(_ code: SDPError.Code) -> SDPError { SDPError(code, offset: offset) }

    /// Reads `byte` if it comes next.
    @_lifetime(self: copy self)
    public mutating func skip(_ byte: UInt8) -> Bool {
        guard unsafe position < end && position.pointee == byte else { return false }
        unsafe position += 1
        return true
    }

    /// Reads the literal if it comes next.
    @_lifetime(self: copy self)
    public mutating func skip(_ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard unsafe end - position >= count && memcmp(position, literal.utf8Start, count) == 0
        else { return false }
        unsafe position += count
        return true
    }

    /// Reads one or more blanks; false if there is none.
    @_lifetime(self: copy self)
    public mutating func skipBlanks() -> Bool {
        let before = unsafe position
        guard let first = next, first <= 0x20 else { return false }
        while let byte = next, byte == 0x20 || byte == 0x09 { unsafe position += 1 }
        return unsafe position > before
    }

    /// Reads the blank that separates two fields.
    @_lifetime(self: copy self)
    public mutating func separator() throws(SDPError) {
        guard skip(0x20) else { throw failure(isAtEnd ? .missingField : .malformedValue) }
    }

    /// Reads what comes before the next `byte`, or before the end; the byte
    /// itself stays unread. May be empty.
    @_lifetime(copy self) @_lifetime(self: copy self)
    public mutating func bytes(until byte: UInt8) -> ByteView {
        let count = unsafe swiftsdp_find_byte(position, end - position, byte)
        return take(count)
    }

    /// Reads the bytes that belong to `set`. May be empty.
    @_lifetime(copy self) @_lifetime(self: copy self)
    public mutating func bytes(in set: ByteSet) -> ByteView {
        var count = 0
        let available = unsafe end - position
        while count < available, unsafe set.contains(position[count]) { count += 1 }
        return take(count)
    }

    /// Reads a field of at least one byte that ends before a blank or at the
    /// end of the value.
    @_lifetime(copy self) @_lifetime(self: copy self)
    public mutating func field() throws(SDPError) -> ByteView {
        let field = bytes(until: 0x20)
        if field.isEmpty { throw failure(isAtEnd ? .missingField : .malformedValue) }
        return field
    }

    /// Reads a field of bytes of `set`, at least one, that ends before a
    /// blank, at the end of the value or before `delimiter`.
    @_lifetime(copy self) @_lifetime(self: copy self)
    public mutating func field(
        of set: ByteSet, endingBefore delimiter: UInt8 = 0x20
    ) throws(SDPError) -> ByteView {
        let field = bytes(in: set)
        if field.isEmpty { throw failure(isAtEnd ? .missingField : .malformedValue) }
        if let next, next != 0x20, next != delimiter { throw failure(.malformedValue) }
        return field
    }

    /// Reads what is left, up to the blanks at the end. May be empty.
    @_lifetime(copy self) @_lifetime(self: copy self)
    public mutating func remainder() -> ByteView {
        take(unsafe end - position)
    }

    /// Reads one or more decimal digits as a number of at most `maximum`.
    @_lifetime(self: copy self)
    public mutating func number(upTo maximum: UInt64 = .max) throws(SDPError) -> UInt64 {
        let first = failure(.numberOutOfRange)
        var value: UInt64 = 0
        var digits = 0
        while let byte = next, byte &- 0x30 < 10 {
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(UInt64(byte &- 0x30))
            if tooLarge || overflow { throw first }
            value = sum
            digits += 1
            unsafe position += 1
        }
        if digits == 0 { throw failure(isAtEnd ? .missingField : .malformedNumber) }
        if value > maximum { throw first }
        return value
    }

    /// Reads one or more decimal digits as a number within `range`.
    @_lifetime(self: copy self)
    public mutating func number(in range: ClosedRange<UInt64>) throws(SDPError) -> UInt64 {
        let first = failure(.numberOutOfRange)
        let value = try number(upTo: range.upperBound)
        if value < range.lowerBound { throw first }
        return value
    }

    /// The bytes without the blanks at their end.
    @_lifetime(copy bytes)
    static func trimmed(_ bytes: ByteView) -> ByteView {
        var reader = FieldReader(bytes)
        return reader.remainder()
    }

    /// Makes sure that nothing is left.
    public func finish() throws(SDPError) {
        if !isAtEnd { throw failure(.trailingBytes) }
    }

    @_lifetime(copy self) @_lifetime(self: copy self)
    private mutating func take(_ count: Int) -> ByteView {
        let view = unsafe ByteView(base: position, count: count, of: self)
        unsafe position += count
        return view
    }
}

extension ByteView {
    /// How many runs of bytes there are between blanks.
    var wordCount: Int {
        var words = 0
        forEachWord { _ in words += 1 }
        return words
    }

    /// Calls `body` with each run of bytes between blanks.
    public func forEachWord<Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        var reader = FieldReader(self)
        while !reader.isAtEnd {
            let word = reader.bytes(until: 0x20)
            if !word.isEmpty { try body(word) }
            _ = reader.skip(0x20)
        }
    }
}

// What the attributes of which there are thousands are made of: the same as the
// functions above with the same results, in fewer steps.
extension FieldReader {
    /// As `field(of: .token, endingBefore: delimiter)`.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func token(endingBefore delimiter: UInt8 = 0x20) throws(SDPError) -> ByteView {
        let token = take(unsafe swiftsdp_token_length(position, end, readable))
        if token.isEmpty { throw failure(isAtEnd ? .missingField : .malformedValue) }
        if let next, next != 0x20, next != delimiter { throw failure(.malformedValue) }
        return token
    }

    /// As `field()`.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func word() throws(SDPError) -> ByteView {
        let word = bytes(before: 0x20)
        if word.isEmpty { throw failure(isAtEnd ? .missingField : .malformedValue) }
        return word
    }

    /// As `bytes(until: byte)`.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func bytes(before byte: UInt8) -> ByteView {
        take(unsafe swiftsdp_length_before(position, end, readable, byte))
    }

    /// As `number(upTo: maximum)`.
    @inline(__always) @_lifetime(self: copy self)
    mutating func decimal(upTo maximum: UInt64) throws(SDPError) -> UInt64 {
        let short = unsafe swiftsdp_read_decimal(position, end, readable)
        if short.digits > 0 && short.value <= maximum {
            unsafe position += short.digits
            return short.value
        }
        let long = try longDecimal(upTo: maximum)
        unsafe position += long.digits
        return long.value
    }

    /// What `decimal(upTo: .max)` reads, if it has 7 digits at most and takes few steps;
    /// else 0, and nothing is read.
    @inline(__always) @_lifetime(self: copy self)
    mutating func decimalAhead() -> UInt64 {
        let short = unsafe swiftsdp_read_7_digits(position, end, readable)
        unsafe position += short.digits
        return short.value
    }

    /// As `token()`, which most often is a payload type: the format of an
    /// attribute.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func format() throws(SDPError) -> ByteView {
        let count = unsafe swiftsdp_short_number_length(position, end)
        return count > 0 ? take(count) : try token()
    }

    /// As `payloadType()`, `separator()` and `token(endingBefore: delimiter)`, if that
    /// takes few steps; else nothing is read.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func token(
        behind payloadType: inout UInt8, endingBefore delimiter: UInt8 = 0x20
    ) -> ByteView? {
        let read = unsafe swiftsdp_read_payload_token(position, end, readable, delimiter)
        guard read.token_length > 0 else { return nil }
        payloadType = UInt8(truncatingIfNeeded: read.payload_type)
        unsafe position += read.digits &+ 1
        return take(read.token_length)
    }

    /// Whether what is left is certainly tokens with one blank between any two, the
    /// first of which, so many as `parts`, may be parts with `/` between any two.
    func hasPlainTokens(parts: Int32 = 0) -> Bool {
        unsafe swiftsdp_are_plain_tokens(position, end, readable, parts)
    }

    /// Reads at least one byte before `delimiter`, a blank or the end.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func part(endingBefore delimiter: UInt8) throws(SDPError) -> ByteView {
        let count = unsafe swiftsdp_length_before(position, end, readable, 0x20)
        if count == 0 { throw failure(isAtEnd ? .missingField : .malformedValue) }
        let length = unsafe swiftsdp_length_before(
            position, position + count, readable, delimiter)
        let part = take(length)
        if part.isEmpty { throw failure(.malformedValue) }
        return part
    }

    /// As `number(upTo: 127)`, an RTP payload type.
    @inline(__always) @_lifetime(self: copy self)
    mutating func payloadType() throws(SDPError) -> UInt8 {
        UInt8(truncatingIfNeeded: try shortDecimal(upTo: 127))
    }

    /// As `decimal(upTo: maximum)` where most numbers have 3 digits at most.
    @inline(__always) @_lifetime(self: copy self)
    mutating func shortDecimal(upTo maximum: UInt64) throws(SDPError) -> UInt64 {
        let short = unsafe swiftsdp_read_short_decimal(position, end, readable)
        if short.digits > 0 && short.value <= maximum {
            unsafe position += short.digits
            return short.value
        }
        let long = try longDecimal(upTo: maximum)
        unsafe position += long.digits
        return long.value
    }

    /// The number of any length at the current position, which stays where it is
    /// so that the reader can be kept in registers, and its digits.
    @inline(never)
    private func longDecimal(
        upTo maximum: UInt64
    ) throws(SDPError) -> (value: UInt64, digits: Int) {
        var reader = self
        let value = try reader.number(upTo: maximum)
        return (value, reader.offset - offset)
    }
}

extension FieldReader {
    /// As `field(of: .ice)`.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func iceCharacters() throws(SDPError) -> ByteView {
        let field = take(unsafe swiftsdp_ice_length(position, end, readable))
        if field.isEmpty { throw failure(isAtEnd ? .missingField : .malformedValue) }
        if let next, next != 0x20 { throw failure(.malformedValue) }
        return field
    }

    /// Reads a parameter of a=fmtp, which ends before `;` or at the end. The
    /// bytes of its name are those before the first `=`, or all.
    @inline(__always) @_lifetime(copy self) @_lifetime(self: copy self)
    mutating func parameter(nameBytes: inout Int) -> ByteView {
        let found = unsafe swiftsdp_find_parameter(position, end, readable)
        nameBytes = found.name_length
        return take(found.length)
    }

    /// As `number(in: 1...UInt32.max)`.
    @inline(__always) @_lifetime(self: copy self)
    mutating func positive() throws(SDPError) -> UInt32 {
        let place = failure(.numberOutOfRange)
        let number = UInt32(truncatingIfNeeded: try decimal(upTo: UInt64(UInt32.max)))
        if number == 0 { throw place }
        return number
    }
}

extension ByteView {
    /// Whether these are pairs of hexadecimal digits with a colon between any
    /// two.
    var isFingerprint: Bool { unsafe swiftsdp_is_fingerprint(base, count) }
}
