import SDP

/// What `copy` keeps of the value that `text` stands for.
func read<Value: ReadableValue & ~Escapable, Copy>(
    _ text: String, _ copy: (borrowing Value) -> Copy
) throws(SDPError) -> Copy {
    let bytes = [UInt8](text.utf8)
    return copy(try Value(reading: ByteView(bytes.span)))
}

/// The error of reading `text`, or nil if it is a `Value`.
func failure<Value: ReadableValue & ~Escapable>(
    of type: Value.Type, reading text: String
) -> SDPError? {
    let bytes = [UInt8](text.utf8)
    do throws(SDPError) {
        _ = try Value(reading: ByteView(bytes.span))
        return nil
    } catch {
        return error
    }
}

/// Whether what `copy` keeps of `text` is written as `wanted`, or as `text`, and
/// then reads as the same.
func survivesRoundTrip<
    Value: ReadableValue & WritableValue & ~Escapable, Copy: WritableValue & Equatable
>(
    _ text: String, as wanted: String? = nil, _ copy: (borrowing Value) -> Copy
) throws -> Bool {
    let kept = try read(text, copy)
    let bytes = [UInt8](text.utf8)
    let view = try Value(reading: ByteView(bytes.span))
    let output = try written(kept)
    return try output == wanted ?? text && written(view) == output && read(output, copy) == kept
}

/// The value as it is written.
func written<Value: WritableValue & ~Escapable>(_ value: borrowing Value) throws -> String {
    String(decoding: try writtenBytes(value), as: UTF8.self)
}

/// The value as it is written.
func writtenBytes<Value: WritableValue & ~Escapable>(
    _ value: borrowing Value
) throws(SDPError) -> [UInt8] {
    var measure = DescriptionWriter()
    value.write(to: &measure)
    var bytes = [UInt8](repeating: 0, count: try measure.measured())
    var writer = DescriptionWriter(into: bytes.mutableSpan)
    value.write(to: &writer)
    _ = try writer.finish()
    return bytes
}

/// The session lines that every description needs, and then `lines`.
func sdp(_ lines: String...) -> String { sdp(lines) }

/// The session lines that every description needs, and then `lines`.
func sdp(_ lines: [String]) -> String {
    (["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0"] + lines).map { $0 + "\r\n" }.joined()
}

/// The error of parsing `text`, or nil.
func parseFailure(_ text: String, limits: Limits = .sfu) -> SDPError? {
    parseFailure([UInt8](text.utf8), limits: limits)
}

/// The error of parsing `bytes`, or nil.
func parseFailure(_ bytes: [UInt8], limits: Limits = .sfu) -> SDPError? {
    var index = LineIndex(limits: limits)
    do throws(SDPError) {
        _ = try index.read(bytes.span)
        return nil
    } catch {
        return error
    }
}

/// The first violation of a value's grammar in `text`, or nil.
func valueFailure(_ text: String) throws -> SDPError? {
    let description = try SessionDescription(parsing: text)
    let view = description.view
    do throws(SDPError) {
        for number in 0..<view.sectionCount { try view.section(number).checkValues() }
        return nil
    } catch {
        return error
    }
}
