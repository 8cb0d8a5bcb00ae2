import SDP
import Testing

@Suite struct RTCPFeedbackTests {
    @Test(
        "GR-22, GR-59, A47: types with and without parameters, wildcards, unknown ones",
        arguments: [
            ("96 nack", 96, "nack", nil), ("96 nack pli", 96, "nack", "pli"),
            ("0 transport-cc", 0, "transport-cc", nil),
            ("127 ccm tmmbr smaxpr=120", 127, "ccm", "tmmbr smaxpr=120"),
            ("* nack pli", nil, "nack", "pli"), ("* trr-int 100", nil, "trr-int", "100"),
            ("96 goog-remb", 96, "goog-remb", nil), ("96 x_new a b c", 96, "x_new", "a b c"),
        ] as [(String, UInt8?, String, String?)])
    func roundTrips(text: String, payloadType: UInt8?, type: String, parameter: String?) throws {
        let feedback = try read(text, RTCPFeedback.init(copying:))
        #expect(feedback.payloadType == payloadType)
        #expect(feedback.type.description == type)
        #expect(feedback.parameter?.description == parameter)
        #expect(try written(feedback) == text)
    }

    @Test("GR-16: a blank at the end is no parameter")
    func trailingBlank() throws {
        #expect(try read("96 nack ", RTCPFeedback.init(copying:)).parameter == nil)
    }

    @Test(
        "GR-22, A31, A47: payload types and types that are none",
        arguments: [
            ("", .missingField, 0), ("*", .missingField, 1), ("96", .missingField, 2),
            ("96 ", .missingField, 2), ("128 nack", .numberOutOfRange, 0),
            ("** nack", .malformedValue, 1),
            ("*96 nack", .malformedValue, 1), ("x nack", .malformedNumber, 0),
            ("-1 nack", .malformedNumber, 0), ("96  nack", .malformedValue, 3),
            ("96 na(ck", .malformedValue, 5), ("4294967296 nack", .numberOutOfRange, 0),
            ("96 nack  pli", .malformedValue, 8),
            ("* trr-int", .missingField, 9), ("* trr-int x", .malformedNumber, 11),
            ("* trr-int 1x", .malformedNumber, 12),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: RTCPFeedback<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }
}
