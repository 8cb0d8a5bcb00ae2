// Benchmarks of random sources.
#include "Benchmarks.hpp"

#include <swiftsdp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <memory>
#include <vector>
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

swiftsdp_random_source *makeSource(const Source &source) {
  swiftsdp_random_source *made = swiftsdp_random_source_create(source.kind, nullptr);
  require(made && swiftsdp_random_source_kind(made) == source.kind, "creating a random source");
  return made;
}

struct SourceRelease {
  void operator()(swiftsdp_random_source *source) const { swiftsdp_random_source_release(source); }
};

// Credentials for `count` transports from each of `calls` calls. Each thread has its own
// source.
void drawPairs(Measurement &measurement, const Source &source, std::size_t count,
               std::size_t calls) {
  const std::unique_ptr<swiftsdp_random_source, SourceRelease> random(makeSource(source));
  // Not in a cache line of another thread's.
  std::vector<char> memory(count * pairSize + 256);
  char *pairs = memory.data() + 128;
  bool succeeded = true;
  measurement.of({count * calls * pairSize, count * calls}, [&] {
    for (std::size_t call = 0; call < calls; call++) {
      succeeded &= swiftsdp_random_source_credentials(random.get(), count, fragmentSize,
                                                      passwordSize, pairs, count * pairSize,
                                                      nullptr);
      benchmark::DoNotOptimize(pairs);
    }
    benchmark::ClobberMemory();
  });
  require(succeeded, "making credentials");
}

void addCredentials(const Source &source) {
  add("credentials/pair/" + source.name,
      [&source](Measurement &measurement) { drawPairs(measurement, source, 1, 1); });
  add("credentials/batch-1000/" + source.name,
      [&source](Measurement &measurement) { drawPairs(measurement, source, 1000, 1); });
  // A thousand pairs, so that nobody measures the start of a thread.
  addThreaded("credentials/thousand/" + source.name,
              [&source](Measurement &measurement) { drawPairs(measurement, source, 1, 1000); });
}

// What `draw` takes for the bytes of a pair.
void addDraws(const std::string &name, std::function<bool(char *, std::size_t)> draw) {
  add(name, [draw](Measurement &measurement) {
    char bytes[pairSize * 6 / 8];
    bool succeeded = true;
    measurement.of({sizeof bytes}, [&] {
      succeeded &= draw(bytes, sizeof bytes);
      benchmark::DoNotOptimize(bytes);
      benchmark::ClobberMemory();
    });
    require(succeeded, "drawing bytes");
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
