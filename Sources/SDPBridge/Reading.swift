// SAFETY of this file. An index handle keeps the address of the bytes it read,
// which swiftsdp.h asks the caller to leave as they are until the next read or
// the release. Every view is made from that address and the size that was read,
// and ends with the call. Otherwise as Handles.swift describes.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import SDP

/// What a `swiftsdp_index` is.
@safe
final class IndexHandle {
    private var index: LineIndex
    private var verifier = Verifier()
    /// What was read; empty before the first read and after an error.
    private var bytes = unsafe UnsafeRawBufferPointer(start: nil, count: 0)

    /// Counts what was read, so that others notice.
    private(set) var generation = 0

    init(limits: Limits) { index = LineIndex(limits: limits) }

    var limits: Limits { index.limits }

    /// Lets go of what was read.
    func forget() {
        generation += 1
        index.removeAll()
        unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    @unsafe
    func read(
        _ start: UnsafeRawPointer?, _ size: Int, as kind: DescriptionKind
    ) throws(SDPError) {
        forget()
        try unsafe withBytes(start, size) { (span) throws(SDPError) in
            try index.scan(span, as: kind)
        }
        unsafe bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    var byteCount: Int { unsafe bytes.count }

    /// The description for the length of `body`.
    @inline(__always)
    func withView<Failure: Error>(
        _ body: (DescriptionView) throws(Failure) -> Void
    ) throws(Failure) {
        try unsafe withBytes(bytes.baseAddress, bytes.count) { (span) throws(Failure) in
            try index.withView(of: span, body)
        }
    }

    /// The same; an error if nothing was read.
    func withDescription(
        _ body: (DescriptionView) throws(CallError) -> Void
    ) throws(CallError) {
        try withView { (view) throws(CallError) in
            guard view.sectionCount > 0 else {
                throw CallError.argument("the index holds no description")
            }
            try body(view)
        }
    }

    /// Calls `body` with each violation of `rules`.
    func verify(_ rules: VerificationRules, _ body: (SDPError) -> Void) throws(CallError) {
        verifier.rules = rules
        try withDescription { (view) throws(CallError) in
            verifier.forEachViolation(in: view, body)
        }
    }

    /// Makes the table of mids, if there is none yet.
    func prepareMids() {
        unsafe withBytes(bytes.baseAddress, bytes.count) { index.prepareMids(of: $0) }
    }

    /// A section for the length of `body`; an error if there is no such one.
    func withSection(
        _ number: Int, _ body: (SectionView) throws(CallError) -> Void
    ) throws(CallError) {
        try withView { (view) throws(CallError) in
            guard number >= 0, number < view.sectionCount else {
                throw CallError.argument("there is no section of that number")
            }
            try body(view.section(number))
        }
    }
}

@unsafe
private func index(_ handle: OpaquePointer?) throws(CallError) -> IndexHandle {
    guard let handle = unsafe handle else { throw CallError.argument("the index is NULL") }
    return unsafe object(handle, as: IndexHandle.self)
}

@c @implementation
public func swiftsdp_index_create(
    _ limits: UnsafePointer<swiftsdp_limits>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var handle: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        unsafe handle = retained(IndexHandle(limits: try Limits(limits)))
    }
    return unsafe handle
}

@c @implementation
public func swiftsdp_index_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: IndexHandle.self)
}

@unsafe
private func read(
    _ handle: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int, as kind: DescriptionKind,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let index = try unsafe index(handle)
        // The bytes of the last reading may be gone, whatever becomes of this one.
        index.forget()
        try unsafe checkText(bytes, size)
        try described { () throws(SDPError) in try unsafe index.read(bytes, size, as: kind) }
    }
}

@c @implementation
public func swiftsdp_index_read(
    _ handle: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe read(handle, bytes, size, as: .full, error)
}

@c @implementation
public func swiftsdp_index_read_fragment(
    _ handle: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe read(handle, bytes, size, as: .fragment, error)
}

@c @implementation
public func swiftsdp_index_check(
    _ handle: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe index(handle).withDescription { (view) throws(CallError) in
            for number in 0..<view.sectionCount {
                do throws(SDPError) {
                    try view.section(number).checkValues()
                } catch {
                    throw CallError(error)
                }
            }
        }
    }
}

@c @implementation
public func swiftsdp_index_read_values(
    _ handle: OpaquePointer?, _ tolerances: UInt32, _ digest: UnsafeMutablePointer<UInt64>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe index(handle).withDescription { (view) throws(CallError) in
            let read: ValueDigest
            do throws(SDPError) {
                read =
                    tolerances == Tolerances.all.rawValue
                    ? view.readValues()
                    : try view.readValues(tolerating: Tolerances(rawValue: tolerances))
            } catch {
                throw CallError(error)
            }
            unsafe digest?.pointee = read.value
        }
    }
}

@c @implementation
public func swiftsdp_index_warnings(
    _ handle: OpaquePointer?, _ tolerances: UInt32,
    _ warnings: UnsafeMutablePointer<swiftsdp_warning>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let index = try unsafe index(handle)
        var list = try unsafe WarningList(warnings, capacity)
        try index.withDescription { (view) throws(CallError) in
            do throws(SDPError) {
                try view.checkGrammar(tolerating: Tolerances(rawValue: tolerances)) {
                    unsafe list.append($0)
                }
            } catch {
                throw CallError(error)
            }
        }
        unsafe count?.pointee = list.count
    }
}

@c @implementation
public func swiftsdp_index_verify(
    _ handle: OpaquePointer?, _ rules: UInt32,
    _ violations: UnsafeMutablePointer<swiftsdp_warning>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let index = try unsafe index(handle)
        var list = try unsafe WarningList(violations, capacity)
        let chosen: VerificationRules
        switch Int(rules) {
        case SWIFTSDP_VERIFY_WEBRTC_OFFER: chosen = .webRTCOffer
        case SWIFTSDP_VERIFY_WEBRTC_ANSWER: chosen = .webRTCAnswer
        case SWIFTSDP_VERIFY_SIP: chosen = .sip
        default: throw CallError.argument("there are no rules of that number")
        }
        try index.verify(chosen) { unsafe list.append($0) }
        unsafe count?.pointee = list.count
    }
}

/// The caller's array of warnings and how many there are for it.
@unsafe
private struct WarningList {
    private let warnings: UnsafeMutablePointer<swiftsdp_warning>?
    private let capacity: Int
    private(set) var count = 0

    init(
        _ warnings: UnsafeMutablePointer<swiftsdp_warning>?, _ capacity: Int
    ) throws(CallError) {
        // A capacity above the largest signed number arrives as a negative one, and
        // no array can be that large.
        guard capacity >= 0, unsafe warnings != nil || capacity == 0 else {
            throw CallError.argument("the array is NULL, or larger than memory")
        }
        unsafe self.warnings = unsafe warnings
        unsafe self.capacity = capacity
    }

    mutating func append(_ error: SDPError) {
        if unsafe count < capacity {
            unsafe warnings?[count] = swiftsdp_warning(
                code: UInt32(error.code.rawValue),
                section: UInt32(truncatingIfNeeded: error.section),
                offset: UInt64(truncatingIfNeeded: error.offset))
        }
        unsafe count += 1
    }
}

@c @implementation
public func swiftsdp_reason(_ code: UInt32) -> swiftsdp_slice {
    let code = SDPError.Code(rawValue: UInt16(clamping: code))
    return unsafe slice(code.reason)
}

@c @implementation
public func swiftsdp_index_section_count(_ handle: OpaquePointer?) -> Int {
    var count = 0
    _ = unsafe succeeds(nil) { () throws(CallError) in
        try unsafe index(handle).withView { count = $0.sectionCount }
    }
    return count
}

@c @implementation
public func swiftsdp_index_section(
    _ handle: OpaquePointer?, _ number: Int, _ result: UnsafeMutablePointer<swiftsdp_section>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        try unsafe index(handle).withSection(number) { (section) throws(CallError) in
            let described: swiftsdp_section
            do throws(SDPError) {
                unsafe described = try describe(section)
            } catch {
                throw CallError(error)
            }
            try unsafe fill(result, with: described)
        }
    }
}

@unsafe
private func describe(_ section: SectionView) throws(SDPError) -> swiftsdp_section {
    var described = unsafe swiftsdp_section()
    unsafe described.line_count = UInt64(section.lineCount)
    unsafe described.direction = UInt32(section.direction.rawValue)
    if section.isMedia {
        let line = try section.mediaLine
        unsafe described.media = slice(line.media)
        unsafe described.port = UInt32(line.port)
        unsafe described.protocol = slice(line.transportProtocol)
        unsafe described.formats = slice(line.formats)
        if let mid = try section.mid { unsafe described.mid = slice(mid) }
    }
    return unsafe described
}

@c @implementation
public func swiftsdp_index_line(
    _ handle: OpaquePointer?, _ number: Int, _ line: Int,
    _ result: UnsafeMutablePointer<swiftsdp_line>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        try unsafe index(handle).withSection(number) { (section) throws(CallError) in
            guard line >= 0, line < section.lineCount else {
                throw CallError.argument("there is no line of that number")
            }
            try unsafe fill(result, with: describe(section.line(line)))
        }
    }
}

@unsafe
func describe(_ line: LineView) -> swiftsdp_line {
    var described = unsafe swiftsdp_line()
    unsafe described.offset = UInt64(line.offset)
    unsafe described.line = slice(line.bytes)
    unsafe described.name = slice(line.attributeNameBytes)
    unsafe described.value = slice(line.value)
    unsafe described.type = line.type
    unsafe described.has_value = line.type == UInt8(ascii: "a") && line.hasValue
    return unsafe described
}

@c @implementation
public func swiftsdp_index_find(
    _ handle: OpaquePointer?, _ number: Int, _ name: UnsafePointer<CChar>?, _ nameSize: Int,
    _ line: UnsafeMutablePointer<Int>?, _ result: UnsafeMutablePointer<swiftsdp_line>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    var found = false
    _ = unsafe succeeds(error) { () throws(CallError) in
        guard let line = unsafe line, let result = unsafe result else {
            throw CallError.argument("the line or the result is NULL")
        }
        try unsafe index(handle).withSection(number) { (section) throws(CallError) in
            let from = unsafe line.pointee
            guard from >= 0 else { throw CallError.argument("there is no line of that number") }
            try unsafe checkText(name, nameSize)
            _ = try unsafe statedSize(result)
            let position = unsafe withBytes(name, nameSize) { name in
                section.firstLine(named: ByteView(name), from: from)
            }
            guard let position else {
                unsafe CallError.none.report(to: error)
                return
            }
            try unsafe fill(result, with: describe(section.line(position)))
            unsafe line.pointee = position
            found = true
        }
    }
    return found
}

@c @implementation
public func swiftsdp_index_size(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: IndexHandle.self).byteCount
}

@c @implementation
public func swiftsdp_index_write(
    _ handle: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe index(handle).withView { (view) throws(CallError) in
            try unsafe write(view.bytes, to: buffer, capacity)
        }
    }
}

@c @implementation
public func swiftsdp_index_json_size(
    _ handle: OpaquePointer?, _ size: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let index = try unsafe index(handle)
        guard let size = unsafe size else { throw CallError.argument("the size is NULL") }
        try described { () throws(SDPError) in
            try index.withView { (view) throws(SDPError) in
                unsafe size.pointee = try view.bytes.jsonSize()
            }
        }
    }
}

@c @implementation
public func swiftsdp_index_write_json(
    _ handle: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ size: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let index = try unsafe index(handle)
        try described { () throws(SDPError) in
            try index.withView { (view) throws(SDPError) in
                try unsafe withMemory(buffer, capacity) { (memory) throws(SDPError) in
                    let count = try view.bytes.writeJSON(into: memory)
                    unsafe size?.pointee = count
                }
            }
        }
    }
}

@c @implementation
public func swiftsdp_locate(
    _ bytes: UnsafeRawPointer?, _ size: Int, _ offset: UInt64,
    _ line: UnsafeMutablePointer<UInt64>?, _ column: UnsafeMutablePointer<UInt64>?
) -> Bool {
    guard size >= 0, offset <= UInt64(size), unsafe bytes != nil || size == 0 else { return false }
    let error = SDPError(.malformedLine, offset: Int(offset))
    let location = unsafe withBytes(bytes, size) { error.location(in: $0) }
    unsafe line?.pointee = UInt64(location.line)
    unsafe column?.pointee = UInt64(location.column)
    return true
}

@c @implementation
public func swiftsdp_excerpt(
    _ bytes: UnsafeRawPointer?, _ size: Int, _ offset: UInt64,
    _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
    guard size >= 0, unsafe bytes != nil || size == 0, offset <= UInt64(size), capacity >= 0,
        let buffer = unsafe buffer
    else { return 0 }
    let error = SDPError(.malformedLine, offset: Int(offset))
    let excerpt = unsafe withBytes(bytes, size) { error.excerpt(in: $0) }
    let count = min(excerpt.count, capacity)
    for position in 0..<count {
        unsafe buffer[position] = CChar(truncatingIfNeeded: excerpt[position])
    }
    return count
}

@c @implementation
public func swiftsdp_index_find_mid(
    _ handle: OpaquePointer?, _ mid: UnsafePointer<CChar>?, _ size: Int,
    _ section: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    var found = false
    _ = unsafe succeeds(error) { () throws(CallError) in
        let index = try unsafe index(handle)
        guard let section = unsafe section else { throw CallError.argument("the section is NULL") }
        try unsafe checkText(mid, size)
        index.prepareMids()
        try index.withView { (view) throws(CallError) in
            let number = unsafe withBytes(mid, size) { view.sectionNumber(mid: ByteView($0)) }
            guard let number else {
                unsafe CallError.none.report(to: error)
                return
            }
            unsafe section.pointee = number
            found = true
        }
    }
    return found
}

@c @implementation
public func swiftsdp_candidate_read(
    _ text: UnsafePointer<CChar>?, _ size: Int, _ result: UnsafeMutablePointer<swiftsdp_candidate>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        try unsafe checkText(text, size)
        var read = unsafe swiftsdp_candidate()
        try described { () throws(SDPError) in
            try unsafe withBytes(text, size) { (text) throws(SDPError) in
                let candidate = try Candidate(readingCandidateString: ByteView(text))
                unsafe read.foundation = slice(candidate.foundation)
                unsafe read.transport = slice(candidate.transport)
                unsafe read.address = slice(candidate.address)
                unsafe read.type = slice(candidate.type)
                if let address = candidate.relatedAddress {
                    unsafe read.related_address = slice(address)
                }
                if let extensions = candidate.extensions {
                    unsafe read.extensions = slice(extensions)
                }
                unsafe read.priority = candidate.priority
                unsafe read.component = candidate.component
                unsafe read.port = candidate.port
                unsafe read.related_port = candidate.relatedPort ?? 0
            }
        }
        try unsafe fill(result, with: read)
    }
}
