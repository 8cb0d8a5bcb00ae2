// SAFETY of this file. `lock` is made in `init` and given back in `deinit`, when
// nobody has a reference any more. `value` is read while the lock is held by readers
// or a writer, and changed while one writer holds it; references to it do not leave
// the calls. Where there was no memory for a lock, nothing is ever run.

import CSwiftSDPShims

/// A value that threads share: many read it at a time, or one changes it.
@safe
final class Guarded<Value: Sendable>: @unchecked Sendable {
    private var value: Value
    private let lock: OpaquePointer?

    init(_ value: Value) {
        self.value = value
        unsafe lock = swiftsdp_shim_lock_make()
    }

    deinit { if let lock = unsafe lock { unsafe swiftsdp_shim_lock_free(lock) } }

    /// Runs `body` while nobody changes the value; nil without a lock.
    func read<Result>(_ body: (borrowing Value) -> Result?) -> Result? {
        guard let lock = unsafe lock else { return nil }
        unsafe swiftsdp_shim_lock_read(lock)
        defer { unsafe swiftsdp_shim_lock_end(lock) }
        return body(value)
    }

    /// Runs `body` while nobody else reads or changes the value; nil without a lock.
    func change<Result>(_ body: (inout Value) -> Result?) -> Result? {
        guard let lock = unsafe lock else { return nil }
        unsafe swiftsdp_shim_lock_write(lock)
        defer { unsafe swiftsdp_shim_lock_end(lock) }
        return body(&value)
    }
}
