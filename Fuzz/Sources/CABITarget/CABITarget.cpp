// The property `cabi`: every function of swiftsdp.h, in any order, with hostile arguments
// and sizes, fails with an error or does what it says; what it gives lies where it says;
// it writes no byte more than it was given.
//
// An input is calls: a byte chooses one of `calls`, the next ones are its arguments. A new
// function of the header gets a row there: Fuzz/run fails while one is missing.
#include "sessions.hpp"

namespace {

void locate(Host &host, Input &input) {
  const Block &block = host.descriptions[input.below(Host::count)];
  std::uint64_t line = 0, column = 0;
  const bool isNull = input.chance(16);
  const std::uint64_t offset = input.number();
  const bool done = swiftsdp_locate(block.data(), block.size(), offset,
                                    isNull ? nullptr : &line, &column);
  if (done && !isNull) REQUIRE(line >= 1 && column >= 1 && line <= block.size() + 1);
}

void excerpt(Host &host, Input &input) {
  const Block &block = host.descriptions[input.below(Host::count)];
  Output output(input, 64);
  const std::size_t size = swiftsdp_excerpt(block.data(), block.size(), input.number(),
                                            output.block.data(), output.block.size());
  REQUIRE(size <= output.block.size() && size <= 64);
  for (std::size_t i = 0; i < size; i++)
    REQUIRE(output.block.data()[i] >= 0x20 && output.block.data()[i] <= 0x7E);
}

void limits(Host &, Input &input) {
  Versioned<swiftsdp_limits> limits(input);
  swiftsdp_limits_get(static_cast<std::uint32_t>(input.number()), limits.get());
}

void reason(Host &, Input &input) { touch(swiftsdp_reason(static_cast<std::uint32_t>(input.number()))); }

void createIndex(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Versioned<swiftsdp_limits> limits(input);
  Error error(input);
  const bool isDefault = input.chance(2);
  if (!isDefault && limits.get() && limits.isWhole()) {
    const std::size_t size = limits->struct_size;
    swiftsdp_limits_get(static_cast<std::uint32_t>(input.below(3)), limits.get());
    limits->struct_size = size;
    std::uint64_t *const numbers[] = {&limits->bytes, &limits->lines, &limits->media_sections,
                                      &limits->attributes, &limits->line_bytes, &limits->mid_bytes};
    *numbers[input.below(6)] = input.number();
  }
  swiftsdp_index *index = swiftsdp_index_create(isDefault ? nullptr : limits.get(), error.get());
  error.check(index != nullptr);
  if (!index) return;
  for (std::size_t i = 0; i < Host::count; i++)
    if (host.edited[i] == host.indexes[place]) host.edited[i] = nullptr;
  swiftsdp_index_release(host.indexes[place]);
  host.indexes[place] = index;
}

void releaseIndex(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  for (std::size_t i = 0; i < Host::count; i++)
    if (host.edited[i] == host.indexes[place]) host.edited[i] = nullptr;
  swiftsdp_index_release(host.indexes[place]);
  host.indexes[place] = nullptr;
}

void read(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Error error(input);
  const bool isFragment = input.chance(8);
  const std::string text = input.text();
  Block next(text.data(), text.size());
  swiftsdp_index *index = host.indexes[place];
  const bool done = isFragment
                        ? swiftsdp_index_read_fragment(index, next.data(), next.size(), error.get())
                        : swiftsdp_index_read(index, next.data(), next.size(), error.get());
  error.check(done);
  // Edits of what was read before say so; what they borrowed is gone. Those whose index is
  // gone cannot know.
  if (index) {
    for (std::size_t i = 0; i < Host::count; i++)
      if (!host.edited[i]) replace<swiftsdp_edit, swiftsdp_edit_release>(host.edits[i], nullptr);
    host.descriptions[place] = std::move(next);
  }
  if (!done) REQUIRE(swiftsdp_index_section_count(index) == 0 && swiftsdp_index_size(index) == 0);
  if (done) REQUIRE(swiftsdp_index_size(index) == text.size());
}

void check(Host &host, Input &input) {
  Error error(input);
  error.check(swiftsdp_index_check(pick(host.indexes, input), error.get()));
}

void readValues(Host &host, Input &input) {
  swiftsdp_index *index = pick(host.indexes, input);
  Error error(input);
  std::uint64_t digest = 0;
  const std::uint32_t tolerances = input.chance(2) ? std::uint32_t(SWIFTSDP_TOLERATE_LENIENT)
                                                   : std::uint32_t(input.number());
  error.check(swiftsdp_index_read_values(index, tolerances, input.chance(4) ? nullptr : &digest,
                                         error.get()));
}

void listProblems(Host &host, Input &input) {
  swiftsdp_index *index = pick(host.indexes, input);
  Error error(input);
  const bool verifies = input.chance(2);
  const std::size_t capacity = input.below(40);
  Block memory(capacity * sizeof(swiftsdp_warning));
  auto *warnings = reinterpret_cast<swiftsdp_warning *>(memory.data());
  std::size_t count = 0;
  std::size_t *counted = input.chance(16) ? nullptr : &count;
  const std::uint32_t choice = static_cast<std::uint32_t>(input.number());
  const bool done =
      verifies ? swiftsdp_index_verify(index, choice % 5, warnings, capacity, counted, error.get())
               : swiftsdp_index_warnings(index, choice, warnings, capacity, counted, error.get());
  error.check(done);
  for (std::size_t i = 0; done && i < count && i < capacity; i++) {
    REQUIRE(warnings[i].code > 0 && warnings[i].code < 100);
    REQUIRE(warnings[i].offset <= swiftsdp_index_size(index));
    REQUIRE(swiftsdp_reason(warnings[i].code).size > 0);
  }
}

void readSection(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  swiftsdp_index *index = host.indexes[place];
  Versioned<swiftsdp_section> section(input);
  Error error(input);
  const std::size_t number = input.number();
  const bool done = swiftsdp_index_section(index, number, section.get(), error.get());
  error.check(done);
  if (!done) return;
  REQUIRE(number < swiftsdp_index_section_count(index));
  if (!section.isWhole()) return;
  const Block &whole = host.descriptions[place];
  REQUIRE(isWithin(section->media, whole) && isWithin(section->protocol, whole));
  REQUIRE(isWithin(section->formats, whole) && isWithin(section->mid, whole));
  REQUIRE(section->port <= 65535);
}

void findMid(Host &host, Input &input) {
  swiftsdp_index *index = pick(host.indexes, input);
  Text mid(input);
  Error error(input);
  std::size_t section = 0;
  const bool done = swiftsdp_index_find_mid(index, mid.data, mid.size,
                                            input.chance(16) ? nullptr : &section, error.get());
  error.check(done, true);
  if (done) REQUIRE(section < swiftsdp_index_section_count(index));
}

void checkLine(const swiftsdp_line &line) {
  touch(line.line);
  touch(line.name);
  touch(line.value);
  REQUIRE(line.name.size + line.value.size <= line.line.size);
}

void readLine(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Versioned<swiftsdp_line> line(input);
  Error error(input);
  const bool done = swiftsdp_index_line(host.indexes[place], input.number(), input.number(),
                                        line.get(), error.get());
  error.check(done);
  if (!done || !line.isWhole()) return;
  checkLine(*line.get());
  REQUIRE(isWithin(line->line, host.descriptions[place]));
}

void find(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Text name(input);
  Versioned<swiftsdp_line> line(input);
  Error error(input);
  std::size_t number = input.number();
  const bool done =
      swiftsdp_index_find(host.indexes[place], input.number(), name.data, name.size,
                          input.chance(16) ? nullptr : &number, line.get(), error.get());
  error.check(done, true);
  if (!done || !line.isWhole()) return;
  checkLine(*line.get());
  REQUIRE(line->type == 'a' && line->name.size == name.size);
}

void write(Host &host, Input &input) {
  swiftsdp_index *index = pick(host.indexes, input);
  if (input.chance(2))
    return writeWhole(input, swiftsdp_index_size(index), [&](auto... arguments) {
      return swiftsdp_index_write(index, arguments...);
    });
  writeJSON(
      input, [&](auto... arguments) { return swiftsdp_index_json_size(index, arguments...); },
      [&](auto... arguments) { return swiftsdp_index_write_json(index, arguments...); });
}

void readCandidate(Host &, Input &input) {
  Text text(input);
  Versioned<swiftsdp_candidate> candidate(input);
  Error error(input);
  const bool done = swiftsdp_candidate_read(text.data, text.size, candidate.get(), error.get());
  error.check(done);
  if (!done || !candidate.isWhole()) return;
  for (const swiftsdp_slice &slice :
       {candidate->foundation, candidate->transport, candidate->address, candidate->type,
        candidate->related_address, candidate->extensions})
    REQUIRE(isWithin(slice, text.block));
}

void createBuffer(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Error error(input);
  swiftsdp_buffer_release(host.buffers[place]);
  host.buffers[place] = swiftsdp_buffer_create(error.get());
  error.check(host.buffers[place] != nullptr);
}

void releaseBuffer(Host &host, Input &input) {
  swiftsdp_buffer *&buffer = pick(host.buffers, input);
  swiftsdp_buffer_release(buffer);
  buffer = nullptr;
}

void clearBuffer(Host &host, Input &input) {
  swiftsdp_buffer *buffer = pick(host.buffers, input);
  swiftsdp_buffer_clear(buffer);
  REQUIRE(swiftsdp_buffer_bytes(buffer).size == 0);
}

void append(Host &host, Input &input) {
  swiftsdp_buffer *buffer = pick(host.buffers, input);
  const swiftsdp_slice before = swiftsdp_buffer_bytes(buffer);
  if (before.size > biggest) return swiftsdp_buffer_clear(buffer);
  Text text(input);
  Error error(input);
  const char *bytes = text.data;
  std::size_t size = text.size;
  if (input.chance(4)) {
    // The buffer's own bytes.
    bytes = before.bytes;
    size = before.size;
  }
  const std::size_t old = before.size;
  const bool isJSON = input.chance(2);
  const bool done = isJSON ? swiftsdp_buffer_append_json(buffer, bytes, size, error.get())
                           : swiftsdp_buffer_append(buffer, bytes, size, error.get());
  error.check(done);
  const std::size_t now = swiftsdp_buffer_bytes(buffer).size;
  REQUIRE(done ? (isJSON ? now >= old : now == old + size) : now == old);
  touch(swiftsdp_buffer_bytes(buffer));
}

void convertJSON(Host &, Input &input) {
  Text text(input);
  Error error(input), second(input);
  std::size_t size = 0, written = 0;
  const bool escapes = input.chance(2);
  const bool measured = escapes
                            ? swiftsdp_json_escaped_size(text.data, text.size, &size, error.get())
                            : swiftsdp_json_unescaped_size(text.data, text.size, &size, error.get());
  error.check(measured);
  std::size_t *result = input.chance(8) ? nullptr : &written;
  if (!escapes && text.data && input.chance(2)) {
    // In its own place.
    const bool done = swiftsdp_json_unescape(text.data, text.size, text.block.data(), text.size,
                                             result, second.get());
    second.check(done);
    REQUIRE(done == measured && (!result || !done || written == size));
    return;
  }
  Output output(input, measured ? size : text.block.size());
  const bool done = escapes ? swiftsdp_json_escape(text.data, text.size, output.block.data(),
                                                   output.block.size(), result, second.get())
                            : swiftsdp_json_unescape(text.data, text.size, output.block.data(),
                                                     output.block.size(), result, second.get());
  second.check(done);
  REQUIRE(done == (measured && output.block.size() >= size));
  if (done && result) REQUIRE(written == size);
}

void createEdit(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  swiftsdp_index *index = pick(host.indexes, input);
  Error error(input);
  swiftsdp_edit *edit = swiftsdp_edit_create(index, error.get());
  error.check(edit != nullptr);
  if (!edit) return;
  swiftsdp_edit_release(host.edits[place]);
  host.edits[place] = edit;
  host.edited[place] = index;
}

void releaseEdit(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  replace<swiftsdp_edit, swiftsdp_edit_release>(host.edits[place], nullptr);
  host.edited[place] = nullptr;
}

void resetEdit(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Error error(input);
  error.check(swiftsdp_edit_reset(host.edits[place], error.get()));
}

void edit(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  swiftsdp_edit *edit = host.edits[place];
  Error error(input);
  const std::size_t sections = swiftsdp_edit_section_count(edit);
  const std::size_t size = swiftsdp_edit_size(edit);
  const std::size_t section = input.chance(8) ? input.number() : input.below(sections + 1);
  const std::size_t lines = swiftsdp_edit_line_count(edit, section);
  const std::size_t line = input.chance(8) ? input.number() : input.below(lines + 1);
  const std::size_t target = input.chance(8) ? input.number() : input.below(lines + sections + 1);
  bool done = false;
  switch (input.below(7)) {
    case 0: {
      Text text(input);
      done = swiftsdp_edit_insert(edit, section, line, text.data, text.size, error.get());
      break;
    }
    case 1: {
      Text text(input);
      done = swiftsdp_edit_replace(edit, section, line, text.data, text.size, error.get());
      break;
    }
    case 2: done = swiftsdp_edit_remove(edit, section, line, error.get()); break;
    case 3: done = swiftsdp_edit_move(edit, section, line, target, error.get()); break;
    case 4: {
      Text text(input);
      done = swiftsdp_edit_insert_section(edit, section, text.data, text.size, error.get());
      break;
    }
    case 5: done = swiftsdp_edit_remove_section(edit, section, error.get()); break;
    default: done = swiftsdp_edit_move_section(edit, section, target, error.get());
  }
  error.check(done);
  if (!done)
    REQUIRE(swiftsdp_edit_size(edit) == size && swiftsdp_edit_section_count(edit) == sections);
}

void editedLine(Host &host, Input &input) {
  swiftsdp_edit *edit = pick(host.edits, input);
  Versioned<swiftsdp_line> line(input);
  Error error(input);
  const bool done =
      swiftsdp_edit_line(edit, input.number(), input.number(), line.get(), error.get());
  error.check(done);
  if (done && line.isWhole()) checkLine(*line.get());
}

void writeEdit(Host &host, Input &input) {
  swiftsdp_edit *edit = pick(host.edits, input);
  if (input.chance(2))
    return writeWhole(input, swiftsdp_edit_size(edit), [&](auto... arguments) {
      return swiftsdp_edit_write(edit, arguments...);
    });
  writeJSON(
      input, [&](auto... arguments) { return swiftsdp_edit_json_size(edit, arguments...); },
      [&](auto... arguments) { return swiftsdp_edit_write_json(edit, arguments...); });
}

void appendEdit(Host &host, Input &input) {
  swiftsdp_edit *edit = pick(host.edits, input);
  swiftsdp_buffer *buffer = pick(host.buffers, input);
  if (swiftsdp_buffer_bytes(buffer).size > biggest) return swiftsdp_buffer_clear(buffer);
  const std::size_t before = swiftsdp_buffer_bytes(buffer).size;
  Error error(input);
  const bool done = input.chance(2) ? swiftsdp_edit_append(edit, buffer, error.get())
                                    : swiftsdp_edit_append_json(edit, buffer, error.get());
  error.check(done);
  REQUIRE(done || swiftsdp_buffer_bytes(buffer).size == before);
  touch(swiftsdp_buffer_bytes(buffer));
}

void segments(Host &host, Input &input) {
  swiftsdp_edit *edit = pick(host.edits, input);
  const bool isJSON = input.chance(2);
  const auto next = [&](auto... arguments) {
    return isJSON ? swiftsdp_edit_json_segments(edit, arguments...)
                  : swiftsdp_edit_segments(edit, arguments...);
  };
  std::string joined;
  if (!walk(input, next, joined)) return;
  std::size_t size = swiftsdp_edit_size(edit);
  if (isJSON) REQUIRE(swiftsdp_edit_json_size(edit, &size, nullptr));
  Block whole(size);
  REQUIRE(isJSON ? swiftsdp_edit_write_json(edit, whole.data(), size, nullptr, nullptr)
                 : swiftsdp_edit_write(edit, whole.data(), size, nullptr));
  REQUIRE(joined == std::string(whole.data() ? whole.data() : "", size));
}

void writeValues(Host &, Input &input) {
  Error error(input), second(input);
  std::vector<std::string> texts;
  Block memory(input.below(5) * sizeof(swiftsdp_value), 0);
  const std::size_t count = memory.size() / sizeof(swiftsdp_value);
  auto *values = reinterpret_cast<swiftsdp_value *>(memory.data());
  texts.reserve(3 * count);
  for (std::size_t i = 0; i < count; i++) {
    values[i].kind = static_cast<std::uint16_t>(input.below(16));
    values[i].flags = static_cast<std::uint16_t>(input.below(5));
    for (auto &n : values[i].n) n = static_cast<std::uint32_t>(input.number());
    for (auto &slice : values[i].texts) {
      texts.push_back(input.line());
      slice = {texts.back().data(), texts.back().size()};
      if (input.byte() == 255) slice.bytes = nullptr;
    }
  }
  std::size_t size = 0, written = 0;
  const bool measured = swiftsdp_values_size(values, count, &size, error.get());
  error.check(measured);
  Output output(input, measured ? size : 64);
  const bool done = swiftsdp_values_write(values, count, output.block.data(), output.block.size(),
                                          input.chance(8) ? nullptr : &written, second.get());
  second.check(done);
  REQUIRE(done || !measured || output.block.size() < size ||
          second.code() == SWIFTSDP_ERROR_VALUE_BREAKS_LINE || !second.get() || second.code() == 0);
  // Each value is one line, whatever its texts are.
  if (!done) return;
  std::size_t lines = 0;
  for (std::size_t i = 0; i < size; i++) {
    const char byte = output.block.data()[i];
    REQUIRE(byte != 0 && (byte != '\r' || (i + 1 < size && output.block.data()[i + 1] == '\n')));
    lines += byte == '\n';
  }
  REQUIRE(lines == count);
}

void createDifference(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Error error(input);
  swiftsdp_difference *difference = swiftsdp_difference_create(
      pick(host.indexes, input), pick(host.indexes, input), error.get());
  error.check(difference != nullptr);
  swiftsdp_difference_release(host.differences[place]);
  host.differences[place] = difference;
}

void walkDifference(Host &host, Input &input) {
  swiftsdp_difference *difference = pick(host.differences, input);
  const std::size_t count = swiftsdp_difference_section_count(difference);
  Versioned<swiftsdp_changed_section> section(input);
  Error error(input), second(input);
  const std::size_t position = input.number();
  const bool done = swiftsdp_difference_section(difference, position, section.get(), error.get());
  error.check(done);
  REQUIRE(!done || position < count);
  std::size_t old = 0, now = 0;
  const std::size_t line = input.number();
  const bool found = swiftsdp_difference_line(difference, position, line,
                                              input.chance(8) ? nullptr : &old,
                                              input.chance(8) ? nullptr : &now, second.get());
  second.check(found);
  if (done && found && section.isWhole()) REQUIRE(line < section->line_count);
}

void createSource(Host &host, Input &input) {
  const std::size_t place = input.below(Host::count);
  Error error(input);
  swiftsdp_random_source *source =
      swiftsdp_random_source_create(static_cast<std::uint32_t>(input.number()), error.get());
  error.check(source != nullptr);
  if (!source) return;
  REQUIRE(swiftsdp_random_source_kind(source) <= SWIFTSDP_RANDOM_FAST);
  swiftsdp_random_source_release(host.sources[place]);
  host.sources[place] = source;
}

void draw(Host &host, Input &input) {
  swiftsdp_random_source *source = pick(host.sources, input);
  Error error(input);
  if (input.chance(8)) {
    error.check(swiftsdp_random_source_reseed(source, error.get()));
    return;
  }
  if (input.chance(2)) {
    Block memory(input.number() & 0x1FFF);
    error.check(
        swiftsdp_random_source_bytes(source, memory.data(), memory.size(), error.get()));
    return;
  }
  const std::size_t count = input.number(), name = input.number(), password = input.number();
  Output output(input, count < 64 && name < 512 && password < 512 ? count * (name + password) : 9);
  const bool done = swiftsdp_random_source_credentials(
      source, count, name, password, output.block.data(), output.block.size(), error.get());
  error.check(done);
  if (!done) return;
  REQUIRE(name >= 4 && name <= 256 && password >= 22 && password <= 256);
  REQUIRE(count * (name + password) <= output.block.size());
  for (std::size_t i = 0; i < count * (name + password); i++) {
    const unsigned char byte = static_cast<unsigned char>(output.block.data()[i]);
    REQUIRE(std::isalnum(byte) || byte == '+' || byte == '/');
  }
}

const Call calls[] = {
    {"create an index", createIndex},
    {"read", read},
    {"read", read},
    {"check", check},
    {"read values", readValues},
    {"list problems", listProblems},
    {"section", readSection},
    {"find a mid", findMid},
    {"line", readLine},
    {"find", find},
    {"write", write},
    {"candidate", readCandidate},
    {"locate", locate},
    {"excerpt", excerpt},
    {"limits", limits},
    {"reason", reason},
    {"create a buffer", createBuffer},
    {"append", append},
    {"clear a buffer", clearBuffer},
    {"JSON", convertJSON},
    {"create an edit", createEdit},
    {"edit", edit},
    {"edit", edit},
    {"edited line", editedLine},
    {"write an edit", writeEdit},
    {"append an edit", appendEdit},
    {"segments", segments},
    {"reset an edit", resetEdit},
    {"values", writeValues},
    {"create a difference", createDifference},
    {"difference", walkDifference},
    {"create a random source", createSource},
    {"draw", draw},
    {"capabilities", createCapabilities},
    {"offer cache", createCache},
    {"create a session", createSession},
    {"configure", configure},
    {"state", readState},
    {"add a transceiver", addTransceiver},
    {"add a transceiver", addTransceiver},
    {"change a transceiver", changeTransceiver},
    {"change a transceiver", changeTransceiver},
    {"pin", pin},
    {"transceiver", readTransceiver},
    {"text", readText},
    {"list", readList},
    {"data", changeData},
    {"create a description", createDescription},
    {"description", readDescription},
    {"set a local description", setLocal},
    {"set a remote description", setRemote},
    {"negotiate", negotiate},
    {"negotiate", negotiate},
    {"negotiate", negotiate},
    {"candidate of a session", addCandidate},
    {"transport", readTransport},
    {"transport of the program", hostTransport},
    {"events", takeEvents},
    {"release an index", releaseIndex},
    {"release a buffer", releaseBuffer},
    {"release an edit", releaseEdit},
    {"release", releaseOthers},
};

}  // namespace

// What most inputs begin with, to work on: two sessions that can negotiate among it.
Host::Host() {
  indexes[0] = swiftsdp_index_create(nullptr, nullptr);
  buffers[0] = swiftsdp_buffer_create(nullptr);
  const swiftsdp_fingerprint fingerprint = {
      {"sha-1", 5}, {"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33", 59}};
  swiftsdp_session_configuration configuration = SWIFTSDP_INIT(swiftsdp_session_configuration);
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  for (swiftsdp_session *&session : sessions)
    session = swiftsdp_session_create(&configuration, nullptr);
}

Host::~Host() {
  for (std::size_t i = 0; i < count; i++) {
    swiftsdp_edit_release(edits[i]);
    swiftsdp_buffer_release(buffers[i]);
    swiftsdp_difference_release(differences[i]);
    swiftsdp_session_release(sessions[i]);
    swiftsdp_description_release(made[i]);
    swiftsdp_capabilities_release(capabilities[i]);
    swiftsdp_offer_cache_release(caches[i]);
    swiftsdp_random_source_release(sources[i]);
    swiftsdp_index_release(indexes[i]);
  }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  Host host;
  Input input(data, size);
  for (int round = 0; round < 200 && !input.atEnd(); round++)
    calls[input.below(sizeof calls / sizeof *calls)].make(host, input);
  return 0;
}
