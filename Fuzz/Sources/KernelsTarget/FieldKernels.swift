import CSwiftSDPShims
import FuzzSupport
import SDP

/// The functions of swiftsdp_fields.h on the first `count` bytes, where the bytes
/// behind them are readable if what follows can be the end of a value.
func checkFields(in bytes: ByteView, until count: Int, _ choices: inout Choices) {
    let field = [UInt8](bytes.extracting(0..<count))
    let byte = field.isEmpty ? 0x20 : field[choices.below(field.count)]
    unsafe bytes.withUnsafeBytes { base, readable in
        let end = unsafe base + count
        let isEnd = count == readable || bytes[count] <= 0x20
        let readable = unsafe base + (isEnd ? readable : count)
        let token = field.prefix { isTokenByte($0) }.count
        require(unsafe swiftsdp_token_length(base, end, readable) == token, "a token")
        let ice = field.prefix { isICEByte($0) }.count
        require(unsafe swiftsdp_ice_length(base, end, readable) == ice, "ICE characters")
        for wanted in [byte, 0x20] {
            let length = field.firstIndex(of: wanted) ?? count
            require(
                unsafe swiftsdp_length_before(base, end, readable, wanted) == length,
                "bytes before a byte")
        }
        let parameter = unsafe swiftsdp_find_parameter(base, end, readable)
        let length = field.firstIndex(of: 0x3B) ?? count
        require(parameter.length == length, "a parameter")
        require(
            parameter.name_length == field[..<length].firstIndex(of: 0x3D) ?? length,
            "the name of a parameter")

        let digits = field.prefix { 0x30...0x39 ~= $0 }
        check(
            unsafe swiftsdp_read_decimal(base, end, readable), digits,
            isComplete: isEnd && endsWithin(16, bytes))
        check(
            unsafe swiftsdp_read_7_digits(base, end, readable), digits,
            isComplete: isEnd && endsWithin(8, bytes))
        check(
            unsafe swiftsdp_read_short_decimal(base, end, readable), digits,
            isComplete: isEnd && endsWithin(4, bytes))
        for delimiter: UInt8 in [0x20, 0x2F] {
            let read = unsafe swiftsdp_read_payload_token(base, end, readable, delimiter)
            // Of a value, which blanks alone stand behind.
            if read.token_length > 0, endsLine(bytes, count) {
                require(isPayloadToken(field, read, delimiter), "a payload type and a token")
            }
        }
        for parts: Int32 in [0, 3]
        where unsafe swiftsdp_are_plain_tokens(base, end, readable, parts) {
            require(areTokens(field, parts: Int(parts)), "tokens with one blank between any two")
        }
        let short = digits.count <= 3 && digits.count < count && field[digits.count] == 0x20
        require(
            unsafe swiftsdp_short_number_length(base, end)
                == (short && count >= 4 ? digits.count : 0),
            "the length of a short number")
        require(
            unsafe swiftsdp_is_fingerprint(base, count) == isFingerprint(field), "a fingerprint")
    }
}

/// Whether among so many readable bytes is one that is no digit.
private func endsWithin(_ count: Int, _ bytes: ByteView) -> Bool {
    bytes.count >= count && (0..<count).contains { !(0x30...0x39 ~= bytes[$0]) }
}

/// What was read of a number: it, or nothing where its end may not be seen.
private func check(
    _ read: swiftsdp_decimal, _ digits: ArraySlice<UInt8>, isComplete: Bool
) {
    if read.digits == 0 {
        require(!isComplete || digits.isEmpty, "a number is not read")
    } else {
        require(read.digits == digits.count, "the digits of a number")
        require(
            read.value == digits.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }, "the value of a number")
    }
}

/// Whether a line ends at `count`, or has blanks alone from there on.
private func endsLine(_ bytes: ByteView, _ count: Int) -> Bool {
    var place = count
    while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    return place == bytes.count || bytes[place] == 0x0D || bytes[place] == 0x0A
}

/// Whether the field begins with what was read.
private func isPayloadToken(
    _ field: [UInt8], _ read: swiftsdp_payload_token, _ delimiter: UInt8
) -> Bool {
    let digits = field.prefix { 0x30...0x39 ~= $0 }
    let token = field.dropFirst(digits.count + 1).prefix { isTokenByte($0) }
    return (1...3).contains(digits.count) && read.digits == digits.count
        && digits.reduce(0) { $0 * 10 + UInt32($1 - 0x30) } == read.payload_type
        && read.payload_type <= 127 && field.dropFirst(digits.count).first == 0x20
        && token.count == read.token_length
        && (token.endIndex == field.count || field[token.endIndex] == delimiter)
}

/// Whether the field is tokens with one blank between any two, of which the first have
/// parts.
private func areTokens(_ field: [UInt8], parts: Int) -> Bool {
    let tokens = field.split(separator: 0x20, omittingEmptySubsequences: false)
    return tokens.enumerated().allSatisfy { number, token in
        token.split(
            separator: 0x2F, maxSplits: number < parts ? .max : 0,
            omittingEmptySubsequences: false
        ).allSatisfy { !$0.isEmpty && $0.allSatisfy { isTokenByte($0) } }
    }
}

private func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`{|}~".utf8.contains(byte)
    }
}

private func isICEByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
    default: false
    }
}

private func isFingerprint(_ bytes: [UInt8]) -> Bool {
    let parts = bytes.split(separator: 0x3A, omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
        part.count == 2
            && part.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x46 ~= $0 || 0x61...0x66 ~= $0 }
    }
}
