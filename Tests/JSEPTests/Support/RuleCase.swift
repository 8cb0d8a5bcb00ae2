import Foundation
import Testing

/// A case of Tests/Verification/rules.txt, whose head says what its words mean.
struct RuleCase: CustomTestStringConvertible, Sendable {
    var name = ""
    var base = ""
    var changes: [(word: String, rest: String)] = []
    /// The words behind `expect`.
    var expected: [String] = []
    var says: [(section: Int, line: String)] = []
    var omits: [(section: Int, prefix: String)] = []

    var testDescription: String { name }

    static let all = load().cases
    static let texts = load().texts

    private static func load() -> (cases: [RuleCase], texts: [String: DescriptionText]) {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Verification/rules.txt")
        let content = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var cases: [RuleCase] = []
        var texts: [String: DescriptionText] = [:]
        var text: (name: String, lines: String)?
        for line in content.split(separator: "\n", omittingEmptySubsequences: true) {
            let (word, rest) = split(String(line), at: " ")
            if let (name, lines) = text {
                if word == "end" {
                    texts[name] = DescriptionText(lines)
                    text = nil
                } else {
                    text = (name, lines + line + "\r\n")
                }
                continue
            }
            let last = cases.count - 1
            switch word {
            case "#": break
            case "text": text = (rest, "")
            case "case": cases.append(RuleCase(name: rest))
            case "base": cases[last].base = rest
            case "expect": cases[last].expected = rest.split(separator: " ").map(String.init)
            case "says": cases[last].says.append(numbered(rest))
            case "omits": cases[last].omits.append(numbered(rest))
            default: cases[last].changes.append((word, rest))
            }
        }
        return (cases, texts)
    }

    private static func split(_ text: String, at separator: String) -> (String, String) {
        guard let range = text.range(of: separator) else { return (text, "") }
        return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
    }

    private static func numbered(_ text: String) -> (Int, String) {
        let (number, rest) = split(text, at: " ")
        return (Int(number) ?? -1, rest)
    }

    private static func unescaped(_ text: String) -> String {
        text.replacing("\\r", with: "\r").replacing("\\n", with: "\n").replacing("\\0", with: "\0")
    }

    /// What the changes make of a description, and the line that was changed last, from
    /// 1; nil if a change finds nothing to change.
    func changed(_ base: DescriptionText) -> (text: String, line: Int?)? {
        var sections = [base.session] + base.media
        var touched: (section: Int, line: Int)?
        var replacements: [(String, String)] = []
        for (word, rest) in changes {
            if word == "raw" { return (Self.unescaped(rest), nil) }
            if word == "substitute" {
                let (old, new) = Self.split(rest, at: " => ")
                if old.contains("\\") {
                    replacements.append((Self.unescaped(old), Self.unescaped(new)))
                    continue
                }
                guard sections.joined().contains(where: { $0.contains(old) }) else { return nil }
                sections = sections.map { $0.map { $0.replacing(old, with: new) } }
                continue
            }
            let (section, argument) = Self.numbered(rest)
            guard sections.indices.contains(section) else { return nil }
            let (prefix, line) = Self.split(argument, at: " => ")
            let place = sections[section].firstIndex { $0.hasPrefix(prefix) }
            switch (word, place) {
            case ("drop", _): sections.remove(at: section)
            case ("copy", _): sections.append(sections[section])
            case ("add", _):
                touched = (section, sections[section].count)
                sections[section].append(argument)
            case ("remove", .some):
                sections[section].removeAll { $0.hasPrefix(prefix) }
            case ("replace", let place?):
                touched = (section, place)
                sections[section][place] = line
            case ("after", let place?):
                touched = (section, place + 1)
                sections[section].insert(line, at: place + 1)
            default: return nil
            }
        }
        var text = sections.joined().map { $0 + "\r\n" }.joined()
        for (old, new) in replacements {
            if !text.contains(old) { return nil }
            text = text.replacing(old, with: new)
        }
        let line = touched.map { touched in
            sections[..<touched.section].joined().count + touched.line + 1
        }
        return (text, line)
    }
}
