import SDP
import Testing

@Suite struct MediaStreamIDTests {
    @Test(
        "GR-35, A53: streams, no stream, braces, without a track",
        arguments: [
            ("stream track", "stream", "track"), ("- track", "-", "track"),
            ("stream", "stream", nil),
            ("{c582-f7e5} {cb1f-ef1c}", "{c582-f7e5}", "{cb1f-ef1c}"),
            ("janus janus0", "janus", "janus0"),
        ] as [(String, String, String?)])
    func roundTrips(text: String, stream: String, track: String?) throws {
        let msid = try read(text, MediaStreamID.init(copying:))
        #expect(msid.streamID.description == stream)
        #expect(msid.appData?.description == track)
        #expect(try written(msid) == text)
    }

    @Test(
        "GR-35, A41: values that are not one or two tokens",
        arguments: [
            ("", .missingField, 0), (" stream", .malformedValue, 0), ("a b c", .trailingBytes, 3),
            ("a  b", .malformedValue, 2), ("a:b c", .malformedValue, 1),
            ("a b/c", .malformedValue, 3),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: MediaStreamID<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-35: 64 bytes are the longest")
    func lengths() throws {
        let longest = String(repeating: "s", count: 64)
        #expect(try survivesRoundTrip("\(longest) \(longest)", MediaStreamID.init(copying:)))
        #expect(
            failure(of: MediaStreamID<ByteView>.self, reading: longest + "s")
                == SDPError(.lengthOutOfRange, offset: 0))
        #expect(
            failure(of: MediaStreamID<ByteView>.self, reading: "- \(longest)t")
                == SDPError(.lengthOutOfRange, offset: 2))
    }

    @Test("A53: a hundred in one section")
    func many() throws {
        let lines = (0..<100).map { "a=msid:s\($0) t" }
        let description = try SessionDescription(parsing: sdp(["m=audio 9 RTP/AVP 0"] + lines))
        var streams: [ByteString] = []
        try description.view.media[0].forEach(MediaStreamID.self) {
            streams.append(ByteString($0.streamID))
        }
        #expect(streams == (0..<100).map { ByteString("s\($0)") })
    }
}
