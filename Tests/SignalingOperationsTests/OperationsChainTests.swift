import Testing

@testable import SignalingOperations

@Suite("The operations chain and the task queue")
struct OperationsChainTests {
    @Test("CO-02 CO-04 CO-08: an operation begins when all before it have ended")
    func order() {
        var chain = OperationsChain()
        var begun: [Int] = []
        #expect(chain.isEmpty)
        #expect(chain.append { begun.append(0) })
        #expect(!chain.append { begun.append(1) })
        #expect(!chain.append { begun.append(2) })
        while !chain.isEmpty {
            if let next = chain.finishFirst() { next() }
        }
        #expect(begun == [1, 2])
        #expect(chain.finishFirst() == nil)
        #expect(chain.append {})
    }

    @Test("CO-09: what was forgotten does not begin")
    func removal() {
        var chain = OperationsChain()
        #expect(chain.append {})
        chain.updatesNegotiationNeededWhenEmpty = true
        chain.removeAll()
        #expect(chain.isEmpty && !chain.updatesNegotiationNeededWhenEmpty)
        #expect(chain.finishFirst() == nil)
    }

    @Test("CO-12: a long chain is worked through in order and without growing")
    func length() {
        var chain = OperationsChain()
        var next = 0
        for number in 0..<1_000 { _ = chain.append { next = number } }
        for number in 1..<100_000 {
            chain.finishFirst()?()
            #expect(next == number)
            _ = chain.append { [number] in next = number + 999 }
        }
    }

    @Test("CO-19: tasks run in the order in which they were queued, when they are told to")
    func tasks() {
        let queue = TaskQueue()
        var ran: [Int] = []
        #expect(!queue.runNext())
        for number in 0..<200 { queue.enqueue { ran.append(number) } }
        queue.enqueue { queue.enqueue { ran.append(-1) } }
        #expect(ran.isEmpty && !queue.isEmpty)
        while queue.runNext() {}
        #expect(ran == Array(0..<200) + [-1])
        #expect(queue.isEmpty)
    }
}
