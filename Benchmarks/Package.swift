// swift-tools-version: 6.3
import PackageDescription

// Libraries to compare with, which `run` names where it finds them.
let peers = (Context.environment["SDP_BENCHMARK_PEERS"] ?? "").split(separator: " ")
var peerDefines: [CXXSetting] = []
var peerLibraries: [LinkerSetting] = []
if peers.contains("openssl") {
    peerDefines.append(.define("SDP_HAS_OPENSSL", to: "1"))
    peerLibraries.append(.linkedLibrary("crypto"))
}
if peers.contains("libbsd") {
    peerDefines.append(.define("SDP_HAS_LIBBSD", to: "1"))
    peerLibraries.append(.linkedLibrary("bsd"))
}

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
            dependencies: ["CGoogleBenchmark", .product(name: "CSwiftSDP", package: "swift-sdp")],
            cxxSettings: peerDefines + [.unsafeFlags(["-O3"])], linkerSettings: peerLibraries),
    ],
    cxxLanguageStandard: .cxx17
)
