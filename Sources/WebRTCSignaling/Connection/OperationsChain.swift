import JSEP
import Synchronization

/// Runs the operations of a connection one after another, in the order of their
/// calls (W3C WebRTC, operations chain).
final class OperationsChain: Sendable {
    private struct State {
        var isBusy = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Runs `operation` once all earlier ones are done, whether they failed or
    /// not.
    func run<Result: Sendable>(
        _ operation: () async throws(JSEPError) -> Result
    ) async throws(JSEPError) -> Result {
        await begin()
        defer { end() }
        return try await operation()
    }

    private func begin() async {
        await withCheckedContinuation { continuation in
            let startsNow = state.withLock { state in
                guard state.isBusy else {
                    state.isBusy = true
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if startsNow { continuation.resume() }
        }
    }

    private func end() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.isBusy = false
                return CheckedContinuation<Void, Never>?.none
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
