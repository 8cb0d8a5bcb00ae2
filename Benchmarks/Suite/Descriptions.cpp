// Benchmarks of reading and writing descriptions, beside their floors.
#include "Benchmarks.hpp"
#include "Records.hpp"

#include <swiftsdp.h>

#include <cstring>
#include <list>
#include <memory>
#include <string>
#include <vector>

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

// Every typed field of every line, of which the digest is made.
template <std::uint32_t tolerances>
bool readValues(swiftsdp_index *index, const char *bytes, std::size_t size) {
  std::uint64_t digest = 0;
  const bool succeeded = swiftsdp_index_read(index, bytes, size, nullptr) &&
                         swiftsdp_index_read_values(index, tolerances, &digest, nullptr);
  benchmark::DoNotOptimize(digest);
  return succeeded;
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

// Asks for a thousand mids one after another, in no order, of which all are present or
// none is. The first of all look-ups has made the table.
void addLookUps(const Input &input, const std::string &name, bool isPresent) {
  add(name, [&input, isPresent](benchmark::State &state) {
    const Index index = makeIndex();
    const floors::Padded &description = input.descriptions[0];
    require(readIndex(index.get(), description.data(), description.size()), "reading");
    const std::size_t sections = swiftsdp_index_section_count(index.get());
    std::vector<std::string> mids(1000);
    std::size_t bytes = 0;
    for (std::size_t at = 0; at < mids.size(); at++) {
      swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
      const std::size_t number = 1 + at * 7919 % (sections - 1);
      require(swiftsdp_index_section(index.get(), number, &section, nullptr), "reading");
      mids[at] = (isPresent ? "" : "x") + std::string(section.mid.bytes, section.mid.size);
      bytes += mids[at].size();
    }
    std::size_t found = 0, passes = 0;
    const auto pass = [&] {
      for (const std::string &mid : mids) {
        std::size_t section = 0;
        found += swiftsdp_index_find_mid(index.get(), mid.data(), mid.size(), &section, nullptr);
        benchmark::DoNotOptimize(section);
      }
      passes++;
    };
    pass();
    const std::size_t before = allocationCount();
    pass();
    state.counters["allocations"] = double(allocationCount() - before);
    for (auto _ : state) pass();
    require(found == (isPresent ? passes * mids.size() : 0), "looking for mids");
    count(state, bytes, mids.size());
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
  add("write/typed/" + input.name, [&input](benchmark::State &state) {
    std::vector<std::vector<swiftsdp_value>> records;
    for (const floors::Padded &description : input.descriptions)
      records.push_back(makeRecords({description.data(), description.size()}));
    Copy copy(input.largestSize());
    bool succeeded = true;
    measure(state, input, [&](std::size_t at, const char *, std::size_t size) {
      std::size_t written = 0;
      succeeded &= swiftsdp_values_write(records[at].data(), records[at].size(), copy.data(),
                                         copy.size(), &written, nullptr) &&
                   written == size;
      benchmark::DoNotOptimize(copy.data());
    });
    require(succeeded, "writing");
  });
}

struct EditRelease {
  void operator()(swiftsdp_edit *edit) const { swiftsdp_edit_release(edit); }
};

// A line that is to stand in the place of another.
struct Replacement {
  std::size_t section;
  std::size_t line;
  std::string text;
};

// A description that is edited, and what is replaced in it.
struct EditedDescription {
  Index index;
  std::unique_ptr<swiftsdp_edit, EditRelease> edit;
  std::vector<Replacement> replacements;

  // Replaces in each section the line in the middle of its attributes, or the last of
  // the lines if there are none, by one of the same length whose last byte is another.
  explicit EditedDescription(const floors::Padded &text) : index(makeIndex()) {
    require(readIndex(index.get(), text.data(), text.size()), "reading");
    edit.reset(swiftsdp_edit_create(index.get(), nullptr));
    require(edit != nullptr, "editing");
    const std::size_t sections = swiftsdp_index_section_count(index.get());
    for (std::size_t section = 0; section < sections; section++) {
      std::vector<std::size_t> attributes;
      const std::size_t lines = swiftsdp_edit_line_count(edit.get(), section);
      swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
      for (std::size_t at = 0; at < lines; at++) {
        require(swiftsdp_index_line(index.get(), section, at, &line, nullptr), "reading");
        if (line.type == 'a') attributes.push_back(at);
      }
      const std::size_t at = attributes.empty() ? lines - 1 : attributes[attributes.size() / 2];
      require(swiftsdp_index_line(index.get(), section, at, &line, nullptr), "reading");
      std::string changed(line.line.bytes, line.line.size);
      changed.back() = changed.back() == '1' ? '2' : '1';
      replacements.push_back({section, at, changed});
    }
  }

  bool replaceAll() {
    bool succeeded = swiftsdp_edit_reset(edit.get(), nullptr);
    for (const Replacement &one : replacements)
      succeeded &= swiftsdp_edit_replace(edit.get(), one.section, one.line, one.text.data(),
                                         one.text.size(), nullptr);
    return succeeded;
  }
};

// What is measured is all that an edit takes once a description is read: a reset to what
// was read, one replacement a section, and the writing.
void addEditing(const Input &input) {
  add("write/edited/" + input.name, [&input](benchmark::State &state) {
    std::vector<EditedDescription> edited;
    for (const floors::Padded &description : input.descriptions) edited.emplace_back(description);
    Copy copy(input.largestSize());
    bool succeeded = true;
    measure(state, input, [&](std::size_t at, const char *, std::size_t) {
      succeeded &= edited[at].replaceAll() &&
                   swiftsdp_edit_write(edited[at].edit.get(), copy.data(), copy.size(), nullptr);
      benchmark::DoNotOptimize(copy.data());
    });
    require(succeeded, "editing");
  });
}

// ---- JSON -----------------------------------------------------------------

using Convert = bool(const void *, std::size_t, void *, std::size_t, std::size_t *,
                     swiftsdp_error *);

void addConversion(const std::string &name, const Input &input, Convert *convert) {
  add(name + "/" + input.name, [&input, convert](benchmark::State &state) {
    // As long as the description would be with an escape for each of its bytes.
    Copy copy(6 * input.largestSize());
    bool succeeded = true;
    measure(state, input, [&](std::size_t, const char *bytes, std::size_t size) {
      std::size_t written = 0;
      succeeded &= convert(bytes, size, copy.data(), copy.size(), &written, nullptr);
      benchmark::DoNotOptimize(copy.data());
    });
    require(succeeded, "converting");
  });
}

// The input as the contents of JSON strings.
Input escaped(const Input &input) {
  Input contents{input.name, {}};
  for (const floors::Padded &description : input.descriptions) {
    std::string content(6 * description.size(), '\0');
    std::size_t size = 0;
    require(swiftsdp_json_escape(description.data(), description.size(), content.data(),
                                 content.size(), &size, nullptr),
            "escaping");
    contents.descriptions.emplace_back(std::string_view(content.data(), size));
  }
  return contents;
}

}  // namespace

void addDescriptions(const Input &input) {
  addReadingFloors(input);
  addReading("parse/index", input, readIndex);
  addReading("parse/typed", input, readValues<SWIFTSDP_TOLERATE_ALL>);
  addReading("parse/strict", input, readValues<SWIFTSDP_TOLERATE_NOTHING>);
  if (input.rounds > 1) return;
  addReading("parse/walk", input, readAndWalk);
  addWritingFloors(input);
  addWriting(input);
  addEditing(input);
  addConversion("json/escape", input, swiftsdp_json_escape);
  static std::list<Input> contents;
  contents.push_back(escaped(input));
  addConversion("json/unescape", contents.back(), swiftsdp_json_unescape);
  for (const char *sections : {"50", "500"}) {
    if (input.name != "chromium-" + std::string(sections) + "-sections") continue;
    addLookUps(input, "look-up/mid-present/" + std::string(sections), true);
    addLookUps(input, "look-up/mid-absent/" + std::string(sections), false);
  }
}
