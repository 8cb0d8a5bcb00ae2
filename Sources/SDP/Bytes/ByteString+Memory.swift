// SAFETY of this file. The addresses handed to `body` are those of a local copy
// of the inline words, or of the array's elements, and are valid for the call;
// no caller in this module keeps them.

import CSwiftSDPShims

extension ByteString {
    /// Calls `body` with the bytes in memory.
    @inline(__always)
    func withUnsafeBytes<Result>(_ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
        switch storage {
        case .inline(let low, let high):
            let count = Int(truncatingIfNeeded: high >> 56)
            return unsafe Swift.withUnsafeBytes(of: (low.littleEndian, high.littleEndian)) {
                unsafe body(
                    $0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), count)
            }
        case .heap(let bytes):
            return unsafe bytes.withUnsafeBufferPointer {
                unsafe body($0.baseAddress.unsafelyUnwrapped, $0.count)
            }
        }
    }

    /// Whether a CR, LF or NUL is among the bytes. O(count).
    public var breaksLine: Bool {
        unsafe withUnsafeBytes { unsafe swiftsdp_breaks_line($0, $1) }
    }

    /// Whether the bytes are those of the view. O(count).
    public static func == (string: ByteString, view: ByteView) -> Bool {
        unsafe string.withUnsafeBytes { bytes, count in
            unsafe count == view.count && memcmp(bytes, view.base, count) == 0
        }
    }
}
