// swift-tools-version: 6.3
import PackageDescription

// The C library is also built as Embedded Swift, without a Swift runtime
// (Sources/SDPBridge/Embedded/build); what `swift build` makes of the same
// sources is what Swift programs use.
let core: [SwiftSetting] = [
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A product of another package, resolved only with the trait that needs it.
func external(_ product: String, _ package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: ["WebRTCSignaling"]))
}

let package = Package(
    name: "swift-sdp",
    platforms: [.macOS("26.0"), .iOS("26.0")],
    products: [
        .library(name: "SDP", targets: ["SDP"]),
        .library(name: "ICECredentials", targets: ["ICECredentials"]),
        .library(name: "JSEP", targets: ["JSEP"]),
        .library(name: "WebRTCSignaling", targets: ["WebRTCSignaling"]),
        .library(name: "CSwiftSDP", targets: ["CSwiftSDP", "SDPBridge"]),
        .executable(name: "sdp", targets: ["SDPTool"]),
        .executable(name: "signaling-driver", targets: ["SignalingDriver"]),
    ],
    traits: [
        .trait(
            name: "WebRTCSignaling",
            description: "The product WebRTCSignaling and the program sdp, and what they need."),
        // A package that uses SDP, ICECredentials, JSEP or CSwiftSDP alone says
        // `traits: []` and resolves nothing else.
        .default(enabledTraits: ["WebRTCSignaling"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .target(name: "CSwiftSDPShims"),
        .target(name: "SDP", dependencies: ["CSwiftSDPShims"], swiftSettings: core),
        .target(name: "ICECredentials", dependencies: ["CSwiftSDPShims"], swiftSettings: core),
        .target(name: "JSEP", dependencies: ["SDP", "ICECredentials"], swiftSettings: core),
        .target(name: "CSwiftSDP"),
        .target(
            name: "SDPBridge",
            dependencies: ["CSwiftSDP", "CSwiftSDPShims", "JSEP", "SDP", "ICECredentials"],
            exclude: ["Embedded"], swiftSettings: core),
        .target(
            name: "SignalingOperations", dependencies: ["JSEP", "SDP", "ICECredentials"],
            swiftSettings: core),
        .target(
            name: "WebRTCSignaling",
            dependencies: [
                "SignalingOperations", "JSEP", "SDP", "ICECredentials",
                external("SwiftASN1", "swift-asn1"),
                external("X509", "swift-certificates"),
                external("Crypto", "swift-crypto"),
                external("_CryptoExtras", "swift-crypto"),
            ],
            // An operation takes its place in the chain on the caller's own actor,
            // before it suspends for the first time.
            swiftSettings: core + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
        .executableTarget(
            name: "SDPTool",
            dependencies: [
                "WebRTCSignaling",
                external("ArgumentParser", "swift-argument-parser"),
            ], swiftSettings: core),
        .executableTarget(
            name: "SignalingDriver",
            dependencies: [
                "WebRTCSignaling", "SignalingOperations", "JSEP", "SDP", "ICECredentials",
            ],
            swiftSettings: core),
        .testTarget(name: "BenchmarkTests", exclude: ["Recordings"], swiftSettings: core),
        .testTarget(
            name: "BrowserTests",
            dependencies: [
                "WebRTCSignaling", "JSEP", "SDP",
                external("FlyingFox", "FlyingFox"),
                external("Subprocess", "swift-subprocess"),
            ], swiftSettings: core),
        .testTarget(
            name: "SDPTests", dependencies: ["SDP", "CSwiftSDPShims"], swiftSettings: core),
        .testTarget(
            name: "ICECredentialsTests", dependencies: ["ICECredentials"], swiftSettings: core),
        .testTarget(
            name: "JSEPTests", dependencies: ["JSEP", "SDP", "ICECredentials"],
            swiftSettings: core),
        .testTarget(
            name: "SignalingOperationsTests",
            dependencies: ["SignalingOperations", "JSEP", "SDP", "ICECredentials"],
            swiftSettings: core),
        .testTarget(
            name: "SignalingDriverTests",
            dependencies: ["SignalingDriver", "WebRTCSignaling", "JSEP", "ICECredentials"],
            resources: [.copy("Transcripts")], swiftSettings: core),
        .testTarget(
            name: "WebRTCSignalingTests",
            dependencies: [
                "WebRTCSignaling", "JSEP", "SDP", "ICECredentials",
                external("X509", "swift-certificates"),
            ], swiftSettings: core),
        .testTarget(name: "SDPToolTests", dependencies: ["SDPTool", "SDP"], swiftSettings: core),
    ]
)
