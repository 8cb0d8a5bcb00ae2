import FuzzSupport
import SDP

// The lists within values: what is walked, put together again, is the value.

/// What must hold of the lists within the value of a line that is well formed.
func checkLists(of line: LineView) {
    do throws(SDPError) {
        if line.type == UInt8(ascii: "r") {
            return checkOffsets(try line.read(as: RepeatTimes.self))
        }
        if line.type == UInt8(ascii: "z") {
            return checkAdjustments(try line.read(as: TimeZoneAdjustments.self))
        }
        if line.type == UInt8(ascii: "b") {
            let bandwidth = try line.read(as: Bandwidth.self)
            let isKnown = ["AS", "TIAS", "CT", "RS", "RR"].contains(ByteString(bandwidth.type))
            return require(isKnown == (bandwidth.kind != nil), "the kind of a bandwidth")
        }
        if line.type != UInt8(ascii: "a") || !line.hasValue { return }
        switch line.attributeName {
        case .formatParameters: checkParameters(try line.read(attribute: FormatParameters.self))
        case .rid: checkRID(try line.read(attribute: RID.self))
        case .simulcast: checkStreams(try line.read(attribute: Simulcast.self))
        case .imageAttributes: checkSets(try line.read(attribute: ImageAttributes.self))
        case .remoteCandidates: checkCandidates(try line.read(attribute: RemoteCandidates.self))
        case .candidate: checkString(of: try line.read(attribute: Candidate.self))
        case .sourceFilter:
            let filter = try line.read(attribute: SourceFilter.self)
            var sources: [[UInt8]] = []
            filter.forEachSource { sources.append([UInt8]($0)) }
            require(sources == words(of: filter.sources), "the sources of a filter")
        case .identity:
            let identity = try line.read(attribute: Identity.self)
            var count = 0
            identity.forEachExtension { name, value in
                count += 1
                require(!name.isEmpty && value?.isEmpty != true, "an extension of nothing")
            }
            require((count == 0) == (identity.extensions == nil), "the extensions of an identity")
        case .content:
            let content = try line.read(attribute: Content.self)
            var kinds: [[UInt8]] = []
            content.forEachKind { kinds.append([UInt8]($0)) }
            require(Array(kinds.joined(separator: [0x2C])) == [UInt8](content.kinds), "the kinds")
        case .msidSemantic:
            let semantic = try line.read(attribute: MSIDSemantic.self)
            var ids: [[UInt8]] = []
            semantic.forEachID { ids.append([UInt8]($0)) }
            if let all = semantic.ids { require(ids == words(of: all), "the ids of a semantic") }
        case .rtcpExtendedReports:
            let reports = try line.read(attribute: RTCPExtendedReports.self)
            var formats: [[UInt8]] = []
            reports.forEachFormat { name, value in
                formats.append(joined(name, value))
            }
            require(formats == words(of: reports.formats), "the formats of reports")
        case .ssrcGroup:
            let group = try line.read(attribute: SSRCGroup.self)
            var sources: [UInt32] = []
            group.forEachSSRC { sources.append($0) }
            let texts = words(of: group.ssrcs).map { UInt32(String(decoding: $0, as: UTF8.self)) }
            require(sources.map { $0 } == texts, "the sources of a group")
        default: break
        }
    } catch {
        violation("a list of a value that is well formed fails: \(error)", at: line.offset)
    }
}

private func bytes(of text: ByteView?) -> [UInt8] { if let text { [UInt8](text) } else { [] } }

/// A name and, if it has one, a value, with `=` between them.
private func joined(_ name: ByteView, _ value: ByteView?) -> [UInt8] {
    if let value { [UInt8](name) + [0x3D] + [UInt8](value) } else { [UInt8](name) }
}

private func checkOffsets(_ times: RepeatTimes<ByteView>) {
    var count = 0
    let failure = outcome { () throws(SDPError) in
        try times.forEachOffset { _ in count += 1 }
    }
    require(failure == nil && count == words(of: times.offsets).count, "the offsets of r=")
}

private func checkAdjustments(_ zones: TimeZoneAdjustments<ByteView>) {
    var count = 0
    let failure = outcome { () throws(SDPError) in
        try zones.forEachAdjustment { _, _ in count += 2 }
    }
    require(failure == nil && count == words(of: zones.adjustments).count, "the pairs of z=")
}

private func checkParameters(_ value: FormatParameters<ByteView>) {
    value.forEachParameter { parameter in
        require(!(parameter.name.isEmpty && parameter.value == nil), "a parameter of nothing")
    }
    // What is no such list fails; what is one has numbers in range.
    _ = outcome { () throws(SDPError) in
        try value.forEachRedundantPayloadType { require($0 < 128, "a redundant payload type") }
    }
    _ = outcome { () throws(SDPError) in
        try value.forEachTelephoneEvent { require($0.lowerBound <= $0.upperBound, "events") }
    }
}

private func checkRID(_ rid: RID<ByteView>) {
    var formats: [[UInt8]] = []
    rid.forEachFormat { formats.append([UInt8]($0)) }
    require(
        Array(formats.joined(separator: [0x2C])) == bytes(of: rid.formats),
        "the formats of a=rid")
    var restrictions: [[UInt8]] = []
    rid.forEachRestriction { restriction in
        restrictions.append(
            joined(restriction.name, restriction.value))
    }
    require(
        Array(restrictions.joined(separator: [0x3B]))
            == bytes(of: rid.restrictions), "the restrictions of a=rid")
    _ = rid.limit("max-width")
}

private func checkStreams(_ simulcast: Simulcast<ByteView>) {
    for (direction, list) in [
        (StreamDirection.send, bytes(of: simulcast.send)),
        (.receive, bytes(of: simulcast.receive)),
    ] {
        var streams: [[UInt8]] = []
        simulcast.forEachStream(direction) { stream in
            var alternatives: [[UInt8]] = []
            stream.forEachAlternative { rid, isPaused in
                alternatives.append((isPaused ? [0x7E] : []) + [UInt8](rid))
            }
            streams.append(Array(alternatives.joined(separator: [0x2C])))
        }
        require(Array(streams.joined(separator: [0x3B])) == list, "the streams of a=simulcast")
    }
}

private func checkSets(_ images: ImageAttributes<ByteView>) {
    for direction in [StreamDirection.send, .receive] {
        let failure = outcome { () throws(SDPError) in
            try images.forEachSet(direction) { set in
                require(set.preference <= 100, "the preference of an image")
                set.forEachParameter { name, _ in require(!name.isEmpty, "a parameter of nothing") }
            }
        }
        require(failure == nil, "the sets of a=imageattr that is well formed")
    }
}

private func checkCandidates(_ value: RemoteCandidates<ByteView>) {
    var count = 0
    let failure = outcome { () throws(SDPError) in
        try value.forEachCandidate { _ in count += 3 }
    }
    require(failure == nil && count == words(of: value.candidates).count, "remote candidates")
}

/// The text that W3C WebRTC passes around, with and without `a=`.
private func checkString(of candidate: Candidate<ByteView>) {
    let copy = Candidate<ByteString>(copying: candidate)
    let text = written { copy.writeCandidateString(to: &$0) }
    for prefix in ["", "a="] {
        let failure = outcome { () throws(SDPError) in
            let whole = Array(prefix.utf8) + text
            let again = try Candidate(readingCandidateString: ByteView(whole.span))
            require(Candidate<ByteString>(copying: again) == copy, "the text of a candidate")
        }
        require(failure == nil, "the text of a candidate cannot be read")
    }
    var count = 0
    candidate.forEachExtension { name, value in
        count += 1
        if count == 1 {
            if name == "generation", let found = candidate.extensionValue("generation") {
                require(found == value, "an extension of a candidate")
            }
        }
    }
}
