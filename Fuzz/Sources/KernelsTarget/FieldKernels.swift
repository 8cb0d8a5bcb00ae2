import CSwiftSDPShims
import FuzzSupport
import SDP

/// The functions of swiftsdp_fields.h on the first `count` bytes, where the bytes
/// behind them are readable.
func checkFields(in bytes: ByteView, until count: Int, _ choices: inout Choices) {
    let field = [UInt8](bytes.extracting(0..<count))
    let byte = field.isEmpty ? 0x20 : field[choices.below(field.count)]
    unsafe bytes.withUnsafeBytes { base, readable in
        let end = unsafe base + count
        let readable = unsafe base + readable
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
            isComplete: endsWithin(16, bytes))
        check(
            unsafe swiftsdp_read_short_decimal(base, end, readable), digits,
            isComplete: endsWithin(4, bytes))
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
