extension SectionView {
    /// Whether this is a media section and not the session level.
    public var isMedia: Bool { number > 0 }

    /// The m= line; throws `missingLine` at the session level.
    public var mediaLine: MediaLine<ByteView> {
        @_lifetime(copy self)
        get throws(SDPError) { try required(UInt8(ascii: "m")) }
    }

    /// The o= line of the session level; throws `missingLine` if there is none.
    public var origin: Origin<ByteView> {
        @_lifetime(copy self)
        get throws(SDPError) { try required(UInt8(ascii: "o")) }
    }

    @_lifetime(copy self)
    private func required<Value: ReadableValue & ~Escapable>(
        _ type: UInt8
    ) throws(SDPError) -> Value {
        guard let line = firstLine(ofType: type) else {
            throw SDPError(
                .missingLine, offset: lineCount > 0 ? line(0).offset : 0, section: number)
        }
        return try line.read(as: Value.self)
    }

    /// The c= line of this section, else of the session level (RFC 8866
    /// section 5.7).
    public var connection: ConnectionData<ByteView>? {
        @_lifetime(copy self)
        get throws(SDPError) {
            if let line = firstLine(ofType: UInt8(ascii: "c")) {
                return try line.read(as: ConnectionData.self)
            }
            if let line = session.firstLine(ofType: UInt8(ascii: "c")) {
                return try line.read(as: ConnectionData.self)
            }
            return nil
        }
    }

    /// The media section's name.
    public var mid: ByteView? {
        @_lifetime(copy self)
        get throws(SDPError) { try first(Mid.self)?.id }
    }

    /// The direction here, else at the session level, else sendrecv (RFC 8866
    /// section 6.7).
    public var direction: MediaDirection {
        ownDirection ?? session.ownDirection ?? .sendReceive
    }

    /// The direction that is written here, if one is.
    public var ownDirection: MediaDirection? {
        for position in 0..<lineCount {
            let name = line(position).attributeName
            if let direction = MediaDirection(name) { return direction }
        }
        return nil
    }

    /// The ICE user name fragment here, else at the session level.
    public var iceUsernameFragment: ByteView? {
        @_lifetime(copy self)
        get throws(SDPError) { try inherited(ICEUsernameFragment.self)?.value }
    }

    /// The ICE password here, else at the session level.
    public var icePassword: ByteView? {
        @_lifetime(copy self)
        get throws(SDPError) { try inherited(ICEPassword.self)?.value }
    }

    /// The first certificate fingerprint here, else at the session level.
    public var fingerprint: Fingerprint<ByteView>? {
        @_lifetime(copy self)
        get throws(SDPError) { try inherited(Fingerprint.self) }
    }

    /// The DTLS role here, else at the session level.
    public var setup: SetupRole? {
        get throws(SDPError) { try inherited(SetupRole.self) }
    }

    /// Whether the section has port 0 because its transport is another
    /// section's (RFC 9143 section 6).
    public var isBundleOnly: Bool { has(.bundleOnly) }

    /// Reads every line that has a typed reading, so that the first violation
    /// of a grammar is thrown. O(bytes), does not allocate.
    public func checkValues() throws(SDPError) {
        for position in 0..<lineCount { try line(position).checkValue() }
    }
}

extension LineView {
    /// Reads the value of a line that has a typed reading, for its errors.
    public func checkValue() throws(SDPError) {
        switch type {
        case UInt8(ascii: "o"): _ = try read(as: Origin.self)
        case UInt8(ascii: "c"): _ = try read(as: ConnectionData.self)
        case UInt8(ascii: "m"): _ = try read(as: MediaLine.self)
        case UInt8(ascii: "a"): try checkAttribute()
        default: break
        }
    }

    private func checkAttribute() throws(SDPError) {
        switch attributeName {
        case .rtpMap: _ = try read(attribute: RTPMap.self)
        case .formatParameters: _ = try read(attribute: FormatParameters.self)
        case .rtcpFeedback: _ = try read(attribute: RTCPFeedback.self)
        case .extensionMap: _ = try read(attribute: ExtensionMap.self)
        case .fingerprint: _ = try read(attribute: Fingerprint.self)
        case .msid: _ = try read(attribute: MediaStreamID.self)
        case .group: _ = try read(attribute: Group.self)
        case .mid: _ = try read(attribute: Mid.self)
        case .iceUsernameFragment: _ = try read(attribute: ICEUsernameFragment.self)
        case .icePassword: _ = try read(attribute: ICEPassword.self)
        case .iceOptions: _ = try read(attribute: ICEOptions.self)
        case .candidate: _ = try read(attribute: Candidate.self)
        case .rtcp: _ = try read(attribute: RTCPPort.self)
        case .setup: _ = try read(attribute: SetupRole.self)
        case .sctpPort: _ = try read(attribute: SCTPPort.self)
        case .maximumMessageSize: _ = try read(attribute: MaximumMessageSize.self)
        case .sendReceive, .sendOnly, .receiveOnly, .inactive, .rtcpMux, .rtcpReducedSize,
            .rtcpMuxOnly, .bundleOnly, .endOfCandidates, .iceLite, .extensionMapAllowMixed:
            if hasValue {
                throw SDPError(.unexpectedValue, offset: valueOffset, section: section)
            }
        default: break
        }
    }
}
