import JSEP
import Testing

@Suite("Random operations on two connected sessions")
struct ModelTests {
    @Test(
        "SO-11 SO-20 SO-28 SO-29 SD-20 SD-30: what must never change does not",
        arguments: 0..<24)
    func randomOperations(seed: Int) throws {
        var model = SessionModel(SplitMix64(seed: UInt64(seed)))
        for step in 0..<220 {
            try model.step()
            try #require(model.violation == nil, "step \(step): \(model.violation ?? "")")
        }
        try model.finish()
        #expect(model.violation == nil)
        #expect(model.exchanges > 2)
    }
}
