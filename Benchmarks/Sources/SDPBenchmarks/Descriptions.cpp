// Benchmarks of reading and writing descriptions, beside their floors.
#include "Benchmarks.hpp"

#include <swiftsdp.h>

#include <cstring>
#include <memory>

namespace {

// ---- Floors ---------------------------------------------------------------

void addReadingFloors(const Input &input) {
  add("floor/memchr-lines/" + input.name, [&input](benchmark::State &state) {
    measure(state, input, [](std::size_t, const char *bytes, std::size_t size) {
      benchmark::DoNotOptimize(floors::countLines(bytes, size));
    });
  });
  add("floor/structural/" + input.name, [&input](benchmark::State &state) {
    std::vector<floors::Line> lines(input.largestLineCount());
    measure(state, input, [&](std::size_t, const char *bytes, std::size_t size) {
      benchmark::DoNotOptimize(floors::readStructure(bytes, size, lines.data()));
    });
  });
  add("floor/typed/" + input.name, [&input](benchmark::State &state) {
    std::vector<floors::Line> lines(input.largestLineCount());
    floors::Values values(lines.size(), input.largestSize());
    measure(state, input, [&](std::size_t, const char *bytes, std::size_t size) {
      const std::size_t count = floors::readStructure(bytes, size, lines.data());
      const floors::Value *end;
      benchmark::DoNotOptimize(
          floors::readValues(bytes, lines.data(), count, values, end));
    });
  });
}

// A description with what a floor has read of it.
struct ReadDescription {
  std::vector<floors::Line> lines;
  floors::Values values;
  const floors::Value *end;

  explicit ReadDescription(const floors::Padded &text)
      : lines(floors::countLines(text.data(), text.size())), values(lines.size(), text.size()) {
    floors::readStructure(text.data(), text.size(), lines.data());
    floors::readValues(text.data(), lines.data(), lines.size(), values, end);
  }
};

void addWritingFloors(const Input &input) {
  add("floor/memcpy/" + input.name, [&input](benchmark::State &state) {
    Copy copy(input.largestSize());
    measure(state, input, [&](std::size_t, const char *bytes, std::size_t size) {
      std::memcpy(copy.data(), bytes, size);
      benchmark::DoNotOptimize(copy.data());
    });
  });
  add("floor/line-slices/" + input.name, [&input](benchmark::State &state) {
    const std::vector<ReadDescription> read(input.descriptions.begin(), input.descriptions.end());
    Copy copy(input.largestSize());
    measure(state, input, [&](std::size_t at, const char *bytes, std::size_t size) {
      benchmark::DoNotOptimize(floors::copyLines(bytes, size, read[at].lines.data(),
                                                 read[at].lines.size(), copy.data()));
    });
  });
  add("floor/typed-write/" + input.name, [&input](benchmark::State &state) {
    const std::vector<ReadDescription> read(input.descriptions.begin(), input.descriptions.end());
    Copy copy(input.largestSize());
    measure(state, input, [&](std::size_t at, const char *bytes, std::size_t) {
      benchmark::DoNotOptimize(
          floors::writeValues(bytes, read[at].values.begin(), read[at].end, copy.data()));
    });
  });
}

// ---- Reading --------------------------------------------------------------

struct IndexRelease {
  void operator()(swiftsdp_index *index) const { swiftsdp_index_release(index); }
};
using Index = std::unique_ptr<swiftsdp_index, IndexRelease>;

Index makeIndex() { return Index(swiftsdp_index_create(nullptr, nullptr)); }

using Read = bool(swiftsdp_index *, const char *, std::size_t);

bool readIndex(swiftsdp_index *index, const char *bytes, std::size_t size) {
  return swiftsdp_index_read(index, bytes, size, nullptr);
}

bool readTyped(swiftsdp_index *index, const char *bytes, std::size_t size) {
  return swiftsdp_index_read(index, bytes, size, nullptr) && swiftsdp_index_check(index, nullptr);
}

bool readStrictly(swiftsdp_index *index, const char *bytes, std::size_t size) {
  return swiftsdp_index_read(index, bytes, size, nullptr) && swiftsdp_index_check(index, nullptr);
}

// Asks for every section and every line, one call each.
bool readAndWalk(swiftsdp_index *index, const char *bytes, std::size_t size) {
  if (!swiftsdp_index_read(index, bytes, size, nullptr)) return false;
  const std::size_t sections = swiftsdp_index_section_count(index);
  swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
  swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
  bool succeeded = true;
  for (std::size_t number = 0; number < sections; number++) {
    succeeded &= swiftsdp_index_section(index, number, &section, nullptr);
    for (std::size_t at = 0; at < section.line_count; at++) {
      succeeded &= swiftsdp_index_line(index, number, at, &line, nullptr);
      benchmark::DoNotOptimize(line);
    }
  }
  return succeeded;
}

// With an index that has grown to the input before.
void addReading(const std::string &name, const Input &input, Read *read) {
  add(name + "/" + input.name, [&input, read](benchmark::State &state) {
    const Index index = makeIndex();
    bool succeeded = true;
    measure(state, input, [&](std::size_t, const char *bytes, std::size_t size) {
      succeeded &= read(index.get(), bytes, size);
    });
    require(succeeded, "reading");
  });
}

// ---- Writing --------------------------------------------------------------

void addWriting(const Input &input) {
  add("write/unedited/" + input.name, [&input](benchmark::State &state) {
    std::vector<Index> indexes;
    for (const floors::Padded &description : input.descriptions) {
      indexes.push_back(makeIndex());
      require(readIndex(indexes.back().get(), description.data(), description.size()), "reading");
    }
    Copy copy(input.largestSize());
    bool succeeded = true;
    measure(state, input, [&](std::size_t at, const char *, std::size_t) {
      succeeded &= swiftsdp_index_write(indexes[at].get(), copy.data(), copy.size(), nullptr);
      benchmark::DoNotOptimize(copy.data());
    });
    require(succeeded, "writing");
  });
}

}  // namespace

void addDescriptions(const Input &input) {
  addReadingFloors(input);
  addReading("parse/index", input, readIndex);
  addReading("parse/typed", input, readTyped);
  addReading("parse/strict", input, readStrictly);
  if (input.rounds > 1) return;
  addReading("parse/walk", input, readAndWalk);
  addWritingFloors(input);
  addWriting(input);
}
