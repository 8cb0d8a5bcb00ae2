import SDP
import Testing

@Suite struct ICECredentialTests {
    static func text(of size: Int) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return String(decoding: (0..<size).map { alphabet[$0 % 64] }, as: UTF8.self)
    }

    @Test("GR-28, PV-41, A49: ufrags of 4 to 256 characters", arguments: [4, 5, 8, 32, 255, 256])
    func readsFragment(size: Int) throws {
        let text = ICECredentialTests.text(of: size)
        let fragment = try read(text, ICEUsernameFragment.init(copying:))
        #expect(fragment.value.description == text)
        #expect(try written(fragment) == text)
    }

    @Test(
        "GR-28, PV-41, A49: passwords of 22 to 256 characters", arguments: [22, 24, 32, 255, 256])
    func readsPassword(size: Int) throws {
        let text = ICECredentialTests.text(of: size)
        let password = try read(text, ICEPassword.init(copying:))
        #expect(password.value.description == text)
        #expect(try written(password) == text)
    }

    @Test("PV-41, A49: ufrags too short or too long", arguments: [1, 3, 257, 4_096])
    func refusesFragmentSize(size: Int) {
        let found = failure(
            of: ICEUsernameFragment<ByteView>.self, reading: ICECredentialTests.text(of: size))
        #expect(found == SDPError(.lengthOutOfRange, offset: 0))
    }

    @Test("PV-41, A49: passwords too short or too long", arguments: [1, 4, 21, 257, 4_096])
    func refusesPasswordSize(size: Int) {
        let found = failure(
            of: ICEPassword<ByteView>.self, reading: ICECredentialTests.text(of: size))
        #expect(found == SDPError(.lengthOutOfRange, offset: 0))
    }

    @Test(
        "PV-41, A49: characters that are no ice-char",
        arguments: [
            ("", .missingField, 0), (" ", .missingField, 0), (" abcd", .malformedValue, 0),
            ("ab-d", .malformedValue, 2), ("abc_", .malformedValue, 3),
            ("abc=", .malformedValue, 3),
            ("abcdé", .malformedValue, 4), ("abcd efgh", .trailingBytes, 4),
            ("abcd\u{7F}", .malformedValue, 4), (":abcd", .malformedValue, 0),
        ] as [(String, SDPError.Code, Int)])
    func refusesCharacters(text: String, code: SDPError.Code, offset: Int) {
        let expected = SDPError(code, offset: offset)
        #expect(failure(of: ICEUsernameFragment<ByteView>.self, reading: text) == expected)
        #expect(failure(of: ICEPassword<ByteView>.self, reading: text) == expected)
    }

    @Test("PV-07: credentials here come before those of the session level")
    func inheritsCredentials() throws {
        let session = "a=ice-ufrag:sess"
        let password = "a=ice-pwd:" + ICECredentialTests.text(of: 22)
        let description = try SessionDescription(
            parsing: sdp(
                session, password, "m=audio 9 RTP/AVP 0", "m=audio 9 RTP/AVP 0", "a=ice-ufrag:media"
            ))
        let view = description.view
        let first = ByteString(copying: try view.media[0].iceUsernameFragment)
        let second = ByteString(copying: try view.media[1].iceUsernameFragment)
        let inherited = ByteString(copying: try view.media[1].icePassword)
        #expect(first == "sess")
        #expect(second == "media")
        #expect(inherited?.count == 22)
    }

    @Test("A49, PV-07: only one of the two leaves the other nil")
    func oneOfTwo() throws {
        let description = try SessionDescription(
            parsing: sdp("m=audio 9 RTP/AVP 0", "a=ice-ufrag:abcd"))
        let password = ByteString(copying: try description.view.media[0].icePassword)
        #expect(password == nil)
    }

    @Test("PV-07: a malformed value here is an error, not a reason to inherit")
    func malformedIsNotInherited() throws {
        let description = try SessionDescription(
            parsing: sdp("a=ice-ufrag:good", "m=audio 9 RTP/AVP 0", "a=ice-ufrag:b"))
        var found: SDPError?
        do throws(SDPError) {
            _ = try description.view.media[0].iceUsernameFragment
        } catch {
            found = error
        }
        #expect(found?.code == .lengthOutOfRange)
        #expect(found?.section == 1)
    }

    @Test(
        "A41, V21: credentials without a value", arguments: ["ice-ufrag", "ice-pwd", "ice-options"])
    func refusesFlags(name: String) throws {
        #expect(try valueFailure(sdp("a=\(name)"))?.code == .missingValue)
        #expect(try valueFailure(sdp("a=\(name):"))?.code == .missingField)
    }

    @Test("GR-29: options one by one")
    func readsOptions() throws {
        let options = try read("trickle ice2", ICEOptions.init(copying:))
        #expect(options.tags == "trickle ice2")
        #expect(try written(options) == "trickle ice2")
        #expect(
            failure(of: ICEOptions<ByteView>.self, reading: "") == .init(.missingField, offset: 0))
    }

    @Test(
        "GR-29: tags of other characters, or too many blanks",
        arguments: [
            ("google-ice", .malformedValue, 6), ("trickle  ice2", .malformedValue, 8),
            (" trickle", .malformedValue, 0), ("trickle ice_2", .malformedValue, 11),
        ] as [(String, SDPError.Code, Int)])
    func refusesOptions(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: ICEOptions<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test(
        "GR-29: an option is found as a whole word",
        arguments: [
            ("trickle", true), ("ice2 trickle", true), ("trickle ice2", true), ("trickl", false),
            ("trickles", false), ("Trickle", false), ("ice2 trickle ", true),
            ("renomination", false),
        ])
    func findsOption(text: String, expected: Bool) throws {
        let found = try read(text) { (options: borrowing ICEOptions<ByteView>) in
            options.contains("trickle")
        }
        #expect(found == expected)
    }
}
