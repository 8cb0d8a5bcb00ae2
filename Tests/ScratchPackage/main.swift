// The public interface of the product SDP, used by a package without experimental
// features: `run` builds and runs this.
import SDP

let text = [
    "v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=group:BUNDLE a0 v0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0", "c=IN IP4 0.0.0.0", "a=mid:a0", "a=recvonly",
    "a=ice-ufrag:abcd", "a=ice-pwd:abcdefghijklmnopqrstuv", "a=setup:actpass", "a=rtcp-mux",
    "a=fingerprint:sha-1 " + Array(repeating: "AB", count: 20).joined(separator: ":"),
    "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtcp-fb:* transport-cc", "a=candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host",
    "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
    "m=video 9 UDP/TLS/RTP/SAVPF 96", "c=IN IP4 0.0.0.0", "a=mid:v0", "a=bundle-only",
    "a=rtpmap:96 VP8/90000", "a=rid:q send", "a=rid:h send", "a=simulcast:send q;~h",
    "a=ssrc:1 cname:x", "a=ssrc:2 cname:x", "a=ssrc-group:FID 1 2",
].map { $0 + "\r\n" }.joined()
let bytes = Array(text.utf8)

// A condition over values that do not escape: they cannot be captured.
func expect(_ condition: Bool, line: Int = #line) {
    if !condition { fatalError("line \(line): not as expected") }
}

func readOwned() throws {
    let description = try SessionDescription(parsing: text)
    expect(description.media.count == 2 && description.bytes == bytes)
    expect(description.serialized() == text && description.count == 30)
    expect(description.sessionLines.map(\.type).count == 5)
    let audio = description.media[0]
    expect(audio.mid == "a0" && audio.direction == .receiveOnly && audio.lines.count == 14)
    expect(try audio.codecs.map(\.name) == ["opus", "PCMU"])
    expect(try audio.codecs[0].parameter("useinbandfec") == "1")
    expect(try audio.codecs[0].feedback.map(\.type) == ["transport-cc"])
    expect(try audio.candidates.map(\.port) == [5000])
    expect(try audio.extensionMaps.map(\.id) == [1])
    expect(try audio.fingerprints.count == 1 && audio.setup == .actpass)
    expect(audio.lines[.mid]?.value == "a0" && audio.lines[all: .rtcpFeedback].count == 1)
    let video = description[mid: "v0"]
    expect(try video?.rids.map(\.id) == ["q", "h"] && video?.ssrcs.map(\.id) == [1, 2])
    expect(try video?.ssrcGroups.count == 1 && video?.simulcast != nil)
    expect(try video?.mediaLine.port == 9 && description.origin.username == "-")
    expect(try description.groups.map(\.semantics) == ["BUNDLE"])
}

func readBorrowed(with index: inout LineIndex) throws {
    let view = try index.read(bytes.span)
    expect(view.sectionCount == 3 && view.lineCount == 30)
    // By position, and by closures: `for` needs elements that escape.
    for number in 0..<view.media.count { expect(view.media[number].line(0).type == 0x6D) }
    var attributes = 0
    func count(_ section: SectionView) {
        section.forEachLine { if $0.type == UInt8(ascii: "a") { attributes += 1 } }
    }
    view.media.forEach(count)
    expect(attributes == 21)
    let audio = view.media[0]
    let video = view.media[1]
    expect(audio.direction == .receiveOnly && audio.has(.rtcpMux) && video.isBundleOnly)
    if let fingerprint = try audio.fingerprint { expect(fingerprint.hashFunction == "sha-1") }
    if let group = try view.session.first(Group.self) {
        var mids: [ByteString] = []
        group.forEachMid { mids.append(ByteString($0)) }
        expect(mids == ["a0", "v0"])
    }
    var codecs: [ByteString] = []
    try audio.forEachCodec { codec throws(SDPError) in
        codecs.append(ByteString(codec.name))
        if let parameter = codec.parameters?.parameter("minptime") { expect(parameter == "10") }
        var feedback = 0
        try codec.forEachFeedback { _ throws(SDPError) in feedback += 1 }
        expect(feedback == 1)
    }
    expect(codecs == ["opus", "PCMU"])
    var rids = 0
    try video.forEach(RID.self) { rids += $0.direction == .send ? 1 : 0 }
    var paused = 0
    if let simulcast = try video.simulcast {
        simulcast.forEachStream(.send) {
            $0.forEachAlternative { _, isPaused in paused += isPaused ? 1 : 0 }
        }
    }
    expect(rids == 2 && paused == 1)
    let mid = Array("v0".utf8)
    expect(view.sectionNumber(mid: ByteView(mid.span)) == 2)
    if let section = view.section(mid: ByteView(mid.span)) { expect(section.number == 2) }
    var repeated = 0
    try view.forEachRepeatedMid { _, _ throws(SDPError) in repeated += 1 }
    expect(repeated == 0)
}

func readTwoAtOnce() throws {
    var offers = LineIndex(limits: .sfu)
    var answers = LineIndex(limits: .browser)
    let offer = try offers.read(bytes.span)
    let answer = try answers.read(bytes.span)
    expect(DescriptionDifference(from: offer, to: answer).isEmpty)
}

func readStrictAndLenient(with index: inout LineIndex) throws {
    var warnings: [SDPError.Code] = []
    let sloppy = Array("v=0\ns=-\nm=audio 9 RTP/AVP 0\na=mid".utf8)
    _ = try index.read(sloppy.span, tolerating: .lenient) { warnings.append($0.code) }
    expect(warnings.contains(.lineEnding) && warnings.contains(.missingOrigin))
    do throws(SDPError) {
        _ = try SessionDescription(parsing: sloppy.span, options: .strict)
        fatalError("a sloppy description is read strictly")
    } catch {
        expect(error.code == .lineEnding)
    }
    try index.read(bytes.span, tolerating: []).checkGrammar()
}

func readMalformed(with index: inout LineIndex) {
    let bytes = Array("v=0\r\nx=1\r\n".utf8)
    do throws(SDPError) {
        _ = try index.read(bytes.span)
        fatalError("a line of an unknown type is read")
    } catch {
        let place = error.location(in: bytes.span)
        expect(error.code == .unknownLineType && place.line == 2 && place.column == 1)
        expect(error.description(in: bytes.span).contains("x=1"))
        expect(error.excerpt(in: bytes.span) == "x=1")
    }
}

func verify(with index: inout LineIndex) throws {
    var verifier = Verifier(rules: .webRTCOffer)
    let view = try index.read(bytes.span)
    try verifier.verify(view)
    verifier.rules = .webRTCAnswer
    var violations: [SDPError.Code] = []
    verifier.forEachViolation(in: view) { violations.append($0.code) }
    expect(violations == [.undecidedSetup])
}

func edit() throws {
    var edited = try EditableDescription(parsing: bytes.span)
    let line = Array("a=inactive".utf8)
    guard let place = try edited.firstLine(.receiveOnly, ofSection: 1) else {
        fatalError("there is no direction")
    }
    try edited.replace(line: place, ofSection: 1, with: ByteView(line.span))
    let msid = MediaStreamID<ByteString>(streamID: "s", appData: "t")
    try edited.insert(msid, before: place, ofSection: 1)
    try edited.append(ByteView(line.span), toSection: 2)
    try edited.move(line: 3, ofSection: 2, to: 2)
    try edited.remove(line: 2, ofSection: 2)
    try edited.moveSection(1, to: 2)
    do throws(SDPError) {
        let two = Array("a=x\r\na=y".utf8)
        try edited.insert(ByteView(two.span), before: 1, ofSection: 1)
        fatalError("a line end is inserted")
    } catch {
        expect(error.code == .valueBreaksLine)
    }
    var buffer = OutputBuffer()
    try edited.append(to: &buffer)
    var segments = 0
    edited.forEachSegment { segments += $0.count }
    expect(buffer.count == edited.size && segments == edited.size)
    let changed = try edited.finished()
    expect(changed.media.map(\.mid) == ["v0", "a0"] && changed.bytes == edited.bytes)
    let difference = changed.difference(from: try SessionDescription(parsing: text))
    expect(difference.sections.count == 2 && difference.sections[0].isMoved)
}

func convert() throws {
    let description = try SessionDescription(parsing: text)
    var json = [UInt8](repeating: 0, count: try description.jsonSize())
    try description.writeJSON(into: json.mutableSpan)
    expect(json.starts(with: Array(#"v=0\r\no="#.utf8)))
    expect(try SessionDescription(parsingJSONContent: json.span) == description)
    var span = json.mutableSpan
    expect(try JSONContent.read(inPlace: &span) == bytes.count)
    expect(json.starts(with: bytes))
    var measure = JSONWriter()
    measure.append(ByteView(bytes.span))
    expect(try measure.measured() == json.count)
}

func readFragment(with index: inout LineIndex) throws {
    let candidate = "candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host"
    let fragment = Array(
        "a=ice-ufrag:abcd\r\nm=audio 9 RTP/AVP 0\r\na=mid:a0\r\na=\(candidate)\r\n".utf8)
    let view = try index.read(fragment.span, as: .fragment)
    var ports: [UInt16] = []
    try view.media[0].forEach(Candidate.self) { ports.append($0.port) }
    expect(ports == [5000])
    let text = Array(candidate.utf8)
    let read = try Candidate(readingCandidateString: ByteView(text.span))
    var memory = [UInt8](repeating: 0, count: text.count)
    var writer = DescriptionWriter(into: memory.mutableSpan)
    read.writeCandidateString(to: &writer)
    expect(try writer.finish() == text.count)
    expect(memory == text)
}

func write() throws {
    func lines(to writer: inout DescriptionWriter) {
        writer.line("s=-")
        writer.flag(.rtcpMux)
        writer.attribute(
            RTPMap<ByteString>(
                payloadType: 96, encodingName: "VP8", clockRate: 90_000, channels: nil))
        writer.attribute(.mid, "0")
    }
    var measure = DescriptionWriter()
    lines(to: &measure)
    let size = try measure.measured()
    var memory = [UInt8](repeating: 0, count: size)
    var writer = DescriptionWriter(into: memory.mutableSpan)
    lines(to: &writer)
    expect(try writer.finish() == size)
    expect(memory == Array("s=-\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\na=mid:0\r\n".utf8))
    memory.removeLast()
    var short = DescriptionWriter(into: memory.mutableSpan)
    lines(to: &short)
    do throws(SDPError) {
        _ = try short.finish()
        fatalError("memory that is too small is enough")
    } catch {
        expect(error == SDPError(.insufficientSpace, offset: size))
    }
}

var index = LineIndex()
try readOwned()
try readBorrowed(with: &index)
try readTwoAtOnce()
try readStrictAndLenient(with: &index)
readMalformed(with: &index)
try verify(with: &index)
try edit()
try convert()
try readFragment(with: &index)
try write()
print("the scratch package reads, verifies, edits, compares and writes")
