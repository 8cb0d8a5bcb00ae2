// The families of benchmarks, one a file.
#ifndef SDP_BENCHMARKS_BENCHMARKS_HPP
#define SDP_BENCHMARKS_BENCHMARKS_HPP

#include "Support.hpp"

// floor, parse and write; the input lives as long as the benchmarks do.
void addDescriptions(const Input &input);
// offer.
void addOffers();
// credentials.
void addCredentials();

#endif
