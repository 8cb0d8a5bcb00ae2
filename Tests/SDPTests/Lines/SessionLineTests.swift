import SDP
import Testing

@Suite struct SessionLineTests {
    @Test("GR-09: names of any bytes, a blank, and none")
    func sessionName() throws {
        for text in ["-", " ", "", "A  seminar ", "\u{E4}"] {
            #expect(try survivesRoundTrip(text, SessionName.init(copying:)))
        }
    }

    @Test("PV-05: information, e-mail and phone are texts of at least one byte")
    func texts() throws {
        for text in ["x", "j.doe@example.com (Jane Doe)", "+1 617 555-6011", "%n%s"] {
            #expect(try survivesRoundTrip(text, SessionInformation.init(copying:)))
            #expect(try survivesRoundTrip(text, EmailAddress.init(copying:)))
            #expect(try survivesRoundTrip(text, PhoneNumber.init(copying:)))
        }
        let error = SDPError(.missingField, offset: 0)
        #expect(failure(of: SessionInformation<ByteView>.self, reading: "") == error)
        #expect(failure(of: EmailAddress<ByteView>.self, reading: "") == error)
        #expect(failure(of: PhoneNumber<ByteView>.self, reading: "") == error)
    }

    @Test(
        "A58: bytes and percent-encoding of a URI",
        arguments: [
            ("https://www.example.com/a%20b?c#d", nil, 0), ("a", nil, 0), ("%41", nil, 0),
            ("", .missingField, 0), ("http://h/%", .malformedValue, 9), ("%0", .malformedValue, 0),
            ("%0g", .malformedValue, 0), ("%:0", .malformedValue, 0), ("a b", .trailingBytes, 1),
            ("a<b", .malformedValue, 1), ("a%4", .malformedValue, 1),
        ] as [(String, SDPError.Code?, Int)])
    func uri(text: String, code: SDPError.Code?, offset: Int) throws {
        let found = failure(of: DescriptionURI<ByteView>.self, reading: text)
        #expect(found == code.map { SDPError($0, offset: offset) })
        if code == nil { #expect(try survivesRoundTrip(text, DescriptionURI.init(copying:))) }
    }

    @Test(
        "GR-13, PV-06: bandwidth of every type",
        arguments: [
            ("AS:128", .applicationSpecific, 128), ("CT:1", .conferenceTotal, 1),
            ("TIAS:128000", .transportIndependent, 128_000), ("RS:0", .rtcpSenders, 0),
            ("RR:0", .rtcpReceivers, 0), ("X-YZ:18446744073709551615", nil, .max),
        ] as [(String, BandwidthKind?, UInt64)])
    func bandwidth(text: String, kind: BandwidthKind?, value: UInt64) throws {
        let found = try read(text) { (bandwidth: borrowing Bandwidth<ByteView>) in bandwidth.kind }
        #expect(found == kind)
        #expect(try read(text, Bandwidth.init(copying:)).value == value)
        #expect(try survivesRoundTrip(text, Bandwidth.init(copying:)))
    }

    @Test(
        "GR-13, A36: what is no bandwidth",
        arguments: [
            ("", .missingField, 0), ("AS", .missingField, 2), ("AS:", .missingField, 3),
            (":1", .malformedValue, 0), ("AS 1", .malformedValue, 2),
            ("AS: 1", .malformedNumber, 3),
            ("AS:18446744073709551616", .numberOutOfRange, 3), ("AS:-1", .malformedNumber, 3),
            ("AS:99999999999999999999999", .numberOutOfRange, 3), ("AS:1 2", .trailingBytes, 4),
            ("A/S:1", .malformedValue, 1),
        ] as [(String, SDPError.Code, Int)])
    func refusesBandwidth(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Bandwidth<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-10: begin and end, short ones too")
    func timing() throws {
        for (text, start, stop) in [
            ("0 0", 0, 0), ("3034423619 3042462419", 3_034_423_619, 3_042_462_419),
            ("1 18446744073709551615", 1, .max),
        ] as [(String, UInt64, UInt64)] {
            let timing = try read(text) { (timing: borrowing Timing) in copy timing }
            #expect(timing == Timing(start: start, stop: stop))
            #expect(try written(timing) == text)
        }
        for (text, code, offset) in [
            ("", .missingField, 0), ("0", .missingField, 1), ("0  0", .malformedNumber, 2),
            ("0 0 0", .trailingBytes, 3), ("x 0", .malformedNumber, 0),
            ("0 18446744073709551616", .numberOutOfRange, 2),
        ] as [(String, SDPError.Code, Int)] {
            #expect(failure(of: Timing.self, reading: text) == SDPError(code, offset: offset))
        }
    }

    private func offsets(_ text: String) throws -> [Int64] {
        let bytes = Array(text.utf8)
        let times = try RepeatTimes(reading: ByteView(bytes.span))
        var found = [times.interval.seconds, times.duration.seconds]
        try times.forEachOffset { found.append($0.seconds) }
        return found
    }

    @Test("PV-05: repetitions in seconds, minutes, hours and days")
    func repeats() throws {
        #expect(try offsets("604800 3600 0 90000") == [604_800, 3_600, 0, 90_000])
        #expect(try offsets("7d 1h 0 25h -5m 3s") == [604_800, 3_600, 0, 90_000, -300, 3])
        for text in ["7d 1h 0 25h", "1s 0 0", "9223372036854775807 0 0"] {
            #expect(try survivesRoundTrip(text, RepeatTimes.init(copying:)))
        }
    }

    @Test(
        "A37, V15: typed times that overflow, have the wrong sign or letter",
        arguments: [
            ("", .missingField, 0), ("7d", .missingField, 2), ("7d 1h", .missingField, 5),
            ("0 1 0", .numberOutOfRange, 0), ("-1d 1 0", .numberOutOfRange, 0),
            ("1d -1 0", .numberOutOfRange, 3), ("1w 1 0", .malformedValue, 1),
            ("1dd 1 0", .malformedValue, 2), ("d 1 0", .malformedNumber, 0),
            ("99999999999999999999d 1 0", .numberOutOfRange, 0),
            ("106751991167301d 1 0", .numberOutOfRange, 0), ("1d 1 --1", .malformedNumber, 6),
            ("1d 1 0  0", .malformedNumber, 7), ("1d 1 9223372036854775808", .numberOutOfRange, 5),
        ] as [(String, SDPError.Code, Int)])
    func refusesRepeats(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: RepeatTimes<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("A37: times made by a program")
    func typedTimes() {
        #expect(TypedTime(.max, .days) == nil)
        #expect(TypedTime(.min, .minutes) == nil)
        #expect(TypedTime(106_751_991_167_300, .days)?.seconds == 9_223_372_036_854_720_000)
        #expect(TypedTime(.min)?.seconds == .min)
        #expect(TypedTime(-1, .hours)?.seconds == -3_600)
    }

    private func adjustments(_ text: String) throws -> [Int64] {
        let bytes = Array(text.utf8)
        let zones = try TimeZoneAdjustments(reading: ByteView(bytes.span))
        var found: [Int64] = []
        try zones.forEachAdjustment { time, offset in found += [Int64(time), offset.seconds] }
        return found
    }

    @Test("PV-05, A37: pairs of a time and an offset")
    func zones() throws {
        #expect(
            try adjustments("2882844526 -1h 2898848070 0")
                == [2_882_844_526, -3_600, 2_898_848_070, 0])
        #expect(try survivesRoundTrip("1 -1h 2 0 3 5m", TimeZoneAdjustments.init(copying:)))
        for (text, code, offset) in [
            ("", .missingField, 0), ("1", .missingField, 1), ("1 1h 2", .missingField, 6),
            ("-1 1h", .malformedNumber, 0), ("1 1x", .malformedValue, 3),
            ("1 -99999999999999999999h", .numberOutOfRange, 3), ("1 1h  2 0", .malformedNumber, 5),
        ] as [(String, SDPError.Code, Int)] {
            let found = failure(of: TimeZoneAdjustments<ByteView>.self, reading: text)
            #expect(found == SDPError(code, offset: offset))
        }
    }

    @Test("PV-45: keys are read to be refused")
    func keys() throws {
        for text in ["prompt", "clear:x y", "base64:", "uri:https://h/k"] {
            #expect(try survivesRoundTrip(text, EncryptionKey.init(copying:)))
        }
        for (text, code, offset) in [
            ("", .missingField, 0), (":x", .malformedValue, 0), ("a/b", .malformedValue, 1),
            ("prompt x", .trailingBytes, 6),
        ] as [(String, SDPError.Code, Int)] {
            let found = failure(of: EncryptionKey<ByteView>.self, reading: text)
            #expect(found == SDPError(code, offset: offset))
        }
    }

    @Test("A76, GR-15: a typed line is written with its letter, and cannot inject another")
    func writesLines() throws {
        let bytes = try [UInt8](writing: { writer in
            writer.line(Bandwidth<ByteString>(type: "AS", value: 128))
            writer.line(Timing(start: 0, stop: 0))
        })
        #expect(String(decoding: bytes, as: UTF8.self) == "b=AS:128\r\nt=0 0\r\n")
        #expect(throws: SDPError.self) {
            try [UInt8](writing: { $0.line(SessionInformation<ByteString>(text: "x\r\na=y")) })
        }
    }
}
