// Benchmarks of swiftsdp.h, FAMILY/OPERATION/INPUT, and beside them what the same
// bytes cost to copy and to look for line ends in.
//
//   SDPBenchmarks --fixtures=DIRECTORY [Google Benchmark's options]
#include <benchmark/benchmark.h>
#include <swiftsdp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

// A benchmark of something that fails measures nothing.
void require(bool succeeded, const char *what) {
  if (succeeded) return;
  std::fprintf(stderr, "SDPBenchmarks: %s failed\n", what);
  std::exit(1);
}

// Descriptions that are worked through one after another.
struct Input {
  std::string name;
  std::vector<std::string> descriptions;

  std::size_t size() const {
    std::size_t size = 0;
    for (const std::string &description : descriptions) size += description.size();
    return size;
  }
  std::size_t largest() const {
    std::size_t size = 0;
    for (const std::string &description : descriptions) size = std::max(size, description.size());
    return size;
  }
};

std::string readFile(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (bytes.empty()) {
    std::fprintf(stderr, "SDPBenchmarks: %s cannot be read\n", path.c_str());
    std::exit(1);
  }
  return bytes;
}

bool isRead(const std::string &description) {
  swiftsdp_index *index = swiftsdp_index_create(nullptr, nullptr);
  bool isRead = swiftsdp_index_read(index, description.data(), description.size(), nullptr) &&
                swiftsdp_index_check(index, nullptr);
  swiftsdp_index_release(index);
  return isRead;
}

std::vector<Input> readInputs(const std::filesystem::path &fixtures) {
  std::vector<Input> inputs = {
      {"chromium-data-only", {readFile(fixtures / "chromium156-data-only-offer.sdp")}},
      {"chromium-audio-video-data", {readFile(fixtures / "chromium156-audio-video-data-offer.sdp")}},
      {"firefox-audio-video-data", {readFile(fixtures / "firefox153-audio-video-data-offer.sdp")}},
      {"chromium-50-sections", {readFile(fixtures / "chromium156-video-50-offer.sdp")}},
  };
  // One description over and over trains the branch predictor; all of them do not.
  std::vector<std::filesystem::path> paths;
  for (const auto &entry : std::filesystem::directory_iterator(fixtures))
    if (entry.path().extension() == ".sdp") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  Input mix{"all-fixtures", {}};
  for (const auto &path : paths) {
    std::string description = readFile(path);
    if (isRead(description)) mix.descriptions.push_back(std::move(description));
  }
  inputs.push_back(std::move(mix));
  for (const Input &input : inputs)
    for (const std::string &description : input.descriptions)
      require(isRead(description), input.name.c_str());
  return inputs;
}

using Body = std::function<void(benchmark::State &)>;

void add(const std::string &name, Body body) {
  benchmark::RegisterBenchmark(name.c_str(), [body](benchmark::State &state) { body(state); });
}

// The bytes of an iteration, as a rate and as they are.
void count(benchmark::State &state, std::size_t bytes) {
  state.SetBytesProcessed(std::int64_t(bytes) * std::int64_t(state.iterations()));
  state.counters["bytes"] = double(bytes);
}

// ---- Descriptions ---------------------------------------------------------

void addFloors(const Input &input) {
  add("floor/memcpy/" + input.name, [&input](benchmark::State &state) {
    std::vector<char> copy(input.largest());
    for (auto _ : state) {
      for (const std::string &description : input.descriptions) {
        const char *bytes = description.data();
        benchmark::DoNotOptimize(bytes);
        std::memcpy(copy.data(), bytes, description.size());
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
      }
    }
    count(state, input.size());
  });
  add("floor/memchr-lines/" + input.name, [&input](benchmark::State &state) {
    for (auto _ : state) {
      for (const std::string &description : input.descriptions) {
        const char *at = description.data();
        benchmark::DoNotOptimize(at);
        const char *end = at + description.size();
        std::size_t lines = 0;
        while (const void *found = std::memchr(at, '\n', std::size_t(end - at))) {
          at = static_cast<const char *>(found) + 1;
          lines++;
        }
        benchmark::DoNotOptimize(lines);
      }
    }
    count(state, input.size());
  });
}

// With an index that has grown to the input before.
void addReading(const std::string &name, const Input &input,
                std::function<bool(swiftsdp_index *, const char *, std::size_t)> read) {
  add(name + "/" + input.name, [&input, read](benchmark::State &state) {
    swiftsdp_index *index = swiftsdp_index_create(nullptr, nullptr);
    for (const std::string &description : input.descriptions)
      require(read(index, description.data(), description.size()), "reading");
    bool succeeded = true;
    for (auto _ : state) {
      for (const std::string &description : input.descriptions) {
        const char *bytes = description.data();
        benchmark::DoNotOptimize(bytes);
        succeeded &= read(index, bytes, description.size());
        benchmark::ClobberMemory();
      }
    }
    require(succeeded, "reading");
    swiftsdp_index_release(index);
    count(state, input.size());
  });
}

bool readIndex(swiftsdp_index *index, const char *bytes, std::size_t size) {
  return swiftsdp_index_read(index, bytes, size, nullptr);
}

bool readAndCheck(swiftsdp_index *index, const char *bytes, std::size_t size) {
  return swiftsdp_index_read(index, bytes, size, nullptr) && swiftsdp_index_check(index, nullptr);
}

// Asks for every section and every line, one call each.
bool readAndWalk(swiftsdp_index *index, const char *bytes, std::size_t size) {
  if (!swiftsdp_index_read(index, bytes, size, nullptr)) return false;
  const std::size_t sections = swiftsdp_index_section_count(index);
  swiftsdp_section section = swiftsdp_section();
  section.struct_size = sizeof section;
  swiftsdp_line line = swiftsdp_line();
  line.struct_size = sizeof line;
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

void addWriting(const Input &input) {
  add("write/description/" + input.name, [&input](benchmark::State &state) {
    std::vector<swiftsdp_index *> indexes;
    for (const std::string &description : input.descriptions) {
      indexes.push_back(swiftsdp_index_create(nullptr, nullptr));
      require(readIndex(indexes.back(), description.data(), description.size()), "reading");
    }
    std::vector<char> copy(input.largest());
    bool succeeded = true;
    for (auto _ : state) {
      for (swiftsdp_index *index : indexes) {
        succeeded &= swiftsdp_index_write(index, copy.data(), copy.size(), nullptr);
        benchmark::DoNotOptimize(copy.data());
        benchmark::ClobberMemory();
      }
    }
    require(succeeded, "writing");
    for (swiftsdp_index *index : indexes) swiftsdp_index_release(index);
    count(state, input.size());
  });
}

// ---- Offers ---------------------------------------------------------------

// Audio and video in turn, and data.
struct Conference {
  std::string name;
  std::size_t sections;
};

swiftsdp_session *makeSession(const Conference &conference) {
  static const std::string_view hash = "sha-256",
                                value =
                                    "4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:"
                                    "3E:4B:65:2E:7D:46:3F:54:42:CD:54:F1",
                                stream = "7cb9339e-9a57-46fb-9835-605df12b5af4";
  const swiftsdp_fingerprint fingerprint = {{hash.data(), hash.size()}, {value.data(), value.size()}};
  swiftsdp_session_configuration configuration = swiftsdp_session_configuration();
  configuration.struct_size = sizeof configuration;
  configuration.fingerprints = &fingerprint;
  configuration.fingerprint_count = 1;
  swiftsdp_session *session = swiftsdp_session_create(&configuration, nullptr);
  require(session != nullptr, "creating a session");
  const swiftsdp_slice streams = {stream.data(), stream.size()};
  swiftsdp_transceiver_init init = swiftsdp_transceiver_init();
  init.struct_size = sizeof init;
  init.direction = SWIFTSDP_DIRECTION_SENDRECV;
  init.streams = &streams;
  init.stream_count = 1;
  for (std::size_t number = 1; number < conference.sections; number++) {
    init.kind = number % 2 == 1 ? SWIFTSDP_KIND_AUDIO : SWIFTSDP_KIND_VIDEO;
    require(swiftsdp_session_add_transceiver(session, &init, nullptr, nullptr),
            "adding a transceiver");
  }
  require(swiftsdp_session_add_data_section(session, nullptr), "adding the data section");
  return session;
}

// Creates an offer and releases it; returns its size.
std::size_t offer(swiftsdp_session *session) {
  swiftsdp_offer *offer = swiftsdp_session_create_offer(session, nullptr, nullptr);
  const std::size_t size = swiftsdp_offer_size(offer);
  require(size > 0, "creating an offer");
  swiftsdp_offer_release(offer);
  return size;
}

std::string offerText(const Conference &conference) {
  swiftsdp_session *session = makeSession(conference);
  swiftsdp_offer *offer = swiftsdp_session_create_offer(session, nullptr, nullptr);
  std::string bytes(swiftsdp_offer_size(offer), '\0');
  require(swiftsdp_offer_write(offer, bytes.data(), bytes.size(), nullptr), "writing an offer");
  require(isRead(bytes), "reading an offer");
  swiftsdp_offer_release(offer);
  swiftsdp_session_release(session);
  return bytes;
}

void addOffers(const Conference &conference) {
  add("offer/cold/" + conference.name, [&conference](benchmark::State &state) {
    std::size_t bytes = 0;
    for (auto _ : state) {
      swiftsdp_session *session = makeSession(conference);
      bytes = offer(session);
      swiftsdp_session_release(session);
    }
    count(state, bytes);
  });
  add("offer/unchanged/" + conference.name, [&conference](benchmark::State &state) {
    swiftsdp_session *session = makeSession(conference);
    std::size_t bytes = offer(session);
    for (auto _ : state) bytes = offer(session);
    swiftsdp_session_release(session);
    count(state, bytes);
  });
  // A transceiver in the middle stops sending, or starts again.
  add("offer/one-changed/" + conference.name, [&conference](benchmark::State &state) {
    swiftsdp_session *session = makeSession(conference);
    const std::size_t before = offer(session);
    bool sends = true;
    std::size_t changed = before;
    for (auto _ : state) {
      sends = !sends;
      require(swiftsdp_session_set_direction(
                  session, std::uint32_t(conference.sections / 2),
                  sends ? SWIFTSDP_DIRECTION_SENDRECV : SWIFTSDP_DIRECTION_RECVONLY, nullptr),
              "setting a direction");
      const std::size_t size = offer(session);
      if (!sends) changed = size;
    }
    swiftsdp_session_release(session);
    count(state, (before + changed) / 2);
  });
  add("write/offer/" + conference.name, [&conference](benchmark::State &state) {
    swiftsdp_session *session = makeSession(conference);
    swiftsdp_offer *offer = swiftsdp_session_create_offer(session, nullptr, nullptr);
    std::vector<char> copy(swiftsdp_offer_size(offer));
    bool succeeded = true;
    for (auto _ : state) {
      succeeded &= swiftsdp_offer_write(offer, copy.data(), copy.size(), nullptr);
      benchmark::DoNotOptimize(copy.data());
      benchmark::ClobberMemory();
    }
    require(succeeded, "writing an offer");
    swiftsdp_offer_release(offer);
    swiftsdp_session_release(session);
    count(state, copy.size());
  });
}

}  // namespace

int main(int argumentCount, char **arguments) {
  const std::string_view option = "--fixtures=";
  std::filesystem::path fixtures;
  std::vector<char *> others;
  for (int at = 0; at < argumentCount; at++) {
    const std::string_view argument = arguments[at];
    if (argument.substr(0, option.size()) == option)
      fixtures = argument.substr(option.size());
    else
      others.push_back(arguments[at]);
  }
  if (!std::filesystem::is_directory(fixtures)) {
    std::fprintf(stderr, "usage: SDPBenchmarks --fixtures=DIRECTORY [OPTION...]\n");
    return 2;
  }
  const std::vector<Conference> conferences = {
      {"audio-video-data", 3}, {"10-sections", 10}, {"50-sections", 50}, {"500-sections", 500}};
  const std::vector<Input> inputs = readInputs(fixtures);
  std::vector<Input> offers;
  for (const Conference &conference : conferences)
    offers.push_back({conference.name, {offerText(conference)}});

  for (const Input &input : inputs) {
    addFloors(input);
    addReading("parse/index", input, readIndex);
    addReading("parse/check", input, readAndCheck);
    addReading("parse/walk", input, readAndWalk);
    addWriting(input);
  }
  for (const Input &input : offers) addFloors(input);
  for (const Conference &conference : conferences) addOffers(conference);

  int count = int(others.size());
  benchmark::Initialize(&count, others.data());
  if (benchmark::ReportUnrecognizedArguments(count, others.data())) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
