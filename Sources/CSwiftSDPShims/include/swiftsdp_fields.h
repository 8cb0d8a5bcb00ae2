// The fields of a value, 16 bytes at a time where the processor's baseline can.
// Nothing outside `start..<end` is read: the last bytes are read with those
// before them, or in two or three overlapping parts.
#ifndef SWIFTSDP_FIELDS_H
#define SWIFTSDP_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

/// The `count` bytes, fewer than 16, and zeros behind them.
static inline __m128i swiftsdp_load_few(const uint8_t *_Nonnull bytes, size_t count) {
  uint64_t low = 0, high = 0;
  if (count >= 8) {
    memcpy(&low, bytes, 8);
    memcpy(&high, bytes + count - 8, 8);
    high = count > 8 ? high >> (128 - 8 * count) : 0;
  } else if (count >= 4) {
    uint32_t first, last;
    memcpy(&first, bytes, 4);
    memcpy(&last, bytes + count - 4, 4);
    low = first | (uint64_t)last << (8 * count - 32);
  } else if (count > 0) {
    low = bytes[0] | (uint64_t)bytes[count / 2] << 8 * (count / 2) |
          (uint64_t)bytes[count - 1] << 8 * (count - 1);
  }
  return _mm_set_epi64x((long long)high, (long long)low);
}

/// A bit for each byte that is no `token-char` of RFC 8866 section 9.
static inline uint32_t swiftsdp_not_token(__m128i c) {
  __m128i visible = _mm_cmpgt_epi8(c, _mm_set1_epi8(0x20));
  __m128i quote = _mm_cmpeq_epi8(c, _mm_set1_epi8('"'));
  __m128i parentheses = _mm_cmpeq_epi8(_mm_and_si128(c, _mm_set1_epi8((char)0xFE)), _mm_set1_epi8('('));
  __m128i comma = _mm_cmpeq_epi8(c, _mm_set1_epi8(','));
  __m128i slash = _mm_cmpeq_epi8(c, _mm_set1_epi8('/'));
  __m128i delete = _mm_cmpeq_epi8(c, _mm_set1_epi8(0x7F));
  // `:` to `@`, and `[` to `]`.
  __m128i a = _mm_sub_epi8(c, _mm_set1_epi8(0x3A)), b = _mm_sub_epi8(c, _mm_set1_epi8(0x5B));
  a = _mm_cmpeq_epi8(_mm_min_epu8(a, _mm_set1_epi8(6)), a);
  b = _mm_cmpeq_epi8(_mm_min_epu8(b, _mm_set1_epi8(2)), b);
  __m128i bad = _mm_or_si128(_mm_or_si128(_mm_or_si128(quote, parentheses), _mm_or_si128(comma, slash)),
                             _mm_or_si128(_mm_or_si128(a, b), delete));
  return (uint32_t)_mm_movemask_epi8(_mm_andnot_si128(bad, visible)) ^ 0xFFFF;
}

/// A bit for each byte that is `byte`.
static inline uint32_t swiftsdp_is_byte(__m128i c, uint8_t byte) {
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, _mm_set1_epi8((char)byte)));
}

// How far `mask` stays 0 from `position` on, or up to `end`.
#define SWIFTSDP_LENGTH(mask)                                                     \
  const uint8_t *from = position;                                                 \
  while ((size_t)(end - from) >= 16) {                                            \
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)from);             \
    uint32_t found = (mask);                                                      \
    if (found) return (size_t)(from - position) + (size_t)__builtin_ctz(found);   \
    from += 16;                                                                   \
  }                                                                               \
  size_t left = (size_t)(end - from);                                             \
  uint32_t found;                                                                 \
  if (end - start >= 16) {                                                        \
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)(end - 16));       \
    found = (mask) >> (16 - left);                                                \
  } else {                                                                        \
    __m128i c = swiftsdp_load_few(from, left);                                    \
    found = (mask);                                                               \
  }                                                                               \
  return (size_t)(from - position) + (size_t)__builtin_ctz(found | 1u << left);
#endif

/// How many bytes from `position` on are those of a token.
static inline size_t swiftsdp_token_length(const uint8_t *_Nonnull start,
                                           const uint8_t *_Nonnull position,
                                           const uint8_t *_Nonnull end) {
#if defined(__SSE2__)
  SWIFTSDP_LENGTH(swiftsdp_not_token(c))
#else
  (void)start;
  const uint64_t low = 0x03FF6CFA00000000, high = 0x7FFFFFFFC7FFFFFE;
  const uint8_t *from = position;
  while (from < end && *from < 128 && (*from < 64 ? low : high) >> (*from & 63) & 1) from++;
  return (size_t)(from - position);
#endif
}

/// How many bytes there are from `position` on before `byte`, or before `end`.
static inline size_t swiftsdp_length_before(const uint8_t *_Nonnull start,
                                            const uint8_t *_Nonnull position,
                                            const uint8_t *_Nonnull end, uint8_t byte) {
#if defined(__SSE2__)
  SWIFTSDP_LENGTH(swiftsdp_is_byte(c, byte))
#else
  (void)start;
  const uint8_t *from = position;
  while (from < end && *from != byte) from++;
  return (size_t)(from - position);
#endif
}

/// Whether the bytes are pairs of hexadecimal digits with a colon between any
/// two pairs.
static inline bool swiftsdp_is_fingerprint(const uint8_t *_Nonnull bytes, size_t count) {
  if (count % 3 != 2) return false;
  size_t i = 0;
#if defined(__SSE2__)
  // Every third byte of 16, beginning with the third, the second and the first.
  uint32_t colons = 0x4924;
  for (; i + 16 <= count; i += 16) {
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
    __m128i digit = _mm_sub_epi8(c, _mm_set1_epi8('0'));
    __m128i letter = _mm_sub_epi8(_mm_or_si128(c, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
    __m128i hex = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit),
                               _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(5)), letter));
    if (swiftsdp_is_byte(c, ':') != colons) return false;
    if ((uint32_t)_mm_movemask_epi8(hex) != (colons ^ 0xFFFF)) return false;
    colons = colons == 0x4924 ? 0x2492 : colons == 0x2492 ? 0x9249 : 0x4924;
  }
#endif
  for (; i < count; i++) {
    uint8_t letter = bytes[i] | 0x20;
    bool hex = (bytes[i] >= '0' && bytes[i] <= '9') || (letter >= 'a' && letter <= 'f');
    if (i % 3 == 2 ? bytes[i] != ':' : !hex) return false;
  }
  return true;
}

#endif
