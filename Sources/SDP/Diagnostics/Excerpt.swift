extension SDPError {
    /// What stands at the error's place in the bytes that were read, up to the end
    /// of the line: at most 64 bytes of visible ASCII, all else as `\xNN`, so that
    /// nothing of it can act on a terminal or a log. Empty for errors that have no
    /// place. Allocates.
    public func excerpt(in bytes: Span<UInt8>) -> ByteString {
        if code == .insufficientSpace { return ByteString([]) }
        let view = ByteView(bytes)
        var text: [UInt8] = []
        var position = min(max(offset, 0), view.count)
        while position < view.count, view[position] != 0x0A, view[position] != 0x0D {
            let size = text.count
            appendEscaped(view[position], to: &text)
            if text.count > SDPError.excerptBytes {
                text.removeLast(text.count - size)
                break
            }
            position += 1
        }
        return ByteString(text)
    }

    private static var excerptBytes: Int { 64 }
}

/// Appends the byte as visible ASCII.
func appendEscaped(_ byte: UInt8, to text: inout [UInt8]) {
    switch byte {
    case 0x22, 0x5C:
        text.append(0x5C)
        text.append(byte)
    case 0x20...0x7E:
        text.append(byte)
    default:
        text += [0x5C, 0x78, hexadecimalDigit(byte >> 4), hexadecimalDigit(byte & 15)]
    }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x61 + value - 10
}
