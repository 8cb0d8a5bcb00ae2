/// Names of a description with a number each, found in O(log n) comparisons. Holds
/// places in the bytes, which come with every call.
struct NameTable: ~Copyable {
    struct Entry {
        var offset: Int
        var count: Int
        var value: Int
    }

    private var entries: [Entry] = []

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    mutating func append(offset: Int, count: Int, value: Int) {
        entries.append(Entry(offset: offset, count: count, value: value))
    }

    /// Sorts by name, then by place. The table can be searched afterwards.
    mutating func sort(in bytes: ByteView) {
        entries.sortInPlace { a, b in
            let order = NameTable.order(
                bytes.extracting(a.offset..<a.offset + a.count),
                bytes.extracting(b.offset..<b.offset + b.count))
            return order < 0 || order == 0 && a.offset < b.offset
        }
    }

    @_lifetime(copy bytes)
    private func name(_ position: Int, in bytes: ByteView) -> ByteView {
        let entry = entries[position]
        return bytes.extracting(entry.offset..<entry.offset + entry.count)
    }

    /// Calls `body` with each entry whose name an entry in front has, too.
    func forEachDuplicate<Failure: Error>(
        in bytes: ByteView, _ body: (Entry) throws(Failure) -> Void
    ) throws(Failure) {
        for position in entries.indices.dropFirst()
        where name(position, in: bytes) == name(position - 1, in: bytes) {
            try body(entries[position])
        }
    }

    /// The number of the first entry of that name.
    func find(_ wanted: ByteView, in bytes: ByteView) -> Int? {
        let place = partition(entries.count) {
            NameTable.order(name($0, in: bytes), wanted) >= 0
        }
        guard place < entries.count, name(place, in: bytes) == wanted else { return nil }
        return entries[place].value
    }

    /// Below 0 if `a` comes before `b`, 0 if they are the same.
    private static func order(_ a: ByteView, _ b: ByteView) -> Int {
        for position in 0..<min(a.count, b.count) where a[position] != b[position] {
            return Int(a[position]) - Int(b[position])
        }
        return a.count - b.count
    }
}
