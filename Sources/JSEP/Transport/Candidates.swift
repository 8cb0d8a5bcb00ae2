import SDP

// Candidates that come after a description: W3C WebRTC, addIceCandidate, and RFC 9429
// sections 4.1.18 and 3.5.2.

extension SessionState {
    @discardableResult
    mutating func addLocalCandidate(
        _ candidate: Candidate<ByteString>, _ usernameFragment: ByteString,
        _ configuration: SessionConfiguration
    ) throws(JSEPError) -> Bool {
        guard let list = candidates[usernameFragment] else { return false }
        // RFC 8445 section 5.2
        if isICELite && candidate.type != "host" {
            throw JSEPError(.type, "a lite agent has host candidates only")
        }
        var candidate = candidate
        if configuration.iceTransportPolicy == .relay {
            guard candidate.type == "relay" else { return false }
            candidate = candidate.withoutBase
        }
        if list.lines.count >= configuration.limits.candidates {
            throw JSEPError(.operation, "limit exceeded: candidates of a section")
        }
        let line: ByteString
        do throws(SDPError) {
            let bytes = try [UInt8](writing: { candidate.write(to: &$0) })
            _ = try Candidate<ByteView>(reading: ByteView(bytes.span))
            line = ByteString(bytes)
        } catch {
            throw JSEPError(.type, "a candidate is malformed")
        }
        candidates.add(candidate, line, usernameFragment)
        raiseLocalRevisions(usernameFragment)
        return true
    }

    mutating func endLocalCandidates(_ usernameFragment: ByteString) -> Bool {
        guard candidates[usernameFragment] != nil else { return false }
        candidates.complete(usernameFragment)
        raiseLocalRevisions(usernameFragment)
        return true
    }

    mutating func raiseLocalRevisions(_ usernameFragment: ByteString) {
        revision += 1
        if pendingLocal?.has(usernameFragment) == true { pendingLocal?.revision = revision }
        if currentLocal?.has(usernameFragment) == true { currentLocal?.revision = revision }
    }

    mutating func addRemoteCandidate(
        _ candidate: CandidateInit?, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        guard let candidate else {
            try endRemoteCandidates(nil, nil)
            return
        }
        let isEnd = candidate.candidate.isEmpty
        if !isEnd && candidate.mid == nil && candidate.index == nil {
            throw JSEPError(.type, "a candidate needs a mid or an index")
        }
        guard pendingRemote != nil || currentRemote != nil else {
            throw JSEPError(.invalidState, "there is no remote description")
        }
        let index = try section(of: candidate)
        if let index, isRejected(index) { return }
        if let fragment = candidate.usernameFragment {
            guard hasRemoteFragment(fragment, index) else {
                throw JSEPError(.operation, "no section has this user name fragment")
            }
        }
        if isEnd {
            try endRemoteCandidates(index, candidate.usernameFragment)
            return
        }
        guard let index else { return }
        try add(candidate, to: index, configuration)
    }

    /// The section that a mid or an index names.
    private func section(of candidate: CandidateInit) throws(JSEPError) -> Int? {
        guard let remote = pendingRemote ?? currentRemote else { return nil }
        if let mid = candidate.mid {
            guard let index = remote.mids.firstIndex(of: mid) else {
                throw JSEPError(.operation, "no section has this mid")
            }
            return index
        }
        guard let index = candidate.index else { return nil }
        guard Int(index) < remote.mids.count else {
            throw JSEPError(.operation, "there is no section of this index")
        }
        return Int(index)
    }

    private func isRejected(_ index: Int) -> Bool {
        let remote = pendingRemote ?? currentRemote
        guard let remote else { return false }
        if remote.description.sections[index].isRejected { return true }
        guard case .transceiver(let id) = remote.owners[index] else { return false }
        return position(of: id).map { transceivers[$0].isStopped } ?? true
    }

    private func hasRemoteFragment(_ fragment: ByteString, _ index: Int?) -> Bool {
        [pendingRemote, currentRemote].contains { remote in
            guard let remote else { return false }
            guard let index else {
                return remote.description.sections.contains { $0.iceUsernameFragment == fragment }
            }
            return remote.fragment(index) == fragment
        }
    }

    private mutating func add(
        _ candidate: CandidateInit, to index: Int, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        let parsed: Candidate<ByteString>
        let line: ByteString
        let bytes = [UInt8](candidate.candidate)
        let view = ByteView(bytes.span)
        if view.breaksLine || view.count > configuration.limits.lineBytes {
            throw JSEPError(.operation, "a candidate is malformed")
        }
        var start = 0
        let prefix = Array("candidate:".utf8)
        if bytes.starts(with: prefix) { start = prefix.count }
        do throws(SDPError) {
            let value = view.extracting(start..<view.count)
            parsed = Candidate<ByteString>(copying: try Candidate<ByteView>(reading: value))
            line = ByteString(value)
        } catch {
            throw JSEPError(.operation, "a candidate is malformed")
        }
        revision += 1
        let isPending = pendingRemote != nil
        let fragment = candidate.usernameFragment
        if isPending, fragment == nil || pendingRemote?.fragment(index) == fragment {
            try SessionState.add(parsed, line, to: index, of: &pendingRemote, configuration)
            pendingRemote?.revision = revision
        }
        if !isPending || (fragment != nil && currentRemote?.fragment(index) == fragment) {
            try SessionState.add(parsed, line, to: index, of: &currentRemote, configuration)
            currentRemote?.revision = revision
        }
    }

    private static func add(
        _ candidate: Candidate<ByteString>, _ line: ByteString, to index: Int,
        of remote: inout RemoteApplied?, _ configuration: SessionConfiguration
    ) throws(JSEPError) {
        guard let sections = remote?.description.sections, index < sections.count else { return }
        if sections[index].candidates.count >= configuration.limits.candidates {
            throw JSEPError(.operation, "limit exceeded: candidates of a section")
        }
        remote?.description.sections[index].candidates.append(candidate)
        remote?.added[index, default: []].append("candidate:" + line)
    }

    /// Ends the candidates of a section, or of all.
    private mutating func endRemoteCandidates(
        _ index: Int?, _ fragment: ByteString?
    ) throws(JSEPError) {
        guard pendingRemote != nil || currentRemote != nil else {
            throw JSEPError(.invalidState, "there is no remote description")
        }
        revision += 1
        if pendingRemote != nil {
            pendingRemote?.endCandidates(index, fragment)
            pendingRemote?.revision = revision
        } else {
            currentRemote?.endCandidates(index, fragment)
            currentRemote?.revision = revision
        }
    }

    /// The peer's transport for the section of that mid: its own, or that of
    /// the section that speaks for its bundle.
    func remoteTransport(mid: ByteString) -> RemoteTransport? {
        guard let remote = currentRemote else { return nil }
        let speaker = bundles.place(mid).map { bundles.groups[$0][0] } ?? mid
        guard let index = remote.mids.firstIndex(of: speaker),
            !remote.description.sections[index].isRejected
        else { return nil }
        var transport = remote.description.sections[index].transport
        transport?.isICELite = remote.description.isICELite
        return transport
    }
}

extension Candidate<ByteString> {
    /// The same, saying nothing of the host (RFC 9429 section 3.5.3).
    fileprivate var withoutBase: Candidate<ByteString> {
        let isIPv6 = relatedAddress?.contains(UInt8(ascii: ":")) ?? false
        return Candidate(
            foundation: foundation, component: component, transport: transport,
            priority: priority, address: address, port: port, type: type,
            relatedAddress: relatedAddress.map { _ in isIPv6 ? "::" : "0.0.0.0" },
            relatedPort: relatedPort.map { _ in 0 }, extensions: extensions)
    }
}

extension LocalDescription {
    fileprivate func has(_ usernameFragment: ByteString) -> Bool {
        plan.sections.contains { $0.ownTransport?.usernameFragment == usernameFragment }
    }
}

extension RemoteApplied {
    /// The user name fragment of the section, or of the one that speaks for it; nil
    /// if this description has no such section.
    fileprivate func fragment(_ index: Int) -> ByteString? {
        guard index < description.sections.count else { return nil }
        if let own = description.sections[index].iceUsernameFragment { return own }
        for group in description.bundleGroups where group.contains(mids[index]) {
            guard let tag = group.first, let speaker = mids.firstIndex(of: tag) else { continue }
            return description.sections[speaker].iceUsernameFragment
        }
        return nil
    }

    fileprivate mutating func endCandidates(_ index: Int?, _ fragment: ByteString?) {
        for position in description.sections.indices
        where index == nil || index == position {
            let section = description.sections[position]
            if section.isRejected || section.endOfCandidates { continue }
            if let fragment, section.iceUsernameFragment != fragment { continue }
            if section.iceUsernameFragment == nil { continue }
            description.sections[position].endOfCandidates = true
            added[position, default: []].append("end-of-candidates")
        }
    }
}
