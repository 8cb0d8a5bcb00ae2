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
            name: "SDPBridge", dependencies: ["CSwiftSDP", "JSEP", "SDP", "ICECredentials"],
            exclude: ["Embedded"], swiftSettings: core),
        .target(
            name: "WebRTCSignaling",
            dependencies: [
                "JSEP", "SDP", "ICECredentials",
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            // An operation takes its place in the chain on the caller's own actor,
            // before it suspends for the first time.
            swiftSettings: core + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
        .executableTarget(
            name: "SDPTool",
            dependencies: [
                "WebRTCSignaling",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: core),
        .testTarget(
            name: "BrowserTests",
            dependencies: [
                "WebRTCSignaling", "JSEP", "SDP",
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ], swiftSettings: core),
        .testTarget(name: "SDPTests", dependencies: ["SDP"], swiftSettings: core),
        .testTarget(
            name: "ICECredentialsTests", dependencies: ["ICECredentials"], swiftSettings: core),
        .testTarget(
            name: "JSEPTests", dependencies: ["JSEP", "SDP", "ICECredentials"],
            swiftSettings: core),
        .testTarget(
            name: "WebRTCSignalingTests",
            dependencies: [
                "WebRTCSignaling", "JSEP", "SDP",
                .product(name: "X509", package: "swift-certificates"),
            ], swiftSettings: core),
        .testTarget(name: "SDPToolTests", dependencies: ["SDPTool", "SDP"], swiftSettings: core),
    ]
)
