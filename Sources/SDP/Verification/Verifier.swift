/// Verifies what a description means: that its parts agree with each other. A step
/// of its own, behind the grammar; what is malformed is passed over here.
///
/// Reused for one description after another, it does not allocate once it has
/// grown. O(n log n) of the bytes, whatever they say. One owner at a time.
public struct Verifier: ~Copyable, Sendable {
    /// What is verified.
    public var rules: VerificationRules

    /// Of each section, the session level in front.
    private var facts: [SectionFacts] = []
    private var mids = NameTable()
    private var rids = NameTable()
    /// The sections of all BUNDLE groups, group by group in their order.
    private var bundled: [UInt16] = []
    /// Where the groups are in `bundled`.
    private var groups: [Range<Int>] = []
    private var sources: [UInt32] = []

    public init(rules: VerificationRules = .webRTCOffer) { self.rules = rules }

    /// Throws the first violation.
    public mutating func verify(_ view: DescriptionView) throws(SDPError) {
        let rules = rules
        try run(view) { error throws(SDPError) in
            if rules.contains(VerificationRules(error.code)) { throw error }
        }
    }

    /// Calls `body` with every violation: rule by rule, not in the order of the
    /// bytes.
    public mutating func forEachViolation<Failure: Error>(
        in view: DescriptionView, _ body: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        let rules = rules
        try run(view) { error throws(Failure) in
            if rules.contains(VerificationRules(error.code)) { try body(error) }
        }
    }

    private mutating func run<Failure: Error>(
        _ view: DescriptionView, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        facts.removeAll(keepingCapacity: true)
        mids.removeAll()
        for number in 0..<view.sectionCount {
            facts.append(try SectionFacts(view.section(number), report))
        }
        try verifyMids(view, report)
        try verifyGroups(view, report)
        for number in facts.indices.dropFirst() where isLive(number) {
            let section = view.section(number)
            try verifyTransport(of: number, report)
            try verifyStreams(of: section, in: view.bytes, report)
            try verifySources(of: section, report)
            if facts[number].isRTP {
                let isMuxed = facts[number].has(.rtcpMux) || facts[number].group > 0
                try section.verifyPayloadTypes(isMuxed: isMuxed, report)
            }
        }
        try verifyIdentifiers(view, report)
    }

    /// Whether the section is in use: port 0 rejects it unless it is bundled
    /// (RFC 9143 sections 6 and 7.2).
    private func isLive(_ number: Int) -> Bool {
        let section = facts[number]
        return section.isKnown
            && (!section.has(.portZero) || section.has(.bundleOnly) && section.group > 0)
    }

    /// The section whose transport this one uses: the first of its group.
    private func tag(of number: Int) -> Int {
        let group = Int(facts[number].group)
        return group == 0 ? number : Int(bundled[groups[group - 1].lowerBound])
    }

    // MARK: Mids and groups

    private mutating func verifyMids<Failure: Error>(
        _ view: DescriptionView, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        for number in facts.indices.dropFirst() {
            guard let line = view.section(number).first(.mid),
                let mid = try? line.read(attribute: Mid.self)
            else { continue }
            mids.append(offset: line.valueOffset, count: mid.id.count, value: number)
        }
        mids.sort(in: view.bytes)
        try mids.forEachDuplicate(in: view.bytes) { mid throws(Failure) in
            try report(SDPError(.duplicateMid, offset: mid.offset, section: mid.value))
        }
    }

    private mutating func verifyGroups<Failure: Error>(
        _ view: DescriptionView, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        bundled.removeAll(keepingCapacity: true)
        groups.removeAll(keepingCapacity: true)
        let session = view.session
        for position in 0..<session.lineCount {
            let line = session.line(position)
            guard line.attributeName == .group, let group = try? line.read(attribute: Group.self),
                group.semantics == "BUNDLE"
            else { continue }
            let start = bundled.count
            try group.forEachMid { mid throws(Failure) in
                guard let found = mids.find(mid, in: view.bytes) else {
                    return try report(SDPError(.unknownBundledMid, offset: line.offset))
                }
                if facts[found].group > 0 {
                    return try report(SDPError(.bundledTwice, offset: line.offset))
                }
                facts[found].group = UInt16(truncatingIfNeeded: groups.count + 1)
                bundled.append(UInt16(truncatingIfNeeded: found))
            }
            if bundled.count > start { groups.append(start..<bundled.count) }
        }
        for group in groups {
            let first = address(of: Int(bundled[group.lowerBound]))
            for member in bundled[group] {
                let number = Int(member)
                let address = address(of: number)
                if isLive(number), address == .other || first != nil && address != first {
                    try report(
                        SDPError(
                            .bundledAddressMismatch, offset: facts[number].offset, section: number))
                }
            }
        }
    }

    private func address(of number: Int) -> SectionFacts.Address? {
        facts[number].address ?? facts[0].address
    }

    // MARK: Transport

    private func verifyTransport<Failure: Error>(
        of number: Int, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        let own = facts[number]
        let tag = tag(of: number)
        let inherited = own.flags.union(facts[0].flags)
        let shared = inherited.union(facts[tag].flags)
        func violation(_ code: SDPError.Code) throws(Failure) {
            try report(SDPError(code, offset: own.offset, section: number))
        }
        // A pair is not put together from two sections.
        let credentials: SectionFacts.Flags = [.iceUsernameFragment, .icePassword]
        let pair = inherited.isDisjoint(with: credentials) ? shared : inherited
        if !pair.isSuperset(of: credentials) { try violation(.missingICECredentials) }
        if !shared.contains(.fingerprint) {
            try violation(.missingFingerprint)
        } else if !shared.contains(.knownFingerprint) {
            try violation(.unusableFingerprint)
        }
        if !shared.contains(.setup) { try violation(.missingSetup) }
        if own.isRTP {
            if tag == number && !own.has(.rtcpMux) { try violation(.missingRTCPMux) }
            if own.has(.rtcpMuxOnly) && !own.has(.rtcpMux) {
                try violation(.missingRTCPMuxBesideOnly)
            }
        } else if own.transport == .sctp && !own.has(.sctpPort) {
            try violation(.missingSCTPPort)
        }
    }

    // MARK: Streams and sources

    private mutating func verifyStreams<Failure: Error>(
        of section: SectionView, in bytes: ByteView,
        _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        let number = section.number
        rids.removeAll()
        for position in 0..<section.lineCount {
            let line = section.line(position)
            guard line.attributeName == .rid, let rid = try? line.read(attribute: RID.self) else {
                continue
            }
            rids.append(
                offset: line.valueOffset, count: rid.id.count, value: Int(rid.direction.rawValue))
        }
        rids.sort(in: bytes)
        try rids.forEachDuplicate(in: bytes) { rid throws(Failure) in
            try report(SDPError(.duplicateRID, offset: rid.offset, section: number))
        }
        guard let line = section.first(.simulcast),
            let simulcast = try? line.read(attribute: Simulcast.self)
        else { return }
        func verify(_ direction: StreamDirection) throws(Failure) {
            try simulcast.forEachStream(direction) { stream throws(Failure) in
                try stream.forEachAlternative { rid, _ throws(Failure) in
                    guard let found = rids.find(rid, in: bytes) else {
                        return try report(
                            SDPError(.undeclaredRID, offset: line.offset, section: number))
                    }
                    if found != Int(direction.rawValue) {
                        try report(
                            SDPError(.ridDirectionMismatch, offset: line.offset, section: number))
                    }
                }
            }
        }
        try verify(.send)
        try verify(.receive)
    }

    private mutating func verifySources<Failure: Error>(
        of section: SectionView, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        sources.removeAll(keepingCapacity: true)
        for position in 0..<section.lineCount {
            let line = section.line(position)
            if line.attributeName == .ssrc, let source = try? line.read(attribute: SSRC.self),
                sources.last != source.id
            {
                sources.append(source.id)
            }
        }
        sources.sortInPlace(by: <)
        for position in 0..<section.lineCount {
            let line = section.line(position)
            guard line.attributeName == .ssrcGroup,
                let group = try? line.read(attribute: SSRCGroup.self)
            else { continue }
            try group.forEachSSRC { id throws(Failure) in
                let place = partition(sources.count) { sources[$0] >= id }
                if place == sources.count || sources[place] != id {
                    try report(
                        SDPError(.undeclaredSource, offset: line.offset, section: section.number))
                }
            }
        }
    }

    // MARK: Identifiers of one RTP session

    /// Verifies that payload types and extensions mean one thing in each group,
    /// and in each section that is in none.
    private func verifyIdentifiers<Failure: Error>(
        _ view: DescriptionView, _ report: (SDPError) throws(Failure) -> Void
    ) throws(Failure) {
        var session = ExtensionTable()
        try session.add(view.session, of: view, reportingDuplicates: true, report)
        for group in groups {
            var payloadTypes = PayloadTypeTable()
            var extensions = ExtensionTable()
            var inherits = false
            for member in bundled[group] where isLive(Int(member)) {
                let section = view.section(Int(member))
                if facts[Int(member)].isRTP { try payloadTypes.add(section, of: view, report) }
                if facts[Int(member)].has(.extensionMap) {
                    try extensions.add(section, of: view, reportingDuplicates: true, report)
                } else if !inherits {
                    inherits = true
                    try extensions.add(view.session, of: view, reportingDuplicates: false, report)
                }
            }
        }
        for number in facts.indices.dropFirst() where facts[number].group == 0 && isLive(number) {
            let section = view.section(number)
            if facts[number].isRTP {
                var payloadTypes = PayloadTypeTable()
                try payloadTypes.add(section, of: view, report)
            }
            var extensions = ExtensionTable()
            try extensions.add(section, of: view, reportingDuplicates: true, report)
        }
    }
}

/// The first of `0..<count` for which `isAtLeast` is true, which stays true behind
/// it; `count` if there is none.
func partition(_ count: Int, _ isAtLeast: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
        let middle = low + (high - low) / 2
        if isAtLeast(middle) { high = middle } else { low = middle + 1 }
    }
    return low
}
