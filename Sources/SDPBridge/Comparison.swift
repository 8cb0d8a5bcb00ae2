// SAFETY of this file. As Handles.swift describes.

// The functions have the names of swiftsdp.h.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CSwiftSDP
import SDP

/// What a `swiftsdp_difference` is.
private final class DifferenceHandle {
    let difference: DescriptionDifference

    init(_ difference: DescriptionDifference) { self.difference = difference }
}

@c @implementation
public func swiftsdp_difference_create(
    _ old: OpaquePointer?, _ new: OpaquePointer?, _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> OpaquePointer? {
    var handle: OpaquePointer?
    _ = unsafe succeeds(error) { () throws(CallError) in
        guard let old = unsafe old, let new = unsafe new else {
            throw CallError.argument("an index is NULL")
        }
        let before = unsafe object(old, as: IndexHandle.self)
        let after = unsafe object(new, as: IndexHandle.self)
        before.prepareMids()
        after.prepareMids()
        try before.withDescription { (before) throws(CallError) in
            try after.withDescription { (after) throws(CallError) in
                unsafe handle = retained(
                    DifferenceHandle(DescriptionDifference(from: before, to: after)))
            }
        }
    }
    return unsafe handle
}

@c @implementation
public func swiftsdp_difference_release(_ handle: OpaquePointer?) {
    unsafe release(handle, as: DifferenceHandle.self)
}

@c @implementation
public func swiftsdp_difference_section_count(_ handle: OpaquePointer?) -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe object(handle, as: DifferenceHandle.self).difference.sections.count
}

/// A section of a difference.
@unsafe
private func changedSection(
    _ handle: OpaquePointer?, _ position: Int
) throws(CallError) -> DescriptionDifference.Section {
    guard let handle = unsafe handle else {
        throw CallError.argument("the difference is NULL")
    }
    let sections = unsafe object(handle, as: DifferenceHandle.self).difference.sections
    guard sections.indices.contains(position) else {
        throw CallError.argument("there is no section of that position")
    }
    return sections[position]
}

@c @implementation
public func swiftsdp_difference_section(
    _ handle: OpaquePointer?, _ position: Int,
    _ result: UnsafeMutablePointer<swiftsdp_changed_section>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        guard let result = unsafe result else { throw CallError.argument("the result is NULL") }
        let section = try unsafe changedSection(handle, position)
        var changed = swiftsdp_changed_section()
        changed.old_section = section.old ?? Int(bitPattern: UInt.max)
        changed.new_section = section.new ?? Int(bitPattern: UInt.max)
        changed.line_count = section.lines.count
        changed.is_reordered = section.isReordered
        try unsafe fill(result, with: changed)
    }
}

@c @implementation
public func swiftsdp_difference_line(
    _ handle: OpaquePointer?, _ position: Int, _ line: Int,
    _ old: UnsafeMutablePointer<Int>?, _ new: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<swiftsdp_error>?
) -> Bool {
    unsafe succeeds(error) { () throws(CallError) in
        let lines = try unsafe changedSection(handle, position).lines
        guard lines.indices.contains(line) else {
            throw CallError.argument("there is no line of that number")
        }
        unsafe old?.pointee = lines[line].oldNumber ?? Int(bitPattern: UInt.max)
        unsafe new?.pointee = lines[line].newNumber ?? Int(bitPattern: UInt.max)
    }
}
