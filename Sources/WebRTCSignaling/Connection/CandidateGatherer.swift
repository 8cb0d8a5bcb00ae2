import JSEP
import SDP

/// Where the candidates of a connection come from. It gathers none itself.
public struct CandidateGatherer: Sendable {
    /// Gathers the candidates of one generation: calls the second argument with each,
    /// and returns when there are no more.
    public typealias Gather =
        @Sendable (
            CandidateGeneration, _ found: @escaping @Sendable (Candidate<ByteString>) -> Void
        ) async -> Void

    let gather: Gather?

    /// A gatherer that asks the caller's ICE agent. The task that it runs in is
    /// cancelled when the connection is closed; what it finds for credentials that are
    /// no longer in use is dropped.
    public init(_ gather: @escaping Gather) { self.gather = gather }

    private init() { gather = nil }

    /// No candidates and no end of candidates: the gathering state stays `new`.
    public static let none = CandidateGatherer()

    /// The same candidates for each transport, all at once. Those that are no relays
    /// are left out where the transport policy wants relays.
    public static func fixed(_ candidates: [Candidate<ByteString>]) -> CandidateGatherer {
        CandidateGatherer { generation, found in
            for candidate in candidates
            where generation.transportPolicy == .all || candidate.type == "relay" {
                found(candidate)
            }
        }
    }
}

/// A transport with new credentials, whose candidates are to be gathered.
public struct CandidateGeneration: Sendable {
    /// The media section that the transport is written in, and its position from 0.
    public let mid: String
    public let index: Int
    public let usernameFragment: String
    public let password: String
    public let servers: [ICEServer]
    public let transportPolicy: ICETransportPolicy
}
