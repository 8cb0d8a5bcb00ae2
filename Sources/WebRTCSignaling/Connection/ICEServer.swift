import JSEP

/// A STUN or TURN server for the caller's ICE agent (W3C WebRTC, RTCIceServer).
public struct ICEServer: Hashable, Sendable {
    /// `stun:`, `stuns:`, `turn:` and `turns:` URLs (RFC 7064, RFC 7065).
    public var urls: [String]
    public var username: String?
    public var credential: String?

    public init(urls: [String], username: String? = nil, credential: String? = nil) {
        self.urls = urls
        self.username = username
        self.credential = credential
    }

    /// Throws `syntax`, without a place, if there is no URL or a malformed one (the
    /// SyntaxError of the W3C specification), and `invalidAccess` for a TURN
    /// server without user name or credential. O(bytes).
    package func check() throws(JSEPError) {
        if urls.isEmpty { throw JSEPError(.syntax, "an ICE server has no URL") }
        for url in urls {
            guard let server = ServerURL(url) else {
                throw JSEPError(.syntax, "the URL of an ICE server is malformed")
            }
            if server.needsCredential && (username == nil || credential == nil) {
                throw JSEPError(
                    .invalidAccess, "a TURN server needs a user name and a credential")
            }
        }
    }
}

/// The URL of an ICE server, read as the URL standard (WHATWG) has it.
struct ServerURL {
    let needsCredential: Bool

    init?(_ text: String) {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
        while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
        let url = scalars.filter { ![0x09, 0x0A, 0x0D].contains($0.value) }
        guard let colon = url.firstIndex(of: ":") else { return nil }
        switch String(String.UnicodeScalarView(url[..<colon])).lowercased() {
        case "stun", "stuns": needsCredential = false
        case "turn", "turns": needsCredential = true
        default: return nil
        }
        var path = String.UnicodeScalarView(url[url.index(after: colon)...])[...]
        if path.starts(with: "//".unicodeScalars) || path.contains("#") { return nil }
        if let mark = path.firstIndex(of: "?") {
            let query = String(path[path.index(after: mark)...])
            guard needsCredential, ["transport=udp", "transport=tcp"].contains(query) else {
                return nil
            }
            path = path[..<mark]
        }
        guard Self.isHostAndPort(path) else { return nil }
    }

    /// What `https://` and the path is parsed as.
    private static func isHostAndPort(_ path: Substring.UnicodeScalarView) -> Bool {
        let authority = path.drop(while: { $0 == "/" }).prefix(while: { $0 != "/" })
        var rest = authority
        if let at = authority.lastIndex(of: "@") { rest = authority[authority.index(after: at)...] }
        let portStart: Substring.UnicodeScalarView.Index?
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return false }
            let after = rest.index(after: end)
            guard after == rest.endIndex || rest[after] == ":" else { return false }
            portStart = after == rest.endIndex ? nil : after
        } else {
            portStart = rest.firstIndex(of: ":")
        }
        if let portStart {
            let digits = rest[rest.index(after: portStart)...]
            guard digits.allSatisfy({ "0"..."9" ~= $0 }) else { return false }
            let significant = String(digits.drop(while: { $0 == "0" }))
            if !significant.isEmpty {
                guard let port = Int(significant), port <= 65_535 else { return false }
            }
            rest = rest[..<portStart]
        }
        return HostSyntax.isHost(String(rest))
    }
}
