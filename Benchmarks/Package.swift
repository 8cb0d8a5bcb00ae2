// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "SDPBenchmarks",
    platforms: [.macOS("26.0")],
    dependencies: [.package(name: "swift-sdp", path: "..", traits: [])],
    targets: [
        .systemLibrary(
            name: "CGoogleBenchmark", pkgConfig: "benchmark",
            providers: [.apt(["libbenchmark-dev"])]),
        .executableTarget(
            name: "SDPBenchmarks",
            dependencies: ["CGoogleBenchmark", .product(name: "CSwiftSDP", package: "swift-sdp")]),
    ],
    cxxLanguageStandard: .cxx17
)
