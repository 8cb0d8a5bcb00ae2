extension Array {
    /// Sorts the elements, equal ones in any order. O(n log n) comparisons, whatever the
    /// order was, and no allocation, where `sort` takes memory: a heap.
    mutating func sortInPlace(by precedes: (Element, Element) -> Bool) {
        for root in stride(from: count / 2 - 1, through: 0, by: -1) {
            siftDown(from: root, to: count, by: precedes)
        }
        for end in stride(from: count - 1, through: 1, by: -1) {
            swapAt(0, end)
            siftDown(from: 0, to: end, by: precedes)
        }
    }

    /// Makes a heap of the elements up to `end` and below `root`, all of which are one
    /// but for `root`.
    private mutating func siftDown(
        from root: Int, to end: Int, by precedes: (Element, Element) -> Bool
    ) {
        var root = root
        while 2 * root + 1 < end {
            var child = 2 * root + 1
            if child + 1 < end && precedes(self[child], self[child + 1]) { child += 1 }
            if !precedes(self[root], self[child]) { return }
            swapAt(root, child)
            root = child
        }
    }
}
