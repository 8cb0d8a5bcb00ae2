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

// A description with the sections of `offer` so many times, each with a mid, a port,
// sources and a track of its own, all in one BUNDLE.
std::string repeatSections(const std::string &offer, std::size_t times) {
  const std::size_t first = offer.find("\r\nm=") + 2;
  std::string sections, group = "a=group:BUNDLE";
  std::size_t number = 0;
  for (std::size_t time = 0; time < times; time++) {
    const auto source = [&](const std::string &text) {
      return std::to_string((std::stoull(text) + time * 77777777) % 4294967295);
    };
    std::istringstream lines(offer.substr(first));
    for (std::string line; std::getline(lines, line); sections += '\n') {
      std::istringstream fields(line);
      std::string name, second, third;
      fields >> name >> second >> third;
      std::string rest;
      std::getline(fields, rest, '\0');
      if (name.rfind("m=", 0) == 0) {
        number++;
        sections += name + " " + std::to_string(9999 + number) + " " + third + rest;
      } else if (name.rfind("a=mid:", 0) == 0) {
        const std::string mid = std::to_string(number - 1);
        group += " " + mid;
        sections += "a=mid:" + mid + "\r";
      } else if (name == "a=ssrc-group:FID") {
        sections += name + " " + source(second) + " " + source(third) + "\r";
      } else if (name.rfind("a=ssrc:", 0) == 0) {
        sections += "a=ssrc:" + source(name.substr(7)) + line.substr(name.size());
      } else {
        sections += line;
      }
      // A track is the last 12 digits of a UUID.
      const std::size_t track = sections.size() - 13;
      if (line.find("msid:") != std::string::npos) {
        const std::string digits = std::to_string(number);
        sections.replace(track + 12 - digits.size(), digits.size(), digits);
      }
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
  const auto file = [&](const char *name) { return floors::Padded(readFile(fixtures / name)); };
  std::vector<Input> inputs;
  inputs.push_back({"chromium-data-only", {file("chromium156-data-only-offer.sdp")}});
  inputs.push_back({"chromium-audio-video-data", {file("chromium156-audio-video-data-offer.sdp")}});
  inputs.push_back({"firefox-audio-video-data", {file("firefox153-audio-video-data-offer.sdp")}});
  inputs.push_back({"chromium-50-sections", {file("chromium156-video-50-offer.sdp")}});
  inputs.push_back({"chromium-500-sections",
                    {floors::Padded(repeatSections(
                        readFile(fixtures / "chromium156-video-50-offer.sdp"), 10))}});
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
