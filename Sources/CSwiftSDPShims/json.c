#include "swiftsdp_shims.h"

// The content of a JSON string (RFC 8259 section 7), 16 bytes at a time where
// nothing has to be escaped.

// Bytes at `in` before the first that is not copied as it is: a control byte, a
// quote, a backslash or a byte above 127; 16 if there is none among 16.
static inline __attribute__((always_inline)) size_t plain16(bool vector, const uint8_t *in) {
#if defined(__SSE2__)
  if (vector) {
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)in);
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
    __m128i special = _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')),
                                   _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
    // The highest bit of a byte above 127 is its own.
    int mask = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(control, special), block));
    return (size_t)__builtin_ctz((unsigned)mask | 0x10000u);
  }
#elif defined(__ARM_NEON) && defined(__aarch64__)
  if (vector) {
    uint8x16_t block = vld1q_u8(in);
    uint8x16_t special = vorrq_u8(vceqq_u8(block, vdupq_n_u8('"')), vceqq_u8(block, vdupq_n_u8('\\')));
    special = vorrq_u8(special, vorrq_u8(vcltq_u8(block, vdupq_n_u8(0x20)), vcgeq_u8(block, vdupq_n_u8(0x80))));
    uint64_t nibbles =
        vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(special), 4)), 0);
    return nibbles ? (size_t)__builtin_ctzll(nibbles) / 4 : 16;
  }
#endif
  (void)vector;
  size_t i = 0;
  while (i < 16 && in[i] >= 0x20 && in[i] < 0x80 && in[i] != '"' && in[i] != '\\') i++;
  return i;
}

// How many of 16 bytes get a backslash and nothing else, or 17 if there is any other
// that is not copied as it is.
static inline __attribute__((always_inline)) size_t short_escapes16(bool vector, const uint8_t *in) {
#if defined(__SSE2__)
  if (vector) {
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)in);
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
    __m128i line_ends = _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('\r')),
                                     _mm_cmpeq_epi8(block, _mm_set1_epi8('\n')));
    __m128i special = _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')),
                                   _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
    __m128i other = _mm_or_si128(_mm_xor_si128(control, line_ends), block);
    if (_mm_movemask_epi8(other)) return 17;
    return (size_t)__builtin_popcount(
        (unsigned)_mm_movemask_epi8(_mm_or_si128(line_ends, special)));
  }
#elif defined(__ARM_NEON) && defined(__aarch64__)
  if (vector) {
    uint8x16_t block = vld1q_u8(in);
    uint8x16_t line_ends =
        vorrq_u8(vceqq_u8(block, vdupq_n_u8('\r')), vceqq_u8(block, vdupq_n_u8('\n')));
    uint8x16_t special = vorrq_u8(vceqq_u8(block, vdupq_n_u8('"')), vceqq_u8(block, vdupq_n_u8('\\')));
    uint8x16_t other = vorrq_u8(veorq_u8(vcltq_u8(block, vdupq_n_u8(0x20)), line_ends),
                                vcgeq_u8(block, vdupq_n_u8(0x80)));
    if (vmaxvq_u8(other)) return 17;
    return vaddvq_u8(vandq_u8(vorrq_u8(line_ends, special), vdupq_n_u8(1)));
  }
#endif
  (void)vector;
  size_t found = 0;
  for (size_t i = 0; i < 16; i++) {
    uint8_t byte = in[i];
    if (byte == '\r' || byte == '\n' || byte == '"' || byte == '\\')
      found++;
    else if (byte < 0x20 || byte >= 0x80)
      return 17;
  }
  return found;
}

// The bytes of the UTF-8 sequence that begins at `in`, 0 if there is none (RFC 3629:
// no longer form than needed, no surrogates, nothing above U+10FFFF).
static size_t utf8_length(const uint8_t *in, size_t count) {
  uint8_t first = in[0];
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (count < length) return 0;
  uint8_t lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  uint8_t highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (in[1] < lowest || in[1] > highest) return 0;
  for (size_t i = 2; i < length; i++)
    if (in[i] < 0x80 || in[i] > 0xBF) return 0;
  return length;
}

// What the control bytes, quote and backslash become, and a line end.
static const char escapes[32][8] = {
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
    "\\b",     "\\t",     "\\n",     "\\u000b", "\\f",     "\\r",     "\\u000e", "\\u000f",
    "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
    "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f"};

// Whether a byte is escaped; its escape is then at `*text`.
static inline bool is_escaped(uint8_t byte, const char **text) {
  *text = byte < 0x20 ? escapes[byte] : byte == '"' ? "\\\"" : "\\\\";
  return byte < 0x20 || byte == '"' || byte == '\\';
}

static inline __attribute__((always_inline)) swiftsdp_shim_json_segment first_segment(
    bool vector, const uint8_t *in, size_t count) {
  size_t i = 0;
  const char *text;
  while (i < count) {
    size_t plain = 0;
    if (count - i >= 16) plain = plain16(vector, in + i);
    i += plain;
    if (plain == 16) continue;
    if (is_escaped(in[i], &text)) break;
    size_t length = utf8_length(in + i, count - i);
    if (length == 0) break;
    i += length;
  }
  if (i > 0 || count == 0)
    return (swiftsdp_shim_json_segment){in, i, i, SWIFTSDP_SHIM_JSON_DONE};
  if (!is_escaped(in[0], &text))
    return (swiftsdp_shim_json_segment){in, 0, 0, SWIFTSDP_SHIM_JSON_NOT_UTF8};
  // Most of what is escaped ends a line.
  if (count > 1 && in[0] == '\r' && in[1] == '\n')
    return (swiftsdp_shim_json_segment){(const uint8_t *)"\\r\\n", 4, 2,
                                        SWIFTSDP_SHIM_JSON_DONE};
  return (swiftsdp_shim_json_segment){(const uint8_t *)text, text[1] == 'u' ? 6 : 2, 1,
                                      SWIFTSDP_SHIM_JSON_DONE};
}

static inline __attribute__((always_inline)) swiftsdp_shim_json escape_all(
    bool vector, const uint8_t *in, size_t count, uint8_t *out, size_t capacity) {
  size_t i = 0, o = 0;
  while (i < count) {
    if (!out) {
      while (count - i >= 16) {
        size_t found = short_escapes16(vector, in + i);
        if (found > 16) break;
        o += 16 + found;
        i += 16;
      }
    } else {
      while (count - i >= 16 && capacity - o >= 20) {
        size_t plain = plain16(vector, in + i);
        memcpy(out + o, in + i, 16);
        i += plain;
        o += plain;
        if (plain == 16) continue;
        // Most of what is escaped ends a line.
        if (in[i] != '\r' || i + 1 >= count || in[i + 1] != '\n') break;
        memcpy(out + o, "\\r\\n", 4);
        i += 2;
        o += 4;
      }
    }
    if (i >= count) break;
    uint8_t byte = in[i];
    const uint8_t *from = in + i;
    const char *text;
    size_t taken = 1, given = 1;
    if (is_escaped(byte, &text)) {
      from = (const uint8_t *)text;
      given = text[1] == 'u' ? 6 : 2;
    } else if (byte >= 0x80) {
      taken = given = utf8_length(in + i, count - i);
      if (taken == 0) return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_NOT_UTF8};
    }
    if (out) {
      if (capacity - o < given) return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_FULL};
      memcpy(out + o, from, given);
    }
    i += taken;
    o += given;
  }
  return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_DONE};
}

// Copies at most 16 bytes to the same place or before it, and touches no byte
// behind them: what comes next in `in` is still to be read.
static inline void copy_down(uint8_t *out, const uint8_t *in, size_t count) {
  uint64_t low, high;
  if (count >= 8) {
    memcpy(&low, in, 8);
    memcpy(&high, in + count - 8, 8);
    memcpy(out, &low, 8);
    memcpy(out + count - 8, &high, 8);
  } else if (count >= 4) {
    uint32_t first, last;
    memcpy(&first, in, 4);
    memcpy(&last, in + count - 4, 4);
    memcpy(out, &first, 4);
    memcpy(out + count - 4, &last, 4);
  } else {
    for (size_t i = 0; i < count; i++) out[i] = in[i];
  }
}

// The four hexadecimal digits at `in` as a number, or more than 0xFFFF.
static uint32_t hex4(const uint8_t *in) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; i++) {
    uint8_t digit = in[i], letter = (uint8_t)(digit | 0x20);
    if (digit >= '0' && digit <= '9')
      value = value << 4 | (uint32_t)(digit - '0');
    else if (letter >= 'a' && letter <= 'f')
      value = value << 4 | (uint32_t)(letter - 'a' + 10);
    else
      return UINT32_MAX;
  }
  return value;
}

// Reads what an escape stands for as UTF-8: its bytes, and in `*taken` those of the
// escape; 0 if it is none.
static size_t unescape(const uint8_t *in, size_t count, uint8_t *bytes, size_t *taken) {
  if (count < 2) return 0;
  *taken = 2;
  switch (in[1]) {
    case '"': case '\\': case '/': bytes[0] = in[1]; return 1;
    case 'b': bytes[0] = '\b'; return 1;
    case 't': bytes[0] = '\t'; return 1;
    case 'n': bytes[0] = '\n'; return 1;
    case 'f': bytes[0] = '\f'; return 1;
    case 'r': bytes[0] = '\r'; return 1;
    case 'u': break;
    default: return 0;
  }
  if (count < 6) return 0;
  uint32_t value = hex4(in + 2);
  *taken = 6;
  if (value > 0xFFFF || (value >= 0xDC00 && value <= 0xDFFF)) return 0;
  if (value >= 0xD800 && value <= 0xDBFF) {
    if (count < 12 || in[6] != '\\' || in[7] != 'u') return 0;
    uint32_t low = hex4(in + 8);
    if (low < 0xDC00 || low > 0xDFFF) return 0;
    value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
    *taken = 12;
    bytes[0] = (uint8_t)(0xF0 | value >> 18);
    bytes[1] = (uint8_t)(0x80 | (value >> 12 & 0x3F));
    bytes[2] = (uint8_t)(0x80 | (value >> 6 & 0x3F));
    bytes[3] = (uint8_t)(0x80 | (value & 0x3F));
    return 4;
  }
  if (value < 0x80) {
    bytes[0] = (uint8_t)value;
    return 1;
  }
  if (value < 0x800) {
    bytes[0] = (uint8_t)(0xC0 | value >> 6);
    bytes[1] = (uint8_t)(0x80 | (value & 0x3F));
    return 2;
  }
  bytes[0] = (uint8_t)(0xE0 | value >> 12);
  bytes[1] = (uint8_t)(0x80 | (value >> 6 & 0x3F));
  bytes[2] = (uint8_t)(0x80 | (value & 0x3F));
  return 3;
}

static inline __attribute__((always_inline)) swiftsdp_shim_json unescape_all(
    bool vector, const uint8_t *in, size_t count, uint8_t *out, size_t capacity) {
  size_t i = 0, o = 0;
  while (i < count) {
    while (count - i >= 16 && (!out || capacity - o >= 18)) {
      size_t plain = plain16(vector, in + i);
      if (out) copy_down(out + o, in + i, plain);
      i += plain;
      o += plain;
      if (plain == 16) continue;
      if (count - i < 4 || memcmp(in + i, "\\r\\n", 4) != 0) break;
      if (out) memcpy(out + o, "\r\n", 2);
      i += 4;
      o += 2;
    }
    if (i >= count) break;
    uint8_t bytes[4];
    size_t taken = 1, given = 1;
    bytes[0] = in[i];
    if (bytes[0] == '\\') {
      given = unescape(in + i, count - i, bytes, &taken);
      if (given == 0) return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_MALFORMED};
    } else if (bytes[0] < 0x20 || bytes[0] == '"') {
      return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_MALFORMED};
    } else if (bytes[0] >= 0x80) {
      taken = given = utf8_length(in + i, count - i);
      if (taken == 0) return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_NOT_UTF8};
      memcpy(bytes, in + i, taken);
    }
    if (out) {
      if (capacity - o < given) return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_FULL};
      memcpy(out + o, bytes, given);
    }
    i += taken;
    o += given;
  }
  return (swiftsdp_shim_json){i, o, SWIFTSDP_SHIM_JSON_DONE};
}

swiftsdp_shim_json swiftsdp_shim_json_escape(bool vector, const uint8_t *in, size_t count,
                                             uint8_t *out, size_t capacity) {
  return vector ? escape_all(true, in, count, out, capacity)
                : escape_all(false, in, count, out, capacity);
}

swiftsdp_shim_json swiftsdp_shim_json_unescape(bool vector, const uint8_t *in, size_t count,
                                               uint8_t *out, size_t capacity) {
  return vector ? unescape_all(true, in, count, out, capacity)
                : unescape_all(false, in, count, out, capacity);
}

swiftsdp_shim_json_segment swiftsdp_shim_json_first_segment(bool vector, const uint8_t *in,
                                                            size_t count) {
  return vector ? first_segment(true, in, count) : first_segment(false, in, count);
}
