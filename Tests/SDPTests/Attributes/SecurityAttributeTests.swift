import SDP
import Testing

@Suite struct SecurityAttributeTests {
    @Test("GR-43: a tls-id of 20 to 255 characters", arguments: [20, 32, 255])
    func tlsID(size: Int) throws {
        let text = String(repeating: "aZ09+/-_", count: 32).prefix(size)
        #expect(try survivesRoundTrip(String(text), TLSID.init(copying:)))
    }

    @Test(
        "GR-43, PV-42: other sizes and characters",
        arguments: [
            ("", .missingField, 0), (String(repeating: "a", count: 19), .lengthOutOfRange, 0),
            (String(repeating: "a", count: 256), .lengthOutOfRange, 0),
            ("aaaaaaaaaaaaaaaaaaaa=", .malformedValue, 20),
            ("aaaaaaaaaaaaaaaaaaaa b", .trailingBytes, 20),
        ] as [(String, SDPError.Code, Int)])
    func refusesTLSID(text: String, code: SDPError.Code, offset: Int) {
        #expect(failure(of: TLSID<ByteView>.self, reading: text) == SDPError(code, offset: offset))
    }

    private func extensions(_ text: String) throws -> [String] {
        try read(text) { (identity: borrowing Identity<ByteView>) in
            var found: [String] = []
            identity.forEachExtension { name, value in
                var part = String(name)
                if let value { part += "=" + String(value) }
                found.append(part)
            }
            return found
        }
    }

    @Test(
        "GR-45: an assertion and its extensions",
        arguments: [
            ("eyJpZHAiOnt9fQ==", []), ("abcd", []), ("abc=", []), ("ab+/cd12 x", ["x"]),
            ("abcd a=b;c;d=e f", ["a=b", "c", "d=e f"]), ("abcd a=1; b=2=3", ["a=1", "b=2=3"]),
        ])
    func identity(text: String, expected: [String]) throws {
        #expect(try extensions(text) == expected)
        #expect(try survivesRoundTrip(text, Identity.init(copying:)))
    }

    @Test(
        "GR-45: what is not base64, and extensions without names",
        arguments: [
            ("", .missingField, 0), ("abc", .lengthOutOfRange, 0), ("a===", .malformedValue, 1),
            ("====", .malformedValue, 0), ("ab=c", .malformedValue, 2),
            ("ab==abcd", .malformedValue, 2), ("ab-d", .malformedValue, 2),
            ("abcd  x", .malformedValue, 5), ("abcd a;", .missingField, 7),
            ("abcd =b", .malformedValue, 5), ("abcd a=", .missingField, 7),
            ("abcd a;;b", .malformedValue, 7), ("abcd a b", .malformedValue, 6),
        ] as [(String, SDPError.Code, Int)])
    func refusesIdentity(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: Identity<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-42: a connection is new or there")
    func connection() throws {
        for value in ConnectionReuse.allCases {
            let text = try written(value)
            #expect(try read(text) { (value: borrowing ConnectionReuse) in copy value } == value)
        }
        #expect(
            try read("existing") { (value: borrowing ConnectionReuse) in copy value } == .existing)
        for (text, code) in [
            ("", .missingField), ("NEW", .unknownKeyword), ("new x", .trailingBytes),
            ("newer", .unknownKeyword),
        ] as [(String, SDPError.Code)] {
            #expect(failure(of: ConnectionReuse.self, reading: text)?.code == code)
        }
    }

    @Test(
        "GR-57, PV-45: keys in the description are seen, so that they can be refused",
        arguments: [
            ("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x", true), ("a=key-mgmt:mikey x", true),
            ("k=clear:x", true), ("k=prompt", true), ("a=fingerprint:sha-256 AA", false),
            ("a=zrtp-hash:1.10 x", false),
        ])
    func foreignKeying(line: String, expected: Bool) throws {
        let text = sdp("m=audio 9 RTP/AVP 0", line)
        #expect(try valueFailure(text) == nil)
        let description = try SessionDescription(parsing: text)
        let found = description.view.media[0].hasForeignKeying
        #expect(found == expected)
        #expect(description.serialized() == text)
    }

    @Test("GR-44: dtls-id and dtls-message are kept and mean nothing")
    func drafts() throws {
        let text = sdp(
            "m=audio 9 RTP/AVP 0", "a=dtls-id:x y", "a=dtls-message:client AA", "a=dtls-id")
        #expect(try valueFailure(text) == nil)
        #expect(try SessionDescription(parsing: text).serialized() == text)
    }
}
