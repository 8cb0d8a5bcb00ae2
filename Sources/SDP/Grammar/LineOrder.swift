/// Which line may come next (RFC 8866 section 9: `session-description` and
/// `media-description`).
struct LineOrder {
    /// The rank of the line that came last in its place.
    private var rank: UInt8 = 0
    /// The letter of that line.
    private var last: UInt8 = 0
    private var isMedia = false

    /// What an m= line begins.
    static var mediaSection: LineOrder {
        var order = LineOrder()
        order.isMedia = true
        order.last = UInt8(ascii: "m")
        return order
    }

    enum Placement { case inPlace, late, repeated }

    /// Takes the next line of the section. A line in the wrong place changes
    /// nothing for the lines behind it.
    mutating func place(_ letter: UInt8) -> Placement {
        let next = isMedia ? LineOrder.rankInMedia(letter) : LineOrder.rankInSession(letter)
        if next < rank { return .late }
        switch letter {
        case UInt8(ascii: "r"):
            guard last == UInt8(ascii: "t") || last == UInt8(ascii: "r") else { return .late }
        case UInt8(ascii: "z"):
            guard last == UInt8(ascii: "r") else { return .late }
        case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "e"), UInt8(ascii: "p"),
            UInt8(ascii: "t"):
            break
        case UInt8(ascii: "c"):
            if next == rank && !isMedia { return .repeated }
        default:
            if letter == last { return .repeated }
        }
        rank = next
        last = letter
        return .inPlace
    }

    private static func rankInSession(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "v"): 0
        case UInt8(ascii: "o"): 1
        case UInt8(ascii: "s"): 2
        case UInt8(ascii: "i"): 3
        case UInt8(ascii: "u"): 4
        case UInt8(ascii: "e"): 5
        case UInt8(ascii: "p"): 6
        case UInt8(ascii: "c"): 7
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "z"): 9
        case UInt8(ascii: "k"): 10
        default: 11
        }
    }

    private static func rankInMedia(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "m"): 0
        case UInt8(ascii: "i"): 1
        case UInt8(ascii: "c"): 2
        case UInt8(ascii: "b"): 3
        case UInt8(ascii: "k"): 4
        default: 5
        }
    }
}
