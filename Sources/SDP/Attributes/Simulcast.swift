/// `a=simulcast:send hi,hi2;~lo recv r1` (RFC 8853 section 5.1): which RTP streams of
/// a=rid are sent or received at the same time.
///
/// Earlier drafts wrote `send rid=hi;lo`: that is malformed.
public struct Simulcast<Text: ~Escapable>: ~Escapable {
    /// The streams sent, with a semicolon between any two.
    public let send: Text?
    /// The streams received.
    public let receive: Text?
    /// Whether what is received is written before what is sent.
    public let receivesFirst: Bool

    @_lifetime(copy send, copy receive)
    public init(send: Text?, receive: Text?, receivesFirst: Bool) {
        self.send = send
        self.receive = receive
        self.receivesFirst = receivesFirst
    }
}

extension Simulcast: Escapable where Text: Escapable {}
extension Simulcast: Sendable where Text: Sendable & ~Escapable {}
extension Simulcast: Equatable where Text: Equatable {}

extension Simulcast where Text: ~Escapable {
    public static var name: AttributeName { .simulcast }
}

extension Simulcast: ReadableValue, ReadableAttribute where Text == ByteView {
    @_lifetime(copy value)
    public init(reading value: ByteView) throws(SDPError) {
        var reader = FieldReader(value)
        let first = try StreamDirection(next: &reader)
        try reader.separator()
        let list = try reader.simulcastStreams()
        guard !reader.isAtEnd else {
            if first == .send {
                send = list
                receive = nil
            } else {
                send = nil
                receive = list
            }
            receivesFirst = first == .receive
            return
        }
        try reader.separator()
        let place = reader.offset
        let second = try StreamDirection(next: &reader)
        if first == second { throw SDPError(.malformedValue, offset: place) }
        try reader.separator()
        let other = try reader.simulcastStreams()
        try reader.finish()
        send = first == .send ? list : other
        receive = first == .send ? other : list
        receivesFirst = first == .receive
    }
}

extension Simulcast: DigestedValue where Text == ByteView {
    @inline(__always)
    package func combine(into digest: inout ValueDigest) {
        digest.combine(send)
        digest.combine(receive)
        digest.combine(receivesFirst ? 1 : 0)
    }
}

extension Simulcast: WritableValue, WritableAttribute where Text: ValueText & ~Escapable {
    public func write(to writer: inout DescriptionWriter) {
        if let receive, receivesFirst {
            writer.append(syntax: "recv ")
            receive.append(to: &writer)
            if send != nil { writer.append(byte: UInt8(ascii: " ")) }
        }
        if let send {
            writer.append(syntax: "send ")
            send.append(to: &writer)
        }
        if let receive, !receivesFirst {
            if send != nil { writer.append(byte: UInt8(ascii: " ")) }
            writer.append(syntax: "recv ")
            receive.append(to: &writer)
        }
    }
}

extension Simulcast<ByteString> {
    /// A copy that outlives what it was read from.
    public init(copying other: borrowing Simulcast<ByteView>) {
        self.init(
            send: ByteString(copying: other.send), receive: ByteString(copying: other.receive),
            receivesFirst: other.receivesFirst)
    }
}

extension Simulcast where Text == ByteView {
    /// Calls `body` with each stream sent or received, in order of preference.
    public func forEachStream<Failure: Error>(
        _ direction: StreamDirection, _ body: (SimulcastStream) throws(Failure) -> Void
    ) throws(Failure) {
        let streams = direction == .send ? send : receive
        try streams?.forEachPart(separatedBy: UInt8(ascii: ";")) { part throws(Failure) in
            try body(SimulcastStream(alternatives: part))
        }
    }
}

/// One stream of an a=simulcast line: alternatives of which one is used.
public struct SimulcastStream: ~Escapable {
    /// The alternatives with a comma between any two.
    public let alternatives: ByteView

    @_lifetime(copy alternatives)
    init(alternatives: ByteView) { self.alternatives = alternatives }

    /// Calls `body` with each alternative in order of preference: a rid, and
    /// whether the stream is paused (`~`).
    public func forEachAlternative<Failure: Error>(
        _ body: (_ rid: ByteView, _ isPaused: Bool) throws(Failure) -> Void
    ) throws(Failure) {
        try alternatives.forEachPart(separatedBy: UInt8(ascii: ",")) { part throws(Failure) in
            var reader = FieldReader(field: part)
            let isPaused = reader.skip(UInt8(ascii: "~"))
            try body(reader.remainder(), isPaused)
        }
    }
}

extension FieldReader {
    /// Reads the streams of one direction.
    @_lifetime(copy self) @_lifetime(self: copy self)
    fileprivate mutating func simulcastStreams() throws(SDPError) -> ByteView {
        var list = self
        repeat {
            repeat {
                _ = list.skip(UInt8(ascii: "~"))
                if list.bytes(in: .rid).isEmpty {
                    throw list.failure(list.isAtEnd ? .missingField : .malformedValue)
                }
            } while list.skip(UInt8(ascii: ","))
        } while list.skip(UInt8(ascii: ";"))
        if let next = list.next, next != 0x20 { throw list.failure(.malformedValue) }
        return bytes(until: 0x20)
    }
}
