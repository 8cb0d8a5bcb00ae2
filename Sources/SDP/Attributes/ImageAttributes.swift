/// `a=imageattr:96 send [x=800,y=640,q=0.6] recv *` (RFC 6236 section 3.1): which sizes of
/// images are sent and received.
public struct ImageAttributes<Text: ~Escapable>: ~Escapable {
    /// 0 to 127; nil is `*`, all payload types of the section.
    public let payloadType: UInt8?
    /// The sets sent with blanks between any two, or `*`.
    public let send: Text?
    /// The sets received.
    public let receive: Text?
    /// Whether what is received is written before what is sent.
    public let receivesFirst: Bool

    @_lifetime(copy send, copy receive)
    public init(payloadType: UInt8?, send: Text?, receive: Text?, receivesFirst: Bool) {
        self.payloadType = payloadType
        self.send = send
        self.receive = receive
        self.receivesFirst = receivesFirst
    }
}

extension ImageAttributes: Escapable where Text: Escapable {}
extension ImageAttributes: Sendable where Text: Sendable & ~Escapable {}
extension ImageAttributes: Equatable where Text: Equatable {}

extension ImageAttributes where Text: ~Escapable {
    public static var name: AttributeName { .imageAttributes }
}

extension ImageAttributes: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        if reader.skip(UInt8(ascii: "*")) {
            payloadType = nil
        } else {
            payloadType = UInt8(try reader.number(upTo: 127))
        }
        guard reader.skipBlanks() else {
            throw reader.failure(reader.isAtEnd ? .missingField : .malformedValue)
        }
        let first = try StreamDirection(next: &reader)
        let list = try reader.imageSets()
        guard !reader.isAtEnd else {
            if first == .send {
                send = list
                receive = nil
            } else {
                send = nil
                receive = list
            }
            receivesFirst = first == .receive
            return
        }
        let place = reader.offset
        let second = try StreamDirection(next: &reader)
        if first == second { throw SDPError(.malformedValue, offset: place) }
        let other = try reader.imageSets()
        try reader.finish()
        send = first == .send ? list : other
        receive = first == .send ? other : list
        receivesFirst = first == .receive
    }
}

extension ImageAttributes: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(payloadType.map(UInt64.init))
        digest.combine(send)
        digest.combine(receive)
        digest.combine(receivesFirst ? 1 : 0)
    }
}

extension ImageAttributes: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        if let payloadType {
            writer.append(UInt64(payloadType))
        } else {
            writer.append(byte: UInt8(ascii: "*"))
        }
        if let receive, receivesFirst {
            writer.append(syntax: " recv ")
            receive.append(to: &writer)
        }
        if let send {
            writer.append(syntax: " send ")
            send.append(to: &writer)
        }
        if let receive, !receivesFirst {
            writer.append(syntax: " recv ")
            receive.append(to: &writer)
        }
    }
}

extension ImageAttributes<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing ImageAttributes<ByteView>) {
        self.init(
            payloadType: other.payloadType, send: ByteString(copying: other.send),
            receive: ByteString(copying: other.receive), receivesFirst: other.receivesFirst)
    }
}

extension ImageAttributes where Text == ByteView {
    /// Calls `body` with each set sent or received, in order; not at all for
    /// `*` and for a direction that is not there. Throws what reading a line of
    /// other sets would throw.
    public func forEachSet(
        _ direction: StreamDirection, _ body: (ImageSet) throws(SDPError) -> Void
    ) throws(SDPError) {
        guard let sets = direction == .send ? send : receive, !(sets == "*") else { return }
        var reader = FieldReader(field: sets)
        while !reader.isAtEnd {
            let set = try ImageSet(next: &reader)
            _ = reader.skipBlanks()
            try body(set)
        }
    }
}

/// `[x=800,y=[640:16:1280],sar=1.1,q=0.6]`: one set of an a=imageattr line.
public struct ImageSet: ~Escapable {
    /// Pixels of a line.
    public let width: ImageSizes
    /// Lines.
    public let height: ImageSizes
    /// What follows, such as `sar=[1.1,1.3],par=[1.2-1.3],q=0.6`.
    public let parameters: ByteView?

    /// Calls `body` with name and value of each parameter in order.
    public func forEachParameter<Failure: Error>(
        _ body: (_ name: ByteView, _ value: ByteView) throws(Failure) -> Void
    ) throws(Failure) {
        guard let parameters else { return }
        var reader = FieldReader(field: parameters)
        while !reader.isAtEnd {
            let name = reader.bytes(until: UInt8(ascii: "="))
            _ = reader.skip(UInt8(ascii: "="))
            let value = reader.imageParameterValue()
            _ = reader.skip(UInt8(ascii: ","))
            try body(name, value)
        }
    }

    /// How much the set is preferred, in hundredths from 0 to 100: `q`, or 50.
    public var preference: UInt8 {
        var preference: UInt8 = 50
        forEachParameter { name, value in
            if name == "q", let number = ImageSet.hundredths(value) { preference = number }
        }
        return preference
    }

    /// `0.6` or `1.00` with one or two digits behind the point; not above 1.
    private static func hundredths(_ value: ByteView) -> UInt8? {
        guard value.count == 3 || value.count == 4, value[1] == UInt8(ascii: ".") else {
            return nil
        }
        var number = 0
        for position in 0..<4 where position != 1 {
            let digit = position < value.count ? Int(value[position]) - 0x30 : 0
            guard (0...9).contains(digit) else { return nil }
            number = number * 10 + digit
        }
        return number <= 100 ? UInt8(number) : nil
    }

    @_lifetime(copy reader)
    fileprivate init(next reader: inout FieldReader) throws(SDPError) {
        guard reader.skip("[x=") else {
            throw reader.failure(reader.isAtEnd ? .missingField : .malformedValue)
        }
        width = try ImageSizes(next: &reader)
        guard reader.skip(",y=") else { throw reader.failure(.malformedValue) }
        height = try ImageSizes(next: &reader)
        if reader.skip(UInt8(ascii: ",")) {
            parameters = try reader.imageParameters()
        } else {
            parameters = nil
        }
        guard reader.skip(UInt8(ascii: "]")) else { throw reader.failure(.malformedValue) }
    }

    /// Makes sure that a value follows the grammar of its name.
    fileprivate static func check(
        _ name: ByteView, _ value: ByteView, at place: Int
    ) throws(SDPError) {
        let isValid: Bool
        if name == "q" {
            isValid = hundredths(value) != nil
        } else if name == "sar" {
            isValid = isRatio(value) || isRatioRange(value) || isRatioList(value)
        } else if name == "par" {
            isValid = isRatioRange(value)
        } else {
            isValid = !name.isEmpty && !value.isEmpty
        }
        if !isValid { throw SDPError(.malformedValue, offset: place) }
    }

    /// `0.9090` or `1.1`: one digit, a point, one to four digits; not zero.
    private static func isRatio(_ value: ByteView) -> Bool {
        guard (3...6).contains(value.count), value[1] == UInt8(ascii: ".") else { return false }
        var isZero = true
        for position in 0..<value.count where position != 1 {
            guard ByteSet.digits.contains(value[position]) else { return false }
            isZero = isZero && value[position] == UInt8(ascii: "0")
        }
        return !isZero
    }

    /// `[1.2-1.3]`
    private static func isRatioRange(_ value: ByteView) -> Bool {
        var reader = FieldReader(field: value)
        guard reader.skip(UInt8(ascii: "[")) else { return false }
        guard isRatio(reader.bytes(until: UInt8(ascii: "-"))), reader.skip(UInt8(ascii: "-")) else {
            return false
        }
        return isRatio(reader.bytes(until: UInt8(ascii: "]"))) && reader.skip("]")
            && reader.isAtEnd
    }

    /// `[1.1,1.3]`
    private static func isRatioList(_ value: ByteView) -> Bool {
        guard value.count > 2, value[0] == UInt8(ascii: "["),
            value[value.count - 1] == UInt8(ascii: "]")
        else { return false }
        var ratios = 0
        var areRatios = true
        value.extracting(1..<value.count - 1).forEachPart(separatedBy: UInt8(ascii: ",")) { part in
            ratios += 1
            areRatios = areRatios && isRatio(part)
        }
        return areRatios && ratios > 1
    }
}

/// `800`, `[640:16:1280]` or `[640,800]`: sizes in one direction of an image.
public struct ImageSizes: ~Escapable {
    /// The smallest of a range, or the first of a list.
    public let minimum: UInt32
    /// The greatest of a range, or the last of a list.
    public let maximum: UInt32
    /// From one size of a range to the next; 1 if not written.
    public let step: UInt32
    /// The sizes of a list with a comma between any two; nil for a range.
    public let list: ByteView?

    /// Whether the size is one of these. O(bytes).
    public func contains(_ size: UInt32) -> Bool {
        guard let list else {
            return size >= minimum && size <= maximum && (size - minimum) % step == 0
        }
        var found = false
        list.forEachPart(separatedBy: UInt8(ascii: ",")) { part in
            if part.decimal == UInt64(size) { found = true }
        }
        return found
    }

    /// `xyvalue` of RFC 6236 section 3.1.1: up to six digits, not zero in front.
    private static let range: ClosedRange<UInt64> = 1...999_999

    @_lifetime(copy reader)
    fileprivate init(next reader: inout FieldReader) throws(SDPError) {
        guard reader.skip(UInt8(ascii: "[")) else {
            minimum = UInt32(try reader.number(in: ImageSizes.range))
            maximum = minimum
            step = 1
            list = nil
            return
        }
        let rest = reader
        minimum = UInt32(try reader.number(in: ImageSizes.range))
        if reader.skip(UInt8(ascii: ":")) {
            list = nil
            let second = UInt32(try reader.number(in: ImageSizes.range))
            if reader.skip(UInt8(ascii: ":")) {
                step = second
                maximum = UInt32(try reader.number(in: ImageSizes.range))
            } else {
                step = 1
                maximum = second
            }
            if maximum < minimum { throw reader.failure(.numberOutOfRange) }
        } else {
            guard reader.next == UInt8(ascii: ",") else { throw reader.failure(.malformedValue) }
            var last = minimum
            while reader.skip(UInt8(ascii: ",")) {
                last = UInt32(try reader.number(in: ImageSizes.range))
            }
            maximum = last
            step = 1
            var whole = rest
            list = whole.bytes(until: UInt8(ascii: "]"))
        }
        guard reader.skip(UInt8(ascii: "]")) else { throw reader.failure(.malformedValue) }
    }
}

extension FieldReader {
    /// Reads the blanks behind a direction and its sets, up to the next
    /// direction or the end.
    @_lifetime(copy self) @_lifetime(self: copy self)
    fileprivate mutating func imageSets() throws(SDPError) -> ByteView {
        guard skipBlanks() else { throw failure(isAtEnd ? .missingField : .malformedValue) }
        var list = self
        var end = offset
        if list.skip(UInt8(ascii: "*")) {
            end = list.offset
            let isSeparated = list.skipBlanks()
            if !isSeparated && !list.isAtEnd { throw list.failure(.malformedValue) }
        } else {
            repeat {
                _ = try ImageSet(next: &list)
                end = list.offset
                let isSeparated = list.skipBlanks()
                if !isSeparated && !list.isAtEnd { throw list.failure(.malformedValue) }
            } while list.next == UInt8(ascii: "[")
        }
        let count = end - offset
        let rest = remainder()
        self = list
        return rest.extracting(0..<count)
    }

    /// Reads `name=value` and commas, up to the bracket that ends the set.
    @_lifetime(copy self) @_lifetime(self: copy self)
    fileprivate mutating func imageParameters() throws(SDPError) -> ByteView {
        var list = self
        repeat {
            let place = list.offset
            let name = list.bytes(in: .token)
            guard list.skip(UInt8(ascii: "=")) else { throw list.failure(.malformedValue) }
            let value = list.imageParameterValue()
            try ImageSet.check(name, value, at: place)
        } while list.skip(UInt8(ascii: ","))
        let count = list.offset - offset
        let rest = remainder()
        self = list
        return rest.extracting(0..<count)
    }

    /// Reads a value: `[` and all up to its bracket, or what comes before the
    /// next comma or bracket.
    @_lifetime(copy self) @_lifetime(self: copy self)
    fileprivate mutating func imageParameterValue() -> ByteView {
        var list = self
        if list.skip(UInt8(ascii: "[")) {
            _ = list.bytes(until: UInt8(ascii: "]"))
            _ = list.skip(UInt8(ascii: "]"))
        } else {
            while let byte = list.next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]") {
                _ = list.skip(byte)
            }
        }
        let count = list.offset - offset
        let rest = remainder()
        self = list
        return rest.extracting(0..<count)
    }
}
