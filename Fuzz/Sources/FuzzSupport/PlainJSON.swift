/// The conversions of JSON strings in plain Swift: slow, and short enough to be checked by
/// reading.
package enum PlainJSON {
    /// How a conversion ends.
    package enum Outcome: Equatable {
        case done([UInt8])
        case notUTF8(Int)
        case malformed(Int)
    }

    /// The scalar at the start of `bytes` and its size; nil if there is none in UTF-8.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        guard case .valid(let encoded) = parser.parseScalar(from: &rest) else { return nil }
        return (Unicode.UTF8.decode(encoded), encoded.count)
    }

    /// Bytes as the content of a JSON string.
    package static func escape(_ bytes: [UInt8]) -> Outcome {
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            guard let (next, size) = scalar(bytes[position...]) else { return .notUTF8(position) }
            switch next {
            case "\"": output += Array("\\\"".utf8)
            case "\\": output += Array("\\\\".utf8)
            case "\u{8}": output += Array("\\b".utf8)
            case "\t": output += Array("\\t".utf8)
            case "\n": output += Array("\\n".utf8)
            case "\u{C}": output += Array("\\f".utf8)
            case "\r": output += Array("\\r".utf8)
            case "\0"..<" ":
                let digits = String(next.value, radix: 16)
                output += Array(
                    ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
            default: output += bytes[position..<position + size]
            }
            position += size
        }
        return .done(output)
    }

    /// What the content of a JSON string stands for.
    package static func unescape(_ bytes: [UInt8]) -> Outcome {
        var output: [UInt8] = []
        var position = 0
        while position < bytes.count {
            guard let (next, size) = scalar(bytes[position...]) else { return .notUTF8(position) }
            if next < " " || next == "\"" { return .malformed(position) }
            guard next == "\\" else {
                output += bytes[position..<position + size]
                position += size
                continue
            }
            guard let (value, size) = escape(at: bytes[position...]) else {
                return .malformed(position)
            }
            output += Array(String(Character(value)).utf8)
            position += size
        }
        return .done(output)
    }

    /// What the escape at the start of `bytes` stands for, and its size.
    private static func escape(at bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        switch bytes.dropFirst().first {
        case UInt8(ascii: "b"): return ("\u{8}", 2)
        case UInt8(ascii: "t"): return ("\t", 2)
        case UInt8(ascii: "n"): return ("\n", 2)
        case UInt8(ascii: "f"): return ("\u{C}", 2)
        case UInt8(ascii: "r"): return ("\r", 2)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return (Unicode.Scalar(bytes[bytes.startIndex + 1]), 2)
        default: break
        }
        guard let high = unit(bytes) else { return nil }
        if let scalar = Unicode.Scalar(high) { return (scalar, 6) }
        guard UTF16.isLeadSurrogate(high), let low = unit(bytes.dropFirst(6)),
            UTF16.isTrailSurrogate(low)
        else { return nil }
        return (UTF16.decode(UTF16.EncodedScalar([high, low])), 12)
    }

    /// The code unit that `\uXXXX` at the start of `bytes` is.
    private static func unit(_ bytes: ArraySlice<UInt8>) -> UInt16? {
        guard bytes.count >= 6, bytes.starts(with: "\\u".utf8) else { return nil }
        let digits = bytes.dropFirst(2).prefix(4)
        guard
            digits.allSatisfy({ 0x30...0x39 ~= $0 || 0x41...0x46 ~= $0 || 0x61...0x66 ~= $0 })
        else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
