// SAFETY of this file. An edit handle retains its index and refuses to work on
// bytes other than those it began with; the rest is as Handles.swift and
// Reading.swift describe. A cursor of the caller may hold any numbers: each is
// checked before it is used.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import SDP

/// What a `swiftsdp_edit` is.
@safe
final class EditHandle {
    private let index: IndexHandle
    private var edits: DescriptionEdits
    private var generation = 0

    init(_ index: IndexHandle) throws(CallError) {
        self.index = index
        edits = DescriptionEdits(limits: index.limits)
        try begin()
    }

    func begin() throws(CallError) {
        generation = index.generation
        do throws(SDPError) {
            try index.withView { (view) throws(SDPError) in
                try edits.begin(view)
            }
        } catch {
            throw CallError(error)
        }
    }

    /// What the edits began with, for the length of `body`.
    @inline(__always)
    private func withView(_ body: (DescriptionView) throws(SDPError) -> Void) throws(CallError) {
        guard generation == index.generation else {
            throw CallError.argument("the index has read something else since")
        }
        do throws(SDPError) {
            try index.withView { (view) throws(SDPError) in try body(view) }
        } catch {
            throw CallError(error)
        }
    }

    /// Changes the description.
    @inline(__always)
    func edit(
        _ body: (inout DescriptionEdits, DescriptionView) throws(SDPError) -> Void
    ) throws(CallError) {
        try withView { (view) throws(SDPError) in try body(&edits, view) }
    }

    /// Looks at the description.
    @inline(__always)
    func look(
        _ body: (borrowing DescriptionEdits, DescriptionView) throws(SDPError) -> Void
    ) throws(CallError) {
        try withView { (view) throws(SDPError) in try body(edits, view) }
    }
}

@unsafe @inline(__always)
private func handle(_ edit: OpaquePointer?) throws(CallError) -> EditHandle {
    guard let edit = unsafe edit else { throw CallError.argument("the edit is NULL") }
    return unsafe object(edit, as: EditHandle.self)
}

/// Runs `body` with the object of a handle, which the caller holds meanwhile.
@unsafe @inline(__always)
private func withHandle(
    _ edit: OpaquePointer?, _ body: (EditHandle) throws(CallError) -> Void
) throws(CallError) {
    guard let edit = unsafe edit else { throw CallError.argument("the edit is NULL") }
    let object = unsafe Unmanaged<EditHandle>.fromOpaque(UnsafeRawPointer(edit))
    let result = unsafe object._withUnsafeGuaranteedRef { (edit) -> Result<Void, CallError> in
        Result { () throws(CallError) in try body(edit) }
    }
    try result.get()
}

@c @implementation
public func swiftsdp_edit_create(
    _ index: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var edit: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        guard let index = unsafe index else { throw CallError.argument("the index is NULL") }
        unsafe edit = retained(try EditHandle(object(index, as: IndexHandle.self)))
    }
    return unsafe edit
}

@c @implementation
public func swiftsdp_edit_release(_ edit: OpaquePointer?) {
    unsafe release(edit, as: EditHandle.self)
}

@c @implementation @_optimize(speed)
public func swiftsdp_edit_reset(
    _ edit: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    do throws(CallError) {
        try unsafe withHandle(edit) { (edit) throws(CallError) in try edit.begin() }
        return true
    } catch let thrown {
        unsafe thrown.report(to: error)
        return false
    }
}

@c @implementation
public func swiftsdp_edit_section_count(_ edit: OpaquePointer?) -> Int {
    var count = 0
    _ = unsafe succeeds(nil) { () throws(CallError) in
        try unsafe handle(edit).look { (edits, _) in count = edits.sectionCount }
    }
    return count
}

@c @implementation
public func swiftsdp_edit_line_count(_ edit: OpaquePointer?, _ section: Int) -> Int {
    var count = 0
    _ = unsafe succeeds(nil) { () throws(CallError) in
        try unsafe handle(edit).look { (edits, _) throws(SDPError) in
            count = try edits.lineCount(ofSection: section)
        }
    }
    return count
}

@c @implementation
public func swiftsdp_edit_line(
    _ edit: OpaquePointer?, _ section: Int, _ line: Int,
    _ result: UnsafeMutablePointer<swiftsdp_line>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        var described = unsafe swiftsdp_line()
        try unsafe handle(edit).look { (edits, view) throws(SDPError) in
            let found = try edits.line(view, section: section, line: line)
            unsafe described = describe(found)
        }
        try unsafe fill(result, with: described)
    }
}

/// Puts a line of the caller in the place of `removed` lines.
@unsafe @inline(never) @_optimize(speed)
private func splice(
    _ edit: OpaquePointer?, _ section: Int, _ line: Int, removing removed: Int,
    _ text: UnsafePointer<CChar>?, _ size: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    do throws(CallError) {
        try unsafe withHandle(edit) { (edit) throws(CallError) in
            try unsafe checkText(text, size)
            try unsafe withBytes(text, size) { (text) throws(CallError) in
                try edit.edit { (edits, view) throws(SDPError) in
                    try edits.splice(
                        view, section: section, line: line, removing: removed,
                        inserting: ByteView(text))
                }
            }
        }
        return true
    } catch let thrown {
        unsafe thrown.report(to: error)
        return false
    }
}

@c @implementation
public func swiftsdp_edit_insert(
    _ edit: OpaquePointer?, _ section: Int, _ line: Int, _ text: UnsafePointer<CChar>?,
    _ size: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe splice(edit, section, line, removing: 0, text, size, error)
}

@c @implementation
public func swiftsdp_edit_replace(
    _ edit: OpaquePointer?, _ section: Int, _ line: Int, _ text: UnsafePointer<CChar>?,
    _ size: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe splice(edit, section, line, removing: 1, text, size, error)
}

@c @implementation
public func swiftsdp_edit_remove(
    _ edit: OpaquePointer?, _ section: Int, _ line: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe handle(edit).edit { (edits, view) throws(SDPError) in
            try edits.splice(view, section: section, line: line, removing: 1, inserting: nil)
        }
    }
}

@c @implementation
public func swiftsdp_edit_move(
    _ edit: OpaquePointer?, _ section: Int, _ line: Int, _ target: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe handle(edit).edit { (edits, view) throws(SDPError) in
            try edits.moveLine(view, section: section, from: line, to: target)
        }
    }
}

@c @implementation
public func swiftsdp_edit_insert_section(
    _ edit: OpaquePointer?, _ section: Int, _ text: UnsafePointer<CChar>?, _ size: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let edit = try unsafe handle(edit)
        try unsafe checkText(text, size)
        try unsafe withBytes(text, size) { (text) throws(CallError) in
            try edit.edit { (edits, view) throws(SDPError) in
                try edits.insertSection(view, mediaLine: ByteView(text), at: section)
            }
        }
    }
}

@c @implementation
public func swiftsdp_edit_remove_section(
    _ edit: OpaquePointer?, _ section: Int, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe handle(edit).edit { (edits, _) throws(SDPError) in
            try edits.removeSection(section)
        }
    }
}

@c @implementation
public func swiftsdp_edit_move_section(
    _ edit: OpaquePointer?, _ section: Int, _ target: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe handle(edit).edit { (edits, _) throws(SDPError) in
            try edits.moveSection(from: section, to: target)
        }
    }
}

// MARK: Writing

@c @implementation
public func swiftsdp_edit_size(_ edit: OpaquePointer?) -> Int {
    var size = 0
    _ = unsafe succeeds(nil) { () throws(CallError) in
        try unsafe handle(edit).look { (edits, view) in size = edits.size(view) }
    }
    return size
}

@c @implementation @_optimize(speed)
public func swiftsdp_edit_write(
    _ edit: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    do throws(CallError) {
        try unsafe withHandle(edit) { (edit) throws(CallError) in
            try edit.look { (edits, view) throws(SDPError) in
                try unsafe withMemory(buffer, capacity) { (memory) throws(SDPError) in
                    var writer = DescriptionWriter(into: memory)
                    edits.write(view, to: &writer)
                    _ = try writer.finish()
                }
            }
        }
        return true
    } catch let thrown {
        unsafe thrown.report(to: error)
        return false
    }
}

@c @implementation
public func swiftsdp_edit_append(
    _ edit: OpaquePointer?, _ buffer: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let buffer = try unsafe bufferHandle(buffer)
        try unsafe handle(edit).look { (edits, view) throws(SDPError) in
            try buffer.append { (output) throws(SDPError) in
                try output.reserve(edits.size(view))
                try edits.forEachSegment(view) { (bytes) throws(SDPError) in
                    try output.append(bytes)
                }
            }
        }
    }
}

/// Gives the caller segments from its cursor on, which `walk` calls its body with until that
/// returns false.
@unsafe
private func giveSegments(
    _ edit: OpaquePointer?, _ cursor: UnsafeMutablePointer<swiftsdp_cursor>?,
    _ segments: UnsafeMutablePointer<swiftsdp_slice>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?,
    _ walk: (
        borrowing DescriptionEdits, DescriptionView, inout SegmentCursor, (ByteView) -> Bool
    ) throws(SDPError) -> Void
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let cursor = unsafe cursor, let segments = unsafe segments,
            let count = unsafe count, capacity > 0
        else { throw CallError.argument("there is no room for segments") }
        var place = SegmentCursor()
        unsafe place.state = (cursor.pointee.state.0, cursor.pointee.state.1)
        var written = 0
        var isValid = true
        try unsafe handle(edit).look { (edits, view) throws(SDPError) in
            isValid = edits.isValid(place)
            if !isValid { return }
            try walk(edits, view, &place) { (bytes) in
                unsafe segments[written] = slice(bytes)
                written += 1
                return written < capacity
            }
        }
        if !isValid { throw CallError.argument("the cursor is not one of this edit") }
        unsafe cursor.pointee.state = place.state
        unsafe count.pointee = written
    }
}

@c @implementation
public func swiftsdp_edit_segments(
    _ edit: OpaquePointer?, _ cursor: UnsafeMutablePointer<swiftsdp_cursor>?,
    _ segments: UnsafeMutablePointer<swiftsdp_slice>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe giveSegments(edit, cursor, segments, capacity, count, error) {
        (edits, view, place, body) throws(SDPError) in
        while let segment = edits.nextSegment(view, &place) {
            if !body(edits.bytes(of: segment, view)) { return }
        }
    }
}

@c @implementation
public func swiftsdp_edit_json_segments(
    _ edit: OpaquePointer?, _ cursor: UnsafeMutablePointer<swiftsdp_cursor>?,
    _ segments: UnsafeMutablePointer<swiftsdp_slice>?, _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe giveSegments(edit, cursor, segments, capacity, count, error) {
        (edits, view, place, body) throws(SDPError) in
        try edits.forEachJSONSegment(view, from: &place) { (bytes) throws(SDPError) in body(bytes) }
    }
}

@c @implementation
public func swiftsdp_edit_json_size(
    _ edit: OpaquePointer?, _ size: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let size = unsafe size else { throw CallError.argument("the size is NULL") }
        try unsafe handle(edit).look { (edits, view) throws(SDPError) in
            var writer = JSONWriter()
            edits.write(view, to: &writer)
            unsafe size.pointee = try writer.measured()
        }
    }
}

@c @implementation
public func swiftsdp_edit_write_json(
    _ edit: OpaquePointer?, _ buffer: UnsafeMutableRawPointer?, _ capacity: Int,
    _ size: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        try unsafe handle(edit).look { (edits, view) throws(SDPError) in
            try unsafe withMemory(buffer, capacity) { (memory) throws(SDPError) in
                var writer = JSONWriter(into: memory)
                edits.write(view, to: &writer)
                let written = try writer.finish()
                unsafe size?.pointee = written
            }
        }
    }
}

@c @implementation
public func swiftsdp_edit_append_json(
    _ edit: OpaquePointer?, _ buffer: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let buffer = try unsafe bufferHandle(buffer)
        try unsafe handle(edit).look { (edits, view) throws(SDPError) in
            try buffer.append { (output) throws(SDPError) in
                try edits.forEachSegment(view) { (bytes) throws(SDPError) in
                    try output.appendJSON(bytes)
                }
            }
        }
    }
}
