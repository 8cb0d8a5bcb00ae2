import FuzzSupport
import SDP

/// What an owned description says of its sections and lines, compared with the views of it.
package func checkOwned(_ owned: SessionDescription, _ view: DescriptionView) {
    require(owned.count == view.lineCount && owned.size == view.bytes.count, "the owned size")
    for (number, line) in owned.enumerated() {
        let other = view.line(number)
        require(
            line.type == other.type && line.attributeName == other.attributeName
                && line.value == other.value && line.bytes == other.bytes
                && line.name == other.attributeNameBytes, "an owned line", at: other.offset)
    }
    check(owned.sessionLines, view.session)
    require(
        same({ () throws(SDPError) in try owned.origin }) { () throws(SDPError) in
            Origin(copying: try view.session.origin)
        }, "the owned o= line")
    require(
        same({ () throws(SDPError) in try owned.groups }) { () throws(SDPError) in
            var groups: [Group<ByteString>] = []
            try view.session.forEach(Group<ByteView>.self) { groups.append(Group(copying: $0)) }
            return groups
        }, "the owned groups")
    for section in owned.media {
        let other = view.media[section.position]
        check(section.lines, other)
        checkMedia(section, other)
        if let mid = section.mid {
            let text = [UInt8](mid)
            require(
                view.section(mid: ByteView(text.span))?.number
                    == owned[mid: mid]?.position.advanced(by: 1),
                "a section by its mid is another")
        }
        if let mid = section.mid, let found = owned[mid: mid] {
            require(found.position <= section.position && found.mid == mid, "a section by its mid")
        }
    }
}

private func check(_ lines: DescriptionLines, _ section: SectionView) {
    require(lines.count == section.lineCount, "the owned lines of a section")
    for name in [AttributeName.mid, .rtpMap, .fingerprint] {
        let first: ByteString? =
            if let line = section.first(name) { ByteString(line.bytes) } else { nil }
        require(lines[name]?.bytes == first, "the first of a name")
        require(lines[all: name].count == section.count(of: name), "all of a name")
    }
    require((lines[type: 0x63] != nil) == (section.firstLine(ofType: 0x63) != nil), "by type")
}

/// Whether two give the same, or fail alike.
private func same<Value: Equatable>(
    _ one: () throws(SDPError) -> Value, _ other: () throws(SDPError) -> Value
) -> Bool {
    Result { () throws(SDPError) in try one() } == Result { () throws(SDPError) in try other() }
}

private func checkMedia(_ owned: MediaSection, _ view: SectionView) {
    require(
        same({ () throws(SDPError) in try owned.mediaLine }) { () throws(SDPError) in
            MediaLine(copying: try view.mediaLine)
        }, "the owned m= line")
    require(
        same({ () throws(SDPError) in try owned.candidates }) { () throws(SDPError) in
            try all(view, Candidate.init(copying:))
        }, "the owned candidates")
    require(
        same({ () throws(SDPError) in try owned.extensionMaps }) { () throws(SDPError) in
            try all(view, ExtensionMap.init(copying:))
        }, "the owned extensions")
    require(
        same({ () throws(SDPError) in try owned.ssrcs }) { () throws(SDPError) in
            try all(view, SSRC.init(copying:))
        }, "the owned sources")
    require(
        same({ () throws(SDPError) in try owned.ssrcGroups }) { () throws(SDPError) in
            try all(view, SSRCGroup.init(copying:))
        }, "the owned groups of sources")
    require(
        same({ () throws(SDPError) in try owned.rids }) { () throws(SDPError) in
            try all(view, RID.init(copying:))
        }, "the owned a=rid lines")
    require(
        same({ () throws(SDPError) in try owned.msids }) { () throws(SDPError) in
            try all(view, MediaStreamID.init(copying:))
        }, "the owned a=msid lines")
    require(
        same({ () throws(SDPError) in try owned.iceUsernameFragment }) { () throws(SDPError) in
            ByteString(copying: try view.iceUsernameFragment)
        }, "the owned user name fragment")
    require(
        same({ () throws(SDPError) in try owned.icePassword }) { () throws(SDPError) in
            ByteString(copying: try view.icePassword)
        }, "the owned password")
    require(
        same({ () throws(SDPError) in try owned.setup }) { () throws(SDPError) in
            try view.setup
        }, "the owned DTLS role")
    require(
        same({ () throws(SDPError) in try owned.fingerprints.first }) { () throws(SDPError) in
            // All are read, up to one that is malformed.
            var first: Fingerprint<ByteString>?
            try view.forEachInherited(Fingerprint<ByteView>.self) {
                if first == nil { first = Fingerprint(copying: $0) }
            }
            return first
        }, "the owned fingerprints")
    _ = try? owned.simulcast
    _ = try? owned.connection
    _ = try? owned.bandwidths
    _ = try? view.tlsID
    _ = try? view.sctpPort
    _ = view.hasForeignKeying
    for codec in (try? owned.codecs) ?? [] {
        let bytes = codec.parameters.map { [UInt8]($0) } ?? []
        require(codec.parameter("apt") == nil || !bytes.isEmpty, "a parameter of nothing")
        require(Array(codec.feedback) == codec.feedback.map { $0 }, "the feedback of a codec")
    }
}

private func all<View, Owned>(
    _ section: SectionView, _ owned: (borrowing View) -> Owned
) throws(SDPError) -> [Owned] where View: ReadableAttribute & ~Escapable {
    var values: [Owned] = []
    try section.forEach(View.self) { values.append(owned($0)) }
    return values
}

/// Each violation of a rule lies in the description, and its error can be shown.
package func checkViolations(of view: DescriptionView) {
    var verifier = Verifier(rules: .all)
    var count = 0
    verifier.forEachViolation(in: view) { error in
        count += 1
        require(
            error.offset <= view.bytes.count && error.section < view.sectionCount
                && error.code.reason.utf8CodeUnitCount > 0, "a violation lies outside")
    }
    let failure = outcome { () throws(SDPError) in try verifier.verify(view) }
    require((failure == nil) == (count == 0), "verifying and listing differ")
}
