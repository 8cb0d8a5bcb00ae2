// Benchmarks of swiftsdp.h, FAMILY/OPERATION/INPUT, and beside them floors: what the same
// work takes at least (Floors.hpp), and what others take for random bytes.
//
//   SDPBenchmarks --fixtures=DIRECTORY [Google Benchmark's options]
//   SDPBenchmarks --fixtures=DIRECTORY --count=REGEX
//
// The second counts what one pass of each takes, a JSON object a line.
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "Benchmarks.hpp"
#include "Inputs.hpp"

int main(int argumentCount, char **arguments) {
  std::optional<std::string> fixtures, counted;
  std::vector<char *> others;
  const auto take = [](std::string_view argument, std::string_view option,
                       std::optional<std::string> &value) {
    if (argument.substr(0, option.size()) != option) return false;
    value = argument.substr(option.size());
    return true;
  };
  for (int at = 0; at < argumentCount; at++)
    if (!take(arguments[at], "--fixtures=", fixtures) && !take(arguments[at], "--count=", counted))
      others.push_back(arguments[at]);
  if (!fixtures || !std::filesystem::is_directory(*fixtures)) {
    std::fprintf(stderr, "usage: SDPBenchmarks --fixtures=DIRECTORY [OPTION...]\n");
    return 2;
  }
  const std::vector<Input> inputs = readInputs(*fixtures);
  for (const Input &input : inputs) addDescriptions(input);
  addOffers();
  addCredentials();

  if (counted) {
    countBenchmarks(*counted);
    return 0;
  }

  registerBenchmarks();
  int count = int(others.size());
  benchmark::Initialize(&count, others.data());
  if (benchmark::ReportUnrecognizedArguments(count, others.data())) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
