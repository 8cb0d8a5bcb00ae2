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
        get throws(SDPError) { try inherited(ConnectionData.self) }
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
            let line = line(position)
            if let direction = MediaDirection(line.attributeName), !line.hasValue {
                return direction
            }
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
    public var isBundleOnly: Bool { hasFlag(.bundleOnly) }

    /// Whether an attribute of that name is there, and its first has no value.
    public func hasFlag(_ name: AttributeName) -> Bool {
        guard let line = first(name) else { return false }
        return !line.hasValue
    }

    /// How many attributes of that name there are. O(lines).
    public func count(of name: AttributeName) -> Int {
        var count = 0
        forEach(name) { _ in count += 1 }
        return count
    }

    /// Which streams are sent or received at the same time.
    public var simulcast: Simulcast<ByteView>? {
        @_lifetime(copy self)
        get throws(SDPError) { try first(Simulcast.self) }
    }

    /// The options of ICE here, else at the session level.
    public var iceOptions: ICEOptions<ByteView>? {
        @_lifetime(copy self)
        get throws(SDPError) { try inherited(ICEOptions.self) }
    }

    /// The name of the DTLS association here, else at the session level.
    public var tlsID: ByteView? {
        @_lifetime(copy self)
        get throws(SDPError) { try inherited(TLSID.self)?.value }
    }

    /// The SCTP port of a data section: that of a=sctp-port, else of a=sctpmap.
    public var sctpPort: UInt16? {
        get throws(SDPError) {
            if let port = try first(SCTPPort.self) { return port.port }
            return try first(SCTPMap.self)?.port
        }
    }

    /// Whether keys are offered in the description itself or by other means
    /// than DTLS (a=crypto, a=key-mgmt, k=), none of which may be used.
    public var hasForeignKeying: Bool {
        has(.crypto) || has(.keyManagement) || firstLine(ofType: UInt8(ascii: "k")) != nil
    }

    /// Reads every line that has a typed reading, so that the first violation
    /// of a grammar is thrown. O(bytes), does not allocate.
    public func checkValues() throws(SDPError) {
        for position in 0..<lineCount { try line(position).checkValue() }
    }
}
