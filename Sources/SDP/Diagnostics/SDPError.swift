/// Why a description, or a value in it, could not be read or written.
///
/// Holds no text of the description; ask `location(in:)` for line and column.
public struct SDPError: Error, Hashable, Sendable {
    /// What is wrong.
    public var code: Code
    /// The byte offset in the description at which it was noticed. For
    /// `insufficientSpace`, the number of bytes needed instead.
    public var offset: Int
    /// Where: 0 is the session level, n the n-th media section.
    public var section: Int

    public init(_ code: Code, offset: Int, section: Int = 0) {
        self.code = code
        self.offset = offset
        self.section = section
    }

    /// The same error of a value that begins at `base` in its description.
    package func shifted(by base: Int, section: Int) -> SDPError {
        SDPError(code, offset: base + offset, section: section)
    }

    /// The kind of an error. More may be added; the values are stable, since
    /// the C interface has the same.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public var rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        // Lines.
        public static let empty = Code(rawValue: 1)
        public static let nulByte = Code(rawValue: 2)
        public static let malformedLine = Code(rawValue: 3)
        public static let unknownLineType = Code(rawValue: 4)
        public static let missingVersion = Code(rawValue: 5)
        public static let duplicateLine = Code(rawValue: 6)
        public static let misplacedLine = Code(rawValue: 7)
        public static let malformedAttributeName = Code(rawValue: 8)
        public static let missingLine = Code(rawValue: 9)

        // Values.
        public static let missingValue = Code(rawValue: 20)
        public static let unexpectedValue = Code(rawValue: 21)
        public static let missingField = Code(rawValue: 22)
        public static let malformedValue = Code(rawValue: 23)
        public static let malformedNumber = Code(rawValue: 24)
        public static let numberOutOfRange = Code(rawValue: 25)
        public static let trailingBytes = Code(rawValue: 26)
        public static let lengthOutOfRange = Code(rawValue: 27)
        public static let unknownKeyword = Code(rawValue: 28)

        // Limits.
        public static let tooManyBytes = Code(rawValue: 40)
        public static let lineTooLong = Code(rawValue: 41)
        public static let tooManyLines = Code(rawValue: 42)
        public static let tooManyMediaSections = Code(rawValue: 43)
        public static let tooManyAttributes = Code(rawValue: 44)
        public static let tooManyFormats = Code(rawValue: 45)
        public static let tooManyFormatParameters = Code(rawValue: 46)
        public static let tooManyCandidates = Code(rawValue: 47)
        public static let tooManySources = Code(rawValue: 48)
        public static let tooManyRIDs = Code(rawValue: 49)
        public static let midTooLong = Code(rawValue: 50)
        public static let tooManyGroups = Code(rawValue: 51)
        public static let groupTooLarge = Code(rawValue: 52)
        public static let tooManySimulcastAlternatives = Code(rawValue: 53)

        // Memory and writing.
        public static let outOfMemory = Code(rawValue: 60)
        public static let insufficientSpace = Code(rawValue: 61)
        public static let valueBreaksLine = Code(rawValue: 62)

        /// One sentence without text of the description, for a person.
        public var reason: StaticString {
            switch self {
            case .empty: "the description is empty"
            case .nulByte: "a NUL byte is not allowed"
            case .malformedLine: "a line must be a letter, '=' and a value"
            case .unknownLineType: "no line has this type letter"
            case .missingVersion: "the first line must be v=0"
            case .duplicateLine: "this line may occur only once"
            case .misplacedLine: "this line may not occur in a media section"
            case .malformedAttributeName: "an attribute needs a name"
            case .missingLine: "a mandatory line is missing"
            case .missingValue: "a value is missing"
            case .unexpectedValue: "this attribute has no value"
            case .missingField: "a field is missing at the end of the value"
            case .malformedValue: "the value does not follow its grammar"
            case .malformedNumber: "a number was expected"
            case .numberOutOfRange: "the number is out of range"
            case .trailingBytes: "the value has more fields than its grammar allows"
            case .lengthOutOfRange: "the value is too short or too long"
            case .unknownKeyword: "the value is none of the allowed words"
            case .tooManyBytes: "limit exceeded: bytes of the description"
            case .lineTooLong: "limit exceeded: bytes of a line"
            case .tooManyLines: "limit exceeded: lines"
            case .tooManyMediaSections: "limit exceeded: media sections"
            case .tooManyAttributes: "limit exceeded: attributes of a section"
            case .tooManyFormats: "limit exceeded: formats of an m= line"
            case .tooManyFormatParameters: "limit exceeded: parameters of a=fmtp"
            case .tooManyCandidates: "limit exceeded: candidates of a section"
            case .tooManySources: "limit exceeded: a=ssrc lines of a section"
            case .tooManyRIDs: "limit exceeded: a=rid lines of a section"
            case .midTooLong: "limit exceeded: bytes of a mid"
            case .tooManyGroups: "limit exceeded: a=group lines"
            case .groupTooLarge: "limit exceeded: mids of a group"
            case .tooManySimulcastAlternatives: "limit exceeded: simulcast alternatives"
            case .outOfMemory: "no memory is left"
            case .insufficientSpace: "the buffer is too small"
            case .valueBreaksLine: "a value may not hold CR, LF or NUL"
            default: "unknown error"
            }
        }
    }

    /// A place in a description as editors count.
    public struct Location: Hashable, Sendable {
        /// From 1.
        public var line: Int
        /// In bytes, from 1.
        public var column: Int
    }

    /// Line and column of the error in the bytes that were read. O(offset).
    public func location(in bytes: Span<UInt8>) -> Location {
        var location = Location(line: 1, column: offset + 1)
        for position in 0..<max(0, min(offset, bytes.count)) {
            let isLast = position + 1 == bytes.count
            let endsLine =
                bytes[position] == 0x0A
                || bytes[position] == 0x0D && (isLast || bytes[position + 1] != 0x0A)
            if endsLine {
                location = Location(line: location.line + 1, column: offset - position)
            }
        }
        return location
    }
}
