import SDP

/// The data channels of a session.
struct DataChannels: Sendable {
    /// Ids ascend.
    private(set) var all: [DataChannel] = []
    private var streams: Set<UInt16> = []
    private var count: UInt32 = 0
    /// Where the channels are that wait for a stream.
    private var waiting: [Int] = []
    /// No stream below is free.
    private var lowest: UInt32 = 0

    /// Makes sure that the stream is free and takes it.
    mutating func add(_ label: ByteString, _ options: DataChannelInit) throws(JSEPError)
        -> DataChannelID
    {
        if all.count >= 65_535 { throw JSEPError(.operation, "there are too many data channels") }
        if let stream = options.streamID, options.isNegotiated, !streams.insert(stream).inserted {
            throw JSEPError(.operation, "the stream of the channel is in use")
        }
        let id = DataChannelID(rawValue: count)
        count &+= 1
        var channel = DataChannel(id: id, label: label, options: options)
        channel.streamID = options.isNegotiated ? options.streamID : nil
        if channel.streamID == nil { waiting.append(all.count) }
        all.append(channel)
        return id
    }

    mutating func close(_ id: DataChannelID) {
        guard let position = position(id), all[position].state != .closed else { return }
        all[position].state = .closing
    }

    mutating func setState(_ state: DataChannelState, of id: DataChannelID) {
        guard let position = position(id) else { return }
        if state == .closed, let stream = all[position].streamID, streams.remove(stream) != nil {
            lowest = min(lowest, UInt32(stream))
        }
        all[position].state = state
    }

    mutating func closeAll() {
        for position in all.indices { all[position].state = .closed }
        streams = []
    }

    /// Gives streams to the channels without, even ones if `isClient` (RFC 8832
    /// section 6). The channels that none is left for, which are closed.
    mutating func assignStreams(isClient: Bool) -> [DataChannelID] {
        var next = lowest
        if next % 2 != (isClient ? 0 : 1) { next += 1 }
        var failed: [DataChannelID] = []
        for position in waiting where all[position].state == .connecting {
            while next < 65_535, streams.contains(UInt16(next)) { next += 2 }
            if next >= 65_535 {
                all[position].state = .closed
                failed.append(all[position].id)
                continue
            }
            streams.insert(UInt16(next))
            all[position].streamID = UInt16(next)
        }
        waiting = []
        lowest = next
        return failed
    }

    /// Ids are positions: channels are never taken out.
    private func position(_ id: DataChannelID) -> Int? {
        Int(id.rawValue) < all.count ? Int(id.rawValue) : nil
    }
}

extension SessionState {
    mutating func createDataChannel(
        _ label: ByteString, _ options: DataChannelInit
    ) throws(JSEPError) -> (id: DataChannelID, isFirst: Bool) {
        if label.count > 65_535 || options.subprotocol.count > 65_535 {
            throw JSEPError(.type, "a label or subprotocol is longer than 65535 bytes")
        }
        if options.maximumPacketLifeTime != nil && options.maximumRetransmits != nil {
            throw JSEPError(.type, "a channel has either a life time or a number of retransmits")
        }
        if options.isNegotiated {
            guard let stream = options.streamID else {
                throw JSEPError(.type, "a negotiated channel needs a stream")
            }
            if stream == 65_535 { throw JSEPError(.type, "there is no stream 65535") }
        }
        let id = try channels.add(label, options)
        let isFirst = !wantsData
        wantsData = true
        if sctp != nil, signalingState == .stable {
            // The role is known: the stream is given at once.
            _ = channels.assignStreams(isClient: isDataClient)
        }
        return (id, isFirst)
    }

    private var isDataClient: Bool {
        data?.transport.flatMap { transports[$0]?.setup } == .active
    }

    /// Gives the channels their streams once the DTLS role is known.
    mutating func assignStreams(_ effects: inout DescriptionEffects) {
        guard sctp != nil else { return }
        effects.failedChannels += channels.assignStreams(isClient: isDataClient)
    }
}
