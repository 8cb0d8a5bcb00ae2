import SDP
import Testing

@Suite struct OriginTests {
    @Test("GR-08: six fields")
    func readsSixFields() throws {
        let origin = try read(
            "mozilla...THIS_IS_SDPARTA-99.0 6228643771222188235 7 IN IP6 ::1",
            Origin.init(copying:))
        #expect(origin.username == "mozilla...THIS_IS_SDPARTA-99.0")
        #expect(origin.sessionID == "6228643771222188235")
        #expect(origin.sessionVersion == "7")
        #expect(origin.networkType == "IN")
        #expect(origin.addressType == "IP6")
        #expect(origin.address == "::1")
    }

    @Test(
        "GR-07, A33: identifiers are digits of any number and come back as written",
        arguments: [
            "0", "00017", "9223372036854775807", "9223372036854775808", "18446744073709551615",
            "18446744073709551616", "1234567890123456789012345",
        ])
    func keepsNumbersOfAnySize(number: String) throws {
        let text = "- \(number) \(number) IN IP4 host.example"
        let origin = try read(text, Origin.init(copying:))
        #expect(origin.sessionID.description == number)
        #expect(origin.sessionVersion.description == number)
        #expect(try written(origin) == text)
    }

    @Test("GR-16: blanks at the end are not part of the address")
    func toleratesTrailingBlanks() throws {
        let origin = try read("- 1 2 IN IP4 0.0.0.0 \t ", Origin.init(copying:))
        #expect(origin.address == "0.0.0.0")
    }

    @Test(
        "A22, GR-08: fields that are missing or wrong",
        arguments: [
            ("", .missingField, 0), ("-", .missingField, 1), ("- 1", .missingField, 3),
            ("- 1 2", .missingField, 5), ("- 1 2 IN", .missingField, 8),
            ("- 1 2 IN IP4", .missingField, 12), ("- 1 2 IN IP4 ", .missingField, 12),
            ("- x 2 IN IP4 h", .malformedValue, 2), ("- 1 -2 IN IP4 h", .malformedValue, 4),
            ("- 1x 2 IN IP4 h", .malformedValue, 3), ("- 1  2 IN IP4 h", .malformedValue, 4),
            (" - 1 2 IN IP4 h", .malformedValue, 0), ("- 1 2 I/N IP4 h", .malformedValue, 7),
            ("- 1 2 IN IP4 h more", .trailingBytes, 14),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        #expect(failure(of: Origin<ByteView>.self, reading: text) == SDPError(code, offset: offset))
    }

    @Test("A20, A21, PV-04: the session level without o= says so")
    func missingOrigin() throws {
        let description = try SessionDescription(parsing: "v=0\r\ns=-\r\n")
        var found: SDPError?
        do throws(SDPError) { _ = try description.view.session.origin } catch { found = error }
        #expect(found == SDPError(.missingLine, offset: 0))
    }

    @Test("PV-01: an error names its place in the description")
    func placesErrorInDescription() throws {
        let text = "v=0\r\no=- 1 2 IN IP4\r\ns=-\r\n"
        let found = try #require(try valueFailure(text))
        #expect(found == SDPError(.missingField, offset: 19))
        #expect(found.location(in: Array(text.utf8).span).line == 2)
    }
}
