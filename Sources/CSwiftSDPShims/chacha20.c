// ChaCha20 (RFC 8439 section 2.3). One text for all forms: a word is a number, or a
// vector of the same word of several blocks.
#include "swiftsdp_shims.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

typedef uint32_t vector4 __attribute__((vector_size(16)));
typedef uint32_t vector8 __attribute__((vector_size(32)));

#define ROTATED(word, by) (((word) << (by)) | ((word) >> (32 - (by))))
#define QUARTER_ROUND(a, b, c, d)            \
  do {                                       \
    a += b, d ^= a, d = ROTATED(d, 16);      \
    c += d, b ^= c, b = ROTATED(b, 12);      \
    a += b, d ^= a, d = ROTATED(d, 8);       \
    c += d, b ^= c, b = ROTATED(b, 7);       \
  } while (0)
#define TWENTY_ROUNDS(x)                          \
  for (int round = 0; round < 20; round += 2) {   \
    QUARTER_ROUND(x[0], x[4], x[8], x[12]);       \
    QUARTER_ROUND(x[1], x[5], x[9], x[13]);       \
    QUARTER_ROUND(x[2], x[6], x[10], x[14]);      \
    QUARTER_ROUND(x[3], x[7], x[11], x[15]);      \
    QUARTER_ROUND(x[0], x[5], x[10], x[15]);      \
    QUARTER_ROUND(x[1], x[6], x[11], x[12]);      \
    QUARTER_ROUND(x[2], x[7], x[8], x[13]);       \
    QUARTER_ROUND(x[3], x[4], x[9], x[14]);       \
  }

static inline uint32_t load32(const uint8_t *bytes) {
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
         (uint32_t)bytes[3] << 24;
}

static inline void store32(uint8_t *bytes, uint32_t word) {
  bytes[0] = (uint8_t)word;
  bytes[1] = (uint8_t)(word >> 8);
  bytes[2] = (uint8_t)(word >> 16);
  bytes[3] = (uint8_t)(word >> 24);
}

static void load_state(uint32_t state[16], const uint8_t *key, const uint8_t *nonce,
                       uint32_t counter) {
  state[0] = 0x61707865, state[1] = 0x3320646e, state[2] = 0x79622d32, state[3] = 0x6b206574;
  for (int i = 0; i < 8; i++) state[4 + i] = load32(key + 4 * i);
  state[12] = counter;
  for (int i = 0; i < 3; i++) state[13 + i] = nonce ? load32(nonce + 4 * i) : 0;
}

static void write_block(const uint32_t state[16], uint8_t *block) {
  uint32_t x[16];
  memcpy(x, state, sizeof x);
  TWENTY_ROUNDS(x)
  for (int i = 0; i < 16; i++) store32(block + 4 * i, x[i] + state[i]);
  swiftsdp_shim_erase(x, sizeof x);
}

// Writes words `4 * group` to `4 * group + 3` of four blocks.
static inline void write_words(vector4 a, vector4 b, vector4 c, vector4 d, int group,
                               uint8_t *blocks) {
  vector4 ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  vector4 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  vector4 cd_low = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  vector4 cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  vector4 words[4] = {__builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5),
                      __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7),
                      __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5),
                      __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7)};
  for (int lane = 0; lane < 4; lane++) {
    uint8_t *target = blocks + 64 * lane + 16 * group;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(target, &words[lane], 16);
#else
    for (int i = 0; i < 4; i++) store32(target + 4 * i, words[lane][i]);
#endif
  }
}

static void write_4_blocks(const uint32_t state[16], uint8_t *blocks) {
  vector4 initial[16], x[16];
  for (int i = 0; i < 16; i++) initial[i] = (vector4){0} + state[i];
  initial[12] += (vector4){0, 1, 2, 3};
  for (int i = 0; i < 16; i++) x[i] = initial[i];
  TWENTY_ROUNDS(x)
  for (int i = 0; i < 16; i++) x[i] += initial[i];
  for (int group = 0; group < 4; group++)
    write_words(x[4 * group], x[4 * group + 1], x[4 * group + 2], x[4 * group + 3], group, blocks);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void write_8_blocks(const uint32_t state[16],
                                                           uint8_t *blocks) {
  vector8 initial[16], x[16];
  for (int i = 0; i < 16; i++) initial[i] = (vector8){0} + state[i];
  initial[12] += (vector8){0, 1, 2, 3, 4, 5, 6, 7};
  for (int i = 0; i < 16; i++) x[i] = initial[i];
  TWENTY_ROUNDS(x)
  for (int i = 0; i < 16; i++) x[i] += initial[i];
#define LOW(word) __builtin_shufflevector(x[word], x[word], 0, 1, 2, 3)
#define HIGH(word) __builtin_shufflevector(x[word], x[word], 4, 5, 6, 7)
  for (int group = 0; group < 4; group++) {
    int word = 4 * group;
    write_words(LOW(word), LOW(word + 1), LOW(word + 2), LOW(word + 3), group, blocks);
    write_words(HIGH(word), HIGH(word + 1), HIGH(word + 2), HIGH(word + 3), group, blocks + 256);
  }
}
#endif

unsigned swiftsdp_shim_chacha20_lanes(void) {
#if defined(__x86_64__)
  unsigned a, b, c, d;
  // AVX2, and an operating system that saves its registers.
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2) && __get_cpuid(1, &a, &b, &c, &d) &&
      (c & bit_OSXSAVE)) {
    unsigned saved, high;
    __asm__ volatile("xgetbv" : "=a"(saved), "=d"(high) : "c"(0));
    if ((saved & 6) == 6) return 8;
  }
#endif
  return 4;
}

// What the rounds kept on the stack goes with the next deep call; this is one.
__attribute__((noinline)) static void erase_stack(void) {
  uint8_t frame[1024];
  swiftsdp_shim_erase(frame, sizeof frame);
}

void swiftsdp_shim_chacha20(unsigned lanes, const uint8_t *key, const uint8_t *nonce,
                            uint32_t counter, uint8_t *blocks, size_t count) {
  uint32_t state[16];
  load_state(state, key, nonce, counter);
#if defined(__x86_64__)
  if (lanes >= 8)
    for (; count >= 8; count -= 8, blocks += 512, state[12] += 8) write_8_blocks(state, blocks);
#endif
  if (lanes >= 4)
    for (; count >= 4; count -= 4, blocks += 256, state[12] += 4) write_4_blocks(state, blocks);
  for (; count > 0; count--, blocks += 64, state[12]++) write_block(state, blocks);
  swiftsdp_shim_erase(state, sizeof state);
  erase_stack();
}
