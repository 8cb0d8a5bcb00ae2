// Counts what instrumented code does.
#ifndef EDGES_H
#define EDGES_H
#include <stdint.h>

// The edges that instrumented code has passed since the program started. 0 for ever in
// a build without -sanitize-coverage=trace-pc.
uint64_t fuzzer_edges(void);

#endif
