/// What the header extension identifiers of one RTP session mean.
struct ExtensionTable {
    /// 1 to 255, and 4096 to 4351 behind them.
    private var lines = InlineArray<512, LinePlace>(repeating: .none)

    /// The identifiers that RFC 8285 section 5 has.
    private static func slot(of id: UInt16) -> Int? {
        switch id {
        case 1...14, 16...255: Int(id)
        case 4096...4351: Int(id) - 4096 + 256
        default: nil
        }
    }

    /// Takes the extensions of a section and reports those that are another one
    /// before it.
    mutating func add<Failure: Error>(
        _ section: SectionView, of view: DescriptionView, reportingDuplicates: Bool,
        _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        var own = InlineArray<8, UInt64>(repeating: 0)
        for position in 0..<section.lineCount {
            let line = section.line(position)
            guard line.attributeName == .extensionMap,
                let map = try? line.read(attribute: ExtensionMap.self)
            else { continue }
            func violation(_ code: SDPError.Code) throws(Failure) {
                try report(SDPError(code, offset: line.offset, section: section.number))
            }
            guard let slot = ExtensionTable.slot(of: map.id) else {
                if reportingDuplicates { try violation(.extensionIDOutOfRange) }
                continue
            }
            let bit: UInt64 = 1 << UInt64(slot & 63)
            if own[slot >> 6] & bit != 0 {
                if reportingDuplicates { try violation(.duplicateExtensionID) }
                continue
            }
            own[slot >> 6] |= bit
            if lines[slot] == .none {
                lines[slot] = LinePlace(section: section.number, position: position)
            } else if let other = try? lines[slot].line(of: view).read(
                attribute: ExtensionMap.self), !(other.uri == map.uri)
            {
                try violation(.extensionConflict)
            }
        }
    }
}
