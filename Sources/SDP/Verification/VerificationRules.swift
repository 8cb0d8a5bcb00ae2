/// What a description has to mean besides following its grammar. Each rule is an
/// error code of its own.
public struct VerificationRules: OptionSet, Hashable, Sendable {
    public var rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The rule that `code` is the violation of; empty for other codes.
    public init(_ code: SDPError.Code) {
        let first = SDPError.Code.duplicateMid.rawValue
        let last = SDPError.Code.missingRelatedAddress.rawValue
        rawValue = (first...last).contains(code.rawValue) ? 1 << UInt64(code.rawValue - first) : 0
    }

    /// Every rule.
    public static let all = VerificationRules(
        rawValue: (VerificationRules(.missingRelatedAddress).rawValue << 1) - 1)

    /// What WebRTC asks of an answer (RFC 9429 section 5.8.3, RFC 9143 section 7).
    /// Attributes of payload types that are not on the m= line and groups of
    /// unknown sources are let pass: browsers and servers send them.
    public static let webRTCAnswer = all.subtracting([
        VerificationRules(.unlistedPayloadType), VerificationRules(.undeclaredSource),
    ])

    /// What WebRTC asks of an offer, which leaves the DTLS role open.
    public static let webRTCOffer = webRTCAnswer.subtracting(VerificationRules(.undecidedSetup))

    /// What holds without ICE, DTLS and multiplexing, too: mids, groups, rids,
    /// payload types and extensions mean one thing each.
    public static let sip = webRTCOffer.subtracting([
        VerificationRules(.missingICECredentials), VerificationRules(.missingFingerprint),
        VerificationRules(.unusableFingerprint), VerificationRules(.missingSetup),
        VerificationRules(.unusableSetup), VerificationRules(.missingRTCPMux),
        VerificationRules(.missingRelatedAddress),
    ])
}

extension SDPError.Code {
    // Violations of `VerificationRules`.

    /// Two sections have the same mid (RFC 5888 section 4).
    public static let duplicateMid = SDPError.Code(rawValue: 64)
    /// A BUNDLE group names a section that is not there (RFC 9143 section 5).
    public static let unknownBundledMid = SDPError.Code(rawValue: 65)
    /// A section is bundled twice (RFC 9143 section 5).
    public static let bundledTwice = SDPError.Code(rawValue: 66)
    /// Bundled sections have addresses of different kinds, or not of the Internet
    /// (RFC 9143 section 7.1.1).
    public static let bundledAddressMismatch = SDPError.Code(rawValue: 67)
    /// A section has no a=ice-ufrag or no a=ice-pwd (RFC 9429 section 5.8.3).
    public static let missingICECredentials = SDPError.Code(rawValue: 68)
    /// A section has no a=fingerprint (RFC 9429 section 5.8.3).
    public static let missingFingerprint = SDPError.Code(rawValue: 69)
    /// A fingerprint has not the size of its hash, or none has a known hash
    /// (RFC 8122 section 5).
    public static let unusableFingerprint = SDPError.Code(rawValue: 70)
    /// A section has no a=setup (RFC 9429 section 5.8.3).
    public static let missingSetup = SDPError.Code(rawValue: 71)
    /// `holdconn`, which DTLS has no use for (RFC 5763 section 5).
    public static let unusableSetup = SDPError.Code(rawValue: 72)
    /// An answer says `actpass` (RFC 5763 section 5).
    public static let undecidedSetup = SDPError.Code(rawValue: 73)
    /// a=simulcast names a stream without a=rid (RFC 8853 section 5.1).
    public static let undeclaredRID = SDPError.Code(rawValue: 74)
    /// a=simulcast sends what a=rid receives, or the other way round.
    public static let ridDirectionMismatch = SDPError.Code(rawValue: 75)
    /// Two a=rid lines of a section have the same id (RFC 8851 section 4).
    public static let duplicateRID = SDPError.Code(rawValue: 76)
    /// A section that carries RTP does not multiplex RTCP (RFC 9429 section 5.8.3).
    public static let missingRTCPMux = SDPError.Code(rawValue: 77)
    /// a=rtcp-mux-only without a=rtcp-mux (RFC 8858 section 3).
    public static let missingRTCPMuxBesideOnly = SDPError.Code(rawValue: 78)
    /// A payload type of 64 to 95 where RTCP is multiplexed (RFC 5761 section 4).
    public static let payloadTypeOfRTCP = SDPError.Code(rawValue: 79)
    /// A format of an m= line that carries RTP is none of 0 to 127.
    public static let payloadTypeOutOfRange = SDPError.Code(rawValue: 80)
    /// One payload type is two codecs in a section or BUNDLE group (RFC 9143
    /// section 9.1).
    public static let payloadTypeConflict = SDPError.Code(rawValue: 81)
    /// A payload type without a static meaning has no a=rtpmap (RFC 8866 section
    /// 6.6).
    public static let missingRTPMap = SDPError.Code(rawValue: 82)
    /// An attribute is for a payload type that is not on the m= line.
    public static let unlistedPayloadType = SDPError.Code(rawValue: 83)
    /// Retransmission of what is no payload type of the section, or is itself
    /// retransmission (RFC 4588 section 8.1).
    public static let unknownRetransmittedType = SDPError.Code(rawValue: 84)
    /// An a=extmap identifier that no header extension can have (RFC 8285 section
    /// 5).
    public static let extensionIDOutOfRange = SDPError.Code(rawValue: 85)
    /// An identifier occurs twice in a section (RFC 8285 section 5).
    public static let duplicateExtensionID = SDPError.Code(rawValue: 86)
    /// An identifier is two extensions in a BUNDLE group (RFC 9143 section 9.1).
    public static let extensionConflict = SDPError.Code(rawValue: 87)
    /// a=ssrc-group names a source without a=ssrc (RFC 5576 section 4.2).
    public static let undeclaredSource = SDPError.Code(rawValue: 88)
    /// A section that carries SCTP has no a=sctp-port (RFC 8841 section 5).
    public static let missingSCTPPort = SDPError.Code(rawValue: 89)
    /// A candidate that is not of a host has no related address (RFC 8839 section
    /// 5.1).
    public static let missingRelatedAddress = SDPError.Code(rawValue: 90)
}
