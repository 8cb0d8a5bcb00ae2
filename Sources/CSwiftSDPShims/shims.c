#define _GNU_SOURCE
#include "swiftsdp_shims.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#if defined(__linux__)
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/types.h>
#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif
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

// ---- Writing values ---------------------------------------------------------

#define TEN(tens, end)                                                          \
  tens "0" end tens "1" end tens "2" end tens "3" end tens "4" end tens "5" end \
  tens "6" end tens "7" end tens "8" end tens "9" end

const uint8_t swiftsdp_shim_small_decimals[128 * 4 + 1] =
    TEN("", "  \1") TEN("1", " \2") TEN("2", " \2") TEN("3", " \2") TEN("4", " \2")
    TEN("5", " \2") TEN("6", " \2") TEN("7", " \2") TEN("8", " \2") TEN("9", " \2")
    TEN("10", "\3") TEN("11", "\3")
    "120\3" "121\3" "122\3" "123\3" "124\3" "125\3" "126\3" "127\3";

void swiftsdp_shim_make_decimal(swiftsdp_decimal_text *text, uint32_t number) {
  text->number = number;
  uint8_t *out = text->digits;
  unsigned count = swiftsdp_shim_digit_count(number), first = 0;
  if (count > 8) {
    uint32_t high = number / 100000000;
    number -= high * 100000000;
    first = count - 8;
    memcpy(out, swiftsdp_shim_small_decimals + high * 4, 2);
  }
  // Halves of the number, of the halves, and of those: a digit in each byte, the first
  // in the lowest.
  uint64_t half = number / 10000;
  uint64_t digits = half | (number - half * 10000) << 32;
  half = (digits * 10486 >> 20) & 0x0000007F0000007F;
  digits = half | (digits - half * 100) << 16;
  half = (digits * 103 >> 10) & 0x000F000F000F000F;
  digits = half | (digits - half * 10) << 8 | 0x3030303030303030;
  // Zeros in front are none of the number.
  digits >>= first ? 0 : (8 - count) * 8;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  digits = __builtin_bswap64(digits);
#endif
  memcpy(out + first, &digits, 8);
  text->count = count;
}

// ---- The kernel's random source without a system call ----------------------

static const swiftsdp_vdso_random no_vdso;

#if defined(__linux__) && defined(__x86_64__)
#define VDSO_GETRANDOM "__vdso_getrandom"
#elif defined(__linux__) && defined(__aarch64__)
#define VDSO_GETRANDOM "__kernel_getrandom"
#endif

#if defined(VDSO_GETRANDOM)

typedef ssize_t vdso_getrandom(void *bytes, size_t count, unsigned flags, void *state,
                               size_t state_size);

// What the function says of its state when asked with a size of ~0 (getrandom in
// the vDSO, linux/random.h: struct vgetrandom_opaque_params).
struct vdso_getrandom_parameters {
  uint32_t state_size;
  uint32_t mmap_protection;
  uint32_t mmap_flags;
  uint32_t reserved[13];
};

// The number of symbols, which a table of one kind states and of the other implies.
static size_t symbol_count(const uint32_t *hash, const uint32_t *gnu_hash) {
  if (hash) return hash[1];
  if (!gnu_hash) return 0;
  uint32_t bucket_count = gnu_hash[0], first = gnu_hash[1], bloom_words = gnu_hash[2];
  const uint32_t *buckets = gnu_hash + 4 + bloom_words * (sizeof(ElfW(Addr)) / 4);
  const uint32_t *chains = buckets + bucket_count;
  uint32_t last = 0;
  for (uint32_t i = 0; i < bucket_count; i++)
    if (buckets[i] > last) last = buckets[i];
  if (last < first) return 0;
  while (!(chains[last - first] & 1)) last++;
  return (size_t)last + 1;
}

static vdso_getrandom *find_vdso_getrandom(void) {
  const char *image = (const char *)getauxval(AT_SYSINFO_EHDR);
  if (!image || memcmp(image, ELFMAG, SELFMAG) != 0) return NULL;
  const ElfW(Ehdr) *header = (const void *)image;
  const ElfW(Phdr) *segments = (const void *)(image + header->e_phoff);
  const char *base = NULL;
  const ElfW(Dyn) *dynamic = NULL;
  for (int i = 0; i < header->e_phnum; i++) {
    if (segments[i].p_type == PT_LOAD && !base)
      base = image + segments[i].p_offset - segments[i].p_vaddr;
    if (segments[i].p_type == PT_DYNAMIC) dynamic = (const void *)(image + segments[i].p_offset);
  }
  if (!base || !dynamic) return NULL;
  const char *names = NULL;
  const ElfW(Sym) *symbols = NULL;
  const uint32_t *hash = NULL, *gnu_hash = NULL;
  for (; dynamic->d_tag != DT_NULL; dynamic++) {
    const void *address = base + dynamic->d_un.d_ptr;
    if (dynamic->d_tag == DT_STRTAB) names = address;
    if (dynamic->d_tag == DT_SYMTAB) symbols = address;
    if (dynamic->d_tag == DT_HASH) hash = address;
    if (dynamic->d_tag == DT_GNU_HASH) gnu_hash = address;
  }
  if (!names || !symbols) return NULL;
  for (size_t i = 0, count = symbol_count(hash, gnu_hash); i < count; i++) {
    if (symbols[i].st_shndx == SHN_UNDEF || ELF64_ST_TYPE(symbols[i].st_info) != STT_FUNC) continue;
    const char *name = names + symbols[i].st_name;
    if (strncmp(name, VDSO_GETRANDOM, sizeof VDSO_GETRANDOM) == 0)
      return (vdso_getrandom *)(uintptr_t)(base + symbols[i].st_value);
  }
  return NULL;
}

swiftsdp_vdso_random swiftsdp_shim_vdso_open(void) {
  vdso_getrandom *function = find_vdso_getrandom();
  struct vdso_getrandom_parameters parameters;
  memset(&parameters, 0, sizeof parameters);
  if (!function || function(NULL, 0, 0, &parameters, ~(size_t)0) != 0) return no_vdso;
  // A state must not straddle pages; one at the start of its own never does.
  if (parameters.state_size == 0 || parameters.state_size > 4096) return no_vdso;
  void *state = mmap(NULL, 4096, (int)parameters.mmap_protection, (int)parameters.mmap_flags, -1, 0);
  if (state == MAP_FAILED) return no_vdso;
  swiftsdp_vdso_random vdso = {(const void *)(uintptr_t)function, state, parameters.state_size, 4096};
  return vdso;
}

void swiftsdp_shim_vdso_close(swiftsdp_vdso_random vdso) {
  // The memory may be one that cannot be written to; the kernel clears it.
  if (vdso.state) munmap(vdso.state, vdso.mapped_size);
}

bool swiftsdp_shim_kernel_bytes(swiftsdp_vdso_random vdso, void *bytes, size_t count) {
  vdso_getrandom *function = (vdso_getrandom *)(uintptr_t)vdso.function;
  uint8_t *next = bytes;
  while (function && count > 0) {
    ssize_t drawn = function(next, count, 0, vdso.state, vdso.state_size);
    if (drawn == -EINTR) continue;
    if (drawn <= 0 || (size_t)drawn > count) break;
    next += drawn;
    count -= (size_t)drawn;
  }
  return swiftsdp_random_bytes(next, count);
}

#else

swiftsdp_vdso_random swiftsdp_shim_vdso_open(void) { return no_vdso; }
void swiftsdp_shim_vdso_close(swiftsdp_vdso_random vdso) { (void)vdso; }
bool swiftsdp_shim_kernel_bytes(swiftsdp_vdso_random vdso, void *bytes, size_t count) {
  (void)vdso;
  return swiftsdp_random_bytes(bytes, count);
}

#endif

// ---- Memory for secrets -----------------------------------------------------

#if defined(__linux__)

void *swiftsdp_shim_map_secret(size_t size) {
  void *secret = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (secret == MAP_FAILED) return NULL;
  // An emulator that accepts advice which does not exist honours none (qemu).
  if (madvise(secret, size, -1) != 0 && madvise(secret, size, MADV_WIPEONFORK) == 0 &&
      madvise(secret, size, MADV_DONTDUMP) == 0)
    return secret;
  munmap(secret, size);
  return NULL;
}

void swiftsdp_shim_unmap_secret(void *secret, size_t size) {
  swiftsdp_shim_erase(secret, size);
  munmap(secret, size);
}

uint64_t swiftsdp_shim_coarse_milliseconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC_COARSE, &now) != 0) return UINT64_MAX;
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

#else

void *swiftsdp_shim_map_secret(size_t size) {
  (void)size;
  return NULL;
}
void swiftsdp_shim_unmap_secret(void *secret, size_t size) { swiftsdp_shim_erase(secret, size); }
uint64_t swiftsdp_shim_coarse_milliseconds(void) { return UINT64_MAX; }

#endif

// ---- Locks -------------------------------------------------------------------

struct swiftsdp_shim_lock {
  pthread_rwlock_t lock;
};

swiftsdp_shim_lock *swiftsdp_shim_lock_make(void) {
  swiftsdp_shim_lock *lock = malloc(sizeof *lock);
  if (lock == NULL) return NULL;
  if (pthread_rwlock_init(&lock->lock, NULL) != 0) {
    free(lock);
    return NULL;
  }
  return lock;
}

void swiftsdp_shim_lock_free(swiftsdp_shim_lock *lock) {
  pthread_rwlock_destroy(&lock->lock);
  free(lock);
}

// A lock that readers share fails to count more of them than fit in an integer, and
// otherwise only if it is used wrongly.
void swiftsdp_shim_lock_read(swiftsdp_shim_lock *lock) {
  if (pthread_rwlock_rdlock(&lock->lock) != 0) abort();
}

void swiftsdp_shim_lock_write(swiftsdp_shim_lock *lock) {
  if (pthread_rwlock_wrlock(&lock->lock) != 0) abort();
}

void swiftsdp_shim_lock_end(swiftsdp_shim_lock *lock) { pthread_rwlock_unlock(&lock->lock); }
