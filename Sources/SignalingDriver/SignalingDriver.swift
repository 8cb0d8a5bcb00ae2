import Foundation

/// Reads requests from standard input, one on a line, and writes a reply to each.
@main
struct SignalingDriver {
    static func main() {
        let driver = Driver()
        while !driver.isShutDown, let line = readLine() {
            if line.isEmpty { continue }
            let reply = driver.reply(to: Array(line.utf8)) + [UInt8(ascii: "\n")]
            do {
                try FileHandle.standardOutput.write(contentsOf: reply)
            } catch {
                return
            }
        }
    }
}
