import ICECredentials
import SDP

/// A transport that the host has: its ICE and DTLS parameters and its candidates, for
/// sessions whose configuration says `hostsTransports`. Its user name fragment names it.
public struct HostTransport: Sendable {
    /// 4 to 256 letters, digits, `+` and `/`. No two of a session are equal.
    public var usernameFragment: ByteString
    /// 22 to 256 of them.
    public var password: ByteString
    /// Of the certificate that this transport shows; none for those of the configuration.
    public var fingerprints: [Fingerprint<ByteString>]
    /// 20 to 255 characters (RFC 8842 section 5.2); nil writes no a=tls-id.
    public var tlsID: ByteString?
    /// Those that are known by now.
    public var candidates: [Candidate<ByteString>]
    /// Whether no more follow.
    public var endOfCandidates: Bool
    /// The address of the m= and c= lines; nil for that of a candidate (RFC 8839 section
    /// 4.2.1.2).
    public var defaultAddress: TransportAddress?
    /// The section that it is for; nil for the first one that needs a transport and has
    /// none.
    public var section: HostedSection?

    public init(
        usernameFragment: ByteString, password: ByteString,
        fingerprints: [Fingerprint<ByteString>] = [], tlsID: ByteString? = nil,
        candidates: [Candidate<ByteString>] = [], endOfCandidates: Bool = false,
        defaultAddress: TransportAddress? = nil, section: HostedSection? = nil
    ) {
        self.usernameFragment = usernameFragment
        self.password = password
        self.fingerprints = fingerprints
        self.tlsID = tlsID
        self.candidates = candidates
        self.endOfCandidates = endOfCandidates
        self.defaultAddress = defaultAddress
        self.section = section
    }
}

/// What a media section belongs to.
public enum HostedSection: Hashable, Sendable {
    case transceiver(TransceiverID)
    case data

    init?(_ owner: SectionPlan.Owner) {
        switch owner {
        case .transceiver(let id): self = .transceiver(id)
        case .data: self = .data
        case .none: return nil
        }
    }
}

/// Where media arrives without ICE.
public struct TransportAddress: Hashable, Sendable {
    /// An IPv4 or IPv6 address.
    public var address: ByteString
    public var port: UInt16
    /// Whether media is over TCP, which the m= line then says.
    public var isTCP: Bool

    public init(_ address: ByteString, port: UInt16, isTCP: Bool = false) {
        self.address = address
        self.port = port
        self.isTCP = isTCP
    }

    fileprivate func check() throws(JSEPError) {
        let isIPv6 = address.contains(UInt8(ascii: ":"))
        let isAddress = address.allSatisfy {
            $0 == UInt8(ascii: ".") || ByteSet.digits.contains($0)
                || (isIPv6 && ByteSet.fingerprint.contains($0))
        }
        guard isAddress, 2...45 ~= address.count else {
            throw JSEPError(.type, "a default address is no IP address")
        }
    }
}

/// A section for which the host has to hand over a transport, or new credentials.
public struct TransportDemand: Hashable, Sendable {
    /// The position of the section, from 0.
    public let index: Int
    public let mid: ByteString
    public let section: HostedSection
    /// The fragment of the transport that restarts ICE; nil if a transport is missing.
    public let restarts: ByteString?
}

/// What the host has of its own for a transport, where others of a session have it in
/// common.
struct HostedAssociation: Equatable, Sendable {
    /// None for those of the configuration.
    var fingerprints: [Fingerprint<ByteString>]
    var tlsID: ByteString?
}

/// The transports that the host has handed over, by their user name fragment.
struct HostedTransports: Sendable {
    private(set) var entries: [ByteString: Entry] = [:]
    private var count: UInt64 = 0

    struct Entry: Sendable {
        let order: UInt64
        let credentials: ICECredentialPair
        let section: HostedSection?
        let association: HostedAssociation
        /// The transport whose credentials these are to replace.
        let replaces: TransportID?
        /// Whether a local description has them.
        var isApplied = false
    }

    subscript(usernameFragment: ByteString) -> Entry? { entries[usernameFragment] }

    mutating func add(
        _ transport: HostTransport, _ credentials: ICECredentialPair, replacing id: TransportID?
    ) {
        entries[transport.usernameFragment] = Entry(
            order: count, credentials: credentials, section: transport.section,
            association: HostedAssociation(
                fingerprints: transport.fingerprints, tlsID: transport.tlsID),
            replaces: id)
        count += 1
    }

    mutating func remove(_ usernameFragment: ByteString) { entries[usernameFragment] = nil }

    mutating func markApplied(_ usernameFragment: ByteString, _ isApplied: Bool = true) {
        entries[usernameFragment]?.isApplied = isApplied
    }

    /// Forgets those that were applied and are not used any more.
    mutating func keep(_ used: Set<ByteString>) {
        entries = entries.filter { !$0.value.isApplied || used.contains($0.key) }
    }
}

extension SessionState {
    // MARK: Handing over

    mutating func addHostTransport(
        _ transport: HostTransport, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        try keep(transport, replacing: nil, configuration)
    }

    mutating func restartHostTransport(
        _ usernameFragment: ByteString, with transport: HostTransport,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        let applied = transports.all.first {
            $0.local?.usernameFragment == usernameFragment
        }
        guard let applied, let credentials = applied.credentials else {
            throw JSEPError(.invalidState, "no transport in use has this user name fragment")
        }
        guard transport.password != ByteString(credentials.password) else {
            throw JSEPError(.invalidModification, "a restart changes the password, too")
        }
        if let before = restarts[applied.id] { removeHosted(ByteString(before.usernameFragment)) }
        let new = try keep(transport, replacing: applied.id, configuration)
        restarts[applied.id] = new
        credentialsToReplace.insert(credentials)
    }

    mutating func removeHostTransport(_ usernameFragment: ByteString) throws(JSEPError) {
        guard let entry = hosted[usernameFragment], !entry.isApplied else {
            throw JSEPError(.invalidState, "no unused transport has this user name fragment")
        }
        if let id = entry.replaces {
            restarts[id] = nil
            if let current = transports[id]?.credentials { credentialsToReplace.remove(current) }
        }
        for (owner, proposal) in proposals where proposal.credentials == entry.credentials {
            proposals[owner]?.credentials = nil
        }
        removeHosted(usernameFragment)
    }

    private mutating func removeHosted(_ usernameFragment: ByteString) {
        hosted.remove(usernameFragment)
        candidates.remove(usernameFragment)
    }

    @discardableResult
    private mutating func keep(
        _ transport: HostTransport, replacing id: TransportID?,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) -> ICECredentialPair {
        guard hostsTransports else {
            throw JSEPError(.invalidState, "the session has transports of its own")
        }
        let credentials = ICECredentialPair(
            usernameFragment: [UInt8](transport.usernameFragment),
            password: [UInt8](transport.password))
        do throws(ICECredentialError) {
            try ICECredentialPair.check(
                usernameFragment: credentials.usernameFragment.span,
                password: credentials.password.span)
        } catch {
            throw JSEPError(.type, "a user name fragment or password is malformed")
        }
        guard transport.fingerprints.allSatisfy({ $0.isWellFormed }) else {
            throw JSEPError(.type, "a fingerprint is malformed")
        }
        if transport.fingerprints.isEmpty && configuration.fingerprints.isEmpty {
            throw JSEPError(.notReadable, "there is no certificate")
        }
        if let tlsID = transport.tlsID {
            guard 20...255 ~= tlsID.count, tlsID.allSatisfy({ ByteSet.tlsID.contains($0) })
            else { throw JSEPError(.type, "a tls-id is malformed") }
        }
        // One for each section that there may be, and one to restart each.
        if hosted.entries.count >= 2 * configuration.limits.mediaSections {
            throw JSEPError(.operation, "limit exceeded: transports")
        }
        guard candidates.begin(transport.usernameFragment) else {
            throw JSEPError(.invalidModification, "two transports have one user name fragment")
        }
        hosted.add(transport, credentials, replacing: id)
        if let address = transport.defaultAddress {
            try setDefaultAddress(address, transport.usernameFragment)
        }
        for candidate in transport.candidates {
            try addLocalCandidate(candidate, transport.usernameFragment, configuration)
        }
        if transport.endOfCandidates { candidates.complete(transport.usernameFragment) }
        return credentials
    }

    mutating func setDefaultAddress(
        _ address: TransportAddress, _ usernameFragment: ByteString
    ) throws(JSEPError) {
        try address.check()
        guard candidates[usernameFragment] != nil else {
            throw JSEPError(.invalidState, "no transport has this user name fragment")
        }
        candidates.fixDefaultAddress(address, usernameFragment)
        raiseLocalRevisions(usernameFragment)
    }

    // MARK: Taking

    /// Gives each section that needs one a transport of the host: one that is meant for
    /// it, else the first that is meant for none. Throws `operation` if there is none,
    /// and where the host has set no credentials for a restart.
    mutating func takeHosted(for owners: [CredentialOwner?]) throws(JSEPError) {
        releaseHosted(besides: owners)
        var missing: [Int] = []
        for (index, owner) in owners.enumerated() where needsDraw(owner) { missing.append(index) }
        if missing.isEmpty { return }
        var taken = Set(proposals.values.compactMap { $0.credentials })
        let free = hosted.entries.values.filter {
            !$0.isApplied && $0.replaces == nil && !taken.contains($0.credentials)
        }.sorted { $0.order < $1.order }
        for index in missing {
            guard case .proposal(let owner) = owners[index] else {
                throw JSEPError(
                    .operation, "the host has set no credentials for a restart",
                    section: index + 1)
            }
            let meant = free.first {
                $0.section != nil && $0.section == HostedSection(owner)
                    && !taken.contains($0.credentials)
            }
            let found =
                meant
                ?? free.first {
                    $0.section == nil && !taken.contains($0.credentials)
                }
            guard let found else {
                throw JSEPError(
                    .operation, "the host has handed over no transport for a section",
                    section: index + 1)
            }
            taken.insert(found.credentials)
            proposals[owner, default: Proposal()].credentials = found.credentials
        }
    }

    /// Takes back what sections were given that do without now.
    private mutating func releaseHosted(besides owners: [CredentialOwner?]) {
        var needed: Set<SectionPlan.Owner> = []
        for case .proposal(let owner)? in owners { needed.insert(owner) }
        for owner in proposals.keys where !needed.contains(owner) {
            proposals[owner]?.credentials = nil
        }
    }

    /// What the next offer or answer lacks. O(sections).
    func missingTransports(
        _ options: OfferOptions, _ configuration: SessionConfiguration
    ) -> [TransportDemand] {
        var copy = self
        let mids: [ByteString]
        let sections: [SectionPlan.Owner]
        let owners: [CredentialOwner?]
        if !hostsTransports { return [] }
        switch signalingState {
        case .stable, .haveLocalOffer:
            let layout = copy.layOutOffer(options, configuration)
            (mids, sections, owners) = (
                layout.mids, layout.slots.map { $0.owner }, layout.owners
            )
        case .haveRemoteOffer, .haveLocalProvisionalAnswer:
            guard let offer = pendingRemote else { return [] }
            let layout = layOutAnswer(to: offer, AnswerOptions(), configuration)
            (mids, sections, owners) = (offer.mids, offer.owners, layout.owners)
        case .haveRemoteProvisionalAnswer, .closed: return []
        }
        var demands: [TransportDemand] = []
        // What the host has handed over by now counts, as far as it goes.
        var available = owners
        while true {
            var attempt = copy
            do throws(JSEPError) {
                try attempt.takeHosted(for: available)
                return demands
            } catch {
                let index = error.section - 1
                guard available.indices.contains(index), let owner = available[index],
                    let section = HostedSection(sections[index])
                else { return demands }
                var restarts: ByteString?
                if case .restart(let id) = owner {
                    restarts = transports[id]?.local?.usernameFragment
                }
                demands.append(
                    TransportDemand(
                        index: index, mid: mids[index], section: section, restarts: restarts))
                available[index] = nil
            }
        }
    }

    /// Fills in what is known of the transport with these credentials.
    func complete(_ plan: inout TransportPlan) {
        plan.candidates = candidates[plan.usernameFragment] ?? CandidateList()
        plan.association = hosted[plan.usernameFragment]?.association
    }

    // MARK: After descriptions

    /// Forgets transports of the host that are not used any more. Returns the fragments
    /// of the others.
    mutating func keepUsedHosted() -> Set<ByteString> {
        if !hostsTransports { return [] }
        hosted.keep(Set(transports.all.compactMap { $0.local?.usernameFragment }))
        return Set(hosted.entries.keys)
    }

    /// Takes back what a description had that was rolled back.
    mutating func restoreHosted() {
        if !hostsTransports { return }
        let used = Set(transports.all.compactMap { $0.local?.usernameFragment })
        for (fragment, entry) in hosted.entries where entry.isApplied && !used.contains(fragment) {
            hosted.markApplied(fragment, false)
            if let id = entry.replaces, transports[id] != nil { restarts[id] = entry.credentials }
        }
    }
}

extension JSEPSession {
    // MARK: Transports of the host

    /// Hands over a transport of the host. The next offer or answer gives it to a section
    /// that needs one; with `BundlePolicy.maxBundle` one is enough. Its candidates may
    /// follow with `addLocalCandidate`.
    ///
    /// Throws `invalidState` unless the configuration says `hostsTransports`, `type` for
    /// malformed credentials, fingerprints, candidates and addresses, `notReadable`
    /// without any fingerprint, `invalidModification` for a user name fragment that the
    /// session has, and `operation` beyond the limits of sections and candidates.
    public func addHostTransport(_ transport: HostTransport) throws(JSEPError) {
        try checkOpen()
        try change { (state) throws(JSEPError) in
            try state.addHostTransport(transport, configuration)
        }
    }

    /// Sets the credentials with which a transport in use restarts ICE, by the next offer
    /// or by the answer to an offer that restarts; negotiation has to be updated
    /// afterwards. `section` of the new one is ignored. Throws as `addHostTransport`,
    /// `invalidState` if no transport in use has the fragment, and
    /// `invalidModification` for the same password.
    public func restartHostTransport(
        _ usernameFragment: ByteString, with transport: HostTransport
    ) throws(JSEPError) {
        try checkOpen()
        try change { (state) throws(JSEPError) in
            try state.restartHostTransport(usernameFragment, with: transport, configuration)
        }
    }

    /// Takes a transport back, or the credentials of a restart, that no local description
    /// has; else `invalidState` is thrown.
    public func removeHostTransport(_ usernameFragment: ByteString) throws(JSEPError) {
        try checkOpen()
        try change { (state) throws(JSEPError) in
            try state.removeHostTransport(usernameFragment)
        }
    }

    /// Fixes the address of the m= and c= lines for a transport, whatever its candidates
    /// are. Throws `type` for something else than an IP address, and `invalidState` for
    /// an unknown fragment.
    public func setDefaultAddress(
        _ address: TransportAddress, usernameFragment: ByteString
    ) throws(JSEPError) {
        try checkOpen()
        try change { (state) throws(JSEPError) in
            try state.setDefaultAddress(address, usernameFragment)
        }
    }

    /// The sections for which the next offer, or the answer to the pending one, lacks a
    /// transport of the host or credentials for a restart. None where the session has
    /// transports of its own. O(sections * transports); changes nothing.
    public func missingTransports(_ options: OfferOptions = OfferOptions()) -> [TransportDemand] {
        state.missingTransports(options, configuration)
    }
}
