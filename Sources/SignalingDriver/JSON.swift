/// A JSON value (RFC 8259). Members keep their order.
enum JSON: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])
    /// A value that is written already.
    case encoded([UInt8])

    struct Member: Equatable {
        let name: String
        let value: JSON
    }

    /// The first member of that name; nil if there is none, or if it is null.
    subscript(name: String) -> JSON? {
        guard case .object(let members) = self,
            let member = members.first(where: { $0.name == name }), member.value != .null
        else { return nil }
        return member.value
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// What a page's value is as a boolean.
    var truth: Bool { bool ?? (number.map { $0 != 0 } ?? (string?.isEmpty != true)) }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
    var integer: Int? { number.flatMap { Int(exactly: $0) } }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByNilLiteral
{
    init(stringLiteral text: String) { self = .string(text) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(arrayLiteral values: JSON...) { self = .array(values) }
    init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member(name: $0.0, value: $0.1) })
    }
    init(nilLiteral: ()) { self = .null }

    init(_ number: some BinaryInteger) { self = .number(Double(number)) }

    /// A string, or null.
    init(_ text: String?) { self = text.map { .string($0) } ?? .null }
}

// MARK: - Writing

extension JSON {
    /// The value on one line, in UTF-8.
    var bytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output)
        return output
    }

    private func write(to output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .number(let value): output += Self.text(of: value).utf8
        case .string(let text): Self.write(text, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (position, value) in values.enumerated() {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                value.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (position, member) in members.enumerated() {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        case .encoded(let bytes): output += bytes
        }
    }

    private static func text(of number: Double) -> String {
        if let integer = Int(exactly: number) { return String(integer) }
        return number.isFinite ? String(number) : "null"
    }

    private static func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case UInt8(ascii: "\r"): output += "\\r".utf8
            case UInt8(ascii: "\n"): output += "\\n".utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                output += "\\u00".utf8
                if digits.count < 2 { output.append(UInt8(ascii: "0")) }
                output += digits.utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}

// MARK: - Reading

/// What is not JSON, and where.
struct JSONError: Error {
    let offset: Int
}

extension JSON {
    /// Reads one value that fills `bytes` but for white space. Values nested deeper
    /// than 64 are refused; what is not UTF-8, and halves of surrogate pairs, become
    /// U+FFFD.
    init(_ bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.offset < bytes.count { throw JSONError(offset: reader.offset) }
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var offset = 0

    var error: JSONError { JSONError(offset: offset) }

    mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) {
            offset += 1
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func take(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for byte in "\(word)".utf8 {
            guard take(byte) else { throw error }
        }
        return value
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        skipSpace()
        guard offset < bytes.count, depth < 64 else { throw error }
        switch bytes[offset] {
        case UInt8(ascii: "n"): return try take("null", .null)
        case UInt8(ascii: "t"): return try take("true", .bool(true))
        case UInt8(ascii: "f"): return try take("false", .bool(false))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "["):
            offset += 1
            var values: [JSON] = []
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(values) }
            repeat {
                values.append(try value(depth: depth + 1))
                skipSpace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw error }
            return .array(values)
        case UInt8(ascii: "{"):
            offset += 1
            var members: [JSON.Member] = []
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                skipSpace()
                let name = try string()
                skipSpace()
                guard take(UInt8(ascii: ":")) else { throw error }
                members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
                skipSpace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw error }
            return .object(members)
        default: return try number()
        }
    }

    private mutating func number() throws(JSONError) -> JSON {
        let start = offset
        _ = take(UInt8(ascii: "-"))
        let integer = offset
        skipDigits()
        if offset == integer { throw error }
        if bytes[integer] == UInt8(ascii: "0"), offset > integer + 1 { throw error }
        if take(UInt8(ascii: ".")) {
            let fraction = offset
            skipDigits()
            if offset == fraction { throw error }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            let exponent = offset
            skipDigits()
            if offset == exponent { throw error }
        }
        guard let value = Double(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
            throw error
        }
        return .number(value)
    }

    private mutating func skipDigits() {
        while offset < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[offset] {
            offset += 1
        }
    }

    private mutating func string() throws(JSONError) -> String {
        guard take(UInt8(ascii: "\"")) else { throw error }
        var text: [UInt8] = []
        while true {
            guard offset < bytes.count else { throw error }
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case 0..<0x20: throw error
            case UInt8(ascii: "\\"): try escape(into: &text)
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard offset < bytes.count else { throw error }
        let letter = bytes[offset]
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try fourDigits())
            if 0xD800..<0xDC00 ~= code, offset + 1 < bytes.count,
                bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
            {
                let before = offset
                offset += 2
                let low = UInt32(try fourDigits())
                if 0xDC00..<0xE000 ~= low {
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    offset = before
                }
            }
            text += String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8
        default: throw error
        }
    }

    private mutating func fourDigits() throws(JSONError) -> UInt16 {
        var code: UInt16 = 0
        for _ in 0..<4 {
            guard offset < bytes.count,
                let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue
            else { throw error }
            code = code << 4 | UInt16(digit)
            offset += 1
        }
        return code
    }
}
