// What Swift's Dictionary and Set ask of a C library, for C libraries that lack
// it (glibc before 2.36), and so that libm is not needed. Hidden in the archive.
#include <stdlib.h>

#include "swiftsdp_shims.h"

// Seeds hash tables: unpredictable or not at all.
void arc4random_buf(void *bytes, size_t count);
void arc4random_buf(void *bytes, size_t count) {
  if (!swiftsdp_random_bytes(bytes, count)) abort();
}

// Sizes hash tables: numbers far below 2^53.
double ceil(double number);
double ceil(double number) {
  double whole = (double)(long long)number;
  return whole < number ? whole + 1 : whole;
}
