// What Swift cannot say itself: byte masks of 64 bytes at once, the kernel's
// random bytes, ChaCha20 on vectors, memory that a fork does not inherit, and
// allocation that reports failure instead of ending the process. Internal to
// swift-sdp; the public C interface is swiftsdp.h.
#ifndef SWIFTSDP_SHIMS_H
#define SWIFTSDP_SHIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// One bit for each of 64 bytes, the lowest bit for the first byte.
typedef struct swiftsdp_masks {
  uint64_t line_feed;
  uint64_t carriage_return;
  uint64_t nul;
} swiftsdp_masks;

#if defined(__SSE2__)
static inline uint64_t swiftsdp_sse2_equal(__m128i a, __m128i b, __m128i c, __m128i d,
                                           __m128i needle) {
  return (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, needle)) |
         (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, needle)) << 16 |
         (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, needle)) << 32 |
         (uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(d, needle)) << 48;
}
#elif defined(__ARM_NEON) && defined(__aarch64__)
static inline uint64_t swiftsdp_neon_equal(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d,
                                           uint8x16_t needle) {
  const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t ab = vpaddq_u8(vandq_u8(vceqq_u8(a, needle), bit), vandq_u8(vceqq_u8(b, needle), bit));
  uint8x16_t cd = vpaddq_u8(vandq_u8(vceqq_u8(c, needle), bit), vandq_u8(vceqq_u8(d, needle), bit));
  uint8x16_t all = vpaddq_u8(ab, cd);
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}
#endif

/// The masks of the 64 bytes at `bytes`, one byte at a time: what the vector
/// forms are compared with, and the form for other processors.
static inline swiftsdp_masks swiftsdp_masks64_portable(const uint8_t *_Nonnull bytes) {
  swiftsdp_masks masks = {0, 0, 0};
  for (int i = 0; i < 64; i++) {
    masks.line_feed |= (uint64_t)(bytes[i] == '\n') << i;
    masks.carriage_return |= (uint64_t)(bytes[i] == '\r') << i;
    masks.nul |= (uint64_t)(bytes[i] == 0) << i;
  }
  return masks;
}

/// The masks of the 64 readable bytes at `bytes`, 16 at a time where the
/// processor's baseline can. A NUL is rare: its mask is made where one is seen.
static inline swiftsdp_masks swiftsdp_masks64(const uint8_t *_Nonnull bytes) {
#if defined(__SSE2__)
  __m128i a = _mm_loadu_si128((const __m128i *)(const void *)bytes);
  __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16));
  __m128i c = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 32));
  __m128i d = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 48));
  __m128i least = _mm_min_epu8(_mm_min_epu8(a, b), _mm_min_epu8(c, d));
  swiftsdp_masks masks;
  masks.line_feed = swiftsdp_sse2_equal(a, b, c, d, _mm_set1_epi8('\n'));
  masks.carriage_return = swiftsdp_sse2_equal(a, b, c, d, _mm_set1_epi8('\r'));
  masks.nul = _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128()))
                  ? swiftsdp_sse2_equal(a, b, c, d, _mm_setzero_si128())
                  : 0;
  return masks;
#elif defined(__ARM_NEON) && defined(__aarch64__)
  uint8x16_t a = vld1q_u8(bytes), b = vld1q_u8(bytes + 16);
  uint8x16_t c = vld1q_u8(bytes + 32), d = vld1q_u8(bytes + 48);
  uint8x16_t least = vminq_u8(vminq_u8(a, b), vminq_u8(c, d));
  swiftsdp_masks masks;
  masks.line_feed = swiftsdp_neon_equal(a, b, c, d, vdupq_n_u8('\n'));
  masks.carriage_return = swiftsdp_neon_equal(a, b, c, d, vdupq_n_u8('\r'));
  masks.nul = vminvq_u8(least) ? 0 : swiftsdp_neon_equal(a, b, c, d, vdupq_n_u8(0));
  return masks;
#else
  return swiftsdp_masks64_portable(bytes);
#endif
}

/// What is to be known of line ends besides where the line feeds are.
typedef enum swiftsdp_line_ends {
  /// There is a NUL, or a CR that no line feed follows.
  swiftsdp_odd_line_ends,
  /// Neither, but line feeds without a CR before them.
  swiftsdp_some_line_feeds,
  /// Every line feed has its CR, and every CR its line feed.
  swiftsdp_only_pairs,
} swiftsdp_line_ends;

/// Finds the line feeds of `count` blocks of 64 bytes, behind which one byte more
/// is readable: a mask for each block, unspecified if there are odd line ends. A
/// line feed at the very start counts as one with its CR. By the widest vectors
/// that this processor has, which the first call finds out.
swiftsdp_line_ends swiftsdp_shim_line_feeds(const uint8_t *_Nonnull bytes, size_t count,
                                            uint64_t *_Nonnull masks);

/// The same in each of its forms, to be compared with one another.
typedef enum swiftsdp_form { swiftsdp_portable, swiftsdp_baseline, swiftsdp_widest } swiftsdp_form;
swiftsdp_line_ends swiftsdp_shim_line_feeds_in_form(swiftsdp_form form,
                                                    const uint8_t *_Nonnull bytes, size_t count,
                                                    uint64_t *_Nonnull masks);

/// The first 16 readable bytes of a line: as two numbers of least significant
/// byte first, and a bit for each that is a colon.
typedef struct swiftsdp_line_start {
  uint64_t low;
  uint64_t high;
  uint32_t colons;
} swiftsdp_line_start;

static inline swiftsdp_line_start swiftsdp_read_line_start(const uint8_t *_Nonnull bytes) {
  swiftsdp_line_start start;
#if defined(__SSE2__)
  __m128i block = _mm_loadu_si128((const __m128i *)(const void *)bytes);
  start.colons = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(':')));
#elif defined(__ARM_NEON) && defined(__aarch64__)
  const uint8x16_t bit = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t hits = vandq_u8(vceqq_u8(vld1q_u8(bytes), vdupq_n_u8(':')), bit);
  start.colons = (uint32_t)vaddv_u8(vget_low_u8(hits)) | (uint32_t)vaddv_u8(vget_high_u8(hits)) << 8;
#else
  start.colons = 0;
  for (int i = 0; i < 16; i++) start.colons |= (uint32_t)(bytes[i] == ':') << i;
#endif
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  memcpy(&start.low, bytes, 8);
  memcpy(&start.high, bytes + 8, 8);
#else
  start.low = start.high = 0;
  for (int i = 0; i < 8; i++) {
    start.low |= (uint64_t)bytes[i] << 8 * i;
    start.high |= (uint64_t)bytes[i + 8] << 8 * i;
  }
#endif
  return start;
}

/// The masks of the last `count % 64` bytes of an input of `count`.
static inline swiftsdp_masks swiftsdp_masks_of_tail(const uint8_t *_Nonnull bytes, size_t count) {
  size_t tail = count % 64;
  swiftsdp_masks masks = {0, 0, 0};
  if (count > 64 && tail > 0) {
    masks = swiftsdp_masks64(bytes + count - 64);
    masks.line_feed >>= 64 - tail;
    masks.carriage_return >>= 64 - tail;
    masks.nul >>= 64 - tail;
  } else if (tail > 0) {
    uint8_t block[64];
    memset(block, ' ', sizeof block);
    memcpy(block, bytes, tail);
    masks = swiftsdp_masks64(block);
  }
  return masks;
}

/// The position of the first `byte` in `bytes[0..<count]`, or `count`.
static inline size_t swiftsdp_find_byte(const uint8_t *_Nonnull bytes, size_t count, uint8_t byte) {
  size_t i = 0;
#if defined(__SSE2__)
  __m128i needle = _mm_set1_epi8((char)byte);
  for (; i + 16 <= count; i += 16) {
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, needle));
    if (mask) return i + (size_t)__builtin_ctz(mask);
  }
#endif
  for (; i < count; i++)
    if (bytes[i] == byte) return i;
  return count;
}

/// How often `byte` occurs in `bytes[0..<count]`.
static inline size_t swiftsdp_count_byte(const uint8_t *_Nonnull bytes, size_t count, uint8_t byte) {
  size_t i = 0, occurrences = 0;
#if defined(__SSE2__)
  __m128i needle = _mm_set1_epi8((char)byte), zero = _mm_setzero_si128();
  for (; i + 16 <= count; i += 16) {
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
    __m128i ones = _mm_sub_epi8(zero, _mm_cmpeq_epi8(block, needle));
    __m128i sums = _mm_sad_epu8(ones, zero);
    occurrences += (size_t)_mm_cvtsi128_si32(sums) + (size_t)_mm_extract_epi16(sums, 4);
  }
  if (i < count && count >= 16) {
    // The last bytes together with some that were looked at before.
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + count - 16));
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, needle));
    return occurrences + (size_t)__builtin_popcount(mask >> (16 - (count - i)));
  }
#endif
  for (; i < count; i++) occurrences += bytes[i] == byte;
  return occurrences;
}

/// Whether `bytes[0..<count]` holds a CR, LF or NUL: bytes that would end a
/// line or that RFC 8866 forbids in any value.
static inline bool swiftsdp_breaks_line(const uint8_t *_Nonnull bytes, size_t count) {
  size_t i = 0;
#if defined(__SSE2__)
  __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r'), nul = _mm_setzero_si128();
  for (; count >= 16 && i < count; i += 16) {
    // The last block may overlap the one before.
    size_t start = i + 16 <= count ? i : count - 16;
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + start));
    __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(block, lf), _mm_cmpeq_epi8(block, cr)),
                               _mm_cmpeq_epi8(block, nul));
    if (_mm_movemask_epi8(hit)) return true;
  }
#endif
  for (; i < count; i++)
    if (bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == 0) return true;
  return false;
}

/// `realloc`, whose failure the caller sees as null.
static inline void *_Nullable swiftsdp_reallocate(void *_Nullable memory, size_t size) {
  return realloc(memory, size);
}

// ---- Writing values ---------------------------------------------------------

/// Whether CR, LF and NUL occur `count` times in all; false, too, where there are other
/// bytes that are no visible ASCII.
static inline bool swiftsdp_shim_ends_lines(const uint8_t *_Nonnull bytes, size_t size,
                                            size_t count) {
  size_t i = 0, others = 0;
#if defined(__SSE2__)
  const __m128i limit = _mm_set1_epi8('\r'), zero = _mm_setzero_si128();
  while (size - i >= 64) {
    // No sum of bytes overflows within this many.
    size_t end = size - i < 63 * 64 ? size - 63 : i + 63 * 64;
    __m128i sums = zero;
    for (; i < end; i += 64) {
#pragma clang loop unroll(full)
      for (size_t j = 0; j < 64; j += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i + j));
        sums = _mm_sub_epi8(sums, _mm_cmpgt_epi8(block, limit));
      }
    }
    sums = _mm_sad_epu8(sums, zero);
    others += (size_t)_mm_cvtsi128_si32(sums) + (size_t)_mm_extract_epi16(sums, 4);
  }
#endif
  for (; i < size; i++) others += (int8_t)bytes[i] > '\r';
  return size - others == count;
}

/// Copies 0 to 16 bytes.
static inline __attribute__((always_inline)) void swiftsdp_shim_copy16(
    uint8_t *_Nonnull out, const uint8_t *_Nullable in, size_t count) {
  if (count >= 8) {
    uint64_t a, b;
    memcpy(&a, in, 8);
    memcpy(&b, in + count - 8, 8);
    memcpy(out, &a, 8);
    memcpy(out + count - 8, &b, 8);
  } else if (count >= 4) {
    uint32_t a, b;
    memcpy(&a, in, 4);
    memcpy(&b, in + count - 4, 4);
    memcpy(out, &a, 4);
    memcpy(out + count - 4, &b, 4);
  } else if (count > 0) {
    uint8_t a = in[0], b = in[count / 2], c = in[count - 1];
    out[0] = a;
    out[count / 2] = b;
    out[count - 1] = c;
  }
}

/// Copies 16 bytes or more.
static inline __attribute__((always_inline)) void swiftsdp_shim_copy_long(
    uint8_t *_Nonnull out, const uint8_t *_Nonnull in, size_t count) {
  typedef uint8_t block __attribute__((vector_size(16)));
  size_t i = 0, last = count - 16;
  block a, b, c;
  do {
    // The same bytes twice at the end, rather than another branch.
    size_t j = i + 16 < last ? i + 16 : last, k = i + 32 < last ? i + 32 : last;
    memcpy(&a, in + i, 16);
    memcpy(&b, in + j, 16);
    memcpy(&c, in + k, 16);
    memcpy(out + i, &a, 16);
    memcpy(out + j, &b, 16);
    memcpy(out + k, &c, 16);
    i = k + 16;
  } while (i < last);
  memcpy(&a, in + last, 16);
  memcpy(out + last, &a, 16);
}

/// The numbers from 0 to 127 in decimal, each with how many digits that are behind it.
extern const uint8_t swiftsdp_shim_small_decimals[128 * 4 + 1];

/// How many digits a number has.
static inline uint32_t swiftsdp_shim_digit_count(uint32_t number) {
  static const uint32_t powers[] = {0,      10,      100,      1000,      10000,
                                    100000, 1000000, 10000000, 100000000, 1000000000};
  uint32_t count = (32 - (uint32_t)__builtin_clz(number | 1)) * 1233 >> 12;
  return count + (number >= powers[count]);
}

/// A number and its digits; all zero at the start.
typedef struct swiftsdp_decimal_text {
  uint8_t digits[16];
  uint32_t number;
  uint32_t count;
} swiftsdp_decimal_text;

void swiftsdp_shim_make_decimal(swiftsdp_decimal_text *_Nonnull text, uint32_t number);

/// Writes a number in decimal; returns how many digits. Writes up to 16 bytes. `last` is
/// the last large number written: clock rates and sources are often the same again.
static inline __attribute__((always_inline)) size_t swiftsdp_shim_decimal(
    uint8_t *_Nonnull out, uint32_t number, swiftsdp_decimal_text *_Nonnull last) {
  // Most are payload types.
  if (number < 128) {
    memcpy(out, swiftsdp_shim_small_decimals + number * 4, 4);
    return (size_t)swiftsdp_shim_small_decimals[number * 4 + 3];
  }
  if (last->number != number) swiftsdp_shim_make_decimal(last, number);
  memcpy(out, last->digits, 16);
  return last->count;
}

// ---- The content of a JSON string (RFC 8259 section 7) ----------------------

enum {
  SWIFTSDP_SHIM_JSON_DONE = 0,
  /// The memory is full.
  SWIFTSDP_SHIM_JSON_FULL = 1,
  /// At `read` there is no UTF-8.
  SWIFTSDP_SHIM_JSON_NOT_UTF8 = 2,
  /// At `read` there is no content of a JSON string.
  SWIFTSDP_SHIM_JSON_MALFORMED = 3
};

/// How far a conversion came.
typedef struct swiftsdp_shim_json {
  size_t read;
  size_t written;
  int status;
} swiftsdp_shim_json;

/// Writes `in[0..<count]` as the content of a JSON string to `out`, which does not
/// overlap it; without `out` only counts. `vector` is false for the portable form,
/// which gives the same result.
swiftsdp_shim_json swiftsdp_shim_json_escape(bool vector, const uint8_t *_Nonnull in, size_t count,
                                             uint8_t *_Nullable out, size_t capacity);

/// The reverse; `out` may be `in`, and is otherwise apart from it.
swiftsdp_shim_json swiftsdp_shim_json_unescape(bool vector, const uint8_t *_Nonnull in,
                                               size_t count, uint8_t *_Nullable out,
                                               size_t capacity);

/// Bytes of the content of a JSON string, and how many bytes they stand for.
typedef struct swiftsdp_shim_json_segment {
  const uint8_t *_Nonnull bytes;
  size_t count;
  size_t read;
  int status;
} swiftsdp_shim_json_segment;

/// What `in[0..<count]` begins with as the content of a JSON string: those of its bytes
/// that stay as they are, as many as come one after another, or else an escape, which
/// lies in memory that is never freed.
swiftsdp_shim_json_segment swiftsdp_shim_json_first_segment(bool vector,
                                                            const uint8_t *_Nonnull in,
                                                            size_t count);

/// Fills `bytes` from the kernel's random source, blocking until it is seeded.
/// Returns false, with the content unspecified, if the kernel refuses.
bool swiftsdp_random_bytes(void *_Nonnull bytes, size_t count);

// ---- The kernel's random source without a system call ----------------------

/// The function that the kernel maps into every process for this (Linux 6.11),
/// and the memory it works on, which one thread at a time may use. All zero:
/// system calls are made.
typedef struct swiftsdp_vdso_random {
  const void *_Nullable function;
  void *_Nullable state;
  size_t state_size;
  size_t mapped_size;
} swiftsdp_vdso_random;

/// Finds the function and maps memory for it; all zero where either fails.
swiftsdp_vdso_random swiftsdp_shim_vdso_open(void);
void swiftsdp_shim_vdso_close(swiftsdp_vdso_random vdso);

/// As `swiftsdp_random_bytes`, without a system call where `vdso` has what that
/// takes.
bool swiftsdp_shim_kernel_bytes(swiftsdp_vdso_random vdso, void *_Nonnull bytes, size_t count);

// ---- Memory for secrets -----------------------------------------------------

/// Zeroed memory that is all zero again in the child of a fork and is left out of
/// core dumps; null where the kernel does not promise both.
void *_Nullable swiftsdp_shim_map_secret(size_t size);
/// Erases it and gives it back.
void swiftsdp_shim_unmap_secret(void *_Nonnull secret, size_t size);

/// Zeroes memory that is not read again, which the compiler may not leave out.
static inline void swiftsdp_shim_erase(void *_Nonnull bytes, size_t count) {
  memset(bytes, 0, count);
  __asm__ volatile("" : : "r"(bytes) : "memory");
}

/// Moves bytes: `from` is zero afterwards. The two do not overlap.
static inline void swiftsdp_shim_move(void *_Nonnull to, void *_Nonnull from, size_t count) {
  uint8_t *_Nonnull target = (uint8_t *)to;
  uint8_t *_Nonnull source = (uint8_t *)from;
  if (count > 64) {
    memcpy(target, source, count);
    memset(source, 0, count);
  } else {
    // A call of memcpy takes longer than this does for the bytes of a pair.
    for (; count >= 8; count -= 8, target += 8, source += 8) {
      uint64_t word;
      memcpy(&word, source, 8);
      memcpy(target, &word, 8);
      memset(source, 0, 8);
    }
    for (; count > 0; count--) {
      *target++ = *source;
      *source++ = 0;
    }
  }
  __asm__ volatile("" : : "r"(to), "r"(from) : "memory");
}

/// Reads a word that a fork sets to zero behind the compiler's back. What was
/// written before in program order has been written.
static inline uint64_t swiftsdp_shim_load_generation(const uint64_t *_Nonnull generation) {
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  uint64_t value = __atomic_load_n(generation, __ATOMIC_RELAXED);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  return value;
}

/// Replaces that word if it is still what it was; false if a fork came between.
static inline bool swiftsdp_shim_replace_generation(uint64_t *_Nonnull generation, uint64_t was,
                                                    uint64_t is) {
  return __atomic_compare_exchange_n(generation, &was, is, false, __ATOMIC_SEQ_CST,
                                     __ATOMIC_SEQ_CST);
}

/// Milliseconds of a clock that only moves forward, a few of them late. The
/// largest number if there is no such clock.
uint64_t swiftsdp_shim_coarse_milliseconds(void);

// ---- Locks -------------------------------------------------------------------

/// A lock that many readers or one writer hold.
typedef struct swiftsdp_shim_lock swiftsdp_shim_lock;

/// NULL without memory.
swiftsdp_shim_lock *_Nullable swiftsdp_shim_lock_make(void);
void swiftsdp_shim_lock_free(swiftsdp_shim_lock *_Nonnull lock);
void swiftsdp_shim_lock_read(swiftsdp_shim_lock *_Nonnull lock);
void swiftsdp_shim_lock_write(swiftsdp_shim_lock *_Nonnull lock);
void swiftsdp_shim_lock_end(swiftsdp_shim_lock *_Nonnull lock);

// ---- ChaCha20 (RFC 8439 section 2.3) ----------------------------------------

/// How many blocks at once are fastest on this processor, 4 or 8. Takes time:
/// virtual machines intercept it.
unsigned swiftsdp_shim_chacha20_lanes(void);

/// Writes `count` blocks of 64 bytes from block number `counter` on, `lanes` at
/// once: 1, 4, or 8 if `swiftsdp_shim_chacha20_lanes` said so. Without a nonce it is
/// 12 zeros.
void swiftsdp_shim_chacha20(unsigned lanes, const uint8_t *_Nonnull key,
                            const uint8_t *_Nullable nonce, uint32_t counter,
                            uint8_t *_Nonnull blocks, size_t count);

#ifdef __cplusplus
}
#endif
#endif
