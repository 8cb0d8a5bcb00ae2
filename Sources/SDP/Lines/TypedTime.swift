/// `7d`: a time as r= and z= lines write it (RFC 8866 section 5.10).
public struct TypedTime: Hashable, Sendable {
    /// How a typed time counts.
    public enum Unit: UInt8, Hashable, Sendable {
        /// Without a letter.
        case seconds = 0
        /// Seconds with the letter `s`.
        case explicitSeconds = 1
        case minutes = 2
        case hours = 3
        case days = 4

        /// Seconds of one.
        public var seconds: Int64 {
            switch self {
            case .seconds, .explicitSeconds: 1
            case .minutes: 60
            case .hours: 3_600
            case .days: 86_400
            }
        }
    }

    /// How many of the unit; negative before the time it counts from.
    public let count: Int64
    public let unit: Unit

    /// The time; nil if it has more seconds than an `Int64` holds.
    public init?(_ count: Int64, _ unit: Unit = .seconds) {
        if count.multipliedReportingOverflow(by: unit.seconds).overflow { return nil }
        self.count = count
        self.unit = unit
    }

    /// The time in seconds.
    public var seconds: Int64 { count * unit.seconds }

    /// Reads a time up to a blank. Throws `numberOutOfRange` if it has more
    /// seconds than an `Int64` holds.
    init(next reader: inout FieldReader) throws(SDPError) {
        let place = reader.offset
        let isNegative = reader.skip(UInt8(ascii: "-"))
        let magnitude = Int64(try reader.number(upTo: UInt64(Int64.max)))
        let unit: Unit =
            switch reader.next {
            case UInt8(ascii: "s"): .explicitSeconds
            case UInt8(ascii: "m"): .minutes
            case UInt8(ascii: "h"): .hours
            case UInt8(ascii: "d"): .days
            default: .seconds
            }
        if unit != .seconds, let letter = reader.next { _ = reader.skip(letter) }
        if !reader.isAtEnd && reader.next != 0x20 { throw reader.failure(.malformedValue) }
        guard let time = TypedTime(isNegative ? -magnitude : magnitude, unit) else {
            throw SDPError(.numberOutOfRange, offset: place)
        }
        self = time
    }

    func write(to writer: inout DescriptionWriter) {
        if count < 0 { writer.append(byte: UInt8(ascii: "-")) }
        writer.append(UInt64(count.magnitude))
        switch unit {
        case .seconds: break
        case .explicitSeconds: writer.append(byte: UInt8(ascii: "s"))
        case .minutes: writer.append(byte: UInt8(ascii: "m"))
        case .hours: writer.append(byte: UInt8(ascii: "h"))
        case .days: writer.append(byte: UInt8(ascii: "d"))
        }
    }

    @inline(__always)
    func combine(into digest: inout ValueDigest) {
        digest.combine(UInt64(bitPattern: count))
        digest.combine(UInt64(unit.rawValue))
    }
}
