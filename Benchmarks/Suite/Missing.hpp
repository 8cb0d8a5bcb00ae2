// For a library of another revision, which may lack functions that benchmarks call.
#ifndef SDP_BENCHMARKS_MISSING_HPP
#define SDP_BENCHMARKS_MISSING_HPP

// Thrown by what stands in the place of such a function.
struct Missing {
  const char *function;
};

#endif
