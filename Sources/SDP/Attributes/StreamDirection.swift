/// `send` or `recv`, as a=rid, a=simulcast and a=imageattr write it: seen by
/// whoever wrote the description.
public enum StreamDirection: UInt8, Hashable, Sendable {
    case send = 1
    case receive = 2

    /// The word that stands for it.
    public var text: StaticString { self == .send ? "send" : "recv" }

    /// The same stream seen from the other side.
    public var reversed: StreamDirection { self == .send ? .receive : .send }

    /// Reads the word, which is a whole field.
    init(next reader: inout FieldReader) throws(SDPError) {
        let place = reader.offset
        let word = try reader.field()
        if word == "send" {
            self = .send
        } else if word == "recv" {
            self = .receive
        } else {
            throw SDPError(.unknownKeyword, offset: place)
        }
    }
}
