import ICECredentials
import SDP

/// All that a session knows: one value, so that a change is made as a whole or
/// not at all.
struct SessionState: Sendable {
    var signalingState = SignalingState.stable
    var transceivers: [Transceiver] = []
    /// Whether a data channel was created.
    var wantsData = false

    /// The o= line's session id and the tls-id, once drawn.
    var identity: Identity?
    /// Credentials of the sections' own transports, kept from the moment they
    /// are drawn so that an unchanged offer stays the same (IC-08).
    var credentials: [SectionPlan.Owner: ICECredentialPair] = [:]
    /// Those of the last offer that restarts ICE, which replace the others when it
    /// is applied.
    var restartedCredentials: [SectionPlan.Owner: ICECredentialPair] = [:]
    /// Mids given to sections, whether applied yet or not.
    var mids: [SectionPlan.Owner: ByteString] = [:]
    var midCount: UInt64 = 0

    /// What createOffer made last; nil after an answer.
    var lastCreatedOffer: Offer?
    /// What createOffer made last, also after an answer: its version counts.
    var previousOffer: Offer?
    var pendingLocalDescription: Offer?
    var currentLocalDescription: Offer?
    var currentRemoteDescription: RemoteDescription?
    /// The sections that share one transport since the last answer; nil if the
    /// peer does not bundle.
    var bundle: BundleGroup?

    struct Identity: Sendable {
        var sessionID: UInt64
        var tlsID: ByteString
    }

    struct BundleGroup: Sendable {
        /// In the order of the answer; the first is of the section that speaks
        /// for all (RFC 9143 section 7.1.3).
        let mids: [ByteString]
        private let members: Set<ByteString>

        init?(_ mids: [ByteString]) {
            if mids.isEmpty { return nil }
            self.mids = mids
            members = Set(mids)
        }

        var tag: ByteString { mids[0] }

        func contains(_ mid: ByteString) -> Bool { members.contains(mid) }
    }

    /// Where the transceiver is in `transceivers`, whose ids ascend. O(log n).
    func position(of id: TransceiverID) -> Int? {
        var low = 0
        var high = transceivers.count
        while low < high {
            let middle = (low + high) / 2
            if transceivers[middle].id.rawValue < id.rawValue {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < transceivers.count && transceivers[low].id == id ? low : nil
    }

    /// The offer whose sections keep their place: the pending one or the current.
    var appliedOffer: Offer? { pendingLocalDescription ?? currentLocalDescription }
}
