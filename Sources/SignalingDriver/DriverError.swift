import JSEP

/// What a page is to see: an exception, or a rejected promise.
struct DriverError: Error {
    let name: String
    let message: String
    /// The line of a description that violates its grammar, for an RTCError.
    var line: Int?

    init(_ name: String, _ message: String) {
        self.name = name
        self.message = message
    }

    init(_ error: JSEPError) {
        message = "\(error.reason)"
        switch error.kind {
        case .invalidState: name = "InvalidStateError"
        case .invalidModification: name = "InvalidModificationError"
        case .invalidAccess: name = "InvalidAccessError"
        case .operation: name = "OperationError"
        case .notReadable: name = "NotReadableError"
        case .type: name = "TypeError"
        case .range: name = "RangeError"
        case .notSupported: name = "NotSupportedError"
        case .syntax:
            if error.syntaxError == nil {
                name = "SyntaxError"
            } else {
                name = "OperationError"
                line = error.line
            }
        }
    }

    static func type(_ message: String) -> DriverError { DriverError("TypeError", message) }

    var json: JSON {
        guard let line else { return ["name": .string(name), "message": .string(message)] }
        return [
            "name": .string(name), "message": .string(message),
            "errorDetail": "sdp-syntax-error", "sdpLineNumber": JSON(line),
        ]
    }
}

/// Gives an error of the engine the shape that a page sees.
func pageErrors<Value>(
    _ body: () throws(JSEPError) -> Value
) throws(DriverError) -> Value {
    do throws(JSEPError) {
        return try body()
    } catch {
        throw DriverError(error)
    }
}
