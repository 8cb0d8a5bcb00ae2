// swift-tools-version: 6.3
import PackageDescription

// A fuzzer is two targets: a library that exports `LLVMFuzzerTestOneInput`, and an
// executable without code, whose `main` is libFuzzer's. `Fuzz/run` builds with the
// sanitizers, which reach the package under test only as options of `swift build`.
let settings: [SwiftSetting] = [
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    // libFuzzer looks for new paths through the package, not through what checks
    // it, and runs faster for it.
    .unsafeFlags(["-sanitize-coverage=func,inline-8bit-counters,pc-table"]),
]

let sdp: Target.Dependency = .product(name: "SDP", package: "swift-sdp")
let jsep: [Target.Dependency] = [
    sdp, .product(name: "JSEP", package: "swift-sdp"),
    .product(name: "ICECredentials", package: "swift-sdp"),
]

/// The executable of a fuzzer.
func program(_ name: String, _ linkerSettings: [LinkerSetting] = []) -> Target {
    .executableTarget(
        name: "fuzz-\(name.lowercased())", dependencies: [.target(name: "\(name)Target")],
        linkerSettings: linkerSettings)
}

/// The two targets of a fuzzer.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency] = [sdp]) -> [Target] {
    [
        .target(
            name: "\(name)Target", dependencies: ["FuzzSupport"] + dependencies,
            swiftSettings: settings),
        program(name),
    ]
}

let package = Package(
    name: "swift-sdp-fuzz",
    platforms: [.macOS("26.0")],
    dependencies: [.package(name: "swift-sdp", path: "..", traits: [])],
    targets: [
        .target(name: "CFuzzer"),
        .target(name: "FuzzSupport", dependencies: ["CFuzzer", sdp], swiftSettings: settings),
        // What holds of every description, and of every line.
        .target(name: "Properties", dependencies: ["FuzzSupport", sdp], swiftSettings: settings),
        // The session model and the reference parser of Tests, as links to its files.
        .target(name: "SessionModel", dependencies: jsep, swiftSettings: settings),
        .target(name: "Oracle", dependencies: [sdp], swiftSettings: settings),
        .target(
            name: "CABITarget",
            dependencies: ["FuzzSupport", .product(name: "CSwiftSDP", package: "swift-sdp")]),
        program("CABI"),
        .target(name: "CEdges"),
        .target(
            name: "ComplexityTarget", dependencies: ["FuzzSupport", "CEdges"] + jsep,
            swiftSettings: settings),
        // Its counter of edges takes the place of libFuzzer's, which counts nothing.
        program("Complexity", [.unsafeFlags(["-Xlinker", "-z", "-Xlinker", "muldefs"])]),
    ] + fuzzer("Answer", ["SessionModel"]) + fuzzer("Attributes", ["Properties"])
        + fuzzer("Diff") + fuzzer("Edit") + fuzzer("Empty")
        + fuzzer("JSON") + fuzzer("Kernels") + fuzzer("Oracle", ["Oracle"])
        + fuzzer("Parse", ["Properties"]) + fuzzer("RoundTrip", ["Properties"])
        + fuzzer("Session", ["SessionModel"]),
    cxxLanguageStandard: .cxx17
)
