import SDP
import Testing

/// What real producers send has a type, and its text comes back from the type.
@Suite struct TypedRoundTripTests {
    @Test("PV-20, PV-21, PV-22: every value follows its grammar", arguments: Fixtures.all)
    func valuesFollowGrammar(_ fixture: Fixture) throws {
        var index = LineIndex()
        let view = try index.read(fixture.bytes.span)
        for number in 0..<view.sectionCount { try view.section(number).checkValues() }
        let media = view.media.count
        #expect(view.sectionCount == media + 1)
    }

    @Test("GR-14, GR-15: read, written and read again is the same", arguments: Fixtures.all)
    func typedValuesRoundTrip(_ fixture: Fixture) throws {
        var index = LineIndex()
        let view = try index.read(fixture.bytes.span)
        var typed = 0
        for position in 0..<view.lineCount {
            let line = view.line(position)
            let difference = try TypedLine.difference(of: line, count: &typed)
            if let difference {
                Issue.record("\(difference)")
                return
            }
        }
        #expect(typed > 0)
    }

    @Test("GR-20, GR-21, GR-22: codecs of every section are joined", arguments: Fixtures.all)
    func codecsAreJoined(_ fixture: Fixture) throws {
        var index = LineIndex()
        let view = try index.read(fixture.bytes.span)
        for position in 0..<view.media.count {
            let section = view.media[position]
            let codecs = try section.codecs
            let line = try section.mediaLine
            var formats = 0
            line.forEachFormat { _ in formats += 1 }
            // Each format of these sections has a=rtpmap or a static meaning.
            #expect(codecs.count == (line.isRTP ? formats : 0))
        }
    }
}
