/// What does not hold when two sessions do what an input says, each byte a choice, and then
/// agree; nil if all does.
public func sessionProblem(with input: [UInt8]) -> String? {
    SessionModel<ByteSource>.problem(with: input)
}

/// What does not hold when a peer says what an input makes of it; nil if all does.
public func hostilePeerProblem(with input: [UInt8]) -> String? { HostilePeer.problem(with: input) }
