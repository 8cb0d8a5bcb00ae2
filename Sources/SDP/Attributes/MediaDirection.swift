/// `a=sendrecv`, `a=sendonly`, `a=recvonly`, `a=inactive` (RFC 8866 section 6.7):
/// in which directions media flows, seen by whoever wrote the description.
public enum MediaDirection: UInt8, Hashable, Sendable, CaseIterable {
    case inactive = 0
    case sendOnly = 1
    case receiveOnly = 2
    case sendReceive = 3

    public init(sends: Bool, receives: Bool) {
        self =
            switch (sends, receives) {
            case (true, true): .sendReceive
            case (true, false): .sendOnly
            case (false, true): .receiveOnly
            case (false, false): .inactive
            }
    }

    /// Reads `sendrecv` and the others as a word.
    public init?(_ word: ByteView) {
        self.init(AttributeName(word))
    }

    /// The direction that a flag of this name stands for.
    public init?(_ name: AttributeName) {
        switch name {
        case .sendReceive: self = .sendReceive
        case .sendOnly: self = .sendOnly
        case .receiveOnly: self = .receiveOnly
        case .inactive: self = .inactive
        default: return nil
        }
    }

    public var sends: Bool { self == .sendReceive || self == .sendOnly }
    public var receives: Bool { self == .sendReceive || self == .receiveOnly }

    /// The same flow seen from the other side.
    public var reversed: MediaDirection { MediaDirection(sends: receives, receives: sends) }

    /// What flows in both.
    public func intersection(_ other: MediaDirection) -> MediaDirection {
        MediaDirection(sends: sends && other.sends, receives: receives && other.receives)
    }

    /// The flag that stands for it.
    public var attributeName: AttributeName {
        switch self {
        case .sendReceive: .sendReceive
        case .sendOnly: .sendOnly
        case .receiveOnly: .receiveOnly
        case .inactive: .inactive
        }
    }
}
