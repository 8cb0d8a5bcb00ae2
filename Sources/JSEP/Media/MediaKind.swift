import SDP

/// The kind of a transceiver.
public enum MediaKind: UInt8, Hashable, Sendable, CaseIterable {
    case audio = 0
    case video = 1

    /// As the m= line says it.
    var text: StaticString {
        switch self {
        case .audio: "audio"
        case .video: "video"
        }
    }
}
