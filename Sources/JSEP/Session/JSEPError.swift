import SDP

/// Why an operation of a session failed. The session is then as it was before.
public struct JSEPError: Error, Sendable {
    /// What the W3C specification rejects a promise with.
    public enum Kind: UInt16, Hashable, Sendable {
        /// The operation is not allowed in this state.
        case invalidState = 1
        /// A description is not the one that was created last.
        case invalidModification = 2
        /// A description is well formed but may not be applied.
        case invalidAccess = 3
        /// The operation failed for a reason of the system.
        case operation = 4
        /// There is no certificate, or no random bytes.
        case notReadable = 5
        /// An argument has no valid value.
        case type = 6
        /// An argument is out of range.
        case range = 7
        /// A description does not follow its grammar: an RTCError with
        /// `sdp-syntax-error`. `description` says where.
        case syntax = 8
        /// The algorithm is not supported.
        case notSupported = 9
    }

    public let kind: Kind
    /// One sentence for a person, without text of any description.
    public let reason: StaticString
    /// What violates the grammar and where, for `syntax`.
    public let syntaxError: SDPError?
    /// The media section of the description that the error is about, from 1; 0
    /// if it is about none.
    public let section: Int
    /// The line of a violation of the grammar, from 1; 0 for other errors.
    public let line: Int

    public init(_ kind: Kind, _ reason: StaticString, section: Int = 0) {
        self.kind = kind
        self.reason = reason
        self.section = section
        syntaxError = nil
        line = 0
    }

    /// A violation of the grammar in `text`, or memory that is not to be had.
    init(_ error: SDPError, in text: Span<UInt8>) {
        kind = error.code == .outOfMemory ? .operation : .syntax
        reason = error.code.reason
        section = error.section
        syntaxError = error
        line = error.location(in: text).line
    }
}
