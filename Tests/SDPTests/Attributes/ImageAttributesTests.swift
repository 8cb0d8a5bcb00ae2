import SDP
import Testing

@Suite struct ImageAttributesTests {
    @Test(
        "GR-54: directions, sets, wildcards, ranges, lists and steps",
        arguments: [
            "96 send *", "* recv *", "0 send * recv *", "127 recv * send [x=1,y=999999]",
            "97 send [x=800,y=640,sar=1.1,q=0.6] [x=480,y=320] recv [x=330,y=250]",
            "96 recv [x=[320:16:640],y=[240:480],par=[1.2-1.3]]",
            "96 recv [x=[320,640,1280],y=[240,480],sar=[1.1,1.3],q=1.00,x-new=[1,2]]",
            "96 recv [x=1,y=1,sar=[0.9090-1.5],q=0.0,depth=8]",
        ])
    func roundTrip(text: String) throws {
        #expect(try survivesRoundTrip(text, ImageAttributes.init(copying:)))
    }

    @Test("GR-54: several blanks between fields are one")
    func blanks() throws {
        let text = "96   send \t[x=1,y=2]  [x=3,y=4]   recv  *"
        #expect(
            try survivesRoundTrip(
                text, as: "96 send [x=1,y=2]  [x=3,y=4] recv *", ImageAttributes.init(copying:)))
    }

    private func sets(_ text: String, _ direction: StreamDirection) throws -> [String] {
        let bytes = Array(text.utf8)
        let value = try ImageAttributes(reading: ByteView(bytes.span))
        var found: [String] = []
        try value.forEachSet(direction) { set in
            var part = "\(set.width.minimum)-\(set.width.maximum)/\(set.width.step)"
            part += " \(set.height.minimum)-\(set.height.maximum)/\(set.height.step)"
            part += " \(set.preference)"
            set.forEachParameter { part += " \(String($0))=\(String($1))" }
            found.append(part)
        }
        return found
    }

    @Test("GR-54: sets one by one")
    func walksSets() throws {
        let text =
            "97 send [x=800,y=640,sar=[1.1,1.3],q=0.6] [x=[480:16:800],y=[320,240]] recv *"
        #expect(
            try sets(text, .send) == [
                "800-800/1 640-640/1 60 sar=[1.1,1.3] q=0.6", "480-800/16 320-240/1 50",
            ])
        #expect(try sets(text, .receive) == [])
        #expect(try sets("97 send [x=1,y=1]", .receive) == [])
    }

    @Test("GR-54: which sizes belong to a range, a step and a list")
    func sizes() throws {
        let bytes = Array("1 send [x=[320:16:640],y=[240,480]]".utf8)
        let value = try ImageAttributes(reading: ByteView(bytes.span))
        var widths: [Bool] = []
        var heights: [Bool] = []
        try value.forEachSet(.send) { set in
            for size in [319, 320, 321, 336, 640, 656] as [UInt32] {
                widths.append(set.width.contains(size))
            }
            for size in [240, 241, 480, 24] as [UInt32] {
                heights.append(set.height.contains(size))
            }
        }
        #expect(widths == [false, true, false, true, true, false])
        #expect(heights == [true, false, true, false])
    }

    @Test(
        "GR-54: what is no image attribute",
        arguments: [
            ("", .missingField, 0), ("96", .missingField, 2), ("128 send *", .numberOutOfRange, 0),
            ("x send *", .malformedNumber, 0), ("96send *", .malformedValue, 2),
            ("96 both *", .unknownKeyword, 3), ("96 send", .missingField, 7),
            ("96 send *x", .malformedValue, 9), ("96 send * send *", .malformedValue, 10),
            ("96 send * recv * x", .trailingBytes, 17), ("96 send [x=1,y=1", .malformedValue, 16),
            ("96 send [y=1,x=1]", .malformedValue, 8), ("96 send [x=0,y=1]", .numberOutOfRange, 11),
            ("96 send [x=1,y=1000000]", .numberOutOfRange, 15),
            ("96 send [x=[1],y=1]", .malformedValue, 13),
            ("96 send [x=[1:2:3:4],y=1]", .malformedValue, 17),
            ("96 send [x=[2:1],y=1]", .numberOutOfRange, 15),
            ("96 send [x=[1,2:3],y=1]", .malformedValue, 15),
            ("96 send [x=[1:0:3],y=1]", .numberOutOfRange, 14),
            ("96 send [x=1,y=1,q=1.1]", .malformedValue, 17),
            ("96 send [x=1,y=1,q=0.123]", .malformedValue, 17),
            ("96 send [x=1,y=1,q=.5]", .malformedValue, 17),
            ("96 send [x=1,y=1,sar=0.0]", .malformedValue, 17),
            ("96 send [x=1,y=1,par=1.2]", .malformedValue, 17),
            ("96 send [x=1,y=1,q=]", .malformedValue, 17),
            ("96 send [x=1,y=1,]", .malformedValue, 17),
            ("96 send [x=1,y=1][x=1,y=1]", .malformedValue, 17),
            ("96 send [x=[1,2", .malformedValue, 15), ("96 send [x=1,y=1,a=[", .malformedValue, 20),
        ] as [(String, SDPError.Code, Int)])
    func refuses(text: String, code: SDPError.Code, offset: Int) {
        let found = failure(of: ImageAttributes<ByteView>.self, reading: text)
        #expect(found == SDPError(code, offset: offset))
    }
}
