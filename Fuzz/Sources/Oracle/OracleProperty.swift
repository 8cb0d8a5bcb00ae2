import SDP

/// How the package and the slow reference parser of the tests differ about `bytes`, or nil
/// if they agree: about lines and errors, with ordinary and with small limits, and about
/// the grammar.
public func oracleDifference(about bytes: [UInt8]) -> String? {
    agreement.difference(about: bytes) ?? smallAgreement.difference(about: bytes)
        ?? GrammarAgreement.difference(about: bytes)
}

private let agreement = Agreement()
private let smallAgreement = Agreement(limits: smallLimits)

extension [UInt8] {
    init(copying bytes: ByteView) {
        self = unsafe bytes.withUnsafeBytes { base, count in
            unsafe [UInt8](UnsafeBufferPointer(start: base, count: count))
        }
    }
}
