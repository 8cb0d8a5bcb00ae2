// What all benchmarks are made with.
#ifndef SDP_BENCHMARKS_SUPPORT_HPP
#define SDP_BENCHMARKS_SUPPORT_HPP

#include <benchmark/benchmark.h>

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

  std::size_t size() const;
  // Of the largest description.
  std::size_t largestSize() const;
  std::size_t largestLineCount() const;
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

using Body = std::function<void(benchmark::State &)>;
void add(const std::string &name, Body body);

// The bytes of an iteration, as a rate and as they are, and how often in it the
// operation was done whose time is wanted.
void count(benchmark::State &state, std::size_t bytes, std::size_t operations = 1);

// How often memory has been allocated.
std::size_t allocationCount();

// Does `work` for each description of the input, over and over, and counts what one
// pass allocates once a first one has been made.
template <class Work>
void measure(benchmark::State &state, const Input &input, Work work) {
  const auto pass = [&] {
    for (std::size_t at = 0; at < input.descriptions.size(); at++) {
      for (std::size_t round = 0; round < input.rounds; round++) {
        const char *bytes = input.descriptions[at].data();
        benchmark::DoNotOptimize(bytes);
        work(at, bytes, input.descriptions[at].size());
        benchmark::ClobberMemory();
      }
    }
  };
  pass();
  const std::size_t before = allocationCount();
  pass();
  state.counters["allocations"] = double(allocationCount() - before);
  state.counters["calls"] = double(input.descriptions.size());
  for (auto _ : state) pass();
  count(state, input.size() * input.rounds, input.rounds);
}

#endif
