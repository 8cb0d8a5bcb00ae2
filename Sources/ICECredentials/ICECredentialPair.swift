/// The user name fragment and the password of one ICE transport (RFC 8839
/// section 5.4).
public struct ICECredentialPair: Hashable, Sendable {
    /// 8 characters when made here, if nothing else is asked for: 48 random bits.
    public let usernameFragment: [UInt8]
    /// 24 characters when made here, if nothing else is asked for: 144 random bits.
    public let password: [UInt8]

    /// Random bytes that one pair of the usual sizes takes.
    public static var drawnBytes: Int { ICECredentialSizes().pair }

    public init(usernameFragment: [UInt8], password: [UInt8]) {
        self.usernameFragment = usernameFragment
        self.password = password
    }

    /// An unpredictable pair. Uses `sizes.pair` bytes of the draw.
    public init(_ draw: inout RandomDraw, sizes: ICECredentialSizes = ICECredentialSizes()) {
        usernameFragment = draw.iceCharacters(sizes.usernameFragment)
        password = draw.iceCharacters(sizes.password)
    }

    /// Checks what a peer sent: 4 to 256 and 22 to 256 characters of `ice-char`
    /// (RFC 8839 section 5.4). O(bytes), does not allocate.
    public static func check(
        usernameFragment: Span<UInt8>, password: Span<UInt8>
    ) throws(ICECredentialError) {
        guard ICECredentialSizes.usernameFragmentRange.contains(usernameFragment.count) else {
            throw .usernameFragmentSize
        }
        guard areICECharacters(usernameFragment) else { throw .usernameFragmentCharacter }
        guard ICECredentialSizes.passwordRange.contains(password.count) else {
            throw .passwordSize
        }
        guard areICECharacters(password) else { throw .passwordCharacter }
    }

    private static func areICECharacters(_ bytes: Span<UInt8>) -> Bool {
        for position in bytes.indices where !ICECharacters.contains(bytes[position]) {
            return false
        }
        return true
    }
}

/// How many characters the parts of a pair have.
public struct ICECredentialSizes: Hashable, Sendable {
    /// 4 to 256: 24 random bits at least (RFC 8445 section 5.3). Some peers read
    /// no more than 32.
    public let usernameFragment: Int
    /// 22 to 256: 128 random bits at least.
    public let password: Int

    /// What RFC 8839 section 5.4 allows.
    public static var usernameFragmentRange: ClosedRange<Int> { 4...256 }
    public static var passwordRange: ClosedRange<Int> { 22...256 }

    /// 8 and 24 characters: 48 and 144 random bits.
    public init() {
        usernameFragment = 8
        password = 24
    }

    /// Throws if a size is out of its range.
    public init(usernameFragment: Int, password: Int) throws(ICECredentialError) {
        guard ICECredentialSizes.usernameFragmentRange.contains(usernameFragment) else {
            throw .usernameFragmentSize
        }
        guard ICECredentialSizes.passwordRange.contains(password) else { throw .passwordSize }
        self.usernameFragment = usernameFragment
        self.password = password
    }

    /// Characters of a pair, and random bytes that a draw uses for it.
    public var pair: Int { usernameFragment + password }
}

/// What is wrong with credentials.
public enum ICECredentialError: UInt8, Error, Hashable, Sendable {
    /// Not 4 to 256 characters.
    case usernameFragmentSize
    /// A character that is not a letter, a digit, `+` or `/`.
    case usernameFragmentCharacter
    /// Not 22 to 256 characters.
    case passwordSize
    /// A character that is not a letter, a digit, `+` or `/`.
    case passwordCharacter
}
