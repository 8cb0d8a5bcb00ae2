import FuzzSupport
import SDP

/// Whether typed look-ups find the line that a walk met first, here or at the
/// session level, and fail as that line does.
func checkInheritance(
    of section: SectionView, _ table: AttributeTable, session: SectionView,
    _ sessionTable: AttributeTable
) {
    let scope = Scope(
        section: section, table: table, session: session, sessionTable: sessionTable)
    scope.check(RTPMap.init(copying:))
    scope.check(FormatParameters.init(copying:))
    scope.check(RTCPFeedback.init(copying:))
    scope.check(ExtensionMap.init(copying:))
    scope.check(Fingerprint.init(copying:))
    scope.check(MediaStreamID.init(copying:))
    scope.check(Group.init(copying:))
    scope.check(Mid.init(copying:))
    scope.check(ICEUsernameFragment.init(copying:))
    scope.check(ICEPassword.init(copying:))
    scope.check(ICEOptions.init(copying:))
    scope.check(Candidate.init(copying:))
    scope.check(RTCPPort.init(copying:))
    scope.check { (value: borrowing SetupRole) in copy value }
    scope.check { (value: borrowing SCTPPort) in copy value }
    scope.check { (value: borrowing MaximumMessageSize) in copy value }

    require(
        result { () throws(SDPError) in ByteString(copying: try section.mid) }
            == scope.first { (value: borrowing Mid<ByteView>) in ByteString(value.id) },
        "the mid is not that of the first a=mid")
    require(
        result { () throws(SDPError) in ByteString(copying: try section.iceUsernameFragment) }
            == scope.inherited { (value: borrowing ICEUsernameFragment<ByteView>) in
                ByteString(value.value)
            }, "the ICE user name fragment is another")
    require(
        result { () throws(SDPError) in ByteString(copying: try section.icePassword) }
            == scope.inherited { (value: borrowing ICEPassword<ByteView>) in
                ByteString(value.value)
            }, "the ICE password is another")
    require(
        result { () throws(SDPError) in
            if let value = try section.fingerprint {
                Fingerprint<ByteString>(copying: value)
            } else {
                nil
            }
        } == scope.inherited(Fingerprint.init(copying:)), "the fingerprint is another")
    require(
        result { () throws(SDPError) in try section.setup }
            == scope.inherited { (value: borrowing SetupRole) in copy value },
        "the DTLS role is another")
    scope.checkDirection()
    scope.checkLines()
}

/// What `body` gives or throws.
private func result<Value>(_ body: () throws(SDPError) -> Value) -> Result<Value, SDPError> {
    do throws(SDPError) { return .success(try body()) } catch { return .failure(error) }
}

/// A section with the session level, and what a walk of both has met.
private struct Scope: ~Escapable {
    let section: SectionView
    let table: AttributeTable
    let session: SectionView
    let sessionTable: AttributeTable

    @_lifetime(copy section, copy session)
    init(
        section: SectionView, table: AttributeTable, session: SectionView,
        sessionTable: AttributeTable
    ) {
        self.section = section
        self.table = table
        self.session = session
        self.sessionTable = sessionTable
    }

    /// The first of its name in this section, by the table.
    func first<View, Owned>(_ owned: (borrowing View) -> Owned) -> Result<Owned?, SDPError>
    where View: ReadableAttribute & ~Escapable {
        guard let position = table[View.name].first else { return .success(nil) }
        return read(section.line(position), owned)
    }

    /// The first of its name here, else at the session level, by the tables.
    func inherited<View, Owned>(_ owned: (borrowing View) -> Owned) -> Result<Owned?, SDPError>
    where View: ReadableAttribute & ~Escapable {
        if !table[View.name].isEmpty { return first(owned) }
        guard let position = sessionTable[View.name].first else { return .success(nil) }
        return read(session.line(position), owned)
    }

    private func read<View, Owned>(
        _ line: LineView, _ owned: (borrowing View) -> Owned
    ) -> Result<Owned?, SDPError> where View: ReadableAttribute & ~Escapable {
        result { () throws(SDPError) in
            let value = try line.read(attribute: View.self)
            return owned(value)
        }
    }

    /// Compares the look-ups by type with the tables.
    func check<View, Owned: Equatable>(_ owned: (borrowing View) -> Owned)
    where View: ReadableAttribute & ~Escapable {
        let here = result { () throws(SDPError) -> Owned? in
            if let value = try section.first(View.self) { owned(value) } else { nil }
        }
        require(here == first(owned), "the first of a type is another")
        // Each look-up costs a walk of the section.
        if table[View.name].isEmpty && sessionTable[View.name].isEmpty { return }
        let found = result { () throws(SDPError) -> Owned? in
            if let value = try section.inherited(View.self) { owned(value) } else { nil }
        }
        require(found == inherited(owned), "an inherited value is another")

        var walked: [Owned] = []
        let failure = outcome { () throws(SDPError) in
            try section.forEach(View.self) { walked.append(owned($0)) }
        }
        let own = walk(section, table, owned)
        require((walked, failure) == own, "a walk of a type is not complete")

        let (values, error) =
            table[View.name].isEmpty ? walk(session, sessionTable, owned) : own
        var count = 0
        let otherFailure = outcome { () throws(SDPError) in
            try section.forEachInherited(View.self) { _ in count += 1 }
        }
        require(
            count == values.count && otherFailure == error,
            "a walk of an inherited type is not complete")
    }

    /// The values of a type up to the first error, by a table.
    private func walk<View, Owned>(
        _ section: SectionView, _ table: AttributeTable, _ owned: (borrowing View) -> Owned
    ) -> ([Owned], SDPError?) where View: ReadableAttribute & ~Escapable {
        var values: [Owned] = []
        let failure = outcome { () throws(SDPError) in
            for position in table[View.name] {
                let value = try section.line(position).read(attribute: View.self)
                values.append(owned(value))
            }
        }
        return (values, failure)
    }

    /// Compares the direction with the first flag that a walk meets.
    func checkDirection() {
        let expected =
            Scope.direction(of: section) ?? Scope.direction(of: session) ?? .sendReceive
        require(section.direction == expected, "the direction is another")
    }

    private static func direction(of section: SectionView) -> MediaDirection? {
        var direction: MediaDirection?
        section.forEachLine { line in
            if direction != nil || line.hasValue { return }
            let name = line.attributeNameBytes
            if name == "sendrecv" { direction = .sendReceive }
            if name == "sendonly" { direction = .sendOnly }
            if name == "recvonly" { direction = .receiveOnly }
            if name == "inactive" { direction = .inactive }
        }
        return direction
    }

    /// Compares the typed lines that are no attributes with the tables.
    func checkLines() {
        let origin = result { () throws(SDPError) in
            Origin<ByteString>(copying: try section.origin)
        }
        require(origin == required(UInt8(ascii: "o"), Origin.init(copying:)), "the o= line")
        let mediaLine = result { () throws(SDPError) in
            MediaLine<ByteString>(copying: try section.mediaLine)
        }
        require(mediaLine == required(UInt8(ascii: "m"), MediaLine.init(copying:)), "the m= line")

        let connection = result { () throws(SDPError) -> ConnectionData<ByteString>? in
            if let value = try section.connection { .init(copying: value) } else { nil }
        }
        let type = UInt8(ascii: "c")
        let expected: Result<ConnectionData<ByteString>?, SDPError>
        if table.first(ofType: type) != nil {
            expected = required(type, ConnectionData.init(copying:)).map { $0 }
        } else if let position = sessionTable.first(ofType: type) {
            expected = line(session.line(position), ConnectionData.init(copying:)).map { $0 }
        } else {
            expected = .success(nil)
        }
        require(connection == expected, "the c= line is another")
    }

    /// The first line of a type in this section, by the table.
    private func required<View, Owned>(
        _ type: UInt8, _ owned: (borrowing View) -> Owned
    ) -> Result<Owned, SDPError> where View: ReadableValue & ~Escapable {
        if let position = table.first(ofType: type) { return line(section.line(position), owned) }
        let offset = section.lineCount > 0 ? section.line(0).offset : 0
        return .failure(SDPError(.missingLine, offset: offset, section: section.number))
    }

    private func line<View, Owned>(
        _ line: LineView, _ owned: (borrowing View) -> Owned
    ) -> Result<Owned, SDPError> where View: ReadableValue & ~Escapable {
        result { () throws(SDPError) in
            let value = try line.read(as: View.self)
            return owned(value)
        }
    }
}
