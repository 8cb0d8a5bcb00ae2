import SDP
import Testing

@Suite struct RTPMapTests {
    @Test(
        "GR-20, GR-14: read and written as it was",
        arguments: [
            ("111 opus/48000/2", 111, "opus", 48_000, 2), ("0 PCMU/8000", 0, "PCMU", 8_000, nil),
            ("9 G722/8000/1", 9, "G722", 8_000, 1), ("97 OPUS/48000/2", 97, "OPUS", 48_000, 2),
            ("127 x-a.b!c/4294967295/4294967295", 127, "x-a.b!c", .max, .max),
        ] as [(String, UInt8, String, UInt32, UInt32?)])
    func roundTrips(
        text: String, payloadType: UInt8, name: String, clockRate: UInt32, channels: UInt32?
    ) throws {
        let map = try read(text, RTPMap.init(copying:))
        #expect(map.payloadType == payloadType)
        #expect(map.encodingName.description == name)
        #expect(map.clockRate == clockRate)
        #expect(map.channels == channels)
        #expect(try written(map) == text)
    }

    @Test("A43, V14: an encoding name of 8 KiB")
    func readsLongName() throws {
        let name = String(repeating: "n", count: 8_192)
        let map = try read("0 \(name)/8000", RTPMap.init(copying:))
        #expect(map.encodingName.count == 8_192)
    }

    @Test(
        "A31, A34: payload type, clock rate and channels out of range",
        arguments: [
            ("128 a/1", .numberOutOfRange, 0), ("255 a/1", .numberOutOfRange, 0),
            ("256 a/1", .numberOutOfRange, 0), ("4294967296 a/1", .numberOutOfRange, 0),
            ("-1 a/1", .malformedNumber, 0), ("x a/1", .malformedNumber, 0),
            ("96 a/0", .numberOutOfRange, 5), ("96 a/1/0", .numberOutOfRange, 7),
            ("96 a/4294967296", .numberOutOfRange, 5), ("96 a/-1", .malformedNumber, 5),
            ("96 a/1/4294967296", .numberOutOfRange, 7), ("96 a/1/x", .malformedNumber, 7),
        ] as [(String, SDPError.Code, Int)])
    func refusesNumbers(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: RTPMap<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A34: 2^31 is read as written")
    func readsLargeNumbers() throws {
        #expect(try read("96 a/8000/2147483648", RTPMap.init(copying:)).channels == 1 << 31)
    }

    @Test(
        "GR-20: fields that are missing or too many",
        arguments: [
            ("", .missingField, 0), ("96", .missingField, 2), ("96 ", .missingField, 2),
            ("96 opus", .missingField, 7), ("96 opus/", .missingField, 8),
            ("96 opus/48000/", .missingField, 14), ("96 /8000", .malformedValue, 3),
            ("96  a/1", .malformedValue, 3), ("96 op us/1", .missingField, 5),
            ("96/a/1", .malformedValue, 2), ("96 a/1/2/3", .trailingBytes, 8),
            ("96 a/1 b", .trailingBytes, 6), ("96 a:b/1", .malformedValue, 4),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: RTPMap<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A41: a=rtpmap without a value")
    func refusesFlag() throws {
        let text = sdp("m=audio 9 RTP/AVP 96", "a=rtpmap")
        let found = try #require(try valueFailure(text))
        #expect(found.code == .missingValue)
        #expect(found.offset == text.utf8.count - 2)
        #expect(found.section == 1)
    }
}
