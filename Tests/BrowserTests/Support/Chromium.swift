import FlyingFox
import Foundation
import Subprocess

/// A Chromium without a window.
enum Chromium {
    /// Where it is installed, if it is.
    static let executable: String? = {
        let directories = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return ["chromium", "chromium-browser", "google-chrome"].lazy
            .flatMap { name in directories.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    struct NotInstalled: Error {}
    struct NoAddress: Error {}

    struct Ended: Error, CustomStringConvertible {
        let log: String

        var description: String { "Chromium ended; it wrote:\n\(log)" }
    }

    /// Calls `body` with a page in a Chromium that is started for it, and ends
    /// the whole of that Chromium afterwards, whatever `body` did.
    static func withPage(_ body: @Sendable (BrowserPage) async throws -> Void) async throws {
        let page = BrowserPage()
        try await withServer(of: page) { address in
            try await withBrowser(on: address, page: page) {
                // Shows at once if the page does not start.
                _ = try await page.evaluate("return true", input: 0, as: Bool.self)
                try await body(page)
            }
        }
    }

    private static func withServer(
        of page: BrowserPage, _ body: (_ address: String) async throws -> Void
    ) async throws {
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 600, logger: .disabled)
        await server.appendRoute("GET /") { _ in
            HTTPResponse(
                statusCode: .ok, headers: [.contentType: "text/html"],
                body: Data(BrowserPage.html.utf8))
        }
        await server.appendRoute("POST /script") { request in
            let script = try await page.nextScript(after: try await request.bodyData)
            // The server writes head and body apart; on a connection that was used
            // before, the body would wait for the head's delayed acknowledgement.
            return HTTPResponse(
                statusCode: .ok, headers: [.connection: "close"], body: script)
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try? await server.run() }
            defer { group.cancelAll() }
            try await server.waitUntilListening(timeout: 120)
            guard case .ip4(let host, let port) = await server.listeningAddress else {
                throw NoAddress()
            }
            try await body("http://\(host):\(port)/")
        }
    }

    /// Chromium ends when its end of the debugging pipe is closed, so also when
    /// the tests crash, and the shell then removes its files. SIGTERM is for
    /// Chromium, not for the shell that waits for it.
    private static let launch = """
        trap : TERM
        export TMPDIR="$0"
        mkdir "$TMPDIR" && "$@" 3<&0 4>/dev/null
        rm -rf "$TMPDIR"
        """

    private static let flags = [
        "--headless=new", "--no-sandbox", "--no-first-run", "--disable-background-networking",
        "--remote-debugging-pipe", "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection",
        "--disable-features=WebRtcHideLocalIpsWithMdns",
    ]

    private static func withBrowser(
        on address: String, page: BrowserPage, _ body: () async throws -> Void
    ) async throws {
        guard let executable else { throw NotInstalled() }
        // Short, as it is a part of the path of a socket.
        let name = "BrowserTests-" + String(UInt32.random(in: .min ... .max), radix: 36)
        let directory = FileManager.default.temporaryDirectory.appending(path: name).path()
        // Its own session, so that one signal reaches all of its processes.
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))
        ]
        let arguments = [executable] + flags + ["--user-data-dir=\(directory)/profile", address]
        // After a SIGKILL the shell is not there to do it.
        defer { try? FileManager.default.removeItem(atPath: directory) }
        _ = try await run(
            .path("/bin/sh"), arguments: Arguments(["-c", launch, directory] + arguments),
            platformOptions: options, input: .inputWriter, output: .discarded, error: .sequence
        ) { execution in
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { await watch(execution.standardError, for: page) }
                do {
                    try await body()
                } catch {
                    await execution.teardown(using: options.teardownSequence)
                    throw error
                }
                await execution.teardown(using: options.teardownSequence)
            }
        }
    }

    /// Fails the page when Chromium closes its standard error.
    private static func watch(_ output: SubprocessOutputSequence, for page: BrowserPage) async {
        var log = ""
        do {
            for try await line in output.strings() { log = String((log + line).suffix(2_000)) }
        } catch {
            log += "\(error)"
        }
        await page.fail(Ended(log: log))
    }
}
