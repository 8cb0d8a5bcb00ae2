import ICECredentials
import SDP

struct DataChannels: Sendable {
    var all: [DataChannel] = []
    mutating func close(_ id: DataChannelID) {}
    mutating func setState(_ state: DataChannelState, of id: DataChannelID) {}
}
struct CodecPreference: Sendable { init(_ codec: CodecCapability) {} }
private let unfinished = JSEPError(.operation, "not built yet")
extension JSEPSession {
    public func negotiatedCodecs(of id: TransceiverID) -> [NegotiatedCodec] { [] }
    public func negotiatedExtensions(of id: TransceiverID) -> [(id: UInt16, uri: ByteString)] { [] }
}
extension SessionState {
    var hasLocalDescription: Bool { false }
    var implicitLocalType: DescriptionType { .offer }
    mutating func close() { signalingState = .closed }
    mutating func createAnswer(_ o: AnswerOptions, _ c: CreationContext) throws(JSEPError) -> CreatedDescription { throw unfinished }
    mutating func offerToReceive(_ kind: MediaKind, _ value: Bool?, _ c: SessionConfiguration) throws(JSEPError) {}
    mutating func rollBack() throws(JSEPError) -> DescriptionEffects { throw unfinished }
    func checkLocal(_ t: DescriptionType) throws(JSEPError) {}
    func checkRemote(_ t: DescriptionType) throws(JSEPError) {}
    mutating func setLocal(_ d: CreatedDescription, as: DescriptionType) throws(JSEPError) -> DescriptionEffects { throw unfinished }
    mutating func setRemote(_ d: RemoteDescription, as: DescriptionType, _ c: CreationContext) throws(JSEPError) -> DescriptionEffects { throw unfinished }
    mutating func updateNegotiationNeeded() -> Bool { false }
    mutating func restartICE() -> Bool { false }
    mutating func addTransceiver(_ k: MediaKind, _ i: TransceiverInit, _ c: SessionConfiguration) throws(JSEPError) -> TransceiverID { throw unfinished }
    mutating func addTrack(_ t: ByteString, _ k: MediaKind, _ s: [ByteString], _ c: SessionConfiguration) throws(JSEPError) -> TransceiverID { throw unfinished }
    mutating func removeTrack(of id: TransceiverID) -> Bool { false }
    mutating func replaceTrack(of id: TransceiverID, with t: ByteString?, _ k: MediaKind?) throws(JSEPError) {}
    mutating func setStreams(_ s: [ByteString], of id: TransceiverID) throws(JSEPError) {}
    mutating func setDirection(_ d: MediaDirection, of id: TransceiverID) throws(JSEPError) -> Bool { false }
    mutating func stop(_ id: TransceiverID) -> Bool { false }
    mutating func setCodecPreferences(_ c: [CodecPreference], retransmits: Bool, of id: TransceiverID, _ g: SessionConfiguration) throws(JSEPError) {}
    mutating func setCodecPreferences(_ c: [CodecName], of id: TransceiverID, _ g: SessionConfiguration) throws(JSEPError) {}
    mutating func setEncodings(_ e: [Encoding], of id: TransceiverID, _ c: SessionConfiguration) throws(JSEPError) {}
    mutating func createDataChannel(_ l: ByteString, _ o: DataChannelInit) throws(JSEPError) -> (id: DataChannelID, isFirst: Bool) { throw unfinished }
    func remoteTransport(mid: ByteString) -> RemoteTransport? { nil }
    mutating func addLocalCandidate(_ c: Candidate<ByteString>, _ u: ByteString, _ g: SessionConfiguration) throws(JSEPError) -> Bool { false }
    mutating func endLocalCandidates(_ u: ByteString) -> Bool { false }
    mutating func addRemoteCandidate(_ c: RemoteCandidate?, _ g: SessionConfiguration) throws(JSEPError) {}
}
