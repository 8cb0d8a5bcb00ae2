import SDP

/// Compares the line index with the oracle.
struct Agreement {
    let limits: Limits
    private let oracle: OracleParser
    private let names: Set<String>

    init(limits: Limits = .sfu) {
        self.limits = limits
        oracle = OracleParser(limits: limits)
        names = Set(AttributeName.all.map { String($0) })
    }

    /// How the two differ about `bytes`, or nil if they agree.
    func difference(about bytes: [UInt8]) -> String? {
        let expected: [OracleLine]
        do throws(SDPError) {
            expected = try oracle.parse(bytes)
        } catch {
            let found = parseFailure(bytes, limits: limits)
            return found == error ? nil : "oracle: \(error), index: \(String(describing: found))"
        }
        var index = LineIndex(limits: limits)
        do throws(SDPError) {
            let view = try index.read(bytes.span)
            return lineDifference(view, expected) ?? sectionDifference(view, expected)
        } catch {
            return "oracle: \(expected.count) lines, index: \(error)"
        }
    }

    private func lineDifference(_ view: DescriptionView, _ expected: [OracleLine]) -> String? {
        if view.lineCount != expected.count {
            return "oracle: \(expected.count) lines, index: \(view.lineCount)"
        }
        for position in expected.indices {
            let line = view.line(position)
            let wanted = expected[position]
            let valueOffset = wanted.offset + wanted.content.count - wanted.value.count
            let name = String(decoding: wanted.name, as: UTF8.self)
            let agrees =
                line.type == wanted.type && line.section == wanted.section
                && line.offset == wanted.offset && line.valueOffset == valueOffset
                && line.hasValue == wanted.hasColon
                && [UInt8](copying: line.bytes) == wanted.content
                && [UInt8](copying: line.value) == wanted.value
                && [UInt8](copying: line.attributeNameBytes) == wanted.name
                && String(line.attributeName) == (names.contains(name) ? name : "")
            if !agrees { return "line \(position): oracle: \(wanted)" }
        }
        return nil
    }

    private func sectionDifference(
        _ view: DescriptionView, _ expected: [OracleLine]
    ) -> String? {
        let sections = (expected.last?.section ?? 0) + 1
        if view.sectionCount != sections || view.media.count != sections - 1 {
            return "oracle: \(sections) sections, index: \(view.sectionCount)"
        }
        var counts = [Int](repeating: 0, count: sections)
        var first = [Int?](repeating: nil, count: sections)
        for line in expected {
            counts[line.section] += 1
            first[line.section] = first[line.section] ?? line.offset
        }
        for number in 0..<sections {
            let section = view.section(number)
            if section.number != number || section.lineCount != counts[number]
                || section.line(0).offset != first[number]
            {
                return "section \(number): oracle: \(counts[number]) lines"
            }
        }
        return nil
    }
}

/// Small limits, so that ordinary descriptions meet each of them.
let smallLimits: Limits = {
    var limits = Limits.browser
    limits.bytes = 1_900
    limits.lineBytes = 90
    limits.lines = 60
    limits.mediaSections = 2
    limits.attributes = 30
    limits.sessionAttributes = 4
    limits.formats = 8
    limits.formatParameters = 2
    limits.candidates = 2
    limits.sources = 1
    limits.rids = 1
    limits.simulcastAlternatives = 2
    limits.midBytes = 1
    limits.groups = 1
    limits.groupMids = 2
    return limits
}()
