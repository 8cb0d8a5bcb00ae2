import SDP

/// What has changed since the last offer was made.
struct OfferChanges {
    private(set) var isEverything = true
    /// The transceivers whose own section alone may say something else.
    private(set) var transceivers: [TransceiverID] = []

    static let everything = OfferChanges()
    static let nothing = OfferChanges(isEverything: false)

    var isNothing: Bool { !isEverything && transceivers.isEmpty }

    mutating func add(_ id: TransceiverID) {
        if isEverything || transceivers.contains(id) { return }
        transceivers.append(id)
        // Then making all of it is no more work.
        if transceivers.count > 64 { self = .everything }
    }
}

// How an offer is made from the one before where only some transceivers changed
// (CK-02). Gives the same bytes as making it anew, and gives up, nil, where that needs
// more than the sections of these transceivers and what names them.

extension SessionState {
    mutating func updateOffer(
        of changed: [TransceiverID], _ options: OfferOptions, _ context: CreationContext
    ) throws(JSEPError) -> CreatedDescription? {
        guard let last = lastCreatedOffer, last === previous, options == lastOfferOptions,
            !needsCanonicalName(context.configuration)
        else { return nil }
        var builder = try DescriptionBuilder(context)
        var update = OfferUpdate(last, context.cache)
        for id in changed.sorted(by: { $0.rawValue < $1.rawValue }) {
            guard let position = position(of: id) else { return nil }
            let isWanted = isWanted(.transceiver(id))
            let isDone: Bool
            if let index = update.index(of: id, transceivers[position].index) {
                isDone =
                    isWanted
                    ? try replace(index, &update, options, &builder)
                    : try reject(index, &update, options, &builder)
            } else {
                isDone = isWanted ? try append(id, &update, options, &builder) : true
            }
            if !isDone { return nil }
        }
        if update.isSame { return last }
        if update.changesStreams {
            update.plan.lipSyncGroups = lipSyncGroups(of: update.plan.sections)
        }
        update.plan.version = last.version + 1
        do throws(SDPError) {
            let offer = try update.finish()
            previous = offer
            lastCreatedOffer = offer
            return offer
        } catch {
            throw JSEPError(.operation, error.code.reason)
        }
    }

    /// The section says what its transceiver is now.
    private func replace(
        _ index: Int, _ update: inout OfferUpdate, _ options: OfferOptions,
        _ builder: inout DescriptionBuilder
    ) throws(JSEPError) -> Bool {
        let before = update.plan.sections[index]
        guard before.isLive else { return false }
        let slot = Slot(owner: before.owner, isLive: true, isKept: isKept(index, before.owner))
        let content = try content(
            of: slot, at: index, isNew: !isNegotiated(index, slot), options, &builder)
        try update.replace(
            index,
            with: SectionPlan(
                owner: before.owner, mid: before.mid, transport: before.transport,
                content: content))
        return true
    }

    /// The section is rejected, or gone if no description with it was applied.
    private func reject(
        _ index: Int, _ update: inout OfferUpdate, _ options: OfferOptions,
        _ builder: inout DescriptionBuilder
    ) throws(JSEPError) -> Bool {
        let before = update.plan.sections[index]
        if !before.isLive { return true }
        guard before.ownTransport == nil, update.removeFromBundle(before.mid) else {
            return false
        }
        let isKept = isKept(index, before.owner)
        if isKept {
            let slot = Slot(owner: before.owner, isLive: false, isKept: true)
            let content = try content(of: slot, at: index, isNew: false, options, &builder)
            try update.replace(
                index,
                with: SectionPlan(
                    owner: before.owner, mid: before.mid, transport: .none, content: content))
        } else {
            // The place of a rejected section falls back to it.
            if index < keptCount { return false }
            update.remove(index)
        }
        // Whether data says that media has its transport depends on it.
        return update.hasBundleOnly == update.last.plan.hasBundleOnly
    }

    /// A section for a new transceiver.
    private mutating func append(
        _ id: TransceiverID, _ update: inout OfferUpdate, _ options: OfferOptions,
        _ builder: inout DescriptionBuilder
    ) throws(JSEPError) -> Bool {
        let sections = update.plan.sections
        guard sections.count < builder.configuration.limits.mediaSections,
            let position = position(of: id), update.isAfterAll(id), !usesPlacesAgain(sections),
            // Data that speaks for itself alone says less.
            update.plan.bundleGroups.first?.count ?? 0 > 1,
            let tag = update.plan.bundleGroups.first?.first,
            let speaker = sections.firstIndex(where: { $0.mid == tag }),
            sections[speaker].ownTransport != nil
        else { return false }
        let transport: SectionPlan.Transport
        if isBundlingSettled {
            let slot = Slot(
                owner: sections[speaker].owner, isLive: true,
                isKept: isKept(speaker, sections[speaker].owner))
            guard bundles.place(tag) == 0, isNegotiated(speaker, slot) else { return false }
            transport = .bundled(sections[speaker].address)
        } else {
            let kind = transceivers[position].kind
            switch builder.configuration.bundlePolicy {
            case .maxCompat: return false
            case .balanced: if !update.hasLive(kind) { return false }
            case .maxBundle: break
            }
            if !update.hasBundleOnly { return false }
            transport = .bundleOnly
        }
        let owner = SectionPlan.Owner.transceiver(id)
        let mid = takeMid(for: owner)
        let slot = Slot(owner: owner, isLive: true, isKept: false)
        let end = sections.count - 1
        let isBeforeData = sections[end].owner == .data && !isKept(end, .data)
        let index = isBeforeData ? end : end + 1
        let content = try content(of: slot, at: index, isNew: true, options, &builder)
        try update.insert(
            SectionPlan(owner: owner, mid: mid, transport: transport, content: content),
            at: index, before: isBeforeData ? sections[end].mid : nil)
        return true
    }

    /// Whether a section has the place of a rejected one, which the first new section of all
    /// gets.
    private func usesPlacesAgain(_ sections: [SectionPlan]) -> Bool {
        let kept = (pendingLocal ?? currentLocal)?.plan.sections ?? []
        return zip(kept, sections).contains { $0.owner != $1.owner }
    }

    private var keptCount: Int { (pendingLocal ?? currentLocal)?.plan.sections.count ?? 0 }

    /// Whether the last description that was applied has the section too.
    private func isKept(_ index: Int, _ owner: SectionPlan.Owner) -> Bool {
        guard let sections = (pendingLocal ?? currentLocal)?.plan.sections,
            index < sections.count
        else { return false }
        return sections[index].owner == owner
    }
}

/// An offer on its way to the next one.
private struct OfferUpdate {
    let last: CreatedDescription
    var plan: DescriptionPlan
    private var texts: [SectionText]
    private let cache: CacheAccess?
    private(set) var isSame = true
    /// Whether other sections may be synchronised than before.
    private(set) var changesStreams = false

    init(_ last: CreatedDescription, _ cache: CacheAccess?) {
        self.last = last
        self.cache = cache
        plan = last.plan
        texts = last.sections
    }

    /// Where the section of the transceiver is, most likely at `place`.
    func index(of id: TransceiverID, _ place: Int?) -> Int? {
        let owner = SectionPlan.Owner.transceiver(id)
        if let place, place < plan.sections.count, plan.sections[place].owner == owner {
            return place
        }
        return plan.sections.firstIndex { $0.owner == owner }
    }

    /// Whether all sections are live and belong to earlier transceivers.
    func isAfterAll(_ id: TransceiverID) -> Bool {
        plan.sections.allSatisfy { section in
            if case .transceiver(let other) = section.owner, other.rawValue >= id.rawValue {
                return false
            }
            return section.isLive
        }
    }

    var hasBundleOnly: Bool { plan.hasBundleOnly }

    func hasLive(_ kind: MediaKind) -> Bool {
        plan.sections.contains {
            if case .media(let media) = $0.content {
                $0.isLive && media.kind == kind
            } else {
                false
            }
        }
    }

    mutating func replace(_ index: Int, with section: SectionPlan) throws(JSEPError) {
        if section.saysTheSame(as: plan.sections[index]) { return }
        if section.sentStreams != plan.sections[index].sentStreams { changesStreams = true }
        plan.sections[index] = section
        texts[index] = try text(of: section)
        isSame = false
    }

    mutating func remove(_ index: Int) {
        if !plan.sections[index].sentStreams.isEmpty { changesStreams = true }
        plan.sections.remove(at: index)
        texts.remove(at: index)
        isSame = false
    }

    mutating func insert(
        _ section: SectionPlan, at index: Int, before mid: ByteString?
    ) throws(JSEPError) {
        if !section.sentStreams.isEmpty { changesStreams = true }
        plan.sections.insert(section, at: index)
        texts.insert(try text(of: section), at: index)
        let place = mid.flatMap { plan.bundleGroups[0].lastIndex(of: $0) }
        plan.bundleGroups[0].insert(section.mid, at: place ?? plan.bundleGroups[0].count)
        isSame = false
    }

    /// False if that leaves a group that is none.
    mutating func removeFromBundle(_ mid: ByteString) -> Bool {
        for group in plan.bundleGroups.indices {
            guard let place = plan.bundleGroups[group].firstIndex(of: mid) else { continue }
            if place == 0 || plan.bundleGroups[group].count < 3 { return false }
            plan.bundleGroups[group].remove(at: place)
            return true
        }
        return false
    }

    private func text(of section: SectionPlan) throws(JSEPError) -> SectionText {
        do throws(SDPError) { return try plan.text(of: section, cache) } catch {
            throw JSEPError(.operation, error.code.reason)
        }
    }

    func finish() throws(SDPError) -> CreatedDescription {
        try CreatedDescription(plan, texts, after: last)
    }
}

extension SectionPlan {
    /// The streams of a live section.
    fileprivate var sentStreams: [ByteString] {
        guard isLive, case .media(let media) = content else { return [] }
        return media.streams ?? []
    }
}
