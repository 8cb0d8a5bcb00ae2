import SDP
import Testing

@Suite struct TransportAttributeTests {
    @Test(
        "GR-49: port alone or with an address",
        arguments: [
            ("9 IN IP4 0.0.0.0", 9, "IN IP4 0.0.0.0"), ("65535", 65_535, nil), ("0", 0, nil),
            ("53020 IN IP6 2001:db8::1", 53_020, "IN IP6 2001:db8::1"),
        ] as [(String, UInt16, String?)])
    func readsRTCP(text: String, port: UInt16, connection: String?) throws {
        let rtcp = try read(text, RTCPPort.init(copying:))
        #expect(rtcp.port == port)
        #expect(rtcp.connection?.description == connection)
        #expect(try written(rtcp) == text)
    }

    @Test(
        "GR-49, A52, V19: cut and overlong a=rtcp values",
        arguments: [
            ("", .missingField, 0), ("x", .malformedNumber, 0), ("65536", .numberOutOfRange, 0),
            ("1 IN IP4", .missingField, 8), ("1 IN", .missingField, 4),
            ("1 IN IP4 h x", .trailingBytes, 10),
            ("1  IN IP4 h", .malformedValue, 2), ("1x", .trailingBytes, 1),
            ("1/2", .trailingBytes, 1),
        ] as [(String, SDPError.Code, Int)])
    func refusesRTCP(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: RTCPPort<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }

    @Test("GR-46, A57: SCTP ports at their bounds", arguments: [0, 1, 5_000, 65_535] as [UInt16])
    func readsSCTPPort(port: UInt16) throws {
        let found = try read("\(port)") { (value: borrowing SCTPPort) in copy value }
        #expect(found == SCTPPort(port: port))
        #expect(try written(found) == "\(port)")
    }

    @Test(
        "GR-46, A57: SCTP ports that are none",
        arguments: [
            ("", .missingField, 0), ("65536", .numberOutOfRange, 0), ("-1", .malformedNumber, 0),
            ("5000 x", .trailingBytes, 4), ("5000x", .trailingBytes, 4),
            ("18446744073709551616", .numberOutOfRange, 0),
        ] as [(String, SDPError.Code, Int)])
    func refusesSCTPPort(text: String, code: SDPError.Code, offset: Int) {
        #expect(failure(of: SCTPPort.self, reading: text) == SDPError(code, offset: offset))
    }

    @Test(
        "GR-47, A57: message sizes up to 64 bits",
        arguments: [0, 65_536, 262_144, 1_073_741_823, 4_294_967_296, .max] as [UInt64])
    func readsMessageSize(size: UInt64) throws {
        let found = try read("\(size)") { (value: borrowing MaximumMessageSize) in copy value }
        #expect(found == MaximumMessageSize(bytes: size))
        #expect(try written(found) == "\(size)")
    }

    @Test(
        "GR-47, A57: message sizes that are none",
        arguments: [
            ("", .missingField, 0), ("18446744073709551616", .numberOutOfRange, 0),
            ("99999999999999999999999999", .numberOutOfRange, 0), ("64k", .trailingBytes, 2),
            ("-1", .malformedNumber, 0), ("1 2", .trailingBytes, 1),
        ] as [(String, SDPError.Code, Int)])
    func refusesMessageSize(text: String, code: SDPError.Code, offset: Int) {
        #expect(
            failure(of: MaximumMessageSize.self, reading: text) == SDPError(code, offset: offset))
    }

    @Test("GR-46, GR-47, GR-49: written as attributes")
    func writesAttributes() throws {
        let bytes = try [UInt8](writing: { writer in
            writer.attribute(SCTPPort(port: 5_000))
            writer.attribute(MaximumMessageSize(bytes: 262_144))
            writer.attribute(RTCPPort<ByteString>(port: 9, connection: "IN IP4 0.0.0.0"))
            writer.attribute(SetupRole.actpass)
        })
        let text = """
            a=sctp-port:5000\r\na=max-message-size:262144\r\na=rtcp:9 IN IP4 0.0.0.0\r
            a=setup:actpass\r\n
            """
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test("GR-46, GR-47: the first of a section, or none")
    func findsInSection() throws {
        let description = try SessionDescription(
            parsing: sdp(
                "m=application 9 UDP/DTLS/SCTP x", "a=sctp-port:1", "a=sctp-port:2", "m=x 9 y z"))
        let view = description.view
        let ports = [
            try view.media[0].first(SCTPPort.self), try view.media[1].first(SCTPPort.self),
        ]
        #expect(ports == [SCTPPort(port: 1), nil])
        let size = try view.media[0].first(MaximumMessageSize.self)
        #expect(size == nil)
    }
}
