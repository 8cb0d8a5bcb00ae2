#include "Support.hpp"

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <regex>
#include <string_view>

#include "Missing.hpp"

void require(bool succeeded, const char *what) {
  if (succeeded) return;
  std::fprintf(stderr, "SDPBenchmarks: %s failed\n", what);
  std::exit(1);
}

std::size_t Input::size() const {
  std::size_t size = 0;
  for (const auto &description : descriptions) size += description.size();
  return size;
}

std::size_t Input::largestSize() const {
  std::size_t size = 0;
  for (const auto &description : descriptions) size = std::max(size, description.size());
  return size;
}

std::size_t Input::largestLineCount() const {
  std::size_t lines = 0;
  for (const auto &description : descriptions)
    lines = std::max(lines, floors::countLines(description.data(), description.size()));
  return lines;
}

Copy::Copy(std::size_t size) : memory(size + 2 * 4096 + 2 * floors::padding), capacity(size) {
  static std::size_t copies = 0;
  const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(memory.data()) + floors::padding;
  const std::uintptr_t page = (address + 4095) & ~std::uintptr_t(4095);
  start = memory.data() + (page - reinterpret_cast<std::uintptr_t>(memory.data())) +
          copies++ * 832 % 4096;
}

std::size_t Input::sectionCount() const {
  std::size_t count = 0;
  for (const auto &description : descriptions) {
    const std::string_view text(description.data(), description.size());
    for (std::size_t at = text.find("\nm="); at != text.npos; at = text.find("\nm=", at + 1)) count++;
  }
  return count;
}

// ---- Benchmarks -----------------------------------------------------------

namespace {

struct Benchmark {
  std::string name;
  Body body;
  bool isThreaded;
};
std::vector<Benchmark> benchmarks;
bool isCounting = false;

}  // namespace

void add(const std::string &name, Body body) { benchmarks.push_back({name, body, false}); }
void addThreaded(const std::string &name, Body body) { benchmarks.push_back({name, body, true}); }

void registerBenchmarks() {
  for (const Benchmark &one : benchmarks) {
    auto *registered =
        benchmark::RegisterBenchmark(one.name.c_str(), [&one](benchmark::State &state) {
          Measurement measurement(state);
          try {
            one.body(measurement);
          } catch (const Missing &missing) {
            state.SkipWithError(missing.function);
          }
        });
    // Named NAME/real_time/threads:N.
    if (one.isThreaded) registered->ThreadRange(1, 2)->UseRealTime();
  }
}

void countBenchmarks(const std::vector<std::string> &patterns) {
  isCounting = true;
  const std::vector<std::regex> expressions(patterns.begin(), patterns.end());
  for (const Benchmark &one : benchmarks) {
    const bool isMatched =
        std::all_of(expressions.begin(), expressions.end(), [&](const std::regex &expression) {
          return std::regex_search(one.name, expression);
        });
    if (one.isThreaded || !isMatched) continue;
    // In a process of its own, so that no count depends on what was counted before.
    const pid_t child = fork();
    require(child >= 0, "starting a process");
    if (child == 0) {
      std::printf("{\"name\": \"%s\", \"process\": %d", one.name.c_str(), int(getpid()));
      Measurement measurement;
      try {
        one.body(measurement);
      } catch (const Missing &missing) {
        std::printf(", \"missing\": \"%s\"}\n", missing.function);
      }
      std::fflush(stdout);
      _exit(0);
    }
    int status = 0;
    require(waitpid(child, &status, 0) == child && status == 0, one.name.c_str());
  }
}

void Measurement::count(const Work &work, std::size_t allocations) {
  const auto average = [](std::size_t value) {
    return benchmark::Counter(double(value), benchmark::Counter::kAvgThreads);
  };
  state->SetBytesProcessed(std::int64_t(work.bytes) * std::int64_t(state->iterations()));
  state->counters["bytes"] = average(work.bytes);
  state->counters["operations"] = average(work.operations);
  state->counters["sections"] = average(work.sections);
  state->counters["calls"] = average(work.calls);
  // Those of other threads are counted with them.
  if (state->threads() == 1) state->counters["allocations"] = double(allocations);
}

void Measurement::print(const Work &work, std::size_t allocations) {
  std::printf(", \"bytes\": %zu, \"operations\": %zu, \"sections\": %zu, \"allocations\": %zu}\n",
              work.bytes, work.operations, work.sections, allocations);
}

// ---- Random bytes ---------------------------------------------------------

// Counts do not depend on chance: what is counted draws the same bytes in every run.
extern "C" ssize_t getrandom(void *bytes, std::size_t size, unsigned flags) {
  if (!isCounting) return syscall(SYS_getrandom, bytes, size, flags);
  static std::minstd_rand numbers;
  for (std::size_t at = 0; at < size; at++)
    static_cast<unsigned char *>(bytes)[at] = static_cast<unsigned char>(numbers() >> 16);
  return ssize_t(size);
}

// ---- Allocations ----------------------------------------------------------

// The allocator of libc with a counter before it.

static std::atomic<std::size_t> allocations;

std::size_t allocationCount() { return allocations.load(std::memory_order_relaxed); }

static void countAllocation() { allocations.fetch_add(1, std::memory_order_relaxed); }

extern "C" {
void *__libc_malloc(std::size_t size);
void *__libc_calloc(std::size_t count, std::size_t size);
void *__libc_realloc(void *memory, std::size_t size);
void *__libc_memalign(std::size_t alignment, std::size_t size);

void *malloc(std::size_t size) {
  countAllocation();
  return __libc_malloc(size);
}
void *calloc(std::size_t count, std::size_t size) {
  countAllocation();
  return __libc_calloc(count, size);
}
void *realloc(void *memory, std::size_t size) {
  countAllocation();
  return __libc_realloc(memory, size);
}
void *aligned_alloc(std::size_t alignment, std::size_t size) {
  countAllocation();
  return __libc_memalign(alignment, size);
}
int posix_memalign(void **memory, std::size_t alignment, std::size_t size) {
  countAllocation();
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : ENOMEM;
}
}
