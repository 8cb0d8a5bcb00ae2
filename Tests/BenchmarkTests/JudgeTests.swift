import Foundation
import Testing

/// The judge of `Benchmarks/gate`, on measurements that its self-test recorded, and on some
/// that are made of them.
@Suite("The regression gate")
struct JudgeTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private typealias Object = [String: Any]

    private static func recording(_ name: String) throws -> Object {
        let url = root.appendingPathComponent("Tests/BenchmarkTests/Recordings/\(name).json")
        let value = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
        return try #require(value as? Object)
    }

    /// Whether nothing is worse, and the table that says so.
    private static func judge(_ measurements: Object) throws -> (passes: Bool, table: String) {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gate-\(UUID().uuidString).json")
        try JSONSerialization.data(withJSONObject: measurements).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let result = try python(
            root.appendingPathComponent("Benchmarks/gate").path, "--judge", url.path)
        // Anything else is a failure of the judge itself.
        try #require(result.status == 0 || result.status == 1, "\(result.output)")
        try #require(result.output.contains(result.status == 0 ? "PASSED" : "FAILED"))
        return (result.status == 0, result.output)
    }

    private static func python(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-B"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// The rank test is Google Benchmark's.
    private static let hasRankTest: Bool = {
        let script =
            "import judge; judge.rank_test({'base': {'x': [1.0] * 20}, 'now': {'x': [2.0] * 20}})"
        let path = root.appendingPathComponent("Benchmarks").path
        let result = try? python("-c", "import sys; sys.path.insert(0, '\(path)'); \(script)")
        return result?.status == 0
    }()

    /// The recording of equal libraries with other measurements of the working tree.
    private static func changed(_ change: (inout Object) throws -> Void) throws -> Object {
        var measurements = try recording("equal")
        measurements["times"] = nil
        measurements["confirmation"] = nil
        var now = try #require(measurements["now"] as? Object)
        try change(&now)
        measurements["now"] = now
        return measurements
    }

    private static func counted(
        _ name: String, _ kind: String, _ change: @escaping (Double) -> Double
    ) throws -> Object {
        try changed { now in
            var counts = try #require(now["counts"] as? [String: [String: Double]])
            let value = try #require(counts[name]?[kind])
            counts[name]?[kind] = change(value)
            now["counts"] = counts
        }
    }

    @Test(
        "Each fault that was planted is found",
        arguments: ["instructions", "allocations", "growth", "size"])
    func faults(kind: String) throws {
        let (passes, table) = try Self.judge(try Self.recording(kind))
        #expect(!passes)
        #expect(
            table.split(separator: "\n").contains {
                $0.hasPrefix("WORSE") && $0.contains("| \(kind) ")
            },
            "\(table)")
    }

    private static let subject = "parse/index/chromium-50-sections"

    @Test("Instructions may be 1 % more, and no allocation more")
    func tolerancesOfCounts() throws {
        #expect(try Self.judge(Self.counted(Self.subject, "instructions") { $0 * 1.009 }).passes)
        #expect(try !Self.judge(Self.counted(Self.subject, "instructions") { $0 * 1.011 }).passes)
        #expect(try Self.judge(Self.counted(Self.subject, "instructions") { $0 * 0.5 }).passes)
        #expect(try Self.judge(Self.counted(Self.subject, "allocations") { $0 }).passes)
        #expect(try !Self.judge(Self.counted(Self.subject, "allocations") { $0 + 1 }).passes)
    }

    @Test("Libraries may be 2 % bigger")
    func tolerancesOfSizes() throws {
        for (factor, isPassed) in [(1.019, true), (1.021, false), (0.9, true)] {
            let measurements = try Self.changed { now in
                let sizes = try #require(now["sizes"] as? [String: Double])
                now["sizes"] = sizes.mapValues { $0 * factor }
            }
            #expect(try Self.judge(measurements).passes == isPassed, "\(factor)")
        }
    }

    @Test("What is no longer measured fails, what is new does not")
    func coverage() throws {
        for isGone in [true, false] {
            let measurements = try Self.changed { now in
                var counts = try #require(now["counts"] as? [String: Any])
                counts[isGone ? Self.subject : "parse/index/new"] =
                    isGone ? nil : ["instructions": 1, "allocations": 0]
                now["counts"] = counts
            }
            let (passes, table) = try Self.judge(measurements)
            #expect(passes == !isGone)
            #expect(table.contains("no longer measured") == isGone)
        }
    }

    // ---- Time ----

    private typealias Times = [String: [Double]]

    private static func times(base: Times, now: Times, confirmed: Times? = nil) throws -> Object {
        var measurements = try recording("equal")
        measurements["times"] = ["base": base, "now": now]
        measurements["confirmation"] = confirmed.map { ["base": base, "now": $0] }
        return measurements
    }

    private static func recordedTimes() throws -> Times {
        let times = try #require(try recording("equal")["times"] as? Object)
        return try #require(times["base"] as? Times)
    }

    @Test("Equal libraries pass", .enabled(if: hasRankTest, "compare.py or scipy is not installed"))
    func equal() throws {
        let (passes, table) = try Self.judge(try Self.recording("equal"))
        #expect(passes, "\(table)")
        #expect(table.contains("| time "))
    }

    @Test(
        "A planted fault shows in time",
        .enabled(if: hasRankTest, "compare.py or scipy is not installed"))
    func slower() throws {
        let recording = try Self.recording("time")
        let (passes, table) = try Self.judge(recording)
        #expect(!passes)
        #expect(
            table.split(separator: "\n").contains {
                $0.hasPrefix("WORSE") && $0.contains("| time ")
            },
            "\(table)")
    }

    @Test(
        "5 % slower fails if it is so again, less does not",
        .enabled(if: hasRankTest, "compare.py or scipy is not installed"))
    func toleranceOfTime() throws {
        // Without the noise of the recording, of which each median is taken.
        let base = try Self.recordedTimes().mapValues { values in
            let median = values.sorted()[values.count / 2]
            return (0..<20).map { median * (1 + 0.001 * Double($0 % 5)) }
        }
        for (factor, isPassed) in [(1.04, true), (1.06, false), (0.8, true)] {
            let now = base.mapValues { $0.map { $0 * factor } }
            let measurements = try Self.times(base: base, now: now, confirmed: now)
            #expect(try Self.judge(measurements).passes == isPassed, "\(factor)")
            let once = try Self.times(base: base, now: now, confirmed: base)
            #expect(try Self.judge(once).passes, "\(factor), not confirmed")
        }
    }

    @Test(
        "Noise that one benchmark could have by chance among many passes",
        .enabled(if: hasRankTest, "compare.py or scipy is not installed"))
    func noise() throws {
        // p is about 0.02, and the median 13 % worse.
        let spread = (0..<20).map { 100 + 4 * Double($0) }
        let worse = spread.map { $0 + 18 }
        let alone = try Self.times(base: ["a": spread], now: ["a": worse], confirmed: ["a": worse])
        #expect(try !Self.judge(alone).passes)
        var base = ["a": spread]
        for name in "bcdefghijk" { base[String(name)] = spread }
        var now = base
        now["a"] = worse
        #expect(try Self.judge(Self.times(base: base, now: now, confirmed: now)).passes)
    }
}
