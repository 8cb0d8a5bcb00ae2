// Conveniences for Swift programs. Embedded Swift has no Unicode tables to
// compare strings with, and the core needs no string.
#if !hasFeature(Embedded)

    extension ByteString: CustomStringConvertible {
        /// The bytes of the string, in UTF-8.
        public init(_ string: some StringProtocol) { self.init([UInt8](string.utf8)) }

        /// The bytes as text, those that are no UTF-8 replaced by U+FFFD.
        public var description: String { String(decoding: self, as: UTF8.self) }
    }

    extension String {
        /// The bytes as text, those that are no UTF-8 replaced by U+FFFD.
        public init(_ bytes: ByteView) {
            self.init(decoding: [UInt8](copying: bytes), as: UTF8.self)
        }

        /// The name of an attribute.
        public init(_ name: AttributeName) { self.init(name.text.utf8Bytes) }
    }

    extension SessionDescription {
        /// Parses a text. See `init(parsing:limits:)` for bytes.
        public init(parsing text: String, limits: Limits = .sfu) throws(SDPError) {
            try self.init(parsing: [UInt8](text.utf8).span, limits: limits)
        }

        /// The description as text: the one it was parsed from. Bytes that are no
        /// UTF-8 become U+FFFD here; `bytes` has them as they were.
        public func serialized() -> String { String(decoding: bytes, as: UTF8.self) }
    }

    extension SDPError {
        /// The error for a person: `line 3, column 5: a number was expected, near
        /// "xyz"`. At most 64 bytes of the description are quoted, escaped so that
        /// nothing of it can act on a terminal or a log.
        public func description(in bytes: Span<UInt8>) -> String {
            let place = location(in: bytes)
            var text = "line \(place.line), column \(place.column): \(code.reason)"
            let view = ByteView(bytes)
            let start = min(max(offset, 0), view.count)
            let excerpt = view.extracting(start..<min(start + 64, view.count))
            if !excerpt.isEmpty { text += ", near \"\(excerpt.escaped)\"" }
            return text
        }
    }

    extension ByteView {
        /// The bytes up to the end of the line, with everything but visible ASCII
        /// and blanks as `\xNN`.
        public var escaped: String {
            var text = ""
            for position in 0..<count {
                switch self[position] {
                case 0x0A, 0x0D: return text
                case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(self[position]))
                case 0x20...0x7E: text.unicodeScalars.append(UnicodeScalar(self[position]))
                case let byte:
                    let digits = String(byte, radix: 16)
                    text += "\\x" + (digits.count < 2 ? "0" : "") + digits
                }
            }
            return text
        }
    }

#endif
