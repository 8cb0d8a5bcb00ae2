import SDP

/// A local description as it was applied.
struct LocalDescription: Sendable {
    let type: DescriptionType
    let created: CreatedDescription
    /// Grows with the candidates that are told later.
    var revision: UInt64

    var plan: DescriptionPlan { created.plan }

    /// With the candidates that are known by now (SO-04). O(bytes).
    func applied(_ state: SessionState) -> AppliedDescription {
        var plan = plan
        var isChanged = false
        for index in plan.sections.indices {
            guard case .own(var transport) = plan.sections[index].transport,
                let known = state.candidates[transport.usernameFragment],
                known != transport.candidates
            else { continue }
            transport.candidates = known
            plan.sections[index].transport = .own(transport)
            isChanged = true
        }
        if isChanged { plan.spreadDefaultAddresses() }
        // What was written once can be written again with candidates, which are checked.
        let bytes =
            isChanged
            ? (try? [UInt8](writing: { plan.write(to: &$0) })) ?? created.bytes
            : created.bytes
        return AppliedDescription(type: type, bytes: bytes, revision: revision)
    }
}

extension DescriptionPlan {
    /// Gives the sections that another section's transport carries its address
    /// (RFC 9143 section 7.5).
    mutating func spreadDefaultAddresses() {
        let isKnown = sections.contains {
            $0.ownTransport.map { $0.candidates.defaultAddress != DefaultAddress() } ?? false
        }
        if !isKnown { return }
        var addresses: [ByteString: DefaultAddress] = [:]
        var indices: [ByteString: Int] = [:]
        for (index, section) in sections.enumerated() { indices[section.mid] = index }
        for group in bundleGroups {
            guard let tag = group.first, let index = indices[tag] else { continue }
            for mid in group { addresses[mid] = sections[index].address }
        }
        for index in sections.indices {
            if case .bundled = sections[index].transport {
                sections[index].transport = .bundled(
                    addresses[sections[index].mid] ?? DefaultAddress())
            }
        }
    }
}

/// The candidates of the transports, by the user name fragment of their
/// generation.
struct LocalCandidates: Sendable {
    private var lists: [ByteString: CandidateList] = [:]

    subscript(usernameFragment: ByteString) -> CandidateList? { lists[usernameFragment] }

    /// Begins a generation. False if it is known.
    mutating func begin(_ usernameFragment: ByteString) -> Bool {
        if lists[usernameFragment] != nil { return false }
        lists[usernameFragment] = CandidateList()
        return true
    }

    mutating func add(
        _ candidate: Candidate<ByteString>, _ line: ByteString, _ usernameFragment: ByteString
    ) {
        lists[usernameFragment]?.lines.append(line)
        lists[usernameFragment]?.defaultAddress.consider(candidate)
    }

    mutating func complete(_ usernameFragment: ByteString) {
        lists[usernameFragment]?.isComplete = true
    }

    mutating func fixDefaultAddress(
        _ address: TransportAddress, _ usernameFragment: ByteString
    ) {
        lists[usernameFragment]?.defaultAddress = DefaultAddress(address)
    }

    mutating func remove(_ usernameFragment: ByteString) { lists[usernameFragment] = nil }

    /// Forgets the generations that are not among these.
    mutating func keep(_ usernameFragments: Set<ByteString>) {
        lists = lists.filter { usernameFragments.contains($0.key) }
    }
}

/// A remote description as it was applied, with the candidates that came later.
struct RemoteApplied: Sendable {
    var type: DescriptionType
    var description: RemoteDescription
    /// What the sections belong to.
    var owners: [SectionPlan.Owner]
    /// The mids of the sections, also of those for which none is written.
    var mids: [ByteString]
    /// Lines that were added to each section.
    var added: [Int: [ByteString]] = [:]
    var revision: UInt64

    /// O(bytes).
    var applied: AppliedDescription {
        AppliedDescription(type: type, bytes: bytes, revision: revision)
    }

    private var bytes: [UInt8] {
        if added.isEmpty { return description.bytes }
        var bytes: [UInt8] = []
        var written = 0
        for (index, section) in description.sections.enumerated() {
            guard let lines = added[index] else { continue }
            bytes += description.bytes[written..<section.end]
            written = section.end
            for line in lines { bytes += Array("\r\na=".utf8) + [UInt8](line) }
        }
        bytes += description.bytes[written...]
        return bytes
    }
}

/// The transports of a session.
struct Transports: Sendable {
    /// Ids ascend.
    private(set) var all: [Transport] = []
    var count: UInt32 = 0

    subscript(id: TransportID) -> Transport? { position(id).map { all[$0] } }

    mutating func add() -> TransportID {
        let id = TransportID(rawValue: count)
        count += 1
        all.append(Transport(id: id))
        return id
    }

    mutating func update(_ id: TransportID, _ body: (inout Transport) -> Void) {
        if let position = position(id) { body(&all[position]) }
    }

    mutating func keep(_ ids: Set<TransportID>) { all.removeAll { !ids.contains($0.id) } }

    private func position(_ id: TransportID) -> Int? {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].id.rawValue < id.rawValue { low = middle + 1 } else { high = middle }
        }
        return low < all.count && all[low].id == id ? low : nil
    }
}
