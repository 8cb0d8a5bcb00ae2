/// The name of an attribute that has a registered or well-known meaning.
///
/// Compared as a number: the line index recognises names once. An attribute of
/// any other name is `other`, is kept verbatim and is found by its bytes.
public struct AttributeName: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Any name not listed here.
    public static let other = AttributeName(rawValue: 0)

    public static let bundleOnly = AttributeName(rawValue: 1)
    public static let candidate = AttributeName(rawValue: 2)
    public static let category = AttributeName(rawValue: 3)
    public static let characterSet = AttributeName(rawValue: 4)
    public static let connection = AttributeName(rawValue: 5)
    public static let content = AttributeName(rawValue: 6)
    public static let crypto = AttributeName(rawValue: 7)
    public static let dtlsID = AttributeName(rawValue: 8)
    public static let dtlsMessage = AttributeName(rawValue: 9)
    public static let endOfCandidates = AttributeName(rawValue: 10)
    public static let extensionMap = AttributeName(rawValue: 11)
    public static let extensionMapAllowMixed = AttributeName(rawValue: 12)
    public static let fingerprint = AttributeName(rawValue: 13)
    public static let formatParameters = AttributeName(rawValue: 14)
    public static let framerate = AttributeName(rawValue: 15)
    public static let group = AttributeName(rawValue: 16)
    public static let iceLite = AttributeName(rawValue: 17)
    public static let iceMismatch = AttributeName(rawValue: 18)
    public static let iceOptions = AttributeName(rawValue: 19)
    public static let icePacing = AttributeName(rawValue: 20)
    public static let icePassword = AttributeName(rawValue: 21)
    public static let iceUsernameFragment = AttributeName(rawValue: 22)
    public static let identity = AttributeName(rawValue: 23)
    public static let imageAttributes = AttributeName(rawValue: 24)
    public static let inactive = AttributeName(rawValue: 25)
    public static let keyManagement = AttributeName(rawValue: 26)
    public static let keywords = AttributeName(rawValue: 27)
    public static let label = AttributeName(rawValue: 28)
    public static let language = AttributeName(rawValue: 29)
    public static let maximumMessageSize = AttributeName(rawValue: 30)
    public static let maximumPacketTime = AttributeName(rawValue: 31)
    public static let mid = AttributeName(rawValue: 32)
    public static let msid = AttributeName(rawValue: 33)
    public static let msidSemantic = AttributeName(rawValue: 34)
    public static let orientation = AttributeName(rawValue: 35)
    public static let packetTime = AttributeName(rawValue: 36)
    public static let quality = AttributeName(rawValue: 37)
    public static let receiveOnly = AttributeName(rawValue: 38)
    public static let remoteCandidates = AttributeName(rawValue: 39)
    public static let rid = AttributeName(rawValue: 40)
    public static let rtcp = AttributeName(rawValue: 41)
    public static let rtcpFeedback = AttributeName(rawValue: 42)
    public static let rtcpMux = AttributeName(rawValue: 43)
    public static let rtcpMuxOnly = AttributeName(rawValue: 44)
    public static let rtcpReducedSize = AttributeName(rawValue: 45)
    public static let rtcpExtendedReports = AttributeName(rawValue: 46)
    public static let rtpMap = AttributeName(rawValue: 47)
    public static let sctpPort = AttributeName(rawValue: 48)
    public static let sctpMap = AttributeName(rawValue: 49)
    public static let sdpLanguage = AttributeName(rawValue: 50)
    public static let sendOnly = AttributeName(rawValue: 51)
    public static let sendReceive = AttributeName(rawValue: 52)
    public static let setup = AttributeName(rawValue: 53)
    public static let simulcast = AttributeName(rawValue: 54)
    public static let sourceFilter = AttributeName(rawValue: 55)
    public static let ssrc = AttributeName(rawValue: 56)
    public static let ssrcGroup = AttributeName(rawValue: 57)
    public static let tlsID = AttributeName(rawValue: 58)
    public static let tool = AttributeName(rawValue: 59)
    public static let type = AttributeName(rawValue: 60)
    public static let googleFlag = AttributeName(rawValue: 61)
    public static let zrtpHash = AttributeName(rawValue: 62)

    /// Every name that is recognised.
    public static var all: [AttributeName] {
        (1...AttributeName.last.rawValue).map(AttributeName.init(rawValue:))
    }

    private static let last = AttributeName.zrtpHash

    /// The name as it is written; empty for `other`.
    public var text: StaticString {
        switch rawValue {
        case 1: "bundle-only"
        case 2: "candidate"
        case 3: "cat"
        case 4: "charset"
        case 5: "connection"
        case 6: "content"
        case 7: "crypto"
        case 8: "dtls-id"
        case 9: "dtls-message"
        case 10: "end-of-candidates"
        case 11: "extmap"
        case 12: "extmap-allow-mixed"
        case 13: "fingerprint"
        case 14: "fmtp"
        case 15: "framerate"
        case 16: "group"
        case 17: "ice-lite"
        case 18: "ice-mismatch"
        case 19: "ice-options"
        case 20: "ice-pacing"
        case 21: "ice-pwd"
        case 22: "ice-ufrag"
        case 23: "identity"
        case 24: "imageattr"
        case 25: "inactive"
        case 26: "key-mgmt"
        case 27: "keywds"
        case 28: "label"
        case 29: "lang"
        case 30: "max-message-size"
        case 31: "maxptime"
        case 32: "mid"
        case 33: "msid"
        case 34: "msid-semantic"
        case 35: "orient"
        case 36: "ptime"
        case 37: "quality"
        case 38: "recvonly"
        case 39: "remote-candidates"
        case 40: "rid"
        case 41: "rtcp"
        case 42: "rtcp-fb"
        case 43: "rtcp-mux"
        case 44: "rtcp-mux-only"
        case 45: "rtcp-rsize"
        case 46: "rtcp-xr"
        case 47: "rtpmap"
        case 48: "sctp-port"
        case 49: "sctpmap"
        case 50: "sdplang"
        case 51: "sendonly"
        case 52: "sendrecv"
        case 53: "setup"
        case 54: "simulcast"
        case 55: "source-filter"
        case 56: "ssrc"
        case 57: "ssrc-group"
        case 58: "tls-id"
        case 59: "tool"
        case 60: "type"
        case 61: "x-google-flag"
        case 62: "zrtp-hash"
        default: ""
        }
    }

    /// Recognises a name, which is case-sensitive (RFC 8866 section 9). O(1),
    /// does not allocate.
    public init(_ name: ByteView) {
        self = .other
        if name.count <= AttributeName.shortBytes {
            var (low, high) = (UInt64(0x3D61), UInt64(0))
            for position in 0..<name.count {
                let byte = UInt64(name[position])
                if byte == 0 { return }
                let shift = UInt64(position + 2) * 8
                if shift < 64 { low |= byte << shift } else { high |= byte << (shift - 64) }
            }
            let known = AttributeName.table[
                AttributeName.slot(ofLineStart: low, end: name.count + 2)]
            if known.low == low && known.high == high { rawValue = UInt8(known.word >> 24) }
        } else {
            let long = AttributeName(longStartOf: name)
            if name.count == long.text.utf8CodeUnitCount { self = long }
        }
    }

    /// The most bytes of a name that `table` has.
    private static let shortBytes = 14

    /// Recognises the name, too long for `table`, with which the bytes begin and
    /// behind which they end or have a colon.
    init(longStartOf content: ByteView) {
        self = .other
        guard content.count > AttributeName.shortBytes else { return }
        // Texts that are known here are compared without a call.
        switch content[2] {
        case UInt8(ascii: "d"):
            if content.isName("end-of-candidates") { self = .endOfCandidates }
        case UInt8(ascii: "t"):
            if content.isName("extmap-allow-mixed") { self = .extensionMapAllowMixed }
        case UInt8(ascii: "x"):
            if content.isName("max-message-size") { self = .maximumMessageSize }
        case UInt8(ascii: "m"):
            if content.isName("remote-candidates") { self = .remoteCandidates }
        default: break
        }
    }

    /// The only slot of `table` in which a name with this start of a line can be.
    /// The start is the first `end` bytes, at most 16, least significant first.
    @inline(__always)
    static func slot(ofLineStart low: UInt64, end: Int) -> Int {
        let folded = UInt32(truncatingIfNeeded: low ^ low &>> 32)
        return Int(truncatingIfNeeded: (folded &* multiplier) &>> 25) ^ end
    }
}

extension ByteView {
    /// Whether the bytes begin with a name behind which they end or have a colon.
    @inline(__always)
    fileprivate func isName(_ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        return count >= length && extracting(0..<length) == name
            && (count == length || self[length] == UInt8(ascii: ":"))
    }
}
