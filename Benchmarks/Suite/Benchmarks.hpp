// The families of benchmarks, one a file.
#ifndef SDP_BENCHMARKS_BENCHMARKS_HPP
#define SDP_BENCHMARKS_BENCHMARKS_HPP

#include <filesystem>
#include <vector>

#include "Support.hpp"

// floor, parse and write; the input lives as long as the benchmarks do.
void addDescriptions(const Input &input);
// offer, answer, remote and join-storm.
void addSessions();
// credentials.
void addCredentials();
// peer: the shims of a directory (Peers/).
void addPeers(const std::filesystem::path &directory, const std::vector<Input> &inputs);

#endif
