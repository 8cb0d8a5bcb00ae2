// Benchmarks of swiftsdp.h, FAMILY/OPERATION/INPUT, and beside them what the same
// bytes cost to copy and to look for line ends in, and what others take for random
// bytes.
//
//   SDPBenchmarks --fixtures=DIRECTORY [Google Benchmark's options]
#include <benchmark/benchmark.h>
#include <swiftsdp.h>
#include <sys/syscall.h>
#include <unistd.h>
#if SDP_HAS_OPENSSL
#include <openssl/rand.h>
#endif
#if SDP_HAS_LIBBSD
#include <bsd/stdlib.h>
#endif

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

// ---- Credentials ----------------------------------------------------------

constexpr std::size_t fragmentSize = 8, passwordSize = 24, pairSize = fragmentSize + passwordSize;

struct Source {
  std::string name;
  std::uint32_t kind;
};

// The pairs of an iteration; the bytes are those that are written.
void countPairs(benchmark::State &state, std::size_t pairs, std::size_t bytes) {
  state.SetBytesProcessed(std::int64_t(pairs * bytes) * std::int64_t(state.iterations()));
  state.counters["bytes"] =
      benchmark::Counter(double(pairs * bytes), benchmark::Counter::kAvgThreads);
  state.counters["pairs"] = benchmark::Counter(double(pairs), benchmark::Counter::kAvgThreads);
}

swiftsdp_random_source *makeSource(const Source &source) {
  swiftsdp_random_source *made = swiftsdp_random_source_create(source.kind, nullptr);
  require(made && swiftsdp_random_source_kind(made) == source.kind, "creating a random source");
  return made;
}

// Credentials for `count` transports from each call. Each thread has its own source.
void drawPairs(benchmark::State &state, const Source &source, std::size_t count) {
  swiftsdp_random_source *random = makeSource(source);
  std::vector<char> pairs(count * pairSize);
  bool succeeded = true;
  for (auto _ : state) {
    succeeded &= swiftsdp_random_source_credentials(random, count, fragmentSize, passwordSize,
                                                    pairs.data(), pairs.size(), nullptr);
    benchmark::DoNotOptimize(pairs.data());
    benchmark::ClobberMemory();
  }
  require(succeeded, "making credentials");
  swiftsdp_random_source_release(random);
  countPairs(state, count, pairSize);
}

void addCredentials(const Source &source) {
  add("credentials/pair/" + source.name,
      [&source](benchmark::State &state) { drawPairs(state, source, 1); });
  add("credentials/batch-1000/" + source.name,
      [&source](benchmark::State &state) { drawPairs(state, source, 1000); });
  // Named real_time/threads:N. A thousand pairs, so that nobody measures the start
  // of a thread.
  benchmark::RegisterBenchmark(
      ("credentials/thousand/" + source.name).c_str(),
      [&source](benchmark::State &state) {
        swiftsdp_random_source *random = makeSource(source);
        // Not in a cache line of another thread's.
        alignas(128) char pair[128];
        bool succeeded = true;
        for (auto _ : state) {
          for (int done = 0; done < 1000; done++) {
            succeeded &= swiftsdp_random_source_credentials(random, 1, fragmentSize, passwordSize,
                                                            pair, sizeof pair, nullptr);
            benchmark::DoNotOptimize(pair);
          }
          benchmark::ClobberMemory();
        }
        require(succeeded, "making credentials");
        swiftsdp_random_source_release(random);
        countPairs(state, 1000, pairSize);
      })
      ->ThreadRange(1, 2)
      ->UseRealTime();
}

// What `draw` takes for the bytes of a pair.
void addDraws(const std::string &name, std::function<bool(char *, std::size_t)> draw) {
  add(name, [draw](benchmark::State &state) {
    char bytes[pairSize * 6 / 8];
    bool succeeded = true;
    for (auto _ : state) {
      succeeded &= draw(bytes, sizeof bytes);
      benchmark::DoNotOptimize(bytes);
      benchmark::ClobberMemory();
    }
    require(succeeded, "drawing bytes");
    countPairs(state, 1, sizeof bytes);
  });
}

void addPeers() {
  addDraws("credentials/getrandom/system-call", [](char *bytes, std::size_t size) {
    return syscall(SYS_getrandom, bytes, size, 0) == long(size);
  });
#if SDP_HAS_OPENSSL
  addDraws("credentials/RAND_bytes/openssl", [](char *bytes, std::size_t size) {
    return RAND_bytes(reinterpret_cast<unsigned char *>(bytes), int(size)) == 1;
  });
#endif
#if SDP_HAS_LIBBSD
  addDraws("credentials/arc4random_buf/libbsd", [](char *bytes, std::size_t size) {
    arc4random_buf(bytes, size);
    return true;
  });
#endif
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
  const std::vector<Source> sources = {{"kernel", SWIFTSDP_RANDOM_KERNEL},
                                       {"buffered", SWIFTSDP_RANDOM_BUFFERED},
                                       {"fast", SWIFTSDP_RANDOM_FAST}};
  for (const Source &source : sources) addCredentials(source);
  addPeers();

  int count = int(others.size());
  benchmark::Initialize(&count, others.data());
  if (benchmark::ReportUnrecognizedArguments(count, others.data())) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
