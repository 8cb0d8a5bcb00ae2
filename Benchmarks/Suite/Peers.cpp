// Benchmarks of what other libraries take to parse the same descriptions.
#include <dlfcn.h>

#include <cstdio>
#include <set>

#include "../Peers/peer.h"
#include "Benchmarks.hpp"

namespace {

// One that does not find the sections of an input is not measured with it.
void addPeer(const swiftsdp_peer &peer, const Input &input) {
  std::vector<std::string> texts;
  std::size_t sections = 0;
  for (const floors::Padded &description : input.descriptions) {
    texts.emplace_back(description.data(), description.size());
    const long found = peer.parse(texts.back().c_str(), texts.back().size());
    sections += found < 0 ? 0 : std::size_t(found);
  }
  if (sections != input.sectionCount()) {
    std::fprintf(stderr, "SDPBenchmarks: %s does not read %s\n", peer.name, input.name.c_str());
    return;
  }
  add("peer/" + std::string(peer.name) + "/" + input.name,
      [&peer, &input, texts](Measurement &measurement) {
        measurement.ofEach(input, [&](std::size_t at, const char *, std::size_t size) {
          benchmark::DoNotOptimize(peer.parse(texts[at].c_str(), size));
        });
      });
}

}  // namespace

void addPeers(const std::filesystem::path &directory, const std::vector<Input> &inputs) {
  std::set<std::filesystem::path> paths;
  for (const auto &entry : std::filesystem::directory_iterator(directory))
    if (entry.path().extension() == ".so") paths.insert(entry.path());
  for (const auto &path : paths) {
    // Local: equal names in two of them do not meet.
    void *const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    const auto find = library ? reinterpret_cast<const swiftsdp_peer *(*)()>(
                                    dlsym(library, "swiftsdp_peer_get"))
                              : nullptr;
    if (!find) {
      std::fprintf(stderr, "SDPBenchmarks: without %s: %s\n", path.c_str(), dlerror());
      continue;
    }
    const swiftsdp_peer &peer = *find();
    benchmark::AddCustomContext("peer/" + std::string(peer.name), peer.delivers);
    for (const Input &input : inputs)
      if (input.rounds == 1) addPeer(peer, input);
  }
}
