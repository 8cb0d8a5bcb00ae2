// Line feeds of many blocks at once: with AVX2 where this processor has it, with
// SSE2 or NEON where every processor of the kind does, and byte by byte.
#include "swiftsdp_shims.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>
#endif

static swiftsdp_line_ends portable(const uint8_t *bytes, size_t count, uint64_t *masks) {
  swiftsdp_line_ends ends = swiftsdp_only_pairs;
  for (size_t i = 0; i < count; i++, bytes += 64) {
    uint64_t mask = 0;
    for (int bit = 0; bit < 64; bit++) {
      bool isReturn = bytes[bit] == '\r', feedFollows = bytes[bit + 1] == '\n';
      if (bytes[bit] == 0 || (isReturn && !feedFollows)) return swiftsdp_odd_line_ends;
      if (feedFollows && !isReturn) ends = swiftsdp_some_line_feeds;
      mask |= (uint64_t)(bytes[bit] == '\n') << bit;
    }
    masks[i] = mask;
  }
  return ends;
}

// What there is in blocks without NUL that hold a CR or a line feed alone.
__attribute__((unused)) static swiftsdp_line_ends unpaired_ends(const uint8_t *bytes, size_t count) {
  const uint8_t *end = bytes + 64 * count;
  while ((bytes = memchr(bytes, '\r', (size_t)(end - bytes)))) {
    if (*++bytes != '\n') return swiftsdp_odd_line_ends;
  }
  return swiftsdp_some_line_feeds;
}

#if defined(__SSE2__)

static swiftsdp_line_ends baseline(const uint8_t *bytes, size_t count, uint64_t *masks) {
  const uint8_t *start = bytes;
  const __m128i lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
  __m128i unpaired = _mm_setzero_si128(), least = _mm_set1_epi8(1);
  for (size_t i = 0; i < count; i++, bytes += 64) {
    __m128i feeds[4];
    for (int j = 0; j < 4; j++) {
      __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * j));
      __m128i after = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * j + 1));
      feeds[j] = _mm_cmpeq_epi8(block, lf);
      __m128i returns = _mm_cmpeq_epi8(block, cr), followed = _mm_cmpeq_epi8(after, lf);
      unpaired = _mm_or_si128(unpaired, _mm_xor_si128(returns, followed));
      least = _mm_min_epu8(least, block);
    }
    masks[i] = (uint64_t)(uint16_t)_mm_movemask_epi8(feeds[0]) |
               (uint64_t)(uint16_t)_mm_movemask_epi8(feeds[1]) << 16 |
               (uint64_t)(uint16_t)_mm_movemask_epi8(feeds[2]) << 32 |
               (uint64_t)(uint16_t)_mm_movemask_epi8(feeds[3]) << 48;
  }
  if (_mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128()))) return swiftsdp_odd_line_ends;
  return _mm_movemask_epi8(unpaired) ? unpaired_ends(start, count) : swiftsdp_only_pairs;
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

static swiftsdp_line_ends baseline(const uint8_t *bytes, size_t count, uint64_t *masks) {
  const uint8_t *start = bytes;
  const uint8x16_t lf = vdupq_n_u8('\n'), cr = vdupq_n_u8('\r');
  uint8x16_t unpaired = vdupq_n_u8(0), least = vdupq_n_u8(1);
  for (size_t i = 0; i < count; i++, bytes += 64) {
    for (int j = 0; j < 4; j++) {
      uint8x16_t block = vld1q_u8(bytes + 16 * j), after = vld1q_u8(bytes + 16 * j + 1);
      unpaired = vorrq_u8(unpaired, veorq_u8(vceqq_u8(block, cr), vceqq_u8(after, lf)));
      least = vminq_u8(least, block);
    }
    masks[i] = swiftsdp_neon_equal(vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32),
                                   vld1q_u8(bytes + 48), lf);
  }
  if (vminvq_u8(least) == 0) return swiftsdp_odd_line_ends;
  return vmaxvq_u8(unpaired) ? unpaired_ends(start, count) : swiftsdp_only_pairs;
}

#else

static swiftsdp_line_ends baseline(const uint8_t *bytes, size_t count, uint64_t *masks) {
  return portable(bytes, count, masks);
}

#endif

#if defined(__x86_64__)

__attribute__((target("avx2"))) static swiftsdp_line_ends widest(const uint8_t *bytes, size_t count,
                                                   uint64_t *masks) {
  const uint8_t *start = bytes;
  const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
  __m256i unpaired = _mm256_setzero_si256(), least = _mm256_set1_epi8(1);
  for (size_t i = 0; i < count; i++, bytes += 64) {
    __m256i feeds[2];
    for (int j = 0; j < 2; j++) {
      __m256i block = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32 * j));
      __m256i after = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32 * j + 1));
      feeds[j] = _mm256_cmpeq_epi8(block, lf);
      __m256i returns = _mm256_cmpeq_epi8(block, cr), followed = _mm256_cmpeq_epi8(after, lf);
      unpaired = _mm256_or_si256(unpaired, _mm256_xor_si256(returns, followed));
      least = _mm256_min_epu8(least, block);
    }
    masks[i] = (uint64_t)(uint32_t)_mm256_movemask_epi8(feeds[0]) |
               (uint64_t)(uint32_t)_mm256_movemask_epi8(feeds[1]) << 32;
  }
  __m256i nuls = _mm256_cmpeq_epi8(least, _mm256_setzero_si256());
  if (_mm256_movemask_epi8(nuls)) return swiftsdp_odd_line_ends;
  return _mm256_movemask_epi8(unpaired) ? unpaired_ends(start, count) : swiftsdp_only_pairs;
}

// The compiler's own test of the processor needs a symbol of its runtime library.
static bool find_avx2(void) {
  unsigned a, b, c, d;
  const unsigned xsave_and_avx = 1u << 27 | 1u << 28, saved = 6;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & xsave_and_avx) != xsave_and_avx) return false;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & saved) == saved && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 5);
}

static bool has_avx2(void) {
  static _Atomic int known;
  int answer = atomic_load_explicit(&known, memory_order_relaxed);
  if (!answer) {
    answer = find_avx2() ? 1 : -1;
    atomic_store_explicit(&known, answer, memory_order_relaxed);
  }
  return answer > 0;
}

swiftsdp_line_ends swiftsdp_shim_line_feeds(const uint8_t *bytes, size_t count, uint64_t *masks) {
  return has_avx2() ? widest(bytes, count, masks) : baseline(bytes, count, masks);
}

#else

swiftsdp_line_ends swiftsdp_shim_line_feeds(const uint8_t *bytes, size_t count, uint64_t *masks) {
  return baseline(bytes, count, masks);
}

#endif

swiftsdp_line_ends swiftsdp_shim_line_feeds_in_form(swiftsdp_form form, const uint8_t *bytes, size_t count,
                                      uint64_t *masks) {
  switch (form) {
    case swiftsdp_portable: return portable(bytes, count, masks);
    case swiftsdp_baseline: return baseline(bytes, count, masks);
    default: return swiftsdp_shim_line_feeds(bytes, count, masks);
  }
}
