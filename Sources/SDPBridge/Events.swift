// SAFETY of this file. As Handles.swift describes. The slices of an event point into
// memory of the session's handle, which is written to when the next event is taken.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import JSEP
import SDP

/// Something that happened in a session.
struct SessionEvent {
    fileprivate var kind: Int
    fileprivate var id = UInt32.max
    fileprivate var state: UInt32 = 0
    fileprivate var index: UInt32 = 0
    fileprivate var lost: UInt64 = 0
    fileprivate var mid = ByteString()
    fileprivate var text = ByteString()
    fileprivate var usernameFragment = ByteString()

    private init(_ kind: Int) { self.kind = kind }

    private init(_ kind: Int, _ id: UInt32, _ text: ByteString = ByteString()) {
        self.kind = kind
        self.id = id
        self.text = text
    }

    static var negotiationNeeded: SessionEvent {
        SessionEvent(SWIFTSDP_EVENT_NEGOTIATION_NEEDED)
    }

    static func signalingState(_ state: SignalingState) -> SessionEvent {
        var event = SessionEvent(SWIFTSDP_EVENT_SIGNALING_STATE)
        event.state = UInt32(state.rawValue)
        return event
    }

    /// An event about a transceiver, and a stream.
    static func transceiver(
        _ kind: Int, _ id: TransceiverID, _ stream: ByteString = ByteString()
    ) -> SessionEvent { SessionEvent(kind, id.rawValue, stream) }

    static func trackEnded(_ id: TransceiverID) -> SessionEvent {
        .transceiver(SWIFTSDP_EVENT_TRACK_ENDED, id)
    }

    static func channelClosed(_ id: DataChannelID) -> SessionEvent {
        SessionEvent(SWIFTSDP_EVENT_CHANNEL_CLOSED, id.rawValue)
    }

    static func gather(_ transport: DescriptionEffects.GatheringTransport) -> SessionEvent {
        var event = SessionEvent(SWIFTSDP_EVENT_GATHER, transport.transport.rawValue)
        event.mid = transport.mid
        event.index = UInt32(truncatingIfNeeded: transport.index)
        event.usernameFragment = transport.usernameFragment
        return event
    }

    static func candidate(
        _ text: ByteString, mid: ByteString, index: Int, usernameFragment: ByteString
    ) -> SessionEvent {
        var event = SessionEvent(SWIFTSDP_EVENT_CANDIDATE)
        event.text = text
        event.mid = mid
        event.index = UInt32(truncatingIfNeeded: index)
        event.usernameFragment = usernameFragment
        return event
    }

    fileprivate static func lost(_ count: UInt64) -> SessionEvent {
        var event = SessionEvent(SWIFTSDP_EVENT_LOST)
        event.lost = count
        return event
    }
}

/// The events that C has not asked for, a bounded number of them.
struct EventQueue: ~Copyable {
    private let capacity: Int
    private var events: [SessionEvent] = []
    /// Those before are taken.
    private var first = 0
    /// Events for which there was no room, after those in the queue.
    private var lost: UInt64 = 0
    /// The texts of the event that was taken last.
    private var texts = OutputBuffer()

    init(capacity: Int) { self.capacity = capacity }

    mutating func add(_ event: SessionEvent) {
        if lost > 0 || events.count - first >= capacity {
            lost += 1
            return
        }
        // At least as many are moved down as stay, so that each is moved once.
        if first > 0 && first >= events.count - first {
            events.removeSubrange(0..<first)
            first = 0
        }
        events.append(event)
    }

    /// What applying a description changed, in the order in which the W3C specification
    /// fires it.
    mutating func add(_ effects: DescriptionEffects) {
        for state in effects.signalingStates { add(.signalingState(state)) }
        for id in effects.addedTransceivers {
            add(.transceiver(SWIFTSDP_EVENT_TRANSCEIVER_ADDED, id))
        }
        for channel in effects.failedChannels { add(.channelClosed(channel)) }
        for id in effects.mutedTracks { add(.transceiver(SWIFTSDP_EVENT_TRACK_MUTED, id)) }
        for change in effects.streamRemovals {
            add(
                .transceiver(
                    SWIFTSDP_EVENT_STREAM_REMOVED, change.transceiver, change.stream))
        }
        for change in effects.streamAdditions {
            add(.transceiver(SWIFTSDP_EVENT_STREAM_ADDED, change.transceiver, change.stream))
        }
        for event in effects.trackEvents {
            add(.transceiver(SWIFTSDP_EVENT_TRACK, event.transceiver))
        }
        for id in effects.endedTracks { add(.trackEnded(id)) }
        for transceiver in effects.removedTransceivers {
            add(.transceiver(SWIFTSDP_EVENT_TRANSCEIVER_REMOVED, transceiver.id))
        }
        for transport in effects.gathering { add(.gather(transport)) }
    }

    /// Takes the oldest event, with its texts in memory of the queue; nil if there is
    /// none. Throws `outOfMemory` and leaves it where it is.
    @unsafe
    mutating func next() throws(SDPError) -> swiftsdp_event? {
        let event: SessionEvent
        if first < events.count {
            event = events[first]
        } else if lost > 0 {
            event = .lost(lost)
        } else {
            return nil
        }
        var taken = unsafe swiftsdp_event()
        unsafe taken.kind = UInt32(event.kind)
        unsafe taken.id = event.id
        unsafe taken.state = event.state
        unsafe taken.index = event.index
        unsafe taken.lost = event.lost
        texts.removeAll()
        let all = [event.mid, event.text, event.usernameFragment]
        for text in all {
            try text.withView { (view) throws(SDPError) in try texts.append(view) }
        }
        unsafe taken.mid = slice(0, event.mid.count)
        unsafe taken.text = slice(event.mid.count, event.text.count)
        unsafe taken.username_fragment = slice(
            event.mid.count + event.text.count, event.usernameFragment.count)
        remove()
        return unsafe taken
    }

    @unsafe
    private func slice(_ start: Int, _ count: Int) -> swiftsdp_slice {
        unsafe texts.withBytes { bytes in
            unsafe SDPBridge.slice(bytes.extracting(start..<start + count))
        }
    }

    private mutating func remove() {
        guard first < events.count else {
            lost = 0
            return
        }
        first += 1
        if first == events.count {
            events.removeAll(keepingCapacity: true)
            first = 0
        }
    }
}

@c @implementation
public func swiftsdp_session_next_event(
    _ handle: OpaquePointer?, _ event: UnsafeMutablePointer<swiftsdp_event>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let handle = try unsafe sessionHandle(handle)
        guard let event = unsafe event else { throw CallError.argument("the event is NULL") }
        _ = try unsafe statedSize(event)
        let taken: swiftsdp_event?
        do throws(SDPError) {
            unsafe taken = try handle.events.next()
        } catch {
            throw CallError(error)
        }
        guard let taken = unsafe taken else { throw CallError.none }
        try unsafe fill(event, with: taken)
    }
}
