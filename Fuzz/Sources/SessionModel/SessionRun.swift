import JSEP
import SDP

/// Numbers from a closure.
private struct Numbers: NumberSource {
    let next: (Int) -> Int

    func below(_ bound: Int) -> Int { next(bound) }
}

/// Two sessions that do what `choose` chooses, until `isAtEnd`, and then agree. Returns
/// what does not hold, or nil. `choose` gives a number below its argument.
public func runSessions(
    choose: @escaping (Int) -> Int, isAtEnd: () -> Bool
) -> String? {
    var model = SessionModel(Numbers(next: choose))
    do {
        while !isAtEnd() {
            try model.step()
            if let violation = model.violation { return violation }
        }
        try model.finish()
    } catch {
        return "a call failed that must not: \(error)"
    }
    return model.violation
}

/// Everything that can be seen of a session.
public func snapshot(of session: JSEPSession) -> String { session.snapshot }

/// A session whose random bytes depend on the seed alone.
public func seededSession(
    _ seed: UInt64, _ policy: BundlePolicy, receivesSimulcast: Bool
) -> JSEPSession {
    .seeded(policy, seed: seed) { $0.receivesSimulcast = receivesSimulcast }
}
