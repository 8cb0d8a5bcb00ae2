extension LineView {
    /// Reads the value of a line that has a typed reading, for its errors:
    /// those of the type's reading, `missingValue` for an attribute that needs a
    /// value, `unexpectedValue` for a flag that has one. O(bytes), does not
    /// allocate.
    public func checkValue() throws(SDPError) {
        var digest = ValueDigest()
        try read(into: &digest)
    }

    /// Reads the value of the line as its type, and combines every field of it
    /// into the digest; of a line without a type the value. Throws what
    /// `checkValue` throws. O(bytes), does not allocate.
    @inline(__always)
    package func read(into digest: inout ValueDigest) throws(SDPError) {
        if try readFrequentAttribute(into: &digest) { return }
        try readRareLine(into: &digest)
    }

    /// The attributes of which there are most, those that are read field by field.
    /// False for others and for those without a value.
    @inline(__always)
    private func readFrequentAttribute(into digest: inout ValueDigest) throws(SDPError) -> Bool {
        guard hasValue else { return false }
        let fields = FieldReader(record, of: description)
        do throws(SDPError) {
            switch attributeName {
            case .rtcpFeedback: try RTCPFeedback.read(fields, into: &digest)
            case .rtpMap: try RTPMap.read(fields, into: &digest)
            case .formatParameters: try FormatParameters.read(fields, into: &digest)
            case .extensionMap: try ExtensionMap.read(fields, into: &digest)
            case .ssrc: try SSRC.read(fields, into: &digest)
            case .ssrcGroup: try SSRCGroup.read(fields, into: &digest)
            case .candidate: try Candidate.read(fields, into: &digest)
            case .mid: try Mid.read(fields, into: &digest)
            case .msid: try MediaStreamID.read(fields, into: &digest)
            case .setup: try SetupRole.read(fields, into: &digest)
            case .iceUsernameFragment: try ICEUsernameFragment.read(fields, into: &digest)
            case .icePassword: try ICEPassword.read(fields, into: &digest)
            case .iceOptions: try ICEOptions.read(fields, into: &digest)
            case .fingerprint: try Fingerprint.read(fields, into: &digest)
            default: return false
            }
        } catch {
            throw error.shifted(by: valueOffset, section: section)
        }
        return true
    }

    /// Reads lines that are no attributes, attributes of which there are few, and those
    /// without a value.
    @inline(never)
    private func readRareLine(into digest: inout ValueDigest) throws(SDPError) {
        switch attributeName {
        case .sendReceive, .sendOnly, .receiveOnly, .inactive, .rtcpMux, .rtcpReducedSize,
            .rtcpMuxOnly, .bundleOnly, .endOfCandidates, .iceLite, .iceMismatch,
            .extensionMapAllowMixed:
            if hasValue {
                throw SDPError(.unexpectedValue, offset: valueOffset, section: section)
            }
            digest.combine(UInt64(attributeName.rawValue))
        case .rtcpFeedback, .rtpMap, .formatParameters, .extensionMap, .ssrc, .ssrcGroup,
            .candidate, .mid, .msid, .setup, .iceUsernameFragment, .icePassword, .iceOptions,
            .fingerprint:
            throw SDPError(.missingValue, offset: record.end, section: section)
        case .other:
            switch type {
            case UInt8(ascii: "m"): try read(MediaLine.self, into: &digest)
            case UInt8(ascii: "c"): try read(ConnectionData.self, into: &digest)
            case UInt8(ascii: "o"): try read(Origin.self, into: &digest)
            case UInt8(ascii: "s"): try read(SessionName.self, into: &digest)
            case UInt8(ascii: "t"): try read(Timing.self, into: &digest)
            case UInt8(ascii: "i"): try read(SessionInformation.self, into: &digest)
            case UInt8(ascii: "u"): try read(DescriptionURI.self, into: &digest)
            case UInt8(ascii: "e"): try read(EmailAddress.self, into: &digest)
            case UInt8(ascii: "p"): try read(PhoneNumber.self, into: &digest)
            case UInt8(ascii: "b"): try read(Bandwidth.self, into: &digest)
            case UInt8(ascii: "r"): try read(RepeatTimes.self, into: &digest)
            case UInt8(ascii: "z"): try read(TimeZoneAdjustments.self, into: &digest)
            case UInt8(ascii: "k"): try read(EncryptionKey.self, into: &digest)
            default: digest.combine(value)
            }
        case .rtcp: try readAttribute(RTCPPort.self, into: &digest)
        case .rid: try readAttribute(RID.self, into: &digest)
        case .simulcast: try readAttribute(Simulcast.self, into: &digest)
        case .group: try readAttribute(Group.self, into: &digest)
        case .msidSemantic: try readAttribute(MSIDSemantic.self, into: &digest)
        case .sctpPort: try readAttribute(SCTPPort.self, into: &digest)
        case .maximumMessageSize: try readAttribute(MaximumMessageSize.self, into: &digest)
        case .sctpMap: try readAttribute(SCTPMap.self, into: &digest)
        case .remoteCandidates: try readAttribute(RemoteCandidates.self, into: &digest)
        case .icePacing: try readAttribute(ICEPacing.self, into: &digest)
        case .tlsID: try readAttribute(TLSID.self, into: &digest)
        case .identity: try readAttribute(Identity.self, into: &digest)
        case .connection: try readAttribute(ConnectionReuse.self, into: &digest)
        case .packetTime: try readAttribute(PacketTime.self, into: &digest)
        case .maximumPacketTime: try readAttribute(MaximumPacketTime.self, into: &digest)
        case .framerate: try readAttribute(FrameRate.self, into: &digest)
        case .imageAttributes: try readAttribute(ImageAttributes.self, into: &digest)
        case .content: try readAttribute(Content.self, into: &digest)
        case .label: try readAttribute(Label.self, into: &digest)
        case .rtcpExtendedReports: try readAttribute(RTCPExtendedReports.self, into: &digest)
        case .quality: try readAttribute(Quality.self, into: &digest)
        case .language: try readAttribute(Language.self, into: &digest)
        case .sdpLanguage: try readAttribute(DescriptionLanguage.self, into: &digest)
        case .characterSet: try readAttribute(CharacterSet.self, into: &digest)
        case .tool: try readAttribute(Tool.self, into: &digest)
        case .type: try readAttribute(SessionType.self, into: &digest)
        case .category: try readAttribute(Category.self, into: &digest)
        case .keywords: try readAttribute(Keywords.self, into: &digest)
        case .orientation: try readAttribute(Orientation.self, into: &digest)
        case .sourceFilter: try readAttribute(SourceFilter.self, into: &digest)
        // Recognised so that their use can be refused, or kept for others.
        case .crypto, .keyManagement, .zrtpHash, .dtlsID, .dtlsMessage, .googleFlag:
            digest.combine(value)
        default: digest.combine(value)
        }
    }

    @inline(__always)
    private func readAttribute<Value: DigestedValue & ReadableAttribute & ~Escapable>(
        _: Value.Type, into digest: inout ValueDigest
    ) throws(SDPError) {
        guard hasValue else {
            throw SDPError(.missingValue, offset: record.end, section: section)
        }
        try read(Value.self, into: &digest)
    }

    @inline(__always)
    private func readAttribute<Value: DigestedFields & ReadableAttribute & ~Escapable>(
        _: Value.Type, into digest: inout ValueDigest
    ) throws(SDPError) {
        guard hasValue else {
            throw SDPError(.missingValue, offset: record.end, section: section)
        }
        do throws(SDPError) {
            try Value.read(FieldReader(record, of: description), into: &digest)
        } catch {
            throw error.shifted(by: record.attributeValueOffset, section: section)
        }
    }

    @inline(__always)
    private func read<Value: DigestedFields & ReadableLine & ~Escapable>(
        _: Value.Type, into digest: inout ValueDigest
    ) throws(SDPError) {
        do throws(SDPError) {
            // Of a line that is no attribute it is known where the value begins.
            let start = Int(record.offset) + 2
            try Value.read(
                FieldReader(from: start, ofLine: record, of: description), into: &digest)
        } catch {
            throw error.shifted(by: valueOffset, section: section)
        }
    }

    @inline(__always)
    private func read<Value: DigestedValue & ~Escapable>(
        _: Value.Type, into digest: inout ValueDigest
    ) throws(SDPError) {
        do throws(SDPError) {
            let value = try Value(reading: bytesOfValue)
            value.combine(into: &digest)
        } catch {
            throw error.shifted(by: valueOffset, section: section)
        }
    }

    /// `value`, which is not called so often that it would be inlined.
    private var bytesOfValue: ByteView {
        @inline(__always) @_lifetime(copy self)
        get { description.extracting(record.valueOffset..<record.end) }
    }

    /// A reader at the start of the value, which may look at bytes behind it.
    var fields: FieldReader {
        @inline(__always) @_lifetime(copy self)
        get { FieldReader(from: record.valueOffset, ofLine: record, of: description) }
    }
}

extension DescriptionView {
    /// Reads the value of every line as its type and combines every field of it
    /// into the digest. Throws the first violation of a grammar. O(bytes), does
    /// not allocate.
    package func readValues(into digest: inout ValueDigest) throws(SDPError) {
        for position in 0..<lineCount { try line(position).read(into: &digest) }
    }
}
