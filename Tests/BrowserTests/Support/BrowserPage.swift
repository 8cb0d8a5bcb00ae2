import Foundation

/// What a script threw.
struct ScriptError: Error, Decodable, CustomStringConvertible {
    /// The error's name, which of a DOMException says what kind it is.
    let name: String
    let message: String

    var description: String { "\(name): \(message)" }
}

/// A page in a browser that runs what tests send it.
///
/// The page reports on its last script and gets the next one in the same
/// request, which is not answered before there is one.
actor BrowserPage {
    /// The page of the tests that run now.
    @TaskLocal static var current: BrowserPage?

    /// How long a script may take. The page gives up first, so that it is there
    /// for the next script.
    private static let limit = Duration.seconds(120)
    private static let limitInPage = Duration.seconds(90)

    private var callCount = 0
    private var scripts: [Data] = []
    private var request: CheckedContinuation<Data, any Error>?
    private var calls: [Int: CheckedContinuation<Data, any Error>] = [:]
    private var failure: (any Error)?

    /// Runs the body of an asynchronous function, which has `input` as its
    /// parameter, and decodes what it returns. Throws a `ScriptError` if it
    /// throws.
    func evaluate<Value: Decodable & Sendable>(
        _ javascript: String, input: some Encodable & Sendable, as type: Value.Type = Value.self
    ) async throws -> Value {
        callCount += 1
        let id = callCount
        let script = try JSONEncoder().encode(Script(id: id, body: javascript, input: input))
        let report: Data
        do {
            report = try await withTimeout(Self.limit, "a script in the browser") {
                try await self.report(on: id, of: script)
            }
        } catch let error as TimeoutError {
            // A page that does not answer has crashed; no other test need wait.
            fail(error)
            throw error
        }
        let decoder = JSONDecoder()
        if let error = try decoder.decode(Report.self, from: report).error { throw error }
        return try decoder.decode(Result<Value>.self, from: report).value
    }

    /// Makes every call throw, now and later.
    func fail(_ error: any Error) {
        if failure == nil { failure = error }
        for call in calls.values { call.resume(throwing: error) }
        calls = [:]
    }

    /// The next script, once there is one, for a page that reports on its last
    /// one, or has none to report on.
    func nextScript(after report: Data) async throws -> Data {
        if let id = try JSONDecoder().decode(Report?.self, from: report)?.id {
            calls.removeValue(forKey: id)?.resume(returning: report)
        }
        if !scripts.isEmpty { return scripts.removeFirst() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                request?.resume(throwing: CancellationError())
                request = continuation
            }
        } onCancel: {
            Task { await self.cancelRequest() }
        }
    }

    private func report(on id: Int, of script: Data) async throws -> Data {
        if let failure { throw failure }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                calls[id] = continuation
                if let request {
                    self.request = nil
                    request.resume(returning: script)
                } else {
                    scripts.append(script)
                }
            }
        } onCancel: {
            Task { await self.cancelCall(id) }
        }
    }

    private func cancelRequest() {
        request?.resume(throwing: CancellationError())
        request = nil
    }

    private func cancelCall(_ id: Int) {
        calls.removeValue(forKey: id)?.resume(throwing: CancellationError())
    }

    private struct Script<Input: Encodable>: Encodable {
        let id: Int
        let body: String
        let input: Input
    }

    private struct Report: Decodable {
        let id: Int
        let error: ScriptError?
    }

    private struct Result<Value: Decodable>: Decodable {
        let value: Value
    }
}

extension BrowserPage {
    /// The page: asks for scripts until the server is gone.
    static var html: String {
        """
        <!doctype html>
        <meta charset="utf-8">
        <title>BrowserTests</title>
        <script type="module">
        const AsyncFunction = (async () => {}).constructor;

        function timeout() {
            return new Promise((_, reject) => setTimeout(
                () => reject(new DOMException('the script takes too long', 'TimeoutError')),
                \(limitInPage.components.seconds * 1000)));
        }

        async function run({ id, body, input }) {
            try {
                const script = new AsyncFunction('input', body);
                const value = await Promise.race([script(input), timeout()]);
                return { id, value: value ?? null };
            } catch (error) {
                return { id, error: { name: error.name, message: error.message } };
            }
        }

        let report = null;
        for (;;) {
            const response = await fetch(
                '/script', { method: 'POST', body: JSON.stringify(report) });
            report = response.ok ? await run(await response.json()) : null;
        }
        </script>
        """
    }
}
