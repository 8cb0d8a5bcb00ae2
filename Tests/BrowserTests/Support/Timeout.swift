/// An operation took longer than it may.
struct TimeoutError: Error, CustomStringConvertible {
    let operation: String
    let limit: Duration

    var description: String { "\(operation) took longer than \(limit)" }
}

/// What `body` returns, unless it takes longer than `limit`: then it is
/// cancelled and a `TimeoutError` is thrown.
func withTimeout<Value: Sendable>(
    _ limit: Duration, _ operation: String, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: limit)
            throw TimeoutError(operation: operation, limit: limit)
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
