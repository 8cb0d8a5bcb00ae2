import FuzzSupport
import SDP

/// What lenient readings accept: all that stricter ones do, and each deviation as
/// the error that a strict reading has.
package func checkReadings(of view: DescriptionView) {
    let strict = outcome { () throws(SDPError) in try view.checkGrammar() }
    let (lenient, tolerated) = grammar(of: view, .lenient)
    let (failure, all) = grammar(of: view, .all)
    require(failure == nil, "a reading that tolerates everything fails")
    require(strict == all.first, "a strict reading fails with another error than the first")
    require(
        strict != nil || lenient == nil && tolerated.isEmpty, "strict accepts more than lenient")
    let expected = lenient.map { error in all.prefix { $0 != error } } ?? all[...]
    require(tolerated == Array(expected), "a lenient reading tolerates something else")
    var last = 0
    for warning in all {
        require(warning.offset <= view.bytes.count, "a warning lies outside", at: warning.offset)
        last = max(last, warning.offset)
        require(warning.code.reason.utf8CodeUnitCount > 0, "a warning without a reason")
    }
}

private func grammar(
    of view: DescriptionView, _ tolerances: Tolerances
) -> (failure: SDPError?, warnings: [SDPError]) {
    var warnings: [SDPError] = []
    let failure = outcome { () throws(SDPError) in
        try view.checkGrammar(tolerating: tolerances) { warnings.append($0) }
    }
    return (failure, warnings)
}
