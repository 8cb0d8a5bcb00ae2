import SDP

/// What a fragment with candidates of the peer says, in its order.
struct RemoteFragment {
    /// With the number of the section, from 1; nil stands for the end of all candidates.
    private(set) var candidates: [(CandidateInit?, section: Int)] = []

    /// Reads the fragment; throws the first violation of the grammar.
    init(reading text: Span<UInt8>, index: inout LineIndex) throws(SDPError) {
        let view = try index.read(text, as: .fragment)
        for position in 0..<view.media.count {
            let media = view.media[position]
            let mid = ByteString(copying: try media.mid)
            let fragment = ByteString(copying: try media.iceUsernameFragment)
            let section = position + 1
            try media.forEach(Candidate.self) { candidate throws(SDPError) in
                let text = try [UInt8](writing: { candidate.writeCandidateString(to: &$0) })
                candidates.append((named(ByteString(text), mid, fragment), section))
            }
            if media.hasFlag(.endOfCandidates) {
                candidates.append((named(ByteString(), mid, fragment), section))
            }
        }
        if view.session.hasFlag(.endOfCandidates) { candidates.append((nil, 0)) }
    }
}

/// A section without a mid is one that no description has.
private func named(
    _ candidate: ByteString, _ mid: ByteString?, _ usernameFragment: ByteString?
) -> CandidateInit {
    CandidateInit(candidate, mid: mid ?? ByteString(), usernameFragment: usernameFragment)
}
