import SDP
import Testing

/// Inputs at which a comparison of everything with everything would be noticed:
/// each has thousands of what a rule compares, and ends in the violations that
/// were put in.
@Suite struct LargeInputTests {
    private func counts(_ text: String) throws -> [SDPError.Code: Int] {
        let rules = VerificationRules.all.subtracting(VerificationRules(.undecidedSetup))
        let found = try violations(of: rules, in: Array(text.utf8))
        return Dictionary(grouping: found, by: \.code).mapValues(\.count)
    }

    @Test("A26, A60, A61, A67: four thousand sections with one mid, named in a hundred groups")
    func mids() throws {
        var groups = ""
        for group in 0..<100 {
            groups += "a=group:BUNDLE" + String(repeating: " x y\(group)", count: 40) + "\n"
        }
        let sections = String(
            repeating: "m=audio 9 X/Y 0\nc=IN IP4 0.0.0.0\na=mid:x\n", count: 4_000)
        let found = try counts(Parts.head(groups) + sections)
        #expect(found == [.duplicateMid: 3_999, .unknownBundledMid: 4_000, .bundledTwice: 3_999])
    }

    @Test("A62, A63, A67: a thousand bundled sections that inherit a thousand extensions")
    func identifiers() throws {
        let count = 1_000
        var head = "a=group:BUNDLE"
        for number in 0..<count { head += " \(number)" }
        head += "\n"
        for number in 0..<count { head += "a=extmap:\(number % 14 + 1) x:\(number)\n" }
        var sections = ""
        for number in 0..<count {
            sections += Parts.audio("96", "a=mid:\(number)\na=rtpmap:96 x/\(number + 1)\n")
        }
        let found = try counts(Parts.head(head + Parts.transport) + sections)
        #expect(found[.payloadTypeConflict] == count - 1)
        #expect(found[.duplicateExtensionID] == count - 14)
        #expect(found[.extensionConflict] == nil)
    }

    @Test("A56, A67: twenty thousand sources, and groups of all of them")
    func sources() throws {
        var section = Parts.audio("0", Parts.transport)
        for id in 0..<20_000 { section += "a=ssrc:\(id * 2) cname:x\n" }
        for group in 0..<20 {
            section += "a=ssrc-group:FID"
            for id in 0..<1_000 { section += " \(group * 1_000 + id)" }
            section += "\n"
        }
        #expect(try counts(Parts.head() + section) == [.undeclaredSource: 10_000])
    }

    @Test("A54, A55, A67: as many rids and alternatives as there may be")
    func rids() throws {
        var section = Parts.audio("0", Parts.transport)
        for id in 0..<255 { section += "a=rid:\(id % 200) send\n" }
        section += "a=simulcast:send 0" + (1..<255).map { ",\($0)" }.joined() + "\n"
        #expect(
            try counts(Parts.head() + section) == [.duplicateRID: 55, .undeclaredRID: 55])
    }

    @Test("A44, A63: parameters in any order are compared up to their limit, then as they are")
    func parameters() throws {
        func text(_ count: Int) -> String {
            let names = (0..<count).map { "p\($0)=\($0)" }
            var text = Parts.head("a=group:BUNDLE a b\n" + Parts.transport)
            for (mid, list) in [("a", names), ("b", names.reversed())] {
                text += Parts.audio(
                    "96",
                    "a=mid:\(mid)\na=rtpmap:96 x/1\na=fmtp:96 \(list.joined(separator: ";"))\n")
            }
            return text
        }
        #expect(try counts(text(64)) == [:])
        #expect(try counts(text(65)) == [.payloadTypeConflict: 1])
        #expect(try counts(text(5_000)) == [.payloadTypeConflict: 1])
    }
}
