import SDP
import Synchronization

/// Whole lines of descriptions, written once: bytes that nothing changes afterwards,
/// and the same as the content of a JSON string once that was asked for. May be used
/// from any thread.
final class TextPiece: Sendable {
    let bytes: [UInt8]
    private let escaped = AtomicLazyReference<Escaped>()

    private final class Escaped: Sendable {
        let content: [UInt8]

        init(_ content: [UInt8]) { self.content = content }
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What it takes at most: a byte has at most six characters in JSON.
    var largestSize: Int { 7 * bytes.count + 128 }

    /// What `body` writes. Throws `valueBreaksLine`.
    init(writing body: (inout DescriptionWriter) -> Void) throws(SDPError) {
        bytes = try [UInt8](writing: body)
    }

    /// The content of a JSON string (RFC 8259 section 7). Throws `malformedText` for
    /// bytes that are no UTF-8. O(bytes) and allocates the first time.
    var json: [UInt8] {
        get throws(SDPError) {
            if let escaped = escaped.load() { return escaped.content }
            let bytes = bytes
            let text = ByteView(bytes.span)
            var content = [UInt8](repeating: 0, count: try text.jsonSize())
            try text.writeJSON(into: content.mutableSpan)
            return escaped.storeIfNil(Escaped(content)).content
        }
    }
}

/// The text of a media section in pieces, each of which may be that of other sections
/// too.
final class SectionText: Sendable {
    /// The m= and c= lines, the transport and the mid: the section's own.
    let head: TextPiece
    /// Direction, codecs and header extensions.
    let body: TextPiece?
    /// What it says of the sent track.
    let track: TextPiece?
    /// In bytes.
    let size: Int

    init(head: TextPiece, body: TextPiece?, track: TextPiece?) {
        self.head = head
        self.body = body
        self.track = track
        size = head.bytes.count + (body?.bytes.count ?? 0) + (track?.bytes.count ?? 0)
    }

    /// A piece by its number, 0 to 2, if there is one.
    func piece(_ number: Int) -> TextPiece? {
        switch number {
        case 0: head
        case 1: body
        default: track
        }
    }
}
