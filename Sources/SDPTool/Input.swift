import Foundation
import SDP

/// The file that a command reads, or standard input.
struct Input {
    let file: String

    var name: String { file == "-" ? "standard input" : file }

    /// The bytes: at most one more than the limit, so that endless input ends.
    func read() throws -> [UInt8] {
        let handle: FileHandle
        if file == "-" {
            handle = FileHandle.standardInput
        } else {
            guard let opened = FileHandle(forReadingAtPath: file) else {
                throw Output.fail("\(file): cannot be read")
            }
            handle = opened
        }
        var bytes: [UInt8] = []
        do {
            while bytes.count <= Limits.sfu.bytes,
                let chunk = try handle.read(upToCount: Limits.sfu.bytes + 1 - bytes.count),
                !chunk.isEmpty
            {
                bytes.append(contentsOf: chunk)
            }
        } catch {
            throw Output.fail("\(name): cannot be read")
        }
        return bytes
    }
}
