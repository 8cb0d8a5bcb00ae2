/// Numbers that are the bytes of an input, one after another: what a fuzzer decides by.
/// Behind the end there are zeros.
struct ByteSource: NumberSource {
    private let bytes: [UInt8]
    private var position = 0

    /// The bytes of an input.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether nothing is left.
    var isAtEnd: Bool { position == bytes.count }

    /// The next number, in `0..<limit`, of one byte; 0 if that is empty.
    mutating func below(_ limit: Int) -> Int {
        if limit <= 1 || isAtEnd { return 0 }
        position += 1
        return Int(bytes[position - 1]) % limit
    }

    /// The bytes up to the next line feed, which is left out.
    mutating func line() -> [UInt8] {
        let line = bytes[position...].prefix { $0 != 0x0A }
        position = min(line.endIndex + 1, bytes.count)
        return Array(line)
    }

    /// All that is left.
    mutating func remainder() -> [UInt8] {
        defer { position = bytes.count }
        return Array(bytes[position...])
    }
}
