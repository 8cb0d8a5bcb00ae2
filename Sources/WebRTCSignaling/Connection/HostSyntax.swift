import Foundation

/// The host of a URL (WHATWG URL, host parsing), as far as whether it is one.
enum HostSyntax {
    /// Whether `text` is a domain, an IPv4 address in any of its spellings, or an IPv6
    /// address in brackets. O(characters).
    static func isHost(_ text: String) -> Bool {
        if text.hasPrefix("[") {
            return text.hasSuffix("]") && isIPv6(Array(text.dropFirst().dropLast().utf8))
        }
        guard let domain = ascii(percentDecoded(text)), !domain.isEmpty else { return false }
        let forbidden = #"#/:<>?@[\]^|% "#.unicodeScalars
        guard domain.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && !forbidden.contains($0) })
        else { return false }
        var parts = domain.split(separator: ".", omittingEmptySubsequences: false).map {
            String(String.UnicodeScalarView($0))
        }
        if parts.last == "", parts.count > 1 { parts.removeLast() }
        guard let last = parts.last, isNumber(last) else { return true }
        return isIPv4(parts)
    }

    private static func percentDecoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
                let high = Character(Unicode.Scalar(bytes[position + 1])).hexDigitValue,
                let low = Character(Unicode.Scalar(bytes[position + 2])).hexDigitValue
            {
                decoded.append(UInt8(high << 4 | low))
                position += 3
            } else {
                decoded.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// The scalars of a domain after the mapping of UTS #46; nil if one is not allowed
    /// or a label is no punycode. Non-ASCII ones are left as they are.
    private static func ascii(_ text: String) -> [Unicode.Scalar]? {
        let kept = text.unicodeScalars.filter { !isIgnored($0) }
        let mapped = String(String.UnicodeScalarView(kept)).lowercased()
            .precomposedStringWithCompatibilityMapping.lowercased()
        var scalars: [Unicode.Scalar] = []
        for scalar in mapped.unicodeScalars where !isIgnored(scalar) {
            if scalar.value >= 0x80, !isAllowed(scalar) { return nil }
            scalars.append(scalar == "\u{3002}" ? "." : scalar)
        }
        for label in scalars.split(separator: ".")
        where label.starts(with: "xn--".unicodeScalars) {
            guard isPunycode(label.dropFirst(4)) else { return nil }
        }
        return scalars
    }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFE00...0xFE0F: true
        default: false
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .unassigned, .privateUse, .surrogate, .control, .lineSeparator, .paragraphSeparator:
            false
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: scalar.value != 0xFFFD
        }
    }

    /// Whether a label decodes (RFC 3492 section 6.2) to scalars that the mapping leaves
    /// as they are.
    private static func isPunycode(_ label: ArraySlice<Unicode.Scalar>) -> Bool {
        let delimiter = label.lastIndex(of: "-")
        let basic = delimiter.map { label[..<$0] } ?? []
        guard label.allSatisfy({ $0.isASCII }) else { return false }
        var digits = label[(delimiter.map { $0 + 1 } ?? label.startIndex)...]
        if digits.isEmpty { return false }
        var length = basic.count
        var code = 128
        var position = 0
        var bias = 72
        while !digits.isEmpty {
            let start = position
            var weight = 1
            var k = 36
            while true {
                guard let scalar = digits.popFirst() else { return false }
                let digit: Int
                switch scalar {
                case "a"..."z": digit = Int(scalar.value) - 97
                case "0"..."9": digit = Int(scalar.value) - 22
                default: return false
                }
                position += digit * weight
                let threshold = min(max(k - bias, 1), 26)
                if digit < threshold { break }
                weight *= 36 - threshold
                guard position <= Int(Int32.max), weight <= Int(Int32.max) else { return false }
                k += 36
            }
            length += 1
            var delta = start == 0 ? (position - start) / 700 : (position - start) / 2
            delta += delta / length
            bias = 0
            while delta > 455 {
                delta /= 35
                bias += 36
            }
            bias += 36 * delta / (delta + 38)
            code += position / length
            position %= length
            guard code <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(code)), isAllowed(scalar),
                !scalar.properties.changesWhenNFKCCaseFolded
            else { return false }
            position += 1
        }
        return true
    }

    // MARK: Addresses

    private static func isNumber(_ part: String) -> Bool {
        !part.isEmpty && (part.utf8.allSatisfy({ 48...57 ~= $0 }) || number(part) != nil)
    }

    /// Decimal, octal or hexadecimal; nil if it is none, or far too large.
    private static func number(_ part: String) -> UInt64? {
        if part.hasPrefix("0x") {
            return part.count == 2 ? 0 : UInt64(part.dropFirst(2), radix: 16)
        }
        guard part.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return part.hasPrefix("0") && part.count > 1
            ? UInt64(part.dropFirst(), radix: 8) : UInt64(part)
    }

    private static func isIPv4(_ parts: [String]) -> Bool {
        guard parts.count <= 4 else { return false }
        var numbers: [UInt64] = []
        for part in parts {
            guard let value = number(part) else { return false }
            numbers.append(value)
        }
        return numbers.dropLast().allSatisfy { $0 <= 255 }
            && numbers[numbers.count - 1] < 1 << UInt64(8 * (5 - numbers.count))
    }

    private static func isIPv6(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard bytes.allSatisfy({ $0 < 0x80 }), halves.count <= 2 else { return false }
        var pieces = 0
        for (half, isLast) in zip(halves, halves.indices.map { $0 == halves.count - 1 }) {
            if half.isEmpty { continue }
            let groups = half.split(separator: ":", omittingEmptySubsequences: false)
            for (number, group) in groups.enumerated() {
                if isLast, number == groups.count - 1, group.contains(".") {
                    let parts = group.split(separator: ".", omittingEmptySubsequences: false)
                    guard parts.count == 4,
                        parts.allSatisfy({
                            !$0.isEmpty && $0.utf8.allSatisfy { 48...57 ~= $0 }
                                && ($0 == "0" || !$0.hasPrefix("0")) && UInt8($0) != nil
                        })
                    else { return false }
                    pieces += 2
                } else {
                    guard 1...4 ~= group.count, group.utf8.allSatisfy({ isHexadecimal($0) })
                    else { return false }
                    pieces += 1
                }
            }
        }
        return halves.count == 2 ? pieces <= 7 : pieces == 8
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        48...57 ~= byte || 65...70 ~= byte || 97...102 ~= byte
    }
}
