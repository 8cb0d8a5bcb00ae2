/// `29.97`: a number with or without a fraction, as RFC 8866 section 9 writes
/// packet times and frame rates.
///
/// Kept as digits, so that it is written as it was read.
public struct DecimalNumber: Hashable, Sendable {
    /// All digits as one number.
    public let digits: UInt64
    /// How many of them are behind the point; 0 is no point.
    public let fractionDigits: UInt8

    /// The most digits behind the point.
    private static let maximumFractionDigits = 18

    /// A whole number.
    public init(_ number: UInt64) {
        digits = number
        fractionDigits = 0
    }

    /// `digits / 10^fractionDigits`; nil if there are more than 18 behind the
    /// point.
    public init?(digits: UInt64, fractionDigits: Int) {
        guard (0...DecimalNumber.maximumFractionDigits).contains(fractionDigits) else {
            return nil
        }
        self.digits = digits
        self.fractionDigits = UInt8(fractionDigits)
    }

    /// The nearest number that a `Double` has.
    public var value: Double { Double(digits) / Double(powerOfTen) }

    private var powerOfTen: UInt64 {
        var power: UInt64 = 1
        for _ in 0..<fractionDigits { power *= 10 }
        return power
    }

    /// Reads a whole value, `non-zero-int-or-real`: not zero, without zeros in
    /// front. Zeros at the end of a fraction, which the grammar does not know
    /// and cameras write, are accepted. Throws `numberOutOfRange` above 2^64 - 1
    /// without the point or with more than 18 digits behind it.
    init(nonZero reader: inout FieldReader) throws(SDPError) {
        let place = reader.offset
        let hasZeroInFront = reader.next == UInt8(ascii: "0")
        var digits = try reader.number()
        let whole = reader.offset - place
        if hasZeroInFront && whole > 1 { throw SDPError(.malformedNumber, offset: place) }
        var fractionDigits = 0
        if reader.skip(UInt8(ascii: ".")) {
            let start = reader.offset
            let fraction = try reader.number()
            fractionDigits = reader.offset - start
            guard fractionDigits <= DecimalNumber.maximumFractionDigits else {
                throw SDPError(.numberOutOfRange, offset: start)
            }
            var power: UInt64 = 1
            for _ in 0..<fractionDigits { power *= 10 }
            let (product, tooLarge) = digits.multipliedReportingOverflow(by: power)
            let (sum, overflow) = product.addingReportingOverflow(fraction)
            if tooLarge || overflow { throw SDPError(.numberOutOfRange, offset: place) }
            digits = sum
        }
        try reader.finish()
        if digits == 0 { throw SDPError(.numberOutOfRange, offset: place) }
        self.digits = digits
        self.fractionDigits = UInt8(fractionDigits)
    }

    func write(to writer: inout DescriptionWriter) {
        let power = powerOfTen
        writer.append(digits / power)
        if fractionDigits == 0 { return }
        writer.append(byte: UInt8(ascii: "."))
        var place = power / 10
        while place > 1 && digits % power < place {
            writer.append(byte: UInt8(ascii: "0"))
            place /= 10
        }
        writer.append(digits % power)
    }

    @inline(__always)
    func combine(into digest: inout ValueDigest) {
        digest.combine(digits)
        digest.combine(UInt64(fractionDigits))
    }
}
