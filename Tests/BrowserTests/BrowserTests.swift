import Testing

/// Whether Chromium takes our offers, and we its answers. One Chromium serves
/// all tests, so they run one by one.
@Suite(
    .serialized,
    .enabled(
        if: Chromium.executable != nil, "Chromium is not installed (Debian package chromium)"),
    .inChromium)
enum BrowserTests {}

/// Starts Chromium before the first test of a suite and ends it after the last.
struct ChromiumTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing body: @Sendable () async throws -> Void
    ) async throws {
        try await Chromium.withPage { page in
            try await BrowserPage.$current.withValue(page) { try await body() }
        }
    }
}

extension Trait where Self == ChromiumTrait {
    static var inChromium: Self { ChromiumTrait() }
}
