/// What a reading accepts although RFC 8866 does not: the empty set is the strict
/// reading, `lenient` the one for what real devices send.
public struct Tolerances: OptionSet, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// LF, CR, mixtures, and no ending of the last line.
    public static let lineEndings = Tolerances(rawValue: 1 << 0)
    /// Lines without anything.
    public static let blankLines = Tolerances(rawValue: 1 << 1)
    /// Blanks behind a value whose grammar has none.
    public static let trailingBlanks = Tolerances(rawValue: 1 << 2)
    /// Lines in another order than that of RFC 8866 section 9, such as `a=`
    /// before `t=`.
    public static let lineOrder = Tolerances(rawValue: 1 << 3)
    /// No `o=`, `s=`, `t=` or `c=`.
    public static let missingLines = Tolerances(rawValue: 1 << 4)
    /// More than one of a line or attribute that occurs once.
    public static let repetitions = Tolerances(rawValue: 1 << 5)
    /// Names and information that are not UTF-8 although no `a=charset` says so.
    public static let encodings = Tolerances(rawValue: 1 << 6)
    /// Lines but `m=` and `a=` that do not follow their grammar, such as a short
    /// `o=`. Asking for their typed value throws.
    public static let malformedLines = Tolerances(rawValue: 1 << 7)
    /// Attributes that do not follow their grammar. Asking for their typed value
    /// throws.
    public static let malformedAttributes = Tolerances(rawValue: 1 << 8)
    /// `m=` lines that do not follow their grammar, so that nobody knows what
    /// their section is. Not part of `lenient`.
    public static let malformedMediaLines = Tolerances(rawValue: 1 << 9)

    /// All but malformed `m=` lines.
    public static let lenient = Tolerances(rawValue: (1 << 9) - 1)

    /// Everything that the line index takes.
    public static let all = Tolerances(rawValue: (1 << 10) - 1)
}

/// How a description is read: what it may cost, and what it may get wrong.
///
/// Two readings of the same bytes differ in these options alone; both give the
/// same views. What the line index itself refuses (RFC 8866 section 5: a line
/// without `x=`, unknown letters, no `v=0` in front, NUL, session lines in a media
/// section, a second `o=`) is refused by either.
public struct ReadingOptions: Hashable, Sendable {
    public var limits: Limits
    public var tolerances: Tolerances

    public init(limits: Limits = .sfu, tolerances: Tolerances = .lenient) {
        self.limits = limits
        self.tolerances = tolerances
    }

    /// The grammar of RFC 8866 and of the attributes, to the letter.
    public static let strict = ReadingOptions(tolerances: [])
    /// What real devices send.
    public static let lenient = ReadingOptions()
}

extension LineIndex {
    /// Finds the lines of `bytes` as `read(_:)` does, and checks the grammar of
    /// every line and of their order.
    ///
    /// What is wrong but tolerated is given to `warning`, in the order of the
    /// bytes: as the error that a strict reading throws. O(bytes), does not
    /// allocate once the index has grown. Throws the first error that is not
    /// tolerated; the index is then empty.
    @_lifetime(&self, copy bytes)
    public mutating func read(
        _ bytes: Span<UInt8>, tolerating tolerances: Tolerances,
        warning: (SDPError) -> Void = { _ in }
    ) throws(SDPError) -> DescriptionView {
        try scan(bytes)
        do throws(SDPError) {
            try withView(of: bytes) { (view) throws(SDPError) in
                try view.checkGrammar(tolerating: tolerances, warning: warning)
            }
        } catch {
            removeAll()
            throw error
        }
        return DescriptionView(
            bytes: ByteView(bytes), lines: lines.span, sections: sections.span,
            mids: mids.handle(mayBuild: true))
    }
}

extension SessionDescription {
    /// Parses a copy of `bytes` and checks its grammar. What is wrong but
    /// tolerated is given to `warning`, in the order of the bytes. O(bytes).
    /// Throws the first error that is not tolerated.
    public init(
        parsing bytes: Span<UInt8>, options: ReadingOptions,
        warning: (SDPError) -> Void = { _ in }
    ) throws(SDPError) {
        try self.init(parsing: bytes, limits: options.limits)
        let view = view
        try view.checkGrammar(tolerating: options.tolerances, warning: warning)
    }
}
