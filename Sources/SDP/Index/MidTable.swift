// SAFETY of this file. `header` is null or a block that this value alone owns, is
// noncopyable and frees once, with the block of slots in it. A `Handle` is a copy of
// the address that a view keeps; the view borrows the index and with it this table,
// so the block outlives it. Through a handle that may build, the block is changed:
// only `LineIndex.read` and `prepareMids`, which have the index to themselves for as
// long as the view lives, give one out, and views do not move between threads. Every
// other handle only reads. A slot's position is masked by the number of slots, a power
// of two; sections and offsets in slots were checked against the same view when the
// table was built, and are checked by it again when they are used.

import CSwiftSDPShims

/// Which media section has which mid: an open hash table over the mids where they lie,
/// keyed with a secret.
///
/// Built at the first look-up after a reading and kept, with its memory, by the index.
@safe
@usableFromInline
struct MidTable: ~Copyable, @unchecked Sendable {
    @unsafe @usableFromInline
    struct Header {
        var slots: UnsafeMutablePointer<Slot>?
        /// A power of two, or 0.
        var slotCount = 0
        /// How many of them are in use for the description that was read last.
        var mask = 0
        var isBuilt = false
        var hasKey = false
        var key = HashKey(0, 0)
    }

    @usableFromInline
    struct Slot: BitwiseCopyable {
        var hash: UInt32 = 0
        /// 0 in a slot that is free.
        var section: UInt32 = 0
        /// Where the mid lies.
        var offset: UInt32 = 0
        var count: UInt32 = 0
    }

    @usableFromInline var header: UnsafeMutablePointer<Header>?

    init() { unsafe header = nil }

    @inlinable
    deinit {
        guard let header = unsafe header else { return }
        unsafe free(MidTable.slots(of: header))
        unsafe free(header)
    }

    @usableFromInline
    static func slots(of header: UnsafeMutablePointer<Header>) -> UnsafeMutableRawPointer? {
        unsafe UnsafeMutableRawPointer(header.pointee.slots)
    }

    /// Forgets the mids and keeps the memory.
    mutating func removeAll() {
        guard let header = unsafe header else { return }
        unsafe header.pointee.isBuilt = false
    }

    /// Has the memory that a view needs to build the table. Throws `outOfMemory`.
    mutating func prepareMemory(key: HashKey?) throws(SDPError) {
        if unsafe header != nil { return }
        guard let memory = unsafe swiftsdp_reallocate(nil, MemoryLayout<Header>.stride) else {
            throw SDPError(.outOfMemory, offset: 0)
        }
        let block = unsafe memory.bindMemory(to: Header.self, capacity: 1)
        unsafe block.initialize(to: Header())
        if let key {
            unsafe block.pointee.key = key
            unsafe block.pointee.hasKey = true
        }
        unsafe header = block
    }

    /// The table for a view; null before the first reading.
    func handle(mayBuild: Bool) -> Handle? {
        guard let header = unsafe header else { return nil }
        return unsafe Handle(header: header, mayBuild: mayBuild)
    }

    /// The table as a view knows it.
    @safe
    struct Handle {
        private let header: UnsafeMutablePointer<Header>
        private let mayBuild: Bool

        init(header: UnsafeMutablePointer<Header>, mayBuild: Bool) {
            unsafe self.header = header
            self.mayBuild = mayBuild
        }

        /// Whether there is a table, which is built now if it may be. False where memory
        /// or a key cannot be had.
        func prepare(_ view: DescriptionView) -> Bool {
            if unsafe header.pointee.isBuilt { return true }
            return mayBuild && build(view)
        }

        /// The first section with that mid; 0 if there is none. The table is there.
        func section(of mid: ByteView, in view: DescriptionView) -> Int {
            let hash = unsafe SipHash.hash(mid, key: header.pointee.key)
            let slot = unsafe header.pointee.slots.unsafelyUnwrapped[
                find(mid, hash: UInt32(truncatingIfNeeded: hash), in: view)]
            return Int(slot.section)
        }

        /// The position of the slot with that mid, else of the free one where it belongs.
        private func find(_ mid: ByteView, hash: UInt32, in view: DescriptionView) -> Int {
            let slots = unsafe header.pointee.slots.unsafelyUnwrapped
            let mask = unsafe header.pointee.mask
            var position = Int(hash) & mask
            // At most half of the slots are taken: a free one comes.
            while true {
                let slot = unsafe slots[position]
                if slot.section == 0 { return position }
                if slot.hash == hash, Int(slot.count) == mid.count {
                    let start = Int(slot.offset)
                    if view.bytes.extracting(start..<start + Int(slot.count)) == mid {
                        return position
                    }
                }
                position = (position + 1) & mask
            }
        }

        private func build(_ view: DescriptionView) -> Bool {
            var slotCount = 16
            while slotCount < view.sectionCount * 2 { slotCount *= 2 }
            if unsafe header.pointee.slotCount < slotCount {
                let memory = unsafe swiftsdp_reallocate(
                    header.pointee.slots, slotCount * MemoryLayout<Slot>.stride)
                guard let memory = unsafe memory else { return false }
                unsafe header.pointee.slots = memory.bindMemory(to: Slot.self, capacity: slotCount)
                unsafe header.pointee.slotCount = slotCount
            }
            if unsafe !header.pointee.hasKey {
                let drawn = unsafe withUnsafeMutableBytes(of: &header.pointee.key) {
                    unsafe swiftsdp_random_bytes($0.baseAddress.unsafelyUnwrapped, $0.count)
                }
                guard drawn else { return false }
                unsafe header.pointee.hasKey = true
            }
            let slots = unsafe header.pointee.slots.unsafelyUnwrapped
            unsafe slots.initialize(repeating: Slot(), count: slotCount)
            unsafe header.pointee.mask = slotCount - 1
            for number in 1..<max(1, view.sectionCount) {
                let section = view.section(number)
                guard let place = section.midRange else { continue }
                let mid = view.bytes.extracting(place)
                let hash = UInt32(
                    truncatingIfNeeded: unsafe SipHash.hash(mid, key: header.pointee.key))
                let position = find(mid, hash: hash, in: view)
                if unsafe slots[position].section == 0 {
                    unsafe slots[position] = Slot(
                        hash: hash, section: UInt32(truncatingIfNeeded: number),
                        offset: UInt32(truncatingIfNeeded: place.lowerBound),
                        count: UInt32(truncatingIfNeeded: place.count))
                }
            }
            unsafe header.pointee.isBuilt = true
            return true
        }
    }
}

extension SectionView {
    /// Where the section's mid lies in the description, if it has one that is a token.
    var midRange: Range<Int>? {
        guard isMedia, let line = first(.mid), line.hasValue,
            let mid = try? line.read(attribute: Mid.self)
        else { return nil }
        return line.valueOffset..<line.valueOffset + mid.id.count
    }
}

extension DescriptionView {
    /// The number of the media section with that mid, the first of several; nil if there
    /// is none. O(1) expected, after a table was built at the first look-up, O(lines);
    /// the table keeps its memory for the next description. Where its memory cannot be
    /// had, O(lines).
    public func sectionNumber(mid: ByteView) -> Int? {
        if let mids, mids.prepare(self) {
            let number = mids.section(of: mid, in: self)
            return number > 0 ? number : nil
        }
        for number in 1..<max(1, sectionCount) {
            if let range = section(number).midRange, bytes.extracting(range) == mid {
                return number
            }
        }
        return nil
    }

    /// The media section with that mid, the first of several. Costs what
    /// `sectionNumber(mid:)` does.
    @_lifetime(copy self)
    public func section(mid: ByteView) -> SectionView? {
        guard let number = sectionNumber(mid: mid) else { return nil }
        return section(number)
    }

    /// Calls `body` for each media section whose mid an earlier section has (RFC 5888
    /// section 4 wants them unique), with the numbers of the first such section and of
    /// this one. O(lines). Throws `outOfMemory` if there is no table to be had.
    public func forEachRepeatedMid(
        _ body: (_ first: Int, _ repeated: Int) throws(SDPError) -> Void
    ) throws(SDPError) {
        guard sectionCount > 2 else { return }
        guard let mids, mids.prepare(self) else { throw SDPError(.outOfMemory, offset: 0) }
        for number in 1..<sectionCount {
            guard let range = section(number).midRange else { continue }
            let first = mids.section(of: bytes.extracting(range), in: self)
            if first != number { try body(first, number) }
        }
    }
}

extension LineIndex {
    /// Builds the table of mids for views that may not, of the bytes that were read last.
    package mutating func prepareMids(of bytes: Span<UInt8>) {
        let handle = mids.handle(mayBuild: true)
        withView(of: bytes) { view in _ = handle?.prepare(view) }
    }
}
