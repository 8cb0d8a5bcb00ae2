// Copies of what the section's view says. Each look-up is O(lines of the
// section) and allocates for its result; an attribute that is malformed throws.

extension MediaSection {
    /// The m= line.
    public var mediaLine: MediaLine<ByteString> {
        get throws(SDPError) {
            let value = try view.mediaLine
            return MediaLine(copying: value)
        }
    }

    /// The candidates of the section.
    public var candidates: [Candidate<ByteString>] {
        get throws(SDPError) { try view.copies(Candidate.init(copying:)) }
    }

    /// The RTP header extensions that are mapped.
    public var extensionMaps: [ExtensionMap<ByteString>] {
        get throws(SDPError) { try view.copies(ExtensionMap.init(copying:)) }
    }

    /// Attributes of RTP sources.
    public var ssrcs: [SSRC<ByteString>] {
        get throws(SDPError) { try view.copies(SSRC.init(copying:)) }
    }

    /// RTP sources that belong together.
    public var ssrcGroups: [SSRCGroup<ByteString>] {
        get throws(SDPError) { try view.copies(SSRCGroup.init(copying:)) }
    }

    /// The restricted RTP streams of the section.
    public var rids: [RID<ByteString>] {
        get throws(SDPError) { try view.copies(RID.init(copying:)) }
    }

    /// Which streams are sent or received at the same time.
    public var simulcast: Simulcast<ByteString>? {
        get throws(SDPError) {
            guard let value = try view.simulcast else { return nil }
            return Simulcast(copying: value)
        }
    }

    /// The streams that the track of the section belongs to.
    public var msids: [MediaStreamID<ByteString>] {
        get throws(SDPError) { try view.copies(MediaStreamID.init(copying:)) }
    }

    /// The certificate fingerprints here, else at the session level.
    public var fingerprints: [Fingerprint<ByteString>] {
        get throws(SDPError) {
            var copies: [Fingerprint<ByteString>] = []
            try view.forEachInherited(Fingerprint<ByteView>.self) {
                copies.append(Fingerprint(copying: $0))
            }
            return copies
        }
    }

    /// The ICE user name fragment here, else at the session level.
    public var iceUsernameFragment: ByteString? {
        get throws(SDPError) { ByteString(copying: try view.iceUsernameFragment) }
    }

    /// The ICE password here, else at the session level.
    public var icePassword: ByteString? {
        get throws(SDPError) { ByteString(copying: try view.icePassword) }
    }

    /// The DTLS role here, else at the session level.
    public var setup: SetupRole? {
        get throws(SDPError) { try view.setup }
    }

    /// The c= line here, else at the session level.
    public var connection: ConnectionData<ByteString>? {
        get throws(SDPError) {
            guard let value = try view.connection else { return nil }
            return ConnectionData(copying: value)
        }
    }

    /// The bandwidths of b= lines here.
    public var bandwidths: [Bandwidth<ByteString>] {
        get throws(SDPError) {
            var copies: [Bandwidth<ByteString>] = []
            try view.forEach(Bandwidth<ByteView>.self) { copies.append(Bandwidth(copying: $0)) }
            return copies
        }
    }
}

extension SessionDescription {
    /// The o= line; throws `missingLine` if there is none.
    public var origin: Origin<ByteString> {
        get throws(SDPError) {
            let value = try view.session.origin
            return Origin(copying: value)
        }
    }

    /// The groups of media sections.
    public var groups: [Group<ByteString>] {
        get throws(SDPError) { try view.session.copies(Group.init(copying:)) }
    }
}

extension SectionView {
    /// A copy of each attribute of that type.
    fileprivate func copies<Attribute: ReadableAttribute & ~Escapable, Copy>(
        _ copy: (borrowing Attribute) -> Copy
    ) throws(SDPError) -> [Copy] {
        var copies: [Copy] = []
        try forEach(Attribute.self) { copies.append(copy($0)) }
        return copies
    }
}
