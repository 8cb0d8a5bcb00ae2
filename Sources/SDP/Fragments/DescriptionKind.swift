/// What the bytes given to a line index are.
public enum DescriptionKind: UInt8, Hashable, Sendable {
    /// A session description: begins with `v=0` (RFC 8866).
    case full
    /// Part of one that carries ICE candidates, `application/trickle-ice-sdpfrag`
    /// (RFC 8840 section 9): no v=, o=, s= or t= line; attributes of the session
    /// level, such as a=ice-ufrag, then m= lines with a=mid and a=candidate.
    ///
    ///     a=ice-ufrag:9uB6
    ///     a=ice-pwd:YH75Fviy6338Vbrhrlp8Yh
    ///     m=audio 9 RTP/AVP 0
    ///     a=mid:1
    ///     a=candidate:1 1 UDP 2130706432 192.0.2.1 5010 typ host
    ///     a=end-of-candidates
    case fragment
}
