// The fields of a value, 8 or 16 bytes at a time where the processor's baseline
// can. `end` is where the value ends, and `readable`, not before it, where the
// memory does that may be read. Where these differ the byte at `end` is a blank or a
// control character, and so belongs to no number, token or ICE characters; otherwise
// what lies between changes no result.
#ifndef SWIFTSDP_FIELDS_H
#define SWIFTSDP_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "swiftsdp_shims.h"

#if defined(__SSE2__)
#include <emmintrin.h>

/// All ones in each byte that is one of `count` from `first` on.
static inline __m128i swiftsdp_in_range(__m128i c, uint8_t first, uint8_t count) {
  // There is no comparison of unsigned bytes: move them to the least of the signed ones.
  __m128i moved = _mm_add_epi8(c, _mm_set1_epi8((char)(0x80 - first)));
  return _mm_cmpgt_epi8(_mm_set1_epi8((char)(0x80 + count)), moved);
}

/// All ones in each byte that is an ASCII letter.
static inline __m128i swiftsdp_letters(__m128i c) {
  return swiftsdp_in_range(_mm_or_si128(c, _mm_set1_epi8(0x20)), 'a', 26);
}

/// A bit for each byte that is a letter, a digit, `-` or `.`: most bytes of tokens.
static inline uint32_t swiftsdp_plain_bytes(__m128i c) {
  // From `-` to `9`, and `/` among them.
  __m128i plain = _mm_or_si128(swiftsdp_letters(c), swiftsdp_in_range(c, '-', 13));
  return (uint32_t)_mm_movemask_epi8(_mm_andnot_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8('/')), plain));
}

/// A bit for each byte that is `byte`.
static inline uint32_t swiftsdp_is_byte(__m128i c, uint8_t byte) {
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, _mm_set1_epi8((char)byte)));
}
#endif

/// Whether a byte is `token-char` of RFC 8866 section 9.
static inline bool swiftsdp_is_token_byte(uint8_t c) {
  const uint64_t low = 0x03FF6CFA00000000, high = 0x7FFFFFFFC7FFFFFE;
  return c < 128 && ((c < 64 ? low : high) >> (c & 63) & 1);
}

#if defined(__SSE2__)
/// A bit for each byte that `swiftsdp_is_token_byte` is true of.
static inline uint32_t swiftsdp_token_bytes(__m128i c) {
  __m128i upper = _mm_or_si128(swiftsdp_in_range(c, 'A', 26), swiftsdp_in_range(c, '^', 33));
  // From `*` to `9`, without `,` and `/`.
  __m128i digits = _mm_andnot_si128(
      _mm_or_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8(',')), _mm_cmpeq_epi8(c, _mm_set1_epi8('/'))),
      swiftsdp_in_range(c, '*', 16));
  __m128i signs = _mm_or_si128(_mm_cmpeq_epi8(c, _mm_set1_epi8('!')), swiftsdp_in_range(c, '#', 5));
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(upper, digits), signs));
}
#endif

/// As `swiftsdp_token_length`, of tokens with bytes that are not plain and of those near
/// the end of what is readable.
__attribute__((noinline)) static size_t swiftsdp_odd_token_length(
    const uint8_t *_Nonnull position, const uint8_t *_Nonnull end,
    const uint8_t *_Nonnull readable) {
  const uint8_t *from = position;
#if defined(__SSE2__)
  for (; readable - from >= 16; from += 16) {
    uint32_t others = ~swiftsdp_token_bytes(_mm_loadu_si128((const __m128i *)(const void *)from));
    size_t length = (size_t)__builtin_ctz(others);
    if (length < 16) return (size_t)(from - position) + length;
  }
#else
  (void)readable;
#endif
  while (from < end && swiftsdp_is_token_byte(*from)) from++;
  return (size_t)(from - position);
}

/// How many bytes from `position` on are those of a token.
static inline size_t swiftsdp_token_length(const uint8_t *_Nonnull position,
                                           const uint8_t *_Nonnull end,
                                           const uint8_t *_Nonnull readable) {
  const uint8_t *from = position;
#if defined(__SSE2__)
  while (readable - from >= 16) {
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)from);
    size_t length = (size_t)__builtin_ctz(~swiftsdp_plain_bytes(c));
    if (length < 16) {
      from += length;
      if (*from <= ' ' || !swiftsdp_is_token_byte(*from)) return (size_t)(from - position);
      break;
    }
    from += 16;
  }
#endif
  return (size_t)(from - position) + swiftsdp_odd_token_length(from, end, readable);
}

/// Whether there are tokens with one blank between any two, at least one, the first
/// `parts` of which may be parts with `/` between any two. False, too, where it would
/// take longer to be sure.
static inline bool swiftsdp_are_plain_tokens(const uint8_t *_Nonnull position,
                                             const uint8_t *_Nonnull end,
                                             const uint8_t *_Nonnull readable, int parts) {
#if defined(__SSE2__)
  // Whether a separator comes before the next byte, and how many blanks have come.
  uint32_t isBehind = 1;
  int count = 0;
  for (; end - position > 0; position += 16) {
    if (readable - position < 16) return false;
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)position);
    uint32_t within = end - position < 16 ? (1u << (end - position)) - 1 : 0xFFFF;
    uint32_t blanks = swiftsdp_is_byte(c, ' ') & within;
    uint32_t slashes = swiftsdp_is_byte(c, '/') & within, separators = blanks | slashes;
    if ((~(swiftsdp_plain_bytes(c) | separators) | (separators & (separators << 1 | isBehind))) &
        within)
      return false;
    if (count < parts) {
      uint32_t before = slashes ? (1u << (31 - __builtin_clz(slashes))) - 1 : 0;
      if (count + __builtin_popcount(blanks & before) >= parts) return false;
      count += __builtin_popcount(blanks);
    } else if (slashes) {
      return false;
    }
    isBehind = (separators & (within ^ within >> 1)) != 0;
  }
  return !isBehind;
#else
  (void)position, (void)end, (void)readable, (void)parts;
  return false;
#endif
}

/// How many bytes from `position` on are `ice-char` of RFC 8839 section 5.1.
static inline size_t swiftsdp_ice_length(const uint8_t *_Nonnull position,
                                         const uint8_t *_Nonnull end,
                                         const uint8_t *_Nonnull readable) {
  const uint8_t *from = position;
#if defined(__SSE2__)
  for (; readable - from >= 16; from += 16) {
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)from);
    // From `/` to `9`.
    __m128i ice = _mm_or_si128(swiftsdp_letters(c), swiftsdp_in_range(c, '/', 11));
    ice = _mm_or_si128(ice, _mm_cmpeq_epi8(c, _mm_set1_epi8('+')));
    size_t length = (size_t)__builtin_ctz(~(uint32_t)_mm_movemask_epi8(ice));
    if (length < 16) return (size_t)(from - position) + length;
  }
#else
  (void)readable;
#endif
  while (from < end) {
    uint8_t letter = (uint8_t)((*from | 0x20) - 'a'), digit = (uint8_t)(*from - '/');
    if (letter > 25 && digit > 10 && *from != '+') break;
    from++;
  }
  return (size_t)(from - position);
}

/// How many bytes there are from `position` on before `byte`, or before `end`.
static inline size_t swiftsdp_length_before(const uint8_t *_Nonnull position,
                                            const uint8_t *_Nonnull end,
                                            const uint8_t *_Nonnull readable, uint8_t byte) {
  const uint8_t *from = position;
#if defined(__SSE2__)
  while (readable - from >= 16) {
    uint32_t found = swiftsdp_is_byte(_mm_loadu_si128((const __m128i *)(const void *)from), byte);
    const uint8_t *stop = from + (found ? __builtin_ctz(found) : 16);
    if (stop >= end) return (size_t)(end - position);
    if (found) return (size_t)(stop - position);
    from = stop;
  }
#else
  (void)readable;
#endif
  return (size_t)(from - position) + swiftsdp_find_byte(from, (size_t)(end - from), byte);
}

/// A parameter of a=fmtp: its bytes before `;` or the end, and those before the
/// first `=` among them, or all.
typedef struct swiftsdp_parameter {
  size_t length;
  size_t name_length;
} swiftsdp_parameter;

__attribute__((noinline)) static swiftsdp_parameter swiftsdp_long_parameter(
    const uint8_t *_Nonnull position, const uint8_t *_Nonnull end) {
  swiftsdp_parameter parameter;
  parameter.length = swiftsdp_find_byte(position, (size_t)(end - position), ';');
  parameter.name_length = swiftsdp_find_byte(position, parameter.length, '=');
  return parameter;
}

static inline swiftsdp_parameter swiftsdp_find_parameter(const uint8_t *_Nonnull position,
                                                         const uint8_t *_Nonnull end,
                                                         const uint8_t *_Nonnull readable) {
#if defined(__SSE2__)
  if (readable - position >= 32) {
    size_t left = (size_t)(end - position);
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)position);
    __m128i d = _mm_loadu_si128((const __m128i *)(const void *)(position + 16));
    uint64_t ends = swiftsdp_is_byte(c, ';') | (uint64_t)swiftsdp_is_byte(d, ';') << 16 |
                    (uint64_t)1 << (left < 32 ? left : 32);
    uint64_t equals = swiftsdp_is_byte(c, '=') | swiftsdp_is_byte(d, '=') << 16;
    swiftsdp_parameter parameter;
    parameter.length = (size_t)__builtin_ctzll(ends);
    size_t name_length = (size_t)__builtin_ctzll(equals | ends);
    parameter.name_length = name_length;
    if (parameter.length < 32 || left == 32) return parameter;
  }
#else
  (void)readable;
#endif
  return swiftsdp_long_parameter(position, end);
}

/// The decimal number at `position` and its digits; no digits if there are none
/// or so many that more than 16 bytes had to be looked at.
typedef struct swiftsdp_decimal {
  uint64_t value;
  size_t digits;
} swiftsdp_decimal;

/// The high bits of the bytes that are not 0 to 9, at least of the lowest of these.
static inline uint64_t swiftsdp_no_digits(uint64_t bytes) {
  // Any other sets its high bit; a carry reaches only bytes behind the first one.
  return ((bytes + 0x7676767676767676) | bytes) & 0x8080808080808080;
}

/// The number whose 8 digits from 0 to 9 are the bytes, the first the lowest:
/// twos, fours and all of them joined.
static inline uint64_t swiftsdp_join_digits(uint64_t bytes) {
  bytes = bytes * 10 + (bytes >> 8);
  bytes = (((bytes & 0x000000FF000000FF) * 0x000F424000000064) +
           ((bytes >> 16 & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
  return bytes & 0xFFFFFFFF;
}

static inline swiftsdp_decimal swiftsdp_read_decimal(const uint8_t *_Nonnull position,
                                                     const uint8_t *_Nonnull end,
                                                     const uint8_t *_Nonnull readable) {
  swiftsdp_decimal none = {0, 0};
  (void)end;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (readable - position < 8) return none;
  uint64_t bytes;
  memcpy(&bytes, position, 8);
  bytes ^= 0x3030303030303030;
  uint64_t others = swiftsdp_no_digits(bytes);
  if (others) {
    size_t digits = (size_t)__builtin_ctzll(others) / 8;
    if (digits == 0) return none;
    swiftsdp_decimal decimal = {swiftsdp_join_digits(bytes << (64 - 8 * digits)), digits};
    return decimal;
  }
  swiftsdp_decimal decimal = {swiftsdp_join_digits(bytes), 8};
  if (readable - position < 16) return none;
  memcpy(&bytes, position + 8, 8);
  bytes ^= 0x3030303030303030;
  others = swiftsdp_no_digits(bytes);
  if (!others) return none;
  size_t digits = (size_t)__builtin_ctzll(others) / 8;
  if (digits == 0) return decimal;
  static const uint32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
  decimal.value = decimal.value * powers[digits] + swiftsdp_join_digits(bytes << (64 - 8 * digits));
  decimal.digits += digits;
  return decimal;
#else
  (void)position, (void)readable;
  return none;
#endif
}

/// The same of a number of at most 7 digits, in fewer steps.
static inline swiftsdp_decimal swiftsdp_read_7_digits(const uint8_t *_Nonnull position,
                                                      const uint8_t *_Nonnull end,
                                                      const uint8_t *_Nonnull readable) {
  swiftsdp_decimal none = {0, 0};
  (void)end;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (readable - position < 8) return none;
  uint64_t bytes;
  memcpy(&bytes, position, 8);
  bytes ^= 0x3030303030303030;
  uint64_t others = swiftsdp_no_digits(bytes);
  size_t bits = others ? (size_t)__builtin_ctzll(others) & ~(size_t)7 : 0;
  if (bits == 0) return none;
  swiftsdp_decimal decimal = {swiftsdp_join_digits(bytes << (64 - bits)), bits / 8};
  return decimal;
#else
  (void)position, (void)readable;
  return none;
#endif
}

/// The same of a number of at most 3 digits, in fewer steps.
static inline swiftsdp_decimal swiftsdp_read_short_decimal(const uint8_t *_Nonnull position,
                                                           const uint8_t *_Nonnull end,
                                                           const uint8_t *_Nonnull readable) {
  swiftsdp_decimal none = {0, 0};
  (void)end;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (readable - position < 4) return none;
  uint32_t bytes;
  memcpy(&bytes, position, 4);
  bytes ^= 0x30303030;
  uint32_t others = ((bytes + 0x76767676) | bytes) & 0x80808080;
  if (!others) return none;
  size_t digits = (size_t)__builtin_ctz(others) / 8;
  if (digits == 0) return none;
  bytes <<= 32 - 8 * digits;
  bytes = bytes * 10 + (bytes >> 8);
  swiftsdp_decimal decimal = {(bytes & 0xFF) * 100 + (bytes >> 16 & 0xFF), digits};
  return decimal;
#else
  (void)position, (void)readable;
  return none;
#endif
}

/// A payload type, a blank and a token: how many bytes the first and the last have. No
/// token if that is not what there is, or more than 16 bytes had to be looked at.
typedef struct swiftsdp_payload_token {
  uint32_t payload_type;
  size_t digits;
  size_t token_length;
} swiftsdp_payload_token;

/// Reads `96 nack`, where the token ends at `end` or before `delimiter`.
static inline swiftsdp_payload_token swiftsdp_read_payload_token(const uint8_t *_Nonnull position,
                                                                 const uint8_t *_Nonnull end,
                                                                 const uint8_t *_Nonnull readable,
                                                                 uint8_t delimiter) {
  swiftsdp_payload_token none = {0, 0, 0};
#if defined(__SSE2__)
  if (readable - position < 16) return none;
  __m128i c = _mm_loadu_si128((const __m128i *)(const void *)position);
  uint32_t digits = (uint32_t)__builtin_ctz(swiftsdp_is_byte(c, ' ') | 1u << 16);
  if (digits - 1 > 2) return none;
  uint32_t number = ((uint32_t)_mm_cvtsi128_si32(c) ^ 0x30303030) << (32 - 8 * digits);
  uint32_t others = (number + 0x76767676) | number;
  number = number * 10 + (number >> 8);
  number = (number & 0xFF) * 100 + (number >> 16 & 0xFF);
  if (others & 0x80808080 || number > 127) return none;
  // Behind a blank that is not in the value there is no token. A token may go on behind
  // 16 bytes.
  uint32_t stop = (uint32_t)__builtin_ctz(~swiftsdp_plain_bytes(c) & ~1u << digits);
  const uint8_t *token_end = position + stop;
  if (token_end != end && (stop == 16 || *token_end != delimiter)) return none;
  swiftsdp_payload_token read = {number, digits, stop - digits - 1};
  return read;
#else
  (void)position, (void)end, (void)readable, (void)delimiter;
  return none;
#endif
}

/// How many bytes there are before the blank at which a number of at most 3
/// digits ends; 0 if there is no such one.
static inline size_t swiftsdp_short_number_length(const uint8_t *_Nonnull position,
                                                  const uint8_t *_Nonnull end) {
  if (end - position < 4) return 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint32_t bytes;
  memcpy(&bytes, position, 4);
  bytes ^= 0x30303030;
  uint32_t others = ((bytes + 0x76767676) | bytes) & 0x80808080;
  size_t length = others ? (size_t)__builtin_ctz(others) / 8 : 0;
#else
  size_t length = 0;
  while (length < 3 && (uint8_t)(position[length] - '0') < 10) length++;
#endif
  return position[length] == ' ' ? length : 0;
}

/// Whether the bytes are pairs of hexadecimal digits with a colon between any
/// two pairs.
static inline bool swiftsdp_is_fingerprint(const uint8_t *_Nonnull bytes, size_t count) {
  if (count % 3 != 2) return false;
  size_t i = 0;
#if defined(__SSE2__)
  // Where the colons of 16 bytes are that begin with the first, the second or the
  // third byte of a pair and its colon.
  static const uint32_t colons[] = {0x4924, 0x2492, 0x9249};
  uint32_t wrong = 0;
  size_t phase = 0;
  while (i < count && count >= 16) {
    if (count - i < 16) {
      // The last bytes together with some that were looked at before.
      i = count - 16;
      phase = 1;
    }
    uint32_t expected = colons[phase];
    __m128i c = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
    __m128i letter = swiftsdp_in_range(_mm_or_si128(c, _mm_set1_epi8(0x20)), 'a', 6);
    __m128i hex = _mm_or_si128(swiftsdp_in_range(c, '0', 10), letter);
    wrong |= swiftsdp_is_byte(c, ':') ^ expected;
    wrong |= (uint32_t)_mm_movemask_epi8(hex) ^ (expected ^ 0xFFFF);
    i += 16;
    phase = phase == 2 ? 0 : phase + 1;
  }
  if (wrong) return false;
#endif
  for (; i < count; i++) {
    uint8_t letter = bytes[i] | 0x20;
    bool hex = (bytes[i] >= '0' && bytes[i] <= '9') || (letter >= 'a' && letter <= 'f');
    if (i % 3 == 2 ? bytes[i] != ':' : !hex) return false;
  }
  return true;
}

#endif
