// Benchmarks of swiftsdp.h, FAMILY/OPERATION/INPUT, and beside them floors: what the same
// work takes at least (Floors.hpp), and what others take for random bytes.
//
//   SDPBenchmarks --fixtures=DIRECTORY [Google Benchmark's options]
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <vector>

#include "Benchmarks.hpp"
#include "Inputs.hpp"

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
  const std::vector<Input> inputs = readInputs(fixtures);
  for (const Input &input : inputs) addDescriptions(input);
  addOffers();
  addCredentials();

  int count = int(others.size());
  benchmark::Initialize(&count, others.data());
  if (benchmark::ReportUnrecognizedArguments(count, others.data())) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
