import SDP
import Testing

@Suite struct FormatParametersTests {
    @Test(
        "GR-21: whatever follows the format is kept",
        arguments: [
            ("96 profile-id=0;max-fr=30", "96", "profile-id=0;max-fr=30"),
            ("101 0-15", "101", "0-15"),
            ("63 111/111", "63", "111/111"), ("97 apt=96", "97", "apt=96"),
            ("96 ;;;;", "96", ";;;;"),
            ("webrtc-datachannel max=1", "webrtc-datachannel", "max=1"), ("96  a", "96", " a"),
        ])
    func keepsParameters(text: String, format: String, parameters: String) throws {
        let value = try read(text, FormatParameters.init(copying:))
        #expect(value.format.description == format)
        #expect(value.parameters.description == parameters)
        #expect(try written(value) == text)
    }

    @Test(
        "GR-21: no parameters",
        arguments: [
            ("", .missingField, 0), ("96", .missingField, 2), ("96 ", .missingField, 2),
            (" 96 a", .malformedValue, 0), ("9:6 a", .malformedValue, 1),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: FormatParameters<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    private func find(_ name: StaticString, in parameters: String) throws -> String? {
        try read("96 \(parameters)") { (value: borrowing FormatParameters<ByteView>) in
            ByteString(copying: value.parameter(name)).map(\.description)
        }
    }

    @Test("GR-21, GR-14: a parameter by its name, compared without case")
    func findsByName() throws {
        let text = "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42E01f"
        #expect(try find("packetization-mode", in: text) == "0")
        #expect(try find("PROFILE-LEVEL-ID", in: text) == "42E01f")
        #expect(try find("level-asymmetry-allowed", in: text) == "1")
        #expect(try find("profile", in: text) == nil)
        #expect(try find("mode", in: text) == nil)
        #expect(try find("", in: text) == nil)
    }

    @Test("GR-21, A44: values may hold '=' and may be empty")
    func keepsEqualsSigns() throws {
        let text = "mode=1;sprop-parameter-sets=Z0LAFdkBQfs==,aMuMsg==;empty=;last=x=y"
        #expect(try find("sprop-parameter-sets", in: text) == "Z0LAFdkBQfs==,aMuMsg==")
        #expect(try find("empty", in: text) == "")
        #expect(try find("last", in: text) == "x=y")
    }

    @Test("GR-21: blanks around semicolons and names are passed over")
    func skipsBlanks() throws {
        let text = "sampling=YCbCr-4:2:2; width=320;\theight=240 ;  depth =8"
        #expect(try find("width", in: text) == "320")
        #expect(try find("height", in: text) == "240")
        #expect(try find("depth", in: text) == "8")
        #expect(try find("sampling", in: text) == "YCbCr-4:2:2")
    }

    @Test("A44: bare tokens have no value, the first of two duplicates counts")
    func bareTokensAndDuplicates() throws {
        #expect(try find("0-15", in: "0-15") == nil)
        #expect(try find("stereo", in: "stereo;mono") == nil)
        #expect(try find("a", in: "a;a=2;a=3") == "2")
        #expect(try find("x", in: ";;;;") == nil)
        #expect(try find("x", in: ";;; ;x=1") == "1")
        #expect(try find("x", in: "=;=x;x=1") == "1")
    }

    @Test("GR-21: blanks around a value are no part of it")
    func trimsValues() throws {
        #expect(try find("a", in: "a= 1 ; b=2") == "1")
        #expect(try find("a", in: "a=\t1 2\t;b=2") == "1 2")
        #expect(try find("a", in: "a= ;b=2") == "")
    }

    private func parameters(_ text: String) throws -> [String] {
        try read("96 \(text)") { (value: borrowing FormatParameters<ByteView>) in
            var found: [String] = []
            value.forEachParameter { parameter in
                found.append(String(parameter.name))
                if let value = parameter.value { found.append("=" + String(value)) }
            }
            return found
        }
    }

    @Test("GR-21, A44: every parameter in order")
    func walksParameters() throws {
        #expect(try parameters("a=1; b = 2 ;c;;d=") == ["a", "=1", "b", "=2", "c", "d", "="])
        #expect(try parameters(";;;;") == [])
        #expect(try parameters("x=a=b==") == ["x", "=a=b=="])
        #expect(try parameters("0-15,66") == ["0-15,66"])
        #expect(
            try parameters((0..<5_000).map { "k\($0)=v" }.joined(separator: ";")).count == 10_000)
    }

    private func payloadTypes(_ text: String) throws -> [UInt8] {
        let bytes = Array("63 \(text)".utf8)
        let value = try FormatParameters(reading: ByteView(bytes.span))
        var found: [UInt8] = []
        try value.forEachRedundantPayloadType { found.append($0) }
        return found
    }

    private func events(_ text: String) throws -> [ClosedRange<UInt8>] {
        let bytes = Array("101 \(text)".utf8)
        let value = try FormatParameters(reading: ByteView(bytes.span))
        var found: [ClosedRange<UInt8>] = []
        try value.forEachTelephoneEvent { found.append($0) }
        return found
    }

    @Test("GR-21: redundant payload types")
    func redundancy() throws {
        #expect(try payloadTypes("111/111") == [111, 111])
        #expect(try payloadTypes("0/127/5") == [0, 127, 5])
        for text in ["111/", "128/1", "a=1", "1/2;"] {
            #expect(throws: SDPError.self) { try payloadTypes(text) }
        }
    }

    @Test("GR-21: telephone events")
    func telephoneEvents() throws {
        #expect(try events("0-15") == [0...15])
        #expect(try events("0-15,66,70-255") == [0...15, 66...66, 70...255])
        for text in ["15-0", "0-256", "0-", "1,", "a=1", "1-2-3"] {
            #expect(throws: SDPError.self) { try events(text) }
        }
    }

    @Test("A44, V32: a line of five thousand bytes is not cut")
    func longValues() throws {
        let long = String(repeating: "A", count: 5_000)
        #expect(try find("configuration", in: "width=1; configuration=\(long); z=1") == long)
        #expect(try find("z", in: "width=1; configuration=\(long); z=1") == "1")
    }
}
