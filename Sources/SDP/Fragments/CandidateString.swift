// The text of a single candidate as W3C WebRTC passes it around
// (RTCIceCandidateInit.candidate): `candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host`.

extension Candidate where Text == ByteView {
    /// Reads a text that begins with `candidate:` or, as some send it, `a=candidate:`.
    ///
    /// Does not allocate. Throws what reading the attribute throws, with offsets from
    /// the start of the text; `unknownKeyword` where it begins otherwise, which the empty
    /// text for the end of candidates does, and `valueBreaksLine` for CR, LF and NUL.
    @_lifetime(copy text)
    public init(readingCandidateString text: ByteView) throws(SDPError) {
        if text.breaksLine { throw SDPError(.valueBreaksLine, offset: 0) }
        var reader = FieldReader(text)
        _ = reader.skip("a=")
        guard reader.skip("candidate:") else { throw reader.failure(.unknownKeyword) }
        let start = reader.offset
        do throws(SDPError) {
            self = try Candidate(reading: text.extracting(start..<text.count))
        } catch {
            throw error.shifted(by: start, section: 0)
        }
    }
}

extension Candidate where Text: ValueText & ~Escapable {
    /// Writes the text of the candidate, from `candidate:` on.
    public func writeCandidateString(to writer: inout DescriptionWriter) {
        writer.append(syntax: "candidate:")
        write(to: &writer)
    }
}
