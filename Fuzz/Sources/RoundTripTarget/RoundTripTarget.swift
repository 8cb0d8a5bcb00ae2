import FuzzSupport
import Properties
import SDP

/// The property `roundtrip`: a description written again and read again is the same,
/// byte for byte where it is kept, field for field where it is written from its values;
/// and a strict reading accepts nothing that a lenient one does not.
@c(LLVMFuzzerTestOneInput)
public func testRoundTrip(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: data, count: size)
    let input = unsafe buffer.span
    for kind in [DescriptionKind.full, .fragment] { check(input, kind) }
    return 0
}

private func check(_ input: Span<UInt8>, _ kind: DescriptionKind) {
    var index = LineIndex(limits: .unlimited)
    do throws(SDPError) {
        let view = try index.read(input, as: kind)
        if kind == .full { checkReadings(of: view) }
        checkKept(view, kind)
        checkRewritten(view, kind)
    } catch {
        // What does not parse is the concern of the property `parse`.
    }
}

/// Owned, and through every way in which it is written.
private func checkKept(_ view: DescriptionView, _ kind: DescriptionKind) {
    do throws(SDPError) {
        let owned = try SessionDescription(
            parsing: [UInt8](view.bytes).span, as: kind, limits: .unlimited)
        require(owned.bytes == [UInt8](view.bytes), "an owned description is another")
        var memory = [UInt8](repeating: 0, count: view.bytes.count)
        try owned.write(into: memory.mutableSpan)
        require(ByteView(memory.span) == view.bytes, "a description is written differently")
        guard kind == .full else { return }
        let edited = try EditableDescription(owned)
        require(edited.bytes == memory, "a description that was not edited is another")
        require(try edited.finished().bytes == memory, "a finished description is another")
    } catch {
        violation("a description that was read cannot be written: \(error)", at: error.offset)
    }
}

/// Every line from its typed value, where it has one.
private func rewritten(_ view: DescriptionView) -> [UInt8] {
    var bytes: [UInt8] = []
    for position in 0..<view.lineCount {
        let line = view.line(position)
        if case .success(let value) = checkValue(of: line) {
            bytes += [UInt8](view.bytes.extracting(line.offset..<line.valueOffset)) + value
        } else {
            bytes += [UInt8](line.bytes)
        }
        bytes += [0x0D, 0x0A]
    }
    return bytes
}

private func checkRewritten(_ view: DescriptionView, _ kind: DescriptionKind) {
    let text = rewritten(view)
    var index = LineIndex(limits: .unlimited)
    do throws(SDPError) {
        let again = try index.read(text.span, as: kind)
        require(again.lineCount == view.lineCount, "other lines are read again")
        require(again.sectionCount == view.sectionCount, "other sections are read again")
        for position in 0..<view.lineCount {
            let one = view.line(position)
            let other = again.line(position)
            require(
                one.type == other.type && one.section == other.section
                    && one.hasValue == other.hasValue
                    && one.attributeNameBytes == other.attributeNameBytes,
                "a line is read again as another", at: one.offset)
        }
        require(rewritten(again) == text, "a description is written differently the second time")
        let codecs = { (view: DescriptionView) in
            (0..<view.media.count).map { (place: Int) in
                Result { () throws(SDPError) in try view.media[place].codecs }.map { $0 }
            }
        }
        for (one, other) in zip(codecs(view), codecs(again)) {
            guard case .success(let codecs) = one else { continue }
            require(.success(codecs) == other, "the codecs are read again as others")
        }
        guard kind == .full else { return }
        for tolerances in [Tolerances(), .lenient, .all] {
            if outcome({ () throws(SDPError) in try view.checkGrammar(tolerating: tolerances) })
                == nil
            {
                require(
                    outcome { () throws(SDPError) in
                        try again.checkGrammar(tolerating: tolerances)
                    } == nil, "what was accepted is refused when it is written")
            }
        }
    } catch {
        violation("what was written cannot be read: \(error)", at: error.offset)
    }
}
