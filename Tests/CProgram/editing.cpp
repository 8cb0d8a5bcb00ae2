// Editing, segments, buffers and JSON.
#include <sys/uio.h>

#include <algorithm>
#include <climits>
#include <cstddef>
#include <vector>

#include "support.hpp"

// What swiftsdp_edit_segments fills can be given to writev.
static_assert(sizeof(swiftsdp_slice) == sizeof(iovec));
static_assert(offsetof(swiftsdp_slice, bytes) == offsetof(iovec, iov_base));
static_assert(offsetof(swiftsdp_slice, size) == offsetof(iovec, iov_len));

namespace {

using Edit = std::unique_ptr<swiftsdp_edit, Releaser<swiftsdp_edit_release>>;
using Buffer = std::unique_ptr<swiftsdp_buffer, Releaser<swiftsdp_buffer_release>>;

Edit makeEdit(const Index &index) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  Edit edit(swiftsdp_edit_create(index.get(), &error));
  if (!edit) fail(__FILE__, __LINE__, "swiftsdp_edit_create", describe(error));
  return edit;
}

std::string written(const Edit &edit) {
  // Memory that ends where nothing may be touched.
  std::size_t size = swiftsdp_edit_size(edit.get());
  GuardedMemory memory(size);
  CHECK_SUCCEEDS(swiftsdp_edit_write(edit.get(), memory.end(size), size, &error));
  return std::string(memory.end(size), size);
}

std::string inSegments(const Edit &edit, std::size_t batch, std::size_t &total) {
  std::string joined;
  std::vector<swiftsdp_slice> segments(batch);
  swiftsdp_cursor cursor = {};
  std::size_t count = batch;
  for (total = 0; count == batch; total += count) {
    CHECK_SUCCEEDS(swiftsdp_edit_segments(edit.get(), &cursor, segments.data(), batch, &count, &error));
    for (std::size_t i = 0; i < count; i++) joined += text(segments[i]);
  }
  return joined;
}

std::size_t findLine(const Index &index, std::size_t section, std::string_view name) {
  std::size_t line = 0;
  swiftsdp_line result = SWIFTSDP_INIT(swiftsdp_line);
  CHECK(swiftsdp_index_find(index.get(), section, name.data(), name.size(), &line, &result, nullptr));
  return line;
}

void checkEdits(const std::string &fixture) {
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  Edit edit = makeEdit(index);
  CHECK(written(edit) == fixture);
  std::size_t sections = swiftsdp_edit_section_count(edit.get()), segments = 0;
  CHECK(sections == swiftsdp_index_section_count(index.get()) && sections == 51);
  CHECK(inSegments(edit, 8, segments) == fixture && segments == 1);

  std::string expected = fixture;
  const std::string_view setup = "a=setup:active";
  for (std::size_t section = 1; section < sections; section++)
    CHECK_SUCCEEDS(swiftsdp_edit_replace(edit.get(), section, findLine(index, section, "setup"),
                                         setup.data(), setup.size(), &error));
  for (std::size_t at; (at = expected.find("a=setup:actpass")) != std::string::npos;)
    expected.replace(at, 15, setup);
  CHECK(written(edit) == expected);
  for (std::size_t batch : {1, 2, 100, 101, 102, IOV_MAX})
    CHECK(inSegments(edit, batch, segments) == expected && segments == 101);

  // Sections and lines by their numbers after the edits so far.
  swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
  std::size_t at = findLine(index, 7, "setup");
  CHECK_SUCCEEDS(swiftsdp_edit_line(edit.get(), 7, at, &line, &error));
  CHECK(text(line.line) == setup && text(line.name) == "setup" && text(line.value) == "active");
  CHECK_SUCCEEDS(swiftsdp_edit_move(edit.get(), 7, at, 1, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_move_section(edit.get(), 7, 1, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_line(edit.get(), 1, 1, &line, &error));
  CHECK(text(line.line) == setup);
  std::size_t lines = swiftsdp_edit_line_count(edit.get(), 1);
  CHECK_SUCCEEDS(swiftsdp_edit_insert(edit.get(), 1, lines, "a=last", 6, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_remove(edit.get(), 1, 1, &error));
  CHECK(swiftsdp_edit_line_count(edit.get(), 1) == lines);
  CHECK_SUCCEEDS(swiftsdp_edit_remove_section(edit.get(), 50, &error));
  const std::string_view media = "m=text 9 RTP/AVP 98";
  CHECK_SUCCEEDS(swiftsdp_edit_insert_section(edit.get(), 1, media.data(), media.size(), &error));
  CHECK(swiftsdp_edit_section_count(edit.get()) == 51);
  std::string changed = written(edit);
  Index again = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(again.get(), changed.data(), changed.size(), &error));
  CHECK(swiftsdp_index_section_count(again.get()) == 51);
  for (std::size_t section = 0; section < 51; section++) {
    swiftsdp_section read = SWIFTSDP_INIT(swiftsdp_section);
    CHECK_SUCCEEDS(swiftsdp_index_section(again.get(), section, &read, &error));
    CHECK(read.line_count == swiftsdp_edit_line_count(edit.get(), section));
    for (std::size_t number = 0; number < read.line_count; number++) {
      swiftsdp_line ours = SWIFTSDP_INIT(swiftsdp_line), theirs = SWIFTSDP_INIT(swiftsdp_line);
      CHECK_SUCCEEDS(swiftsdp_edit_line(edit.get(), section, number, &ours, &error));
      CHECK_SUCCEEDS(swiftsdp_index_line(again.get(), section, number, &theirs, &error));
      CHECK(text(ours.line) == text(theirs.line) && text(ours.name) == text(theirs.name));
      CHECK(text(ours.value) == text(theirs.value) && ours.type == theirs.type);
    }
  }

  // The index may go before the edit; its bytes may not.
  index.reset();
  CHECK(written(edit) == changed);
  CHECK_SUCCEEDS(swiftsdp_edit_reset(edit.get(), &error));
  CHECK(written(edit) == fixture);
  std::printf("edit: 50 lines of 50 sections replaced, moved, removed; 101 segments\n");
}

void checkRefusals(const std::string &fixture) {
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  Edit edit = makeEdit(index);
  auto insert = [&](std::size_t section, std::size_t line, std::string_view text,
                    swiftsdp_error *error) {
    return swiftsdp_edit_insert(edit.get(), section, line, text.data(), text.size(), error);
  };
  auto replace = [&](std::size_t section, std::size_t line, std::string_view text,
                     swiftsdp_error *error) {
    return swiftsdp_edit_replace(edit.get(), section, line, text.data(), text.size(), error);
  };
  using namespace std::string_view_literals;
  for (std::string_view bad : {"a=x\r\na=y"sv, "a=x\n"sv, "a=x\r"sv, "a=x\0"sv, "\na=x"sv}) {
    CHECK_FAILS(SWIFTSDP_ERROR_VALUE_BREAKS_LINE, insert(1, 1, bad, &error));
    CHECK_FAILS(SWIFTSDP_ERROR_VALUE_BREAKS_LINE, replace(1, 1, bad, &error));
  }
  CHECK_FAILS(SWIFTSDP_ERROR_MALFORMED_LINE, insert(1, 1, "", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MALFORMED_LINE, insert(1, 1, "a", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_UNKNOWN_LINE_TYPE, insert(1, 1, "q=1", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MISPLACED_LINE, insert(1, 1, "m=audio 9 RTP/AVP 0", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MISPLACED_LINE, insert(1, 0, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MISPLACED_LINE, replace(1, 0, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MISPLACED_LINE, replace(0, 0, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_DUPLICATE_LINE, insert(0, 1, "s=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, insert(51, 1, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, insert(SIZE_MAX, 1, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, insert(1, SIZE_MAX, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, replace(1, 100000, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, swiftsdp_edit_remove(edit.get(), 1, SIZE_MAX, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, swiftsdp_edit_move(edit.get(), 1, 1, SIZE_MAX, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, swiftsdp_edit_remove_section(edit.get(), 0, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_POSITION_OUT_OF_RANGE, swiftsdp_edit_move_section(edit.get(), 1, SIZE_MAX, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_insert(edit.get(), 1, 1, nullptr, 3, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_insert(nullptr, 1, 1, "a=x", 3, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_create(nullptr, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_reset(nullptr, &error));
  CHECK(swiftsdp_edit_size(nullptr) == 0 && swiftsdp_edit_section_count(nullptr) == 0);
  CHECK(swiftsdp_edit_line_count(edit.get(), SIZE_MAX) == 0);
  CHECK(written(edit) == fixture);

  // Too little memory is an error with the size needed.
  std::vector<char> memory(fixture.size());
  for (std::size_t capacity : {std::size_t(0), std::size_t(1), fixture.size() - 1}) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    CHECK(!swiftsdp_edit_write(edit.get(), memory.data(), capacity, &error));
    CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == fixture.size());
  }
  CHECK_FAILS(SWIFTSDP_ERROR_INSUFFICIENT_SPACE, swiftsdp_edit_write(edit.get(), nullptr, 9, &error));

  // A cursor that is none.
  swiftsdp_slice slices[2];
  std::size_t count = 0;
  for (uint64_t low : {uint64_t(1) << 63, ~uint64_t(0), uint64_t(999) << 32}) {
    for (uint64_t high : {uint64_t(0), ~uint64_t(0), uint64_t(0x100)}) {
      swiftsdp_cursor cursor = {{low, high}};
      swiftsdp_edit_segments(edit.get(), &cursor, slices, 2, &count, nullptr);
    }
  }
  swiftsdp_cursor cursor = {};
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_segments(edit.get(), &cursor, slices, 0, &count, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_segments(edit.get(), nullptr, slices, 2, &count, &error));

  // Bytes that the edit did not begin with.
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, insert(1, 1, "a=x", &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_write(edit.get(), memory.data(), memory.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_edit_reset(edit.get(), &error));
  CHECK_SUCCEEDS(insert(1, 1, "a=x", &error));
  std::printf("edit: refusals leave all as it was\n");
}

// Lines that are refused or taken at the border of a rule.
void checkBorders() {
  const std::string text = "\r\n\nv=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=x";
  swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
  CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_SFU, &limits));
  limits.line_bytes = 40;
  limits.media_sections = 2;
  Index index = makeIndex(&limits);
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), text.data(), text.size(), &error));
  Edit edit = makeEdit(index);
  auto insert = [&](std::size_t section, std::size_t line, std::string_view text, swiftsdp_error *error) {
    return swiftsdp_edit_insert(edit.get(), section, line, text.data(), text.size(), error);
  };
  for (std::string_view name : {"a=", "a= ", "a=\t ", "a=:", "a=:x"})
    CHECK_FAILS(SWIFTSDP_ERROR_MALFORMED_ATTRIBUTE_NAME, insert(1, 1, name, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_LINE_TOO_LONG, insert(1, 1, "a=" + std::string(39, 'x'), &error));
  CHECK_SUCCEEDS(insert(1, 1, "a=" + std::string(38, 'x'), &error));
  CHECK_SUCCEEDS(swiftsdp_edit_remove(edit.get(), 1, 1, &error));

  // The blank lines in front of v=0 may go, but not v=0, which then is the first.
  CHECK_SUCCEEDS(swiftsdp_edit_remove(edit.get(), 0, 0, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_remove(edit.get(), 0, 0, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MISPLACED_LINE, swiftsdp_edit_remove(edit.get(), 0, 0, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MISPLACED_LINE, insert(0, 0, "a=y", &error));
  CHECK_SUCCEEDS(insert(0, 1, "a=y", &error));
  CHECK_SUCCEEDS(swiftsdp_edit_remove(edit.get(), 0, 1, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_replace(edit.get(), 0, 1, "o=- 1 2 IN IP4 0", 16, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_DUPLICATE_LINE, swiftsdp_edit_replace(edit.get(), 0, 2, "o=- 1 2 IN IP4 0", 16, &error));

  // A last line without an ending gets one, also where segments are taken one by one.
  CHECK_SUCCEEDS(insert(1, 2, "a=z", &error));
  CHECK_SUCCEEDS(swiftsdp_edit_insert_section(edit.get(), 2, "m=text 9 RTP/AVP 0", 18, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_TOO_MANY_MEDIA_SECTIONS,
              swiftsdp_edit_insert_section(edit.get(), 3, "m=text 9 RTP/AVP 0", 18, &error));
  const std::string expected =
      "v=0\r\no=- 1 2 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=x\r\na=z\r\nm=text 9 RTP/AVP 0\r\n";
  std::size_t segments = 0;
  for (std::size_t batch : {1, 2, 99}) CHECK(inSegments(edit, batch, segments) == expected);
  CHECK(written(edit) == expected);
  std::printf("edit: names, lengths, blank lines in front, a last line without an ending\n");
}

std::string escaped(std::string_view bytes) {
  std::size_t size = 0, written = 0;
  CHECK_SUCCEEDS(swiftsdp_json_escaped_size(bytes.data(), bytes.size(), &size, &error));
  GuardedMemory memory(size);
  CHECK_SUCCEEDS(swiftsdp_json_escape(bytes.data(), bytes.size(), memory.end(size), size, &written, &error));
  CHECK(written == size);
  return std::string(memory.end(size), size);
}

// A74: what a handle shows may be given back to it, though its memory moves, and a
// description may be written over the bytes it was read from.
void checkOwnText(const std::string &fixture) {
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  Edit edit = makeEdit(index);
  const std::string line = "a=x:" + std::string(100, 'y');
  CHECK_SUCCEEDS(swiftsdp_edit_insert(edit.get(), 1, 1, line.data(), line.size(), &error));
  std::string expected;
  for (std::size_t number = 1; number < 40; number++) {
    swiftsdp_line shown = SWIFTSDP_INIT(swiftsdp_line);
    CHECK_SUCCEEDS(swiftsdp_edit_line(edit.get(), 1, number, &shown, &error));
    CHECK_SUCCEEDS(swiftsdp_edit_insert(edit.get(), 1, number, shown.line.bytes, shown.line.size, &error));
    expected += line + "\r\n";
  }
  CHECK(written(edit).find(expected) != std::string::npos);

  std::string same = fixture;
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), same.data(), same.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_index_write(index.get(), same.data(), same.size(), &error));
  CHECK(same == fixture);

  Buffer buffer(swiftsdp_buffer_create(nullptr));
  std::string doubled = "v=0\r\n";
  CHECK_SUCCEEDS(swiftsdp_buffer_append(buffer.get(), doubled.data(), doubled.size(), &error));
  while (doubled.size() < 100'000) {
    swiftsdp_slice own = swiftsdp_buffer_bytes(buffer.get());
    CHECK_SUCCEEDS(swiftsdp_buffer_append(buffer.get(), own.bytes, own.size, &error));
    doubled += doubled;
    CHECK(text(swiftsdp_buffer_bytes(buffer.get())) == doubled);
  }
  swiftsdp_slice own = swiftsdp_buffer_bytes(buffer.get());
  CHECK_SUCCEEDS(swiftsdp_buffer_append_json(buffer.get(), own.bytes, own.size, &error));
  std::string escaped;
  for (std::size_t i = 0; i < doubled.size(); i += 5) escaped += "v=0\\r\\n";
  CHECK(text(swiftsdp_buffer_bytes(buffer.get())) == doubled + escaped);
  std::printf("own text: lines and bytes are taken from where they are shown\n");
}

void checkJSON(const std::string &fixture) {
  GuardedMemory guarded(fixture.size());
  std::string content = escaped(guarded.putAtEnd(fixture));
  CHECK(escaped("a=\"\\\x01\r\n") == "a=\\\"\\\\\\u0001\\r\\n");
  CHECK(content.find('\n') == std::string::npos);

  // Back again, apart from it and in place.
  std::size_t size = 0, read = 0;
  GuardedMemory contents(content.size());
  std::string_view copy = contents.putAtEnd(content);
  CHECK_SUCCEEDS(swiftsdp_json_unescaped_size(copy.data(), copy.size(), &size, &error));
  CHECK(size == fixture.size());
  CHECK_SUCCEEDS(swiftsdp_json_unescape(copy.data(), copy.size(), guarded.end(size), size, &read, &error));
  CHECK(read == size && std::string_view(guarded.end(size), size) == fixture);
  char *place = contents.end(content.size());
  CHECK_SUCCEEDS(swiftsdp_json_unescape(place, content.size(), place, content.size(), &read, &error));
  CHECK(read == size && std::string_view(place, size) == fixture);

  for (std::string_view bad : {"\"", "\\", "\\x", "\\u12", "\\ud834", "\\ud834\\u0041", "\n"}) {
    std::string text(bad);
    CHECK_FAILS(SWIFTSDP_ERROR_MALFORMED_ESCAPE,
                swiftsdp_json_unescape(text.data(), text.size(), text.data(), text.size(), &read, &error));
    CHECK(text == bad);
  }
  CHECK_FAILS(SWIFTSDP_ERROR_MALFORMED_TEXT, swiftsdp_json_escaped_size("s=\xFF", 3, &read, &error));
  char small[4];
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!swiftsdp_json_escape("a\r\n", 3, small, 4, &read, &error));
  CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == 5);
  CHECK(!swiftsdp_json_unescape("\\\\abcd", 6, small, 4, &read, &error));
  CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == 5);

  // Of an edit, and into a buffer.
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  Edit edit = makeEdit(index);
  CHECK_SUCCEEDS(swiftsdp_edit_insert(edit.get(), 1, 1, "a=\"x\"", 5, &error));
  std::string expected = escaped(written(edit));
  CHECK_SUCCEEDS(swiftsdp_edit_json_size(edit.get(), &size, &error));
  CHECK(size == expected.size());
  GuardedMemory memory(size);
  CHECK_SUCCEEDS(swiftsdp_edit_write_json(edit.get(), memory.end(size), size, &read, &error));
  CHECK(read == size && std::string_view(memory.end(size), size) == expected);
  swiftsdp_error short_error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!swiftsdp_edit_write_json(edit.get(), memory.end(size - 1), size - 1, nullptr, &short_error));
  CHECK(short_error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && short_error.offset == size);

  // In segments, however many at a time, of which none is empty.
  for (std::size_t batch : {1, 2, 7, 1000}) {
    std::vector<swiftsdp_slice> segments(batch);
    swiftsdp_cursor cursor = {};
    std::string joined;
    std::size_t count = batch;
    while (count == batch) {
      CHECK_SUCCEEDS(swiftsdp_edit_json_segments(edit.get(), &cursor, segments.data(), batch, &count, &error));
      for (std::size_t i = 0; i < count; i++) {
        CHECK(segments[i].size > 0);
        joined += text(segments[i]);
      }
    }
    CHECK(joined == expected);
  }
  // What is no UTF-8 is the same error as of the size, behind the segments in front of it.
  Edit broken = makeEdit(index);
  CHECK_SUCCEEDS(swiftsdp_edit_insert(broken.get(), 1, 3, "a=x:\xC3", 5, &error));
  swiftsdp_error size_error = SWIFTSDP_INIT(swiftsdp_error), walk_error = size_error;
  CHECK(!swiftsdp_edit_json_size(broken.get(), &size, &size_error));
  CHECK(size_error.code == SWIFTSDP_ERROR_MALFORMED_TEXT && size_error.offset > 0);
  swiftsdp_slice one;
  std::size_t given = 0, pieces = 1;
  swiftsdp_cursor cursor = {};
  while (swiftsdp_edit_json_segments(broken.get(), &cursor, &one, 1, &pieces, &walk_error)) {
    CHECK(pieces == 1);
    given += one.size;
  }
  CHECK(walk_error.code == SWIFTSDP_ERROR_MALFORMED_TEXT && walk_error.offset == size_error.offset);
  CHECK(given == escaped(written(broken).substr(0, size_error.offset)).size());
  for (uint64_t state : {UINT64_MAX, uint64_t(1) << 32, uint64_t(7) << 32 | 3, uint64_t(9999) << 32}) {
    swiftsdp_slice slices[2];
    std::size_t count = 0;
    swiftsdp_cursor forged = {{state, state}}, within = {{0, state}};
    swiftsdp_edit_json_segments(edit.get(), &forged, slices, 2, &count, nullptr);
    swiftsdp_edit_json_segments(edit.get(), &within, slices, 2, &count, nullptr);
  }
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_edit_json_segments(edit.get(), &cursor, &one, 0, &pieces, &error));

  // Of what was read, without an edit.
  std::string unedited = escaped(fixture);
  CHECK_SUCCEEDS(swiftsdp_index_json_size(index.get(), &size, &error));
  CHECK(size == unedited.size());
  CHECK_SUCCEEDS(swiftsdp_index_write_json(index.get(), memory.end(size), size, &read, &error));
  CHECK(read == size && std::string_view(memory.end(size), size) == unedited);
  CHECK(!swiftsdp_index_write_json(index.get(), memory.end(size - 1), size - 1, nullptr, &short_error));
  CHECK(short_error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && short_error.offset == size);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_json_size(index.get(), nullptr, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_json_size(nullptr, &size, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_write_json(nullptr, nullptr, 0, nullptr, &error));

  Buffer buffer(swiftsdp_buffer_create(nullptr));
  CHECK(buffer && text(swiftsdp_buffer_bytes(buffer.get())).empty());
  CHECK_SUCCEEDS(swiftsdp_buffer_append(buffer.get(), "{\"sdp\":\"", 8, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_append_json(edit.get(), buffer.get(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MALFORMED_TEXT, swiftsdp_buffer_append_json(buffer.get(), "ok\xC0", 3, &error));
  CHECK_SUCCEEDS(swiftsdp_buffer_append(buffer.get(), "\"}", 2, &error));
  CHECK(text(swiftsdp_buffer_bytes(buffer.get())) == "{\"sdp\":\"" + expected + "\"}");
  swiftsdp_buffer_clear(buffer.get());
  CHECK_SUCCEEDS(swiftsdp_edit_append(edit.get(), buffer.get(), &error));
  CHECK(text(swiftsdp_buffer_bytes(buffer.get())) == written(edit));
  std::printf("JSON: %zu bytes as %zu, and back\n", fixture.size(), content.size());
}

void checkMids(const std::string &fixture) {
  Index index = makeIndex();
  std::size_t section = 77;
  auto find = [&](std::string_view mid, swiftsdp_error *error) {
    return swiftsdp_index_find_mid(index.get(), mid.data(), mid.size(), &section, error);
  };
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!find("0", &error) && error.code == 0 && section == 77);
  for (int round = 0; round < 2; round++) {
    CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
    for (std::size_t number = 1; number < swiftsdp_index_section_count(index.get()); number++) {
      swiftsdp_section read = SWIFTSDP_INIT(swiftsdp_section);
      CHECK_SUCCEEDS(swiftsdp_index_section(index.get(), number, &read, &error));
      CHECK_SUCCEEDS(find(text(read.mid), &error));
      CHECK(section == number);
    }
    CHECK(!find("absent", &error) && !find("", &error) && error.code == 0);
  }
  // A table is not looked at for a description that is gone.
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_read(index.get(), nullptr, 5, &error));
  CHECK(!find("0", &error) && error.code == 0);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_find_mid(nullptr, "0", 1, &section, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_find_mid(index.get(), nullptr, 1, &section, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_find_mid(index.get(), "0", 1, nullptr, &error));
  std::printf("mids: every section found by its own\n");
}

swiftsdp_value value(unsigned kind, std::initializer_list<uint32_t> numbers,
                     std::initializer_list<std::string_view> texts, unsigned flags = 0) {
  swiftsdp_value value = {};
  value.kind = uint16_t(kind);
  value.flags = uint16_t(flags);
  std::copy(numbers.begin(), numbers.end(), value.n);
  std::transform(texts.begin(), texts.end(), value.texts, slice);
  return value;
}

void checkValues() {
  static_assert(sizeof(void *) != 8 || sizeof(swiftsdp_value) == 64);
  const std::string longest(300, 'x'), sixteen(16, 'x');
  const std::pair<swiftsdp_value, std::string> lines[] = {
      {value(SWIFTSDP_VALUE_LINE, {'v'}, {"0"}), "v=0"},
      {value(SWIFTSDP_VALUE_MEDIA, {65535}, {"audio", "UDP/TLS/RTP/SAVPF", "111 0"}),
       "m=audio 65535 UDP/TLS/RTP/SAVPF 111 0"},
      {value(SWIFTSDP_VALUE_MEDIA, {9, 2}, {"video", "RTP/AVP", "31"}), "m=video 9/2 RTP/AVP 31"},
      {value(SWIFTSDP_VALUE_CONNECTION, {}, {"IP4", "0.0.0.0"}), "c=IN IP4 0.0.0.0"},
      {value(SWIFTSDP_VALUE_ATTRIBUTE, {}, {"rtcp-mux"}), "a=rtcp-mux"},
      {value(SWIFTSDP_VALUE_ATTRIBUTE, {}, {"mid", "0"}, 1), "a=mid:0"},
      {value(SWIFTSDP_VALUE_ATTRIBUTE, {}, {"empty", ""}, 1), "a=empty:"},
      {value(SWIFTSDP_VALUE_RTPMAP, {111, 48000, 2}, {"opus"}), "a=rtpmap:111 opus/48000/2"},
      {value(SWIFTSDP_VALUE_RTPMAP, {96, 90000, 0}, {"VP8"}), "a=rtpmap:96 VP8/90000"},
      {value(SWIFTSDP_VALUE_FMTP, {111}, {"minptime=10;useinbandfec=1"}),
       "a=fmtp:111 minptime=10;useinbandfec=1"},
      {value(SWIFTSDP_VALUE_RTCP_FB, {96}, {"nack", "pli"}), "a=rtcp-fb:96 nack pli"},
      {value(SWIFTSDP_VALUE_RTCP_FB, {}, {"nack"}, 1), "a=rtcp-fb:* nack"},
      {value(SWIFTSDP_VALUE_EXTMAP, {1}, {"urn:x"}), "a=extmap:1 urn:x"},
      {value(SWIFTSDP_VALUE_EXTMAP, {1}, {"urn:x", "sendonly", "y"}), "a=extmap:1/sendonly urn:x y"},
      {value(SWIFTSDP_VALUE_SSRC, {4294967295}, {"cname", "c"}, 1), "a=ssrc:4294967295 cname:c"},
      {value(SWIFTSDP_VALUE_SSRC, {0}, {"x"}), "a=ssrc:0 x"},
      {value(SWIFTSDP_VALUE_SSRC_GROUP, {1, 10, 100}, {"SIM"}, 3), "a=ssrc-group:SIM 1 10 100"},
      {value(SWIFTSDP_VALUE_SSRC_GROUP, {1, 1234567890}, {"FID"}, 2), "a=ssrc-group:FID 1 1234567890"},
      {value(SWIFTSDP_VALUE_FINGERPRINT, {}, {"sha-256", "4A:AD"}), "a=fingerprint:sha-256 4A:AD"},
      {value(SWIFTSDP_VALUE_MSID, {}, {"s", "t"}), "a=msid:s t"},
      {value(SWIFTSDP_VALUE_MSID, {}, {"-"}), "a=msid:-"},
      {value(SWIFTSDP_VALUE_CANDIDATE, {1, 4294967295, 65535}, {longest, longest, longest}),
       "a=candidate:" + longest + " 1 udp 4294967295 " + longest + " 65535 typ " + longest},
      {value(SWIFTSDP_VALUE_CANDIDATE, {4294967295, 4294967295, 4294967295}, {sixteen, sixteen, sixteen}),
       "a=candidate:" + sixteen + " 4294967295 udp 4294967295 " + sixteen + " 4294967295 typ " + sixteen},
      {value(SWIFTSDP_VALUE_CANDIDATE, {1, 2, 9}, {"1", "::1", "host tcptype active"}, 1),
       "a=candidate:1 1 tcp 2 ::1 9 typ host tcptype active"}};
  std::vector<swiftsdp_value> values;
  std::string expected;
  for (const auto &line : lines) {
    values.push_back(line.first);
    expected += line.second + "\r\n";
    // Alone, in memory that ends where nothing may be touched.
    std::size_t size = 0, written = 0, wanted = line.second.size() + 2;
    CHECK_SUCCEEDS(swiftsdp_values_size(&line.first, 1, &size, &error));
    CHECK(size == wanted);
    GuardedMemory memory(size);
    CHECK_SUCCEEDS(swiftsdp_values_write(&line.first, 1, memory.end(size), size, &written, &error));
    CHECK(written == size && std::string_view(memory.end(size), size) == line.second + "\r\n");
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    CHECK(!swiftsdp_values_write(&line.first, 1, memory.end(size - 1), size - 1, &written, &error));
    CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == size);
  }
  // Numbers of every length.
  for (uint32_t number = 1; number != 0; number = number > 400000000 ? 0 : number * 10) {
    for (uint32_t near : {number - 1, number, number + 7}) {
      values.push_back(value(SWIFTSDP_VALUE_SSRC, {near}, {"x"}));
      expected += "a=ssrc:" + std::to_string(near) + " x\r\n";
    }
  }
  for (std::size_t capacity = 0; capacity <= expected.size() + 99; capacity++) {
    std::string buffer(capacity, '?');
    std::size_t written = 0;
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    bool fits = swiftsdp_values_write(values.data(), values.size(), buffer.data(), capacity, &written, &error);
    CHECK(fits == (capacity >= expected.size()));
    if (fits) CHECK(written == expected.size() && buffer.substr(0, written) == expected);
    if (!fits) CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == expected.size());
  }

  // No value can begin a line, wherever the byte is.
  std::vector<char> buffer(4096);
  for (std::size_t size : {1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 100}) {
    for (std::size_t at = 0; at < size; at++) {
      for (char bad : {'\r', '\n', '\0', '\t', '\x0B', '\x0E', '\x7F', '\xFF'}) {
        std::string text(size, 'x');
        text[at] = bad;
        swiftsdp_value two[2] = {value(SWIFTSDP_VALUE_MSID, {}, {"s", "t"}),
                                 value(SWIFTSDP_VALUE_ATTRIBUTE, {}, {"x", text}, 1)};
        swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
        bool taken = swiftsdp_values_write(two, 2, buffer.data(), buffer.size(), nullptr, &error);
        CHECK(taken == (bad != '\r' && bad != '\n' && bad != '\0'));
        if (!taken) CHECK(error.code == SWIFTSDP_ERROR_VALUE_BREAKS_LINE && error.offset == 1);
      }
    }
  }
  swiftsdp_value bad = value(99, {}, {});
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_values_write(&bad, 1, buffer.data(), 99, nullptr, &error));
  bad = value(SWIFTSDP_VALUE_LINE, {'\n'}, {"x"});
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_values_write(&bad, 1, buffer.data(), 99, nullptr, &error));
  bad = value(SWIFTSDP_VALUE_LINE, {'s'}, {});
  bad.texts[0].size = 5;
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_values_write(&bad, 1, buffer.data(), 99, nullptr, &error));
  for (std::size_t size : {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 2 + 1}) {
    bad.texts[0] = {"x", size};
    CHECK(!swiftsdp_values_write(&bad, 1, buffer.data(), 99, nullptr, nullptr));
  }
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_values_write(nullptr, 1, buffer.data(), 99, nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_values_write(nullptr, 0, nullptr, 0, nullptr, &error));
  std::printf("values: every kind, every capacity, no line injected\n");
}

void checkFragments() {
  const std::string_view fragment =
      "a=ice-ufrag:8hhY\r\na=ice-pwd:asd88fgpdd777uzjYhagZg\r\nm=audio 9 RTP/AVP 0\r\n"
      "a=mid:1\r\na=candidate:1 1 UDP 2130706432 192.0.2.1 5000 typ host\r\na=end-of-candidates";
  Index index = makeIndex();
  CHECK_FAILS(SWIFTSDP_ERROR_MISSING_VERSION,
              swiftsdp_index_read(index.get(), fragment.data(), fragment.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_index_read_fragment(index.get(), fragment.data(), fragment.size(), &error));
  CHECK(swiftsdp_index_section_count(index.get()) == 2);
  std::size_t section = 0, line = findLine(index, 1, "candidate");
  CHECK_SUCCEEDS(swiftsdp_index_find_mid(index.get(), "1", 1, &section, &error));
  CHECK(section == 1);
  swiftsdp_line found = SWIFTSDP_INIT(swiftsdp_line);
  CHECK_SUCCEEDS(swiftsdp_index_line(index.get(), 1, line, &found, &error));
  // The line of a description and the text of a script are read alike.
  swiftsdp_candidate candidate = SWIFTSDP_INIT(swiftsdp_candidate);
  CHECK_SUCCEEDS(swiftsdp_candidate_read(found.line.bytes, found.line.size, &candidate, &error));
  CHECK(text(candidate.address) == "192.0.2.1" && candidate.port == 5000 && candidate.component == 1);
  CHECK(candidate.priority == 2130706432 && text(candidate.type) == "host");
  const std::string_view relayed =
      "candidate:2 2 tcp 1 2001:db8::1 9 typ relay raddr 10.0.0.1 rport 7 tcptype active";
  CHECK_SUCCEEDS(swiftsdp_candidate_read(relayed.data(), relayed.size(), &candidate, &error));
  CHECK(text(candidate.foundation) == "2" && text(candidate.transport) == "tcp");
  CHECK(text(candidate.related_address) == "10.0.0.1" && candidate.related_port == 7);
  CHECK(text(candidate.extensions) == "tcptype active" && candidate.component == 2);
  for (std::size_t size = 0; size < relayed.size(); size++) {
    GuardedMemory memory(size + 1);
    std::string_view prefix = memory.putAtEnd(relayed.substr(0, size));
    swiftsdp_candidate_read(prefix.data(), prefix.size(), &candidate, nullptr);
  }
  CHECK_FAILS(SWIFTSDP_ERROR_UNKNOWN_KEYWORD, swiftsdp_candidate_read("", 0, &candidate, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_VALUE_BREAKS_LINE, swiftsdp_candidate_read("candidate:1\n", 12, &candidate, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_candidate_read(nullptr, 3, &candidate, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_candidate_read("x", 1, nullptr, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MISPLACED_LINE, swiftsdp_index_read_fragment(index.get(), "v=0\n", 4, &error));
  std::printf("fragments: credentials, mids and candidates\n");
}

void checkDifference(const std::string &fixture) {
  using Difference = std::unique_ptr<swiftsdp_difference, Releaser<swiftsdp_difference_release>>;
  Index before = makeIndex(), after = makeIndex();
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_difference_create(before.get(), after.get(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_difference_create(before.get(), nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_index_read(before.get(), fixture.data(), fixture.size(), &error));
  Difference same(swiftsdp_difference_create(before.get(), before.get(), nullptr));
  CHECK(same && swiftsdp_difference_section_count(same.get()) == 0);

  Edit edit = makeEdit(before);
  std::size_t at = findLine(before, 3, "setup");
  CHECK_SUCCEEDS(swiftsdp_edit_replace(edit.get(), 3, at, "a=setup:active", 14, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_insert(edit.get(), 3, 1, "a=new", 5, &error));
  CHECK_SUCCEEDS(swiftsdp_edit_remove_section(edit.get(), 50, &error));
  std::string changed = written(edit);
  CHECK_SUCCEEDS(swiftsdp_index_read(after.get(), changed.data(), changed.size(), &error));
  Difference difference(swiftsdp_difference_create(before.get(), after.get(), nullptr));
  CHECK(difference && swiftsdp_difference_section_count(difference.get()) == 2);
  swiftsdp_changed_section section = SWIFTSDP_INIT(swiftsdp_changed_section);
  CHECK_SUCCEEDS(swiftsdp_difference_section(difference.get(), 0, &section, &error));
  CHECK(section.old_section == 3 && section.new_section == 3 && section.line_count == 2);
  CHECK(!section.is_reordered);
  std::size_t old_line = 0, new_line = 0;
  CHECK_SUCCEEDS(swiftsdp_difference_line(difference.get(), 0, 0, &old_line, &new_line, &error));
  CHECK(old_line == at && new_line == at + 1);
  CHECK_SUCCEEDS(swiftsdp_difference_line(difference.get(), 0, 1, &old_line, &new_line, &error));
  CHECK(old_line == SWIFTSDP_NONE && new_line == 1);
  CHECK_SUCCEEDS(swiftsdp_difference_section(difference.get(), 1, &section, &error));
  CHECK(section.old_section == 50 && section.new_section == SWIFTSDP_NONE);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_difference_section(difference.get(), 2, &section, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_difference_line(difference.get(), 0, SIZE_MAX, nullptr, nullptr, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_difference_section(nullptr, 0, &section, &error));
  std::printf("difference: a line changed, one added, a section removed\n");
}

}  // namespace

void checkEditing() {
  const std::string large = readFixture("chromium156-video-50-offer.sdp");
  checkEdits(large);
  checkRefusals(large);
  checkBorders();
  checkOwnText(large);
  checkMids(large);
  checkFragments();
  checkDifference(large);
  checkValues();
  checkJSON(large);
  checkJSON(readFixture("chromium156-audio-video-data-offer.sdp"));
}
