// swift-tools-version: 6.3
import PackageDescription

// A fuzzer is two targets: a Swift library that exports
// `LLVMFuzzerTestOneInput`, and an executable without code, whose `main` is
// libFuzzer's. `Fuzz/run` builds with the sanitizers, which reach the package
// under test only as options of `swift build`.
let settings: [SwiftSetting] = [
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    // libFuzzer looks for new paths through the package, not through what checks
    // it, and runs faster for it.
    .unsafeFlags(["-sanitize-coverage=func,inline-8bit-counters,pc-table"]),
]

let sdp: Target.Dependency = .product(name: "SDP", package: "swift-sdp")

/// The two targets of a fuzzer.
func fuzzer(_ name: String) -> [Target] {
    [
        .target(
            name: "\(name)Target", dependencies: ["FuzzSupport", sdp], swiftSettings: settings),
        .executableTarget(
            name: "fuzz-\(name.lowercased())", dependencies: [.target(name: "\(name)Target")]),
    ]
}

let package = Package(
    name: "swift-sdp-fuzz",
    platforms: [.macOS("26.0")],
    dependencies: [.package(name: "swift-sdp", path: "..", traits: [])],
    targets: [.target(name: "FuzzSupport", dependencies: [sdp], swiftSettings: settings)]
        + fuzzer("Edit") + fuzzer("Kernels") + fuzzer("Parse")
)
