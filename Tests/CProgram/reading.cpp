// Reading: the index, its slices, errors and limits, and hostile input.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "support.hpp"

namespace {

swiftsdp_section getSection(const swiftsdp_index *index, std::size_t number) {
  swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
  CHECK_SUCCEEDS(swiftsdp_index_section(index, number, &section, &error));
  return section;
}

swiftsdp_line getLine(const swiftsdp_index *index, std::size_t section, std::size_t number) {
  swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
  CHECK_SUCCEEDS(swiftsdp_index_line(index, section, number, &line, &error));
  return line;
}

bool isWithin(swiftsdp_slice part, std::string_view whole) {
  if (part.size == 0) return true;
  return part.bytes >= whole.data() && part.bytes + part.size <= whole.data() + whole.size();
}

// Walks every line of what the index read; returns how many there are.
std::size_t walk(const swiftsdp_index *index, std::string_view bytes) {
  CHECK(swiftsdp_index_size(index) == bytes.size());
  std::size_t lines = 0, position = 0;
  for (std::size_t number = 0; number < swiftsdp_index_section_count(index); number++) {
    swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    if (swiftsdp_index_section(index, number, &section, &error)) {
      CHECK(isWithin(section.media, bytes) && isWithin(section.protocol, bytes));
      CHECK(isWithin(section.formats, bytes) && isWithin(section.mid, bytes));
    } else {
      CHECK(error.section == number && error.offset <= bytes.size());
    }
    for (std::size_t offset = 0;; offset++) {
      swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
      if (!swiftsdp_index_line(index, number, offset, &line, nullptr)) break;
      lines++;
      // Lines follow one another, parted by line endings and nothing else.
      CHECK(line.offset >= position && line.offset + line.line.size <= bytes.size());
      for (; position < line.offset; position++)
        CHECK(bytes[position] == '\r' || bytes[position] == '\n');
      position = line.offset + line.line.size;
      CHECK(text(line.line) == bytes.substr(line.offset, line.line.size));
      CHECK(isWithin(line.line, bytes) && isWithin(line.name, bytes) && isWithin(line.value, bytes));
      std::string rebuilt;
      if (line.type != 0) rebuilt = std::string{char(line.type), '='};
      rebuilt += std::string(text(line.name)) + (line.has_value ? ":" : "");
      rebuilt += std::string(text(line.value));
      // Blanks behind the name of a flag belong to neither name nor value.
      if (line.type == 'a' && !line.has_value) rebuilt.resize(line.line.size, ' ');
      std::string written(text(line.line));
      if (line.type == 'a' && !line.has_value)
        for (std::size_t at = 2 + line.name.size; at < written.size(); at++)
          if (written[at] == '\t') written[at] = ' ';
      CHECK(rebuilt == written);
      CHECK((line.type == 'a') == (line.name.size > 0));
    }
  }
  for (; position < bytes.size(); position++)
    CHECK(bytes[position] == '\r' || bytes[position] == '\n');
  return lines;
}

std::string written(const swiftsdp_index *index) {
  std::string copy(swiftsdp_index_size(index), '?');
  CHECK_SUCCEEDS(swiftsdp_index_write(index, copy.data(), copy.size(), &error));
  return copy;
}

void checkWalk(const std::string &fixture) {
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_index_check(index.get(), &error));
  std::size_t newlines = 0;
  for (char byte : fixture) newlines += byte == '\n';
  CHECK(walk(index.get(), fixture) == newlines);

  CHECK(swiftsdp_index_section_count(index.get()) == 4);
  swiftsdp_section session = getSection(index.get(), 0);
  CHECK(session.media.size == 0 && session.protocol.size == 0 && session.mid.size == 0);
  const std::string_view media[] = {"audio", "video", "application"};
  const std::string_view protocols[] = {"UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVPF", "UDP/DTLS/SCTP"};
  for (std::size_t number = 1; number < 4; number++) {
    swiftsdp_section section = getSection(index.get(), number);
    CHECK(text(section.media) == media[number - 1]);
    CHECK(text(section.protocol) == protocols[number - 1]);
    CHECK(text(section.mid) == std::to_string(number - 1));
    CHECK(section.port == 9);
    CHECK(section.direction == SWIFTSDP_DIRECTION_SENDRECV);
    swiftsdp_line first = getLine(index.get(), number, 0);
    CHECK(first.type == 'm' && text(first.line).substr(0, 2) == "m=");
    // The formats are the end of the m= line.
    CHECK(section.formats.bytes + section.formats.size == first.line.bytes + first.line.size);
  }
  CHECK(text(getSection(index.get(), 3).formats) == "webrtc-datachannel");
  std::printf("walk: %zu lines in 4 sections, every slice in its place\n", newlines);
}

void checkFind(const std::string &fixture) {
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  auto find = [&](std::size_t section, std::string_view name, std::size_t &line,
                  swiftsdp_line &result) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    bool found = swiftsdp_index_find(index.get(), section, name.data(), name.size(), &line,
                                     &result, &error);
    CHECK(error.code == 0);
    return found;
  };
  std::size_t found = 0;
  swiftsdp_line result = SWIFTSDP_INIT(swiftsdp_line);
  // Every attribute is found from its own line on, known names and others alike.
  for (std::size_t section = 0; section < 4; section++) {
    for (std::size_t number = 0; number < getSection(index.get(), section).line_count; number++) {
      swiftsdp_line line = getLine(index.get(), section, number);
      if (line.type != 'a') continue;
      std::size_t at = number;
      CHECK(find(section, text(line.name), at, result));
      CHECK(at == number && result.offset == line.offset && result.has_value == line.has_value);
      CHECK(text(result.value) == text(line.value));
      found++;
    }
  }
  std::size_t at = 0, count = 0;
  for (; find(1, "rtpmap", at, result); at++) count++;
  CHECK(count == 8);
  const std::size_t before = at;
  CHECK(!find(1, "rtpmap", at, result) && at == before);
  at = 0;
  CHECK(find(1, "rtcp-mux", at, result) && !result.has_value && result.value.size == 0);
  at = 0;
  CHECK(!find(1, "rtcp-mu", at, result) && !find(1, "", at, result) && at == 0);
  CHECK(!find(0, "rtpmap", at, result));
  at = ~std::size_t(0) >> 1;
  CHECK(!find(1, "mid", at, result));
  std::printf("find: %zu attributes, each from its line on\n", found);
}

void checkWrite(const std::string &fixture) {
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  CHECK(written(index.get()) == fixture);
  GuardedMemory memory(fixture.size());
  for (std::size_t capacity : {std::size_t(0), std::size_t(1), fixture.size() - 1}) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    CHECK(!swiftsdp_index_write(index.get(), memory.end(capacity), capacity, &error));
    CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == fixture.size());
  }
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  CHECK(!swiftsdp_index_write(index.get(), nullptr, 0, &error));
  CHECK(error.code == SWIFTSDP_ERROR_INSUFFICIENT_SPACE && error.offset == fixture.size());
  CHECK_SUCCEEDS(swiftsdp_index_write(index.get(), memory.end(fixture.size()), fixture.size(), &error));
  CHECK(std::string_view(memory.end(fixture.size()), fixture.size()) == fixture);
  std::string larger(fixture.size() + 8, '?');
  CHECK_SUCCEEDS(swiftsdp_index_write(index.get(), larger.data(), larger.size(), &error));
  CHECK(larger == fixture + "????????");
  std::printf("write: %zu bytes as they were read; short buffers say what is needed\n",
              fixture.size());
}

// One index for one description after another, and after errors.
// What asks about a description that there is not fails, and ends nothing.
void checkNothing(swiftsdp_index *index) {
  std::uint64_t digest = 0;
  std::size_t count = 0;
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_check(index, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_index_read_values(index, SWIFTSDP_TOLERATE_ALL, &digest, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
              swiftsdp_index_warnings(index, 0, nullptr, 0, &count, &error));
  for (std::uint32_t rules : {SWIFTSDP_VERIFY_WEBRTC_OFFER, SWIFTSDP_VERIFY_SIP})
    CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT,
                swiftsdp_index_verify(index, rules, nullptr, 0, &count, &error));
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_difference_create(index, index, &error));
}

void checkReuse(const std::string &fixture) {
  Index index = makeIndex();
  CHECK(swiftsdp_index_section_count(index.get()) == 0 && swiftsdp_index_size(index.get()) == 0);
  CHECK(written(index.get()).empty());
  const std::string small = "v=0\ns=-\n";
  for (int round = 0; round < 3; round++) {
    CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
    CHECK(swiftsdp_index_section_count(index.get()) == 4);
    CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), small.data(), small.size(), &error));
    CHECK(walk(index.get(), small) == 2 && swiftsdp_index_section_count(index.get()) == 1);
    CHECK_FAILS(SWIFTSDP_ERROR_MISSING_VERSION, swiftsdp_index_read(index.get(), "s=-\n", 4, &error));
    CHECK(swiftsdp_index_section_count(index.get()) == 0 && swiftsdp_index_size(index.get()) == 0);
    CHECK(written(index.get()).empty());
    swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
    CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, swiftsdp_index_section(index.get(), 0, &section, &error));
    checkNothing(index.get());
  }
  checkNothing(makeIndex().get());
  Index other = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(other.get(), fixture.data(), fixture.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), small.data(), small.size(), &error));
  CHECK(written(other.get()) == fixture && written(index.get()) == small);
  std::printf("reuse: one index after another description, and after errors\n");
}

void checkErrors() {
  struct Case {
    std::string_view text;
    std::uint32_t code, section;
    std::uint64_t offset, line, column;
    bool isGrammarOfValue = false;
  };
  const Case cases[] = {
      {"", SWIFTSDP_ERROR_EMPTY, 0, 0, 1, 1},
      {"v=1\r\n", SWIFTSDP_ERROR_MISSING_VERSION, 0, 0, 1, 1},
      {"v=0\r\nx\r\n", SWIFTSDP_ERROR_MALFORMED_LINE, 0, 5, 2, 1},
      {"v=0\r\ns=-\r\nx=1\r\n", SWIFTSDP_ERROR_UNKNOWN_LINE_TYPE, 0, 10, 3, 1},
      {"v=0\ns=-\ns=-\n", SWIFTSDP_ERROR_DUPLICATE_LINE, 0, 8, 3, 1},
      {"v=0\r\nm=audio 9 RTP/AVP 0\r\ns=-\r\n", SWIFTSDP_ERROR_MISPLACED_LINE, 1, 26, 3, 1},
      {"v=0\r\na=:x\r\n", SWIFTSDP_ERROR_MALFORMED_ATTRIBUTE_NAME, 0, 7, 2, 3},
      {std::string_view("v=0\ns=a\0b\n", 10), SWIFTSDP_ERROR_NUL_BYTE, 0, 7, 2, 4},
      {"v=0\r\nm=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/x\r\n", SWIFTSDP_ERROR_MALFORMED_NUMBER, 1,
       42, 3, 17, true},
      {"v=0\nm=audio 9 RTP/AVP 0\nc=IN IP4 0.0.0.0\nm=video 9 RTP/AVP 0\na=mid\n",
       SWIFTSDP_ERROR_MISSING_VALUE, 2, 66, 5, 6, true},
  };
  Index index = makeIndex();
  for (const Case &expected : cases) {
    swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
    bool isRead =
        swiftsdp_index_read(index.get(), expected.text.data(), expected.text.size(), &error);
    CHECK(isRead == expected.isGrammarOfValue);
    if (isRead) CHECK(!swiftsdp_index_check(index.get(), &error));
    if (error.code != expected.code || error.section != expected.section ||
        error.offset != expected.offset)
      fail(__FILE__, __LINE__, "the error of", std::string(expected.text) + describe(error));
    std::uint64_t line = 0, column = 0;
    CHECK(swiftsdp_locate(expected.text.data(), expected.text.size(), error.offset, &line, &column));
    CHECK(line == expected.line && column == expected.column);
  }
  // CR LF, LF and CR each end a line once; the place behind the last byte exists.
  const std::string_view endings = "a\r\nb\nc\rd";
  const std::uint64_t lines[] = {1, 1, 1, 2, 2, 3, 3, 4, 4};
  for (std::uint64_t offset = 0; offset <= endings.size(); offset++) {
    std::uint64_t line = 0, column = 0;
    CHECK(swiftsdp_locate(endings.data(), endings.size(), offset, &line, &column));
    CHECK(line == lines[offset] && column >= 1);
    CHECK(swiftsdp_locate(endings.data(), endings.size(), offset, nullptr, nullptr));
  }
  std::uint64_t line = 7, column = 7;
  CHECK(!swiftsdp_locate(endings.data(), endings.size(), endings.size() + 1, &line, &column));
  CHECK(!swiftsdp_locate(nullptr, 3, 0, &line, &column) && line == 7 && column == 7);
  CHECK(swiftsdp_locate(nullptr, 0, 0, &line, &column) && line == 1 && column == 1);
  const std::string_view hostile = "a=x\x1b[31m%n\"\r\ns=-";
  char excerpt[65];
  std::memset(excerpt, '#', sizeof excerpt);
  CHECK(swiftsdp_excerpt(hostile.data(), hostile.size(), 2, excerpt, 64) == 13);
  CHECK(std::string_view(excerpt, 14) == "x\\x1b[31m%n\\\"#");
  CHECK(swiftsdp_excerpt(hostile.data(), hostile.size(), 2, excerpt, 1) == 1);
  CHECK(swiftsdp_excerpt(hostile.data(), hostile.size(), hostile.size() + 1, excerpt, 64) == 0);
  CHECK(swiftsdp_excerpt(nullptr, 1, 0, excerpt, 64) == 0);
  CHECK(swiftsdp_excerpt(hostile.data(), hostile.size(), 0, nullptr, 64) == 0);
  const std::string wide(1000, '\xFF');
  CHECK(swiftsdp_excerpt(wide.data(), wide.size(), 0, excerpt, sizeof excerpt) == 64);
  std::printf("errors: code, section, offset, line and column\n");
}

// Calls `body` for a struct_size that is too small, for one that ends in the middle
// of the struct, and for one that is larger than any known.
template <typename Struct, typename Body>
void checkResultSizes(Body body) {
  struct Larger {
    Struct known;
    unsigned char beyond[16];
  } larger;
  for (std::size_t size : {std::size_t(0), std::size_t(1), sizeof(std::size_t) - 1}) {
    std::memset(&larger, 0xEE, sizeof larger);
    Larger before = larger;
    std::memcpy(&larger, &size, sizeof size);
    std::memcpy(&before, &size, sizeof size);
    CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, body(&larger.known, &error));
    CHECK(std::memcmp(&larger, &before, sizeof larger) == 0);
  }
  for (std::size_t size = sizeof(std::size_t); size <= sizeof larger; size++) {
    std::memset(&larger, 0xEE, sizeof larger);
    std::memcpy(&larger, &size, sizeof size);
    CHECK_SUCCEEDS(body(&larger.known, &error));
    std::size_t stays = 0;
    std::memcpy(&stays, &larger, sizeof stays);
    CHECK(stays == size);
    const auto *bytes = reinterpret_cast<const unsigned char *>(&larger);
    for (std::size_t at = std::min(size, sizeof(Struct)); at < sizeof larger; at++)
      CHECK(bytes[at] == 0xEE);
  }
}

void checkArguments(const std::string &fixture) {
  Index index = makeIndex();
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
  swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
  std::size_t at = 0;

  swiftsdp_index_release(nullptr);
  CHECK(swiftsdp_index_section_count(nullptr) == 0 && swiftsdp_index_size(nullptr) == 0);
  const auto argument = SWIFTSDP_ERROR_ARGUMENT;
  CHECK_FAILS(argument, swiftsdp_index_read(nullptr, fixture.data(), fixture.size(), &error));
  CHECK_FAILS(argument, swiftsdp_index_check(nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_index_section(nullptr, 0, &section, &error));
  CHECK_FAILS(argument, swiftsdp_index_section(index.get(), 0, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_index_section(index.get(), 4, &section, &error));
  CHECK_FAILS(argument, swiftsdp_index_section(index.get(), ~std::size_t(0), &section, &error));
  CHECK_FAILS(argument, swiftsdp_index_line(nullptr, 0, 0, &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_line(index.get(), 0, 0, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_index_line(index.get(), 4, 0, &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_line(index.get(), 0, 7, &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_line(index.get(), 0, ~std::size_t(0), &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_find(nullptr, 1, "mid", 3, &at, &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_find(index.get(), 1, "mid", 3, nullptr, &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_find(index.get(), 1, "mid", 3, &at, nullptr, &error));
  CHECK_FAILS(argument, swiftsdp_index_find(index.get(), 1, nullptr, 3, &at, &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_find(index.get(), 4, "mid", 3, &at, &line, &error));
  CHECK_FAILS(argument, swiftsdp_index_write(nullptr, nullptr, 0, &error));
  // Nothing of that changed what the index holds; a NULL error is as good as any.
  CHECK(written(index.get()) == fixture && at == 0);
  CHECK(!swiftsdp_index_section(index.get(), 4, &section, nullptr));
  CHECK(!swiftsdp_index_check(nullptr, nullptr) && !swiftsdp_index_write(nullptr, nullptr, 0, nullptr));
  CHECK_FAILS(argument, swiftsdp_index_read(index.get(), nullptr, 5, &error));

  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  checkResultSizes<swiftsdp_section>([&](swiftsdp_section *result, swiftsdp_error *error) {
    return swiftsdp_index_section(index.get(), 1, result, error);
  });
  checkResultSizes<swiftsdp_line>([&](swiftsdp_line *result, swiftsdp_error *error) {
    return swiftsdp_index_line(index.get(), 1, 3, result, error);
  });
  checkResultSizes<swiftsdp_line>([&](swiftsdp_line *result, swiftsdp_error *error) {
    std::size_t at = 0;
    return swiftsdp_index_find(index.get(), 1, "mid", 3, &at, result, error);
  });

  // An error struct that is too small stays as it is; an older one is filled as far
  // as it goes.
  for (std::size_t size = 0; size <= sizeof(swiftsdp_error); size++) {
    swiftsdp_error error;
    std::memset(&error, 0xEE, sizeof error);
    error.struct_size = size;
    CHECK(!swiftsdp_index_check(nullptr, &error));
    CHECK(error.struct_size == size);
    const auto *bytes = reinterpret_cast<const unsigned char *>(&error);
    for (std::size_t at = std::max(size, sizeof size); at < sizeof error; at++)
      CHECK(bytes[at] == 0xEE);
    if (size >= offsetof(swiftsdp_error, section)) CHECK(error.code == SWIFTSDP_ERROR_ARGUMENT);
  }
  std::printf("arguments of reading: NULL, out of range, struct_size small and large\n");
}

void checkLimits(const std::string &fixture) {
  swiftsdp_limits sfu = SWIFTSDP_INIT(swiftsdp_limits);
  swiftsdp_limits browser = SWIFTSDP_INIT(swiftsdp_limits);
  swiftsdp_limits unlimited = SWIFTSDP_INIT(swiftsdp_limits);
  CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_SFU, &sfu));
  CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_BROWSER, &browser));
  CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_UNLIMITED, &unlimited));
  CHECK(sfu.struct_size == sizeof sfu);
  CHECK(sfu.bytes == 4 << 20 && sfu.media_sections == 1024);
  CHECK(browser.bytes == 64 << 10 && browser.media_sections == 64);
  CHECK(unlimited.bytes > sfu.bytes && unlimited.media_sections > sfu.media_sections);
  CHECK(!swiftsdp_limits_get(3, &sfu) && !swiftsdp_limits_get(~0u, &sfu));
  CHECK(!swiftsdp_limits_get(SWIFTSDP_LIMITS_SFU, nullptr));
  swiftsdp_limits small = swiftsdp_limits();
  CHECK(!swiftsdp_limits_get(SWIFTSDP_LIMITS_SFU, &small) && small.bytes == 0);
  CHECK_FAILS(SWIFTSDP_ERROR_ARGUMENT, Index(swiftsdp_index_create(&small, &error)) != nullptr);
  CHECK(swiftsdp_index_create(&small, nullptr) == nullptr);

  struct Case {
    std::uint64_t swiftsdp_limits::*limit;
    std::uint64_t tooSmall;
    std::uint32_t code;
  };
  const Case cases[] = {
      {&swiftsdp_limits::bytes, fixture.size() - 1, SWIFTSDP_ERROR_TOO_MANY_BYTES},
      {&swiftsdp_limits::line_bytes, 20, SWIFTSDP_ERROR_LINE_TOO_LONG},
      {&swiftsdp_limits::lines, 10, SWIFTSDP_ERROR_TOO_MANY_LINES},
      {&swiftsdp_limits::media_sections, 2, SWIFTSDP_ERROR_TOO_MANY_MEDIA_SECTIONS},
      {&swiftsdp_limits::attributes, 5, SWIFTSDP_ERROR_TOO_MANY_ATTRIBUTES},
      {&swiftsdp_limits::session_attributes, 2, SWIFTSDP_ERROR_TOO_MANY_ATTRIBUTES},
      {&swiftsdp_limits::formats, 7, SWIFTSDP_ERROR_TOO_MANY_FORMATS},
      {&swiftsdp_limits::format_parameters, 1, SWIFTSDP_ERROR_TOO_MANY_FORMAT_PARAMETERS},
      {&swiftsdp_limits::sources, 1, SWIFTSDP_ERROR_TOO_MANY_SOURCES},
      {&swiftsdp_limits::mid_bytes, 0, SWIFTSDP_ERROR_MID_TOO_LONG},
      {&swiftsdp_limits::groups, 0, SWIFTSDP_ERROR_TOO_MANY_GROUPS},
      {&swiftsdp_limits::group_mids, 2, SWIFTSDP_ERROR_GROUP_TOO_LARGE},
  };
  for (const Case &expected : cases) {
    swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
    CHECK(swiftsdp_limits_get(SWIFTSDP_LIMITS_SFU, &limits));
    limits.*expected.limit = expected.tooSmall;
    Index index = makeIndex(&limits);
    CHECK_FAILS(expected.code,
                swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  }
  // More than the ceiling is the ceiling, and a struct of a caller who knows fewer
  // limits takes a server's for the others.
  swiftsdp_limits limits = SWIFTSDP_INIT(swiftsdp_limits);
  std::memset(&limits.bytes, 0xFF, sizeof limits - offsetof(swiftsdp_limits, bytes));
  Index index = makeIndex(&limits);
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  std::string formats = "v=0\r\nm=audio 9 RTP/AVP";
  for (int i = 0; i < 257; i++) formats += " 0";
  CHECK_FAILS(SWIFTSDP_ERROR_TOO_MANY_FORMATS,
              swiftsdp_index_read(index.get(), formats.data(), formats.size(), &error));
  std::memset(&limits.line_bytes, 0, sizeof limits - offsetof(swiftsdp_limits, line_bytes));
  limits.struct_size = offsetof(swiftsdp_limits, line_bytes);
  limits.bytes = fixture.size();
  index = makeIndex(&limits);
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_TOO_MANY_BYTES,
              swiftsdp_index_read(index.get(), (fixture + "\n").data(), fixture.size() + 1, &error));
  struct {
    swiftsdp_limits known;
    std::uint64_t beyond[4];
  } larger = {sfu, {~0ull, ~0ull, ~0ull, ~0ull}};
  larger.known.struct_size = sizeof larger;
  index = makeIndex(&larger.known);
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  std::printf("limits: 3 profiles, %zu limits exceeded, older and newer structs\n",
              std::size(cases));
}

// The warnings of a lenient reading, each as the code and the offset.
std::string warnings(swiftsdp_index *index, std::string_view bytes, std::uint32_t tolerances) {
  CHECK_SUCCEEDS(swiftsdp_index_read(index, bytes.data(), bytes.size(), &error));
  std::size_t count = 0;
  CHECK_SUCCEEDS(swiftsdp_index_warnings(index, tolerances, nullptr, 0, &count, &error));
  std::vector<swiftsdp_warning> found(count + 1);
  std::memset(&found[count], 0xEE, sizeof found[count]);
  CHECK_SUCCEEDS(swiftsdp_index_warnings(index, tolerances, found.data(), count, nullptr, &error));
  CHECK(found[count].code == 0xEEEEEEEE);
  std::string text;
  for (std::size_t at = 0; at < count; at++) {
    CHECK(found[at].offset <= bytes.size() && swiftsdp_reason(found[at].code).size > 10);
    text += std::to_string(found[at].code) + "@" + std::to_string(found[at].offset) + " ";
  }
  return text;
}

void checkGrammar(const std::string &fixture) {
  Index index = makeIndex();
  std::uint64_t digest = 0, other = 0;
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_index_read_values(index.get(), SWIFTSDP_TOLERATE_NOTHING, &digest, &error));
  CHECK_SUCCEEDS(swiftsdp_index_read_values(index.get(), SWIFTSDP_TOLERATE_ALL, &other, &error));
  CHECK(digest == other && digest != 0);
  CHECK_SUCCEEDS(swiftsdp_index_read_values(index.get(), SWIFTSDP_TOLERATE_LENIENT, nullptr, &error));
  CHECK(warnings(index.get(), fixture, SWIFTSDP_TOLERATE_LENIENT).empty());

  const std::string_view device =
      "v=0\no=- 1 1 IN IP4\ns=x\na=sendrecv \nt=0 0\n\nm=audio 9 RTP/AVP 0\na=mid:\na=mid:1";
  CHECK(warnings(index.get(), device, SWIFTSDP_TOLERATE_LENIENT) ==
        std::to_string(SWIFTSDP_ERROR_LINE_ENDING) + "@3 " +
            std::to_string(SWIFTSDP_ERROR_MISSING_FIELD) + "@18 " +
            std::to_string(SWIFTSDP_ERROR_TRAILING_BLANK) + "@33 " +
            std::to_string(SWIFTSDP_ERROR_LINE_ORDER) + "@35 " +
            std::to_string(SWIFTSDP_ERROR_BLANK_LINE) + "@41 " +
            std::to_string(SWIFTSDP_ERROR_MISSING_FIELD) + "@68 " +
            std::to_string(SWIFTSDP_ERROR_DUPLICATE_ATTRIBUTE) + "@69 " +
            std::to_string(SWIFTSDP_ERROR_MISSING_LINE_ENDING) + "@76 " +
            std::to_string(SWIFTSDP_ERROR_MISSING_CONNECTION) + "@76 ");
  // What is not tolerated is the error, and the digest stays.
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), device.data(), device.size(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_LINE_ENDING,
              swiftsdp_index_read_values(index.get(), SWIFTSDP_TOLERATE_NOTHING, &digest, &error));
  CHECK(digest == other);
  const std::uint32_t noOrder = SWIFTSDP_TOLERATE_LENIENT & ~SWIFTSDP_TOLERATE_LINE_ORDER;
  CHECK_FAILS(SWIFTSDP_ERROR_LINE_ORDER,
              swiftsdp_index_read_values(index.get(), noOrder, nullptr, &error));
  std::size_t count = 77;
  CHECK_FAILS(SWIFTSDP_ERROR_LINE_ORDER,
              swiftsdp_index_warnings(index.get(), noOrder, nullptr, 0, &count, &error));
  CHECK(count == 77);
  const std::string_view media = "v=0\nm=audio x RTP/AVP 0\n";
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), media.data(), media.size(), &error));
  CHECK_FAILS(SWIFTSDP_ERROR_MALFORMED_NUMBER,
              swiftsdp_index_read_values(index.get(), SWIFTSDP_TOLERATE_LENIENT, nullptr, &error));
  CHECK_SUCCEEDS(swiftsdp_index_read_values(index.get(), SWIFTSDP_TOLERATE_ALL, nullptr, &error));

  // An array that is too small has the first, and the count says how many there are.
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), device.data(), device.size(), &error));
  swiftsdp_warning few[2] = {};
  CHECK_SUCCEEDS(swiftsdp_index_warnings(index.get(), SWIFTSDP_TOLERATE_LENIENT, few, 1, &count, &error));
  CHECK(count == 9 && few[0].code == SWIFTSDP_ERROR_LINE_ENDING && few[1].code == 0);

  const auto argument = SWIFTSDP_ERROR_ARGUMENT;
  CHECK_FAILS(argument, swiftsdp_index_read_values(nullptr, 0, &digest, &error));
  CHECK_FAILS(argument, swiftsdp_index_warnings(nullptr, 0, few, 2, &count, &error));
  CHECK_FAILS(argument, swiftsdp_index_warnings(index.get(), 0, nullptr, 1, &count, &error));
  CHECK_FAILS(argument, swiftsdp_index_warnings(index.get(), 0, few, ~std::size_t(0), &count, &error));
  CHECK(text(swiftsdp_reason(SWIFTSDP_ERROR_LINE_ORDER)) == "this line must come earlier");
  CHECK(text(swiftsdp_reason(0)) == text(swiftsdp_reason(~0u)));
  std::printf("grammar: strict, lenient, and what was tolerated\n");
}

void checkVerification(const std::string &fixture) {
  Index index = makeIndex();
  std::size_t count = 1;
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), fixture.data(), fixture.size(), &error));
  CHECK_SUCCEEDS(swiftsdp_index_verify(index.get(), SWIFTSDP_VERIFY_WEBRTC_OFFER, nullptr, 0, &count, &error));
  CHECK(count == 0);
  CHECK_SUCCEEDS(swiftsdp_index_verify(index.get(), SWIFTSDP_VERIFY_WEBRTC_ANSWER, nullptr, 0, &count, &error));
  CHECK(count == 3);

  const std::string_view call =
      "v=0\na=group:BUNDLE a b\nm=audio 9 RTP/AVP 0\na=mid:a\nm=audio 9 RTP/AVP 0 96\na=mid:a\n";
  CHECK_SUCCEEDS(swiftsdp_index_read(index.get(), call.data(), call.size(), &error));
  swiftsdp_warning found[4] = {};
  CHECK_SUCCEEDS(swiftsdp_index_verify(index.get(), SWIFTSDP_VERIFY_SIP, found, 4, &count, &error));
  CHECK(count == 3);
  CHECK(found[0].code == SWIFTSDP_ERROR_DUPLICATE_MID && found[0].section == 2 && found[0].offset == 80);
  CHECK(found[1].code == SWIFTSDP_ERROR_UNKNOWN_BUNDLED_MID && found[1].section == 0 && found[1].offset == 4);
  CHECK(found[2].code == SWIFTSDP_ERROR_MISSING_RTPMAP && found[2].section == 2 && found[2].offset == 51);
  CHECK(found[3].code == 0);
  CHECK_SUCCEEDS(swiftsdp_index_verify(index.get(), SWIFTSDP_VERIFY_WEBRTC_OFFER, found, 1, &count, &error));
  CHECK(count > 3);

  const auto argument = SWIFTSDP_ERROR_ARGUMENT;
  CHECK_FAILS(argument, swiftsdp_index_verify(nullptr, 0, found, 4, &count, &error));
  CHECK_FAILS(argument, swiftsdp_index_verify(index.get(), 3, found, 4, &count, &error));
  CHECK_FAILS(argument, swiftsdp_index_verify(index.get(), 0, nullptr, 4, &count, &error));
  std::printf("verification: an offer, and mids, groups and payload types that contradict\n");
}

// Reads and walks whatever it is; the index must hold either all of it or nothing.
bool survives(const swiftsdp_index *constIndex, swiftsdp_index *index, std::string_view bytes) {
  swiftsdp_error error = SWIFTSDP_INIT(swiftsdp_error);
  if (!swiftsdp_index_read(index, bytes.data(), bytes.size(), &error)) {
    CHECK(error.code > 0 && error.code < 100 && error.offset <= bytes.size());
    std::uint64_t line = 0, column = 0;
    CHECK(swiftsdp_locate(bytes.data(), bytes.size(), error.offset, &line, &column));
    CHECK(line >= 1 && column >= 1 && line <= bytes.size() + 1);
    CHECK(swiftsdp_index_section_count(constIndex) == 0 && swiftsdp_index_size(constIndex) == 0);
    return false;
  }
  walk(constIndex, bytes);
  if (!swiftsdp_index_check(constIndex, &error)) {
    CHECK(error.code > 0 && error.code < 100 && error.offset <= bytes.size());
    CHECK(error.section < swiftsdp_index_section_count(constIndex));
  }
  std::size_t count = 0;
  CHECK(swiftsdp_index_read_values(constIndex, SWIFTSDP_TOLERATE_ALL, nullptr, nullptr));
  CHECK(swiftsdp_index_warnings(constIndex, SWIFTSDP_TOLERATE_ALL, nullptr, 0, &count, nullptr));
  CHECK((count == 0) ==
        swiftsdp_index_read_values(constIndex, SWIFTSDP_TOLERATE_NOTHING, nullptr, nullptr));
  CHECK(swiftsdp_index_verify(index, SWIFTSDP_VERIFY_WEBRTC_ANSWER, nullptr, 0, &count, nullptr));
  return true;
}

}  // namespace

void checkReading() {
  const std::string fixture = readFixture("chromium156-audio-video-data-offer.sdp");
  checkWalk(fixture);
  checkFind(fixture);
  checkWrite(fixture);
  checkReuse(fixture);
  checkErrors();
  checkArguments(fixture);
  checkLimits(fixture);
  checkGrammar(fixture);
  checkVerification(fixture);
}

void checkHostileInput() {
  const std::string fixture = readFixture("chromium156-audio-video-data-offer.sdp");
  const std::string small = readFixture("chromium156-data-only-offer.sdp");
  GuardedMemory memory(fixture.size() + 1);
  Index index = makeIndex();
  auto isRead = [&](std::string_view bytes) {
    bool atEnd = survives(index.get(), index.get(), memory.putAtEnd(bytes));
    CHECK(survives(index.get(), index.get(), memory.putAtStart(bytes)) == atEnd);
    return atEnd;
  };

  std::size_t valid = 0;
  for (std::size_t size = 0; size <= fixture.size(); size++)
    valid += survives(index.get(), index.get(), memory.putAtEnd(std::string_view(fixture).substr(0, size)));
  CHECK(valid > 0);
  std::printf("hostile: %zu prefixes of a description, %zu of them descriptions\n",
              fixture.size() + 1, valid);

  // A1..A67, with nothing behind or before them.
  std::size_t files = 0;
  for (const std::string &hostile : readHostileInputs()) {
    GuardedMemory room(hostile.size());
    bool atEnd = survives(index.get(), index.get(), room.putAtEnd(hostile));
    CHECK(survives(index.get(), index.get(), room.putAtStart(hostile)) == atEnd);
    files++;
  }
  CHECK(files > 300);
  std::printf("hostile: %zu inputs of the list\n", files);

  for (int byte = 0; byte < 256; byte++) {
    const char single = char(byte);
    CHECK(!isRead({&single, 1}));
    isRead(std::string("v=0\n") + single);
    isRead(std::string("v=0\na=") + single);
    isRead(std::string("v=0\nm=") + single);
    isRead(std::string("v=0\n") + single + "=");
    isRead(std::string("v=0\na=candidate:") + single);
  }
  std::printf("hostile: every byte as a description, a line, a name and a value\n");

  std::size_t changed = 0;
  for (std::size_t at = 0; at < small.size(); at++) {
    for (char byte : {'\0', '\r', '\n', ' ', ':', '=', '9', '\x80', '\xFF'}) {
      std::string mutated = small;
      mutated[at] = byte;
      isRead(mutated);
      changed++;
    }
    std::string shorter = small;
    isRead(shorter.erase(at, 1));
    changed++;
  }
  std::printf("hostile: %zu descriptions with a byte changed or taken out\n", changed);
}
