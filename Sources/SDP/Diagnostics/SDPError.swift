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
        public static let lineEnding = Code(rawValue: 10)
        public static let missingLineEnding = Code(rawValue: 11)
        public static let blankLine = Code(rawValue: 12)
        public static let trailingBlank = Code(rawValue: 13)
        public static let lineOrder = Code(rawValue: 14)
        public static let duplicateAttribute = Code(rawValue: 15)
        public static let missingOrigin = Code(rawValue: 16)
        public static let missingSessionName = Code(rawValue: 17)
        public static let missingTime = Code(rawValue: 18)
        public static let missingConnection = Code(rawValue: 19)

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
        public static let invalidText = Code(rawValue: 29)

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
        public static let positionOutOfRange = Code(rawValue: 63)
        public static let malformedText = Code(rawValue: 91)
        public static let malformedEscape = Code(rawValue: 92)

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
            case .lineEnding: "a line must end with CR LF"
            case .missingLineEnding: "the last line must end with CR LF, too"
            case .blankLine: "a line may not be blank"
            case .trailingBlank: "this value may not end with a blank"
            case .lineOrder: "this line must come earlier"
            case .duplicateAttribute: "this attribute may occur only once in a section"
            case .missingOrigin: "the o= line is missing"
            case .missingSessionName: "the s= line is missing"
            case .missingTime: "the t= line is missing"
            case .missingConnection: "a c= line is missing, here or at the session level"
            case .missingValue: "a value is missing"
            case .unexpectedValue: "this attribute has no value"
            case .missingField: "a field is missing at the end of the value"
            case .malformedValue: "the value does not follow its grammar"
            case .malformedNumber: "a number was expected"
            case .numberOutOfRange: "the number is out of range"
            case .trailingBytes: "the value has more fields than its grammar allows"
            case .lengthOutOfRange: "the value is too short or too long"
            case .unknownKeyword: "the value is none of the allowed words"
            case .invalidText: "the text is not UTF-8, and no a=charset says what it is"
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
            case .duplicateMid: "another section has the same mid"
            case .unknownBundledMid: "a BUNDLE group names a section that is not there"
            case .bundledTwice: "a section is bundled twice"
            case .bundledAddressMismatch: "bundled sections have addresses of different kinds"
            case .missingICECredentials: "a=ice-ufrag or a=ice-pwd is missing"
            case .missingFingerprint: "a=fingerprint is missing"
            case .unusableFingerprint: "no fingerprint of a known hash, or of another size than it"
            case .missingSetup: "a=setup is missing"
            case .unusableSetup: "a=setup:holdconn cannot be used"
            case .undecidedSetup: "an answer must choose active or passive"
            case .undeclaredRID: "a=simulcast names a stream without a=rid"
            case .ridDirectionMismatch: "a=simulcast and a=rid differ in direction"
            case .duplicateRID: "another a=rid of the section has the same id"
            case .missingRTCPMux: "a=rtcp-mux is missing"
            case .missingRTCPMuxBesideOnly: "a=rtcp-mux-only needs a=rtcp-mux"
            case .payloadTypeOfRTCP: "payload types 64 to 95 look like multiplexed RTCP"
            case .payloadTypeOutOfRange: "a payload type must be 0 to 127"
            case .payloadTypeConflict: "the payload type is another codec elsewhere"
            case .missingRTPMap: "a payload type without a static meaning needs a=rtpmap"
            case .unlistedPayloadType: "the payload type is not on the m= line"
            case .unknownRetransmittedType: "apt must be a payload type that is no retransmission"
            case .extensionIDOutOfRange: "no header extension can have this identifier"
            case .duplicateExtensionID: "the section has this extension identifier twice"
            case .extensionConflict: "the identifier is another extension elsewhere"
            case .undeclaredSource: "a=ssrc-group names a source without a=ssrc"
            case .missingSCTPPort: "a=sctp-port is missing"
            case .missingRelatedAddress: "this type of candidate needs raddr and rport"
            case .outOfMemory: "no memory is left"
            case .insufficientSpace: "the buffer is too small"
            case .valueBreaksLine: "a value may not hold CR, LF or NUL"
            case .positionOutOfRange: "there is no line or section of that number"
            case .malformedText: "these bytes are not UTF-8, which JSON requires"
            case .malformedEscape: "this is not the content of a JSON string"
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
