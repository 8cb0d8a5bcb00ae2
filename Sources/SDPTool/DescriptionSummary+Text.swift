import SDP

// The summary for a person. Text of the description is shown with control bytes
// escaped, so that nothing in it can act on a terminal.

extension DescriptionSummary {
    var text: String {
        var text = "\(bytes) bytes, \(lines) lines, \(media.count) media sections\n"
        if let origin { text += "origin      \(shown(origin))\n" }
        if let name { text += "session     \(shown(name))\n" }
        for group in groups {
            let mids = group.mids.joined(separator: " ")
            text += "group       \(shown(group.semantics)) \(shown(mids))\n"
        }
        for attribute in sessionAttributes { text += "attribute   \(attribute.text)\n" }
        for (position, section) in media.enumerated() {
            text += "\n" + section.text(position: position)
        }
        return text
    }
}

extension DescriptionSummary.Attribute {
    fileprivate var text: String {
        value.map { "\(shown(name)): \(shown($0))" } ?? shown(name)
    }
}

extension DescriptionSummary.Media {
    fileprivate func text(position: Int) -> String {
        var text = "media \(position): \(shown(kind))"
        if let mid { text += ", mid \(shown(mid))" }
        text += ", \(direction), port \(port), \(shown(transportProtocol))"
        if isBundleOnly { text += ", bundle-only" } else if port == 0 { text += ", rejected" }
        text += "\n"
        if codecs.isEmpty { text += "  formats     \(shown(formats.joined(separator: " ")))\n" }
        if let iceUsernameFragment { text += "  ice-ufrag   \(shown(iceUsernameFragment))\n" }
        if let setup { text += "  setup       \(setup)\n" }
        for fingerprint in fingerprints { text += "  fingerprint \(shown(fingerprint))\n" }
        for stream in streams { text += "  stream      \(shown(stream))\n" }
        for codec in codecs { text += "  codec       \(codec.text)\n" }
        for entry in extensions { text += "  extension   \(entry.id) \(shown(entry.uri))\n" }
        for candidate in candidates { text += "  candidate   \(shown(candidate))\n" }
        for attribute in otherAttributes { text += "  attribute   \(attribute.text)\n" }
        return text
    }
}

extension DescriptionSummary.CodecSummary {
    fileprivate var text: String {
        var text = "\(payloadType) \(shown(name))/\(clockRate)"
        if let channels { text += "/\(channels)" }
        if let parameters { text += "  \(shown(parameters))" }
        if !feedback.isEmpty { text += "  [\(shown(feedback.joined(separator: ", ")))]" }
        return text
    }
}

/// The text with everything but visible characters escaped.
func shown(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
            .privateUse:
            result += scalar.escaped(asASCII: true)
        default:
            result.unicodeScalars.append(scalar)
        }
    }
}
