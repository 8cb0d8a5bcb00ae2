#include "Floors.hpp"

#include <emmintrin.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace floors {

Padded::Padded(std::string_view text) : memory(padding, ' ') {
  memory.append(text);
  memory.append(padding, ' ');
}

// ---- Lines ----------------------------------------------------------------

namespace {

__m128i load16(const char *bytes) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes));
}

// A bit for each of 16 bytes that is `byte`.
unsigned mask16(const char *bytes, char byte) {
  return unsigned(_mm_movemask_epi8(_mm_cmpeq_epi8(load16(bytes), _mm_set1_epi8(byte))));
}

std::uint64_t mask64(const char *bytes, char byte) {
  return std::uint64_t(mask16(bytes, byte)) | std::uint64_t(mask16(bytes + 16, byte)) << 16 |
         std::uint64_t(mask16(bytes + 32, byte)) << 32 |
         std::uint64_t(mask16(bytes + 48, byte)) << 48;
}

std::size_t findFurther(const char *bytes, std::size_t size, char byte) {
  for (std::size_t at = 16; at < size; at += 16) {
    const unsigned found = mask16(bytes + at, byte);
    if (found) {
      const std::size_t position = at + std::size_t(__builtin_ctz(found));
      return position < size ? position : size;
    }
  }
  return size;
}

// Where the first `byte` is in `bytes[0..<size]`, or `size`.
inline std::size_t find(const char *bytes, std::size_t size, char byte) {
  const std::size_t position = std::size_t(__builtin_ctz(mask16(bytes, byte) | 0x10000));
  if (__builtin_expect(position == 16, 0)) return findFurther(bytes, size, byte);
  return position < size ? position : size;
}

}  // namespace

std::size_t countLines(const char *bytes, std::size_t size) {
  const char *end = bytes + size;
  std::size_t lines = 0;
  while (const void *found = std::memchr(bytes, '\n', std::size_t(end - bytes))) {
    bytes = static_cast<const char *>(found) + 1;
    lines++;
  }
  return lines;
}

std::size_t readStructure(const char *bytes, std::size_t size, Line *lines) {
  Line *next = lines;
  std::size_t start = 0;
  for (std::size_t at = 0; at < size; at += 64) {
    std::uint64_t ends = mask64(bytes + at, '\n');
    if (__builtin_expect(size - at < 64, 0)) ends &= ~std::uint64_t(0) >> (64 - (size - at));
    while (ends) {
      const std::size_t end = at | std::size_t(__builtin_ctzll(ends));
      ends &= ends - 1;
      const char *line = bytes + start;
      // Most names are within 16 bytes: the colons of these alone are cheaper than
      // a bitmap of all, in which the first one of each line would have to be found.
      const unsigned colons = mask16(line + 2, ':');
      const std::size_t length = end - start - (bytes[end - 1] == '\r');
      const char type = *line;
      const std::size_t content = length - 2;
      std::size_t name;
      if (__builtin_expect(colons == 0, 0)) {
        name = content <= 16 || type != 'a' ? content : find(line + 2, content, ':');
      } else {
        name = std::size_t(__builtin_ctz(colons));
        name = name < content ? name : content;
      }
      next->offset = std::uint32_t(start);
      next->length = std::uint32_t(length);
      next->type = std::uint8_t(type);
      next->nameLength = type == 'a' ? std::uint32_t(name) : 0;
      next++;
      start = end + 1;
    }
  }
  return std::size_t(next - lines);
}

namespace {

// Copies `size` bytes and some more.
inline char *copyOver(char *to, const char *from, std::size_t size) {
  _mm_storeu_si128(reinterpret_cast<__m128i *>(to), load16(from));
  _mm_storeu_si128(reinterpret_cast<__m128i *>(to + 16), load16(from + 16));
  for (std::size_t at = 32; __builtin_expect(at < size, 0); at += 16)
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to + at), load16(from + at));
  return to + size;
}

}  // namespace

std::size_t copyLines(const char *bytes, std::size_t size, const Line *lines, std::size_t count,
                      char *copy) {
  if (count == 0) return 0;
  char *to = copy;
  std::size_t start = lines->offset;
  for (const Line *last = lines + count - 1; lines != last; lines++) {
    const std::size_t end = lines[1].offset;
    to = copyOver(to, bytes + start, end - start);
    start = end;
  }
  to = copyOver(to, bytes + start, size - start);
  return std::size_t(to - copy);
}

// ---- Values ---------------------------------------------------------------

namespace {

enum Kind : std::uint8_t {
  kOther,
  // The value as it is, a slice.
  kText,
  // A number.
  kNumber,
  // Nothing but the name.
  kFlag,
  // Two slices with a blank between them, the second perhaps absent.
  kPair,
  kRTPMap,
  kRTCPFeedback,
  kFormatParameters,
  kExtensionMap,
  kSource,
  kCandidate,
  kRTCP,
  kRID,
  kMedia,
  kConnection,
  kOrigin,
  kTiming,
  kBandwidth,
  kVersion,
};

// How many slices the values of a kind have.
constexpr std::size_t sliceCount(Kind kind) {
  switch (kind) {
    case kNumber:
    case kFlag:
    case kVersion:
      return 0;
    case kOther:
    case kText:
    case kFormatParameters:
    case kTiming:
    case kBandwidth:
      return 1;
    case kPair:
    case kRTPMap:
    case kRTCPFeedback:
    case kSource:
      return 2;
    case kExtensionMap:
    case kRTCP:
    case kRID:
    case kMedia:
    case kConnection:
      return 3;
    case kOrigin:
      return 5;
    case kCandidate:
      return 6;
  }
  return 0;
}

// The value that follows one of a kind.
template <Kind kind, class Pointer>
Pointer after(Pointer value) {
  return reinterpret_cast<Pointer>(reinterpret_cast<std::uintptr_t>(value) +
                                   offsetof(Value, slices) + sliceCount(kind) * sizeof(Slice));
}

struct Name {
  std::string_view text;
  Kind kind;
};

// The names are numbered by their place here; 0 is any other.
constexpr Name names[] = {
    {"", kOther},
    {"rtcp-fb", kRTCPFeedback},
    {"rtpmap", kRTPMap},
    {"fmtp", kFormatParameters},
    {"extmap", kExtensionMap},
    {"ssrc", kSource},
    {"mid", kText},
    {"setup", kText},
    {"ice-ufrag", kText},
    {"ice-pwd", kText},
    {"rtcp-mux", kFlag},
    {"fingerprint", kPair},
    {"extmap-allow-mixed", kFlag},
    {"ice-options", kText},
    {"rtcp-rsize", kFlag},
    {"msid", kPair},
    {"candidate", kCandidate},
    {"rtcp", kRTCP},
    {"sendrecv", kFlag},
    {"group", kPair},
    {"msid-semantic", kText},
    {"ssrc-group", kPair},
    {"recvonly", kFlag},
    {"rtcp-xr", kText},
    {"sendonly", kFlag},
    {"inactive", kFlag},
    {"sctp-port", kNumber},
    {"max-message-size", kNumber},
    {"end-of-candidates", kFlag},
    {"bundle-only", kFlag},
    {"rid", kRID},
    {"tool", kText},
    {"simulcast", kText},
    {"label", kText},
    {"framerate", kText},
    {"crypto", kText},
    {"ptime", kNumber},
    {"maxptime", kNumber},
    {"content", kText},
    {"sctpmap", kText},
    {"rtcp-mux-only", kFlag},
    {"ice-lite", kFlag},
    {"imageattr", kText},
    {"tls-id", kText},
    {"identity", kText},
    {"connection", kText},
    {"remote-candidates", kText},
    {"source-filter", kText},
    {"ice-mismatch", kFlag},
    {"ice-pacing", kNumber},
    {"rtcp-fb-trr-int", kText},
};
constexpr std::size_t nameCount = sizeof names / sizeof names[0];

std::uint64_t load8(const char *bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, 8);
  return word;
}

// A number or a slice that is not there.
constexpr std::uint32_t noNumber = ~std::uint32_t(0);

// What is read of an attribute besides its value.
struct Form {
  Kind kind;
  std::uint8_t prefix;
};

// The names by hashes without collisions, whose multipliers are found at the start: of
// the first eight bytes and, in a table of their own, the last eight of longer names.
class NameTable {
 public:
  NameTable() {
    for (std::size_t size = 0; size <= 8; size++)
      masks[size] = size == 8 ? ~std::uint64_t(0) : (std::uint64_t(1) << 8 * size) - 1;
    do multiplier = multiplier * 6364136223846793005u + 1442695040888963407u;
    while (!isFilled());
  }

  inline const Form &form(const char *name, std::size_t size) const {
    if (size <= 8) {
      const std::uint64_t first = load8(name) & masks[size];
      const Slot &slot = slots[first * multiplier >> 56];
      if (__builtin_expect(slot.first == first, 1)) return slot.form;
    } else {
      const std::uint64_t first = load8(name), last = load8(name + size - 8);
      const Slot &slot = longSlots[(first + last) * multiplier >> 56];
      if (slot.first == first && slot.last == last && slot.size == size) return slot.form;
    }
    return other;
  }

 private:
  struct Slot {
    std::uint64_t first, last;
    Form form;
    std::uint32_t size;
  };
  std::uint64_t multiplier = 1;
  Form other = {kOther, 0};
  std::uint64_t masks[9];
  Slot slots[256], longSlots[256];

  bool isFilled() {
    std::memset(slots, 0, sizeof slots);
    std::memset(longSlots, 0, sizeof longSlots);
    for (std::size_t number = 1; number < nameCount; number++) {
      const std::size_t size = names[number].text.size();
      const Padded text(names[number].text);
      const bool isLong = size > 8;
      const std::uint64_t first = load8(text.data()) & masks[isLong ? 8 : size],
                          last = isLong ? load8(text.data() + size - 8) : 0;
      Slot &slot = (isLong ? longSlots : slots)[(first + last) * multiplier >> 56];
      if (slot.first != 0) return false;
      slot = {first, last, {names[number].kind, std::uint8_t(number)}, std::uint32_t(size)};
    }
    return true;
  }
};

const NameTable nameTable;

// Reads the fields of a value one after the other.
struct Fields {
  const char *base;
  std::size_t at;
  std::size_t end;

  Slice slice(std::size_t size) {
    const Slice slice = {std::uint32_t(at), std::uint32_t(size)};
    at += size;
    return slice;
  }
  Slice until(char byte) { return slice(find(base + at, end - at, byte)); }
  Slice rest() { return slice(end - at); }
  // A field and the blank behind it.
  Slice field() {
    const Slice slice = until(' ');
    at++;
    return slice;
  }
  // What is left behind a field and its blank, if there is one.
  Slice restIfAny() { return at <= end ? rest() : Slice{noNumber, 0}; }

  // A number that seldom has more than three digits.
  std::uint32_t small() {
    std::uint32_t word;
    std::memcpy(&word, base + at, 4);
    word ^= 0x30303030;
    const std::uint32_t others = (word + 0x76767676) & 0x80808080;
    if (__builtin_expect(others == 0, 0)) return std::uint32_t(number());
    const unsigned bits = unsigned(__builtin_ctz(others));
    at += bits / 8;
    // The last digit to the top, zeros to the bottom.
    word <<= (7 - bits) & 31;
    word = (word * 10 + (word >> 8)) & 0x00FF00FF;
    return (word * 0x00640001) >> 16;
  }
  // Eight digits at once, and then one by one.
  std::uint64_t number() {
    std::uint64_t word = load8(base + at) ^ 0x3030303030303030;
    const std::uint64_t others = (word + 0x7676767676767676) & 0x8080808080808080;
    const bool isLong = others == 0;
    if (!isLong) {
      const unsigned bits = unsigned(__builtin_ctzll(others));
      at += bits / 8;
      word <<= (7 - bits) & 63;
    }
    word = word * 10 + (word >> 8);
    std::uint64_t value = std::uint32_t(((word & 0x000000FF000000FF) * 0x000F424000000064 +
                                         (word >> 16 & 0x000000FF000000FF) * 0x0000271000000001) >>
                                        32);
    if (isLong) {
      std::uint64_t digit;
      for (at += 8; (digit = std::uint64_t(base[at] - '0')) < 10; at++) value = value * 10 + digit;
    }
    return value;
  }
};

struct Checksum {
  std::uint64_t value = 0;

  void add(std::uint64_t number) { value = (value << 5 | value >> 59) ^ number; }
};

// Puts values one behind the other.
struct ValueWriter {
  Value *value;
  Parameter *nextParameter;
  Checksum checksum;

  void begin(Form form) {
    value->kind = form.kind;
    value->prefix = form.prefix;
    checksum.add(form.prefix);
  }
  void small(std::uint64_t number) {
    value->small = std::uint32_t(number);
    checksum.add(number);
  }
  void number(std::uint64_t number) {
    value->number = number;
    checksum.add(number);
  }
  template <std::size_t place>
  void slice(Slice slice) {
    value->slices[place] = slice;
    checksum.add(slice.length);
  }
  void parameter(Slice name, Slice value) {
    *nextParameter++ = {name, value};
    checksum.add(name.length);
    checksum.add(value.length);
  }
  template <Kind kind>
  ValueWriter end() {
    value = after<kind>(value);
    return *this;
  }
};

// Prefixes are numbered as the names are, and behind them by the letter of the line.
constexpr std::uint8_t linePrefixes = 64;

inline __attribute__((always_inline)) ValueWriter readAttribute(Fields fields, const Form &form,
                                                                std::size_t content,
                                                                ValueWriter writer) {
  writer.begin(form);
  switch (form.kind) {
    case kOther:
      fields.at = content;
      writer.slice<0>(fields.rest());
      return writer.end<kOther>();
    case kText:
      writer.slice<0>(fields.rest());
      return writer.end<kText>();
    case kNumber:
      writer.number(fields.number());
      return writer.end<kNumber>();
    case kFlag:
      return writer.end<kFlag>();
    case kPair:
      writer.slice<0>(fields.field());
      writer.slice<1>(fields.restIfAny());
      return writer.end<kPair>();
    case kRTPMap:
      writer.small(fields.small());
      fields.at++;
      writer.slice<0>(fields.until('/'));
      fields.at++;
      writer.number(fields.number());
      if (fields.at < fields.end) {
        fields.at++;
        writer.slice<1>(Slice{0, std::uint32_t(fields.number())});
      } else {
        writer.slice<1>(Slice{0, 0});
      }
      return writer.end<kRTPMap>();
    case kRTCPFeedback:
      if (__builtin_expect(fields.base[fields.at] == '*', 0)) {
        writer.small(noNumber);
        fields.at++;
      } else {
        writer.small(fields.small());
      }
      fields.at++;
      writer.slice<0>(fields.field());
      writer.slice<1>(fields.restIfAny());
      return writer.end<kRTCPFeedback>();
    case kFormatParameters:
      writer.small(fields.small());
      fields.at++;
      writer.value->slices[0] = {std::uint32_t(fields.at), std::uint32_t(fields.end - fields.at)};
      while (fields.at < fields.end) {
        fields.at += fields.base[fields.at] == ' ';
        const std::size_t size = find(fields.base + fields.at, fields.end - fields.at, ';');
        const std::size_t name = find(fields.base + fields.at, size, '=');
        const std::size_t start = fields.at + name + (name < size);
        writer.parameter({std::uint32_t(fields.at), std::uint32_t(name)},
                         {std::uint32_t(start), std::uint32_t(fields.at + size - start)});
        fields.at += size + 1;
      }
      return writer.end<kFormatParameters>();
    case kExtensionMap:
      writer.small(fields.small());
      if (__builtin_expect(fields.base[fields.at] == '/', 0)) {
        fields.at++;
        writer.slice<2>(fields.field());
      } else {
        fields.at++;
        writer.slice<2>(Slice{noNumber, 0});
      }
      writer.slice<0>(fields.field());
      writer.slice<1>(fields.restIfAny());
      return writer.end<kExtensionMap>();
    case kSource:
      writer.number(fields.number());
      fields.at++;
      writer.slice<0>(fields.until(':'));
      fields.at++;
      writer.slice<1>(fields.restIfAny());
      return writer.end<kSource>();
    case kCandidate: {
      writer.slice<0>(fields.field());
      writer.small(fields.small());
      fields.at++;
      writer.slice<1>(fields.field());
      const std::uint64_t priority = fields.number();
      fields.at++;
      writer.slice<2>(fields.field());
      writer.number(priority | std::uint64_t(fields.small()) << 32);
      fields.at += 5;
      writer.slice<3>(fields.field());
      if (fields.at < fields.end && std::memcmp(fields.base + fields.at, "raddr ", 6) == 0) {
        fields.at += 6;
        writer.slice<4>(fields.field());
        fields.at += 6;
        writer.value->number |= std::uint64_t(fields.small()) << 48;
        writer.checksum.add(writer.value->number);
        fields.at++;
      } else {
        writer.slice<4>(Slice{noNumber, 0});
      }
      writer.slice<5>(fields.restIfAny());
      return writer.end<kCandidate>();
    }
    case kRTCP:
      writer.small(fields.small());
      fields.at++;
      if (fields.at < fields.end) {
        writer.slice<0>(fields.field());
        writer.slice<1>(fields.field());
        writer.slice<2>(fields.rest());
      } else {
        writer.slice<0>(Slice{noNumber, 0});
        writer.slice<1>(Slice{noNumber, 0});
        writer.slice<2>(Slice{noNumber, 0});
      }
      return writer.end<kRTCP>();
    case kRID:
      writer.slice<0>(fields.field());
      writer.slice<1>(fields.field());
      writer.slice<2>(fields.restIfAny());
      return writer.end<kRID>();
    default:
      __builtin_unreachable();
  }
}

inline __attribute__((always_inline)) ValueWriter readLine(Fields fields, char type,
                                                           ValueWriter writer) {
  const std::uint8_t prefix = std::uint8_t(linePrefixes + type);
  switch (type) {
    case 'm':
      writer.begin({kMedia, prefix});
      writer.slice<0>(fields.field());
      writer.small(fields.small());
      if (__builtin_expect(fields.base[fields.at] == '/', 0)) {
        fields.at++;
        writer.number(fields.number());
      } else {
        writer.number(0);
      }
      fields.at++;
      writer.slice<1>(fields.field());
      writer.slice<2>(fields.rest());
      return writer.end<kMedia>();
    case 'c':
      writer.begin({kConnection, prefix});
      writer.slice<0>(fields.field());
      writer.slice<1>(fields.field());
      writer.slice<2>(fields.rest());
      return writer.end<kConnection>();
    case 'o': {
      writer.begin({kOrigin, prefix});
      writer.slice<0>(fields.field());
      writer.number(fields.number());
      fields.at++;
      const std::uint64_t version = fields.number();
      fields.at++;
      writer.checksum.add(version);
      writer.value->slices[4] = {std::uint32_t(version), std::uint32_t(version >> 32)};
      writer.slice<1>(fields.field());
      writer.slice<2>(fields.field());
      writer.slice<3>(fields.rest());
      return writer.end<kOrigin>();
    }
    case 't': {
      writer.begin({kTiming, prefix});
      writer.number(fields.number());
      fields.at++;
      const std::uint64_t stop = fields.number();
      writer.checksum.add(stop);
      writer.value->slices[0] = {std::uint32_t(stop), std::uint32_t(stop >> 32)};
      return writer.end<kTiming>();
    }
    case 'v':
      writer.begin({kVersion, prefix});
      writer.number(fields.number());
      return writer.end<kVersion>();
    case 'b':
      writer.begin({kBandwidth, prefix});
      writer.slice<0>(fields.until(':'));
      fields.at++;
      writer.number(fields.number());
      return writer.end<kBandwidth>();
    default:
      writer.begin({kText, prefix});
      writer.slice<0>(fields.rest());
      return writer.end<kText>();
  }
}

}  // namespace

std::uint64_t readValues(const char *bytes, const Line *lines, std::size_t count,
                         const Values &values, const Value *&end) {
  ValueWriter writer = {values.begin(), values.beginOfParameters(), {}};
  for (const Line *line = lines; line != lines + count; line++) {
    const std::size_t content = line->offset + 2, end = line->offset + line->length;
    if (__builtin_expect(line->type != 'a', 0)) {
      writer = readLine({bytes, content, end}, char(line->type), writer);
      continue;
    }
    const std::size_t name = line->nameLength;
    writer = readAttribute({bytes, content + name + 1, end}, nameTable.form(bytes + content, name),
                           content, writer);
  }
  end = writer.value;
  return writer.checksum.value;
}

namespace {

// How lines begin up to their values, with the end of the line before, and the digits of
// numbers.
class Texts {
 public:
  struct alignas(32) Prefix {
    char text[28];
    std::uint32_t size;
  };
  Prefix prefixes[linePrefixes + 128];
  // Three digits; and the number without zeros in front, a blank, and above them how many
  // digits there are.
  std::uint32_t threeDigits[1000];
  std::uint64_t digits[1000];

  Texts() {
    std::memset(prefixes, 0, sizeof prefixes);
    for (std::size_t number = 0; number < nameCount; number++) {
      std::string text = "\r\na=" + std::string(names[number].text);
      if (number > 0 && names[number].kind != kFlag) text += ':';
      set(prefixes[number], text);
    }
    for (char letter = 'b'; letter <= 'z'; letter++)
      set(prefixes[linePrefixes + letter], {'\r', '\n', letter, '='});
    for (std::uint32_t number = 0; number < 1000; number++) {
      const std::uint32_t count = number >= 100 ? 3 : number >= 10 ? 2 : 1;
      threeDigits[number] =
          ('0' + number / 100) | ('0' + number / 10 % 10) << 8 | ('0' + number % 10) << 16;
      digits[number] = (threeDigits[number] | ' ' << 24) >> (24 - 8 * count) |
                       std::uint64_t(count) << 32;
    }
  }

 private:
  static void set(Prefix &prefix, const std::string &text) {
    prefix.size = std::uint32_t(text.size());
    std::memcpy(prefix.text, text.data(), text.size());
  }
};

const Texts texts;

// Not a method, whose object would have to be in memory.
char *writeNumber(char *to, std::uint64_t number) {
  if (number >= 1000) {
    to = writeNumber(to, number / 1000);
    std::memcpy(to, &texts.threeDigits[number % 1000], 4);
    return to + 3;
  }
  std::memcpy(to, &texts.digits[number], 4);
  return to + (texts.digits[number] >> 32);
}

// Writes over what it left behind the last field: up to 31 bytes.
struct TextWriter {
  const char *bytes;
  char *to;

  void byte(char byte) { *to++ = byte; }
  void text(const char *text, std::size_t size) {
    std::memcpy(to, text, size);
    to += size;
  }
  void small(std::uint32_t number) {
    const std::uint64_t text = texts.digits[number];
    std::memcpy(to, &text, 4);
    to += text >> 32;
  }
  // A number and a blank.
  void smallField(std::uint32_t number) {
    small(number);
    to++;
  }
  void threeDigits(std::uint32_t number) {
    std::memcpy(to, &texts.threeDigits[number], 4);
    to += 3;
  }
  void number(std::uint64_t number) { to = writeNumber(to, number); }
  void number32(std::uint32_t number) {
    if (number < 1000) return small(number);
    if (number < 1000000) {
      small(number / 1000);
      return threeDigits(number % 1000);
    }
    const std::uint32_t millions = number / 1000000, rest = number % 1000000;
    if (millions < 1000) {
      small(millions);
    } else {
      small(millions / 1000);
      threeDigits(millions % 1000);
    }
    threeDigits(rest / 1000);
    threeDigits(rest % 1000);
  }
  void slice(Slice slice) {
    const char *from = bytes + slice.offset;
    _mm_storeu_si128(reinterpret_cast<__m128i *>(to), load16(from));
    if (slice.length > 16) copyOver(to + 16, from + 16, slice.length - 16);
    to += slice.length;
  }
  void sliceIfAny(char before, Slice slice) {
    if (slice.offset == noNumber) return;
    byte(before);
    this->slice(slice);
  }
};

// Writes a value and says where the next one is: known from the kind alone, so that the
// processor need not wait for this one.
inline __attribute__((always_inline)) const Value *write(const Value *value, TextWriter &writer) {
  switch (Kind(value->kind)) {
    case kOther:
    case kText:
      writer.slice(value->slices[0]);
      return after<kText>(value);
    case kNumber:
      writer.number(value->number);
      return after<kNumber>(value);
    case kFlag:
      return after<kFlag>(value);
    case kPair:
      writer.slice(value->slices[0]);
      writer.sliceIfAny(' ', value->slices[1]);
      return after<kPair>(value);
    case kRTPMap:
      writer.smallField(value->small);
      writer.slice(value->slices[0]);
      writer.byte('/');
      writer.number32(std::uint32_t(value->number));
      if (value->slices[1].length) {
        writer.byte('/');
        writer.number32(value->slices[1].length);
      }
      return after<kRTPMap>(value);
    case kRTCPFeedback:
      if (__builtin_expect(value->small == noNumber, 0)) {
        writer.text("* ", 2);
      } else {
        writer.smallField(value->small);
      }
      writer.slice(value->slices[0]);
      writer.sliceIfAny(' ', value->slices[1]);
      return after<kRTCPFeedback>(value);
    case kFormatParameters:
      writer.smallField(value->small);
      writer.slice(value->slices[0]);
      return after<kFormatParameters>(value);
    case kExtensionMap:
      writer.number32(value->small);
      writer.sliceIfAny('/', value->slices[2]);
      writer.byte(' ');
      writer.slice(value->slices[0]);
      writer.sliceIfAny(' ', value->slices[1]);
      return after<kExtensionMap>(value);
    case kSource:
      writer.number32(std::uint32_t(value->number));
      writer.byte(' ');
      writer.slice(value->slices[0]);
      writer.sliceIfAny(':', value->slices[1]);
      return after<kSource>(value);
    case kCandidate:
      writer.slice(value->slices[0]);
      writer.byte(' ');
      writer.number32(value->small);
      writer.byte(' ');
      writer.slice(value->slices[1]);
      writer.byte(' ');
      writer.number32(std::uint32_t(value->number));
      writer.byte(' ');
      writer.slice(value->slices[2]);
      writer.byte(' ');
      writer.number32(std::uint16_t(value->number >> 32));
      writer.text(" typ ", 5);
      writer.slice(value->slices[3]);
      if (value->slices[4].offset != noNumber) {
        writer.text(" raddr ", 7);
        writer.slice(value->slices[4]);
        writer.text(" rport ", 7);
        writer.number32(std::uint32_t(value->number >> 48));
      }
      writer.sliceIfAny(' ', value->slices[5]);
      return after<kCandidate>(value);
    case kRTCP:
      writer.number32(value->small);
      for (std::size_t at = 0; at < 3; at++) writer.sliceIfAny(' ', value->slices[at]);
      return after<kRTCP>(value);
    case kRID:
      writer.slice(value->slices[0]);
      writer.byte(' ');
      writer.slice(value->slices[1]);
      writer.sliceIfAny(' ', value->slices[2]);
      return after<kRID>(value);
    case kMedia:
      writer.slice(value->slices[0]);
      writer.byte(' ');
      writer.number32(value->small);
      if (value->number > 0) {
        writer.byte('/');
        writer.number(value->number);
      }
      writer.byte(' ');
      writer.slice(value->slices[1]);
      writer.byte(' ');
      writer.slice(value->slices[2]);
      return after<kMedia>(value);
    case kConnection:
      writer.slice(value->slices[0]);
      writer.byte(' ');
      writer.slice(value->slices[1]);
      writer.byte(' ');
      writer.slice(value->slices[2]);
      return after<kConnection>(value);
    case kOrigin:
      writer.slice(value->slices[0]);
      writer.byte(' ');
      writer.number(value->number);
      writer.byte(' ');
      writer.number(value->slices[4].offset | std::uint64_t(value->slices[4].length) << 32);
      for (std::size_t at = 1; at < 4; at++) {
        writer.byte(' ');
        writer.slice(value->slices[at]);
      }
      return after<kOrigin>(value);
    case kTiming:
      writer.number(value->number);
      writer.byte(' ');
      writer.number(value->slices[0].offset |
                           std::uint64_t(value->slices[0].length) << 32);
      return after<kTiming>(value);
    case kVersion:
      writer.number(value->number);
      return after<kVersion>(value);
    case kBandwidth:
      writer.slice(value->slices[0]);
      writer.byte(':');
      writer.number(value->number);
      return after<kBandwidth>(value);
  }
  __builtin_unreachable();
}

}  // namespace

std::size_t writeValues(const char *bytes, const Value *values, const Value *end, char *copy) {
  // The first line has no end of another before it.
  TextWriter writer = {bytes, copy - 2};
  for (const Value *value = values; value != end;) {
    const Texts::Prefix &prefix = texts.prefixes[value->prefix];
    _mm_storeu_si128(reinterpret_cast<__m128i *>(writer.to), load16(prefix.text));
    if (prefix.size > 16)
      _mm_storeu_si128(reinterpret_cast<__m128i *>(writer.to + 16), load16(prefix.text + 16));
    writer.to += prefix.size;
    value = write(value, writer);
  }
  writer.text("\r\n", 2);
  return std::size_t(writer.to - copy);
}

}  // namespace floors
