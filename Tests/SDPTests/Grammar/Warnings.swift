import SDP

/// What a lenient reading of `bytes` reports: `code@line:column` each.
func warnings(
    _ bytes: [UInt8], tolerating tolerances: Tolerances = .lenient
) throws(SDPError) -> [SDPError] {
    var index = LineIndex(limits: .unlimited)
    var found: [SDPError] = []
    _ = try index.read(bytes.span, tolerating: tolerances) { found.append($0) }
    return found
}

/// The same as `code@line:column`, to be read by a person.
func shownWarnings(_ text: String) throws(SDPError) -> [String] {
    let bytes = Array(text.utf8)
    return try warnings(bytes).map { $0.shown(in: bytes) }
}

extension SDPError {
    func shown(in bytes: [UInt8]) -> String {
        let place = location(in: bytes.span)
        return "\(code.name)@\(place.line):\(place.column)"
    }
}

extension SDPError.Code {
    /// The name of a code that a reading may report.
    var name: String {
        switch self {
        case .lineEnding: "lineEnding"
        case .missingLineEnding: "missingLineEnding"
        case .blankLine: "blankLine"
        case .trailingBlank: "trailingBlank"
        case .lineOrder: "lineOrder"
        case .duplicateLine: "duplicateLine"
        case .duplicateAttribute: "duplicateAttribute"
        case .missingOrigin: "missingOrigin"
        case .missingSessionName: "missingSessionName"
        case .missingTime: "missingTime"
        case .missingConnection: "missingConnection"
        case .malformedAttributeName: "malformedAttributeName"
        case .missingValue: "missingValue"
        case .unexpectedValue: "unexpectedValue"
        case .missingField: "missingField"
        case .malformedValue: "malformedValue"
        case .malformedNumber: "malformedNumber"
        case .numberOutOfRange: "numberOutOfRange"
        case .trailingBytes: "trailingBytes"
        case .lengthOutOfRange: "lengthOutOfRange"
        case .unknownKeyword: "unknownKeyword"
        case .invalidText: "invalidText"
        default: "code \(rawValue)"
        }
    }
}
