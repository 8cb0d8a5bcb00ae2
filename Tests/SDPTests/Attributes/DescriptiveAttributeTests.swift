import SDP
import Testing

@Suite struct DecimalAttributeTests {
    private func rate(_ text: String) throws -> DecimalNumber {
        try read(text) { (rate: borrowing FrameRate) in rate.framesPerSecond }
    }

    @Test(
        "GR-52, GR-53: whole numbers and fractions, as written",
        arguments: [
            ("20", 20, 0, 20), ("2.5", 25, 1, 2.5), ("29.97", 2_997, 2, 29.97),
            ("25.00", 2_500, 2, 25), ("0.05", 5, 2, 0.05), ("10.0203", 100_203, 4, 10.0203),
            ("18446744073709551615", .max, 0, 18_446_744_073_709_551_616),
            ("1.000000000000000001", 1_000_000_000_000_000_001, 18, 1),
        ] as [(String, UInt64, UInt8, Double)])
    func readsNumbers(text: String, digits: UInt64, fraction: UInt8, value: Double) throws {
        let number = try rate(text)
        #expect(number.digits == digits)
        #expect(number.fractionDigits == fraction)
        #expect(number.value == value)
        #expect(try written(FrameRate(framesPerSecond: number)) == text)
        let time = try read(text) { (time: borrowing PacketTime) in copy time }
        #expect(try written(time) == text)
        let maximum = try read(text) { (time: borrowing MaximumPacketTime) in copy time }
        #expect(try written(maximum) == text)
    }

    @Test(
        "GR-52, A35: zero, zeros in front, and numbers out of range",
        arguments: [
            ("", .missingField, 0), ("0", .numberOutOfRange, 0), ("0.0", .numberOutOfRange, 0),
            ("020", .malformedNumber, 0), ("00.5", .malformedNumber, 0),
            (".5", .malformedNumber, 0),
            ("5.", .missingField, 2), ("5.x", .malformedNumber, 2), ("-1", .malformedNumber, 0),
            ("20 ms", .trailingBytes, 2), ("1e3", .trailingBytes, 1),
            ("18446744073709551616", .numberOutOfRange, 0),
            ("18446744073709551615.1", .numberOutOfRange, 0),
            ("1.0000000000000000001", .numberOutOfRange, 2),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let error = SDPError(code, offset: offset)
        #expect(failure(of: PacketTime.self, reading: text) == error)
        #expect(failure(of: MaximumPacketTime.self, reading: text) == error)
        #expect(failure(of: FrameRate.self, reading: text) == error)
    }

    @Test("GR-52: numbers made by a program")
    func makesNumbers() {
        #expect(DecimalNumber(digits: 5, fractionDigits: 19) == nil)
        #expect(DecimalNumber(digits: 5, fractionDigits: -1) == nil)
        #expect(DecimalNumber(digits: 20, fractionDigits: 0) == DecimalNumber(20))
    }

    @Test("GR-56: quality")
    func quality() throws {
        for text in ["0", "10", "4294967295"] {
            #expect(try written(read(text) { (value: borrowing Quality) in copy value }) == text)
        }
        for (text, code) in [
            ("", .missingField), ("4294967296", .numberOutOfRange), ("1 2", .trailingBytes),
            ("best", .malformedNumber),
        ] as [(String, SDPError.Code)] {
            #expect(failure(of: Quality.self, reading: text)?.code == code)
        }
    }
}

@Suite struct DescriptiveAttributeTests {
    @Test("GR-55: kinds of content, and a label")
    func contentAndLabel() throws {
        let kinds = try read("slides,main,x-new") { (content: borrowing Content<ByteView>) in
            var kinds: [String] = []
            content.forEachKind { kinds.append(String($0)) }
            return kinds
        }
        #expect(kinds == ["slides", "main", "x-new"])
        #expect(try survivesRoundTrip("slides,main", Content.init(copying:)))
        #expect(try survivesRoundTrip("1", Label.init(copying:)))
        for (text, code, offset) in [
            ("", .missingField, 0), ("a,", .missingField, 2), (",a", .malformedValue, 0),
            ("a,,b", .malformedValue, 2), ("a, b", .malformedValue, 2), ("a b", .malformedValue, 1),
        ] as [(String, SDPError.Code, Int)] {
            let found = failure(of: Content<ByteView>.self, reading: text)
            #expect(found == SDPError(code, offset: offset))
        }
        #expect(failure(of: Label<ByteView>.self, reading: "a b")?.code == .trailingBytes)
        #expect(failure(of: Label<ByteView>.self, reading: "a:b")?.code == .malformedValue)
        #expect(failure(of: Label<ByteView>.self, reading: "")?.code == .missingField)
    }

    @Test("GR-56: formats of extended reports")
    func extendedReports() throws {
        let formats = try read("rcvr-rtt=all:10000 voip-metrics stat-summary=loss,dup") {
            (reports: borrowing RTCPExtendedReports<ByteView>) in
            var formats: [String] = []
            reports.forEachFormat { name, value in
                var format = String(name)
                if let value { format += " " + String(value) }
                formats.append(format)
            }
            return formats
        }
        #expect(formats == ["rcvr-rtt all:10000", "voip-metrics", "stat-summary loss,dup"])
        for text in ["", "rcvr-rtt=all", "a b"] {
            #expect(try survivesRoundTrip(text, RTCPExtendedReports.init(copying:)))
        }
        let found = failure(of: RTCPExtendedReports<ByteView>.self, reading: "a  b")
        #expect(found == SDPError(.malformedValue, offset: 2))
    }

    @Test(
        "GR-56: language tags", arguments: ["de", "de-CH", "zh-Hant-TW", "i-klingon", "x-12345678"])
    func languages(tag: String) throws {
        #expect(try survivesRoundTrip(tag, Language.init(copying:)))
        #expect(try survivesRoundTrip(tag, DescriptionLanguage.init(copying:)))
    }

    @Test(
        "GR-56: what is no language tag",
        arguments: [
            ("", .missingField, 0), ("-de", .malformedValue, 0), ("de-", .malformedValue, 3),
            ("de--CH", .malformedValue, 3), ("d1", .malformedValue, 1),
            ("abcdefghi", .malformedValue, 8), ("de-123456789", .malformedValue, 11),
            ("de_CH", .malformedValue, 2), ("de CH", .trailingBytes, 2),
        ] as [(String, SDPError.Code, Int)])
    func refusesLanguages(text: String, code: SDPError.Code, offset: Int) {
        let error = SDPError(code, offset: offset)
        #expect(failure(of: Language<ByteView>.self, reading: text) == error)
        #expect(failure(of: DescriptionLanguage<ByteView>.self, reading: text) == error)
    }

    @Test("GR-56: character set, tool, type, category, keywords, orientation")
    func texts() throws {
        #expect(try survivesRoundTrip("ISO-8859-1", CharacterSet.init(copying:)))
        #expect(failure(of: CharacterSet<ByteView>.self, reading: "a*b")?.code == .malformedValue)
        #expect(failure(of: CharacterSet<ByteView>.self, reading: "")?.code == .missingField)
        #expect(try survivesRoundTrip("baresip 1.0.0", Tool.init(copying:)))
        #expect(failure(of: Tool<ByteView>.self, reading: " ")?.code == .missingField)
        #expect(try survivesRoundTrip("H332", SessionType.init(copying:)))
        #expect(failure(of: SessionType<ByteView>.self, reading: "")?.code == .missingField)
        #expect(try survivesRoundTrip("sport.chess", Category.init(copying:)))
        #expect(failure(of: Category<ByteView>.self, reading: "a b")?.code == .trailingBytes)
        #expect(try survivesRoundTrip("chess, open", Keywords.init(copying:)))
        #expect(failure(of: Keywords<ByteView>.self, reading: "")?.code == .missingField)
        for value in Orientation.allCases {
            let text = try written(value)
            #expect(try read(text) { (value: borrowing Orientation) in copy value } == value)
        }
        #expect(failure(of: Orientation.self, reading: "round")?.code == .unknownKeyword)
        #expect(failure(of: Orientation.self, reading: "portrait x")?.code == .trailingBytes)
    }

    @Test("GR-36: meanings of stream ids, with and without the blank in front")
    func msidSemantic() throws {
        for (text, wanted) in [
            (" WMS", " WMS"), ("WMS *", " WMS *"), (" WMS a b", " WMS a b"), ("x", " x"),
        ] {
            #expect(try survivesRoundTrip(text, as: wanted, MSIDSemantic.init(copying:)))
        }
        let ids = try read(" WMS a *") { (value: borrowing MSIDSemantic<ByteView>) in
            var ids: [String] = []
            value.forEachID { ids.append(String($0)) }
            return ids
        }
        #expect(ids == ["a", "*"])
        for (text, code, offset) in [
            ("", .missingField, 0), ("  WMS", .malformedValue, 1), (" WMS  a", .malformedValue, 5),
            (" W:S", .malformedValue, 2), (" WMS a,b", .malformedValue, 6),
        ] as [(String, SDPError.Code, Int)] {
            let found = failure(of: MSIDSemantic<ByteView>.self, reading: text)
            #expect(found == SDPError(code, offset: offset))
        }
    }

    @Test("GR-48, PV-24: an old data section's port, protocol and streams")
    func sctpMap() throws {
        let map = try read("5000 webrtc-datachannel 1024", SCTPMap.init(copying:))
        #expect(map.port == 5_000)
        #expect(map.protocolName == "webrtc-datachannel")
        #expect(map.streams == 1_024)
        for text in ["0 a", "65535 a 65535", "5000 webrtc-datachannel"] {
            #expect(try survivesRoundTrip(text, SCTPMap.init(copying:)))
        }
        for (text, code, offset) in [
            ("", .missingField, 0), ("65536 a", .numberOutOfRange, 0), ("5000", .missingField, 4),
            ("5000 a 65536", .numberOutOfRange, 7), ("5000 a x", .malformedNumber, 7),
            ("5000 a 1 2", .trailingBytes, 8),
        ] as [(String, SDPError.Code, Int)] {
            let found = failure(of: SCTPMap<ByteView>.self, reading: text)
            #expect(found == SDPError(code, offset: offset))
        }
    }

    @Test("GR-59: sources that are let in or left out")
    func sourceFilter() throws {
        let text = " incl IN IP4 232.3.4.5 192.0.2.1 192.0.2.2"
        let filter = try read(text, SourceFilter.init(copying:))
        #expect(filter.mode == .include)
        #expect(filter.addressType == "IP4")
        #expect(filter.destination == "232.3.4.5")
        #expect(filter.sources == "192.0.2.1 192.0.2.2")
        #expect(filter.sources.parts(separatedBy: 0x20) == ["192.0.2.1", "192.0.2.2"])
        #expect(try written(filter) == text)
        #expect(
            try survivesRoundTrip(
                "excl IN * * h", as: " excl IN * * h", SourceFilter.init(copying:)))
        for (text, code, offset) in [
            ("", .missingField, 0), (" only IN IP4 a b", .unknownKeyword, 1),
            (" incl IN IP4 a", .missingField, 14), (" incl IN IP4 a b  c", .malformedValue, 17),
        ] as [(String, SDPError.Code, Int)] {
            let found = failure(of: SourceFilter<ByteView>.self, reading: text)
            #expect(found == SDPError(code, offset: offset))
        }
    }
}
