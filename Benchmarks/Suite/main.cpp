// Benchmarks of swiftsdp.h, FAMILY/OPERATION/INPUT, and beside them floors: what the same
// work takes at least (Floors.hpp), and what others take for random bytes.
//
//   SDPBenchmarks --fixtures=DIRECTORY [--peers=DIRECTORY] [Google Benchmark's options]
//   SDPBenchmarks --fixtures=DIRECTORY --count=REGEX...
//
// The second counts what one pass of each takes whose name all match, a JSON object a line.
//   SDPBenchmarks --fixtures=DIRECTORY --write-inputs=DIRECTORY
//
// The third writes the inputs, a directory each, for peers that measure themselves.
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "Benchmarks.hpp"
#include "Inputs.hpp"

int main(int argumentCount, char **arguments) {
  std::vector<std::string> fixtures, counted, peers, written;
  std::vector<char *> others;
  const auto take = [](std::string_view argument, std::string_view option,
                       std::vector<std::string> &values) {
    if (argument.substr(0, option.size()) != option) return false;
    values.emplace_back(argument.substr(option.size()));
    return true;
  };
  for (int at = 0; at < argumentCount; at++)
    if (!take(arguments[at], "--fixtures=", fixtures) &&
        !take(arguments[at], "--count=", counted) && !take(arguments[at], "--peers=", peers) &&
        !take(arguments[at], "--write-inputs=", written))
      others.push_back(arguments[at]);
  if (fixtures.size() != 1 || !std::filesystem::is_directory(fixtures[0])) {
    std::fprintf(stderr, "usage: SDPBenchmarks --fixtures=DIRECTORY [OPTION...]\n");
    return 2;
  }
  const std::vector<Input> inputs = readInputs(fixtures[0]);
  if (!written.empty()) {
    writeInputs(inputs, written[0]);
    return 0;
  }
  for (const Input &input : inputs) addDescriptions(input);
  for (const std::string &directory : peers) addPeers(directory, inputs);
  addSessions();
  addCredentials();

  if (!counted.empty()) {
    countBenchmarks(counted);
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
