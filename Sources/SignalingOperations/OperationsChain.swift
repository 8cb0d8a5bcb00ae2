/// The operations of a connection, of which only the first runs (W3C WebRTC, chain
/// an operation): a list and a flag, without threads or suspension.
package struct OperationsChain {
    /// What begins an operation. It ends when its owner calls `finishFirst`.
    package typealias Operation = () -> Void

    private var operations: [Operation] = []
    /// How many of `operations` have ended.
    private var first = 0
    /// Whether negotiation-needed is to be updated once the chain is empty.
    package var updatesNegotiationNeededWhenEmpty = false

    package init() {}

    package var isEmpty: Bool { first == operations.count }

    /// Adds an operation. True if it is the only one, and so is to be begun now.
    package mutating func append(_ operation: @escaping Operation) -> Bool {
        operations.append(operation)
        return operations.count - first == 1
    }

    /// Removes the operation that ended, and returns the one to be begun, if any.
    package mutating func finishFirst() -> Operation? {
        if isEmpty { return nil }
        operations[first] = {}
        first += 1
        if isEmpty {
            operations.removeAll(keepingCapacity: true)
            first = 0
            return nil
        }
        if first >= 64 && first * 2 >= operations.count {
            operations.removeFirst(first)
            first = 0
        }
        return operations[first]
    }

    /// Forgets all operations: none that has not begun ever does.
    package mutating func removeAll() {
        operations = []
        first = 0
        updatesNegotiationNeededWhenEmpty = false
    }
}
