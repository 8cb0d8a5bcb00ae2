import SDP
import Testing

@Suite struct ConnectionDataTests {
    @Test(
        "GR-12: three fields, and the scope of a multicast address",
        arguments: [
            ("IN IP4 0.0.0.0", "0.0.0.0", nil, nil), ("IN IP6 ::", "::", nil, nil),
            ("IN IP6 fe80::1%eth0", "fe80::1%eth0", nil, nil),
            ("IN IP4 host.example", "host.example", nil, nil),
            ("IN IP4 224.2.36.42/127", "224.2.36.42", 127, nil),
            ("IN IP4 224.2.1.1/0/3", "224.2.1.1", 0, 3),
            ("IN IP4 224.2.1.1/255/4294967295", "224.2.1.1", 255, .max),
            ("IN IP6 FF15::101", "FF15::101", nil, nil),
            ("IN IP6 FF15::101/3", "FF15::101", nil, 3),
            ("TN RFC2543 +1-201-406-4090/x", "+1-201-406-4090/x", nil, nil),
        ] as [(String, String, UInt8?, UInt32?)])
    func readsFields(text: String, address: String, ttl: UInt8?, count: UInt32?) throws {
        let connection = try read(text, ConnectionData.init(copying:))
        let fields = text.split(separator: " ").map(String.init)
        #expect(connection.networkType.description == fields[0])
        #expect(connection.addressType.description == fields[1])
        #expect(connection.address.description == address)
        #expect(connection.timeToLive == ttl)
        #expect(connection.addressCount == count)
        #expect(try written(connection) == text)
    }

    @Test(
        "GR-12: scopes out of range",
        arguments: [
            ("IN IP4 224.2.1.1/256", .numberOutOfRange, 17),
            ("IN IP4 224.2.1.1/", .missingField, 17),
            ("IN IP4 224.2.1.1/x", .malformedNumber, 17), ("IN IP4 /127", .malformedValue, 7),
            ("IN IP4 224.2.1.1/1/0", .numberOutOfRange, 19),
            ("IN IP4 224.2.1.1/1/4294967296", .numberOutOfRange, 19),
            ("IN IP4 224.2.1.1/1/2/3", .trailingBytes, 20),
            ("IN IP6 FF15::101/0", .numberOutOfRange, 17),
            ("IN IP6 FF15::101/1/2", .trailingBytes, 18),
            ("IN IP4 224.2.1.1 /1", .trailingBytes, 16),
        ] as [(String, SDPError.Code, Int)])
    func refusesScopes(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: ConnectionData<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test(
        "PV-05: fields that are missing or too many",
        arguments: [
            ("", .missingField, 0), ("IN", .missingField, 2), ("IN IP4", .missingField, 6),
            ("IN IP4 ", .missingField, 6), ("IN  IP4 h", .malformedValue, 3),
            ("I@N IP4 h", .malformedValue, 1), ("IN IP4  h", .malformedValue, 7),
            ("IN IP4 h x", .trailingBytes, 8),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: ConnectionData<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-12: a section's own c= line comes before the session's")
    func inheritsFromSession() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "c=IN IP4 1.1.1.1", "m=audio 9 RTP/AVP 0", "m=video 9 RTP/AVP 31",
                "c=IN IP4 2.2.2.2"))
        let view = description.view
        let inherited = try #require(ByteString(copying: try view.media[0].connection?.address))
        let own = try #require(ByteString(copying: try view.media[1].connection?.address))
        #expect(inherited == "1.1.1.1")
        #expect(own == "2.2.2.2")
    }

    @Test("A21, GR-12: a description without c= has none, and that is no error")
    func noConnection() throws {
        let description = try SessionDescription(parsing: sdp("m=audio 9 RTP/AVP 0"))
        let address = ByteString(copying: try description.view.media[0].connection?.address)
        #expect(address == nil)
    }
}
