#include "Inputs.hpp"

#include <swiftsdp.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>

#include "Floors.hpp"

namespace {

std::string readFile(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  require(!bytes.empty(), path.c_str());
  return bytes;
}

// Whether the library reads a description strictly, and the floors find the lines that it
// finds and write back what they have read.
bool isRead(const floors::Padded &description) {
  const char *bytes = description.data();
  const std::size_t size = description.size();
  const std::size_t lineCount = floors::countLines(bytes, size);
  std::vector<floors::Line> lines(lineCount);
  if (bytes[size - 1] != '\n' || floors::readStructure(bytes, size, lines.data()) != lineCount)
    return false;

  swiftsdp_index *index = swiftsdp_index_create(nullptr, nullptr);
  bool isSame = swiftsdp_index_read(index, bytes, size, nullptr) &&
                swiftsdp_index_read_values(index, SWIFTSDP_TOLERATE_NOTHING, nullptr, nullptr);
  std::size_t number = 0;
  const std::size_t sections = isSame ? swiftsdp_index_section_count(index) : 0;
  for (std::size_t at = 0; at < sections && isSame; at++) {
    swiftsdp_section section = SWIFTSDP_INIT(swiftsdp_section);
    isSame = swiftsdp_index_section(index, at, &section, nullptr);
    for (std::size_t place = 0; place < section.line_count && isSame; place++, number++) {
      swiftsdp_line line = SWIFTSDP_INIT(swiftsdp_line);
      isSame = number < lineCount && swiftsdp_index_line(index, at, place, &line, nullptr) &&
               line.offset == lines[number].offset && line.line.size == lines[number].length &&
               line.type == lines[number].type && line.name.size == lines[number].nameLength;
    }
  }
  swiftsdp_index_release(index);
  if (!isSame || number != lineCount) return false;

  floors::Values values(lineCount, size);
  const floors::Value *end;
  floors::readValues(bytes, lines.data(), lineCount, values, end);
  Copy copy(size + 65536);
  return floors::writeValues(bytes, values.begin(), end, copy.data()) == size &&
         std::memcmp(copy.data(), bytes, size) == 0 &&
         floors::copyLines(bytes, size, lines.data(), lineCount, copy.data()) == size &&
         std::memcmp(copy.data(), bytes, size) == 0;
}

// A description with so many sections, which are those of `offer` over and over, each
// with a mid, a port, sources and a track of its own, all in one BUNDLE.
std::string repeatSections(const std::string &offer, std::size_t count) {
  const std::size_t first = offer.find("\r\nm=") + 2;
  std::vector<std::string> given;
  for (std::size_t at = first; at < offer.size();) {
    const std::size_t next = std::min(offer.find("\r\nm=", at), offer.size() - 2) + 2;
    given.push_back(offer.substr(at, next - at));
    at = next;
  }
  std::string sections, group = "a=group:BUNDLE";
  for (std::size_t number = 0; number < count; number++) {
    const auto source = [&](const std::string &text) {
      return std::to_string((std::stoull(text) + number / given.size() * 77777777) % 4294967295);
    };
    const std::string digits = std::to_string(number);
    group += " " + digits;
    std::istringstream lines(given[number % given.size()]);
    for (std::string line; std::getline(lines, line); sections += '\n') {
      std::istringstream fields(line);
      std::string name, second, third;
      fields >> name >> second >> third;
      std::string rest;
      std::getline(fields, rest, '\0');
      if (name.rfind("m=", 0) == 0) {
        sections += name + " " + std::to_string(10000 + number) + " " + third + rest;
      } else if (name.rfind("a=mid:", 0) == 0) {
        sections += "a=mid:" + digits + "\r";
      } else if (name == "a=ssrc-group:FID") {
        sections += name + " " + source(second) + " " + source(third) + "\r";
      } else if (name.rfind("a=ssrc:", 0) == 0) {
        sections += "a=ssrc:" + source(name.substr(7)) + line.substr(name.size());
      } else {
        sections += line;
      }
      // A track is the last 12 digits of a UUID.
      if (line.find("msid:") != std::string::npos)
        sections.replace(sections.size() - 1 - digits.size(), digits.size(), digits);
    }
  }
  std::string session = offer.substr(0, first);
  const std::size_t begin = session.find("a=group:BUNDLE");
  session.replace(begin, session.find('\r', begin) - begin, group);
  return session + sections;
}

// Real descriptions of no more than 32 KiB, spread evenly over all that are read.
Input readMix(const std::filesystem::path &fixtures, std::size_t count) {
  std::set<std::filesystem::path> paths;
  for (const auto &entry : std::filesystem::directory_iterator(fixtures))
    if (entry.path().extension() == ".sdp") paths.insert(entry.path());
  std::set<std::string> known;
  std::vector<floors::Padded> read;
  for (const auto &path : paths) {
    const std::string text = readFile(path);
    floors::Padded description(text);
    if (text.size() <= 32768 && known.insert(text).second && isRead(description))
      read.push_back(std::move(description));
  }
  require(read.size() >= count, "reading enough fixtures");
  Input mix{"mix", {}};
  for (std::size_t at = 0; at < count; at++)
    mix.descriptions.push_back(read[at * read.size() / count]);
  return mix;
}

}  // namespace

std::vector<Input> readInputs(const std::filesystem::path &fixtures) {
  std::vector<Input> inputs;
  const auto addInput = [&](const std::string &name, const std::string &text) {
    inputs.push_back({name, {}});
    inputs.back().descriptions.emplace_back(text);
  };
  const auto fixture = [&](const char *name) { return readFile(fixtures / name); };
  addInput("chromium-data-only", fixture("chromium156-data-only-offer.sdp"));
  addInput("firefox-audio-video-data", fixture("firefox153-audio-video-data-offer.sdp"));
  addInput("chromium-audio-video", fixture("chromium156-audio-video-offer.sdp"));
  addInput("chromium-audio-video-data", fixture("chromium156-audio-video-data-offer.sdp"));
  addInput("chromium-gathered", fixture("chromium156-gathered-offer-gathered.sdp"));
  addInput("chromium-simulcast", fixture("chromium156-simulcast-3rid-offer.sdp"));
  const std::string conference = fixture("chromium156-video-50-offer.sdp");
  addInput("chromium-50-sections", conference);
  for (const std::size_t sections : {200, 500})
    addInput("chromium-" + std::to_string(sections) + "-sections",
             repeatSections(conference, sections));
  for (std::size_t sections = 1; sections <= 512; sections *= 2) {
    addInput("sections-" + std::to_string(sections), repeatSections(conference, sections));
    inputs.back().isOfSeries = true;
  }
  // One description over and over trains the branch predictor; a mix does not.
  inputs.push_back(readMix(fixtures, 64));
  inputs.push_back(inputs.back());
  inputs.back().name = "mix-alone";
  inputs.back().rounds = 64;
  for (const Input &input : inputs)
    for (const floors::Padded &description : input.descriptions)
      require(isRead(description), input.name.c_str());
  return inputs;
}

void writeInputs(const std::vector<Input> &inputs, const std::filesystem::path &directory) {
  for (const Input &input : inputs) {
    if (input.rounds > 1) continue;
    std::filesystem::create_directories(directory / input.name);
    for (std::size_t at = 0; at < input.descriptions.size(); at++) {
      std::ofstream file(directory / input.name / (std::to_string(1000 + at) + ".sdp"),
                         std::ios::binary);
      file.write(input.descriptions[at].data(), std::streamsize(input.descriptions[at].size()));
      require(bool(file.flush()), "writing the inputs");
    }
  }
}
