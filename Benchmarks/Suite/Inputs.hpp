#ifndef SDP_BENCHMARKS_INPUTS_HPP
#define SDP_BENCHMARKS_INPUTS_HPP

#include <filesystem>
#include <vector>

#include "Support.hpp"

// Descriptions of Tests/Fixtures, one made of them, and a mix of them.
std::vector<Input> readInputs(const std::filesystem::path &fixtures);

#endif
