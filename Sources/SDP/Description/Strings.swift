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
        /// "xyz"`, with the excerpt of the description at the end.
        public func description(in bytes: Span<UInt8>) -> String {
            let place = location(in: bytes)
            var text = "line \(place.line), column \(place.column): \(code.reason)"
            let excerpt = excerpt(in: bytes)
            if !excerpt.isEmpty { text += ", near \"\(excerpt)\"" }
            return text
        }
    }

    extension ByteView {
        /// The bytes up to the end of the line, with everything but visible ASCII
        /// and blanks as `\xNN`.
        public var escaped: String {
            var text: [UInt8] = []
            for position in 0..<count {
                if self[position] == 0x0A || self[position] == 0x0D { break }
                appendEscaped(self[position], to: &text)
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

#endif
