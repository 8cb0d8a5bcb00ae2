import FuzzSupport
import SDP

/// Where in a section each known attribute and each type of line is, found by
/// one walk: what look-ups are compared with.
struct AttributeTable {
    private var names = [[Int]](repeating: [], count: AttributeName.all.count + 1)
    private var types = [Int?](repeating: nil, count: 256)

    init(of section: SectionView) {
        for position in 0..<section.lineCount {
            let line = section.line(position)
            if types[Int(line.type)] == nil { types[Int(line.type)] = position }
            if line.type != UInt8(ascii: "a") { continue }
            names[Int(line.attributeName.rawValue)].append(position)
        }
    }

    /// The positions of a name.
    subscript(_ name: AttributeName) -> [Int] { names[Int(name.rawValue)] }

    /// The position of the first line of a type.
    func first(ofType type: UInt8) -> Int? { types[Int(type)] }
}

/// Whether each look-up of a section finds what a walk meets first.
func checkLookups(in section: SectionView, _ table: AttributeTable) {
    for rawValue in 0...UInt8(AttributeName.all.count) {
        let name = AttributeName(rawValue: rawValue)
        let positions = table[name]
        let first = positions.first.map { section.line($0).offset }
        require(section.first(name)?.offset == first, "the first of a name is another")
        if positions.isEmpty { continue }
        require(section.has(name), "a name does not occur")
        var count = 0
        section.forEach(name) { line in
            require(
                count < positions.count && line.offset == section.line(positions[count]).offset,
                "a walk of a name meets another line", at: line.offset)
            count += 1
        }
        require(count == positions.count, "a walk of a name is not complete")
    }
    for type in "abceikmoprstuvxz".utf8 {
        require(
            section.firstLine(ofType: type)?.offset
                == table.first(ofType: type).map { section.line($0).offset },
            "the first line of a type is another")
    }
    checkLookupsByBytes(in: section, table)
    let isBundleOnly = table[.bundleOnly].first.map { !section.line($0).hasValue } ?? false
    require(section.isBundleOnly == isBundleOnly, "a=bundle-only")
}

private func checkLookupsByBytes(in section: SectionView, _ table: AttributeTable) {
    // Of unknown names only some, as each costs a walk of the section.
    var others = 0
    for position in 0..<section.lineCount {
        let line = section.line(position)
        if line.type != UInt8(ascii: "a") { continue }
        let name = line.attributeNameBytes
        require(
            section.firstLine(named: name, from: position) == position,
            "an attribute is not found from its own line on", at: line.offset)
        if line.attributeName != .other {
            if table[line.attributeName].first != position { continue }
            require(section.firstLine(named: name) == position, "a known name", at: line.offset)
        } else if others < 8 {
            others += 1
            var first = 0
            while !(section.line(first).attributeNameBytes == name) { first += 1 }
            require(section.firstLine(named: name) == first, "an unknown name", at: line.offset)
        }
    }
    require(section.firstLine(named: ByteView([UInt8]().span)) == nil, "an empty name is found")
}
