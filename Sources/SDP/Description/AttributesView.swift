/// The attributes of one type in a section, borrowed, read as they are walked.
public struct AttributesView<Attribute: ReadableAttribute & ~Escapable>: ~Escapable {
    private let section: SectionView

    @_lifetime(copy section)
    init(_ section: SectionView) { self.section = section }

    /// Calls `body` with each in the order written. O(lines), does not allocate.
    public func forEach(_ body: (Attribute) throws(SDPError) -> Void) throws(SDPError) {
        try section.forEach(Attribute.self, body)
    }

    /// The first, or nil. O(lines).
    public var first: Attribute? {
        @_lifetime(copy self)
        get throws(SDPError) { try section.first(Attribute.self) }
    }

    /// How many there are, malformed ones too. O(lines).
    public var count: Int {
        var count = 0
        section.forEach(Attribute.name) { _ in count += 1 }
        return count
    }

    /// Whether there is none. O(lines).
    public var isEmpty: Bool { !section.has(Attribute.name) }
}
