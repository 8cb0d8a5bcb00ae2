import SDP
import Testing

/// No value of a caller can add a line.
@Suite struct InjectionTests {
    static let poison = ["\r", "\n", "\0", "\r\na=candidate:1", "x\ny", "0123456789abcdefghij\n"]

    /// The error of writing with enough memory, and of measuring.
    private func failures(_ body: (inout DescriptionWriter) -> Void) -> [SDPError.Code?] {
        [writeFailure(size: 1_024, body), measureFailure(body)]
    }

    private func writeFailure(
        size: Int, _ body: (inout DescriptionWriter) -> Void
    ) -> SDPError.Code? {
        var memory = [UInt8](repeating: 0, count: size)
        var writer = DescriptionWriter(into: memory.mutableSpan)
        body(&writer)
        do throws(SDPError) {
            _ = try writer.finish()
            return nil
        } catch {
            return error.code
        }
    }

    private func measureFailure(_ body: (inout DescriptionWriter) -> Void) -> SDPError.Code? {
        var writer = DescriptionWriter()
        body(&writer)
        do throws(SDPError) {
            _ = try writer.measured()
            return nil
        } catch {
            return error.code
        }
    }

    @Test("A76: CR, LF and NUL in a caller's value are refused", arguments: poison)
    func refused(text: String) {
        let string = ByteString(text)
        let bytes = Array(text.utf8)
        let values: [(inout DescriptionWriter) -> Void] = [
            { $0.append(string) },
            { $0.append(ByteView(bytes.span)) },
            { $0.attribute(.ssrc, string) },
            { $0.attribute(Mid<ByteString>(id: string)) },
            { $0.attribute(MediaStreamID<ByteString>(streamID: string, appData: nil)) },
            { $0.attribute(MediaStreamID<ByteString>(streamID: "-", appData: string)) },
            { $0.attribute(FormatParameters<ByteString>(format: "96", parameters: string)) },
            { $0.attribute(FormatParameters<ByteString>(format: string, parameters: "x")) },
            { $0.attribute(Group<ByteString>(semantics: "BUNDLE", mids: string)) },
            { $0.attribute(ICEUsernameFragment<ByteString>(value: string)) },
            { $0.attribute(ICEPassword<ByteString>(value: string)) },
            { $0.attribute(ICEOptions<ByteString>(tags: string)) },
            { $0.attribute(Fingerprint<ByteString>(hashFunction: "sha-256", value: string)) },
            { $0.attribute(RTCPPort<ByteString>(port: 9, connection: string)) },
            {
                $0.attribute(
                    RTPMap(payloadType: 0, encodingName: string, clockRate: 1, channels: 1))
            },
            { $0.attribute(RTCPFeedback(payloadType: nil, type: "nack", parameter: string)) },
            {
                $0.attribute(ExtensionMap(id: 1, direction: nil, uri: string, attributes: nil))
            },
        ]
        for value in values { #expect(failures(value) == [.valueBreaksLine, .valueBreaksLine]) }
    }

    @Test("A76: a refusal is kept, whatever is written next")
    func kept() {
        let found = failures {
            $0.attribute(.label, "a\r\nb")
            $0.attribute(.label, "fine")
        }
        #expect(found == [.valueBreaksLine, .valueBreaksLine])
    }

    @Test("A76: a refusal comes before a lack of memory")
    func beforeSpace() {
        let found = writeFailure(size: 2) { $0.attribute(.label, "long\nvalue") }
        #expect(found == .valueBreaksLine)
    }

    @Test("GR-04: every other byte may be written")
    func otherBytes() throws {
        let bytes = (1...255).map(UInt8.init).filter { $0 != 0x0A && $0 != 0x0D }
        let found = failures { $0.append(ByteString(bytes)) }
        #expect(found == [nil, nil])
    }
}
