// Benchmarks of random sources.
#include "Benchmarks.hpp"

#include <swiftsdp.h>
#include <sys/syscall.h>
#include <unistd.h>
#if SDP_HAS_OPENSSL
#include <openssl/rand.h>
#endif
#if SDP_HAS_LIBBSD
#include <bsd/stdlib.h>
#endif

namespace {

constexpr std::size_t fragmentSize = 8, passwordSize = 24, pairSize = fragmentSize + passwordSize;

struct Source {
  std::string name;
  std::uint32_t kind;
};

// The pairs of an iteration; the bytes are those that are written.
void countPairs(benchmark::State &state, std::size_t pairs, std::size_t bytes) {
  count(state, pairs * bytes, pairs);
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

void addCredentials() {
  static const Source sources[] = {{"kernel", SWIFTSDP_RANDOM_KERNEL},
                                   {"buffered", SWIFTSDP_RANDOM_BUFFERED},
                                   {"fast", SWIFTSDP_RANDOM_FAST}};
  for (const Source &source : sources) addCredentials(source);
  addPeers();
}
