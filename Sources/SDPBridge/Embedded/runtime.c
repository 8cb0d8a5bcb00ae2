// What Swift asks of a C library, for C libraries that lack it (glibc before 2.36),
// so that libm is not needed, and faster. Hidden in the archive.
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
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

// Allocates every object and array. What malloc aligns anyway is left to malloc, which
// takes half the time.
int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment <= _Alignof(max_align_t)) {
    *memory = malloc(size);
  } else {
    if (size > SIZE_MAX - alignment) return ENOMEM;
    *memory = aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  }
  return *memory == NULL ? ENOMEM : 0;
}

// Ends an object whose initialiser threw. That of the embedded standard library does not
// free it. No class here has a superclass, of which something would be left to destroy.
void swift_deallocPartialClassInstance(void *object, void *metadata, size_t size,
                                       size_t alignment);
void swift_deallocPartialClassInstance(void *object, void *metadata, size_t size,
                                       size_t alignment) {
  (void)metadata;
  (void)size;
  (void)alignment;
  free(object);
}
