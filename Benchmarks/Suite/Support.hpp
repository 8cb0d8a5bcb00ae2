// What all benchmarks are made with.
#ifndef SDP_BENCHMARKS_SUPPORT_HPP
#define SDP_BENCHMARKS_SUPPORT_HPP

#include <benchmark/benchmark.h>
#include <valgrind/callgrind.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "Floors.hpp"

// A benchmark of something that fails measures nothing.
void require(bool succeeded, const char *what);

// Descriptions that are worked through one after another, each of them `rounds` times
// before the next.
struct Input {
  std::string name;
  std::vector<floors::Padded> descriptions;
  std::size_t rounds = 1;
  // One of a series of 1, 2, 4, … media sections.
  bool isOfSeries = false;

  std::size_t size() const;
  // Of the largest description.
  std::size_t largestSize() const;
  std::size_t largestLineCount() const;
  // Media sections of all descriptions.
  std::size_t sectionCount() const;
};

// Where a description is written to, with room for what floors write too much. Each one
// lies elsewhere in its page, so that of several repetitions none has to be lucky.
class Copy {
 public:
  explicit Copy(std::size_t size);
  char *data() { return start; }
  std::size_t size() const { return capacity; }

 private:
  std::vector<char> memory;
  char *start;
  std::size_t capacity;
};

// What a pass works through.
struct Work {
  std::size_t bytes = 0;
  // How often the operation is done whose time is wanted.
  std::size_t operations = 1;
  std::size_t sections = 0;
  std::size_t calls = 1;
};

// How often memory has been allocated.
std::size_t allocationCount();

// One measurement of a benchmark: the time of many passes, or what one pass takes.
class Measurement {
 public:
  explicit Measurement(benchmark::State &state) : state(&state) {}
  Measurement() = default;

  // The pass is made twice before, so that what is kept has grown to its size.
  template <class Pass>
  void of(const Work &work, Pass pass) {
    pass();
    pass();
    const std::size_t before = allocationCount();
    if (!state) CALLGRIND_START_INSTRUMENTATION;
    pass();
    if (!state) CALLGRIND_STOP_INSTRUMENTATION;
    const std::size_t allocations = allocationCount() - before;
    if (!state) return print(work, allocations);
    for (auto _ : *state) pass();
    count(work, allocations);
  }

  // Does `work` for each description of the input.
  template <class Each>
  void ofEach(const Input &input, Each work) {
    of({input.size() * input.rounds, input.rounds, input.sectionCount() * input.rounds,
        input.descriptions.size()},
       [&] {
         for (std::size_t at = 0; at < input.descriptions.size(); at++) {
           for (std::size_t round = 0; round < input.rounds; round++) {
             const char *bytes = input.descriptions[at].data();
             benchmark::DoNotOptimize(bytes);
             work(at, bytes, input.descriptions[at].size());
             benchmark::ClobberMemory();
           }
         }
       });
  }

 private:
  void count(const Work &work, std::size_t allocations);
  void print(const Work &work, std::size_t allocations);

  benchmark::State *state = nullptr;
};

// FAMILY/OPERATION/INPUT, or FAMILY/OPERATION where there is no input.
using Body = std::function<void(Measurement &)>;
void add(const std::string &name, Body body);
// One that only time is measured of, in one and in two threads.
void addThreaded(const std::string &name, Body body);

// Hands all of them to Google Benchmark.
void registerBenchmarks();
// Counts, for each whose name all match, what one pass takes; prints a JSON object a line.
// Under callgrind each line names the process whose totals are the instructions.
void countBenchmarks(const std::vector<std::string> &patterns);

#endif
