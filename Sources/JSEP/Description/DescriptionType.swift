/// What a description is for (W3C WebRTC, RTCSdpType).
public enum DescriptionType: UInt8, Hashable, Sendable, CaseIterable {
    case offer = 0
    case provisionalAnswer = 1
    case answer = 2
    /// Takes back the offer that was applied last; such a description has no text.
    case rollback = 3
}

/// A description as a session has it applied.
public struct AppliedDescription: Sendable {
    /// `offer`, `provisionalAnswer` or `answer`.
    public let type: DescriptionType
    /// The description, with the candidates that are known by now.
    public let bytes: [UInt8]
    /// Grows whenever the session's descriptions change, candidates included: two
    /// of equal revision are one and the same.
    public let revision: UInt64
}
