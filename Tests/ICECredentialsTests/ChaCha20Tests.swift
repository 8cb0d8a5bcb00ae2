import ICECredentials
import Testing

/// Bytes of a text of hexadecimal digits.
private func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

struct ChaCha20Vector: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let key: [UInt8]
    let nonce: [UInt8]
    let counter: UInt32
    let block: [UInt8]

    init(_ name: String, key: [UInt8], nonce: String, counter: UInt32, block: String) {
        testDescription = name
        self.key = key
        self.nonce = bytes(nonce)
        self.counter = counter
        self.block = bytes(block)
    }
}

private let zeros = [UInt8](repeating: 0, count: 32)

/// RFC 8439 section 2.3.2 and appendix A.1.
private let vectors = [
    ChaCha20Vector(
        "2.3.2", key: (0..<32).map { $0 }, nonce: "000000090000004a00000000", counter: 1,
        block: """
            10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e\
            d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e
            """),
    ChaCha20Vector(
        "A.1 #1", key: zeros, nonce: "000000000000000000000000", counter: 0,
        block: """
            76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7\
            da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586
            """),
    ChaCha20Vector(
        "A.1 #2", key: zeros, nonce: "000000000000000000000000", counter: 1,
        block: """
            9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed\
            29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f
            """),
    ChaCha20Vector(
        "A.1 #3", key: zeros.dropLast() + [1], nonce: "000000000000000000000000", counter: 1,
        block: """
            3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a\
            8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0
            """),
    ChaCha20Vector(
        "A.1 #4", key: [0, 0xFF] + zeros.dropFirst(2), nonce: "000000000000000000000000",
        counter: 2,
        block: """
            72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca\
            13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096
            """),
    ChaCha20Vector(
        "A.1 #5", key: zeros, nonce: "000000000000000000000002", counter: 0,
        block: """
            c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c7\
            8a970e0e955c14f3a88e741b97c286f75f8fc299e8148362fa198a39531bed6d
            """),
]

@Suite("ChaCha20 (RFC 8439)")
struct ChaCha20Tests {
    static let forms = [ChaCha20.Form.scalar, .vector, .best]

    /// The block is made as each of those that a vector has room for.
    @Test("The vectors of the RFC, block by block", arguments: vectors, forms)
    func vector(_ vector: ChaCha20Vector, _ form: ChaCha20.Form) {
        for position in 0..<UInt32(17) {
            let blocks = ChaCha20.blocks(
                form, key: vector.key, nonce: vector.nonce, counter: vector.counter &- position,
                count: 17)
            let start = Int(position) * 64
            #expect(Array(blocks[start..<start + 64]) == vector.block)
        }
    }

    @Test("All forms write the same, whatever the count, and across the end of the counter")
    func formsAgree() throws {
        var draw = try RandomDraw(44 * 40, from: .seeded(11))
        for count in 0..<40 {
            let key = draw.bytes(32)
            let nonce = draw.bytes(12)
            for counter in [0, 1, UInt32.max - 5] {
                let scalar = ChaCha20.blocks(
                    .scalar, key: key, nonce: nonce, counter: counter, count: count)
                for form in ChaCha20Tests.forms {
                    #expect(
                        ChaCha20.blocks(
                            form, key: key, nonce: nonce, counter: counter, count: count)
                            == scalar)
                }
            }
        }
    }
}

extension RandomDraw {
    /// Drawn bytes as they are, by way of the numbers made of them.
    fileprivate mutating func bytes(_ count: Int) -> [UInt8] {
        iceCharacters(count).map { $0 &* 37 }
    }
}
