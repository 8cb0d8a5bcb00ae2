import ICECredentials
import Testing

private let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

@Suite("Credentials and identifiers")
struct CredentialTests {
    private func characters(_ count: Int, _ source: RandomSource) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        try source.fillICECharacters(&span)
        return bytes
    }

    @Test("IC-01 IC-02 IC-03: pairs have the right alphabet and length and do not repeat")
    func pairs() throws {
        let source = RandomSource.kernel()
        var seen: Set<ICECredentialPair> = []
        for _ in 0..<1_000 {
            var draw = try RandomDraw(ICECredentialPair.drawnBytes, from: source)
            let pair = ICECredentialPair(&draw)
            #expect(draw.remaining == 0)
            #expect(pair.usernameFragment.count == 8)
            #expect(pair.password.count == 24)
            #expect((pair.usernameFragment + pair.password).allSatisfy(alphabet.contains))
            seen.insert(pair)
        }
        #expect(seen.count == 1_000)
    }

    @Test("IC-01 IC-02: sizes within RFC 8839 and no others")
    func sizes() throws {
        for (fragment, password) in [(4, 22), (4, 256), (256, 22), (256, 256), (9, 27)] {
            let sizes = try ICECredentialSizes(usernameFragment: fragment, password: password)
            var draw = try RandomDraw(sizes.pair, from: .seeded(1))
            let pair = ICECredentialPair(&draw, sizes: sizes)
            #expect(pair.usernameFragment.count == fragment)
            #expect(pair.password.count == password)
        }
        for fragment in [-1, 0, 3, 257] {
            #expect(throws: ICECredentialError.usernameFragmentSize) {
                try ICECredentialSizes(usernameFragment: fragment, password: 24)
            }
        }
        for password in [-1, 0, 21, 257] {
            #expect(throws: ICECredentialError.passwordSize) {
                try ICECredentialSizes(usernameFragment: 8, password: password)
            }
        }
    }

    @Test("A49: received credentials are checked")
    func check() throws {
        func check(_ fragment: [UInt8], _ password: [UInt8]) throws(ICECredentialError) {
            try ICECredentialPair.check(usernameFragment: fragment.span, password: password.span)
        }
        let password = Array("asd88fgpdd777uzjYhagZg".utf8)
        func long(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "/"), count: count) }
        try check(Array("8hhY".utf8), password)
        try check(long(256), long(256))
        for count in [0, 3, 257] {
            #expect(throws: ICECredentialError.usernameFragmentSize) {
                try check(long(count), password)
            }
        }
        for count in [0, 21, 257] {
            #expect(throws: ICECredentialError.passwordSize) { try check(long(4), long(count)) }
        }
        for byte in UInt8.min...UInt8.max {
            let fragment = long(3) + [byte]
            let secret = long(21) + [byte]
            if alphabet.contains(byte) {
                try check(fragment, secret)
            } else {
                #expect(throws: ICECredentialError.usernameFragmentCharacter) {
                    try check(fragment, secret)
                }
                #expect(throws: ICECredentialError.passwordCharacter) {
                    try check(long(4), secret)
                }
            }
        }
    }

    @Test("Characters are the bits of the bytes drawn, 6 each, lowest first")
    func encoding() throws {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for count in 0..<200 {
            let bytes = try draw(count - count / 4, .seeded(UInt64(count)))
            // Groups of 6 bytes make 8 characters.
            let expected = (0..<count).map { position in
                (0..<6).reduce(into: 0) { number, bit in
                    let at = 6 * position + bit
                    number |= Int(bytes[at / 8] >> (at % 8) & 1) << bit
                }
            }
            #expect(
                try characters(count, .seeded(UInt64(count))) == expected.map { letters[$0] })
        }
    }

    @Test("IC-03: a batch is pairs one after the other, none twice", arguments: kernelKinds)
    func batch(_ kind: RandomSource.Kind) throws {
        let source = make(kind)
        let sizes = try ICECredentialSizes(usernameFragment: 5, password: 23)
        var bytes = [UInt8](repeating: 0x2E, count: 1_000 * 28 + 27)
        var seen: Set<ArraySlice<UInt8>> = []
        for _ in 0..<4 {
            var span = bytes.mutableSpan
            #expect(try source.fillICECredentials(&span, sizes: sizes) == 1_000)
            #expect(bytes.prefix(28_000).allSatisfy(alphabet.contains))
            #expect(bytes.suffix(27).allSatisfy { $0 == 0x2E })
            for start in stride(from: 0, to: 28_000, by: 28) {
                seen.insert(bytes[start..<start + 28])
            }
        }
        #expect(seen.count == 4_000)
    }

    @Test("A batch has the characters that pairs drawn one by one would have")
    func batchEqualsSingles() throws {
        // Sizes whose bits are whole bytes, so that both draw the same.
        let sizes = ICECredentialSizes()
        var bytes = [UInt8](repeating: 0, count: 100 * sizes.pair)
        var span = bytes.mutableSpan
        try RandomSource.seeded(3, as: .fast).fillICECredentials(&span, sizes: sizes)
        let source = RandomSource.seeded(3, as: .fast)
        for start in stride(from: 0, to: bytes.count, by: sizes.pair) {
            #expect(try characters(sizes.pair, source) == Array(bytes[start..<start + sizes.pair]))
        }
    }

    @Test("A batch without the kernel throws and leaves no characters")
    func batchFails() {
        var bytes = [UInt8](repeating: 0, count: 3_200)
        #expect(throws: RandomSourceError.self) {
            var span = bytes.mutableSpan
            try RandomSource.failing().fillICECredentials(&span)
        }
        #expect(bytes.allSatisfy { $0 == 0 })
    }

    @Test("IO-03 IC-06: session ids use 63 bits and no more")
    func sessionIDs() throws {
        var union: UInt64 = 0
        for seed in 0..<200 {
            var draw = try RandomDraw(8, from: .seeded(UInt64(seed)))
            union |= draw.sessionID()
        }
        #expect(union == UInt64.max >> 1)
    }

    @Test("IO-59 IC-11: a tls-id has 24 characters")
    func tlsID() throws {
        var draw = try RandomDraw(TLSID.drawnBytes, from: .seeded(3))
        #expect(TLSID.make(&draw).count == 24)
    }

    @Test("IC-10: a cname has 96 random bits")
    func canonicalName() throws {
        var draw = try RandomDraw(CanonicalName.drawnBytes, from: .seeded(3))
        let name = CanonicalName.make(&draw)
        #expect(name.count * 6 == 96)
        #expect(name.allSatisfy(alphabet.contains))
    }

    @Test("IC-09: a session has no ssrc twice")
    func ssrcs() throws {
        var allocator = SSRCAllocator()
        // 65,536 of 2^32 by chance alone would meet 0.5 times.
        for seed in 0..<4 {
            // Every second request repeats the bytes of the one before.
            let source = RandomSource.seeded(UInt64(seed / 2))
            #expect(try allocator.allocate(16_384, from: source).count == 16_384)
        }
        #expect(allocator.count == 65_536)
        #expect(try allocator.allocate(0, from: .failing()).isEmpty)
    }

    @Test("IC-09: an ssrc of the peer is not given out; a failure changes nothing")
    func ssrcsInUse() throws {
        var allocator = SSRCAllocator()
        let chosen = try allocator.allocate(1, from: .seeded(1))[0]
        var other = SSRCAllocator()
        #expect([other.insert(chosen), other.insert(chosen)] == [true, false])
        #expect(try other.allocate(1, from: .seeded(1)) != [chosen])
        #expect(throws: RandomSourceError.self) { try other.allocate(3, from: .failing()) }
        #expect(other.count == 2)
        other.remove(chosen)
        #expect(try other.allocate(1, from: .seeded(1)) == [chosen])
    }
}
