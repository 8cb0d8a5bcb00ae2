/// Tasks in the order in which they were queued (HTML, task queues): nothing runs
/// until its owner asks for it, and never two at once. One queue may serve many
/// connections. Not usable from two threads at once.
package final class TaskQueue {
    private var tasks: [() -> Void] = []
    /// How many of `tasks` have run.
    private var next = 0

    package init() {}

    package var isEmpty: Bool { next == tasks.count }

    /// Adds a task after all others.
    package func enqueue(_ task: @escaping () -> Void) { tasks.append(task) }

    /// Runs the first task, which may add others; false if there is none. O(1)
    /// amortised and what the task does.
    @discardableResult
    package func runNext() -> Bool {
        if isEmpty { return false }
        let task = tasks[next]
        tasks[next] = {}
        next += 1
        if isEmpty {
            tasks.removeAll(keepingCapacity: true)
            next = 0
        } else if next >= 64 && next * 2 >= tasks.count {
            tasks.removeFirst(next)
            next = 0
        }
        task()
        return true
    }
}
