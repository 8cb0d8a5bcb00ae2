#include "Support.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

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

void add(const std::string &name, Body body) {
  benchmark::RegisterBenchmark(name.c_str(), [body](benchmark::State &state) { body(state); });
}

void count(benchmark::State &state, std::size_t bytes, std::size_t operations) {
  state.SetBytesProcessed(std::int64_t(bytes) * std::int64_t(state.iterations()));
  state.counters["bytes"] = benchmark::Counter(double(bytes), benchmark::Counter::kAvgThreads);
  state.counters["operations"] =
      benchmark::Counter(double(operations), benchmark::Counter::kAvgThreads);
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
