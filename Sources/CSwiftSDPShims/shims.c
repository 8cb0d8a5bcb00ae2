#define _GNU_SOURCE
#include "swiftsdp_shims.h"

#include <errno.h>
#if defined(__linux__)
#include <sys/random.h>
#include <sys/types.h>
#endif

bool swiftsdp_random_bytes(void *bytes, size_t count) {
#if defined(__linux__)
  uint8_t *next = bytes;
  while (count > 0) {
    ssize_t drawn = getrandom(next, count, 0);
    if (drawn < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    next += drawn;
    count -= (size_t)drawn;
  }
  return true;
#else
  // Cannot fail, is not seeded by the caller and is safe across fork there.
  arc4random_buf(bytes, count);
  return true;
#endif
}
