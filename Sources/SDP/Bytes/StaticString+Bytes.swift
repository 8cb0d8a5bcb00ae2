// SAFETY of this file. A `StaticString` with a pointer representation points
// to constant memory of the program, alive until it ends; the one with a
// scalar representation has no pointer and is never asked for one, since a
// literal of a single character also takes the pointer form when its type is
// `StaticString`.

extension StaticString {
    /// The UTF-8 bytes of the literal, which live as long as the program.
    package var utf8Bytes: ByteView {
        @_lifetime(immortal)
        get {
            let span = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
            return unsafe _overrideLifetime(ByteView(span), copying: ())
        }
    }
}
